"""What a query that finds nothing may have meant: the same words in a spelling that the index holds, and only where that finds something."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ...languages import TAGS
from .analysis import STOP, analyse
from .analysis.letters import APOSTROPHES
from .query import Piece

_MOST_WORDS = 6
_FARTHEST = 100
_ELIDING, _VOWELS = "cdjlmnst", "aehiouy"


class Spelling(NamedTuple):
    """What is known of the words that texts hold: whether a language has one, and, with the number of documents that hold each, those among which
    the one that was meant may be."""

    knows: Callable[[str, str], bool]
    around: Callable[[str, str], Iterable[Mapping[str, int]]]


class _Near(NamedTuple):
    """A word that may be meant, and how many letters away it is."""

    word: str
    away: int


def spelt_otherwise(asked: tuple[Piece, ...], reader: str, spelling: Spelling) -> str:
    """The query with each word that no text holds put as the likest word that one does; empty where nothing changes.

    The language in which fewest letters change, the reader's among equals. A word that some text holds, in whichever language, is spelt right.
    What comes out is folded, as the index is: `written` says how texts write it.
    """
    if len(asked) > _MOST_WORDS:
        return ""
    best, least = "", _FARTHEST
    for tag in (reader, *(tag for tag in TAGS if tag != reader)):
        changed = [near for piece in asked if (near := _nearest(piece, tag, spelling)) is not None]
        away = sum(near.away for near in changed)
        if len(changed) == len(asked) and 0 < away < least and _telling((near.word for near in changed), tag):
            best, least = " ".join(put(piece, near.word) for piece, near in zip(asked, changed, strict=True)), away
        if least <= 1:
            break  # nothing can be nearer
    return best


def _telling(texts: Iterable[str], tag: str) -> bool:
    """Whether any word has a subject: nobody means “comme” alone."""
    return any(word.surface not in STOP[tag] for text in texts for word in analyse(text, tag))


def put(piece: Piece, text: str) -> str:
    """Another text in the place of a piece, excluded or quoted as that is."""
    return f"{'-' if piece.excluded else ''}{f'“{text}”' if piece.quoted else text}"


def _nearest(piece: Piece, tag: str, spelling: Spelling) -> _Near | None:
    """A piece in the likest spelling of a language; None where there is none near enough."""
    if piece.excluded or piece.date or any(_known(piece, one, spelling) for one in TAGS):
        return _Near(piece.text, 0)
    read = analyse(piece.text, tag)
    surfaces = [word.surface for word in read]
    acronym = piece.text.isupper()
    near = [_Near(one, 0) if spelling.knows(tag, one) else _near(one, tag, spelling.around(tag, one), acronym) for one in surfaces]
    words = [_parted(one, other.word, tag) for one, other in zip(surfaces, near, strict=True) if other]
    if not words or len(words) < len(surfaces):
        return None
    return _Near(_elided(piece.text[: read[0].start], " ".join(words)), sum(other.away for other in near if other))


def _parted(word: str, near: str, tag: str) -> str:
    """The word that is near, with the apostrophe that was left out before it: *lhomme*."""
    elided = tag == "fr" and word[1:] == near and word[0] in _ELIDING and near[0] in _VOWELS
    return f"{word[0]}’{near}" if elided else near


def _elided(before: str, word: str) -> str:
    """A word with what is elided before it, where it is; an article of Arabic is not."""
    return f"{before[:-1]}’{word}" if before[-1:] in tuple(APOSTROPHES) and word[0] in _VOWELS else word


def _known(piece: Piece, tag: str, spelling: Spelling) -> bool:
    words = analyse(piece.text, tag)
    return bool(words) and all(spelling.knows(tag, word.surface) for word in words)


def _near(word: str, tag: str, many: Iterable[Mapping[str, int]], acronym: bool) -> _Near | None:
    """The word that is fewest letters away, the commonest among equals: one letter for a short word or an acronym, two for a longer one, but no
    word without a subject: “commune” is not “comme”."""
    most = 0 if len(word) < 4 else 1 if len(word) < (8 if acronym else 6) else 2
    if not most:
        return None
    # Whoever mistypes a word seldom mistypes its first letter.
    best = sorted(
        (away + (other[0] != word[0]), -vocabulary[other], other)
        for vocabulary in many
        for other, away, _ in process.extract(word, vocabulary.keys(), scorer=OSA.distance, score_cutoff=most, limit=20)
        if not other.rstrip("°").isdecimal() and (away == 1 or other not in STOP[tag])
    )
    return _Near(best[0][2], best[0][0]) if best else None
