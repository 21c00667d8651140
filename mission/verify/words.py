"""The words of a text, so that what carries no meaning makes no difference and what does always makes one.

No difference: white space between words, line ends, quotes and other punctuation, capitals, ligatures, soft and hard hyphens, Arabic vowel marks, tatweel and
presentation forms, digits of another script. A difference: any letter, any accent, any digit, a sign or a point inside a number, a per cent sign.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# What nobody sees: soft hyphen, joiners, marks of direction, choices of a shape, controls that are no white space. As a class of letters.
INVISIBLE = (
    "\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff"
)
# Arabic vowel marks and Koranic signs, tatweel, and what programs write for the hyphen at the end of a line of a sheet: inside a word, and no part of it.
_SILENT = rf"\u0640\u064b-\u065f\u0670\u06d6-\u06ed\ufffe{INVISIBLE}"
# Marks that are set on a letter: accents, strokes through it, rings around it.
MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_LETTER = rf"[^\W_{_SILENT}{MARKS}]"
_INSIDE = rf"(?:{_LETTER}|[{_SILENT}{MARKS}])"
_END = rf"[ \t{_SILENT}]*\r?\n[ \t>{_SILENT}]*"
_BREAK = rf"(?:[-\u2010\u2011](?:{_END})?|(?<=\u00ad){_END})"
# Whatever is drawn as a stroke at half height, as a class of letters.
DASHES = r"\-\u02d7\u2010-\u2014\u2043\u2212\u2500\u2796\ufe58\ufe63\uff0d"
_BETWEEN = rf"[{_SILENT}]*[.,:/'\u2019\u066b\u066c{DASHES}][{_SILENT}]*"
_DIGITS = rf"\d(?:[{_SILENT}]*\d)*"
# A minus at its number, whatever stands unseen on either side of it; a dash behind a number and a space is that of a range.
_SIGN = rf"(?<![^\s(])(?:[{INVISIBLE}]*+[-\u2212]|(?<!\d[^\S\n])[{INVISIBLE}]*+[{DASHES}])[{INVISIBLE}]*+"
# What is part of the figure before it: powers, halves.
_HIGH = "\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2089\u2150-\u215f\u2189"
_WORD = re.compile(
    rf"(?:{_SIGN})?(?:[%\u066a][{INVISIBLE}]*+[^\S\n]?[{INVISIBLE}]*+)?(?<!{_LETTER}){_DIGITS}(?:{_BETWEEN}{_DIGITS})*[{MARKS}]*(?!{_LETTER})"
    rf"(?![{INVISIBLE}]+[{_HIGH}])(?:(?:[^\S\n]|[{INVISIBLE}])*+[%\u066a\u2030])?"
    rf"|{_LETTER}{_INSIDE}*(?:{_BREAK}{_LETTER}{_INSIDE}*)*"
    r"|[%\u066a\u2030\u2031$\u00a2-\u00a5\u00b0\u060b\u20a0-\u20cf\u2103\u2109\ufdfc\uff04\uff05\uffe0\uffe1\uffe5\uffe6]"
)
_UNSEEN = re.compile(rf"[{INVISIBLE}]")
_DROP = re.compile(rf"[{_SILENT}\s>\u2010\u2011]")
_NUMBER = re.compile(r"[-%]?\d")
_WRITTEN = re.compile(rf"[{DASHES}%\u066a]?\s?\d")
_DASH = re.compile(rf"[{DASHES}]")
# Between two figures of a number or a code a hyphen of any kind says where the one ends.
_HYPHENED = re.compile("(?<=\\d)[\u2010\u2011](?=\\d)")
_NOT_BETWEEN = re.compile(r"(?<!\d)-|-(?!\d)")
# Above or below a figure: ten to the second is not a hundred and two.
_RAISED = re.compile("(?<=\\d)(?=[\u00b2\u00b3\u00b9\u2070-\u2089])")
_LONG = 64
# What begins a fraction in Arabic digits and nothing else. Before three digits a point or a comma can set thousands apart, and is not the same.
POINT = "\u066b"
_LIKE_THOUSANDS = re.compile(rf"[-%]*[1-9]\d{{0,2}}{POINT}\d{{3}}(?!\d)")
# Letters that keyboards and files exchange for the Arabic ones.
_SAME = str.maketrans({
    "œ": "oe", "æ": "ae", "\u06cc": "\u064a", "\u06a9": "\u0643", "\u066a": "%", "\u066c": ",", "\u2212": "-", "\u2013": "-", "\u2019": "'",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word: its `key` for comparing, and where it stands in the text that it was taken from."""

    key: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of `text` in their order."""
    return [Word(key(found[0]), found.start(), found.end()) for found in _WORD.finditer(text)]


def keys(text: str) -> list[str]:
    """The words of `text` for comparing alone."""
    return [key(found[0]) for found in _WORD.finditer(text)]


def key(word: str) -> str:
    """A word as it is compared."""
    # Most words come again, in a text as in a register; a stranger's endless one is not kept.
    return _key(word) if len(word) <= _LONG else _key.__wrapped__(word)


@lru_cache(1 << 16)
def _key(word: str) -> str:
    if word.isascii() and word.isalpha():
        return word.lower()
    word = _UNSEEN.sub("", word)
    if _WRITTEN.match(word):
        word = _RAISED.sub("^", _DASH.sub("-", word))
    word = _HYPHENED.sub("-", word)
    plain = _DROP.sub("", unicodedata.normalize("NFKC", word)).casefold().translate(_SAME)
    plain = _DROP.sub("", unicodedata.normalize("NFC", plain))
    if not plain.isascii():
        plain = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in plain)
    if POINT in plain and not _LIKE_THOUSANDS.match(plain):
        plain = plain.replace(POINT, ".")
    if not _NUMBER.match(plain):
        return _NOT_BETWEEN.sub("", plain)
    # A per cent sign goes with its number, on whichever side the direction of the text has put it.
    return f"{plain.replace('%', '')}%" if "%" in plain else plain


_LAM_ALEF = re.compile("\u0644([\u0627\u0623\u0625\u0622])")


def turned(word: str) -> str:
    """A word as programs give it back that take lam-alef, which is one letter on paper, apart the wrong way round."""
    return _LAM_ALEF.sub("\\1\u0644", word)


# What is left out where a text is typed in haste or on an old machine: accents, the hamza on an alef, the points of a last ya.
_BARE = str.maketrans({"\u0623": "\u0627", "\u0625": "\u0627", "\u0622": "\u0627", "\u0649": "\u064a"})
_SET_ON = re.compile("[\u0300-\u036f]")
_POINTED = re.compile("[\u0623\u0625\u0622\u00c0-\u024f\u1e00-\u1eff]")


@lru_cache(1 << 15)
def _bare(key: str) -> str:
    return unicodedata.normalize("NFC", _SET_ON.sub("", unicodedata.normalize("NFD", key))).translate(_BARE)


def bare(key: str) -> str:
    """A word as it is compared, without its accents."""
    if key.isascii():
        return key
    return _bare(key) if len(key) <= _LONG else _bare.__wrapped__(key)


def is_bare(given: list[Word]) -> bool:
    """Whether no word of a text has an accent: then it was lost on the way, and not here and there."""
    return not any(_POINTED.search(one.key) for one in given)
