"""What a document carries besides its text: remarks between colleagues and changes not yet agreed are refused, names of authors are taken out."""

import io
import re
import zipfile
from typing import Any

from .refused import Refused

_REMARKS = re.compile(rb"<(?:w:comment|w15?:comment|comment|threadedComment)\b|<office:annotation\b", re.I)
_CHANGES = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo)\s[^>]*>|<text:changed-region\b|<rcc\b", re.I)
_COMMENTS = re.compile(r"^(?:word|xl)/(?:comments\w*|threadedcomments/.*)\.xml$", re.I)
_AUTHORS = re.compile(
    rb"(<((?:dc:creator|cp:lastModifiedBy|meta:initial-creator|meta:printed-by|Manager|Company)\b)[^>]*>)[^<]+(</\2>)"
)  # fmt: skip
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


def without_authors(content: bytes) -> bytes:
    """The same document without the names of who wrote it; to the byte what it was where it names nobody."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [(one, archive.read(one)) for one in archive.infolist()]
    cleaned = [(one, _AUTHORS.sub(rb"\1\3", part) if one.filename.lower() in _ABOUT else part) for one, part in entries]
    if all(part == before for (_, part), (_, before) in zip(cleaned, entries, strict=True)):
        return content
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for one, part in cleaned:
            entry = zipfile.ZipInfo(one.filename, one.date_time)
            # The first part of an OpenDocument text says what it is, unpacked.
            entry.compress_type = one.compress_type
            archive.writestr(entry, part)
    return made.getvalue()


def refuse_noted(reader: Any) -> None:
    """Raise `Refused` where a page of a PDF bears notes."""
    for page in reader.pages:
        for one in page.get("/Annots") or ():
            if str(one.get_object().get("/Subtype", "")) in _NOTES:
                raise Refused("remarks")


def author(reader: Any) -> str:
    """Whom a PDF names as its author; empty where nobody is named."""
    about = reader.metadata
    return " ".join(str(about.author or "").split())[:80] if about else ""
