"""The views of a numbered document, which every section that can hold one serves."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, g
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from .. import addresses
from ..languages import LANGUAGES, choose
from ..services import visibility
from ..services.beside import neighbours, related
from ..services.shown import Public
from .access import session
from .calendars import show_event
from .chrome import Link, home_link, section_link, stands_at
from .citations import as_citation, shared
from .differences import compared
from .entries import address, entry, languages_of
from .files import serve_files
from .language import current_language, minute
from .papers import serve_papers, size
from .plain import as_text
from .readings import place, reading
from .recalled import gone, missing
from .responses import moved, page
from .wording import ACTS

_CITATIONS = ",".join(f"'{form}'" for form in addresses.CITATIONS)


def serve_documents(blueprint: Blueprint, section: str) -> None:
    """Give `blueprint` the documents of `section`: ``/fr/<section>/<code>`` with or without a slug."""

    @blueprint.get(f"/<language:language>/{section}/<code:code>", defaults={"slug": None})
    @blueprint.get(f"/<language:language>/{section}/<code:code>/<slug:slug>")
    def document(code: str, slug: str | None) -> BaseResponse:
        return show_document(section, code, slug)

    @blueprint.get(f"/<language:language>/{section}/<code:code>.txt")
    def text(code: str) -> BaseResponse:
        return show_text(section, code)

    @blueprint.get(f"/<language:language>/{section}/<code:code>.ics")
    def event(code: str) -> BaseResponse:
        return show_event(section, code)

    @blueprint.get(f"/<language:language>/{section}/<code:code>.<any({_CITATIONS}):citation>")
    def cited(code: str, citation: str) -> BaseResponse:
        return show_citation(section, code, citation)

    @blueprint.get(f"/<language:language>/{section}/<code:code>/editions/<number:number>")
    def edition(code: str, number: int) -> BaseResponse:
        return show_edition(section, code, number)

    @blueprint.get(f"/<language:language>/{section}/<code:code>/editions")
    def editions(code: str) -> BaseResponse:
        return show_editions(section, code)

    @blueprint.get(f"/<language:language>/{section}/<code:code>/editions/<number:number>/changes")
    def changes(code: str, number: int) -> BaseResponse:
        return show_changes(section, code, number)

    serve_papers(blueprint, section)
    serve_files(blueprint, section)


def show_document(section: str, code: str, slug: str | None) -> BaseResponse:
    """A document's newest edition. The code decides: another section or slug redirects, in one step."""
    found = visibility.by_code(session(), code)
    if found is None:
        return missing(code)
    language = current_language()
    rightful = addresses.slug(found.text(language).title)
    if found.section != section or (slug is not None and slug != rightful):
        return moved(address(found, language))
    place(found)
    return page(
        "documents/page.html",
        document=reading(found),
        paper_size=size(found),
        related=lambda: tuple(entry(one) for one in related(session(), found)),
        beside=lambda: tuple(one and entry(one) for one in neighbours(session(), found)),
        alone=False,
        share=lambda: shared(found),
        trail=lambda: document_trail(found),
    )


def show_text(section: str, code: str) -> BaseResponse:
    """A document as plain text."""
    found = visibility.by_code(session(), code)
    if found is None:
        return missing(code)
    if found.section != section:
        return moved(addresses.plain(current_language().tag, found.section, code))
    return as_text(found)


def show_citation(section: str, code: str, form: str) -> BaseResponse:
    """A document's citation for a reference manager."""
    found = visibility.by_code(session(), code)
    if found is None:
        return missing(code)
    if found.section != section:
        return moved(addresses.cited(current_language().tag, found.section, code, form))
    return as_citation(found, form)


def show_edition(section: str, code: str, number: int) -> BaseResponse:
    """One settled edition of a document, for ever; the newest one is named by the page itself."""
    found = visibility.public_edition(session(), code, number)
    newest = visibility.by_code(session(), code)
    if found is None or newest is None:
        return missing(code)
    if newest.section != section:
        return moved(addresses.edition(current_language().tag, newest.section, code, number))
    here = {tag: addresses.edition(tag, section, code, number) for tag in LANGUAGES}
    stands_at({}, canonical=address(newest, LANGUAGES[newest.text(current_language()).language]), hidden=True)
    g.page_switch = here
    superseded = number != newest.edition
    # A withdrawal is of the document: no edition of it stands any more.
    found = replace(found, withdrawal=newest.withdrawal)
    return page(
        "documents/page.html",
        document=reading(found), paper_size=size(found), alone=True, trail=lambda: document_trail(found),
        newest=entry(newest) if superseded else None,
    )  # fmt: skip


def show_editions(section: str, code: str) -> BaseResponse:
    """Every settled edition of a document with its date, its act and its note, newest first."""
    newest = visibility.by_code(session(), code)
    if newest is None:
        return missing(code)
    tag = current_language().tag
    if newest.section != section:
        return moved(addresses.editions(tag, newest.section, code))
    stands_at({}, canonical=address(newest, LANGUAGES[newest.text(current_language()).language]), hidden=True)
    g.page_switch = {one: addresses.editions(one, section, code) for one in LANGUAGES}
    return page(
        "documents/editions.html",
        document=entry(newest), rows=[_edition_row(one, newest) for one in reversed(visibility.settled_editions(session(), newest.id))],
        withdrawal=reading(newest).withdrawal, trail=lambda: (*_below(newest), Link(_("Editions"), "")),
    )  # fmt: skip


def show_changes(section: str, code: str, number: int) -> BaseResponse:
    """What an edition changed in the one before it, word by word, in the language of the page."""
    newest = visibility.by_code(session(), code)
    before, after = (visibility.public_edition(session(), code, one) for one in (number - 1, number))
    if newest is None or before is None or after is None:
        return missing(code)
    tag = current_language().tag
    if newest.section != section:
        return moved(addresses.changes(tag, newest.section, code, number))
    stands_at({}, canonical=address(newest, LANGUAGES[newest.text(current_language()).language]), hidden=True)
    g.page_switch = {one: addresses.changes(one, section, code, number) for one in LANGUAGES}
    trail = (*_below(newest), Link(_("Editions"), addresses.editions(tag, section, code)))
    return page(
        "documents/changes.html", document=entry(newest), changed=compared(before, after, current_language()), row=_edition_row(after, newest),
        number=number, trail=(*trail, Link(str(number), "")),
    )  # fmt: skip


def _below(found: Public) -> tuple[Link, ...]:
    """The way to a document and on to what lies below it."""
    return (*document_trail(found)[:-1], Link(found.reference or "", address(found, current_language())))


def _edition_row(edition: Public, newest: Public) -> dict[str, Any]:
    """An edition in the list of them."""
    tag, code = current_language().tag, edition.code or ""
    text = edition.text(current_language())
    noted = {one: other.change_note for one, other in edition.texts.items() if other.change_note}
    spoken = choose(LANGUAGES[text.language], tuple(noted))
    return {
        "number": edition.edition, "href": addresses.edition(tag, newest.section, code, edition.edition), "act": str(ACTS[edition.change]),
        "time": minute(edition.settled_at), "note": noted[spoken.tag] if spoken else "", "spoken": spoken,
        "changes": addresses.changes(tag, newest.section, code, edition.edition) if edition.edition > 1 else "",
        "languages": languages_of(edition), "current": edition.edition == newest.edition,
    }  # fmt: skip


def document_trail(found: Public) -> tuple[Link, ...]:
    """The way from the home page to a document: by its section, ending in its reference."""
    return (home_link(), section_link(found.section), Link(found.reference or "", ""))


__all__ = ["document_trail", "gone", "missing", "serve_documents", "show_document", "show_edition"]
