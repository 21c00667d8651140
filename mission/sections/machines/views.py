"""``/robots.txt`` (RFC 9309) and ``/sitemap.xml`` (sitemaps.org protocol 0.9), with the languages of each document."""

from collections.abc import Mapping
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from flask import Blueprint, Response, abort

from ... import addresses
from ...clocks import GENEVA
from ...languages import LANGUAGES
from ...services import everything, visibility
from ...services.shown import Public
from ...web.access import session, settings
from ...web.entries import address
from ...web.pages import LISTING_SECTIONS

blueprint = Blueprint("machines", __name__)
# Home, and the rooms that hold no document of their own.
_ROOMS = ("", "communiques", "contact", "sitemap", *addresses.NOTICES)
_LISTS = ("", "communiques", "sitemap")
_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@blueprint.get("/robots.txt")
def robots() -> Response:
    """A demonstration asks to be left out of every index, so that nobody takes it for the Mission's word."""
    if not settings().MISSION_OFFICIAL:
        return Response("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")
    lines = ("User-agent: *", "Disallow: /desk", "", f"Sitemap: {settings().base_url}/sitemap.xml", "")
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")


@blueprint.get("/sitemap.xml")
def index() -> Response:
    """The files of the site map: one for each 5,000 documents, so that none outgrows what the protocol allows."""
    files = "".join(
        f"<sitemap><loc>{settings().base_url}/sitemap/{number}.xml</loc></sitemap>" for number in range(1, everything.parts(session()) + 1)
    )
    return _xml(f"<sitemapindex {_NAMESPACES}>{files}</sitemapindex>")


@blueprint.get("/sitemap/<number:number>.xml")
def part(number: int) -> Response:
    """One of its files; 404 for a number that the index does not name."""
    found = everything.part(session(), number)
    if not found:
        abort(404)
    first = "".join(_room(name) for name in _ROOMS) if number == 1 else ""
    return _xml(f"<urlset {_NAMESPACES}>{first}{''.join(_entry(one) for one in found)}</urlset>")


def _room(name: str) -> str:
    """A room that is no document. What lists the site changes with every public act; the others say nothing of when they changed, since that
    would be a guess."""
    acted = visibility.last_act(session()) if name in _LISTS else None
    places = {tag: settings().base_url + (addresses.room(tag, name) if name else addresses.home(tag)) for tag in LANGUAGES}
    links = _alternates(places)
    return "".join(f"<url><loc>{escape(place)}</loc>{_modified(acted)}{links}</url>" for place in places.values())


def _modified(moment: datetime | None) -> str:
    return f"<lastmod>{moment.astimezone(GENEVA).isoformat(timespec='seconds')}</lastmod>" if moment else ""


def _entry(document: Public) -> str:
    """One address for each language in which the document truly is, each naming all of them."""
    origin = settings().base_url
    places = {tag: origin + address(document, LANGUAGES[tag]) for tag in LANGUAGES if tag in document.texts}
    links = _alternates(places)
    assert document.settled_at is not None, "what the gate hands out is settled"
    listing = document.path == "" and document.section in LISTING_SECTIONS
    stamp = _modified(visibility.last_act(session()) if listing else document.settled_at)
    return "".join(f"<url><loc>{escape(place)}</loc>{stamp}{links}</url>" for place in places.values())


def _alternates(places: Mapping[str, str]) -> str:
    """The languages of an address, and for readers of none of them the French one, as the pages themselves say it."""
    if "fr" in places and len(places) > 1:
        places = {**places, "x-default": places["fr"]}
    return "".join(f'<xhtml:link rel="alternate" hreflang={quoteattr(tag)} href={quoteattr(place)}/>' for tag, place in places.items())


def _xml(text: str) -> Response:
    return Response('<?xml version="1.0" encoding="UTF-8"?>\n' + text, content_type="application/xml; charset=utf-8")
