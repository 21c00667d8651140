"""Plain text out of bytes that do not say how they write letters."""

import re


def wide(content: bytes) -> str:
    """UTF-16 without a mark at its beginning, by which of its bytes are zero; empty where it is none."""
    even, odd = content[:4096:2].count(0), content[1:4096:2].count(0)
    if len(content) % 2 == 0 and max(even, odd) > 20 * min(even, odd) and max(even, odd) * 10 > len(content[:4096]):
        return "utf-16-be" if even > odd else "utf-16-le"
    return ""


def decoded(content: bytes) -> str:
    """What bytes say, in the way of writing letters that they are most likely in."""
    if form := wide(content):
        return content.decode(form, "replace")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # Both read any bytes: in Arabic, letters beyond ASCII follow each other; in the others they stand alone.
    arabic = content.decode("cp1256", "replace")
    beyond, in_words = sum(not one.isascii() for one in arabic), sum(len(one) for one in re.findall("[\u0621-\u064a]{3,}", arabic))
    return arabic if in_words * 2 > beyond else content.decode("cp1252", "replace")
