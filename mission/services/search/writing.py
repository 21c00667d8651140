"""Documents as the index holds them: their words with all that they are found by, at their places."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from typing import NamedTuple

import tantivy

from ...languages import TAGS
from ..dated import certain, months, years
from ..shown import Dated, Public
from .analysis import Word, chunk, chunks, reference
from .grouping import span
from .names import Names
from .schema import APART, ASIDE, WRITTEN, parts_of

_BEHIND = 1000
_PRECISIONS = ("day", "month", "year")
_MOST_DAYS = 1830
_NEAR_FUTURE = date(2100, 1, 1).toordinal()
_LONG_AGO = date(1900, 1, 1).toordinal()
_UNKNOWN = Dated(date(1900, 1, 1), None, "day")


class _Item(NamedTuple):
    """A word as it goes into the index wherever it is written: what it is found by there, and whether a name may begin with it."""

    tokens: tuple[str, ...]
    word: Word
    written: str
    opens: bool


class Writing:
    """Makes what the index holds of many documents; each chunk of their texts is looked at once."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._items: dict[str, dict[str, tuple[_Item, ...]]] = {tag: {} for tag in TAGS}
        self._entries: dict[str, dict[str, tuple[str, ...]]] = {tag: {} for tag in TAGS}

    def document(self, found: Public, first: int) -> tantivy.Document:
        """A numbered document as the index holds it; `first` is the entry of the register by which it became public."""
        made = tantivy.Document()
        made.add_unsigned("id", found.id)
        for name, values in (
            ("kind", (found.kind,)), ("section", (found.section,)), ("theme", found.themes), ("body", found.bodies), ("text", found.texts),
            ("session", (found.session,) if found.session else ()), ("occasion", (found.occasion,) if found.occasion else ()),
            ("precision", (found.dated.precision,) if found.dated else ()),
            ("code", (*_codes(found), *spans(found.dated))),
        ):  # fmt: skip
            for value in values:
                made.add_text(name, value)
        _add_dates(made, found)
        made.add_unsigned("released_order", first)
        codes = references(found.code, found.reference)
        for tag, text in found.texts.items():
            vocabulary: dict[str, None] = {}
            for part, written in parts_of(text).items():
                read = chunks(written)
                made.add_pre_tokenized_text(f"{tag}_{part}", self._tokens(read, tag))
                vocabulary |= dict.fromkeys(chain.from_iterable(map(self._entries[tag].__getitem__, dict.fromkeys(read))))
            if codes:
                # A reference is no word of the title, and stands so far behind it that no phrase reaches it.
                made.add_pre_tokenized_text(f"{tag}_title", _placed([_item(one, "", self._names, tag) for one in codes], {}, _BEHIND))
                vocabulary |= dict.fromkeys(_entry(one + ASIDE, one) for word in codes for one in (*word.forms, *word.more))
            made.add_text(f"{tag}_words", " ".join(vocabulary))
        return made

    def _tokens(self, read: Sequence[str], tag: str) -> tantivy.PreTokenizedString:
        """The words of a part and the names in it."""
        known = self._items[tag]
        for one in dict.fromkeys(read):
            if one not in known:
                self._learn(one, tag)
        items = list(chain.from_iterable(map(known.__getitem__, read)))
        names: dict[int, tuple[str, ...]] = {}
        if places := [at for at, one in enumerate(items) if one.opens]:
            words = [one.word for one in items]
            for first, _, key in self._names.standing(words, places, lambda at: items[at].written, tag):
                names[first] = (*names.get(first, ()), key)
        return _placed(items, names)

    def _learn(self, one: str, tag: str) -> None:
        words = chunk(one, tag)
        self._items[tag][one] = tuple(_item(word, one[word.start : word.end], self._names, tag) for word in words)
        spelt = [_entry(word.surface, word.forms[0]) for word in words]
        aside = [_entry(form + ASIDE, form) for word in words for form in (*word.forms[1:], *word.more)]
        self._entries[tag][one] = (*spelt, *aside)


def references(*codes: str | None) -> list[Word]:
    """Code and reference of a document, as words that stand beside its texts in every language."""
    return [reference(one) for one in codes if one]


def spans(dated: Dated | None) -> list[str]:
    """The days, months and years of a document, as they are asked for."""
    if dated is None:
        return []
    ordinals = range(dated.start.toordinal(), min((dated.end or dated.start).toordinal(), dated.start.toordinal() + _MOST_DAYS) + 1)
    days = [replace(dated, start=date.fromordinal(one)) for one in ordinals]
    wider = _PRECISIONS[_PRECISIONS.index(dated.precision) :]
    return list(dict.fromkeys(span(replace(one, precision=precision)) for one in days for precision in wider))


def _item(word: Word, written: str, names: Names, tag: str) -> _Item:
    return _Item((*word.forms, *word.more, WRITTEN + word.surface, *(APART + one for one in word.apart)), word, written, names.opens(word, tag))


def _placed(items: Sequence[_Item], names: dict[int, tuple[str, ...]], behind: int = 0) -> tantivy.PreTokenizedString:
    """Where each word stands, and each name. Where in the text they are written the index need not know: nothing asks it."""
    made = tantivy.Token
    tokens = [made(form, at, 0, 0) for at, (forms, _, _, _) in enumerate(items, behind) for form in forms]
    tokens += [made(key, at, 0, 0) for at, keys in names.items() for key in keys]
    return tantivy.PreTokenizedString("", tokens)


def _entry(surface: str, stem: str) -> str:
    return f"{surface}|{stem}"


def _codes(found: Public) -> Iterable[str]:
    return [one.lower() for one in (found.code, found.reference) if one]


def _add_dates(made: tantivy.Document, found: Public) -> None:
    dated = found.dated or _UNKNOWN
    first, (begun, ended) = dated.start, certain(dated)
    made.add_unsigned("begins", begun.toordinal())
    made.add_unsigned("ends", ended.toordinal())
    for year in years(dated):
        made.add_unsigned("year", year)
    for month in months(dated):
        made.add_unsigned("month", month)
    made.add_unsigned("dated_order", _order(first.toordinal(), found.id))
    # A withdrawal is an act too: whoever follows a list has to hear of it.
    acted = max(_seconds(found.settled_at), _seconds(found.withdrawal.at if found.withdrawal else None))
    made.add_unsigned("settled_order", _order(acted, found.id, 10**8))
    made.add_float("newness", 0.1 * min(1.0, max(0.0, (first.toordinal() - _LONG_AGO) / (_NEAR_FUTURE - _LONG_AGO))))


def _order(greater: int, lesser: int, room: int = 10**9) -> int:
    return greater * room + lesser


def _seconds(moment: datetime | None) -> int:
    return int(moment.timestamp()) if moment else 0
