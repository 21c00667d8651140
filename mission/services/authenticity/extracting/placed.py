"""The words of a PDF by where its letters stand on the sheets. What draws Arabic draws it from either end, a letter and its points apart, and most
programs give that back as it comes; where each letter stands does not depend on it."""

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

# Letters in a file; of more, no reading is made in this way.
_MOST = 120_000
# In parts of the size of the letters: how far from a line one still stands on it, that two stand level, what is a
# space between two, what parts words that are not of one phrase, and what parts columns.
_LEVEL, _SAME, _SPACE, _APART, _COLUMN = 0.25, 0.05, 0.14, 0.7, 3.0
_SMALLER = 0.9
# More of its letters than this are Arabic where a line is read from the right.
_ANY, _HALF = 0.0, 0.5
_ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufeff]")
_RUN = re.compile("[\u0621-\u0652\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufeff](?:[^A-Za-z\u00c0-\u024f\n]*[\u0621-\u0652\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufeff])?")
# A number or a word; and words with what follows them up to the next in Arabic (Unicode Standard Annex 9, W7 and N1), from the right.
_PART = r"[0-9A-Za-z\u00c0-\u024f](?:[0-9A-Za-z\u00c0-\u024f.,:/@_%#?=&\u2019'-]*[0-9A-Za-z\u00c0-\u024f])?"
_LATIN = rf"(?=[0-9.,:/@_-]*[A-Za-z\u00c0-\u024f]){_PART}"
# Figures of Arabic run from the left as well, with one separator between two (W4).
_FIGURES = r"[\u0660-\u0669\u06f0-\u06f9]+(?:[.,:/\u066b\u066c][\u0660-\u0669\u06f0-\u06f9]+)*"
# The beginning and the end of a digest, which our pages set from the left.
_DIGEST = r"(?<![0-9A-Za-z])[0-9a-f]{6}\u2026[0-9a-f]{6}(?![0-9A-Za-z])"
_LEFT_TO_RIGHT = re.compile(rf"{_DIGEST}|(?:{_PART}[(\u00ab]* [^\w\s(\u00ab]*)*{_LATIN}|{_PART}|{_FIGURES}")
# As it stands on the sheet when it is read from the other side.
_MIRRORED = str.maketrans("()[]{}\u00ab\u00bb\u2039\u203a", ")(][}{\u00bb\u00ab\u203a\u2039")
# A hyphen at the end of a line, as it is given back.
_BROKEN = {0x02: 0x2D, 0xFFFE: 0x2D}


class Piece(NamedTuple):
    """What is drawn at one place: `level` is the line on which it stands, counted from below, `size` that of its letters."""

    level: float
    left: float
    right: float
    size: float
    text: str


def texts(content: bytes) -> list[str]:
    """The words of a PDF, line by line, in the ways in which they may be meant: a line with Arabic and other words in it is read from the right, or
    from where most of it is. None where it has too many letters."""
    pages = [(page, page.get_textpage()) for page in pypdfium2.PdfDocument(content)]
    if sum(letters.count_chars() for _, letters in pages) > _MOST:
        return []
    sheets = [[*_pieces(*page)] for page in pages]
    return list(dict.fromkeys("\f".join("\n".join(_lines(pieces, share)) for pieces in sheets) for share in (_ANY, _HALF)))


def _pieces(page: Any, letters: Any) -> Iterator[Piece]:
    """Every letter, or letters that are drawn as one."""
    told = {address: one for one in _told(page) for address in one.drawn}
    x, y, turn = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    last: Piece | None = None
    for number in range(letters.count_chars()):
        written = _BROKEN.get(found := pdfium.FPDFText_GetUnicode(letters, number), found)
        drawn = pdfium.FPDFText_GetTextObject(letters, number)
        if not drawn or written < 0x20 or written > 0x10FFFF or unicodedata.category(chr(written)) in ("Cf", "Cs"):
            continue
        pdfium.FPDFText_GetMatrix(letters, number, turn)
        size = pdfium.FPDFText_GetFontSize(letters, number) * (abs(turn.d) or abs(turn.a))
        if one := told.get(ctypes.addressof(drawn.contents)):
            if one.drawn:
                one.drawn.clear()
                yield Piece(max(one.levels, key=one.weights.__getitem__), one.left, one.right, size, one.text)
            continue
        pdfium.FPDFText_GetCharOrigin(letters, number, x, y)
        left, _, right, _ = letters.get_charbox(number, loose=True)
        made = Piece(y.value, left, right, size, chr(written))
        if last and last[:3] == made[:3]:
            last = last._replace(text=_together(last.text, made.text))
            continue
        if last:
            yield last
        # Of spaces only those that stand on the sheet; the others are guesses.
        last = made if right > left else None
    if last:
        yield last


def _together(*drawn: str) -> str:
    """Letters that are one drawing, in their order: they come in it or turned round, but an alef joins what is before it, and a mark follows."""
    return "".join(sorted(drawn, key=lambda one: 2 if unicodedata.combining(one[0]) else int(one[0] in "\u0627\u0623\u0625\u0622")))


@dataclass
class _Told:
    """Several drawings that are one letter, as the file says itself (``ActualText``)."""

    text: str
    weights: Counter[float]
    drawn: list[int] = field(default_factory=list)
    levels: list[float] = field(default_factory=list)
    left: float = 1e9
    right: float = -1e9


def _told(page: Any) -> list[_Told]:
    size, place, ends, said = ctypes.c_ulong(), pdfium.FS_MATRIX(), [ctypes.c_float() for _ in range(4)], (ctypes.c_ubyte * 512)()
    # A point stands beside the line of its letter: the line is where more stand.
    levels: Counter[float] = Counter()
    found: dict[int, _Told] = {}
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1):
        pdfium.FPDFPageObj_GetMatrix(one, place)
        level = round(place.f, 1)
        levels[level] += 1
        for number in range(pdfium.FPDFPageObj_CountMarks(one)):
            mark = pdfium.FPDFPageObj_GetMark(one, number)
            if not pdfium.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", said, len(said), size) or size.value > len(said):
                continue
            told = found.setdefault(ctypes.addressof(mark.contents), _Told(_decoded(bytes(said[: size.value])), levels))
            told.drawn.append(ctypes.addressof(one.raw.contents))
            told.levels.append(level)
            pdfium.FPDFPageObj_GetBounds(one, *ends)
            told.left, told.right = min(told.left, ends[0].value), max(told.right, ends[2].value)
    return list(found.values())


def _decoded(said: bytes) -> str:
    return said[2:].decode("utf-16-be", "replace") if said.startswith(b"\xfe\xff") else said.decode("latin-1")


def _lines(pieces: list[Piece], from_the_right: float) -> Iterator[str]:
    """What stands on one level as one line, from above to below."""
    line: list[Piece] = []
    for one in sorted(pieces, key=lambda one: -one.level):
        if line and line[0].level - one.level > _LEVEL * max(line[0].size, one.size):
            yield _line(line, from_the_right)
            line = []
        line.append(one)
    if line:
        yield _line(line, from_the_right)


def _line(pieces: list[Piece], from_the_right: float) -> str:
    """The words of a line in the order in which they are read."""
    pieces.sort(key=lambda one: (one.left, one.right))
    made = [""]
    before: Piece | None = None
    for one in pieces:
        if before and _said_again(before, one):
            before = max(before, one, key=lambda of: of.right)
            continue
        gap = one.left - before.right if before else 0.0
        if gap > _COLUMN * one.size:
            made += ["\n", ""]
        elif before and abs(before.level - one.level) < _SAME * one.size and min(before.size, one.size) < _SMALLER * max(before.size, one.size):
            # An address in smaller letters behind the name that leads there, which a line may hold in either order.
            made += [" ", ""]
        elif gap > _SPACE * one.size:
            made[-1] += "  " if gap > _APART * one.size else " "
        made[-1] += one.text[::-1] if _ARABIC.search(one.text) else one.text
        before = one
    # Read from the right, the pieces of a line follow each other so, whatever they are.
    turned = from_the_right == _ANY or _is_arabic("".join(made), from_the_right)
    return "".join(_read(one, from_the_right) for one in (reversed(made) if turned else made))


def _is_arabic(line: str, share: float) -> bool:
    letters = sum(map(str.isalpha, line))
    return bool(letters) and len(_ARABIC.findall(line)) > share * letters


def _said_again(before: Piece, one: Piece) -> bool:
    """Whether these are a letter and its mark, each of which some programs call by both."""
    both = min(before.right, one.right) - one.left
    return len(before.text + one.text) > 2 and before.text[0] == one.text[0] and both * 2 > min(before.right - before.left, one.right - one.left)


def _read(line: str, from_the_right: float) -> str:
    if _is_arabic(line, from_the_right):
        return _turned(line)
    return _RUN.sub(lambda found: _turned(found[0]), line)


def _turned(line: str) -> str:
    """A line as it stands on the sheet, read from the right; numbers and Latin words keep their order."""
    return _LEFT_TO_RIGHT.sub(lambda found: found[0][::-1], line[::-1].translate(_MIRRORED))
