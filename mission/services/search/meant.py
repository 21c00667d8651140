"""What a query that finds nothing may have meant: the same words in a spelling that the index holds, and only where that finds something."""

from collections.abc import Callable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ...languages import TAGS
from .analysis import analyse
from .query import Piece

_MOST_WORDS = 6


def spelt_otherwise(asked: tuple[Piece, ...], reader: str, vocabulary: Callable[[str], Mapping[str, int]]) -> str:
    """The query with each word that no text holds put as the likest word that one does; empty where nothing changes.

    `vocabulary` gives the words of a language with the number of documents that hold each; the reader's language is tried first. A word that
    some text holds, in whichever language, is spelt right. What comes out is folded, as the index is: `written` says how texts write it.
    """
    if len(asked) > _MOST_WORDS:
        return ""
    for tag in (reader, *(tag for tag in TAGS if tag != reader)):
        changed = [_nearest(piece, tag, vocabulary) for piece in asked]
        if all(changed) and any(text != piece.text for text, piece in zip(changed, asked, strict=True)):
            return " ".join(put(piece, text or "") for piece, text in zip(asked, changed, strict=True))
    return ""


def put(piece: Piece, text: str) -> str:
    """Another text in the place of a piece, excluded or quoted as that is."""
    return f"{'-' if piece.excluded else ''}{f'“{text}”' if piece.quoted else text}"


def _nearest(piece: Piece, tag: str, vocabulary: Callable[[str], Mapping[str, int]]) -> str | None:
    """A piece in the likest spelling of a language; None where there is none near enough."""
    if piece.excluded or any(_known(piece, one, vocabulary(one)) for one in TAGS):
        return piece.text
    own = vocabulary(tag)
    words = [word.surface if word.surface in own else _near(word.surface, own) for word in analyse(piece.text, tag)]
    return " ".join(word for word in words if word) if words and all(words) else None


def _known(piece: Piece, tag: str, vocabulary: Mapping[str, int]) -> bool:
    words = analyse(piece.text, tag)
    return bool(words) and all(word.surface in vocabulary for word in words)


def _near(word: str, vocabulary: Mapping[str, int]) -> str | None:
    """The word that is fewest letters away, the commonest among equals: one letter for a short word, two for a longer one."""
    most = 0 if len(word) < 4 else 1 if len(word) < 6 else 2
    if not most:
        return None
    near = process.extract(word, vocabulary.keys(), scorer=OSA.distance, score_cutoff=most, limit=20)
    # Whoever mistypes a word seldom mistypes its first letter.
    best = sorted((away + (other[0] != word[0]), -vocabulary[other], other) for other, away, _ in near if not other.isdecimal())
    return best[0][2] if best else None
