"""Passwords: changed, and made anew by the link of a letter, which never signs anybody in."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...config import Settings
from ...models import Errand, Job, JournalEntry, Person
from . import letters
from .arriving import link, new_link
from .hashing import hashed
from .people import can_come_in
from .sessions import end_sessions
from .signing_in import count_tries

FORGOTTEN_JOB = "forgotten-password"


def ask_for_link(session: Session, email: str, origin: str, *, at: datetime) -> None:
    """Take the wish for a new password. Whether there is such a person is found out later, by the worker: here every address is the
    same work. Raises `TooManyTries`."""
    count_tries(session, email, origin, at=at, what="forgotten")
    session.add(Job(name=FORGOTTEN_JOB, details={"email": email.strip().lower()}, created_at=at, due_at=at))
    session.commit()


def forgotten_job(session: Session, job: Job, at: datetime, settings: Settings) -> None:
    """Write the letter, where there is somebody to write to; nothing of the address is kept otherwise."""
    person = session.scalar(select(Person).where(Person.email == str(job.details.get("email", ""))))
    job.details = {}
    if person is None or not person.active or person.system or not can_come_in(session, person):
        return
    token = new_link(session, person, Errand.PASSWORD, timedelta(minutes=settings.PASSWORD_LINK_MINUTES), at=at)
    letters.new_password(session, person, token, settings, at=at)
    session.add(JournalEntry(recorded_at=at, person_id=person.id, verb="ask-for-password"))


def link_holder(session: Session, token: str, *, at: datetime) -> Person:
    """Whose password a link changes; raises `InvitationOver`."""
    return link(session, token, Errand.PASSWORD, at).person


def renew_password(session: Session, token: str, password: str, *, at: datetime) -> None:
    """Set a new password by a link, which is then used. Every session ends, nobody is signed in, and the second factor stays."""
    taken = link(session, token, Errand.PASSWORD, at, use=True)
    taken.used_at = at
    letters.forget(session, taken.person, token)
    _set(session, taken.person, password, "renew-password", at)


def change_password(session: Session, person_id: int, password: str, *, at: datetime, here: str) -> None:
    """Set a new password; every session but the one `here` ends."""
    _set(session, session.get_one(Person, person_id), password, "change-password", at, here)


def _set(session: Session, person: Person, password: str, verb: str, at: datetime, here: str = "") -> None:
    person.password = hashed(password)
    end_sessions(session, person.id, at=at, but=here)
    letters.tell(session, person, "password", at=at)
    session.add(JournalEntry(recorded_at=at, person_id=person.id, verb=verb))
    session.commit()
