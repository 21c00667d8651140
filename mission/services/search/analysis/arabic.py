"""A light stemmer for Arabic.

After light10 (Leah S. Larkey, Lisa Ballesteros and Margaret E. Connell, "Light Stemming for Arabic Information Retrieval", 2007): the
joined conjunction, the article with or without a preposition, and the commonest endings are taken off; nothing is done to the root.
It differs from light10 where a newsroom would miss something:

- an ending is taken off only where three letters remain (بيان stays apart from بي, and answers to بيانات);
- conjunction and article come off together with any of و ف ب ك ل before the article (وبالتعاون);
- a hamza on its seat is read in every spelling that people write (مسؤول, مسئول, مسوول);
- a word that may begin with و of its own keeps it as well (وزارة), and a text's word that begins with a bare preposition can also be
  found without it (بجنيف).
"""

from .letters import fold

_ALEF = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه"})
# The seats of a hamza, as they are read without it; and without the seat too.
_SEATED = str.maketrans({"ؤ": "و", "ئ": "ي", "ء": None})
_UNSEATED = str.maketrans(dict.fromkeys("ؤئء"))
_ARTICLES = ("ال", "لل")
_JOINED = tuple(f"{conjunction}{joined}" for conjunction in ("", "و", "ف") for joined in ("ال", "بال", "كال", "فال", "لل", "وال"))
_PREFIXES = tuple(sorted(set(_JOINED), key=len, reverse=True))
_ENDINGS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_BARE = ("ب", "ل", "ك", "ف")


def normalised(word: str) -> str:
    """A word (lower, NFKC) with alefs, ta marbuta and alef maqsura alike and without vowel marks; hamzas keep their seats."""
    # The marks go first: folding would take a hamza from its seat as if it were an accent.
    return "".join(one for one in word if not is_mark(one)).translate(_ALEF)


def is_mark(letter: str) -> bool:
    """Whether it is a vowel mark or another sign above or below a letter."""
    return "\u064b" <= letter <= "\u065f" or letter == "\u0670" or "\u06d6" <= letter <= "\u06ed"


def forms(word: str) -> tuple[int, tuple[str, ...], tuple[str, ...], str]:
    """How many letters are joined before a word, what it is found by, what a text's word is found by besides, and the word without
    what is joined to it."""
    bare = normalised(fold(word) if word.isascii() else word)
    heads = _heads(bare)
    found = [_stem(spelt) for head in heads for spelt in _spellings(head)]
    more = []
    for head in heads:
        if head == bare and head[:1] in _BARE and len(head) >= 5:
            more += [_stem(spelt) for spelt in _spellings(head[1:])]
    forms = tuple(dict.fromkeys(found))
    return len(bare) - len(heads[0]), forms, tuple(one for one in dict.fromkeys(more) if one not in forms), heads[0].translate(_SEATED)


def _heads(word: str) -> list[str]:
    """The word without its conjunction and article; where a first و may be its own, with it first."""
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 2 and any(article in prefix for article in _ARTICLES):
            return [word[len(prefix):]]
    if word.startswith("و") and len(word) >= 4:
        return [word, word[1:]]
    return [word]


def _spellings(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((word.translate(_SEATED), word.translate(_UNSEATED))))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
