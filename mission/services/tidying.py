"""What is not to be kept for ever goes: once a day by the worker, or by the prompt."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from ..config import Settings
from ..models import Job
from . import enquiries, staff
from .alerts import forgetting
from .filing import keeping

# A file may be taken out of one edition and into another within a day.
_UNSEEN = timedelta(days=1)


@dataclass(frozen=True)
class Tidied:
    """How many enquiries, alerts, and files that nothing shows went."""

    enquiries: int
    alerts: int
    files: int


def tidy(session: Session, at: datetime, settings: Settings) -> Tidied:
    """Delete what has had its time, in the caller's transaction."""
    staff.tidy(session, at, settings)
    return Tidied(enquiries.tidy(session, at), forgetting.tidy(session, at, settings), keeping.tidy(session, at - _UNSEEN))


def tidy_job(session: Session, job: Job, at: datetime, settings: Settings) -> None:
    """Tidy, and come back tomorrow."""
    tidy(session, at, settings)
    session.add(Job(name=enquiries.TIDY_JOB, details={}, created_at=at, due_at=at + timedelta(days=1)))
