"""What one edition changed in another, in one language, word by word."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..languages import LANGUAGES, Language
from ..services.markup import plain
from ..services.shown import Public, Text
from ..verify.alignment import blocks


@dataclass(frozen=True)
class Piece:
    """A run of words: `change` is ``""``, ``deleted`` or ``inserted``."""

    change: str
    text: str


@dataclass(frozen=True)
class Compared:
    """Title, summary and paragraphs of two editions laid over each other. `added` where the language is new; `same` where nothing differs."""

    language: Language
    title: tuple[Piece, ...]
    summary: tuple[Piece, ...]
    paragraphs: tuple[tuple[Piece, ...], ...]
    added: bool
    same: bool


def compared(before: Public, after: Public, language: Language) -> Compared:
    """What `after` changed in `before`, in the language that a reader of `language` sees."""
    text = after.text(language)
    spoken, earlier = LANGUAGES[text.language], before.texts.get(text.language)
    if earlier is None:
        return Compared(spoken, (), (), (), added=True, same=False)
    same = (earlier.title, earlier.summary, earlier.body) == (text.title, text.summary, text.body)
    title, summary = pieces(earlier.title, text.title), pieces(earlier.summary, text.summary)
    return Compared(spoken, title, summary, tuple(_paragraphs(earlier, text)), added=False, same=same)


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts laid over each other."""
    first, second = before.split(), after.split()
    made, a, b = [], 0, 0
    for x, y, size in [*blocks(first, second), (len(first), len(second), 0)]:
        made += [Piece("deleted", " ".join(first[a:x])), Piece("inserted", " ".join(second[b:y])), Piece("", " ".join(second[y : y + size]))]
        a, b = x + size, y + size
    return tuple(one for one in made if one.text)


def _paragraphs(before: Text, after: Text) -> Iterator[tuple[Piece, ...]]:
    """Paragraph by paragraph: those that are the same hold the others in their places."""
    first, second = plain(before.body).split("\n"), plain(after.body).split("\n")
    a = b = 0
    for x, y, size in [*blocks(first, second), (len(first), len(second), 0)]:
        if x - a == y - b:
            yield from (pieces(one, other) for one, other in zip(first[a:x], second[b:y], strict=True))
        elif x > a or y > b:
            yield pieces("\n".join(first[a:x]), "\n".join(second[b:y]))
        yield from ((Piece("", one),) for one in second[y : y + size])
        a, b = x + size, y + size
