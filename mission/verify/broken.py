"""What a sheet in Arabic gives back otherwise than it was set: words in pieces, since browsers print a word in as many as its letters have shapes, and
programs take them for words; and a number with its year in brackets, which programs give back as it stands from the left."""

import re
from collections.abc import Set
from itertools import pairwise

from .words import Word

_ARABIC = re.compile("[\u0621-\u064a]+")
# Between two pieces stands nothing else: a space, a vowel mark that has left its letter, marks of direction.
_BETWEEN = re.compile("[ \u00a0\u064b-\u0652\u200b-\u200f\u202a-\u202e]*")
# "2797 (2025)" from the left; brackets that open where they should close show it.
_FROM_LEFT = re.compile(r"\)(\d+)\(([^\S\n])(\d+)")
# Pieces of one word; letters of a piece, and the part of all words that are so short where words were broken: in any text it is an eighth.
_MOST, _SHORT, _SHARE = 10, 2, 0.3


# What is shown against the direction of its letters, up to the mark that ends it.
_OVERRIDDEN = re.compile("([\u202d\u202e])([^\u202c\n]*)")
_FROM_LEFT_ALONE, _FROM_RIGHT_ALONE = re.compile(r"[^\s\u0590-\u08ff\u200e\u200f\u202a-\u202e]+"), re.compile("[\u0590-\u08ff]+")


def as_shown(text: str) -> str:
    """A text as a reader sees it where marks turn letters and figures round: 35 behind U+202E is read as 53. It is as long as before."""
    def turn(found: re.Match[str]) -> str:
        words = _FROM_LEFT_ALONE if found[1] == "\u202e" else _FROM_RIGHT_ALONE
        return found[1] + words.sub(lambda one: one[0][::-1], found[2])

    return _OVERRIDDEN.sub(turn, text)


def righted(text: str) -> str:
    """A text with numbers before a year in brackets where they stood; it is as long as before."""
    return _FROM_LEFT.sub(r"\3\2(\1)", text)


def is_broken(taken: list[Word]) -> bool:
    """Whether so many words of Arabic are so short that they are pieces of words."""
    found = [one for one in taken if _ARABIC.fullmatch(one.key)]
    return bool(found) and sum(len(one.key) <= _SHORT for one in found) > _SHARE * len(found)


def mended(text: str, taken: list[Word], known: Set[str]) -> list[Word]:
    """The words of `text` with pieces that follow each other in a line put together where they make a `known` word that no space belongs into. Letters
    stay as they are, so that only spaces can be taken for none."""
    made: list[Word] = []
    run: list[Word] = []
    for one, after in pairwise([*taken, None]):
        assert one is not None
        run.append(one)
        if after is None or not (_ARABIC.fullmatch(one.key) and _ARABIC.fullmatch(after.key) and _BETWEEN.fullmatch(text, one.end, after.start)):
            made += _put_together(run, known) if len(run) > 1 else run
            run = []
    return made


def _put_together(run: list[Word], known: Set[str]) -> list[Word]:
    """Of all ways to do so the one that leaves fewest pieces that are no word, and of these that of fewest words."""
    best: list[tuple[int, int, int]] = [(0, 0, 0)]
    for end in range(1, len(run) + 1):
        ways = [(best[end - 1][0] + (run[end - 1].key not in known), best[end - 1][1] + 1, end - 1)]
        for start in range(max(0, end - _MOST), end - 1):
            pieces = [one.key for one in run[start:end]]
            if "".join(pieces) in known and not all(one in known for one in pieces):
                ways.append((best[start][0], best[start][1] + 1, start))
        best.append(min(ways))
    made: list[Word] = []
    end = len(run)
    while end:
        start = best[end][2]
        some = run[start:end]
        made.append(Word("".join(one.key for one in some), some[0].start, some[-1].end))
        end = start
    return made[::-1]
