"""Events as iCalendar (RFC 5545): one by one, and a section's series."""

from collections.abc import Iterable
from datetime import UTC, timedelta
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort
from flask_babel import gettext as _
from icalendar import Calendar, Event
from werkzeug.wrappers import Response as BaseResponse

from .. import addresses
from ..services import agenda, feeds, visibility
from ..services.naming import venue
from ..services.shown import Public
from .access import session, settings
from .documents import missing
from .entries import address
from .feeds import title_of
from .language import current_language
from .responses import moved
from .whole import retrospective


def serve_calendars(blueprint: Blueprint, section: str) -> None:
    """Give `blueprint` its events: ``/fr/<section>.ics`` and ``/fr/<section>/<code>.ics``."""

    @blueprint.get(f"/<language:language>/{section}.ics")
    def calendar() -> BaseResponse:
        return _calendar(agenda.series(session(), section), section, f"{section}-{current_language().tag}")

    @blueprint.get(f"/<language:language>/{section}/<code:code>.ics")
    def event(code: str) -> BaseResponse:
        found = visibility.by_code(session(), code)
        if found is None:
            return missing(code)
        if found.section in agenda.EVENTS and found.section != section:
            return moved(addresses.calendar(current_language().tag, found.section, code))
        if found.section != section or found.dated is None or found.dated.precision != "day":
            abort(404)
        return _calendar((found,), section, code)


def _calendar(documents: Iterable[Public], section: str, name: str) -> Response:
    made = Calendar()
    made.add("prodid", f"-//{urlsplit(settings().base_url).netloc}//mission//{current_language().tag.upper()}")
    made.add("version", "2.0")
    made.add("x-wr-calname", title_of(section))
    for one in documents:
        made.add_component(_event(one))
    response = Response(made.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename={name}.ics"
    response.headers["Content-Language"] = current_language().tag
    return response


def _event(document: Public) -> Event:
    """One event. Where the hours are not known it takes whole days; a withdrawn one is cancelled."""
    text = document.text(current_language())
    assert document.dated is not None
    assert document.settled_at is not None
    made = Event()
    made.add("uid", feeds.identifier(document.reference or ""))
    made.add("dtstamp", document.settled_at)
    made.add("last-modified", document.settled_at)
    made.add("sequence", document.edition - 1 + (document.withdrawal is not None))
    made.add("summary", text.title if settings().MISSION_OFFICIAL else f"{text.title} ({_('demonstration')})")
    made.add("description", "\n\n".join(part for part in (text.summary, retrospective(document)) if part))
    made.add("url", settings().base_url + address(document, current_language()))
    made.add("status", "CANCELLED" if document.withdrawal else "CONFIRMED")
    if document.venue:
        made.add("location", venue(document.venue, _))
    if document.starts_at is not None:
        made.add("dtstart", document.starts_at.astimezone(UTC))
        made.add("dtend", (document.ends_at or document.starts_at).astimezone(UTC))
    else:
        made.add("dtstart", document.dated.start)
        # The end of whole days is the first day after.
        made.add("dtend", (document.dated.end or document.dated.start) + timedelta(days=1))
    return made
