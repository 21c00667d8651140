"""What is coming up, and events for calendars."""

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Date, Select, bindparam, func
from sqlalchemy.orm import Session

from ..models import Document, Edition, Kind, Precision
from .filtering import Filter
from .listing import few, narrow
from .shown import Public
from .visibility import assemble, numbered

# Sections whose documents are events.
EVENTS = ("seminars", "autonomy")
_MOST = 500


def upcoming(session: Session, today: date, section: str = "", limit: int = 100) -> tuple[Public, ...]:
    """Seminars that are not over on the civil day `today` (Geneva's), soonest first; withdrawn ones show that they are."""
    return few(session, ("upcoming", today, section, limit), lambda: _upcoming(section), {"today": today, "limit": limit})


@lru_cache(16)
def _upcoming(section: str) -> Select[*tuple[Any, ...]]:
    last_day = func.coalesce(Edition.dated_end, Edition.dated_start)
    found = narrow(numbered(), Filter(section=section)).where(Document.kind == Kind.SEMINAR, last_day >= bindparam("today", type_=Date))
    return found.order_by(Edition.dated_start, Document.id).limit(bindparam("limit"))


def series(session: Session, section: str) -> tuple[Public, ...]:
    """The newest events of a section whose day is known."""
    found = narrow(numbered(), Filter(section=section)).where(Edition.precision == Precision.DAY)
    statement = found.order_by(Edition.dated_start.desc(), Document.id).limit(_MOST)
    return assemble(session, session.connection().execute(statement).all())
