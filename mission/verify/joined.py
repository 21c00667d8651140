"""Words of one text and of another as they are held against each other: joined, with their ranges and their letters as a sheet is read."""

import re

from .signs import is_minus, runs_on
from .words import DASHES, Word

# What sets thousands apart in one word.
_GROUPS = re.compile(r"^[1-9]\d{0,2}(?:(?:'\d{3})+|(?:,\d{3}){2,}|(?:\.\d{3}){2,}|,\d{3}(?=\.\d)|\.\d{3}(?=,\d))(?![\d'])")
_DASHED = re.compile(rf"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069]*[{DASHES}][\s\u200b-\u200f\u202a-\u202e\u2060-\u2069]*")
_RANGE = re.compile(r"(\d+)-(\d+)")
_AGAIN = re.compile("(?:[\u0621-\u064a][\u064b-\u0652]|[\u0623\u0625])+")


def joined(text: str, taken: list[Word], numbers: list[int]) -> str:
    """The words as one, so that a space more or less makes no difference; two numbers stay two, but for thousands that are set apart."""
    made = ""
    for one in numbers:
        key, before = taken[one].key, taken[one - 1].key if made else ""
        if before[-1:].isdigit() and key[:1].isdigit() and not runs_on(text, taken[one - 1], taken[one]):
            made += "-" if _DASHED.fullmatch(text[taken[one - 1].end : taken[one].start]) else " "
        if key[:1].isdigit() and is_minus(text, taken[one].start):
            made += "-"
        made += _GROUPS.sub(lambda found: re.sub(r"[.,']", "", found[0]), key)
    return made


def ranges(text: str) -> str:
    """A text whose ranges go upwards: programs that read a sheet from the right turn them round. What went downwards from the first is no range."""
    return _RANGE.sub(lambda found: "-".join(sorted(found.groups(), key=lambda one: (len(one), one))), text)


def said_again(word: str) -> bool:
    """Whether this is a letter under its vowel mark, which poor readings of a sheet say once more beside the word that it stands in."""
    return len(word) <= 2 and bool(_AGAIN.fullmatch(word))
