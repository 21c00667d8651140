"""What has happened to a document at the desk: its editions, public or not, and the journal's lines about them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from ..models import Document, Edition, JournalEntry


@dataclass(frozen=True)
class Line:
    """An act: when, by whom (empty: by the site itself), by which verb, on which edition, and what was remarked."""

    at: datetime
    who: str
    verb: str
    edition_id: int | None
    remark: str


def editions(session: Session, document_id: int) -> tuple[Edition, ...]:
    """Every edition of a document that is not a page, the first one first; none where there is no such document."""
    document = session.get(Document, document_id)
    if document is None:
        return ()
    found = select(Edition).where(Edition.document_id == document_id).order_by(Edition.sequence).options(selectinload(Edition.translations))
    return tuple(session.scalars(found))


def lines(session: Session, document_id: int) -> tuple[Line, ...]:
    """What the journal says of a document, the last act first."""
    found = (
        select(JournalEntry).where(JournalEntry.document_id == document_id).order_by(JournalEntry.id.desc())
        .options(selectinload(JournalEntry.person)).limit(1000)
    )  # fmt: skip
    return tuple(
        Line(one.recorded_at, (one.person.name or one.person.email) if one.person else "", one.verb, one.edition_id, one.remark)
        for one in session.scalars(found)
    )
