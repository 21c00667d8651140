"""French, English and Spanish: elisions and possessives, then Snowball's stem, then folding, so that *communiqué* and *commune* stay apart."""

import threading

import Stemmer

from .letters import fold

_NAMES = {"fr": "french", "en": "english", "es": "spanish"}
# A stemmer of PyStemmer keeps a state: one for each thread.
_own = threading.local()
_ELIDED = frozenset(("l", "d", "j", "m", "t", "s", "n", "c", "ç", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"))


def stem(word: str, tag: str) -> str:
    """The folded stem of a lower-case word in the language with this tag."""
    stemmers = _own.__dict__.setdefault("stemmers", {})
    if tag not in stemmers:
        stemmers[tag] = Stemmer.Stemmer(_NAMES[tag], 0)
    # An accent typed as a character of its own stems like the one that is part of its letter: `lower` has composed them.
    return fold(stemmers[tag].stemWord(word))


def parts(word: str, tag: str) -> tuple[int, str]:
    """Where a lower-case word with apostrophes begins (what was elided before it is left out), and the word without them.

    *l'accord* begins at 2 and is *accord*; *aujourd'hui* is one word; *kingdom's* is *kingdom*.
    """
    first, apostrophe, rest = word.partition("'")
    if apostrophe and rest and first in _ELIDED and tag != "en":
        begun, inner = parts(rest, tag)
        return len(first) + 1 + begun, inner
    if tag == "en" and word.endswith("'s"):
        word = word[:-2]
    return 0, word.replace("'", "")
