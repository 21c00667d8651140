"""What a document carries besides its text: remarks between colleagues and changes not yet agreed are refused, names of persons are taken out, and so
is what its pictures say of place, time and author. What stays is told."""

import io
import re
import zipfile
from contextlib import suppress
from typing import Any

from .bare import bare
from .refused import Refused

_REMARKS = re.compile(rb"<(?:w:comment|w15?:comment|comment|threadedComment)\b|<office:annotation\b", re.I)
_CHANGES = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo)\s[^>]*>|<text:changed-region\b|<rcc\b", re.I)
_COMMENTS = re.compile(r"^(?:word|xl)/(?:comments\w*|threadedcomments/.*)\.xml$", re.I)
_AUTHORS = re.compile(
    rb"(<((?:dc:creator|cp:lastModifiedBy|meta:initial-creator|meta:printed-by|Manager|Company)\b)[^>]*>)[^<]+(</\2>)"
)  # fmt: skip
# Whoever wrote remarks in it once.
_PERSONS = re.compile(rb"<(w15:person|person)\b(?:[^>]*/>|.*?</\1>)", re.S)
_LISTS = re.compile(r"word/people\.xml|xl/persons/.*\.xml")
_ABOUT = ("docprops/core.xml", "docprops/app.xml", "meta.xml")
# Notes that somebody put on a page of a PDF (ISO 32000-2, 12.5.6).
_NOTES = frozenset(("/Text", "/Popup", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Ink"))


def refuse(parts: dict[str, bytes]) -> None:
    """Raise `Refused` where an office document holds remarks, or changes that are still to be accepted."""
    for name, part in parts.items():
        lower = name.lower()
        if (_COMMENTS.match(lower) or lower == "content.xml") and _REMARKS.search(part):
            raise Refused("remarks")
        if (lower.startswith("word/") or lower == "content.xml" or lower.startswith("xl/revisions/")) and lower.endswith(".xml") and _CHANGES.search(part):
            raise Refused("remarks")


def cleaned(content: bytes) -> tuple[bytes, bool]:
    """The same document without the names of who wrote it, and without what its pictures tell; to the byte what it was where it tells nothing.
    And whether a picture in it still tells."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [(one, archive.read(one)) for one in archive.infolist()]
    parts = [(one, part, *_cleaned(one.filename.lower(), part)) for one, part in entries]
    telling = any(tells for *_, tells in parts)
    if all(part == before for _, before, part, _ in parts):
        return content, telling
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for one, _before, part, _tells in parts:
            entry = zipfile.ZipInfo(one.filename, one.date_time)
            # The first part of an OpenDocument text says what it is, unpacked.
            entry.compress_type = one.compress_type
            archive.writestr(entry, part)
    return made.getvalue(), telling


def _cleaned(name: str, part: bytes) -> tuple[bytes, bool]:
    if name in _ABOUT:
        return _AUTHORS.sub(rb"\1\3", part), False
    return (_PERSONS.sub(b"", part), False) if _LISTS.fullmatch(name) else bare(part)


def refuse_noted(reader: Any) -> None:
    """Raise `Refused` where a page of a PDF bears notes."""
    for page in reader.pages:
        for one in page.get("/Annots") or ():
            if str(one.get_object().get("/Subtype", "")) in _NOTES:
                raise Refused("remarks")


def author(reader: Any) -> str:
    """Whom a PDF names as its author, in either place for it; empty where nobody is named."""
    names = [str(reader.metadata.author or "")] if reader.metadata else []
    # Metadata that nobody can read name nobody.
    with suppress(Exception):
        names += reader.xmp_metadata.dc_creator if reader.xmp_metadata else []
    return ", ".join(dict.fromkeys(one for name in names if (one := " ".join(str(name).split()))))[:200]
