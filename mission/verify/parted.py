"""The same letters, parted into words otherwise: "not able" for "notable". A blank, a hyphen or an apostrophe more or less can make other words of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from .words import DASHES, Word, words

_LINE_END = re.compile("[\n\f]")
# A word that was broken at the end of a line, whose lines were put together since; or another kind of hyphen.
_HYPHENATION = re.compile(rf"[-\u2010\u2011\u00ac][^\S\n]+|[{DASHES}]")


def pieces(text: str, word: Word) -> list[Word]:
    """What `word` was put together of in `text`, or it alone."""
    if any(one.isspace() for one in text[word.start : word.end]):
        found = words(text[word.start : word.end])
        if sum(len(one.key) for one in found) == len(word.key):
            return [Word(one.key, word.start + one.start, word.start + one.end) for one in found]
    return [word]


def parted(original: tuple[str, Iterable[Word]], given: tuple[str, Sequence[Word]]) -> tuple[bool, bool]:
    """Of words that are the same letter for letter: whether they are parted otherwise, and whether the end of a line alone does so. What stands beside
    a figure may have a blank before it or none, and where a line of the original ends a program may leave it out."""
    (whole, first), (text, second) = original, given
    own, other = _partings(whole, first), _partings(text, [piece for one in second for piece in pieces(text, one)])
    lost = [between for at, between in own.items() if at not in other and not _LINE_END.search(between)]
    put = [between for at, between in other.items() if at not in own and not _HYPHENATION.fullmatch(between)]
    at_ends = [one for one in put if _LINE_END.search(one)]
    return bool(lost) or len(put) > len(at_ends), bool(at_ends)


def _partings(text: str, taken: Iterable[Word]) -> Mapping[int, str]:
    """What stands between two words, each of which has a letter there, by how many letters are before it."""
    found: dict[int, str] = {}
    letters = 0
    for before, after in pairwise(taken):
        letters += sum(map(str.isalpha, before.key))
        if before.key[-1:].isalpha() and after.key[:1].isalpha():
            found[letters] = text[before.end : after.start]
    return found
