"""The queries of the measuring, made from the vocabulary of the samples: common words, rare ones, two words, phrases, beginnings, and words
mistyped."""

import re
from collections.abc import Iterator
from itertools import cycle, islice
from random import Random

from mission.languages import TAGS
from mission.services.search.analysis import STOP
from mission.services.search.analysis.letters import fold, lower

from .vocabulary import TYPES, Writer, words

MISSPELT = "misspelt word"
KINDS = ("common word", "rare word", "two words", "phrase", "prefix", MISSPELT)
_LETTERS = re.compile(r"[^\W\d_]{4,}")


def asked(kind: str, count: int) -> list[str]:
    """So many different queries of a kind, the languages in turn; the same each time."""
    made = {tag: _made(kind, tag) for tag in TAGS}
    return list(islice(dict.fromkeys(next(made[tag]) for tag in islice(cycle(TAGS), 4 * count)), count))


def _made(kind: str, tag: str) -> Iterator[str]:
    known, chance = words(tag), Random(f"{kind}{tag}")
    while True:
        if kind == "common word":
            yield _one(known, 10, 200, tag, chance)
        elif kind == "rare word":
            yield _one(known, TYPES // 2, TYPES, tag, chance)
        elif kind == "two words":
            yield f"{_one(known, 20, 300, tag, chance)} {_one(known, 50, 1500, tag, chance)}"
        elif kind == MISSPELT:
            word = _one(known, 50, 4000, tag, chance)
            yield f"{word[:2]}{word[3]}{word[2]}{word[4:]}"
        elif kind == "prefix":
            yield _one(known, 50, 4000, tag, chance)[: chance.choice((3, 4))]
        else:
            yield _phrase(tag, chance)


def _one(known: tuple[str, ...], first: int, after: int, tag: str, chance: Random) -> str:
    while True:
        word = known[chance.randrange(first, after)]
        if _LETTERS.fullmatch(word) and fold(lower(word)) not in STOP[tag]:
            return word


def _phrase(tag: str, chance: Random) -> str:
    """Two words that stand beside each other in one of the first hundred samples, in quotation marks."""
    while True:
        text = re.sub(r"<[^>]+>", " ", Writer(chance.randrange(1, 100), tag).body()).split()
        at = chance.randrange(len(text) - 1)
        if all(_LETTERS.fullmatch(one) for one in text[at : at + 2]):
            return f'"{text[at]} {text[at + 1]}"'
