"""The words of a sheet as programs write them that read it in the order in which it was drawn, and not in that of its language."""

import re

# A piece that reads from the right, between its marks, as `pdftotext -raw` sets one beside the other from the left.
_PIECE = re.compile("\u202b([^\u202a-\u202e]*)\u202c")
_SOME = re.compile("\u202b[^\u202a-\u202e]*\u202c(?:[^\\w\n]*\u202b[^\u202a-\u202e]*\u202c)+")
_LATIN = re.compile("[A-Za-z]")
# Where a letter bears a vowel mark such a line is broken: what begins with that mark, or with a short piece that holds it, stands right of what is
# before it. A word may be as short as such a piece: the latter is one way to read it, and not the only one.
_BROKEN = re.compile("(\u202c[ .\u060c\u061b:]*)\r?\n(?=\u202b[\u064b-\u0652])")
_PARTED = re.compile("(\u202c[ .\u060c\u061b:]*)\r?\n(?=\u202b(?:[\u064b-\u0652]|[\u0621-\u064a][\u064b-\u0652][\u0621-\u064a]?\u202c))")

# A piece in a line from the right that is read from the left. What stands in it comes from several places of the sheet: each is read by itself.
_SIDE = re.compile("\u202a([^\u202a-\u202e\n]*)\u202c")
_PLACE = re.compile(r"[^\W\d_]+(?:[ \u00a0]+[^\W\d_]+)*(?![^\s),.\u060c])|[^\s(),\u060c]+")
_BRACKETS = str.maketrans("()", "  ")


def readings(text: str) -> list[str]:
    """A text as it is, and where lines in it are made of pieces that read from the right, with these in their order."""
    ways = (_ordered(broken.sub(r"\1", text)) for broken in (_BROKEN, _PARTED))
    return [text, *dict.fromkeys(one for one in (*ways, _sided(text)) if one)]


def _sided(text: str) -> str:
    """The text with what was read from the left in its lines from the right, place by place, in the order of the line; empty where nothing was."""
    lines = text.split("\n")
    turned = [
        _SIDE.sub(lambda found: f" {' '.join(reversed(_PLACE.findall(found[1])))} ", one).translate(_BRACKETS) if "\u202b" in one else one
        for one in lines
    ]
    return "\n".join(turned) if turned != lines else ""


def _ordered(text: str) -> str:
    """The text with its pieces in their order; empty where they are in it already."""
    lines = text.split("\n")
    turned = [_turned(line) for line in lines]
    return "\n".join(turned) if turned != lines else ""


def _turned(line: str) -> str:
    if _LATIN.search(line):
        # Some words of Arabic among others: they alone are turned.
        return _SOME.sub(lambda found: "".join(reversed(_PIECE.split(found[0]))), line)
    pieces = _PIECE.split(line)
    # Between two pieces stands what parts them; other marks of direction tell of another way of writing.
    if len(pieces) < 5 or any("\u202a" <= one <= "\u202e" for between in pieces[::2] for one in between):
        return line
    return "".join(reversed(pieces))
