"""What the index holds of a document: its words by language and part, and what it is filtered, counted and ordered by."""

import tantivy

from ...languages import TAGS
from ..markup import plain
from ..shown import Text
from .analysis import STOP, analyse
from .analysis import VERSION as ANALYSIS

# Changed with the fields; an index of another version is built again.
VERSION = f"11.{ANALYSIS}"
PARTS = ("title", "summary", "body")
# A surface in the index, as opposed to a stem.
WRITTEN = "="
# And one that stands behind what is joined to it.
APART = "+"
# In the vocabulary, after a form of a word other than its stem: what begins so is found, but it is no word that anybody wrote.
ASIDE = "|"


def schema() -> tantivy.Schema:
    """The fields of the index."""
    made = tantivy.SchemaBuilder()
    made.add_unsigned_field("id", stored=True, indexed=True, fast=True)
    # The state of the index itself, on a document of its own: the last public act it knows, and how far a building has come.
    made.add_unsigned_field("stamp", indexed=True, fast=True)
    made.add_unsigned_field("reached", fast=True)
    for name in ("kind", "section", "theme", "body", "text", "session", "occasion", "precision"):
        made.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("year", "month"):
        made.add_unsigned_field(name, fast=True)
    # Ordinals of the last day on which it can have begun and the first on which it can have ended (`services/dated.py`); orders that are whole
    # numbers, the later the greater.
    for name in ("begins", "ends", "dated_order", "released_order", "settled_order"):
        made.add_unsigned_field(name, indexed=name in ("begins", "ends"), fast=True)
    made.add_float_field("newness", fast=True)
    for tag in TAGS:
        for part in PARTS:
            made.add_text_field(f"{tag}_{part}", tokenizer_name="whitespace", index_option="position")
        made.add_text_field(f"{tag}_words", tokenizer_name="whitespace", index_option="basic")
    made.add_text_field("code", tokenizer_name="raw", index_option="basic")
    return made.build()


def state(stamp: int, reached: int) -> tantivy.Document:
    """The document that says what the index knows; its identifier is 0."""
    made = tantivy.Document()
    made.add_unsigned("id", 0)
    made.add_unsigned("stamp", stamp)
    made.add_unsigned("reached", reached)
    return made


def parts_of(text: Text) -> dict[str, str]:
    """The parts of a text as they are indexed."""
    return dict(zip(PARTS, (text.title, text.summary, plain(text.body)), strict=True))


def stems(text: str, tag: str) -> list[str]:
    """The stems of a text, without words that carry no subject."""
    return [word.forms[0] for word in analyse(text, tag) if word.surface not in STOP[tag]]
