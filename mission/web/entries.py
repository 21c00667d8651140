"""Documents as a page shows them: frozen values with everything already in the reader's language."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from flask import g
from flask_babel import gettext as _

from .. import addresses
from ..clocks import GENEVA, geneva
from ..languages import LANGUAGES, TAGS, Language, choose
from ..services import visibility
from ..services.agenda import is_event
from ..services.naming import venue
from ..services.particulars import Particular, hours, particulars
from ..services.shown import Labels, Public, Text
from .access import keep, labels, now, session, settings
from .attached import Attached, attached
from .chrome import stands_at
from .language import current_language, day, iso, printed
from .markup import Markup, safe_body
from .sources import Source, named_sources
from .wording import KINDS, OCCASIONS, STATUSES


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


@dataclass(frozen=True)
class Remark:
    """A dated note to the readers: of a correction or a withdrawal."""

    note: str
    dated: str
    language: Language

    @property
    def notice(self) -> str:
        return self.note


@dataclass(frozen=True)
class Reading(Entry):
    """A document being read: what a list shows, and all the rest."""

    body: Markup
    section: str
    particulars: tuple[Particular, ...]
    # Moments for machines: ISO 8601 with the zone's offset, empty where they are not known. Published is the first edition.
    published: str
    modified: str
    starts: str
    ends: str
    calendar: str
    text_copy: str
    # PDFs in the language of the text: of the newest edition, and of this very one.
    paper: str
    edition_paper: str
    card: str
    # SHA-256 of the canonical content, and the address for print, absolute; a page of the tree has only the first.
    digest: str
    short: str
    # The register's entry that made the edition public; 0 for a preview.
    registered: int
    # Where the editions are read: of a numbered document on a page of their own, of a page of the tree in the register; empty of a first one.
    editions: str
    status_label: str
    versions: tuple[Version, ...]
    sources: tuple[Source, ...]
    # Those of the language that is read.
    pictures: tuple[Attached, ...]
    attachments: tuple[Attached, ...]
    edition: int
    released: str
    # Every one in the language of the text, the last first.
    corrections: tuple[Remark, ...]
    withdrawal: Remark | None
    fallback: Language | None
    # The texts of other languages that tell a chronology, by their tags: what one of them says of a date holds for all.
    chronologies: tuple[tuple[str, str], ...]

    @property
    def files(self) -> tuple[Attached, ...]:
        """Pictures first, as the page shows them."""
        return self.pictures + self.attachments


def reading(document: Public, *, once: bool = False) -> Reading:
    """A document for its own page; nothing is kept of a preview, nor of what is read `once` (an archive of hundreds)."""
    if once or not document.edition:
        return _reading(document)
    of = None if document.files else document.id
    return keep().get(("reading", current_language().tag, document.id, document.edition), lambda: _reading(document), of)


def _reading(document: Public) -> Reading:
    language = current_language()
    text = document.text(language)
    listed = entry(document)
    files = attached(document, text.language)
    return Reading(
        **{name: getattr(listed, name) for name in Entry.__dataclass_fields__},
        body=safe_body(text.body),
        section=document.section,
        particulars=particulars(document, language, _),
        published=moment(document.released_at if document.edition < 2 else visibility.first_settled(session(), document.id)),
        modified=moment(document.settled_at),
        starts=moment(document.starts_at, document.venue_zone),
        ends=moment(document.ends_at, document.venue_zone),
        calendar=addresses.calendar(language.tag, document.section, document.code) if document.code and is_event(document) else "",
        text_copy=addresses.plain(language.tag, document.section, document.code) if document.code else "",
        **_papers(document, text.language),
        digest=document.digest,
        registered=document.entry,
        editions=_editions(document, language.tag),
        status_label=str(STATUSES[text.status]),
        versions=versions(document),
        sources=named_sources(document.sources, language.tag),
        pictures=tuple(one for one in files if one.picture),
        attachments=tuple(one for one in files if not one.picture),
        edition=document.edition,
        released=day(geneva(document.released_at)) if document.released_at else "",
        corrections=_corrections(document, text),
        withdrawal=withdrawal(document),
        fallback=LANGUAGES[text.language] if text.language != language.tag else None,
        chronologies=tuple((tag, one.body) for tag, one in document.texts.items() if tag != text.language and 'class="chronology"' in one.body),
    )


def _papers(document: Public, tag: str) -> dict[str, Any]:
    """Where the papers of an edition are, and what they and a citation carry; all empty for what has no code yet."""
    if not document.code or not document.edition:
        return {"paper": "", "edition_paper": "", "card": "", "short": ""}
    place = (tag, document.section, document.code)
    return {
        "paper": addresses.paper(*place), "edition_paper": addresses.paper(*place, document.edition),
        "card": addresses.card(*place, document.edition),
        "short": settings().base_url + addresses.short(document.code),
    }  # fmt: skip


def _editions(document: Public, tag: str) -> str:
    if document.edition < 2:
        return ""
    if document.code:
        return addresses.editions(tag, document.section, document.code)
    return addresses.listing(tag, "register", {"q": addresses.page(tag, document.section, document.path)})


def versions(document: Public, tags: Container[str] = TAGS) -> tuple[Version, ...]:
    """Where each language of a document, or each of those with these tags, is read; those of a preview are previews too."""
    current = current_language()

    def place(language: Language) -> str:
        return addresses.preview(document.draft, language.tag, document.token) if document.draft else address(document, language)

    return tuple(Version(one.tag, one.name, one.direction, place(one), one == current) for one in languages_of(document) if one.tag in tags)


def place(found: Public) -> None:
    """Tell machines where the document stands: its true languages, and for a fallback the page that it really is."""
    language = current_language()
    shown = found.text(language).language
    g.page_switch, own = keep().get(("places", found.id), lambda: _places(found), of=found.id)
    stands_at(own if language.tag in own else {}, canonical=own[shown], hidden=shown != language.tag or found.withdrawal is not None)


def _places(found: Public) -> tuple[dict[str, str], dict[str, str]]:
    """Where the document is read in each language, and in each of those in which it truly is."""
    places = {tag: address(found, one) for tag, one in LANGUAGES.items()}
    return places, {tag: one for tag, one in places.items() if tag in found.texts}


def moment(at: datetime | None, zone: str | None = None) -> str:
    """A moment for machines, by the clock of a zone or Geneva's; empty where there is none."""
    return at.astimezone(ZoneInfo(zone) if zone else GENEVA).isoformat(timespec="seconds") if at else ""


def _corrections(document: Public, text: Text) -> tuple[Remark, ...]:
    # One that is not public yet stands in a preview as it would today.
    return tuple(Remark(note, day(geneva(at or now())), LANGUAGES[text.language]) for at, note in document.corrected(text.language))


def withdrawal(document: Public) -> Remark | None:
    """The notice of a withdrawal in the reader's language, or the nearest one."""
    if document.withdrawal is None:
        return None
    chosen = choose(current_language(), tuple(document.withdrawal.texts))
    assert chosen is not None
    return Remark(document.withdrawal.texts[chosen.tag], day(geneva(document.withdrawal.at)), chosen)


__all__ = ["Entry", "Reading", "Tag", "Version", "address", "entry", "languages_of", "moment", "named", "place", "reading", "versions", "withdrawal"]
