"""Words of the index as the texts write them, with their accents and capitals: the index itself knows words folded."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice, repeat

from ...languages import TAGS
from ..markup import plain
from ..shown import Public
from .analysis import CHUNK, LEXICON, analyse, chunk, chunks, head
from .engine import Engine
from .meant import put
from .query import Piece, pieces

# A preposition may be joined to it: بالتعاون, and للهجرة, in which it is written with one letter less.
_ARTICLES = "ال", "لل"
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

    def spelt(word: str, joined: str) -> str:
        elided, mark, rest = word.rpartition("’")
        return f"{elided}{mark}{_written(held, rest, reader, texts, joined)}"

    return " ".join(
        put(piece, piece.text if piece.text in theirs else " ".join(map(spelt, piece.text.split(), chain(_joined(typed), repeat("")))))
        for piece, typed in zip(pieces(otherwise), chain(pieces(asked), repeat(None)), strict=False)
    )


def _joined(piece: Piece | None) -> Iterator[str]:
    """What ends in an article and is joined before each word of a piece; empty where nothing is."""
    text = piece.text if piece else ""
    for word in analyse(text, "ar"):
        before = text[: word.start].rpartition(" ")[2]
        yield before if before.endswith(_ARTICLES) else ""


def _written(held: Engine, word: str, reader: str, texts: Texts, joined: str) -> str:
    """A word as texts write it, with what was `joined` before it where any of them has it with an article: none has for a name of a person."""
    for tag in (reader, *(tag for tag in TAGS if tag != reader)):
        found = list(islice(_writings(texts(held.holding(tag, word, _MOST_TEXTS)), tag, word), _ENOUGH))
        if found:
            writings = Counter(written for _, written in found)
            # A capital that stands only where a sentence begins is none of the word's own.
            small = {one: count for one, count in writings.items() if one.islower()}
            best = min((small or writings).items(), key=lambda one: (-one[1], one[0]))[0]
            return joined + best if any(before.endswith(_ARTICLES) for before, _ in found) else best
    return word


def _writings(documents: Iterable[Public], tag: str, surface: str) -> Iterable[tuple[str, str]]:
    """What is joined before a word, and how that is written, as often as it is."""
    for document in documents:
        text = document.texts.get(tag)
        for part in (text.title, text.summary, plain(text.body)) if text else ():
            near = LEXICON.near(set(chunks(part)), [head(surface)])
            for match in CHUNK.finditer(part) if near else ():
                for word in chunk(match[0], tag) if match[0] in near else ():
                    if word.surface == surface:
                        yield match[0][: word.start], match[0][word.start : word.end]
