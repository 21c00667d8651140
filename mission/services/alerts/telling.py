"""Who is to be told of a public act: read again from the state as it is when the job runs, and noted once per follower."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...config import Settings
from ...models import Act, Alert, Delivery, Edition, Frequency, Job, RegisterEntry, Settlement, Translation
from ..publishing.following import is_news
from ..shown import Public
from ..visibility import by_id
from . import queries
from .delivering import URGENT, WRITE_JOB
from .matching import among

_AT_ONCE = 500
_ORDER = {Frequency.IMMEDIATE: 0, Frequency.DAILY: 1, Frequency.WEEKLY: 2}


def tell_job(session: Session, job: Job, at: datetime, settings: Settings) -> None:
    """Note the act of a job for everybody who is to be told of it. Run twice, or by two workers, it notes nobody twice."""
    entry = session.get(RegisterEntry, job.details["register"])
    if entry is None:
        return
    noted = set(session.scalars(select(Delivery.follower_id).where(Delivery.register_sequence == entry.sequence)))
    chosen = [one for one in _one_each(session, entry, at) if one.follower_id not in noted]
    for first in range(0, len(chosen), _AT_ONCE):
        _note(session, chosen[first : first + _AT_ONCE], entry, at)
        # In portions: nobody waits long for the writing connection.
        session.commit()


def _note(session: Session, alerts: Iterable[Alert], entry: RegisterEntry, at: datetime) -> None:
    urgent = entry.act in URGENT
    for alert in alerts:
        session.add(
            Delivery(
                follower_id=alert.follower_id, alert_id=alert.id, document_id=entry.document_id, register_sequence=entry.sequence,
                noted_at=at, edition=0,
            )
        )  # fmt: skip
        if urgent or alert.frequency is Frequency.IMMEDIATE:
            session.add(Job(name=WRITE_JOB, details={"alert": alert.id, "urgent": urgent}, created_at=at, due_at=at))


def _one_each(session: Session, entry: RegisterEntry, at: datetime) -> list[Alert]:
    """One alert per follower: the soonest, and among equals one in a language of the text."""
    document = by_id(session, entry.document_id)
    tags = set(document.texts) if document else set()
    chosen: dict[int, Alert] = {}
    for alert in sorted(_told(session, entry, document), key=lambda one: (_ORDER[one.frequency], one.language not in tags, one.id)):
        chosen.setdefault(alert.follower_id, alert)
    return list(chosen.values())


def _told(session: Session, entry: RegisterEntry, document: Public | None) -> list[Alert]:
    if entry.act in URGENT:
        return _having(session, entry.document_id)
    if document is None or document.withdrawal is not None:
        return []
    if entry.act is Act.FIRST:
        return _following(session, entry)
    if entry.act is Act.TRANSLATION:
        added = _added(session, entry)
        return [one for one in _following(session, entry) if one.language in added or added & set(one.query.get("text", ()))]
    having = _having(session, entry.document_id)
    return having + (_following(session, entry) if _is_news(session, document) else [])


def _having(session: Session, document_id: int) -> list[Alert]:
    """The alerts by which somebody got a text of this document; of whoever got it by one that has ended, all the others."""
    got = (Delivery.document_id == document_id, Delivery.told_at.is_not(None), Delivery.edition > 0)
    by = Alert.id.in_(select(Delivery.alert_id).where(*got, Delivery.alert_id.is_not(None)))
    formerly = Alert.follower_id.in_(select(Delivery.follower_id).where(*got, Delivery.alert_id.is_(None)))
    return list(session.scalars(select(Alert).where(by | formerly, Alert.confirmed_at.is_not(None)).order_by(Alert.id)))


def _following(session: Session, entry: RegisterEntry) -> list[Alert]:
    """The alerts that stood at the time of the act and whose list holds the document: each list is asked once, however many follow it."""
    stood = Alert.confirmed_at < entry.recorded_at + timedelta(seconds=1)
    matching = []
    held: dict[str, bool] = {}
    for alert in session.scalars(select(Alert).where(stood).order_by(Alert.id)):
        if alert.address not in held:
            held[alert.address] = entry.document_id in among(session, queries.unpacked(alert.query), [entry.document_id])
        if held[alert.address]:
            matching.append(alert)
    return matching


def _added(session: Session, entry: RegisterEntry) -> set[str]:
    """The languages that the edition of the act has and the public edition before it had not."""

    def tags(number: int) -> set[str]:
        of = select(Settlement.edition_id).where(Settlement.document_id == entry.document_id, Settlement.public_number == number)
        return set(session.scalars(select(Translation.language).where(Translation.edition_id.in_(of))))

    return tags(entry.edition) - tags(entry.edition - 1)


def _is_news(session: Session, document: Public) -> bool:
    settlements = select(func.min(Settlement.settled_at)).join(Edition, Edition.id == Settlement.edition_id)
    first = session.scalar(settlements.where(Settlement.document_id == document.id))
    dated = document.dated
    return first is not None and is_news((dated.end or dated.start) if dated else None, first)
