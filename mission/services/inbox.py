"""The inbox of the desk: enquiries are read, given to somebody, answered by letter, and closed, until their day comes to go.

The journal names an enquiry by its reference alone: it outlives the enquiry, and holds nothing of what somebody wrote.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from ..models import Enquiry, EnquiryAnswer, EnquirySubject, Person, Role, RoleName
from . import mail
from .enquiries import Wording
from .publishing.verbs import record, verb

# Who reads what came in.
READERS = (RoleName.PRESS_OFFICER, RoleName.ADMINISTRATOR)
PAGE_SIZE = 30
PILES = ("open", "mine", "closed")


class EnquiryMoved(Exception):
    """Somebody has done something with the enquiry since it was read; nothing has changed."""


class EnquiryGone(Exception):
    """The enquiry is not there, or not any longer."""


class NotAReader(Exception):
    """An enquiry can only be given to somebody who may read it."""


@dataclass(frozen=True)
class Pile:
    """One page of enquiries, how many there are of them in all, and how many by subject."""

    rows: Sequence[Enquiry]
    total: int
    by_subject: dict[str, int]


def pile(session: Session, name: str, actor: Person, *, subject: str = "", page: int = 1) -> Pile:
    """The enquiries of a pile (one of `PILES`), of one `subject` or of all; the press with a deadline first, then the newest."""
    held = _in(name, actor)
    counts = session.execute(select(Enquiry.subject, func.count()).where(held).group_by(Enquiry.subject)).all()
    by_subject = {one.value: number for one, number in counts}
    wanted = select(Enquiry).where(held, Enquiry.subject == EnquirySubject(subject) if subject else true())
    first = (Enquiry.deadline.is_(None), Enquiry.deadline) if name != "closed" else ()
    rows = session.scalars(wanted.order_by(*first, Enquiry.received_at.desc(), Enquiry.id.desc()).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)).all()
    return Pile(rows, by_subject.get(subject, 0) if subject else sum(by_subject.values()), by_subject)


def _in(name: str, actor: Person) -> ColumnElement[bool]:
    if name == "closed":
        return Enquiry.closed_at.is_not(None)
    still = Enquiry.closed_at.is_(None)
    return still & (Enquiry.assigned_id == actor.id) if name == "mine" else still


def unread(session: Session) -> int:
    """How many enquiries nobody has opened yet."""
    return session.scalar(select(func.count()).where(Enquiry.read_at.is_(None), Enquiry.closed_at.is_(None))) or 0


def find(session: Session, reference: str) -> Enquiry:
    """The enquiry with this reference. Raises `EnquiryGone`."""
    found = session.scalar(select(Enquiry).where(Enquiry.reference == reference))
    if found is None:
        raise EnquiryGone
    return found


def readers(session: Session) -> Sequence[Person]:
    """Everybody to whom an enquiry can be given, by name."""
    wanted = select(Person).join(Person.roles).where(Role.name.in_(READERS), Person.active, ~Person.system)
    return session.scalars(wanted.distinct().order_by(Person.name, Person.email)).all()


def mark_read(session: Session, actor: Person, reference: str, *, at: datetime) -> None:
    """Note, in a transaction of its own, that somebody has opened an enquiry; the first one counts."""
    enquiry = session.scalar(select(Enquiry).where(Enquiry.reference == reference, Enquiry.read_at.is_(None)))
    if enquiry is not None:
        enquiry.read_at = at
        record(session, actor, "enquiry-read", at, remark=reference)
        session.commit()


@verb
def assign(session: Session, actor: Person, reference: str, to: int | None, *, version: int, at: datetime) -> Enquiry:
    """Give an enquiry to somebody, or (None) back to everybody; whoever has it already has it. Raises `NotAReader`, `EnquiryMoved`, `EnquiryGone`."""
    enquiry = _load(session, reference)
    if enquiry.assigned_id == to:
        return enquiry
    if enquiry.version != version:
        raise EnquiryMoved
    if to is not None and to not in {one.id for one in readers(session)}:
        raise NotAReader
    enquiry.assigned_id = to
    _moved(session, actor, enquiry, "enquiry-assign", at)
    return enquiry


@verb
def answer(session: Session, actor: Person, reference: str, text: str, wording: Wording, *, close: bool, version: int, at: datetime,
           reply_to: str = "") -> Enquiry:  # fmt: skip
    """Send an answer by letter. `text` is what was typed and is kept; `wording` is the whole letter around it. With `close` nothing more
    is expected. The same text sent twice by the same person (a second click) goes out once. Raises `EnquiryMoved`, `EnquiryGone`."""
    enquiry = _load(session, reference)
    last = enquiry.answers[-1] if enquiry.answers else None
    if last is not None and last.person_id == actor.id and last.text == text and enquiry.version > version:
        return enquiry
    if enquiry.version != version:
        raise EnquiryMoved
    # Written by a person: other people's automatic replies may answer it (RFC 3834).
    heads = {"Auto-Submitted": "no"} | ({"Reply-To": reply_to} if reply_to else {})
    letter = mail.post(
        session, to=enquiry.email, subject=wording.subject, text=wording.text, language=enquiry.language, at=at, enquiry_id=enquiry.id, heads=heads,
    )  # fmt: skip
    enquiry.answers.append(EnquiryAnswer(person_id=actor.id, text=text, written_at=at, letter_id=letter.id))
    enquiry.read_at = enquiry.read_at or at
    enquiry.assigned_id = enquiry.assigned_id or actor.id
    enquiry.closed_at = at if close else enquiry.closed_at
    _moved(session, actor, enquiry, "enquiry-answer", at)
    return enquiry


@verb
def close(session: Session, actor: Person, reference: str, *, version: int, at: datetime) -> Enquiry:
    """Put an enquiry away; done twice it changes nothing. Raises `EnquiryMoved`, `EnquiryGone`."""
    return _put(session, actor, reference, at, version, at, "enquiry-close")


@verb
def reopen(session: Session, actor: Person, reference: str, *, version: int, at: datetime) -> Enquiry:
    """Take an enquiry out again. Raises `EnquiryMoved`, `EnquiryGone`."""
    return _put(session, actor, reference, None, version, at, "enquiry-reopen")


def _put(session: Session, actor: Person, reference: str, closed: datetime | None, version: int, at: datetime, name: str) -> Enquiry:
    enquiry = _load(session, reference)
    if bool(enquiry.closed_at) == bool(closed):
        return enquiry
    if enquiry.version != version:
        raise EnquiryMoved
    enquiry.closed_at = closed
    enquiry.read_at = enquiry.read_at or at
    _moved(session, actor, enquiry, name, at)
    return enquiry


def _load(session: Session, reference: str) -> Enquiry:
    wanted = select(Enquiry).where(Enquiry.reference == reference).with_for_update().execution_options(populate_existing=True)
    enquiry = session.scalar(wanted)
    if enquiry is None:
        raise EnquiryGone
    return enquiry


def _moved(session: Session, actor: Person, enquiry: Enquiry, name: str, at: datetime) -> None:
    enquiry.version += 1
    record(session, actor, name, at, remark=enquiry.reference)
