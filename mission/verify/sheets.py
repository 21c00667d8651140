"""The words of a sheet as programs write them that read it in the order in which it was drawn, and not in that of its language."""

import re

# A piece that reads from the right, between its marks, as `pdftotext -raw` sets one beside the other from the left.
_PIECE = re.compile("\u202b([^\u202a-\u202e]*)\u202c")
_MANY = 3


def readings(text: str) -> list[str]:
    """A text as it is, and where lines in it are made of pieces that read from the right, with these in their order."""
    lines = text.split("\n")
    turned = [_turned(line) for line in lines]
    return [text, "\n".join(turned)] if sum(one != line for one, line in zip(turned, lines, strict=True)) >= _MANY else [text]


def _turned(line: str) -> str:
    pieces = _PIECE.split(line)
    # Between two pieces stands what parts them; other marks of direction tell of another way of writing.
    if len(pieces) < 5 or any("\u202a" <= one <= "\u202e" for between in pieces[::2] for one in between):
        return line
    return "".join(reversed(pieces))
