"""Which words of a text answer a question, as they are written: an elision or an article that is joined to a word stays outside the mark.

Texts come and go as plain text; whoever shows them escapes each piece.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .analysis import Word, analyse
from .names import Names
from .query import Group, Question

_PASSAGE = 240
_BEFORE = 60


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, and whether it is what was asked for."""

    text: str
    marked: bool


def marked(text: str, tag: str, question: Question, names: Names) -> tuple[Piece, ...]:
    """`text`, in the language `tag`, cut into what answers the question and what does not."""
    return tuple(_cut(text, _spans(text, tag, question, names), 0, len(text)))


def passage(text: str, tag: str, question: Question, names: Names) -> tuple[Piece, ...]:
    """The stretch of a text, about 240 characters, that answers best; nothing where none of it does."""
    spans = _spans(text, tag, question, names)
    if not spans:
        return ()
    best = max(spans, key=lambda span: (len({text[s:e].lower() for s, e in spans if span[0] <= s < span[0] + _PASSAGE - _BEFORE}), -span[0]))
    start = _word_edge(text, max(0, best[0] - _BEFORE)) if best[0] > _BEFORE else 0
    end = min(len(text), start + _PASSAGE)
    if end < len(text):
        end = max(text.rfind(" ", start, end), best[1])
    pieces = list(_cut(text, spans, start, end))
    before = [Piece("… ", False)] if start else []
    after = [Piece(" …", False)] if end < len(text) else []
    return (*before, *pieces, *after)


def _word_edge(text: str, at: int) -> int:
    space = text.find(" ", at)
    return space + 1 if space >= 0 else at


def _cut(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[Piece]:
    at = start
    for first, after in spans:
        if first < at or after > end:
            continue
        if first > at:
            yield Piece(text[at:first], False)
        yield Piece(text[first:after], True)
        at = after
    if at < end:
        yield Piece(text[at:end], False)


def _spans(text: str, tag: str, question: Question, names: Names) -> list[tuple[int, int]]:
    """Where what is asked for is written, in order and without overlaps."""
    groups = question.wanted.get(tag, ())
    words = analyse(text, tag)
    single = {term for group in groups for term in (*group.terms, *group.begun)}
    apart = single.isdisjoint
    found = [(start, end) for forms, more, _, start, end in words if not apart(forms) or (more and not apart(more))]
    found += [span for group in groups for phrase in group.phrases for span in _lines(phrase, words, group)]
    if question.names:
        found += [(words[first].start, words[after - 1].end) for first, after, key in names.written(words, text, tag) if key in question.names]
    merged: list[tuple[int, int]] = []
    for first, after in sorted(found, key=lambda span: (span[0], -span[1])):
        if not merged or first >= merged[-1][1]:
            merged.append((first, after))
    return merged


def _lines(phrase: Sequence[str], words: Sequence[Word], group: Group) -> Iterator[tuple[int, int]]:
    for at in range(len(words) - len(phrase) + 1):
        if all((words[at + n].surface == one) if group.exact else (one in words[at + n].forms) for n, one in enumerate(phrase)):
            yield words[at].start, words[at + len(phrase) - 1].end
