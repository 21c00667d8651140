"""Enquiries: received through the form, acknowledged, announced to the desk, and deleted after their delay."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..clocks import geneva
from ..config import Settings
from ..models import Enquiry, EnquirySubject, Throttle
from . import mail, throttle
from .throttle import TooMany as TooMany

TIDY_JOB = "tidy-enquiries"
_HOUR = timedelta(hours=1)
# No vowels and no look-alikes: a reference read out by telephone arrives.
_LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"


@dataclass(frozen=True, kw_only=True)
class EnquiryContent:
    """What somebody wrote; `deadline` (aware) and `callback` belong to the press."""

    subject: EnquirySubject
    name: str
    email: str
    message: str
    language: str
    organisation: str = ""
    deadline: datetime | None = None
    callback: str = ""


@dataclass(frozen=True)
class Wording:
    """A letter's subject and text, in the language of whoever reads it; ``{reference}`` stands for the reference."""

    subject: str
    text: str


def receive(session: Session, content: EnquiryContent, *, acknowledgement: Wording, announcement: Wording, origin: str,
            at: datetime, settings: Settings) -> Enquiry:  # fmt: skip
    """Keep an enquiry with its two letters, in one transaction. Raises `TooMany`, and then keeps nothing."""
    try:
        _count(session, origin, at, settings)
        enquiry = Enquiry(
            reference=_reference(at), received_at=at, language=content.language, subject=content.subject, name=content.name,
            email=content.email, organisation=content.organisation, message=content.message, deadline=content.deadline,
            callback=content.callback, delete_after=geneva(at) + timedelta(days=settings.ENQUIRY_DAYS),
        )  # fmt: skip
        session.add(enquiry)
        session.flush()
        _write(session, content.email, content.language, acknowledgement, enquiry, at)
        if settings.DESK_MAILBOX:
            _write(session, settings.DESK_MAILBOX, "fr", announcement, enquiry, at)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    return enquiry


def _count(session: Session, origin: str, at: datetime, settings: Settings) -> None:
    for name, most in ((f"contact:{origin}", settings.CONTACT_PER_HOUR), ("contact", settings.CONTACT_PER_HOUR_ALL)):
        wait = throttle.try_once(session, name, most=most, within=_HOUR, at=at)
        if wait is not None:
            raise TooMany(wait)


def _write(session: Session, to: str, language: str, wording: Wording, enquiry: Enquiry, at: datetime) -> None:
    mail.post(
        session, to=to, subject=wording.subject.replace("{reference}", enquiry.reference),
        text=wording.text.replace("{reference}", enquiry.reference), language=language, at=at, enquiry_id=enquiry.id,
    )  # fmt: skip


def _reference(at: datetime) -> str:
    return f"{geneva(at):%y%m%d}-" + "".join(secrets.choice(_LETTERS) for _ in range(6))


def tidy(session: Session, at: datetime) -> int:
    """Delete enquiries whose delay is over, with their letters, and what the throttle counted before yesterday; returns how many
    enquiries went."""
    old = list(session.scalars(select(Enquiry.id).where(Enquiry.delete_after < geneva(at))))
    session.execute(delete(Enquiry).where(Enquiry.id.in_(old)))
    session.execute(delete(Throttle).where(Throttle.since < at - timedelta(days=1)))
    return len(old)

