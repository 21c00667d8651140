"""What the contact form received, the letters that follow from it, and the throttle that guards it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Model
from .staff import Person
from .types import Instant, Key, Moment, choice


class EnquirySubject(StrEnum):
    """What somebody writes about."""

    GENERAL = "general"
    PRESS = "press"
    SEMINAR = "seminar"
    CONSULAR = "consular"


class Enquiry(Model):
    """One enquiry. `reference` is what the acknowledgement names; `delete_after` is the day on which it goes."""

    __tablename__ = "enquiry"

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(unique=True)
    received_at: Mapped[Moment]
    language: Mapped[str]
    subject: Mapped[EnquirySubject] = mapped_column(choice(EnquirySubject))
    name: Mapped[str]
    email: Mapped[str]
    organisation: Mapped[str] = mapped_column(default="")
    message: Mapped[str]
    deadline: Mapped[datetime | None] = mapped_column(Instant)
    callback: Mapped[str] = mapped_column(default="")
    delete_after: Mapped[date]
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    assigned_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)
    assigned: Mapped[Person | None] = relationship()
    answers: Mapped[list["EnquiryAnswer"]] = relationship(order_by="EnquiryAnswer.id", cascade="all, delete-orphan", passive_deletes=True)


class EnquiryAnswer(Model):
    """An answer that went out by letter. It goes with its enquiry."""

    __tablename__ = "enquiry_answer"

    id: Mapped[Key]
    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]
    written_at: Mapped[Moment]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id", ondelete="SET NULL"))
    person: Mapped[Person] = relationship()
    letter: Mapped["Letter | None"] = relationship()


class Letter(Model):
    """A letter on its way out. It stays until it is sent: a mail server that is down delays letters and loses none.

    `html` is the same letter once more, for those who read it so; `heads` are further lines of its head, by name.
    """

    __tablename__ = "letter"

    id: Mapped[Key]
    recipient: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    language: Mapped[str]
    written_at: Mapped[Moment]
    enquiry_id: Mapped[int | None] = mapped_column(ForeignKey("enquiry.id", ondelete="CASCADE"))
    follower_id: Mapped[int | None] = mapped_column(ForeignKey("follower.id", ondelete="CASCADE"), index=True)
    html: Mapped[str] = mapped_column(default="")
    heads: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)


class Throttle(Model):
    """How often something was tried in a stretch of time. `name` says what and by whom (hashed where it is a person's)."""

    __tablename__ = "throttle"

    name: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[Moment] = mapped_column(primary_key=True)
    tries: Mapped[int]
