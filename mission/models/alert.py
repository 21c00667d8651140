"""Who receives which texts by mail, and what each of them was told.

A follower is an address; an alert is one list that it follows; a delivery is one public act of which the follower is to be told,
or was. All of it goes when the follower does.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Model
from .enquiry import Letter
from .types import Instant, Key, Moment, choice


class Frequency(StrEnum):
    """How often an alert writes."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    WEEKLY = "weekly"


class Follower(Model):
    """An e-mail address. `name` is the address in lower case, by which it is found; `seal` is in every link sent to it."""

    __tablename__ = "follower"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    seal: Mapped[str]
    since: Mapped[Moment]

    alerts: Mapped[list["Alert"]] = relationship(back_populates="follower", order_by="Alert.id", passive_deletes="all")


class Alert(Model):
    """One list in one language, followed by mail. It writes only once it is confirmed; `asked_at` is the last asking, `reminded_at`
    when the question was put whether it is still wanted."""

    __tablename__ = "alert"
    __table_args__ = (UniqueConstraint("follower_id", "language", "address"),)

    id: Mapped[Key]
    follower_id: Mapped[int] = mapped_column(ForeignKey("follower.id", ondelete="CASCADE"))
    language: Mapped[str]
    # The list's own address below its language, sorted: the same list is the same address. `query` is its filter.
    address: Mapped[str]
    query: Mapped[dict[str, Any]] = mapped_column(JSON)
    frequency: Mapped[Frequency] = mapped_column(choice(Frequency))
    seal: Mapped[str]
    asked_at: Mapped[Moment]
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    reminded_at: Mapped[datetime | None] = mapped_column(Instant)

    follower: Mapped[Follower] = relationship(back_populates="alerts")


class Delivery(Model):
    """One public act of which one follower is told, once: the constraint holds against every way to do it twice.

    It waits until `told_at`; `edition` is then the public edition that the letter showed, 0 where it showed no text. `alert_id` is None where
    the list that told it has ended and the follower has others: what becomes of the text is told by one of these.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("follower_id", "register_sequence"),
        Index("ix_delivery_alert_id_told_at", "alert_id", "told_at"),
        Index("ix_delivery_document_id_told_at", "document_id", "told_at"),
    )

    id: Mapped[Key]
    follower_id: Mapped[int] = mapped_column(ForeignKey("follower.id", ondelete="CASCADE"))
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alert.id", ondelete="SET NULL"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    register_sequence: Mapped[int] = mapped_column(ForeignKey("register_entry.sequence"))
    noted_at: Mapped[Moment]
    told_at: Mapped[datetime | None] = mapped_column(Instant)
    edition: Mapped[int] = mapped_column(default=0)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id", ondelete="SET NULL"), index=True)

    letter: Mapped[Letter | None] = relationship()


class Digest(Model):
    """A daily or weekly round that was called: one row for a civil day of Geneva, whichever worker came first."""

    __tablename__ = "digest"

    frequency: Mapped[Frequency] = mapped_column(choice(Frequency), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    called_at: Mapped[Moment]
