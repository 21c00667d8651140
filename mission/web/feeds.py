"""Lists for machines: the same filter as Atom (RFC 4287) and JSON Feed 1.1, which go on by pages (RFC 5005); as CSV and ZIP by `tables` and
`archives`."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _

from .. import addresses
from ..languages import LANGUAGES
from ..services import feeds, listing
from ..services.dates import within
from ..services.filtering import Filter, quoted
from .access import labels, session, settings
from .archives import as_archive
from .entries import named
from .filters import aside
from .language import current_language
from .occasions import asked_of, never_asked
from .pagination import page_number
from .syndication import as_atom, as_json
from .tables import as_table
from .wording import KINDS, OCCASIONS, ROOMS

FORMS = addresses.LISTS


def serve_feeds(blueprint: Blueprint, section: str) -> None:
    """Give `blueprint` the list of its section for machines: ``/fr/<section>.atom``, ``.json``, ``.csv`` and ``.zip``."""

    @blueprint.get(f"/<language:language>/{section}.<any({','.join(FORMS)}):form>")
    def feed(form: str) -> Response:
        if said := aside(never_asked(section)):
            return refused(said)
        asked = asked_of(section)
        return list_as(form, replace(asked, page=page_number(request.args.get("page"))), section, asked.query)


def list_as(form: str, wanted: Filter, section: str, query: dict[str, Any]) -> Response:
    """The list that `wanted` asks for, in `form`; `query` is the filter as it stands in the list's own address."""
    if form in ("csv", "zip") and wanted.page != 1:
        abort(404)
    wanted = listing.as_found(session(), wanted)
    page = addresses.listing(current_language().tag, section, query)
    try:
        if form == "csv":
            return as_table(wanted, section)
        if form == "zip":
            return as_archive(wanted, section, title_of(section, wanted), page)
        found = feeds.page(session(), wanted)
    except listing.NotPrepared:
        return _said(_("The search is being prepared on this machine."), 503)
    if wanted.page > 1 and not found.entries:
        abort(404)
    places = _places(form, section, query, wanted.page, found.more)
    title = title_of(wanted.section, wanted)
    identifier = feeds.identifier(f"feed:{addresses.listing('', wanted.section or 'communiques', query)}")
    response = as_atom(found.entries, title, identifier, places, page) if form == "atom" else as_json(found.entries, title, places, page)
    response.headers["Content-Language"] = current_language().tag
    if found.entries:
        response.last_modified = max(one.updated for one in found.entries)
    return response


def refused(said: Iterable[str]) -> Response:
    """The answer to whoever would follow or take along by a value that no filter has, or by no word: 404 with the reasons. A list of everything
    would be taken for what was asked."""
    return _said(" ".join(said), 404)


def _said(sentence: str, code: int) -> Response:
    return Response(sentence + "\n", code, {"Content-Language": current_language().tag}, content_type="text/plain; charset=utf-8")


def _places(form: str, section: str, query: dict[str, Any], number: int, more: bool) -> dict[str, str]:
    """Where this page of a feed stands and where the others do, by relation (RFC 5005, paged feeds)."""

    def place(page: int) -> str:
        paged = query | {"page": str(page) if page > 1 else ""}
        return settings().base_url + addresses.listing(current_language().tag, f"{section}.{form}", paged)

    places = {"self": place(number)}
    if number > 1 or more:
        places["first"] = place(1)
    if number > 1:
        places["previous"] = place(number - 1)
    if more:
        places["next"] = place(number + 1)
    return places


def title_of(section: str, wanted: Filter | None = None) -> str:
    """The title of a section's feed, which says what the list is narrowed to and what the site is."""
    parts = (_narrowed_name(wanted) if wanted else str(ROOMS[section]), _("Permanent Mission of the Kingdom of Morocco in Geneva"))
    return " – ".join(parts if settings().MISSION_OFFICIAL else (*parts, _("demonstration")))


def _narrowed_name(wanted: Filter) -> str:
    """The list's name in words, filters included, as in the letters to those who follow it."""
    return " · ".join(filter(None, (str(ROOMS[wanted.section or "communiques"]), quoted(wanted, _), *narrowed_by(wanted))))


def narrowed_by(wanted: Filter) -> list[str]:
    """The names of the filters of a list."""
    names, language = labels(), current_language()
    parts = [named(names.themes[key], language) for key in wanted.theme if key in names.themes]
    parts += [named(names.acronyms[key], language) for key in wanted.body if key in names.acronyms]
    parts += [str(KINDS[key]) for key in wanted.kind if key in KINDS]
    parts += [LANGUAGES[tag].name for tag in wanted.text if tag in LANGUAGES]
    parts += [_("Session: %(name)s", name=name) for name in wanted.session]
    parts += [str(OCCASIONS[wanted.occasion])] if wanted.occasion else []
    return [one for one in (*parts, within(wanted, language, _)) if one]


__all__ = ["FORMS", "list_as", "narrowed_by", "refused", "serve_feeds", "title_of"]
