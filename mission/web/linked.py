"""What a page says of itself to machines, as JSON-LD (schema.org), and as Open Graph cards."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask
from flask_babel import gettext as _

from ..services.agenda import EVENTS
from .access import settings
from .attached import Attached
from .chrome import Link
from .markup import Markup
from .readings import Reading
from .sources import Source

# Open Graph wants a country; English and Spanish are those of the United Nations.
TERRITORIES = {"fr": "fr_MA", "ar": "ar_MA", "en": "en_GB", "es": "es_ES"}


def link_data(app: Flask) -> None:
    """Give templates `organisation`, `article`, `breadcrumbs`, `described` and what cards need."""
    app.jinja_env.globals.update(
        organisation=organisation, article=article, breadcrumbs=breadcrumbs, described=described, territories=TERRITORIES,
        origin=lambda: settings().base_url,
    )  # fmt: skip


def described(words: str) -> Markup:
    """What the page is about, said once to searchers and once to whoever shows a card of it."""
    return Markup('<meta name="description" content="{0}"><meta property="og:description" content="{0}">').format(words)


def organisation() -> Markup:
    """The Mission itself, and no detail that no setting gives."""
    return _written(_organisation() | {"@context": "https://schema.org"})


def article(document: Reading) -> Markup:
    """A document: a seminar, and whatever else has a day in a section of events, is an event; everything else a news article."""
    described = _event(document) if document.dated_iso and (document.kind == "seminar" or document.section in EVENTS) else _news(document)
    pictures: list[Any] = [_picture(one) for one in document.pictures] or ([settings().base_url + document.card] if document.card else [])
    return _written({"@context": "https://schema.org", "inLanguage": document.language.tag, "image": pictures} | described)


def breadcrumbs(trail: Iterable[Link], address: str) -> Markup:
    """The way to this page; `address` is its own."""
    origin = settings().base_url
    steps = [
        {"@type": "ListItem", "position": place, "name": link.label, "item": origin + link.href if link.href else address}
        for place, link in enumerate(trail, 1)
    ]
    return _written({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": steps})


def _organisation() -> dict[str, Any]:
    site = settings()
    known = {"email": site.MISSION_EMAIL, "telephone": site.MISSION_TELEPHONE, "address": site.MISSION_ADDRESS}
    named = _("Permanent Mission of the Kingdom of Morocco to the United Nations Office and the other international organizations in Geneva")
    name = named if site.MISSION_OFFICIAL else f"{named} ({_('demonstration')})"
    short = _("Permanent Mission of the Kingdom of Morocco in Geneva")
    return {
        "@type": "GovernmentOrganization", "@id": f"{site.base_url}/#mission", "name": name, "alternateName": short, "url": site.base_url,
    } | {
        key: value for key, value in known.items() if value
    }


def _news(document: Reading) -> dict[str, Any]:
    return {
        "@type": "NewsArticle", "headline": document.title[:110], "description": document.summary,
        "datePublished": document.published, "dateModified": document.modified, "publisher": _organisation(), "author": _organisation(),
        "mainEntityOfPage": settings().base_url + document.href, "identifier": document.reference,
        "about": [{"@type": "Thing", "name": tag.label} for tag in document.themes + document.bodies],
        "genre": document.kind_label, "temporalCoverage": "/".join(filter(None, (document.dated_iso, document.dated_end_iso))),
        "citation": [_cited(one) for one in document.sources],
    }  # fmt: skip


def _cited(source: Source) -> dict[str, Any]:
    described = {"@type": "CreativeWork", "name": source.label or source.symbol, "url": source.href, "identifier": source.symbol}
    return {name: value for name, value in described.items() if value}


def _picture(file: Attached) -> dict[str, Any]:
    picture = file.picture
    assert picture is not None
    described = {
        "@type": "ImageObject", "contentUrl": settings().base_url + file.href, "encodingFormat": file.media_type, "width": picture.width,
        "height": picture.height, "description": file.alternative, "caption": file.caption, "creditText": file.credit,
    }  # fmt: skip
    return {name: value for name, value in described.items() if value}


def _event(document: Reading) -> dict[str, Any]:
    described: dict[str, Any] = {
        "@type": "Event", "name": document.title, "description": document.summary, "startDate": document.starts or document.dated_iso,
        "url": settings().base_url + document.href,
    }  # fmt: skip
    # No status: what is not cancelled is scheduled for machines too, and what is over is neither. A withdrawn text says nothing of the event.
    if document.kind == "seminar":
        # The Mission's own; a milestone tells of what others held as well.
        described["organizer"] = _organisation()
    if document.ends or document.dated_end_iso:
        described["endDate"] = document.ends or document.dated_end_iso
    if document.venue:
        described["location"] = {"@type": "Place", "name": document.venue}
    return described


def _written(data: Mapping[str, Any]) -> Markup:
    """The data as a script element that runs nothing: what could close it is written as an escape."""
    text = json.dumps({key: value for key, value in data.items() if value}, ensure_ascii=False)
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704 - no character of markup is left in it


__all__ = ["link_data"]
