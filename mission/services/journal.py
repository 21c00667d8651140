"""The journal as it is read: who did what, filtered, by pages and as a whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from ..clocks import GENEVA
from ..models import Document, JournalEntry, Person

PAGE_SIZE = 50


@dataclass(frozen=True)
class Sought:
    """What is looked for: a person, a verb, a document's reference or its code, days in Geneva (both included)."""

    person: int | None = None
    # What the site did by itself, the initial content included.
    site: bool = False
    verb: str = ""
    reference: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Line:
    """One line. `person` is empty where the site itself acted; `reference` where the document has none (yet)."""

    id: int
    at: datetime
    person: str
    verb: str
    document_id: int | None
    edition_id: int | None
    reference: str
    remark: str


def page(session: Session, sought: Sought, number: int) -> tuple[Sequence[Line], int]:
    """One page of lines, the newest first, and how many there are in all."""
    total = session.scalar(select(func.count()).select_from(_wanted(sought).subquery())) or 0
    return _lines(session, _wanted(sought).offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE)), total


def whole(session: Session, sought: Sought) -> Iterator[Line]:
    """Every line that is looked for, the newest first, read in portions."""
    before: int | None = None
    while True:
        wanted = _wanted(sought).limit(500)
        rows = _lines(session, wanted if before is None else wanted.where(JournalEntry.id < before))
        if not rows:
            return
        yield from rows
        before = rows[-1].id


def verbs(session: Session) -> Sequence[str]:
    """The verbs of which the journal tells."""
    return session.scalars(select(JournalEntry.verb).distinct().order_by(JournalEntry.verb)).all()


def persons(session: Session) -> Sequence[Person]:
    """Everybody of whom the journal may tell, by name; the site itself is nobody."""
    return session.scalars(select(Person).where(~Person.system).order_by(Person.name, Person.email)).all()


def _wanted(sought: Sought) -> Select[JournalEntry]:
    wanted = select(JournalEntry).order_by(JournalEntry.id.desc())
    if sought.person is not None:
        wanted = wanted.where(JournalEntry.person_id == sought.person)
    if sought.site:
        system = select(Person.id).where(Person.system)
        wanted = wanted.where(JournalEntry.person_id.is_(None) | JournalEntry.person_id.in_(system))
    if sought.verb:
        wanted = wanted.where(JournalEntry.verb == sought.verb)
    if sought.reference:
        written = sought.reference.strip().upper()
        named = select(Document.id).where(Document.reference == written)
        # An enquiry is named in the remark; a document is a row.
        wanted = wanted.where(JournalEntry.document_id.in_(named) | (JournalEntry.remark == written))
    if sought.first:
        wanted = wanted.where(JournalEntry.recorded_at >= datetime.combine(sought.first, time(), GENEVA))
    if sought.last:
        wanted = wanted.where(JournalEntry.recorded_at < datetime.combine(sought.last + timedelta(days=1), time(), GENEVA))
    return wanted


def _lines(session: Session, wanted: Select[JournalEntry]) -> list[Line]:
    entries = session.scalars(wanted.options(joinedload(JournalEntry.person))).all()
    ids = {one.document_id for one in entries if one.document_id}
    named = {key: reference for key, reference in session.execute(select(Document.id, Document.reference).where(Document.id.in_(ids))) if reference}
    return [
        Line(
            one.id, one.recorded_at, one.who, one.verb, one.document_id, one.edition_id,
            named.get(one.document_id or 0, ""), one.remark,
        )
        for one in entries
    ]  # fmt: skip
