"""What is coming up, and events for calendars."""

from datetime import date

from sqlalchemy import func
from sqlalchemy.orm import Session

from ..models import Document, Edition, Kind, Precision
from .keeping import kept
from .listing import Filter, narrow, numbered
from .shown import Public
from .visibility import assemble

# Sections whose documents are events.
EVENTS = ("seminars", "autonomy")
_MOST = 500


def upcoming(session: Session, today: date, section: str = "", limit: int = 20) -> tuple[Public, ...]:
    """Seminars that are not over on the civil day `today` (Geneva's), soonest first; withdrawn ones show that they are."""
    last_day = func.coalesce(Edition.dated_end, Edition.dated_start)
    found = narrow(numbered(), Filter(section=section)).where(Document.kind == Kind.SEMINAR, last_day >= today)
    statement = found.order_by(Edition.dated_start, Document.id).limit(limit)
    return assemble(session, kept(session).get(("upcoming", today, section, limit), lambda: session.connection().execute(statement).all()))


def series(session: Session, section: str) -> tuple[Public, ...]:
    """The newest events of a section whose day is known."""
    found = narrow(numbered(), Filter(section=section)).where(Edition.precision == Precision.DAY)
    statement = found.order_by(Edition.dated_start.desc(), Document.id).limit(_MOST)
    return assemble(session, session.connection().execute(statement).all())
