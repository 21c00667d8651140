"""Making papers: after an edition has settled, once, and again only where the bytes are lost.

An act leaves a job in its own transaction; the worker draws. Nothing is drawn inside a transaction: on SQLite it would keep everybody
from writing, least of all a release from its minute.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...config import Settings
from ...languages import LANGUAGES
from ...models import Blob, Form, Job, JournalEntry, Paper, guards
from .. import papers, visibility
from ..authenticity import keys
from ..authenticity.detached import sign_file
from ..authenticity.keys import Seal
from ..authenticity.sealing import seal_of
from ..shown import Public
from . import cards, certifying, pdf

JOB = "make-papers"
_MEDIA_TYPES = {Form.PDF: "application/pdf", Form.CARD: "image/png"}


@dataclass(frozen=True)
class Drawn:
    """Bytes that wait to be kept, with the text of the signed note beside them."""

    language: str
    form: Form
    content: bytes
    signature: str = ""


def order(session: Session, edition_id: int, at: datetime) -> None:
    """Leave the job that draws an edition, in the transaction of the act that made it public."""
    session.add(Job(name=JOB, details={"edition": edition_id}, created_at=at, due_at=at))


def make_job(session: Session, job: Job, at: datetime, settings: Settings) -> None:
    """Draw what is missing of the edition of a job."""
    make(session, job.details["edition"], at, settings)


def make(session: Session, edition_id: int, at: datetime, settings: Settings) -> int:
    """Draw, sign and keep every paper of a settled edition that is missing or lost; returns how many. Nothing of a recalled document
    is drawn. The session is a writing one: its transaction ends before the drawing and another begins after it. Raises `KeyRefused`
    where the key that the session carries may not sign."""
    found = visibility.settled(session, edition_id)
    if found is None or found.code is None:
        return 0
    wanted = [
        (tag, form) for tag in LANGUAGES if tag in found.texts for form in Form if papers.find(session, found, tag, form) is None
    ]  # fmt: skip
    if not wanted:
        return 0
    seal = seal_of(session)
    keys.ensure_current(session, seal, at)
    session.commit()
    drawn = [_draw(found, tag, form, settings, seal, at) for tag, form in wanted]
    for one in drawn:
        # Looked at again: whoever was first meanwhile, its bytes are the ones that stand.
        if papers.find(session, found, one.language, one.form) is None:
            _keep(session, edition_id, one, at)
    session.commit()
    return len(drawn)


def _draw(found: Public, tag: str, form: Form, settings: Settings, seal: Seal, at: datetime) -> Drawn:
    house = pdf.House(settings.base_url, settings.MISSION_OFFICIAL)
    if form is Form.CARD:
        return Drawn(tag, form, cards.card(found, LANGUAGES[tag], house))
    content = certifying.certify(pdf.document(found, LANGUAGES[tag], house), found, settings)
    # Last: the detached signature is over the bytes that readers get.
    signature = sign_file(
        seal, content, name=found.reference or "", edition=found.edition, language=tag, media_type=_MEDIA_TYPES[form], at=at
    )  # fmt: skip
    return Drawn(tag, form, content, signature)


def _keep(session: Session, edition_id: int, drawn: Drawn, at: datetime) -> None:
    sha256 = hashlib.sha256(drawn.content).hexdigest()
    held = session.get(Blob, sha256)
    if held is None:
        session.add(Blob(sha256=sha256, media_type=_MEDIA_TYPES[drawn.form], content=drawn.content, created_at=at))
    elif held.content != drawn.content:
        # Damaged: under this name only these bytes are right.
        with guards.lifted(session.connection(), "guard_blob_update"):
            held.content = drawn.content
            session.flush()
    session.flush()
    before = select(func.max(Paper.number)).where(
        Paper.edition_id == edition_id, Paper.language == drawn.language, Paper.form == drawn.form
    )  # fmt: skip
    number = (session.scalar(before) or 0) + 1
    session.add(Paper(
        edition_id=edition_id, language=drawn.language, form=drawn.form, number=number, sha256=sha256, size=len(drawn.content), made_at=at,
        signature=drawn.signature,
    ))  # fmt: skip
    if number > 1:
        remark = f"{drawn.form.value} {drawn.language}: {sha256}"
        session.add(JournalEntry(recorded_at=at, person_id=None, verb="remake", document_id=None, edition_id=edition_id, remark=remark))
