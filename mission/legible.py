"""What is no character of a text: one rule for all that is typed, pasted, read from files and drawn."""

import re
from typing import Any

# Controls, and code points that no text has: HTML forbids them (HTML, 3.2.5 and 13.1), PostgreSQL keeps no NUL, and no face draws any.
_LAST = "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_NONE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef{_LAST}]")
# Word writes a break of a line, and a PDF one of a sheet, as what parts words.
_PARTING = "\x0b\x0c"


def legible(text: str) -> str:
    """`text` without what is no character, so that nothing that can be seen goes: of breaks of lines and sheets a blank stays, and what an older
    Windows left of its marks (U+0092 for an apostrophe) becomes the mark, as browsers read it (HTML, 13.2.5.80)."""
    return text if text.isascii() and text.isprintable() else _NONE.sub(_instead, text)


def all_legible(values: Any) -> Any:
    """The same of each text in dicts, lists and tuples, however deep; all else as it is."""
    if isinstance(values, str):
        return legible(values)
    if isinstance(values, dict):
        return {name: all_legible(value) for name, value in values.items()}
    return [all_legible(one) for one in values] if isinstance(values, list | tuple) else values


def _instead(found: re.Match[str]) -> str:
    sign = found[0]
    if sign in _PARTING:
        return " "
    return bytes([ord(sign)]).decode("cp1252", errors="ignore") if "\x80" <= sign <= "\x9f" else ""
