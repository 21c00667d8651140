"""What the index holds of a document: its words by language and part, and what it is filtered, counted and ordered by."""

from collections.abc import Iterable
from datetime import date, datetime

import tantivy

from ...languages import TAGS
from ..markup import plain
from ..shown import Public, Text
from .analysis import STOP, Word, analyse, reference
from .analysis import VERSION as ANALYSIS
from .names import Names

# Changed with the fields; an index of another version is built again.
VERSION = f"4.{ANALYSIS}"
PARTS = ("title", "summary", "body")
# A surface in the index, as opposed to a stem.
WRITTEN = "="
# In the vocabulary, after a form of a word other than its stem: what begins so is found, but it is no word that anybody wrote.
ASIDE = "|"
_BEHIND = 1000
_NEAR_FUTURE = date(2100, 1, 1).toordinal()
_LONG_AGO = date(1900, 1, 1).toordinal()
Token = tuple[str, int, int, int]


def schema() -> tantivy.Schema:
    """The fields of the index."""
    made = tantivy.SchemaBuilder()
    made.add_unsigned_field("id", stored=True, indexed=True, fast=True)
    # The state of the index itself, on a document of its own: the last public act it knows, and how far a building has come.
    made.add_unsigned_field("stamp", indexed=True, fast=True)
    made.add_unsigned_field("reached", fast=True)
    for name in ("kind", "section", "theme", "body", "text", "session"):
        made.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("year", "month"):
        made.add_unsigned_field(name, fast=True)
    # Ordinals of the first and the last day; orders that are whole numbers, the later the greater.
    for name in ("begins", "ends", "dated_order", "released_order", "settled_order"):
        made.add_unsigned_field(name, indexed=name in ("begins", "ends"), fast=True)
    made.add_float_field("newness", fast=True)
    for tag in TAGS:
        for part in PARTS:
            made.add_text_field(f"{tag}_{part}", tokenizer_name="whitespace", index_option="position")
        made.add_text_field(f"{tag}_words", tokenizer_name="raw", index_option="basic")
    made.add_text_field("code", tokenizer_name="raw", index_option="basic")
    return made.build()


def state(stamp: int, reached: int) -> tantivy.Document:
    """The document that says what the index knows; its identifier is 0."""
    made = tantivy.Document()
    made.add_unsigned("id", 0)
    made.add_unsigned("stamp", stamp)
    made.add_unsigned("reached", reached)
    return made


def document(found: Public, names: Names) -> tantivy.Document:
    """A numbered document as the index holds it."""
    made = tantivy.Document()
    made.add_unsigned("id", found.id)
    for name, values in (
        ("kind", (found.kind,)), ("section", (found.section,)), ("theme", found.themes), ("body", found.bodies), ("text", found.texts),
        ("session", (found.session,) if found.session else ()), ("code", _codes(found)),
    ):  # fmt: skip
        for value in values:
            made.add_text(name, value)
    _add_dates(made, found)
    codes = references(found.code, found.reference)
    for tag, text in found.texts.items():
        vocabulary: set[tuple[str, str]] = set()
        for part, written in parts_of(text).items():
            words = analyse(written, tag)
            made.add_pre_tokenized_text(f"{tag}_{part}", _tokens(written, words, names, tag))
            vocabulary.update([(surface, forms[0]) for forms, _, surface, _, _ in words])
            vocabulary.update([(one + ASIDE, one) for forms, more, _, _, _ in words for one in (*forms[1:], *more)])
        if codes:
            # A reference is no word of the title, and stands so far behind it that no phrase reaches it.
            made.add_pre_tokenized_text(f"{tag}_title", _tokens("", codes, names, tag, _BEHIND))
            vocabulary.update([(one + ASIDE, one) for word in codes for one in (*word.forms, *word.more)])
        for surface, stem in sorted(vocabulary):
            made.add_text(f"{tag}_words", f"{surface}|{stem}")
    return made


def parts_of(text: Text) -> dict[str, str]:
    """The parts of a text as they are indexed."""
    return dict(zip(PARTS, (text.title, text.summary, plain(text.body)), strict=True))


def references(*codes: str | None) -> list[Word]:
    """Code and reference of a document, as words that stand beside its texts in every language."""
    return [reference(one) for one in codes if one]


def stems(text: str, tag: str) -> list[str]:
    """The stems of a text, without words that carry no subject."""
    return [word.forms[0] for word in analyse(text, tag) if word.surface not in STOP[tag]]


def _codes(found: Public) -> Iterable[str]:
    return [one.lower() for one in (found.code, found.reference) if one]


def _add_dates(made: tantivy.Document, found: Public) -> None:
    first, last = (found.dated.start, found.dated.end or found.dated.start) if found.dated else (date(1900, 1, 1), date(1900, 1, 1))
    made.add_unsigned("begins", first.toordinal())
    made.add_unsigned("ends", last.toordinal())
    for year in range(first.year, last.year + 1):
        made.add_unsigned("year", year)
    for month in range(first.year * 12 + first.month, last.year * 12 + last.month + 1):
        made.add_unsigned("month", (month - 1) // 12 * 100 + (month - 1) % 12 + 1)
    made.add_unsigned("dated_order", _order(first.toordinal(), found.id))
    made.add_unsigned("released_order", _order(_number(found), found.id))
    # A withdrawal is an act too: whoever follows a list has to hear of it.
    acted = max(_seconds(found.settled_at), _seconds(found.withdrawal.at if found.withdrawal else None))
    made.add_unsigned("settled_order", _order(acted, found.id, 10**8))
    made.add_float("newness", 0.1 * min(1.0, max(0.0, (first.toordinal() - _LONG_AGO) / (_NEAR_FUTURE - _LONG_AGO))))


def _order(greater: int, lesser: int, room: int = 10**9) -> int:
    return greater * room + lesser


def _number(found: Public) -> int:
    year, number = (found.code or "x0-0")[1:].split("-")
    return int(year) * 100_000 + int(number)


def _seconds(moment: datetime | None) -> int:
    return int(moment.timestamp()) if moment else 0


def _tokens(text: str, words: list[Word], names: Names, tag: str, behind: int = 0) -> tantivy.PreTokenizedString:
    """The words of a part with all that they are found by, at their positions."""
    made = tantivy.Token
    tokens = [
        made(form, at, start, end)
        for at, (forms, more, surface, start, end) in enumerate(words, behind)
        for form in (*forms, *more, WRITTEN + surface)
    ]  # fmt: skip
    if found := list(names.written(words, text, tag)):
        tokens += [tantivy.Token(key, first, words[first].start, words[after - 1].end) for first, after, key in found]
        tokens.sort(key=lambda token: token.position)
    return tantivy.PreTokenizedString(text, tokens)
