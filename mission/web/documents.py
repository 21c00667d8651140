"""The views of a numbered document, which every section that can hold one serves."""

from flask import Blueprint, g
from werkzeug.wrappers import Response as BaseResponse

from .. import addresses
from ..languages import LANGUAGES
from ..services import listing, visibility
from ..services.shown import Public
from .access import session
from .chrome import Link, home_link, section_link, stands_at
from .entries import address, entry, place, reading
from .language import current_language
from .papers import serve_papers, size
from .plain import as_text
from .recalled import gone, missing
from .responses import moved, page


def serve_documents(blueprint: Blueprint, section: str) -> None:
    """Give `blueprint` the documents of `section`: ``/fr/<section>/<code>`` with or without a slug."""

    @blueprint.get(f"/<language:language>/{section}/<code:code>", defaults={"slug": None})
    @blueprint.get(f"/<language:language>/{section}/<code:code>/<slug:slug>")
    def document(code: str, slug: str | None) -> BaseResponse:
        return show_document(section, code, slug)

    @blueprint.get(f"/<language:language>/{section}/<code:code>.txt")
    def text(code: str) -> BaseResponse:
        return show_text(section, code)

    @blueprint.get(f"/<language:language>/{section}/<code:code>/editions/<number:number>")
    def edition(code: str, number: int) -> BaseResponse:
        return show_edition(section, code, number)

    serve_papers(blueprint, section)


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
        related=lambda: tuple(entry(one) for one in listing.related(session(), found)),
        beside=lambda: tuple(one and entry(one) for one in listing.neighbours(session(), found)),
        alone=False,
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
    return page(
        "documents/page.html",
        document=reading(found), paper_size=size(found), alone=True, trail=lambda: document_trail(found),
        newest=entry(newest) if superseded else None,
    )  # fmt: skip


def document_trail(found: Public) -> tuple[Link, ...]:
    """The way from the home page to a document: by its section, ending in its reference."""
    return (home_link(), section_link(found.section), Link(found.reference or "", ""))


__all__ = ["document_trail", "gone", "missing", "serve_documents", "show_document", "show_edition"]
