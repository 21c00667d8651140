"""``/robots.txt`` (RFC 9309) and ``/sitemap.xml`` (sitemaps.org protocol 0.9), with the languages of each document."""

from collections.abc import Mapping
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from flask import Blueprint, Response, abort

from ... import addresses
from ...clocks import GENEVA
from ...languages import LANGUAGES
from ...services import everything, subjects, visibility
from ...services.shown import Public
from ...web.access import session, settings
from ...web.entries import address
from ...web.pages import LISTING_SECTIONS

blueprint = Blueprint("machines", __name__)
# Home, and the rooms that hold no document of their own.
_ROOMS = ("", "communiques", "contact", "sitemap", *addresses.NOTICES)
Acts = Mapping[tuple[str, str], datetime]
_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@blueprint.get("/robots.txt")
def robots() -> Response:
    """A demonstration asks to be left out of every index, so that nobody takes it for the Mission's word. The official site leaves out the desk,
    and the site map with branches open: there are more ways to open them than any robot could walk."""
    if not settings().MISSION_OFFICIAL:
        return Response("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")
    # Not a bare "?", which some readers of these lines take for no query at all, and so for the map itself.
    opened = (f"Disallow: {addresses.room(tag, 'sitemap')}?{asked}=" for tag in LANGUAGES for asked in ("open", "at"))
    lines = ("User-agent: *", "Disallow: /desk", *opened, "", f"Sitemap: {settings().base_url}/sitemap.xml", "")
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
    acts = everything.last_acts(session())
    first = "".join(_room(name, acts) for name in _ROOMS) if number == 1 else ""
    return _xml(f"<urlset {_NAMESPACES}>{first}{''.join(_entry(one, acts) for one in found)}</urlset>")


def _room(name: str, acts: Acts) -> str:
    """A room that is no document. What shows the site changes with every public act, the list of all texts with each act on one of them; the
    others say nothing of when they changed, since that would be a guess."""
    acted = visibility.last_act(session()) if name in ("", "sitemap") else None
    if name == "communiques":
        acted = max((at for (what, _), at in acts.items() if what == "section"), default=None)
    places = {tag: settings().base_url + (addresses.room(tag, name) if name else addresses.home(tag)) for tag in LANGUAGES}
    return _places(places, acted)


def _entry(document: Public, acts: Acts) -> str:
    """One address for each language in which the document truly is, each naming all of them. It changed with the last act on what it shows:
    itself, the pages below it, and the texts that it lists."""
    places = {tag: settings().base_url + address(document, LANGUAGES[tag]) for tag in LANGUAGES if tag in document.texts}
    shown = [("below", str(document.id))]
    if document.path == "" and document.section in LISTING_SECTIONS:
        shown.append(("section", document.section))
    shown += subjects.about(session(), document).items()
    assert document.settled_at is not None, "what the gate hands out is settled"
    return _places(places, max([document.settled_at, *(acts[one] for one in shown if one in acts)]))


def _places(places: Mapping[str, str], changed: datetime | None) -> str:
    stamp = f"<lastmod>{changed.astimezone(GENEVA).isoformat(timespec='seconds')}</lastmod>" if changed else ""
    links = _alternates(places)
    return "".join(f"<url><loc>{escape(place)}</loc>{stamp}{links}</url>" for place in places.values())


def _alternates(places: Mapping[str, str]) -> str:
    """The languages of an address, and for readers of none of them the French one, as the pages themselves say it."""
    if "fr" in places and len(places) > 1:
        places = {**places, "x-default": places["fr"]}
    return "".join(f'<xhtml:link rel="alternate" hreflang={quoteattr(tag)} href={quoteattr(place)}/>' for tag, place in places.items())


def _xml(text: str) -> Response:
    return Response('<?xml version="1.0" encoding="UTF-8"?>\n' + text, content_type="application/xml; charset=utf-8")
