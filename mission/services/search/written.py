"""Words of the index as the texts write them, with their accents and capitals: the index itself knows words folded."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from ...languages import TAGS
from ..markup import plain
from ..shown import Public
from .analysis import CHUNK, LEXICON, chunk, chunks, head
from .engine import Engine
from .meant import put
from .query import pieces

_ARTICLE = "ال"
# Texts that are looked into for how a word is written.
_MOST_TEXTS = 5
# So often it has to be read there.
_ENOUGH = 4
Texts = Callable[[Sequence[int]], tuple[Public, ...]]


def as_written(held: Engine, asked: str, otherwise: str, reader: str, texts: Texts) -> str:
    """The query `otherwise`, which somebody may have meant by `asked`: each word that is not one of theirs as public texts write it.

    `reader` is a language tag, and tried first; `texts` gives documents through the gate.
    """
    theirs = {piece.text for piece in pieces(asked)}
    article = any(word.startswith(_ARTICLE) for word in asked.split())

    def spelt(word: str) -> str:
        elided, mark, rest = word.rpartition("’")
        return f"{elided}{mark}{_written(held, rest, reader, texts, article)}"

    return " ".join(
        put(piece, piece.text if piece.text in theirs else " ".join(map(spelt, piece.text.split()))) for piece in pieces(otherwise)
    )


def _written(held: Engine, word: str, reader: str, texts: Texts, article: bool) -> str:
    for tag in (reader, *(tag for tag in TAGS if tag != reader)):
        writings = Counter(islice(_writings(texts(held.holding(tag, word, _MOST_TEXTS)), tag, word, article), _ENOUGH))
        if writings:
            # A capital that stands only where a sentence begins is none of the word's own.
            small = {one: count for one, count in writings.items() if one.islower()}
            return min((small or writings).items(), key=lambda one: (-one[1], one[0]))[0]
    return word


def _writings(documents: Iterable[Public], tag: str, surface: str, article: bool) -> Iterable[str]:
    """How a word is written, as often as it is; in Arabic, with the article where somebody wrote it."""
    for document in documents:
        text = document.texts.get(tag)
        for part in (text.title, text.summary, plain(text.body)) if text else ():
            near = LEXICON.near(set(chunks(part)), [head(surface)])
            for match in CHUNK.finditer(part) if near else ():
                for word in chunk(match[0], tag) if match[0] in near else ():
                    if word.surface == surface:
                        before, written = match[0][: word.start], match[0][word.start : word.end]
                        yield (_ARTICLE if article and before.endswith(_ARTICLE) else "") + written
