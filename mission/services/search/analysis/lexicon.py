"""Which chunks of a text may hold a word that a form finds, known without analysing them: by the first letters of their words.

A stemmer changes the end of a word. To know where a text answers a question nobody then has to analyse every word of it: what stands between
spaces and has not been read before is looked at briefly, once, and only what begins like what is wanted is analysed.
"""

import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set

from . import arabic
from .letters import APOSTROPHES, divided, fold, lower, together, undotted

# Some ten mebibytes at the most; whoever writes only garbage cannot make it more.
MOST = 100_000
_HEAD = 2
# Of so few letters one alone may be left.
_SHORT = 4
# An Arabic word begins behind what is joined to it, four letters at the most.
_JOINED = 5
_AROUND = ".,;:!?…()[]«»“”\""
_RUN = re.compile(r"[^\W_]+")
_JOINING = re.compile(f"[{re.escape(APOSTROPHES)}\\-\u2010\u2011\u2013]")
# Snowball's own exceptions, of which the second letter changes too.
_CHANGED = {"dying": "di", "lying": "li", "tying": "ti"}


class Lexicon:
    """The chunks of texts that have been read so far, by the heads of their words."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._turn = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._known: set[str] = set()
        self._by_head: defaultdict[str, set[str]] = defaultdict(set)

    def near(self, chunks: Set[str], wanted: Iterable[str]) -> set[str]:
        """Those of the chunks with a word that begins with one of the `wanted` heads, and perhaps some others."""
        if not chunks <= self._known:
            self._learn(chunks)
        by_head = self._by_head
        return {one for head in wanted for one in (chunks & by_head[head] if head in by_head else ())}

    def _learn(self, chunks: Set[str]) -> None:
        with self._turn:
            fresh = chunks - self._known
            if len(self._known) + len(fresh) > self._most:
                self._forget()
                fresh = chunks
            for one in fresh:
                for head in heads(one):
                    self._by_head[head].add(one)
            self._known |= fresh


def heads(chunk: str) -> set[str]:
    """With what each word of a chunk may begin as far as its stem is concerned."""
    bare = chunk.strip(_AROUND)
    if bare.isalpha() and bare.isascii() and not bare.endswith(("ing", "ING")):
        # Nothing to look for: most are.
        begun = bare[:_HEAD].lower()
        return {begun, begun[0]} if len(bare) <= _SHORT else {begun}
    if bare.isalpha() and not arabic.LETTER.search(bare) and not _JOINING.search(bare) and not bare.endswith(("ing", "ING")):
        # One word, of which only the beginning has to be read.
        begun = fold(lower(bare[:_SHORT]))
        return {begun[:_HEAD], begun[0]} if len(bare) <= _SHORT else {begun[:_HEAD]}
    if (whole := together(chunk)) != chunk:
        return set().union(*map(heads, (whole, *_RUN.findall(chunk))))
    written = lower(undotted(chunk))
    if arabic.LETTER.search(written):
        bare = arabic.normalised(written)
        return {*_arabic(bare), *_arabic(_JOINING.sub("", bare))}
    runs = _RUN.findall(fold(written))
    if any(len(one) < _HEAD for one in runs):
        # The two halves of *e-mail* as one word.
        runs += _RUN.findall(fold(_JOINING.sub("", written)))
    runs += [part for one in runs for part in divided(one)]
    found = {one[:_HEAD] for one in runs}
    found.update(one[0] for one in runs if len(one) <= _SHORT)
    found.update(_CHANGED[one] for one in runs if one in _CHANGED)
    return found


def head(form: str) -> str:
    """The head of the words that a form finds; empty where it begins none."""
    found = _RUN.search(form if arabic.LETTER.search(form) else fold(form))
    return found[0][:_HEAD] if found else ""


def _arabic(written: str) -> Iterator[str]:
    for run in _RUN.findall(written):
        for spelt in arabic.spellings(run) if arabic.LETTER.search(run) else (fold(run),):
            yield from (spelt[at : at + length] for at in range(min(_JOINED, len(spelt))) for length in range(1, _HEAD + 1))


LEXICON = Lexicon()
