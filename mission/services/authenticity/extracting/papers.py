"""The words of a PDF."""

import io
import re
import sys
from typing import Any

from .pages import MOST_LINKS
from .received import LOCKED, TOO_LARGE, Received

_MOST_PAGES = 60
_ARABIC = re.compile("[\u0600-\u06ff]")


def read(content: bytes) -> Received:
    """What a PDF says."""
    from pypdf import PdfReader
    from pypdf.errors import PdfReadError

    try:
        reader = PdfReader(io.BytesIO(content))
    except PdfReadError:
        # Something was put to its end, or cut from it, behind which its table of contents is not found: other programs open it all the same.
        content = _written_again(content)
        reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        sys.exit(LOCKED)
    if len(reader.pages) > _MOST_PAGES:
        sys.exit(TOO_LARGE)
    readings = ["\f".join(page.extract_text() for page in reader.pages)]
    if _ARABIC.search(readings[0]):
        # What reads the others well gives Arabic back as it was drawn: from either end, points apart, letters as shapes.
        placed = [*_placed(content), *_placed(_by_letters(content))[:1]]
        readings = [*placed, *(readings if not placed or not is_arabic(readings[0]) else [])]
    links: list[str] = []
    said, unread = _on_sheets(reader, links)
    return Received("pdf", ["\n".join((one, *said)) for one in readings], sorted(unread), links=links[:MOST_LINKS])


def _written_again(content: bytes) -> bytes:
    """The same sheets with a table of contents; raises an error where there are none."""
    import pypdfium2  # type: ignore[import-untyped]

    made = io.BytesIO()
    pypdfium2.PdfDocument(content).save(made)
    return made.getvalue()


def is_arabic(text: str) -> bool:
    """Whether most letters of a text are Arabic."""
    arabic = len(_ARABIC.findall(text))
    return bool(arabic) and arabic * 2 >= sum(map(str.isalpha, text))


def _placed(content: bytes) -> list[str]:
    try:
        from .placed import texts

        return list(texts(content)) if content else []
    except Exception:
        return []


def _by_letters(content: bytes) -> bytes:
    """A PDF without what it says itself of letters that are drawn in parts: programs that write it again leave that out. Empty where it says nothing."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import NameObject, StreamObject

    writer, made = PdfWriter(clone_from=PdfReader(io.BytesIO(content))), io.BytesIO()
    drawn = [contents.get_data() for page in writer.pages if (contents := page.get_contents()) is not None]
    if not any(b"/ActualText" in one for one in drawn):
        return b""
    for page in writer.pages:
        if (contents := page.get_contents()) is not None:
            stream = StreamObject()
            stream.set_data(contents.get_data().replace(b"/ActualText", b"/Said"))
            page[NameObject("/Contents")] = writer._add_object(stream)
    writer.write(made)
    return made.getvalue()


def _on_sheets(reader: Any, links: list[str]) -> tuple[list[str], set[str]]:
    """What notes and fields on the sheets say, and what is on them that are no words."""
    said: list[str] = []
    unread: set[str] = set()
    for page in reader.pages:
        resources: Any = page.get("/Resources")
        objects = resources.get_object().get("/XObject") if resources else None
        drawn = [one.get_object() for one in objects.get_object().values()] if objects else []
        if any(one.get("/Subtype") == "/Image" for one in drawn):
            unread.add("pictures")
        if any(one.get("/Subtype") == "/Form" for one in drawn):
            unread.add("drawn")
        for one in page.get("/Annots") or []:
            note = one.get_object()
            if note.get("/Subtype") == "/Link":
                links.append(str((note.get("/A") or {}).get("/URI", ""))[:500])
                continue
            unread.add("notes")
            said += [str(note[name]) for name in ("/Contents", "/V") if isinstance(note.get(name), str)]
    return said, unread
