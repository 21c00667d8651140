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
_ELIDING, _VOWELS = "cdjlmnst", "aehiouy"


class Spelling(NamedTuple):
    """What is known of the words that texts hold: whether a language has one, and, with the number of documents that hold each, those among which
    the one that was meant may be."""

    knows: Callable[[str, str], bool]
    around: Callable[[str, str], Iterable[Mapping[str, int]]]


def spelt_otherwise(asked: tuple[Piece, ...], reader: str, spelling: Spelling) -> str:
    """The query with each word that no text holds put as the likest word that one does; empty where nothing changes.

    The reader's language is tried first. A word that some text holds, in whichever language, is spelt right.
    What comes out is folded, as the index is: `written` says how texts write it.
    """
    if len(asked) > _MOST_WORDS:
        return ""
    for tag in (reader, *(tag for tag in TAGS if tag != reader)):
        changed = [_nearest(piece, tag, spelling) for piece in asked]
        if all(changed) and any(text != piece.text for text, piece in zip(changed, asked, strict=True)) and _telling(changed, tag):
            return " ".join(put(piece, text or "") for piece, text in zip(asked, changed, strict=True))
    return ""


def _telling(texts: Iterable[str | None], tag: str) -> bool:
    """Whether any word has a subject: nobody means “comme” alone."""
    return any(word.surface not in STOP[tag] for text in texts for word in analyse(text or "", tag))


def put(piece: Piece, text: str) -> str:
    """Another text in the place of a piece, excluded or quoted as that is."""
    return f"{'-' if piece.excluded else ''}{f'“{text}”' if piece.quoted else text}"


def _nearest(piece: Piece, tag: str, spelling: Spelling) -> str | None:
    """A piece in the likest spelling of a language; None where there is none near enough."""
    if piece.excluded or piece.date or any(_known(piece, one, spelling) for one in TAGS):
        return piece.text
    read = analyse(piece.text, tag)
    surfaces = [word.surface for word in read]
    acronym = piece.text.isupper()
    words = [one if spelling.knows(tag, one) else _parted(one, _near(one, spelling.around(tag, one), acronym), tag) for one in surfaces]
    return _elided(piece.text[: read[0].start], " ".join(word for word in words if word)) if words and all(words) else None


def _parted(word: str, near: str | None, tag: str) -> str | None:
    """The word that is near, with the apostrophe that was left out before it: *lhomme*."""
    elided = near and tag == "fr" and word[1:] == near and word[0] in _ELIDING and near[0] in _VOWELS
    return f"{word[0]}’{near}" if elided else near


def _elided(before: str, word: str) -> str:
    """A word with what is elided before it, where it is; an article of Arabic is not."""
    return f"{before[:-1]}’{word}" if before[-1:] in tuple(APOSTROPHES) and word[0] in _VOWELS else word


def _known(piece: Piece, tag: str, spelling: Spelling) -> bool:
    words = analyse(piece.text, tag)
    return bool(words) and all(spelling.knows(tag, word.surface) for word in words)


def _near(word: str, many: Iterable[Mapping[str, int]], acronym: bool) -> str | None:
    """The word that is fewest letters away, the commonest among equals: one letter for a short word or an acronym, two for a longer one."""
    most = 0 if len(word) < 4 else 1 if len(word) < (8 if acronym else 6) else 2
    if not most:
        return None
    # Whoever mistypes a word seldom mistypes its first letter.
    best = sorted(
        (away + (other[0] != word[0]), -vocabulary[other], other)
        for vocabulary in many
        for other, away, _ in process.extract(word, vocabulary.keys(), scorer=OSA.distance, score_cutoff=most, limit=20) if not other.rstrip("°").isdecimal()
    )
    return best[0][2] if best else None
