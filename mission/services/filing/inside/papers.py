"""PDFs: those that only show. Whatever acts, carries files along, is locked, or is something else besides, is refused."""

import io
import re
import zipfile
from typing import Any

from . import remarks
from .refused import Refused

# What a PDF does by itself, what it sends, and what it carries (ISO 32000-2, 12.6.4 and 7.11.4).
_ACTS = frozenset((
    "/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/GoToE", "/GoToR", "/Rendition", "/RichMedia", "/RichMediaExecute",
    "/Movie", "/Sound", "/3D", "/XFA", "/AA", "/Trans3D", "/SetOCGState",
))  # fmt: skip
_CARRIES = frozenset(("/EmbeddedFiles", "/EmbeddedFile", "/FileAttachment", "/Filespec", "/F", "/EF", "/AF"))
_HARMLESS_WHERE_EMPTY = frozenset(("/AA", "/AF", "/EmbeddedFiles", "/XFA"))
_MOST_OBJECTS = 300_000
_MOST_PAGES = 2_000
_END = re.compile(rb"%%EOF[\x00\t\n\x0c\r ]*\Z")
_DEEPEST = 60


def look(content: bytes) -> str:
    """Whom a PDF names as its author (empty: nobody); raises `Refused` where it is not simply to be read."""
    if not _END.search(content[-1200:]):
        raise Refused("damaged")
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused("mixed")
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise Refused("locked")
        if not 1 <= len(reader.pages) <= _MOST_PAGES:
            raise Refused("damaged")
        _every_object(reader)
        remarks.refuse_noted(reader)
        return remarks.author(reader)
    except Refused:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError, OverflowError):
        raise Refused("damaged") from None


def _every_object(reader: Any) -> None:
    """Each object that the file names, whether a page leads to it or not."""
    from pypdf.generic import IndirectObject

    _search(reader.trailer, 0)
    known = {(number, generation) for generation, table in reader.xref.items() for number in table}
    known |= {(number, 0) for number in reader.xref_objStm}
    if len(known) > _MOST_OBJECTS:
        raise Refused("damaged")
    for number, generation in sorted(known):
        if number:
            found = IndirectObject(number, generation, reader).get_object()
            _search(found, 0)


def _search(value: Any, depth: int) -> None:
    """Look into one object; what it refers to is an object of its own."""
    from pypdf.generic import ArrayObject, DictionaryObject

    if depth > _DEEPEST:
        raise Refused("damaged")
    if isinstance(value, DictionaryObject):
        for key in value:
            raw = value.raw_get(key)
            _judge(str(key), raw, value)
            _search(raw, depth + 1)
    elif isinstance(value, ArrayObject):
        for index in range(len(value)):
            _search(value.data[index] if hasattr(value, "data") else list.__getitem__(value, index), depth + 1)


def _judge(key: str, raw: Any, around: Any) -> None:
    from pypdf.generic import StreamObject

    empty = isinstance(raw, (dict, list)) and not raw
    if key in _HARMLESS_WHERE_EMPTY and empty:
        return
    if key in _ACTS:
        raise Refused("acts")
    named = str(raw) if type(raw).__name__ == "NameObject" else ""
    if key in ("/S", "/Type", "/Subtype") and named in _ACTS:
        raise Refused("acts")
    if key in ("/EmbeddedFiles", "/EF", "/AF") or (key in ("/Type", "/Subtype") and named in _CARRIES - {"/F"}):
        raise Refused("carries")
    if key == "/F" and isinstance(around, StreamObject):
        # A stream whose bytes stand in another file.
        raise Refused("carries")
