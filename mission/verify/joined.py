"""Words of one text and of another as they are held against each other: joined, with their ranges and their letters as a sheet is read."""

import re

from .signs import firm_sign, is_number, outside, runs_on
from .words import DASHES, INVISIBLE, POINT, Word

# What sets thousands apart in one word.
_GROUPS = re.compile(r"^[1-9]\d{0,2}(?:(?:'\d{3})+|(?:,\d{3}){2,}|(?:\.\d{3}){2,}|,\d{3}(?=\.\d)|\.\d{3}(?=,\d))(?![\d'])")
_DASHED = re.compile(rf"[\s{INVISIBLE}]*[{DASHES}][\s{INVISIBLE}]*")
# A fraction in Arabic digits is the same with a point or a comma, but where these may set thousands apart.
_FRACTION = re.compile(rf"(?<![\d.,{POINT}])(0\d*|\d{{4,}}|\d{{1,3}}(?=[.,{POINT}](?:\d{{1,2}}|\d{{4,}})(?![\d.,])))[.,{POINT}](?=\d+(?![\d.,{POINT}]))")
# Of three numbers with hyphens none is a range: they are a code.
_RANGE = re.compile(r"(?<![\d-])(\d+)-(\d+)(?![\d-])")
_REPEATED = re.compile("([\u064b-\u0652]{1,3}[\u0621-\u064a])(?:[ \u202a-\u202e]*\\1)+")
# What a word may begin with that is no part of its root, and the word so far.
_PREFIXES = "\u0648\u0641\u0628\u0643\u0644\u062a\u0646\u064a\u0633\u0623\u0627\u0645"
_NO_PREFIX = dict.fromkeys([*map(ord, _PREFIXES), *range(0x064B, 0x0653)])
_BEGUN = re.compile("[\u0621-\u0652]*\\Z")
# A letter under one mark; a doubled one bears two or three.
_ONE_MARK = 2
_EARLY = re.compile("(?<=[ \u202b])([\u064b-\u0652]{2,3}[\u0621-\u064a])(?=[\u0621-\u0652]*\\1)")
_AGAIN = re.compile("(?:[\u0621-\u064a][\u064b-\u0652]|[\u0623\u0625])+")


def joined(text: str, taken: list[Word], numbers: list[int]) -> str:
    """The words as one, so that a space more or less makes no difference; two numbers stay two, but for thousands that are set apart."""
    made = ""
    for one in numbers:
        key, before = taken[one].key, taken[one - 1].key if made else ""
        between = ""
        if before[-1:].isdigit() and key[:1].isdigit() and not runs_on(text, taken[one - 1], taken[one]):
            between = "-" if _DASHED.fullmatch(text[taken[one - 1].end : taken[one].start]) else " "
        # What is the dash of a range is no minus besides.
        sign = outside(taken[one], firm_sign(text, taken[one])) if is_number(taken[one]) and between != "-" else ""
        key = _GROUPS.sub(_ungrouped, key)
        made += f"{between}{sign}{key.replace('.', POINT) if POINT in text[taken[one].start : taken[one].end] else key}"
    return made


def _ungrouped(found: re.Match[str]) -> str:
    return re.sub(r"[.,']", "", found[0])


def alike(here: str, there: str) -> bool:
    """Whether words that are `joined` are the same: letter for letter, or but for how a fraction in Arabic digits is written."""
    if here == there or len(here) != len(there):
        return here == there
    free = {found.end() - 1 for found in _FRACTION.finditer(here)}
    unlike = [(at, {one, other}) for at, (one, other) in enumerate(zip(here, there, strict=True)) if one != other]
    return all(at in free and POINT in both and both < {".", ",", POINT} for at, both in unlike)


def ranges(text: str) -> str:
    """A text whose ranges go upwards: programs that read a sheet from the right turn them round. What went downwards from the first is no range."""
    return _RANGE.sub(lambda found: "-".join(sorted(found.groups(), key=lambda one: (len(one), one))), text)


def once(text: str) -> str:
    """A text without letters that are said again under the same vowel mark, at once or in the next piece, or a doubled one before its word. What can be
    two letters of the beginning of a word, and make another one of it, stays."""
    return _REPEATED.sub(_said_once, _EARLY.sub("", text))


def _said_once(found: re.Match[str]) -> str:
    begun = _BEGUN.search(found.string, 0, found.start())
    opens = found[1][-1] in _PREFIXES and not begun[0].translate(_NO_PREFIX) if begun else False
    return found[0] if opens and len(found[1]) == _ONE_MARK else found[1]


def said_again(word: str) -> bool:
    """Whether this is a letter under its vowel mark, which poor readings of a sheet say once more beside the word that it stands in."""
    return len(word) <= 2 and bool(_AGAIN.fullmatch(word))
