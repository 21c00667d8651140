"""What one piece of a query means in one language: the words, names and symbols of which a text must hold one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ...languages import LANGUAGES
from ..dates import printed
from ..shown import Dated
from .analysis import Word, analyse, arabic, beginnings, divided, european, plain_word
from .analysis.letters import fold, lower
from .analysis.stopwords import LABELS

# From a folded word (and whether it is only the beginning of one) to the stems of the words that are written so in a language.
Lookup = Callable[[str, str, bool], tuple[str, ...]]
# A fragment of fewer letters begins too many words to mean one of them.
LEAST_PREFIX = 2
# Symbols as somebody types them, whole or not: A/HRC/5, S/RES/, S-30/1, L.27, ES-10, c2026-014; and those that are references or codes of ours.
_SYMBOL = re.compile(r"(?:[a-z]{1,4}-(?=[0-9]))?[a-z0-9]+(?:\.[a-z0-9]+)*(?:/[a-z0-9.\-]*)+|[a-z]{1,4}[.\-][0-9]+|[a-z][0-9]{4}-[0-9]{3,}")
_OURS = re.compile(r"(?:[a-z]{2,8}/)?[cdvsr]/[0-9]{4}/[0-9]{3,}|[cdvsr][0-9]{4}-[0-9]{3,}")
_OURS_BEGUN = re.compile(r"(?:[a-z]{2,8}/)?[cdvsr]/[0-9]{1,4}(?:/[0-9]*)?|[cdvsr][0-9]{4}-[0-9]*")
_FIRM = re.compile(r"\d{3}|/")
_AROUND = "()[]{}«»\"'“”.,;:!?؟،؛#<>"


@dataclass(frozen=True)
class Piece:
    """One thing asked for: a word as it was typed, or what stood in quotation marks; `date` is the day or year that it is, or the month that it
    names beside a year."""

    text: str
    quoted: bool
    excluded: bool
    date: Dated | None = None

    @property
    def symbol(self) -> str:
        """The symbol that it is or begins, in lower case; empty where it is none."""
        found = _SYMBOL.fullmatch(lower(self.text).strip(_AROUND))
        return found[0] if found else ""

    @property
    def code(self) -> str:
        """The reference or the code of one of our documents that it is; empty where it is none."""
        return symbol if _OURS.fullmatch(symbol := self.symbol) else ""

    @property
    def refers(self) -> bool:
        """Whether it is, or begins, a reference of ours."""
        return bool(_OURS_BEGUN.fullmatch(lower(self.text).strip(_AROUND)))

    @property
    def unsaid(self) -> bool:
        """Whether somebody who is typing it has said nothing yet: one letter, an article, one letter behind an article."""
        short = len(fold(lower(self.text)).strip(_AROUND)) < LEAST_PREFIX
        return not self.symbol and (short or any(len(one) < LEAST_PREFIX for one in beginnings(self.text)))


@dataclass(frozen=True)
class Group:
    """What one piece means in one language: any of `terms`, any of `phrases`, or, of lesser weight, any of `begun` or of `opened`, phrases of
    which the last word is only the beginning of one.

    `exact` phrases are of surfaces, the others of stems. What is `firm` is asked for as it stands, and nothing near it will do: what is quoted, a
    symbol, the number of a resolution. A document of the day, month or year `dated`, as the index knows it, is found by that alone.
    """

    terms: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    exact: bool = False
    begun: tuple[str, ...] = ()
    opened: tuple[tuple[str, ...], ...] = ()
    firm: bool = False
    dated: str = ""


@dataclass(frozen=True)
class Named:
    """The names that a piece is, or is a part of, and those that it may become.

    It may stand for them `alone`, as an acronym in capitals does, and be no word besides; or be an acronym in `small` letters; or only a small
    word `within` one, which says nothing by itself.
    """

    keys: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()
    alone: bool = False
    small: bool = False
    within: bool = False


UNNAMED = Named()


def group(piece: Piece, words: Sequence[Word], tag: str, named: Named, lookup: Lookup, typing: bool) -> Group:
    """What `piece`, of which these are the `words` in the language `tag`, is found by there. Somebody may still be `typing` its last word."""
    if piece.date and piece.date.precision == "day":
        # As it was typed, or as it is printed.
        said = (words, analyse(printed(piece.date, LANGUAGES[tag]), tag))
        return Group(phrases=tuple(dict.fromkeys(tuple(word.forms[0] for word in one) for one in said)), dated=span(piece.date))
    made = _group(piece, words, tag, named, lookup, typing)
    return replace(made, firm=piece.quoted or bool(_FIRM.search(piece.text)), dated=span(piece.date) if piece.date else "")


def _group(piece: Piece, words: Sequence[Word], tag: str, named: Named, lookup: Lookup, typing: bool) -> Group:
    if piece.quoted:
        # A name in quotation marks is asked for as it is written.
        surfaces = tuple(word.surface for word in words)
        # *droits de l homme*: what is elided is no word of a text.
        joined = tuple(one for one in surfaces[:-1] if one not in european.ELIDED) + surfaces[-1:]
        return Group(terms=(piece.code,) if piece.code else (), phrases=tuple(dict.fromkeys((surfaces, joined))), exact=True)
    begun, opened = _typed(piece, words, tag, lookup) if typing and not piece.excluded else ((), ())
    if typing and len(words) > 1 and len(words[-1].surface) < LEAST_PREFIX and not piece.symbol:
        words = words[:-1]
    if len(words) > 1:
        # Without their hyphens, and nothing that one of them alone is found by besides.
        alone = {form for word in words for form in plain_word(piece.text[word.start : word.end], tag)[2]}
        whole = tuple(dict.fromkeys(form for word in words for form in word.more if form not in alone))
        symbol = (piece.symbol,) if piece.symbol else ()
        return Group(terms=(*whole, *symbol, *named.keys), phrases=(tuple(word.forms[0] for word in words),), begun=begun, opened=opened)
    if "/" in words[0].surface:
        # As it is asked for it stands before those of which it is a part. Resolutions are named by their number alone too: A/HRC/RES/48/13.
        resolution = words[0].surface.partition("/res/")[2]
        return Group(terms=(*words[0].forms, *((resolution,) if resolution else ())), phrases=((words[0].surface,),), exact=True, begun=begun)
    terms = (*_forms(words[0], piece.text, tag, named, lookup), *named.keys)
    apart = tuple(plain_word(one, tag)[1][0] for one in divided(words[0].surface))
    return Group(terms=terms, phrases=(apart,) if apart else (), begun=tuple(one for one in (*begun, *named.begun) if one not in terms), opened=opened)


def stands(phrase: Sequence[str], words: Sequence[Word], at: int, exact: bool) -> bool:
    """Whether a phrase stands in a text from the word at a place on: in its stems, or as it is written but for what is joined before it."""
    if len(words) - at < len(phrase):
        return False
    if exact and phrase[0] in words[at].apart and arabic.parted(phrase):
        return all(words[at + n].surface == one for n, one in enumerate(phrase[1:], 1))
    return all(words[at + n].surface == one if exact else one in words[at + n].forms for n, one in enumerate(phrase))


def opens(phrase: Sequence[str], words: Sequence[Word], at: int) -> bool:
    """Whether a phrase of which the last word is only begun stands in a text from the word at a place on."""
    *before, last = phrase
    return len(words) - at > len(before) and words[at + len(before)].surface.startswith(last) and stands(before, words, at, False)


def span(dated: Dated) -> str:
    """A day, a month or a year as the index knows it: 2025-10-31, 2025-10, 2025."""
    return dated.start.isoformat()[: {"day": 10, "month": 7, "year": 4}[dated.precision]]


def unlabelled(word: str) -> str:
    """A reference of ours without what is said before it and joined to it: ref:MPM/C/2026/014, n°MPM/C/2026/014. Any other word as it is."""
    _, sign, last = word.replace("°", ":").replace("º", ":").rpartition(":")
    return last if sign and Piece(last, False, False).code else word


def labels_only(words: Sequence[Word]) -> bool:
    """Whether these words only say what kind of thing a reference beside them is."""
    return all(word.surface in LABELS for word in words)


def _typed(piece: Piece, words: Sequence[Word], tag: str, lookup: Lookup) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """What the last word of a piece may become, and the phrases that it opens where it is not the only one."""
    if piece.symbol:
        begun = lookup(tag, piece.symbol, True)
        return begun, (_opened(words, words[-1].surface),) if len(words) > 1 and (not begun or "-" in piece.symbol) else ()
    # As it is written: the surface of an Arabic word does not say any more where its hamza sits.
    last = piece.text[words[-1].start : words[-1].end] if arabic.LETTER.match(words[-1].surface) else words[-1].surface
    if len(words) > 1:
        return (), tuple(_opened(words, one) for one in beginnings(last) if len(one) >= LEAST_PREFIX)
    return lookup(tag, last, True), ()


def _opened(words: Sequence[Word], last: str) -> tuple[str, ...]:
    return (*(word.forms[0] for word in words[:-1]), last)


def _forms(word: Word, written: str, tag: str, named: Named, lookup: Lookup) -> tuple[str, ...]:
    """What a word of a query is found by. Typed without accents it means the words that are written so but for their accents:
    Snowball would take the *e* of *communique* for an ending and look for *commun*."""
    if named.alone:
        return ()
    if named.small:
        # As a text may write it, but not as a part of a symbol.
        return lookup(tag, word.surface, False)
    if tag == "ar" and word.more and not divided(word.surface) and arabic.LETTER.match(word.surface) and not lookup(tag, word.surface, False):
        # No text has it as it was typed: the preposition that is joined to it was copied along.
        return (*word.forms, *word.more)
    accented = lower(written) != fold(lower(written))
    if tag == "fr" and accented:
        return word.forms
    # The texts may have it in the other number alone: *communiques* means *communiqué*, *garantias* means *garantía*.
    spelt = (word.surface, *(() if accented else european.other_numbers(word.surface, tag)))
    found = [stem for one in spelt for stem in lookup(tag, one, False)]
    if not found and not accented and (rest := european.unelided(word.surface, tag)):
        # No text has it as it was typed: the apostrophe was left out.
        found = list(lookup(tag, rest, False))
    if tag == "fr":
        return tuple(dict.fromkeys((*found, *word.forms[1:]) if found else word.forms))
    return tuple(dict.fromkeys((*word.forms, *found)))
