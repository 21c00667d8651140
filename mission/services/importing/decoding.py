"""The bytes of an old page as text: what they are decides, and what the page says of itself only where they leave a doubt."""

import codecs
import re
from dataclasses import dataclass

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
# What browsers have always taken these names for.
_MEANT = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-9": "cp1254", "windows-1252": "cp1252",
          "windows-1256": "cp1256", "iso-8859-6": "iso8859_6", "utf8": "utf-8"}  # fmt: skip
_ARABIC, _LATIN = ("cp1256", "iso8859_6"), ("cp1252",)
# Letters of nine in ten in any Arabic text: what is read by the wrong table has others.
_COMMON = frozenset("اليمنورتبةسعدفهكقحأجص")
_LETTER = re.compile(r"[\u0621-\u064a]")
# UTF-8 that somebody took for windows-1252, and saved as UTF-8 again.
_TWICE = re.compile("[ÃÂØÙ][\u0080-\u00bf\u0152-\u0192\u02c6-\u02dc\u2013-\u2122]")


@dataclass(frozen=True)
class Decoded:
    """The text of a page, by which table it was read, and what a person should know of that (empty where nothing is odd)."""

    text: str
    encoding: str
    remark: str = ""


def decode(content: bytes, *, arabic: bool, also: tuple[str, ...] = ()) -> Decoded:
    """`content` as text; `arabic` says that the page should be Arabic, `also` names encodings of this site to be tried before those of the time."""
    for mark, marked in _MARKS:
        if content.startswith(mark):
            return _once(Decoded(content.decode(marked, "replace"), marked))
    declared = _declared(content)
    try:
        # Nothing else happens to be UTF-8: whatever the page says of itself, this is what it is.
        text = content.decode()
        plain = content.isascii() or declared in (None, "utf-8")
        return _once(Decoded(text, "utf-8", "" if plain else f"says {declared} and is UTF-8"))
    except UnicodeDecodeError:
        pass
    tried = [one for one in (declared if declared != "utf-8" else None, *also, *(_ARABIC if arabic else _LATIN)) if one]
    read = [(one, got) for one in dict.fromkeys(tried) if (got := _read(content, one)) is not None]
    if arabic and read:
        name, text = max(read, key=lambda one: _arabic(one[1]))
    elif read:
        name, text = read[0]
    else:
        text = content.decode("cp1252", "replace")
        return Decoded(text, "cp1252", f"{text.count(chr(0xFFFD))} characters cannot be read")
    return Decoded(text, name, f"says {declared} and is {name}" if declared is not None and declared != name else "")


def _declared(content: bytes) -> str | None:
    found = _DECLARED.search(content[:2048])
    if found is None:
        return None
    name = found[1].decode().lower()
    try:
        return _MEANT.get(name) or codecs.lookup(name).name
    except LookupError:
        return None


def _read(content: bytes, name: str) -> str | None:
    try:
        text = content.decode(_MEANT.get(name.lower(), name))
    except (UnicodeDecodeError, LookupError):
        return None
    return text


def _arabic(text: str) -> float:
    """How much a text looks like Arabic: the share of the common letters among its letters, less what no page holds."""
    letters = _LETTER.findall(text)
    odd = sum(1 for one in text if "\x80" <= one <= "\x9f")
    return sum(one in _COMMON for one in letters) / (len(letters) + 1) + min(len(letters), 100) / 100 - odd


def _once(found: Decoded) -> Decoded:
    """A text that was encoded twice, once."""
    if len(_TWICE.findall(found.text)) < 3:
        return found
    try:
        text = found.text.encode("cp1252").decode()
    except UnicodeError:
        return Decoded(found.text, found.encoding, "some of it looks encoded twice, and cannot be taken back as a whole")
    return Decoded(text, found.encoding, "was encoded twice, and was taken back")
