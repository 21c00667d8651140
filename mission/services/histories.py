"""What has happened to a document at the desk: its editions, public or not, and the journal's lines about them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from ..languages import TAGS
from ..models import Document, Edition, JournalEntry, Recall, Withdrawal


@dataclass(frozen=True)
class Line:
    """An act: when, by whom (empty: by the site itself), by which verb, on which edition, what was remarked, and what the public was
    told (a withdrawal, the recall) in each language."""

    at: datetime
    who: str
    verb: str
    edition_id: int | None
    remark: str
    notices: tuple[tuple[str, str], ...] = ()


def notices(session: Session, document_id: int) -> dict[tuple[str, datetime], tuple[tuple[str, str], ...]]:
    """What the public was told at each withdrawal and at the recall of a document, by verb and time: language tag and words."""
    withdrawals = session.scalars(select(Withdrawal).where(Withdrawal.document_id == document_id))
    found = {("withdraw", one.withdrawn_at): in_order(one.notices) for one in withdrawals}
    recall = session.get(Recall, document_id)
    return found | ({("recall", recall.recalled_at): in_order(recall.notices)} if recall else {})


def in_order(told: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """What was told, by language tag, in the order of the languages."""
    return tuple((tag, told[tag]) for tag in TAGS if tag in told)


def editions(session: Session, document_id: int) -> tuple[Edition, ...]:
    """Every edition of a document, the first one first; none where there is no such document."""
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
    told = notices(session, document_id)
    return tuple(
        Line(one.recorded_at, one.who, one.verb, one.edition_id, one.remark, told.get((one.verb, one.recorded_at), ()))
        for one in session.scalars(found)
    )
