"""A light stemmer for Arabic.

After light10 (Leah S. Larkey, Lisa Ballesteros and Margaret E. Connell, "Light Stemming for Arabic Information Retrieval", 2007): the
joined conjunction, the article with or without a preposition, and the commonest endings are taken off; nothing is done to the root.
It differs from light10 where a newsroom would miss something:

- an ending is taken off only where three letters remain (بيان stays apart from بي, and answers to بيانات);
- conjunction and article come off together with any of و ف ب ك ل before the article (وبالتعاون);
- a hamza on its seat is read in every spelling that people write (مسؤول, مسئول, مسوول);
- a word that may begin with و of its own keeps it as well (وزارة), and a text's word that begins with a bare preposition can also be
  found without it (بجنيف), also behind a conjunction (وبجنيف), and without the alef of the accusative (اتفاقا);
- of four letters it is that where the other three are a place (بمصر), or, for whoever asks, a word that texts write more often (`joined`);
- what begins with لل may be a word that begins with ل (للاجئين).
"""

import re
from collections.abc import Container, Iterable

from .letters import fold

LETTER = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")

# Letters of other keyboards for those of Arabic; and the hard g of Agadir in its three forms, which others write with a kaf.
_AS_TYPED = {"ی": "ي", "ک": "ك", "ہ": "ه", "ڭ": "ك", "ݣ": "ك", "گ": "ك"}
_ALEF = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", **_AS_TYPED})
# The seats of a hamza, as they are read without it; and without the seat too.
_SEATED = str.maketrans({"ؤ": "و", "ئ": "ي", "ء": None})
_UNSEATED = str.maketrans(dict.fromkeys("ؤئء"))
# Where Morocco writes the hamza on an alef, and others on a yeh: هيأة, هيآت, مسألة.
_ON_ALEF = re.compile("(?<=..)ئ(?=[^يا]?ه$)|(?<=..)ئ(?=ات$)")
_MAYBE_ALEF = re.compile("(?<=..)ئ")
# Digits and letters of another script, with what is joined before them: و2797, بـOIM.
_FOREIGN = re.compile("[وف]?(?:[بكف]?ال|لل|[بكل])?([0-9a-z]+)")
_ARTICLES = ("ال", "لل")
_JOINED = tuple(f"{conjunction}{joined}" for conjunction in ("", "و", "ف") for joined in ("ال", "بال", "كال", "فال", "لل", "وال"))
_PREFIXES = tuple(sorted(set(_JOINED), key=len, reverse=True))
_ENDINGS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_BARE = ("ب", "ل", "ك", "ف")
_BEFORE = (*_BARE, *(f"{conjunction}{one}" for conjunction in "وف" for one in "بلك"))
_BARELY = 3
# Names of so few letters that nothing else says that what is joined before them is.
_PLACES = frozenset(("مصر", "قطر", "فاس", "سلا", "عدن", "دبي", "حلب"))


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
    found = dict.fromkeys(stem for head in heads for stem in _stems(head))
    more = dict.fromkeys(stem for head in (*heads, *_asides(bare, heads)) for stem in (*_stems(head), *_accusative(head)) if stem not in found)
    return len(bare) - len(heads[0]), tuple(found), tuple(more), heads[0].translate(_SEATED)


def joined(surface: str) -> tuple[str, ...]:
    """How a text may write a word of three letters with a preposition joined to it, which then might as well be a word of its own: بمصر, which is
    read like بحوث."""
    return tuple(f"{one}{surface}" for one in _BEFORE) if len(surface) == _BARELY and LETTER.match(surface) else ()


def inner(word: str, wanted: Container[str]) -> int:
    """How many letters of a word, as it stands without an article, are joined before what one of the `wanted` forms finds; -1 where the
    letter before it is the first of what they find."""
    bare = normalised(word)
    heads = [bare, bare[1:]] if bare.startswith("و") else [bare]
    for head in (*_unjoined(bare), *heads, *_asides(bare, heads), f"ل{bare}"):
        if len(head) >= 2 and any(stem in wanted for stem in (*_stems(head), *_accusative(head))):
            return len(bare) - len(head)
    return 0


def beginnings(word: str) -> tuple[str, ...]:
    """With what the words may begin of which somebody has typed so much: what is joined before them may be complete, or not yet; and a text may
    seat its hamza elsewhere, and is then found by the word without it."""
    bare = normalised(word)
    spelt = (bare.translate(_SEATED), bare.translate(_UNSEATED), _MAYBE_ALEF.sub("ا", bare).translate(_SEATED))
    return tuple(dict.fromkeys(one for read in spelt for one in _begun(read)))


def _begun(bare: str) -> list[str]:
    found = [bare, *(bare.removeprefix(joined) for joined in (*_PREFIXES, "و") if bare.startswith(joined))]
    # للاجئين may be ل and اللاجئين, of which one letter is not written.
    return found + [f"ل{bare.removeprefix(joined)}" for joined in _PREFIXES if joined.endswith("لل") and bare.startswith(joined)]


def _heads(word: str) -> list[str]:
    """The word without its conjunction and article; where a first letter may be its own, with it too."""
    if foreign := _FOREIGN.fullmatch(word):
        return [foreign[1]]
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 2 and any(article in prefix for article in _ARTICLES):
            rest = word[len(prefix):]
            # للاجئين may be ل and اللاجئين, of which one letter is not written.
            return [rest, f"ل{rest}"] if prefix.endswith("لل") else [rest]
    if word.startswith("و") and len(word) >= 4:
        return [word, word[1:]]
    return [word]


def _asides(bare: str, heads: Iterable[str]) -> list[str]:
    """A text's word without a preposition that is joined to it as it stands, or behind a conjunction."""
    return [head[1:] for head in heads if head in (bare, bare[1:]) and head[:1] in _BARE and (len(head) >= 5 or head[1:] in _PLACES)]


def _unjoined(bare: str) -> list[str]:
    return [bare[-_BARELY:]] if len(bare) > _BARELY and bare[:-_BARELY] in _BEFORE else []


def _accusative(word: str) -> list[str]:
    """The stems of a word that may end in the alef of the accusative: اتفاقا."""
    return _stems(word[:-1]) if word.endswith("ا") and len(word) >= 5 else []


def _stems(word: str) -> list[str]:
    return [_stem(spelt) for spelt in spellings(word)]


def spellings(word: str) -> tuple[str, ...]:
    """A normalised word as it is read with the seats of its hamzas, and without; nothing where it is only a hamza."""
    read = (word.translate(_SEATED), word.translate(_UNSEATED), _ON_ALEF.sub("ا", word).replace("اات", "ات").translate(_SEATED))
    return tuple(one for one in dict.fromkeys(read) if one)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
