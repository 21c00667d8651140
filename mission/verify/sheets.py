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
_PLACE = re.compile(r"[^\W\d_]+(?:[ \u00a0]+\(?[^\W\d_]+)*(?![^\s),.\u060c])|(?:[^\s(),\u060c]|(?<=\d),(?=\d))+")
# Two numbers with a stroke between them stand the other way round there, and the sign of one stands right of it; where each number has a line of its
# own, the stroke has one too, and the sign stands at the end of the line before.
_SPAN = re.compile(r"(?<![^\s(\u060c.])(\d+)([-\u2010-\u2014])(\d+)(?![^\s),\u060c.])")
_SIGNED = re.compile(r"([\d.,]*\d)([-\u2212])(?=\s|$)")
_PARTED_SIGN = re.compile(r"(?<=\s[-\u2212])[^\S\n]*\r?\n(?=\d)|(?<=\d)\r?\n(?=[-\u2010-\u2014]\u2060?\r?\n\d)|(?<=\d\n[-\u2010-\u2014]\u2060)\r?\n(?=\d)")
_BRACKETS = str.maketrans("()", "  ")

# Where a program gives back all of a line from the right, letters and figures of other scripts too: what has to be turned, and its parts. What stands
# between two letters is one of them, and what stands beside figures is of these.
_OTHER = r"A-Za-z\u00c0-\u024f0-9!-(*-/:-@\\[-`{-~\u2010-\u2014\u2018\u2019\u2026\ufffe"
_OTHERS = re.compile(rf"[{_OTHER}](?:[{_OTHER} \u202c]*[{_OTHER}])?")
_PARTS = re.compile(r"[^\W\d_]+|[^\w\s\u202c]*\d+(?:[^\w\s\u202c]+\d+)*[^\w\s\u202c]*|[^\w\s\u202c]+|_+|[\s\u202c]+")
_IS_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
# So it turns what stands before a vowel mark in its word, and may say the letter under it again in the next line.
_BEFORE_MARK = re.compile("(?<![\u0621-\u0652])([\u0621-\u064a]{2,})(?=[\u064b-\u0652])")
_AGAIN = re.compile("([\u0621-\u064a])([\u064b-\u0652]) ?\r?\n\\1")
_POINT = re.compile("(?:(?<=\\d)([\u2010-\u2014-])|(?<=[\u0621-\u064a]))([.,\u060c\u061b])(\\d+)")
_IS_ARABIC = re.compile("[\u0621-\u064a]{2}")


def readings(text: str) -> list[str]:
    """A text as it is, and where lines in it are made of pieces that read from the right, with these in their order."""
    ways = (_ordered(broken.sub(r"\1", text)) for broken in (_BROKEN, _PARTED))
    return [text, *dict.fromkeys(one for one in (*ways, _sided(text), _mirrored(text)) if one)]


def _mirrored(text: str) -> str:
    """The text with what a program has turned round that takes a line of Arabic for one direction, turned back; empty where there is nothing of it."""
    if "\u202a" in text or "\u202b" in text or not _IS_ARABIC.search(text):
        return ""
    made = _OTHERS.sub(lambda found: f" {''.join(reversed(_PARTS.findall(found[0])))} " if _IS_LATIN.search(found[0]) else found[0], text)
    made = _AGAIN.sub(r"\1\2", _BEFORE_MARK.sub(lambda found: found[1][::-1], made))
    made = _SIGNED.sub(r"\2\1", _POINT.sub(lambda found: f"{found[1] or ''}{found[3]}{found[2]}", made))
    return made if made != text else ""


def _sided(text: str) -> str:
    """The text with what was read from the left in its lines from the right, place by place, in the order of the line; empty where nothing was."""
    lines = text.split("\n")
    turned = [_SIDE.sub(_from_right, one).translate(_BRACKETS) if "\u202b" in one else one for one in lines]
    return "\n".join(turned) if turned != lines else ""


def _from_right(found: re.Match[str]) -> str:
    if "\u060c" not in found[1] and sum(bool(_LATIN.search(one)) for one in found[1].split()) > 1:
        # Words of one place, the name of a session for one, are in their order.
        return f" {found[1]} "
    places = reversed(_PLACE.findall(_SIGNED.sub(r"\2\1", _SPAN.sub(r"\3\2\1", found[1]))))
    return f" {' '.join(places)} "


def _ordered(text: str) -> str:
    """The text with its pieces in their order; empty where they are in it already."""
    lines = text.split("\n")
    turned = [_turned(line) for line in lines]
    return _PARTED_SIGN.sub("", "\n".join(turned)) if turned != lines else ""


def _turned(line: str) -> str:
    if _LATIN.search(line):
        # Some words of Arabic among others: they alone are turned.
        return _SOME.sub(lambda found: "".join(reversed(_PIECE.split(found[0]))), line)
    pieces = _PIECE.split(line)
    # Between two pieces stands what parts them; other marks of direction tell of another way of writing.
    if len(pieces) < 5 or any("\u202a" <= one <= "\u202e" for between in pieces[::2] for one in between):
        return line
    return "".join(piece if number % 2 else piece[::-1] for number, piece in reversed([*enumerate(pieces)]))
