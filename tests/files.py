"""Files for tests, made on the spot: pictures, papers, office documents, and what hostile hands make of them. All of them are samples."""

import io
import zipfile
from typing import Any

from PIL import Image
from pypdf import PdfWriter

from mission.services.filing.examining import Limits, examine
from mission.services.publishing import Handed

LIMITS = Limits(20 * 1024 * 1024, 50_000_000)


def picture(form: str = "JPEG", size: tuple[int, int] = (640, 400), colour: Any = (10, 92, 60), **how: Any) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, form, **how)
    return made.getvalue()


def paper(change: Any = None) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if change:
        change(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def package(parts: dict[str, bytes | str], *, stored: tuple[str, ...] = ("mimetype",)) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return made.getvalue()


def word(**more: bytes | str) -> bytes:
    types = '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    parts: dict[str, bytes | str] = {"[Content_Types].xml": types, "word/document.xml": "<w:document><w:t>Essai</w:t></w:document>"}
    return package(parts | more)


def sheet(**more: bytes | str) -> bytes:
    types = '<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    return package({"[Content_Types].xml": types, "xl/workbook.xml": "<workbook/>"} | more)


def open_text(**more: bytes | str) -> bytes:
    return package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<office:document-content/>"} | more)


def handed(name: str, content: bytes) -> Handed:
    """A file as the desk hands it to a verb."""
    return Handed(name, examine(content, LIMITS))
