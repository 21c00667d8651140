"""The views of a numbered document, which every section that can hold one serves."""

from flask import Blueprint, Response, abort, g, render_template
from werkzeug.wrappers import Response as BaseResponse

from .. import addresses
from ..languages import LANGUAGES, choose
from ..services import listing, visibility
from ..services.shown import Public, Recalled
from .access import session
from .chrome import Link, home_link, section_link, stands_at
from .citations import as_citation, shared
from .entries import address, entry, place, reading
from .language import current_language, day
from .plain import as_text
from .responses import moved, page

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

    @blueprint.get(f"/<language:language>/{section}/<code:code>.<any({_CITATIONS}):citation>")
    def cited(code: str, citation: str) -> BaseResponse:
        return show_citation(section, code, citation)

    @blueprint.get(f"/<language:language>/{section}/<code:code>/editions/<number:number>")
    def edition(code: str, number: int) -> BaseResponse:
        return show_edition(section, code, number)


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
        related=lambda: tuple(entry(one) for one in listing.related(session(), found)),
        beside=lambda: tuple(one and entry(one) for one in listing.neighbours(session(), found)),
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
    return page(
        "documents/page.html",
        document=reading(found), alone=True, trail=lambda: document_trail(found),
        newest=entry(newest) if superseded else None,
    )  # fmt: skip


def missing(code: str) -> BaseResponse:
    """The answer for a code that shows nothing: the notice of a recall (410), or what never existed (404)."""
    recalled = visibility.recalled(session(), code)
    if recalled is None:
        abort(404)
    return gone(recalled)


def gone(recalled: Recalled) -> Response:
    """The answer in the place of a recalled document, whatever was asked of it: 410, the notice, and nothing of the text."""
    stands_at({}, hidden=True)
    chosen = choose(current_language(), tuple(recalled.notice.texts))
    assert chosen is not None
    body = render_template(
        "errors/recalled.html", reference=recalled.reference, dated=day(recalled.notice.at.date()),
        notice=recalled.notice.texts[chosen.tag], notice_language=chosen,
    )  # fmt: skip
    return Response(body, 410, content_type="text/html; charset=utf-8")


def document_trail(found: Public) -> tuple[Link, ...]:
    """The way from the home page to a document: by its section, ending in its reference."""
    return (home_link(), section_link(found.section), Link(found.reference or "", ""))


__all__ = ["document_trail", "gone", "missing", "serve_documents", "show_document", "show_edition"]
