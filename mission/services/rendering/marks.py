"""Arabic vowel signs in PDFs: each said once.

typst draws a sign that stands higher than usual (over an alif, say) as a run of its own, and gives both the run and the letter below it
the text of the two together: a reader who copies أُنشئ would get أُأُنشئ. Here such a run is told to say nothing (ISO 32000, 14.9.4:
ActualText); its letter says both.
"""

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, StreamObject

# What typst writes for a run that stands alone: BT, one show of glyphs in one font, ET.
_RUN = re.compile(rb"BT( 0 Tr/(f\d+) [-0-9. Tfm]*\[((?:[-0-9.]|\((?:\\.|[^\\()])*\))*)\]TJ)\nET", re.DOTALL)
_STRING = re.compile(rb"\(((?:\\.|[^\\()])*)\)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def say_marks_once(content: bytes) -> bytes:
    """The same PDF, byte for byte the same each time, in which runs of vowel signs alone have no text of their own."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.pdf_header = "%PDF-1.7"
    for page in writer.pages:
        _quieten(page)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _quieten(page: PageObject) -> None:
    resources: Any = page["/Resources"].get_object()
    fonts = resources["/Font"].get_object() if "/Font" in resources else {}
    stands_still = {name[1:].encode(): _without_width(font.get_object()) for name, font in fonts.items()}

    def quiet(run: re.Match[bytes]) -> bytes:
        shown = b"".join(_ESCAPE.sub(_meant, one) for one in _STRING.findall(run[3]))
        glyphs = {int.from_bytes(shown[at : at + 2]) for at in range(0, len(shown), 2)}
        if not glyphs or not all(stands_still[run[2]](glyph) for glyph in glyphs):
            return run[0]
        return b"BT/Span<</ActualText<feff>>>BDC" + run[1] + b"\nEMC\nET"

    stream = page["/Contents"].get_object()
    assert isinstance(stream, StreamObject)
    made = DecodedStreamObject()
    made.set_data(_RUN.sub(quiet, stream.get_data()))
    page.replace_contents(made.flate_encode())


def _meant(escape: re.Match[bytes]) -> bytes:
    said = escape[1]
    return bytes([int(said, 8) & 0xFF]) if said.isdigit() else _LETTERS.get(said, said)


def _without_width(font: Any) -> Callable[[int], bool]:
    """Whether a glyph of a composite font does not move the pen: its combining signs."""
    if "/DescendantFonts" not in font:
        return lambda glyph: False
    described = font["/DescendantFonts"][0].get_object()
    widths = dict(_widths(described.get("/W", ())))
    # Glyphs that the list of widths leaves out have the default one.
    return lambda glyph: widths.get(glyph, described["/DW"]) == 0


def _widths(listed: Any) -> Iterator[tuple[int, float]]:
    at = 0
    while at < len(listed):
        if isinstance(listed[at + 1].get_object(), list):
            yield from enumerate((float(one) for one in listed[at + 1].get_object()), int(listed[at]))
            at += 2
        else:
            yield from ((glyph, float(listed[at + 2])) for glyph in range(int(listed[at]), int(listed[at + 1]) + 1))
            at += 3
