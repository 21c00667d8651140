"""A document as its own page shows it: what a list says of it and all the rest, in the reader's language, and its place for machines."""

from dataclasses import dataclass
from typing import Any

from flask import g
from flask_babel import gettext as _

from .. import addresses
from ..clocks import geneva
from ..languages import LANGUAGES, Language, choose
from ..services import visibility
from ..services.agenda import is_event
from ..services.particulars import Particular, particulars
from ..services.shown import Public, Text
from .access import keep, now, session, settings
from .attached import Attached, attached
from .chrome import stands_at
from .entries import Entry, Version, address, entry, versions
from .language import current_language, day, moment
from .markup import Markup, safe_body
from .sources import Source, named_sources
from .wording import STATUSES


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
