"""What is held about followers goes: with the alert that ends, after its delay, and when nobody has confirmed it."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.orm import Session

from ...config import Settings
from ...models import Alert, Delivery, Digest, Follower, Frequency, Job, Letter
from ..visibility import labels
from . import letters, queries
from .delivering import WRITE_JOB
from .matching import among

_DIGEST_DAYS = 60


def tidy(session: Session, at: datetime, settings: Settings) -> int:
    """Let go what has had its time, and ask those whose alerts are about to end; returns how many alerts went."""
    unconfirmed = Alert.confirmed_at.is_(None) & (Alert.asked_at < at - timedelta(hours=settings.ALERT_CONFIRM_HOURS))
    over = Alert.confirmed_at < at - timedelta(days=settings.ALERT_DAYS)
    gone = 0
    for alert in session.scalars(select(Alert).where(unconfirmed | over).order_by(Alert.id)).all():
        end(session, alert, at)
        gone += 1
    _remind(session, at, settings)
    sent = Letter.sent_at < at - timedelta(days=settings.ALERT_LETTER_DAYS)
    session.execute(delete(Letter).where(Letter.follower_id.is_not(None), sent))
    session.execute(delete(Job).where(Job.done_at < at - timedelta(days=settings.ALERT_LETTER_DAYS)))
    session.execute(delete(Digest).where(Digest.called_at < at - timedelta(days=_DIGEST_DAYS)))
    return gone


def end(session: Session, alert: Alert, at: datetime) -> None:
    """End an alert in the caller's transaction: letters of it that have not left do not leave, and its follower goes with the last one.

    What it has told stays known for as long as the follower has another confirmed one, so that a correction or a recall still arrives.
    """
    follower_id = alert.follower_id
    _keep_back(session, alert)
    _hand_over(session, alert, at)
    session.execute(delete(Delivery).where(Delivery.alert_id == alert.id, Delivery.told_at.is_(None)))
    session.execute(delete(Alert).where(Alert.id == alert.id))
    following = exists().where(Alert.follower_id == follower_id, Alert.confirmed_at.is_not(None))
    session.execute(delete(Delivery).where(Delivery.follower_id == follower_id, ~following))
    session.execute(delete(Follower).where(Follower.id == follower_id, ~exists().where(Alert.follower_id == Follower.id)))
    session.expunge(alert)


def _keep_back(session: Session, alert: Alert) -> None:
    held = select(Delivery.letter_id).join(Letter).where(Delivery.alert_id == alert.id, Letter.sent_at.is_(None))
    unsent = list(session.scalars(held.distinct()))
    session.execute(update(Delivery).where(Delivery.letter_id.in_(unsent)).values(told_at=None, edition=0, letter_id=None))
    session.execute(delete(Letter).where(Letter.id.in_(unsent)))


def _hand_over(session: Session, alert: Alert, at: datetime) -> None:
    """What another list of the same follower holds too is told of by that one from now on: a text is mailed once, by whichever was first.
    What waits to be told of a text that has arrived already goes to any of them."""
    others = select(Alert).where(Alert.follower_id == alert.follower_id, Alert.id != alert.id, Alert.confirmed_at.is_not(None))
    for number, other in enumerate(session.scalars(others.order_by(Alert.id)).all()):
        ids = set(session.scalars(select(Delivery.document_id).where(Delivery.alert_id == alert.id)))
        shared = among(session, queries.unpacked(other.query), ids) | (_arrived(session, alert) if number == 0 else set())
        session.execute(update(Delivery).where(Delivery.alert_id == alert.id, Delivery.document_id.in_(shared)).values(alert_id=other.id))
        if shared:
            for urgent in (True, False) if other.frequency is Frequency.IMMEDIATE else (True,):
                session.add(Job(name=WRITE_JOB, details={"alert": other.id, "urgent": urgent}, created_at=at, due_at=at))


def _arrived(session: Session, alert: Alert) -> set[int]:
    """The documents of which something waits here, and of which the follower has a text."""
    waiting = select(Delivery.document_id).where(Delivery.alert_id == alert.id, Delivery.told_at.is_(None))
    has = (Delivery.follower_id == alert.follower_id, Delivery.told_at.is_not(None), Delivery.edition > 0)
    return set(session.scalars(select(Delivery.document_id).where(*has, Delivery.document_id.in_(waiting))))


def _remind(session: Session, at: datetime, settings: Settings) -> None:
    ending: ColumnElement[bool] = Alert.confirmed_at < at - timedelta(days=max(settings.ALERT_DAYS - settings.ALERT_REMIND_DAYS, 1))
    names = labels(session)
    for alert in session.scalars(select(Alert).where(ending, Alert.reminded_at.is_(None)).order_by(Alert.id)).all():
        letters.reminder(alert, names, settings, at).post(session, alert.follower, at)
        alert.reminded_at = at
