"""Daily and weekly rounds: at a civil hour of Geneva, whatever the clocks do that night, and once, however many workers there are."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ...clocks import GENEVA, geneva
from ...config import Settings
from ...models import Alert, Delivery, Digest, Frequency, Job
from ..publishing.following import JOB
from .delivering import WRITE_JOB, waiting

_PATIENCE = 3
_ROUNDS = (Frequency.DAILY, Frequency.WEEKLY)


def moment(day: date, hour: int) -> datetime:
    """When the round of a civil day is called (aware UTC). An hour that the clocks leave out comes an hour later, one that they
    repeat is taken the first time."""
    return datetime.combine(day, time(hour), GENEVA).astimezone(UTC)


def last_day(frequency: Frequency, at: datetime, hour: int) -> date:
    """The civil day whose round is the last that is due by `at`: weekly rounds are on Mondays."""
    day = geneva(at)
    if moment(day, hour) > at:
        day -= timedelta(days=1)
    return day - timedelta(days=day.weekday()) if frequency is Frequency.WEEKLY else day


def call(reading: Callable[[], Session], writing: Callable[[], Session], at: datetime, settings: Settings) -> None:
    """Call the rounds that are due and were not called: a job for each alert for which something waits. A round that was missed
    is called late, and only the last one."""
    days = {frequency: last_day(frequency, at, settings.DIGEST_HOUR) for frequency in _ROUNDS}
    with reading() as session:
        called = {(one.frequency, one.day) for one in session.scalars(select(Digest).where(Digest.day.in_(days.values())))}
        due = [pair for pair in days.items() if pair not in called and _noted(session, moment(pair[1], settings.DIGEST_HOUR))]
    for frequency, day in due:
        with writing() as session:
            _call(session, frequency, day, at)


def _noted(session: Session, until: datetime) -> bool:
    """Whether every act before the round is noted: after a standstill the round waits for them. One that keeps failing holds up nobody."""
    behind = (Job.name == JOB, Job.done_at.is_(None), Job.created_at <= until, Job.attempts < _PATIENCE)
    return session.scalar(select(Job.id).where(*behind).limit(1)) is None


def _call(session: Session, frequency: Frequency, day: date, at: datetime) -> None:
    session.add(Digest(frequency=frequency, day=day, called_at=at))
    try:
        session.flush()
    except IntegrityError:
        # Another worker came first.
        session.rollback()
        return
    alerts = waiting(urgent=False).with_only_columns(Delivery.alert_id).order_by(None).distinct()
    for alert_id in session.scalars(select(Alert.id).where(Alert.id.in_(alerts), Alert.frequency == frequency).order_by(Alert.id)):
        session.add(Job(name=WRITE_JOB, details={"alert": alert_id}, created_at=at, due_at=at))
    session.commit()
