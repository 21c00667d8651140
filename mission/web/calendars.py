"""Events as iCalendar (RFC 5545): one by one, and a section's series."""

from collections.abc import Iterable
from datetime import UTC, date, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort
from flask_babel import gettext as _
from icalendar import Calendar, Event
from werkzeug.wrappers import Response as BaseResponse

from .. import addresses
from ..clocks import GENEVA
from ..services import agenda, feeds, visibility
from ..services.naming import venue
from ..services.particulars import hours
from ..services.shown import Public
from .access import session, settings
from .entries import address
from .feeds import title_of
from .language import current_language
from .readings import withdrawal
from .recalled import missing
from .responses import moved
from .whole import retrospective


def serve_calendars(blueprint: Blueprint, section: str) -> None:
    """Give `blueprint` the series of its section: ``/fr/<section>.ics``."""

    @blueprint.get(f"/<language:language>/{section}.ics")
    def calendar() -> BaseResponse:
        return _calendar(agenda.series(session(), section), section, f"{section}-{current_language().tag}")


def show_event(section: str, code: str) -> BaseResponse:
    """One event as a calendar: ``/fr/<section>/<code>.ics``."""
    found = visibility.by_code(session(), code)
    if found is None:
        return missing(code)
    if not agenda.is_event(found):
        abort(404)
    if found.section != section:
        return moved(addresses.calendar(current_language().tag, found.section, code))
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
    """One event. To withdraw a text is not to cancel what it tells of: its event stays, says nothing of whether it takes place, and shows the notice."""
    language = current_language()
    text = document.text(language)
    assert document.settled_at is not None
    title, told = text.title, [text.summary, *hours(document, language, _), retrospective(document)]
    made = Event()
    made.add("uid", feeds.identifier(document.reference or ""))
    # Without a method the stamp too is the time of the last revision (RFC 5545, 3.8.7.2).
    revised = document.withdrawal.at if document.withdrawal else document.settled_at
    made.add("dtstamp", revised)
    made.add("last-modified", revised)
    made.add("sequence", document.edition - 1 + (document.withdrawal is not None))
    if notice := withdrawal(document):
        title, told = f"{_('Withdrawn')} – {title}", [_("Withdrawn on %(day)s", day=notice.dated), notice.note, *told]
    else:
        made.add("status", "CONFIRMED")
    made.add("summary", title if settings().MISSION_OFFICIAL else f"{title} ({_('demonstration')})")
    made.add("description", "\n\n".join(filter(None, told)))
    made.add("url", settings().base_url + address(document, language))
    if document.venue:
        made.add("location", venue(document.venue, _))
    for name, moment in _span(document).items():
        made.add(name, moment)
    return made


def _span(document: Public) -> dict[str, date]:
    """When it begins and ends: by its hours, or in whole days where they are not known, or not for each of its days. Without an hour of an end there is
    no end (RFC 5545, 3.8.2.2: it is later than the beginning)."""
    assert document.dated is not None
    first, last = document.dated.start, document.dated.end or document.dated.start
    by_day = document.dated.precision == "day"
    zone = ZoneInfo(document.venue_zone) if document.venue_zone else GENEVA
    until = document.ends_at or document.starts_at
    if document.starts_at is None or until is None or (by_day and last > first and until.astimezone(zone).date() < last):
        # The end of whole days is the first day after.
        return {"dtstart": first, "dtend": last + timedelta(days=1)}
    ends = {"dtend": document.ends_at.astimezone(UTC)} if document.ends_at and document.ends_at > document.starts_at else {}
    return {"dtstart": document.starts_at.astimezone(UTC), **ends}
