"""Jobs: rows that an act leaves in its own transaction, done afterwards and once.

A job is claimed by putting its next try off, so that nobody else takes it and no lock is held while a mail server thinks. Its function gets
a session of its own and reads the state again: done twice, it finds nothing to do.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..config import Settings
from ..models import Job
from . import enquiries, mail, purging, staff, tidying
from .alerts import delivering, telling
from .publishing import following
from .rendering import making

log = logging.getLogger(__name__)
_AT_ONCE = 50
# Drawing takes a fifth of a second: few at a time, after letters, so that settling is looked after in between.
_DRAWN = (making.JOB,)
_DRAWN_AT_ONCE = 3
# How long a claim holds; a worker that died in the middle leaves the job to the next one after it.
_CLAIM = timedelta(minutes=5)
_FIRST_WAIT = timedelta(seconds=15)
_LONGEST_WAIT = timedelta(hours=1)

Work = Callable[[Session, Job, datetime, Settings], None]

WORKS: dict[str, Work] = {
    mail.JOB: mail.send_job,
    enquiries.TIDY_JOB: tidying.tidy_job,
    following.JOB: telling.tell_job,
    delivering.WRITE_JOB: delivering.write_job,
    delivering.SEND_JOB: delivering.send_job,
    making.JOB: making.make_job,
    purging.JOB: purging.purge_job,
    staff.FORGOTTEN_JOB: staff.forgotten_job,
    staff.TELL_JOB: staff.tell_job,
}


def run_due(open_session: Callable[[], Session], at: datetime, settings: Settings) -> int:
    """Do what is due at `at`; returns how many jobs were done. A failure waits longer each time, up to an hour."""
    due = select(Job.id).where(Job.done_at.is_(None), Job.due_at <= at)
    with open_session() as session:
        waiting = list(session.scalars(due.where(Job.name.not_in(_DRAWN)).order_by(Job.due_at, Job.id).limit(_AT_ONCE)))
        # What has just become public is asked for first. A machine without the key leaves it to one that signs.
        waiting += [] if not settings.SIGNS else session.scalars(due.where(Job.name.in_(_DRAWN)).order_by(Job.id.desc()).limit(_DRAWN_AT_ONCE))
    return sum(_run(open_session, job_id, at, settings) for job_id in waiting)


def _run(open_session: Callable[[], Session], job_id: int, at: datetime, settings: Settings) -> bool:
    with open_session() as session:
        # SKIP LOCKED: on PostgreSQL several workers share the rows; on SQLite the transaction holds the only lock.
        unclaimed = select(Job).where(Job.id == job_id, Job.done_at.is_(None), Job.due_at <= at)
        job = session.scalar(unclaimed.with_for_update(skip_locked=True))
        if job is None:
            return False
        job.due_at = at + _CLAIM
        session.commit()
        try:
            WORKS[job.name](session, job, at, settings)
        except Exception as error:
            session.rollback()
            log.warning("job %s (%s) failed: %s", job_id, job.name, type(error).__name__)
            _postpone(session, job_id, at, error)
            return False
        session.get_one(Job, job_id).done_at = at
        session.commit()
        return True


def _postpone(session: Session, job_id: int, at: datetime, error: Exception) -> None:
    job = session.get_one(Job, job_id)
    job.attempts += 1
    job.last_error = type(error).__name__
    job.due_at = at + min(_FIRST_WAIT * 2 ** min(job.attempts, 10), _LONGEST_WAIT)
    if isinstance(error, mail.Unreachable):
        mail.hold(session, at, at + _FIRST_WAIT)
    session.commit()
