"""Making papers: after an edition has settled, once, and again only where the bytes are lost.

An act leaves a job in its own transaction; the worker draws. Nothing is drawn inside a transaction: on SQLite it would keep everybody
from writing, least of all a release from its minute.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...config import Settings
from ...languages import LANGUAGES
from ...models import Blob, Form, Job, JournalEntry, Paper, PaperSignature
from .. import papers, visibility
from ..shown import Public
from . import cards, pdf, sealing

JOB = "make-papers"
_MEDIA_TYPES = {Form.PDF: "application/pdf", Form.CARD: "image/png"}


class KeyMissing(Exception):
    """An official site's papers are signed, and this machine holds no key: another one draws."""


@dataclass(frozen=True)
class Drawn:
    """Bytes that wait to be kept, with the detached signature over them and the key it was made by."""

    language: str
    form: Form
    content: bytes
    signature: bytes | None = None
    key: str = ""


def order(session: Session, edition_id: int, at: datetime) -> None:
    """Leave the job that draws an edition, in the transaction of the act that made it public."""
    session.add(Job(name=JOB, details={"edition": edition_id}, created_at=at, due_at=at))


def make_job(session: Session, job: Job, at: datetime, settings: Settings) -> None:
    """Draw what is missing of the edition of a job."""
    make(session, job.details["edition"], at, settings)


def make(session: Session, edition_id: int, at: datetime, settings: Settings) -> int:
    """Draw, sign and keep every paper of a settled edition that is missing or lost; returns how many. Nothing of a recalled document
    is drawn. The session is a writing one: its transaction ends before the drawing and another begins after it."""
    if not sealing.draws(settings):
        raise KeyMissing
    found = visibility.settled(session, edition_id)
    if found is None or found.code is None:
        return 0
    wanted = [
        (tag, form) for tag in LANGUAGES if tag in found.texts for form in Form if papers.find(session, found, tag, form) is None
    ]  # fmt: skip
    session.commit()
    drawn = list(_draw(found, wanted, settings))
    for one in drawn:
        _keep(session, edition_id, one, at)
    session.commit()
    return len(drawn)


def _draw(found: Public, wanted: list[tuple[str, Form]], settings: Settings) -> Iterator[Drawn]:
    house = pdf.House(settings.base_url, settings.MISSION_OFFICIAL)
    signer = sealing.signer(settings)
    for tag, form in wanted:
        if form is Form.CARD:
            yield Drawn(tag, form, cards.card(found, LANGUAGES[tag], house))
            continue
        content = sealing.seal(pdf.document(found, LANGUAGES[tag], house), found, settings)
        # Last: the detached signature is over the bytes that readers get.
        yield Drawn(tag, form, content, *(signer(content) if signer else ()))


def _keep(session: Session, edition_id: int, drawn: Drawn, at: datetime) -> None:
    sha256 = hashlib.sha256(drawn.content).hexdigest()
    held = session.get(Blob, sha256)
    if held is None:
        session.add(Blob(sha256=sha256, media_type=_MEDIA_TYPES[drawn.form], content=drawn.content, created_at=at))
    elif held.content != drawn.content:
        held.content = drawn.content  # damaged: under this name only these bytes are right
    session.flush()
    before = select(func.max(Paper.number)).where(
        Paper.edition_id == edition_id, Paper.language == drawn.language, Paper.form == drawn.form
    )  # fmt: skip
    number = (session.scalar(before) or 0) + 1
    paper = Paper(
        edition_id=edition_id, language=drawn.language, form=drawn.form, number=number, sha256=sha256, size=len(drawn.content), made_at=at
    )  # fmt: skip
    session.add(paper)
    session.flush()
    if drawn.signature is not None:
        session.add(PaperSignature(paper_id=paper.id, key=drawn.key, signature=drawn.signature, signed_at=at))
    if number > 1:
        remark = f"{drawn.form.value} {drawn.language}: {sha256}"
        session.add(JournalEntry(recorded_at=at, person_id=None, verb="remake", document_id=None, edition_id=edition_id, remark=remark))
