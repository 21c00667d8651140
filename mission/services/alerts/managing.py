"""What a link lets its holder do: confirm an alert, see all of an address, change how often they write, end them, be forgotten."""

from datetime import datetime
from secrets import compare_digest

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...config import Settings
from ...models import Alert, Follower, Frequency, Job
from . import forgetting, tokens
from .delivering import WRITE_JOB


def found(session: Session, purpose: str, token: str, at: datetime, settings: Settings) -> Alert | None:
    """The alert of a ``confirm`` or ``end`` link; None where the link is not ours or over, or the alert gone."""
    read = tokens.read(settings, purpose, token, at)
    alert = session.get(Alert, read[0]) if read else None
    return alert if alert is not None and read is not None and compare_digest(alert.seal, read[1]) else None


def was_ours(token: str, at: datetime, settings: Settings) -> bool:
    """Whether an ``end`` link was in a letter of ours, whatever has become of its alert."""
    return tokens.read(settings, "end", token, at) is not None


def holder(session: Session, token: str, at: datetime, settings: Settings) -> Follower | None:
    """The follower of a ``manage`` link; None where the link is not ours or over, or the address forgotten."""
    read = tokens.read(settings, "manage", token, at)
    follower = session.get(Follower, read[0]) if read else None
    return follower if follower is not None and read is not None and compare_digest(follower.seal, read[1]) else None


def alerts_of(session: Session, follower: Follower) -> tuple[Alert, ...]:
    """The confirmed alerts of a follower, the oldest first."""
    return tuple(session.scalars(select(Alert).where(Alert.follower_id == follower.id, Alert.confirmed_at.is_not(None)).order_by(Alert.id)))


def confirm(session: Session, alert: Alert, at: datetime) -> None:
    """The alert begins, or goes on after the question whether it is still wanted. Confirmed twice it is confirmed once."""
    if alert.confirmed_at is None or alert.reminded_at is not None:
        alert.confirmed_at, alert.reminded_at = at, None
    session.commit()


def change(session: Session, alert: Alert, frequency: Frequency, language: str, at: datetime) -> bool:
    """How often it writes from now on, and in which language; False, and nothing changes, where the same list is followed in that one already.
    What waits for a digest comes at once where everything is to come at once."""
    if language != alert.language:
        same = select(Alert).where(Alert.follower_id == alert.follower_id, Alert.language == language, Alert.address == alert.address)
        other = session.scalar(same)
        if other is not None and other.confirmed_at is not None:
            return False
        if other is not None:
            # Asked for and never confirmed: the holder of the mailbox has said it here.
            session.delete(other)
            session.flush()
    alert.frequency, alert.language = frequency, language
    if frequency is Frequency.IMMEDIATE:
        session.add(Job(name=WRITE_JOB, details={"alert": alert.id}, created_at=at, due_at=at))
    session.commit()
    return True


def end(session: Session, alert: Alert, at: datetime) -> None:
    """The alert ends; with the last one the address goes."""
    forgetting.end(session, alert, at)
    session.commit()


def forget(session: Session, follower: Follower) -> None:
    """Everything that is held about an address goes, letters included."""
    session.delete(follower)
    session.commit()
