"""What is left for those who follow by mail: one job per public act that they are told of, in the act's own transaction."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...clocks import geneva
from ...models import Change, Document, Edition, Job, Kind, RegisterEntry, Settlement

JOB = "tell-followers"
# A text released longer than this after its event is put on the shelf: it stands in lists and feeds, and nobody is written to.
NEWS = timedelta(days=31)


def leave_word(session: Session, entry: RegisterEntry, document: Document, at: datetime, edition: Edition | None = None) -> None:
    """Leave the job for an act: of `edition` where one settled, else of withdrawal or recall.

    Pages and amendments tell nobody; nor does the first release of what is no news, or a language added to it.
    """
    if document.kind is Kind.PAGE or (edition is not None and not _tells(session, edition, at)):
        return
    session.add(Job(name=JOB, details={"register": entry.sequence}, created_at=at, due_at=at))


def is_news(dated: date | None, released_at: datetime) -> bool:
    """Whether a text whose event was at `dated` (a civil date) was news when it was first released."""
    return dated is None or geneva(released_at) - dated <= NEWS


def _tells(session: Session, edition: Edition, at: datetime) -> bool:
    if edition.change in (Change.CORRECTION, Change.AMENDMENT):
        return edition.change is Change.CORRECTION
    first = session.scalar(select(func.min(Settlement.settled_at)).where(Settlement.document_id == edition.document_id))
    return is_news(edition.dated_end or edition.dated_start, first or at)


__all__ = ["JOB", "NEWS", "is_news", "leave_word"]
