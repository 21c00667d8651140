"""The words of the index, for whoever mistyped one: all of them as they were read last, and those that begin alike as they stand now.

To read all words of all texts takes as long as there are texts. It is done once a process, and again where the index has become another or
grown by a hundredth; a public act alone costs nobody more than the words that begin like the one in question.
"""

from collections.abc import Mapping
from typing import NamedTuple

from .analysis import plain_word
from .engine import Engine

_BEGINNING = 2
# What part of an index may be new before all its words are read again.
GROWN = 0.01


class _Read(NamedTuple):
    name: str
    documents: int
    words: Mapping[str, int]


class Vocabulary:
    """The words of each language with the number of documents that hold each."""

    def __init__(self, grown: float = GROWN) -> None:
        self._grown = grown
        self._read: dict[str, _Read] = {}

    def knows(self, held: Engine, tag: str, surface: str) -> bool:
        """Whether some text has a word that is written so but for accents and capitals; in Arabic another number or person of it will do."""
        return bool(held.lookup(tag, surface, False)) or (tag == "ar" and any(held.has(tag, one) for one in plain_word(surface, tag)[1]))

    def around(self, held: Engine, tag: str, surface: str) -> tuple[Mapping[str, int], ...]:
        """The words among which one that was meant by `surface` may be, the newest first."""
        return dict(held.words(tag, surface[:_BEGINNING])), self._all(held, tag)

    def _all(self, held: Engine, tag: str) -> Mapping[str, int]:
        read, documents = self._read.get(tag), held.searcher.num_docs
        if read is None or read.name != held.name or abs(documents - read.documents) > read.documents * self._grown:
            read = self._read[tag] = _Read(held.name, documents, dict(held.words(tag, "")))
        return read.words


VOCABULARY = Vocabulary()
