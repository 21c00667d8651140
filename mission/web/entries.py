"""Documents as lists show them: frozen values with everything already in the reader's language, and where each is read."""

from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _

from .. import addresses
from ..languages import LANGUAGES, TAGS, Language, choose
from ..services.naming import venue
from ..services.particulars import hours
from ..services.shown import Labels, Public
from .access import keep, labels
from .language import current_language, iso, printed
from .wording import KINDS, OCCASIONS


@dataclass(frozen=True)
class Tag:
    """A theme or body, as a link to the list of what is about it."""

    key: str
    label: str
    href: str
    # The whole name of what the label abbreviates.
    name: str = ""


@dataclass(frozen=True)
class Entry:
    """A document in a list."""

    # Document and public edition: what a kept piece is known by. None for a preview, of which nothing is kept.
    key: tuple[int, int] | None
    href: str
    reference: str | None
    kind: str
    kind_label: str
    dated: str
    dated_iso: str
    dated_end_iso: str
    title: str
    summary: str
    language: Language
    foreign: bool
    languages: tuple[Language, ...]
    themes: tuple[Tag, ...]
    bodies: tuple[Tag, ...]
    withdrawn: bool
    retrospective: bool
    occasion_label: str
    venue: str
    # The hours where it is held and, where they differ, in Geneva.
    hours: tuple[str, ...]


def entry(document: Public) -> Entry:
    """A document for a list, in the request's language or the nearest one."""
    if not document.edition:
        return _entry(document)  # a preview
    return keep().get(("entry", current_language().tag, document.id, document.edition), lambda: _entry(document), of=document.id)


def _entry(document: Public) -> Entry:
    language = current_language()
    text = document.text(language)
    return Entry(
        key=(document.id, document.edition) if document.edition else None,
        href=address(document, language),
        reference=document.reference,
        kind=document.kind,
        kind_label=kind_label(document.kind, language),
        dated=printed(document.dated) if document.dated else "",
        dated_iso=iso(document.dated) if document.dated else "",
        dated_end_iso=document.dated.end.isoformat() if document.dated and document.dated.end else "",
        title=text.title,
        summary=text.summary,
        language=LANGUAGES[text.language],
        foreign=text.language != language.tag,
        languages=languages_of(document),
        themes=theme_tags(document, labels(), language),
        bodies=body_tags(document, labels(), language),
        withdrawn=document.withdrawal is not None,
        retrospective=document.kind == "milestone",
        occasion_label=str(OCCASIONS.get(document.occasion or "", "")),
        venue=venue(document.venue or "", _),
        hours=hours(document, language, _),
    )


def address(document: Public, language: Language) -> str:
    """The public address of a document, with the slug of the title that a reader of `language` sees."""
    if document.code is None:
        return addresses.page(language.tag, document.section, document.path)
    return addresses.document(language.tag, document.section, document.code, document.text(language).title)


def address_of(document: Public, edition: int, sequence: int, language: Language) -> str:
    """Where `edition` is read, which the entry `sequence` of the register made public: the newest one at the document's own address, an earlier one
    at its own; a page of the tree has none for it but that of the entry."""
    if edition == document.edition:
        return address(document, language)
    if document.code:
        return addresses.edition(language.tag, document.section, document.code, edition)
    return addresses.register_entry(language.tag, sequence)


def languages_of(document: Public) -> tuple[Language, ...]:
    """The languages in which a document exists, in the house's order."""
    return tuple(LANGUAGES[tag] for tag in LANGUAGES if tag in document.texts)


@lru_cache(64)
def kind_label(kind: str, language: Language) -> str:
    """What a kind is called; `language` is that of the request."""
    return str(KINDS[kind])


def theme_tags(document: Public, names: Labels, language: Language) -> tuple[Tag, ...]:
    """The themes of a document as links."""
    return tuple(_tag("theme", key, names.themes, language) for key in document.themes)


def body_tags(document: Public, names: Labels, language: Language) -> tuple[Tag, ...]:
    """The bodies of a document as links, by their acronyms."""
    return tuple(_tag("body", key, names.acronyms, language, names.names) for key in document.bodies)


def _tag(kind: str, key: str, names: Any, language: Language, whole: Any = None) -> Tag:
    def make() -> Tag:
        label = named(names[key], language)
        return Tag(key, label, addresses.listing(language.tag, "communiques", {kind: key}), named(whole[key], language) if whole else "")

    return keep().get(("tag", kind, key, language.tag), make, of=0)


def named(names: Any, language: Language) -> str:
    """A label in `language`, or in the nearest language that has one."""
    chosen = choose(language, tuple(names))
    return str(names[chosen.tag]) if chosen else ""


@dataclass(frozen=True)
class Version:
    """A language of a document, and where it is read."""

    tag: str
    name: str
    direction: str
    href: str
    current: bool


def versions(document: Public, tags: Container[str] = TAGS) -> tuple[Version, ...]:
    """Where each language of a document, or each of those with these tags, is read; those of a preview are previews too."""
    current = current_language()

    def place(language: Language) -> str:
        return addresses.preview(document.draft, language.tag, document.token) if document.draft else address(document, language)

    return tuple(Version(one.tag, one.name, one.direction, place(one), one == current) for one in languages_of(document) if one.tag in tags)
