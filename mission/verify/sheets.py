"""The words of a sheet as programs write them that read it in the order in which it was drawn, and not in that of its language."""

import re

# A piece that reads from the right, between its marks, as `pdftotext -raw` sets one beside the other from the left.
_PIECE = re.compile("\u202b([^\u202a-\u202e]*)\u202c")
_SOME = re.compile("\u202b[^\u202a-\u202e]*\u202c(?:[^\\w\n]*\u202b[^\u202a-\u202e]*\u202c)+")
# An address in brackets, other Latin words, Arabic: of a line from the right, from the left.
# Where an address is too long for a line from the right, the name before it stands at its break.
_BROKEN_ADDRESS = re.compile(r"^(\u202b?\(https?://[^\s()]*-)(?!\S*-|\s)([^\n()]*(?:\)[^()\n]+\(|\([^()\n]+\))?)\n(\u202b?[^\s()]+\))", re.MULTILINE)
_ADDRESSED = re.compile(r"(\(https?://[^\s()]+\)) +(.+)$")
_MIXED = re.compile("^([^\u202a-\u202e]+) (\u202b[^A-Za-z]*)$")
_LATIN = re.compile("[A-Za-z]")
# Where a letter bears a vowel mark such a line is broken: what begins with that mark, or with a short piece that holds it, stands right of what is
# before it. A word may be as short as such a piece, and begin with a mark: each is one way to read it, and not the only one.
_ALONE = re.compile("(\u202c[ .\u060c\u061b:]*)\r?\n(?=\u202b[\u064b-\u0652][\u0621-\u064a]\u202c)")
_BROKEN = re.compile("(\u202c[ .\u060c\u061b:]*)\r?\n(?=\u202b[\u064b-\u0652])")
_PARTED = re.compile("(\u202c[ .\u060c\u061b:]*)\r?\n(?=\u202b(?:[\u064b-\u0652]|[\u0621-\u064a][\u064b-\u0652][\u0621-\u064a]?\u202c))")
_CARRIED = re.compile("(\u202c[ .\u060c\u061b:]*)\r?\n(?=\u202b(?:[\u064b-\u0652]|[\u0621-\u064a]{0,4}[\u064b-\u0652]{1,2}[\u0621-\u064a]\u202c))")
# A doubled letter with its vowel is said at the end of the one and again in the piece that the other begins with; an alef with its hamza, twice in a row.
_SAID = "([\u064b-\u0652](?:[\u064b-\u0652]{1,2}[\u0621-\u064a]|[\u0623\u0625]))"
_DOUBLED = re.compile(f"\u202b{_SAID}\u202c(?:\\n(?=\u202b[\u0621-\u0652]*\\1\u202c)|(?=\u202b\\1\u202c))")
# Without ``-raw`` it stands at the end of a line and again where another one beside it begins, or twice in a row, or alone above both.
_TWICE = re.compile(rf"{_SAID} ?\1")
_BESIDE = re.compile("(?<=\u202c) +(?=\u202b)")
_LEFT_OVER = re.compile("(?:^\\s*\u202b|(?<=[ \u202b]))([\u064b-\u0652]{1,3}[\u0621-\u064a])\u202c$")

# A piece in a line from the right that is read from the left. What stands in it comes from several places of the sheet: each is read by itself.
_SIDE = re.compile("\u202a([^\u202a-\u202e\n]*)\u202c")
_PLACE = re.compile(r"[^\W\d_]+(?:[ \u00a0]+\(?[^\W\d_]+)*(?![^\s),.\u060c])|(?:[^\s(),\u060c]|(?<=\d),(?=\d))+")
_FIGURES = re.compile(r"\d+(?:[.,:/\u066b\u066c]\d+)*|[^\d]", re.DOTALL)
# Two numbers or hours with a stroke between them stand the other way round there, and the sign of one stands right of it; where each number has a line
# of its own, the stroke has one too, the sign stands at the end of the line before, and what parts of a hundred it is at the beginning of the next.
_NUMBER = r"\d+(?::\d\d)?"
_SPAN = re.compile(rf"(?<![^\s(\u060c.])({_NUMBER})([-\u2010-\u2014])({_NUMBER})(?![^\s),\u060c.])")
# So do the numbers of a code, and a number and the sign of a currency or of degrees at it.
_CODE = re.compile(r"(?<![^\s(\u060c.])\d+(?:[-\u2010\u2011]\d+){2,}(?![^\s),\u060c.])")
_SIGN = "[$\u00a2-\u00a5\u20a0-\u20cf]"
_AMOUNT = re.compile(rf"(?<![^\s(\u060c])(?:({_SIGN})(\d[\d.,\u066b\u066c]*)|(\d[\d.,\u066b\u066c]*)({_SIGN})|([CF])(\u00b0))(?![^\s),\u060c.])")
_JOINED = "\u0648\u0641\u0628\u0643\u0644"
_PLUS = r"+~\u00b1\u2248"
_SIGNED = re.compile(rf"([\d.,\u066b\u066c]*\d)([-\u2212{_PLUS}])(?=\s|$)")
_PARTED_SIGN = re.compile(
    rf"(?:(?<=\s[-\u2212])|(?<=[{_PLUS}]))[^\S\n]*\r?\n(?=\d)|(?<=\d)\r?\n(?=[%\u066a\u2030])|"
    rf"(?:(?<=[\s\u202b][{_JOINED}]\u202c)|(?<=\s[{_JOINED}]))\r?\n(?=\d)|"
    r"(?<=\d)\r?\n(?=[-\u2010-\u2014]\u2060?\r?\n\d)|(?<=\d\n[-\u2010-\u2014]\u2060)\r?\n(?=\d)"
)
# A stroke left of a number there is behind it: the sheet breaks its line between the two numbers of a span.
_OPEN = re.compile(rf"^\s*([-\u2010-\u2014]\u2060?)({_NUMBER})(?=\s|$)")
_OPENED = re.compile(r"(?<=\d)(\u2060?[-\u2010-\u2014]\u2060?)[ \u202c]*\r?\n[\s\u202b]*\.?(?=\d)")
_AFTER_LETTER = re.compile(rf"(?:^|[\s\u202b\u202c])[{_JOINED}]$")
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
    given, text = text, text.replace("\r\n", "\n")
    text = _BROKEN_ADDRESS.sub(r"\2 \1\n\3", text)
    once = _DOUBLED.sub("", text)
    ways = (_ordered(one) for one in (*(broken.sub(r"\1", once) for broken in (_BROKEN, _PARTED, _CARRIED, _ALONE)), once))
    return [given, *dict.fromkeys(one for one in (*ways, _ordered(once, mixed=True), _sided(text), _sided(_chained(text)), _mirrored(text)) if one)]


def _chained(text: str) -> str:
    """The text with lines that a doubled letter has parted one behind the other. Nothing is lost but that letter where it is said again."""
    lines = [part for line in _TWICE.sub(r"\1", text).split("\n") for part in reversed(_BESIDE.split(line))]
    for place in reversed(range(len(lines) - 1)):
        found = _LEFT_OVER.search(lines[place])
        if found and not found.start() and (near := [one for one in _near(lines, place) if one > place]):
            # The part that stands right of it comes behind.
            if near[0] == place + 1 and place + 2 < len(lines) and lines[place + 2].strip():
                lines[place + 1 : place + 3] = lines[place + 2], lines[place + 1]
            del lines[place]
    after: dict[int, int] = {}
    taken: set[int] = set()
    for place in range(len(lines)):
        if near := [one for one in _near(lines, place) if one not in taken]:
            after[place] = near[0]
            taken.add(near[0])
            lines[place] = _LEFT_OVER.sub("", lines[place])
    made: list[str] = []
    seen: set[int] = set()
    # What goes on in a ring has no beginning, and comes last.
    for first in sorted(range(len(lines)), key=taken.__contains__):
        chain: list[int] = []
        while first not in seen:
            seen.add(first)
            chain.append(first)
            first = after.get(first, first)
        if chain:
            made.append(" ".join(lines[one].strip() for one in chain) if len(chain) > 1 else lines[chain[0]])
    return "\n".join(made)


def _near(lines: list[str], place: int) -> list[int]:
    """The lines beside one that begin with the doubled letter with which it ends."""
    if not (found := _LEFT_OVER.search(lines[place])):
        return []
    begins = re.compile(f"\\s*\u202b[\u0621-\u0652]*{found[1]}")
    return [one for one in (place + 1, place - 1, place + 2, place - 2, place + 3, place - 3) if 0 <= one < len(lines) and begins.match(lines[one])]


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
    return _OPENED.sub(r"\1", "\n".join(turned)) if turned != lines else ""


def _from_right(found: re.Match[str]) -> str:
    if "\u060c" not in found[1] and sum(bool(_LATIN.search(one)) for one in found[1].split()) > 1:
        # Words of one place, the name of a session for one, are in their order.
        return f" {found[1]} "
    side = _AMOUNT.sub(lambda one: "".join(reversed([part for part in one.groups() if part])), _CODE.sub(_backwards_code, found[1]))
    places = reversed(_PLACE.findall(_SIGNED.sub(r"\2\1", _SPAN.sub(r"\3\2\1", _OPEN.sub(r"\2\1", side)))))
    joins = _AFTER_LETTER.search(found.string, max(0, found.start() - 2), found.start())
    return f"{'' if joins else ' '}{' '.join(places)} "


def _backwards_code(found: re.Match[str]) -> str:
    return "".join(reversed(re.split(r"(\D)", found[0])))


def _ordered(text: str, *, mixed: bool = False) -> str:
    """The text with its pieces in their order, also of lines of which some is in Latin letters (`mixed`); empty where they are in it already."""
    lines = text.split("\n")
    turned = [made if mixed and (made := _mixed(line)) != line else _turned(line) for line in lines]
    if turned == lines:
        return ""
    return _PARTED_SIGN.sub("", "\n".join(_short(one) if one == before else one for before, one in zip(lines, turned, strict=True)))


def _mixed(line: str) -> str:
    """A line from the right of which some is in Latin letters: an address in brackets before it goes behind it, what stands between its Arabic commas
    is read from the right, and Latin words before Arabic stand behind it."""
    if not _PIECE.search(line) or not _LATIN.search(line) or any(one in line for one in "\u202a\u202d\u202e"):
        return line
    address, rest = found.groups() if (found := _ADDRESSED.match(line)) else ("", line)
    parts = [_MIXED.sub(_behind, one.strip()) if _LATIN.search(one) else _from_pieces(one).strip() for one in reversed(rest.split("\u060c"))]
    return " ".join(("\u060c ".join(map(_turned, parts)), address)).strip()


def _behind(found: re.Match[str]) -> str:
    return f"{_from_pieces(found[2])} {found[1]}"


def _from_pieces(line: str) -> str:
    return "".join(piece if number % 2 else _backwards(piece) for number, piece in reversed([*enumerate(_PIECE.split(line))]))


def _short(line: str) -> str:
    """A line of one piece or none, with the signs and points that stand beside it."""
    pieces = _PIECE.split(line)
    beside = "".join(pieces[::2])
    alone = len(pieces) > 3 or not beside.strip() or len("".join(pieces).strip(" \u2060")) < 2
    if alone or any(one.isalpha() or one.isdecimal() and len(pieces) == 1 or "\u202a" <= one <= "\u202e" for one in beside):
        return line
    return _from_pieces(line)


def _turned(line: str) -> str:
    if _LATIN.search(line):
        # Some words of Arabic among others: they alone are turned.
        return _SOME.sub(lambda found: "".join(reversed(_PIECE.split(found[0]))), line)
    pieces = _PIECE.split(line)
    # Between two pieces stands what parts them; other marks of direction tell of another way of writing.
    if len(pieces) < 5 or any("\u202a" <= one <= "\u202e" for between in pieces[::2] for one in between):
        return line
    return _from_pieces(line)


def _backwards(between: str) -> str:
    """What stands between two pieces, from the right: points and signs turned round, a number as it is."""
    return "".join(reversed(_FIGURES.findall(between)))
