"""What a process has learned of the words that it reads: which of them are found by a form, the other way round than the analysis goes.

To know where a text answers a question nobody then has to analyse every word of it: what stands between spaces and has not been read before
is analysed, and the rest is a matter of sets.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable

from ....languages import TAGS
from .scanning import chunk

# Some thirty mebibytes at the most, all languages together; whoever writes only garbage cannot make it more.
MOST = 60_000


class Lexicon:
    """The chunks of texts in one language that have been read so far."""

    def __init__(self, tag: str, most: int = MOST) -> None:
        self._tag, self._most = tag, most
        self._turn = threading.Lock()
        # How often something was learned: what was asked before is still whole where it is the same.
        self.state = 0
        self._forget()

    def _forget(self) -> None:
        self._known: set[str] = set()
        self._found: defaultdict[str, list[str]] = defaultdict(list)
        self._spelt: defaultdict[str, list[str]] = defaultdict(list)

    def learn(self, chunks: set[str]) -> None:
        """Read what has not been read before."""
        if not chunks - self._known:
            return
        with self._turn:
            fresh = chunks - self._known
            if len(self._known) + len(fresh) > self._most:
                self._forget()
                fresh = chunks
            for one in fresh:
                words = chunk(one, self._tag)
                for form in {form for word in words for form in (*word.forms, *word.more)}:
                    self._found[form].append(one)
                for surface in {word.surface for word in words}:
                    self._spelt[surface].append(one)
            self._known |= fresh
            self.state += 1

    def found_by(self, forms: Iterable[str]) -> set[str]:
        """The chunks with a word that one of these forms finds."""
        return {one for form in forms for one in self._found.get(form, ())}

    def spelt(self, surfaces: Iterable[str]) -> set[str]:
        """The chunks with a word of one of these surfaces."""
        return {one for surface in surfaces for one in self._spelt.get(surface, ())}


LEXICONS = {tag: Lexicon(tag) for tag in TAGS}
