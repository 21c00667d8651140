"""The acts that make an edition public, or take a document back: one row each, never changed."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from .types import Key, Moment


class Release(Model):
    """The act that freezes an approved edition and sets the minute at which it settles. Unscheduling deletes it."""

    __tablename__ = "release"

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    release_at: Mapped[Moment] = mapped_column(index=True)
    released_at: Mapped[Moment]
    released_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class Settlement(Model):
    """The row by which an edition is public. `public_number` counts the document's editions as readers see them."""

    __tablename__ = "settlement"
    __table_args__ = (UniqueConstraint("document_id", "public_number"),)

    # Two keys: an edition settles only where it was released, and a release that settled cannot be deleted.
    edition_id: Mapped[int] = mapped_column(
        ForeignKey("edition.id"), ForeignKey("release.edition_id", name="fk_settlement_release"), primary_key=True
    )
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    public_number: Mapped[int]
    settled_at: Mapped[Moment]
    register_sequence: Mapped[int] = mapped_column(ForeignKey("register_entry.sequence"), unique=True)


class Withdrawal(Model):
    """A document withdrawn: its text stays readable under a dated notice. It ends when a newer edition settles."""

    __tablename__ = "withdrawal"

    edition_id: Mapped[int] = mapped_column(ForeignKey("settlement.edition_id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    withdrawn_at: Mapped[Moment]
    withdrawn_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    notices: Mapped[dict[str, Any]] = mapped_column(JSON)
    register_sequence: Mapped[int] = mapped_column(ForeignKey("register_entry.sequence"), unique=True)


class Recall(Model):
    """A document recalled: published in error and gone for good, with a notice that gives the reason."""

    __tablename__ = "recall"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    recalled_at: Mapped[Moment]
    recalled_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    notices: Mapped[dict[str, Any]] = mapped_column(JSON)
    register_sequence: Mapped[int] = mapped_column(ForeignKey("register_entry.sequence"), unique=True)


class PublicChange(Model):
    """One row per public act. Its highest number is the stamp: all that a cache or an index needs to know about what is new.

    An act without a document changed the taxonomy: its labels are on every page.
    """

    __tablename__ = "public_change"

    stamp: Mapped[Key]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    changed_at: Mapped[Moment]
