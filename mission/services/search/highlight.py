"""Which words of a text answer a question, as they are written: an elision or an article that is joined to a word stays outside the mark.

Texts come and go as plain text; whoever shows them escapes each piece.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from .analysis import CHUNK, LEXICON, Word, after, analyse, chunk, chunks, head, inner
from .grouping import opens, stands
from .names import Names
from .query import Group, Question

_PASSAGE = 240
_BEFORE = 60


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, and whether it is what was asked for."""

    text: str
    marked: bool


class Marker:
    """What marks the answers to one question in many texts: what stands between two spaces is looked at once, however often it is written."""

    def __init__(self, question: Question, names: Names) -> None:
        self._question, self._names = question, names
        self._by_tag: dict[str, _Marks] = {}

    def marked(self, text: str, tag: str) -> tuple[Piece, ...]:
        """`text`, in the language `tag`, cut into what answers the question and what does not."""
        return tuple(_cut(text, self._spans(text, tag), 0, len(text)))

    def passage(self, text: str, tag: str) -> tuple[Piece, ...]:
        """The stretch of a text, about 240 characters, that answers best; nothing where none of it does."""
        spans = self._spans(text, tag)
        if not spans:
            return ()
        best = _best(text, spans)
        start = _word_edge(text, max(0, best[0] - _BEFORE)) if best[0] > _BEFORE else 0
        end = min(len(text), start + _PASSAGE)
        if end < len(text):
            end = max(text.rfind(" ", start, end), best[1])
        pieces = list(_cut(text, spans, start, end))
        before = [Piece("… ", False)] if start else []
        after = [Piece(" …", False)] if end < len(text) else []
        return (*before, *pieces, *after)

    def _spans(self, text: str, tag: str) -> list[tuple[int, int]]:
        """Where what is asked for is written, in order and without overlaps."""
        marks = self._by_tag.get(tag)
        if marks is None:
            marks = self._by_tag[tag] = _Marks(self._question, self._names, tag)
        holds, begins = marks.near(set(chunks(text)))
        if begins:
            return self._in_order(text, tag, marks, holds, begins)
        return sorted((start + first, start + after) for one in holds for start in _places(text, one) for first, after in marks.spans(one))

    def _in_order(self, text: str, tag: str, marks: "_Marks", holds: set[str], begins: set[str]) -> list[tuple[int, int]]:
        """The same where words have to be read in their order: those around which something may stand, and no others."""
        places, near = list(CHUNK.finditer(text)), set[int]()
        for at, place in enumerate(places):
            if place[0] in begins:
                near.update(range(max(at - 1, 0), _after(places, at, marks.longest, tag)))
            elif place[0] in holds:
                near.add(at)
        found: list[tuple[int, int]] = []
        for _, run in groupby(enumerate(sorted(near)), key=lambda one: one[1] - one[0]):
            stretch = [at for _, at in run]
            start, end = places[stretch[0]].start(), places[stretch[-1]].end()
            found += [(start + first, start + after) for first, after in _spans(text[start:end], tag, self._question, self._names)]
        return found


def _places(text: str, one: str) -> Iterator[int]:
    """Where a chunk stands in a text, between spaces."""
    at = text.find(one)
    while at >= 0:
        after = at + len(one)
        if (not at or text[at - 1].isspace()) and (after == len(text) or text[after].isspace()):
            yield at
        at = text.find(one, after)


def _after(places: Sequence[re.Match[str]], at: int, longest: int, tag: str) -> int:
    """The place after so many words, which may begin with the last one of a chunk."""
    words, at = 1, at + 1
    while at < len(places) and words <= longest:
        words += len(chunk(places[at][0], tag))
        at += 1
    return at


class _Marks:
    """Which chunks of texts in one language hold what is asked for; and with which of them a phrase or a name that is asked for may begin, so
    that the words have to be read in their order."""

    def __init__(self, question: Question, names: Names, tag: str) -> None:
        groups = question.wanted.get(tag, ())
        self._tag = tag
        self._single = frozenset(term for group in groups for term in (*group.terms, *group.begun))
        self._first = frozenset(phrase[0] for group in groups for phrase in (*group.phrases, *group.opened) if phrase) | names.beginnings(question.names, tag)
        phrases = [len(phrase) for group in groups for phrase in (*group.phrases, *group.opened)]
        self.longest = max((*phrases, names.longest(question.names, tag)), default=0)
        self._heads = frozenset(filter(None, map(head, self._single | self._first)))
        self._read: dict[str, tuple[bool, bool]] = {}

    def near(self, chunks: set[str]) -> tuple[set[str], set[str]]:
        """Those of the chunks that hold what is asked for; and those with which a phrase or a name may begin."""
        holds, begins = set(), set()
        for one in LEXICON.near(chunks, self._heads):
            held, begun = self._read.get(one) or self._look(one)
            if held:
                holds.add(one)
            if begun:
                begins.add(one)
        return holds, begins

    def _look(self, one: str) -> tuple[bool, bool]:
        forms: set[str] = set()
        surfaces: set[str] = set()
        for word in chunk(one, self._tag):
            forms.update(word.forms, word.more)
            surfaces.update((word.surface, *word.apart))
        found = self._read[one] = not forms.isdisjoint(self._single), not (forms | surfaces).isdisjoint(self._first)
        return found

    def spans(self, one: str) -> tuple[tuple[int, int], ...]:
        """Where in a chunk stands what is asked for."""
        return _merged(_alone(one, chunk(one, self._tag), self._single))


def marked(text: str, tag: str, question: Question, names: Names) -> tuple[Piece, ...]:
    """As `Marker.marked`, for one text."""
    return Marker(question, names).marked(text, tag)


def _best(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The place from which most different words that answer stand near, the first of them where there are several."""
    said = [text[first:after].lower() for first, after in spans]

    def near(at: int) -> int:
        last, words = spans[at][0] + _PASSAGE - _BEFORE, set()
        for place in range(at, len(spans)):
            if spans[place][0] >= last:
                break
            words.add(said[place])
        return len(words)

    # All of one word: the first place is as good as any.
    return spans[0] if len(set(said)) == 1 else spans[max(range(len(spans)), key=near)]


def _word_edge(text: str, at: int) -> int:
    space = text.find(" ", at)
    return space + 1 if space >= 0 else at


def _cut(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[Piece]:
    at = start
    for first, last in spans:
        if first < at or last > end:
            continue
        if first > at:
            yield Piece(text[at:first], False)
        yield Piece(text[first:last], True)
        at = last
    if at < end:
        yield Piece(text[at:end], False)


def _spans(text: str, tag: str, question: Question, names: Names) -> list[tuple[int, int]]:
    """Where what is asked for is written, in order and without overlaps."""
    groups = question.wanted.get(tag, ())
    words = analyse(text, tag)
    single = {term for group in groups for term in (*group.terms, *group.begun)}
    found = list(_alone(text, words, single))
    found += [span for group in groups for phrase in group.phrases for span in _lines(text, phrase, words, group)]
    found += [span for group in groups for phrase in group.opened for span in _openings(phrase, words)]
    if question.names:
        begin = names.beginnings(question.names, tag)
        whole = [(_start(text, words[first], begin), words[after - 1].end) for first, after, key in names.written(words, text, tag) if key in question.names]
        # A name is marked whole, whichever of its words are asked for besides, and with what is joined to them.
        found = [(start, end) for start, end in found if not any(start < after and first < end for first, after in whole)] + whole
    return list(_merged(found))


def _alone(text: str, words: Sequence[Word], single: frozenset[str] | set[str]) -> Iterator[tuple[int, int]]:
    """Where one word of a text answers."""
    apart = single.isdisjoint
    for at, word in enumerate(words):
        if not apart(word.forms):
            yield _start(text, word, single), word.end
        elif word.more and (found := [one for one in word.more if one in single]):
            # Found as the whole of what a hyphen divides, it ends with its other half.
            whole = at + 1 < len(words) and "/" not in word.surface and max(map(len, found)) > len(word.surface)
            yield _start(text, word, single), words[at + 1].end if whole else word.end


def _start(text: str, word: Word, wanted: Container[str]) -> int:
    """Where what is found in a word begins: what is joined to it as it stands stays outside."""
    return word.start + inner(text[word.start : word.end], wanted)


def _merged(found: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans in their order, of those that overlap the first and longest."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(found, key=lambda span: (span[0], -span[1])):
        if not merged or first >= merged[-1][1]:
            merged.append((first, last))
    return tuple(merged)


def _openings(phrase: Sequence[str], words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Where a phrase stands of which the last word is only begun."""
    for at in range(len(words) - len(phrase) + 1):
        if opens(phrase, words, at):
            yield words[at].start, words[at + len(phrase) - 1].end


def _lines(text: str, phrase: Sequence[str], words: Sequence[Word], group: Group) -> Iterator[tuple[int, int]]:
    for at in range(len(words) - len(phrase) + 1):
        if stands(phrase, words, at, group.exact):
            # What is joined before the first word stays outside; of لل a letter is the word's own.
            joined = len(words[at].surface) - len(phrase[0]) if group.exact and words[at].surface != phrase[0] else 0
            yield words[at].start + after(text[words[at].start : words[at].end], joined), words[at + len(phrase) - 1].end
