"""A light stemmer for Arabic.

After light10 (Leah S. Larkey, Lisa Ballesteros and Margaret E. Connell, "Light Stemming for Arabic Information Retrieval", 2007): the
joined conjunction, the article with or without a preposition, and the commonest endings, one after another, are taken off (اتفاقيات, اتفاقية,
اتفاق); nothing is done to the root. It differs from light10 where a newsroom would miss something:

- an ending is taken off only where three letters remain (بيان stays apart from بي, and answers to بيانات), and a possessive behind the
  feminine plural with it (قراراته);
- an alef that bears a hamza or a madda begins no article (آلية, بإلغاء), and what begins with الت may be a word of its own (التزام);
- conjunction and article come off together with any of و ف ب ك ل before the article (وبالتعاون);
- a hamza on its seat is read in every spelling that people write (مسؤول, مسئول, مسوول);
- a word that may begin with و of its own keeps it as well (وزارة), and a text's word that begins with a bare preposition can also be
  found without it (بجنيف), also behind a conjunction (وبجنيف), and without the alef of the accusative (اتفاقا);
- of four letters it is that where the other three are a place (بمصر), or, for whoever asks, a word that texts write more often (`joined`);
- a possessive behind a ta marbuta comes off with the ت that it has made of it (سيادته, سيادة), and هم where four letters remain (حقوقهم);
- what begins with لل may be a word that begins with ل (للاجئين);
- الله has no article: it is one word, with what may be joined before it (والله, بالله, لله), and never له.
"""

import re
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from .letters import fold

LETTER = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")

# Letters of other keyboards for those of Arabic; and the hard g of Agadir in its three forms, which others write with a kaf.
_AS_TYPED = {"ی": "ي", "ک": "ك", "ہ": "ه", "ڭ": "ك", "ݣ": "ك", "گ": "ك"}
_BORNE = "أإآ"
_ALEF = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", **_AS_TYPED})
# The seats of a hamza, as they are read without it; and without the seat too.
_SEATED = str.maketrans({"ؤ": "و", "ئ": "ي", "ء": None})
_UNSEATED = str.maketrans(dict.fromkeys("ؤئء"))
# Where Morocco writes the hamza on an alef, and others on a yeh: هيأة, هيآت, مسألة.
_ON_ALEF = re.compile("(?<=..)ئ(?=[^يا]?ه$)|(?<=..)ئ(?=ات$)")
_MAYBE_ALEF = re.compile("(?<=..)ئ")
# Digits and letters of another script, with what is joined before them: و2797, بـOIM.
# And a year with the letter of its calendar behind it: 2024م, 1446هـ.
_FOREIGN = re.compile("[وف]?(?:[بكف]?ال|لل|[بكل])?([0-9a-z]+)(?:(?<=[0-9]{4})[مه])?")
_JOINED = tuple(f"{conjunction}{joined}" for conjunction in ("", "و", "ف") for joined in ("ال", "بال", "كال", "فال", "لل", "وال"))
_PREFIXES = tuple(sorted(set(_JOINED), key=len, reverse=True))
# Those in which something else is joined to the article.
_COMPOUND = tuple(one for one in _PREFIXES if one not in ("ال", "لل"))
# In the order of light10.
_ENDINGS = ("ها", "اته", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
# What is left of a word that a possessive was joined to, and the ta marbuta that it may have had.
_POSSESSED = re.compile("(.{3,})ت(?:ها?|هم)")
_THEIRS = re.compile("(.{4,})هم")
# Its own word, which begins like one with an article; and by which form all of its writings are found.
_GOD = re.compile("[وف]?[وفبتك]?(الله)|[وف]?(لله)")
_GODS = "لله"
_ARTICLE = re.compile("^اا?ل")
# Words without a subject, which are no stem of one that has one: ولاية, كانون, آلية.
_SMALL = frozenset(("ولا", "كان", "اال"))
_BARE = ("ب", "ل", "ك", "ف")
_BEFORE = (*_BARE, *(f"{conjunction}{one}" for conjunction in "وف" for one in "بلك"))
_BARELY = 3
# Names of so few letters that nothing else says that what is joined before them is.
_PLACES = frozenset(("مصر", "قطر", "فاس", "سلا", "عدن", "دبي", "حلب"))


def normalised(word: str) -> str:
    """A word (lower, NFKC) with alefs, ta marbuta and alef maqsura alike and without vowel marks; hamzas keep their seats."""
    return _unmarked(word).translate(_ALEF)


def _unmarked(word: str) -> str:
    # The marks go first: folding would take a hamza from its seat as if it were an accent. And what is no article is another letter longer, behind
    # one without its madda too: آلية is neither إليه nor, without its ending, إلى.
    return "".join(one for one in word if not is_mark(one)).replace("آل", "آال").replace("الالي", "الاالي")


def is_mark(letter: str) -> bool:
    """Whether it is a vowel mark or another sign above or below a letter."""
    return "\u064b" <= letter <= "\u065f" or letter == "\u0670" or "\u06d6" <= letter <= "\u06ed"


class Forms(NamedTuple):
    """How a word is found: how many letters are `joined` before it, by what it is `found`, by what a text's word is found `besides`, its `surface`
    without what is joined to it, and those that it has in a quoted phrase that begins with it `apart` from a conjunction or a preposition."""

    joined: int
    found: tuple[str, ...]
    besides: tuple[str, ...]
    surface: str
    apart: tuple[str, ...]


def forms(word: str) -> Forms:
    """By what a word (lower, NFKC) is found."""
    written = _unmarked(fold(word) if word.isascii() else word)
    bare = written.translate(_ALEF)
    if god := _GOD.fullmatch(bare):
        return Forms(god.start(god.lastindex or 0), (_GODS,), (), "الله", ())
    heads = _heads(bare, written)
    found = dict.fromkeys(stem for head in heads for stem in _stems(head))
    besides = [*heads, *_asides(bare, heads)]
    besides += _articled(bare, besides)
    more = dict.fromkeys(stem for head in besides for stem in (*_stems(head), *_accusative(head)) if stem not in found)
    surface, *apart = (one.translate(_SEATED) for one in (heads[0], *_apart(bare, heads)))
    joined = bare.index(heads[0]) if heads[0].isascii() else len(bare) - len(heads[0])
    return Forms(joined, tuple(found), tuple(more), surface, tuple(apart))


def joined(surface: str) -> tuple[str, ...]:
    """How a text may write a word of three letters with a preposition joined to it, which then might as well be a word of its own: بمصر, which is
    read like بحوث."""
    return tuple(f"{one}{surface}" for one in _BEFORE) if len(surface) == _BARELY and LETTER.match(surface) else ()


def parted(phrase: Sequence[str]) -> bool:
    """Whether a phrase of surfaces is the same behind a conjunction or a preposition: لحقوق الإنسان. Of three letters alone nobody could tell."""
    return bool(LETTER.match(phrase[0])) and (len(phrase) > 1 or len(phrase[0]) > _BARELY or phrase[0] in _PLACES)


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
    if god := _GOD.fullmatch(bare):
        # Of لله much else may become: للهجرة.
        return ("الله", *(_begun(bare) if god[2] else ()))
    spelt = (bare.translate(_SEATED), bare.translate(_UNSEATED), _MAYBE_ALEF.sub("ا", bare).translate(_SEATED))
    return tuple(dict.fromkeys(one for read in spelt for one in _begun(read)))


def _begun(bare: str) -> list[str]:
    found = [bare, *(bare.removeprefix(joined) for joined in (*_PREFIXES, "و") if bare.startswith(joined))]
    # للاجئين may be ل and اللاجئين, of which one letter is not written.
    return found + [f"ل{bare.removeprefix(joined)}" for joined in _PREFIXES if joined.endswith("لل") and bare.startswith(joined)]


def is_whole(word: str) -> bool:
    """Whether a word that no text has is hardly the beginning of one: what is written like an article in front of it is its own, since one letter or
    two would be left (وكالة, الوالي, بالون). While it is being typed nobody knows."""
    bare = normalised(word)
    return any(head.startswith(one) and len(head) - len(one) < _BARELY for head in (bare, bare.removeprefix("ال")) for one in _COMPOUND)


def _heads(word: str, written: str) -> list[str]:
    """The word without its conjunction and article; where a first letter may be its own, with it too. `written` is the same with its hamzas."""
    if foreign := _FOREIGN.fullmatch(word):
        return [foreign[1]]
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 2 and ("ا" not in prefix or written[prefix.index("ا")] not in _BORNE):
            rest = word[len(prefix):]
            # للاجئين may be ل and اللاجئين, of which one letter is not written.
            return [rest, f"ل{rest}"] if prefix.endswith("لل") else [rest]
    if word.startswith("و") and len(word) >= 4:
        return [word, word[1:]]
    return [word]


def _asides(bare: str, heads: Iterable[str]) -> list[str]:
    """A text's word without a preposition that is joined to it as it stands, or behind a conjunction."""
    return [head[1:] for head in heads if head in (bare, bare[1:]) and head[:1] in _BARE and (len(head) >= 5 or head[1:] in _PLACES)]


def _articled(bare: str, heads: Iterable[str]) -> list[str]:
    """A text's word without what may be an article, of whoever asks without a hamza (إلغاء, آليات, and الالتزام); and with it where it may be its
    own: التزام."""
    without = [rest for head in heads for rest in [_ARTICLE.sub("", head)] if rest != head and len(rest) >= 2]
    return [*without, *([bare] if bare.startswith("الت") else [])]


def _apart(bare: str, heads: Sequence[str]) -> list[str]:
    """The word of a text as it stands in a quoted phrase of which it is the first: without what is joined before it where there is no article."""
    if heads[0] != bare:
        return list(heads[1:])
    return [bare[len(one) :] for one in ("و", *_BEFORE) if bare.startswith(one) and len(bare) - len(one) >= _BARELY]


def _unjoined(bare: str) -> list[str]:
    return [bare[-_BARELY:]] if len(bare) > _BARELY and bare[:-_BARELY] in _BEFORE else []


def _accusative(word: str) -> list[str]:
    """The stems of a word that may end in the alef of the accusative: اتفاقا."""
    return _stems(word[:-1]) if word.endswith("ا") and len(word) >= 5 else []


def _stems(word: str) -> list[str]:
    return [_stem(one) for spelt in spellings(word) for one in (spelt, *_possessed(spelt))]


def _possessed(word: str) -> list[str]:
    """What a possessive may have been joined to."""
    if found := _POSSESSED.fullmatch(word):
        return [] if found[1] in _SMALL else [f"{found[1]}ه"]
    return [found[1]] if (found := _THEIRS.fullmatch(word)) else []


def spellings(word: str) -> tuple[str, ...]:
    """A normalised word as it is read with the seats of its hamzas, and without; nothing where it is only a hamza."""
    read = (word.translate(_SEATED), word.translate(_UNSEATED), _ON_ALEF.sub("ا", word).replace("اات", "ات").translate(_SEATED))
    return tuple(one for one in dict.fromkeys(read) if one)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and word[: -len(ending)] not in _SMALL:
            word = word[: -len(ending)]
    return word
