"""What is coming up, and events for calendars."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Row, Select, bindparam, func, or_
from sqlalchemy.orm import Session

from ..clocks import GENEVA, geneva
from ..models import Document, Edition, Kind, Precision
from ..models.types import Instant
from .dates import last_day
from .filtering import Filter
from .keeping import Passing, passing
from .listing import asked
from .narrowing import narrow
from .shown import Public
from .visibility import assemble, numbered

# Sections whose documents are events.
EVENTS = ("seminars", "autonomy")
_MOST = 500
# How long after its own day a date may go on: clocks are up to half a day behind Geneva's, and of some events the month or the year alone is known.
_DAY, _YEAR = timedelta(days=1), timedelta(days=366)


def is_event(document: Public) -> bool:
    """Whether calendars can hold a document: a seminar, or whatever else has a reference in a section of events, of which the day is known: by
    its date, or by its hours."""
    dated = document.dated is not None and (document.dated.precision == "day" or document.starts_at is not None)
    return dated and (document.kind == "seminar" or document.kind != "page" and document.section in EVENTS)


def upcoming(session: Session, at: datetime, section: str = "", limit: int = 100) -> tuple[Public, ...]:
    """Seminars that have not ended at `at`, soonest first; withdrawn ones show that they are. Where the hour of the end is not known, a seminar ends
    with its last day at its place."""
    today = geneva(at)
    rows = asked(session, None, ("upcoming", today, section), lambda: session.connection().execute(_upcoming(section), _since(today)).all())
    ends = [(_end(row), row) for row in rows]
    if any(at < end < at + _DAY for end, _row in ends):
        # What is kept of a page for a day would go on telling of it.
        passing(session, Passing.MINUTE)
    return assemble(session, [row for end, row in ends if end > at][:limit])


def _since(today: date) -> dict[str, Any]:
    """What the statement is asked with, so that nothing is left out that may not have ended on that day in Geneva."""
    return {"day": today - _DAY, "span": today - _YEAR, "moment": datetime.combine(today - _DAY, time(), UTC), "limit": _MOST}


@lru_cache(16)
def _upcoming(section: str) -> Select[*tuple[Any, ...]]:
    last_day, last_moment = func.coalesce(Edition.dated_end, Edition.dated_start), func.coalesce(Edition.ends_at, Edition.starts_at)
    may_last = or_(
        last_day >= bindparam("day", type_=Date), (Edition.precision != Precision.DAY) & (last_day >= bindparam("span", type_=Date)),
        last_moment >= bindparam("moment", type_=Instant),
    )  # fmt: skip
    hours = Edition.dated_start, Edition.dated_end, Edition.precision, Edition.starts_at, Edition.ends_at, Edition.venue_zone
    found = narrow(numbered().add_columns(*hours), Filter(section=section)).where(Document.kind == Kind.SEMINAR, may_last)
    return found.order_by(Edition.dated_start, Document.id).limit(bindparam("limit"))


def _end(event: Row[*tuple[Any, ...]]) -> datetime:
    """When an event is over: at its hour, or with its last day at its place where that is later or no hour of an end is known."""
    zone = ZoneInfo(event.venue_zone) if event.venue_zone else GENEVA
    day = last_day(event.dated_end or event.dated_start, event.precision)
    if event.starts_at is not None:
        known = (event.ends_at or event.starts_at).astimezone(zone)
        if event.ends_at is not None and known.date() >= day:
            return known
        day = max(day, known.date())
    return datetime.combine(day + _DAY, time(), zone)


def series(session: Session, section: str) -> tuple[Public, ...]:
    """The newest events of a section whose day is known."""
    found = narrow(numbered(), Filter(section=section)).where(or_(Edition.precision == Precision.DAY, Edition.starts_at.is_not(None)))
    statement = found.order_by(Edition.dated_start.desc(), Document.id).limit(_MOST)
    return assemble(session, session.connection().execute(statement).all())
