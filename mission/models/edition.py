"""The edition: one version of a document with everything that its readers see; it freezes as a whole."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, attribute_keyed_dict, mapped_column, relationship

from ..extensions import Model
from .document import Document
from .file import EditionFile
from .release import Release, Settlement, Withdrawal
from .taxonomy import Body, Theme
from .types import Instant, Key, Moment, choice


class State(StrEnum):
    """Where an edition stands. The last two follow from rows, not from a column: see `Edition.state`."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RELEASED = "released"
    SETTLED = "settled"


class Stage(StrEnum):
    """What the desk has agreed about an edition that is not frozen."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"


class Change(StrEnum):
    """Why an edition exists."""

    FIRST = "first"
    CORRECTION = "correction"
    AMENDMENT = "amendment"
    TRANSLATION = "translation"


class Precision(StrEnum):
    """How exactly a civil date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class TranslationStatus(StrEnum):
    """What one language of an edition is to the others."""

    ORIGINAL = "original"
    OFFICIAL = "official"
    COURTESY = "courtesy"


class EditionTheme(Model):
    """A theme of an edition; the first is the most important."""

    __tablename__ = "edition_theme"
    __table_args__ = (Index("ix_edition_theme_theme_id_edition_id", "theme_id", "edition_id"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    position: Mapped[int]
    theme: Mapped[Theme] = relationship()


class EditionBody(Model):
    """A body that an edition is about."""

    __tablename__ = "edition_body"
    __table_args__ = (Index("ix_edition_body_body_id_edition_id", "body_id", "edition_id"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), primary_key=True)
    position: Mapped[int]
    body: Mapped[Body] = relationship()


class Translation(Model):
    """One language of one edition. `body` is the canonical subset of HTML; `change_note` is the public note of a correction."""

    __tablename__ = "translation"

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[TranslationStatus] = mapped_column(choice(TranslationStatus))
    title: Mapped[str]
    label: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    change_note: Mapped[str] = mapped_column(default="")


class Edition(Model):
    """The `sequence`-th version of a document. `version` counts its saves, so that a stale save is noticed."""

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("document_id", "sequence"),
        CheckConstraint("(dated_start IS NULL) = (precision IS NULL)", name="dated_whole"),
        Index("ix_edition_section_dated_start", "section", "dated_start", "document_id"),
    )

    id: Mapped[Key]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    sequence: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    stage: Mapped[Stage] = mapped_column(choice(Stage), default=Stage.DRAFT)
    change: Mapped[Change] = mapped_column(choice(Change))
    section: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    segment: Mapped[str | None]
    position: Mapped[int] = mapped_column(default=0)
    dated_start: Mapped[date | None] = mapped_column(index=True)
    dated_end: Mapped[date | None]
    precision: Mapped[Precision | None] = mapped_column(choice(Precision))
    occasion: Mapped[str | None]
    session: Mapped[str | None]
    agenda_item: Mapped[str | None]
    speaker: Mapped[str | None]
    venue: Mapped[str | None]
    starts_at: Mapped[datetime | None] = mapped_column(Instant)
    ends_at: Mapped[datetime | None] = mapped_column(Instant)
    venue_zone: Mapped[str | None]
    sources: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    created_at: Mapped[Moment]
    saved_at: Mapped[Moment]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    # Approved by whoever wrote it although somebody else could have: listed until another person confirms it.
    approval_overrides: Mapped[bool] = mapped_column(default=False)

    document: Mapped[Document] = relationship(back_populates="editions", foreign_keys=[document_id])
    parent: Mapped[Document | None] = relationship(foreign_keys=[parent_id])
    translations: Mapped[dict[str, Translation]] = relationship(
        collection_class=attribute_keyed_dict("language"), cascade="all, delete-orphan"
    )
    themes: Mapped[list[EditionTheme]] = relationship(order_by=EditionTheme.position, cascade="all, delete-orphan")
    bodies: Mapped[list[EditionBody]] = relationship(order_by=EditionBody.position, cascade="all, delete-orphan")
    files: Mapped[list[EditionFile]] = relationship(order_by=lambda: (EditionFile.position, EditionFile.id), cascade="all, delete-orphan")
    release: Mapped[Release | None] = relationship(passive_deletes="all")
    settlement: Mapped[Settlement | None] = relationship(passive_deletes="all")
    withdrawal: Mapped[Withdrawal | None] = relationship(viewonly=True, primaryjoin="Edition.id == foreign(Withdrawal.edition_id)", uselist=False)

    @property
    def state(self) -> State:
        """Where it stands: a settlement row makes it public, a release row freezes it, and before that the desk's stage holds."""
        if self.settlement is not None:
            return State.SETTLED
        if self.release is not None:
            return State.RELEASED
        return State(self.stage.value)

    @property
    def standing(self) -> str:
        """Its state in the word that the desk shows: what was public is ``recalled`` or ``withdrawn`` with its document."""
        if self.state is not State.SETTLED:
            return self.state.value
        if self.document.recall is not None:
            return "recalled"
        current = self.document.current_edition
        return "withdrawn" if current is not None and current.withdrawal is not None else State.SETTLED.value

    @property
    def original(self) -> Translation | None:
        """The language that the others follow."""
        originals = (one for one in self.translations.values() if one.status is TranslationStatus.ORIGINAL)
        return next(originals, None)

    def __repr__(self) -> str:
        return f"<Edition {self.id} {self.state} of document {self.document_id}>"
