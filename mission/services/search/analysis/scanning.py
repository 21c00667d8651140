"""From a text to its words: where each stands, and by what it is found."""

import re
from collections.abc import Container, Sequence
from functools import lru_cache
from typing import NamedTuple

from . import arabic, european
from .letters import APOSTROPHES, DOTTED, SPACES, THOUSANDS, UNSEEN, divided, fold, lower, undotted


class Word(NamedTuple):
    """A word of a text. `start` and `end` are where it is written, without what is joined before it.

    It is found by `forms`; a text's word also by `more` (the stretches of a symbol, the two halves of a hyphenated word as one, the parts of a
    number). `surface` is the word itself, folded: phrases in quotation marks go by it, and where it is the first of one by what stands `apart` from
    the conjunction or preposition that is joined to it.
    """

    forms: tuple[str, ...]
    more: tuple[str, ...]
    surface: str
    start: int
    end: int
    apart: tuple[str, ...] = ()


_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed" + re.escape(UNSEEN)
# Possessive all through (`++`, `*+`): nothing of a word is ever given back, and most of a scanner's time goes into trying to.
_LETTERS = rf"[^\W_]++(?:[{_MARKS}]++[^\W_]*+)*+"
# A symbol of the United Nations, a resolution or a reference, in digits of any script: A/HRC/58/L.27, 53/144, MPM/C/2026/014, and of a special
# session S-30/1, ES-11/L.1. The year in brackets after one, S/RES/2797(2025), is a word of its own: it is written with and without.
# Pages are told by signs that nobody sees where a symbol may be broken, or not.
_HYPHENS = "-\u2010\u2011\u2013"
_STROKES = "/／⁄∕"
_BREAK = f"[{re.escape(UNSEEN)}]*+"
_SESSION = rf"[A-Za-z]{{1,4}}+{_BREAK}[{_HYPHENS}]{_BREAK}(?=\d)"
# Behind a hyphen may begin another one: L.27-A/HRC/58/L.28, S-30/1-S-30/2.
_FURTHER = rf"{_BREAK}[.\{_HYPHENS}]{_BREAK}(?![A-Z]+(?:[{_HYPHENS}]\d+)?[{_STROKES}])[A-Za-z\d]+"
_SYMBOL = rf"(?:{_SESSION})?[A-Za-z\d]++(?:\.[A-Za-z\d]++)*+(?:{_BREAK}[{_STROKES}]{_BREAK}[A-Za-z\d]+(?:{_FURTHER})*)+"
_APOSTROPHE = f"[{re.escape(APOSTROPHES)}]"
# What is joined before a symbol is no part of it: l’ES-11/1, و53/144.
_BEFORE = rf"(?:[^\W\d_]{{1,2}}+{_APOSTROPHE}|[وف]?(?:[بكف]?ال|لل|[بكل])?(?<=[وفبكل])\u0640*)(?=\S{{0,40}}\d)(?={_SYMBOL}(?![^\W_]))"
_TOKEN = re.compile(
    rf"(?P<before>{_BEFORE})|(?P<symbol>{_SYMBOL})(?![^\W_])|(?P<number>{THOUSANDS}(?![^\W_]))|(?P<ordinal>\d++\.(?:[ºª]|er)(?![^\W_]))|(?P<dotted>(?<![^\W_]\.)(?:[^\W\d_]{{1,2}}{_APOSTROPHE})?{DOTTED})"
    rf"|{_LETTERS}(?:{_APOSTROPHE}{_LETTERS})*"
)
_STROKE = re.compile(f"[{_STROKES}]")
# No word but a number has a space in it, and nothing beyond one touches it: what stands between spaces is analysed once, wherever it is written.
CHUNK = re.compile(rf"\S+(?:(?<=\d)[{SPACES}](?=\d{{3}}(?!\d))\S+)*")
_SPACED = re.compile(rf"\d[{SPACES}]\d{{3}}(?!\d)")
_LONGEST = 60
_MOST_PARTS = 9
# What `Word(…)` calls in the end.
_made = tuple.__new__


def analyse(text: str, tag: str) -> list[Word]:
    """The words of `text` in the language with this tag, in their order."""
    words: list[Word] = []
    # Every text goes through this loop word by word.
    for match in CHUNK.finditer(text):
        start = match.start()
        for forms, more, surface, first, after, apart in chunk(match[0], tag):
            words.append(_made(Word, (forms, more, surface, start + first, start + after, apart)))
    return words


def chunks(text: str) -> list[str]:
    """What stands between spaces in a text, in its order."""
    return CHUNK.findall(text) if _SPACED.search(text) else text.split()


def chunk(text: str, tag: str) -> tuple[Word, ...]:
    """The words of a text without spaces."""
    return _chunk(text, tag) if len(text) <= _LONGEST else _cut(text, tag)


def _cut(text: str, tag: str) -> tuple[Word, ...]:
    # A mark that stands alone, ـ or ء or ʼ, is no word.
    return tuple(word for word in _words(text, tag) if word.surface)


def _words(text: str, tag: str) -> Sequence[Word]:
    if text.isalnum():
        return (_word(text, tag, 0, len(text)),)  # most are
    words: list[Word] = []
    joined = -1
    for match in _TOKEN.finditer(text):
        raw, (start, end) = match[0], match.span()
        if match.lastgroup == "before":
            continue
        if match.lastgroup == "number":
            words.append(_number(raw, match["between"], start, end))
        elif match.lastgroup != "symbol":
            words.append(_word(raw, tag, start, end))
            if joined == start - 1 and len(words) > 1 and text[joined] in _HYPHENS:
                words[-2] = _with_joined(words[-2], text[words[-2].start : end], tag)
        elif any(one.isdigit() for one in raw):
            words.append(_symbol(raw, start, end))
        else:
            words.extend(_word(one[0], tag, start + one.start(), start + one.end()) for one in _TOKEN.finditer(_STROKE.sub(" ", raw)))
        joined = end
    return words


_chunk = lru_cache(200_000)(_cut)


def _word(raw: str, tag: str, start: int, end: int) -> Word:
    begun, forms, more, surface, apart = plain_word(undotted(raw[:_LONGEST]), tag)
    return _made(Word, (forms, more, surface, start + begun, end, apart))


@lru_cache(50_000)
def plain_word(raw: str, tag: str) -> tuple[int, tuple[str, ...], tuple[str, ...], str, tuple[str, ...]]:
    """Of one word as it is written: where it begins, its forms, what it is found by besides, its surface, and those that it has apart."""
    word = lower(raw)
    if arabic.LETTER.search(word):
        # An Arabic word is Arabic in any text.
        joined, forms, more, surface, apart = arabic.forms(word)
        return after(raw, joined), forms, (*more, *divided(surface)), surface, apart
    begun, word = european.parts(word, tag)
    if word[:1].isdigit() and (number := european.ordinal(word, tag)):
        return begun, (f"{number}°",), (number, fold(word)), f"{number}°", ()
    capitals = raw.isupper()
    word = european.in_capitals(word, tag) if capitals else word
    forms = (fold(word),) if tag == "ar" else european.forms(word, tag)
    accented = european.accented(word, tag) if capitals else ()
    return begun, forms, (*(one for one in accented if one not in forms), *divided(word)), fold(word), ()


def beginnings(written: str) -> tuple[str, ...]:
    """With what the surfaces begin that somebody may be typing: in Arabic, what is joined before a word may stand there already or not yet.
    Empty text among them says that nothing of the word itself is there."""
    word = lower(written)
    return arabic.beginnings(word) if arabic.LETTER.search(word) else (fold(word),)


def inner(written: str, wanted: Container[str]) -> int:
    """Where in a word, as its `start` and `end` cut it, begins what the `wanted` forms find: behind a conjunction or a preposition that is
    joined to it, -1 where one letter before it belongs to it."""
    if not arabic.LETTER.match(written):
        return 0
    return after(written, arabic.inner(lower(written), wanted))


def after(raw: str, letters: int) -> int:
    """Where a word begins after so many letters, vowel marks and lengthenings not counted; before it where the number is less than nothing."""
    if letters < 0:
        return letters
    at = 0
    while at < len(raw) and (letters or arabic.is_mark(raw[at]) or raw[at] == "\u0640"):
        letters -= not (arabic.is_mark(raw[at]) or raw[at] in UNSEEN or raw[at] == "\u0640")
        at += 1
    return at if at < len(raw) else 0


def _number(raw: str, between: str, start: int, end: int) -> Word:
    """A number of which thousands are set apart, found as one and by its parts."""
    parts = lower(raw.replace(between, " ")).split()
    whole = "".join(parts)
    return Word((whole,), tuple(dict.fromkeys(parts)), whole, start, end)


def _symbol(raw: str, start: int, end: int) -> Word:
    """A symbol, found by every stretch of it between strokes, and by its parts: A/HRC/58/L.27 by HRC/58/L.27, A/HRC/58, L.27 and 27; one of a
    special session, S-30/1, by 30/1 too."""
    whole = lower(raw)
    single = [one for one in re.split(r"[/.\-]", whole) if len(one) > 1 or one.isdigit()]
    # A/HRC/58/L.27-L.30 names its first one whole; CO/5-6 is the fifth report too.
    until = whole.rpartition("-")[0] if "-" in whole.rpartition("/")[2] else ""
    numbered = whole.partition("-")[2] if "-" in whole.partition("/")[0] else ""
    stretches = [one for one in (*_stretches(whole), *_stretches(until), *_stretches(numbered)) if any(sign in one for sign in "/.-")]
    return Word((whole,), tuple(one for one in dict.fromkeys((*single, *stretches)) if one != whole), whole, start, end)


def reference(written: str) -> Word:
    """A reference as a word beside the text that bears it: found by it as a whole and by its longer stretches, not by a year or a number."""
    whole = lower(written)
    return Word((whole,), tuple(one for one in _stretches(whole) if "/" in one and one != whole), whole, 0, 0)


def _stretches(symbol: str) -> list[str]:
    parts = symbol.split("/")[:_MOST_PARTS]
    return ["/".join(parts[first:after]) for first in range(len(parts)) for after in range(first + 1, len(parts) + 1)]


def _with_joined(word: Word, written: str, tag: str) -> Word:
    """The first half of a hyphenated word, found by the whole word without its hyphen too."""
    whole = plain_word("".join(one for one in written if one not in _HYPHENS)[:_LONGEST], tag)[1]
    return word._replace(more=word.more + tuple(form for form in whole if form not in word.forms))
