"""A form of the desk is done once, however often it is sent: by a double click, by two connections, by going back and sending it again.

What it did and that it was sent stand in one transaction: the row goes in first, under its key, so that a second sending waits for the first and
then finds it. What the first refused leaves no row, and is refused again for the same reason.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..models import Sending

# So long a form may be sent again; nobody keeps its page open for longer.
KEPT = timedelta(days=1)
# Between the act and its answer lie some milliseconds; a process that is killed there leaves none, and nobody waits for it longer than so (seconds).
_PATIENCE, _LOOK = 20.0, 0.02
_MOMENT = timedelta(minutes=1)
# Two clicks. For longer nobody is let in by a form that let somebody in, since its code or its passkey holds once.
_CLICKS = timedelta(seconds=5)


@dataclass(frozen=True)
class Answer:
    """How a form was answered: with which address, and the session that it opened a moment ago, by its digest, if it did."""

    address: str
    opened: str


def take(session: Session, key: str, at: datetime, *, only_known: bool = False) -> Answer | None:
    """Begin the one sending of the form with this `key`, in the caller's transaction: None. Where it was done already, how it was answered; one
    that is under way is waited for. `only_known`: begin none."""
    until = time.monotonic() + _PATIENCE
    while only_known or not _begun(session, key, at):
        there = session.execute(select(Sending.answer, Sending.opened, Sending.begun_at).where(Sending.key == key)).first()
        # No lock is held while the other one needs it.
        session.rollback()
        if there is not None and there.answer is not None:
            return Answer(there.answer, there.opened if there.opened and at - there.begun_at <= _CLICKS else "")
        if (there is None and only_known) or (there is not None and (at - there.begun_at > _MOMENT or time.monotonic() > until)):
            return None
        time.sleep(_LOOK)
    return None


def _begun(session: Session, key: str, at: datetime) -> bool:
    try:
        session.execute(insert(Sending).values(key=key, begun_at=at))
    except IntegrityError:
        session.rollback()
        return False
    return True


def done(session: Session, key: str, answer: str, opened: str = "") -> None:
    """Keep the address that a form was answered with, where it has done something, and the digest of the session that it has `opened`."""
    session.execute(update(Sending).where(Sending.key == key).values(answer=answer, opened=opened or None))
    session.commit()


def drop(session: Session, key: str) -> None:
    """Forget a sending that was not done: the form may be sent again."""
    session.execute(delete(Sending).where(Sending.key == key))
    session.commit()
