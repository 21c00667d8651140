"""From rows that wait to letters: written once per alert, looked at once more when they leave, taken back where they no longer hold."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ...config import Settings
from ...models import Act, Alert, Delivery, Job, Letter, RegisterEntry
from .. import mail
from ..authenticity import reading
from ..visibility import by_id, labels
from . import letters, news

WRITE_JOB = "write-to-follower"
SEND_JOB = f"{mail.JOB}-to-follower"
# What nobody waits for until Monday: the text is gone, or no longer stands.
URGENT = (Act.WITHDRAWAL, Act.RECALL)


def write_job(session: Session, job: Job, at: datetime, settings: Settings) -> None:
    """Write what waits for an alert into one letter: the urgent acts, or all others. A second run finds nothing that waits."""
    alert = session.scalar(select(Alert).where(Alert.id == job.details["alert"]).with_for_update())
    if alert is None or alert.confirmed_at is None:
        return
    rows = list(session.scalars(waiting(urgent=bool(job.details.get("urgent"))).where(Delivery.alert_id == alert.id)))
    found = news.items(session, rows)
    told = {row.id for item in found for row in item.rows}
    for row in rows:
        if row.id not in told:
            session.delete(row)
    if not found:
        return
    head = reading.head(session)
    letter = letters.news_letter(alert, found, labels(session), settings, at, head.note if head else "").post(session, alert.follower, at, job=SEND_JOB)
    for item in found:
        for row in item.rows:
            row.told_at, row.edition, row.letter_id = at, item.edition, letter.id


def waiting(*, urgent: bool) -> Select[Delivery]:
    """The rows that wait, of urgent acts or of all others, in the order of the acts."""
    kind = RegisterEntry.act.in_(URGENT) if urgent else RegisterEntry.act.not_in(URGENT)
    joined = select(Delivery).join(RegisterEntry, RegisterEntry.sequence == Delivery.register_sequence)
    return joined.where(Delivery.told_at.is_(None), kind).order_by(Delivery.register_sequence)


def send_job(session: Session, job: Job, at: datetime, settings: Settings) -> None:
    """Send the letter of a job where everything in it still holds; else it is written again, or not at all."""
    letter = session.get(Letter, job.details["letter"])
    if letter is None or letter.sent_at is not None:
        return
    rows = list(session.scalars(select(Delivery).where(Delivery.letter_id == letter.id)))
    if rows and all(_holds(session, row) for row in rows):
        mail.send_job(session, job, at, settings)
        return
    for row in rows:
        row.told_at, row.edition, row.letter_id = None, 0, None
    for alert_id, urgent in {(row.alert_id, _is_urgent(session, row)) for row in rows if row.alert_id}:
        session.add(Job(name=WRITE_JOB, details={"alert": alert_id, "urgent": urgent}, created_at=at, due_at=at))
    session.flush()
    session.delete(letter)


def _holds(session: Session, row: Delivery) -> bool:
    """Whether what the letter shows is what the gate shows now. A notice without a text holds for good."""
    if row.edition == 0:
        return True
    document = by_id(session, row.document_id)
    return document is not None and document.withdrawal is None and document.edition == row.edition


def _is_urgent(session: Session, row: Delivery) -> bool:
    return session.get_one(RegisterEntry, row.register_sequence).act in URGENT
