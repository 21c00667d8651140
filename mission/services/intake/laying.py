"""Tables: which of them only lay out a page, and what a cell says in one line."""

import re
from collections.abc import Iterator
from html import unescape

from .elements import BLOCKS, Element

# Above this, in signs, a cell holds a text and no value; above the second, it does so under whatever heads the table.
_LONG, _WHOLE_TEXT = 200, 1000
# A value has at most so many lines or items; a table has so many rows at least before its shape says that it is one of values.
_MOST_PARTS, _FEWEST_ROWS = 3, 3
_LISTS, _HEADINGS = {"ul", "ol", "dl"}, {"h1", "h2", "h3", "h4", "h5", "h6"}
# A sign in a cell of its own, where a list was made of a table.
_MARK = re.compile(r"[\s•·▪■□◆►▶●○◦»›]*$")
_EDGE = re.compile(r"<(/?)(p|h[1-6]|ul|ol|li|dl|dt|dd|blockquote)\b[^>]*>")
_TAG = re.compile("<[^>]*>")


def is_layout(rows: list[list[Element]], *, captioned: bool) -> bool:
    """Whether a table only lays out a page, by the cells of its rows. It does not say so itself: this goes by what it holds, and may be wrong.

    It is one where no row has two cells that say something: a title above a text, a text above a link, a text between spacers. Cells for heads, or a
    caption, make data of any other, unless a cell is as long as a whole text. Without them it is a layout where a cell holds another table, a
    quotation, a heading with something below it, or a long text, whatever else it looks like; and where a cell holds a list, a heading, two
    paragraphs (line breaks make two of them where a line is left empty) or more than three lines, unless three rows or more have cells side by side
    that are all short, which is what a table of values looks like. So a menu of three lines beside a text of two is taken for data, and a table
    without heads that explains its values at length for a layout.
    """
    said = [saying(row) for row in rows]
    if all(len(row) < 2 for row in said):
        return True
    cells = [(cell, _parts(cell)) for row in said for cell in row]
    longest = max(sum(map(len, parts)) for _one, parts in cells)
    if captioned or any(cell.tag == "th" for cell, _held in cells):
        return longest > _WHOLE_TEXT
    if longest > _LONG or any(cell.holds({"table", "blockquote"}) or (len(parts) > 1 and cell.holds(_HEADINGS)) for cell, parts in cells):
        return True
    of_values = sum(len(row) > 1 for row in said) >= _FEWEST_ROWS and all(len(parts) <= _MOST_PARTS for _one, parts in cells)
    return not of_values and any(len(parts) > 1 or parts[0].count("\n") >= _MOST_PARTS or cell.holds(_LISTS | _HEADINGS) for cell, parts in cells)


def saying(row: list[Element]) -> list[Element]:
    """The cells of a row that say something: none of blanks, and no mark of a list before its item."""
    said = [cell for cell in row if cell.words().strip()]
    while len(said) > 1 and _MARK.match(said[0].words()):
        del said[0]
    return said


def _parts(cell: Element) -> list[str]:
    """The paragraphs, items and headings of a cell, as words."""
    return [words for part in re.split(r"\n\s*\n", "".join(_flowing(cell))) if (words := part.strip())]


def _flowing(element: Element) -> Iterator[str]:
    for one in element.children:
        if isinstance(one, str):
            yield one.replace("\n", " ")
        elif one.tag == "br":
            yield "\n"
        else:
            edge = "\n\n" if one.tag in BLOCKS else ""
            yield edge
            yield from _flowing(one)
            yield edge


def in_one_line(held: list[str]) -> str:
    """Blocks, as HTML, in one line of it. Items are apart by a mark, and so are figures, of which a blank would make one."""
    line, last, listed = "", "", False
    for piece, item in _pieces("".join(held)):
        words = worded(piece)
        marked = listed or item or (last[-1:].isdigit() and words[0].isdigit())
        line += (" / " if marked else " ") * bool(line) + piece
        last, listed = words, item
    return line


def worded(piece: str) -> str:
    """The words of a line of HTML."""
    return unescape(_TAG.sub("", piece)).strip()


def _pieces(held: str) -> Iterator[tuple[str, bool]]:
    """What stands between the edges of blocks and has words, and whether it belongs to a list."""
    depth, at = 0, 0
    for edge in _EDGE.finditer(held):
        if worded(piece := held[at : edge.start()]):
            yield piece, depth > 0
        at = edge.end()
        if edge[2] in _LISTS:
            depth += -1 if edge[1] else 1
    if worded(piece := held[at:]):
        yield piece, depth > 0
