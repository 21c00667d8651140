"""The document: what keeps its identity for ever."""

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Model
from .types import Key, Moment, choice

if TYPE_CHECKING:
    from .edition import Edition
    from .release import Recall


class Kind(StrEnum):
    """What a document is; independent of the section in which it stands."""

    PAGE = "page"
    COMMUNIQUE = "communique"
    STATEMENT = "statement"
    SPEECH = "speech"
    SEMINAR = "seminar"
    MILESTONE = "milestone"

    @property
    def letter(self) -> str | None:
        """The letter in a reference; None for pages, which carry none."""
        return LETTERS.get(self)


LETTERS = {
    Kind.COMMUNIQUE: "C",
    Kind.STATEMENT: "D",
    Kind.SPEECH: "V",
    Kind.SEMINAR: "S",
    Kind.MILESTONE: "R",
}


class Document(Model):
    """A document: its kind, its reference, and its newest settled edition."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("letter", "year", "number"),
        CheckConstraint("(reference IS NULL) = (number IS NULL)", name="reference_whole"),
    )

    id: Mapped[Key]
    kind: Mapped[Kind] = mapped_column(choice(Kind), index=True)
    created_at: Mapped[Moment]
    # The file of the initial content from which it comes.
    content_key: Mapped[str | None] = mapped_column(unique=True)
    letter: Mapped[str | None]
    year: Mapped[int | None]
    number: Mapped[int | None]
    reference: Mapped[str | None] = mapped_column(unique=True)
    code: Mapped[str | None] = mapped_column(unique=True)
    # A settled page's place in the tree: its segments below its section, empty for the section's first page.
    path: Mapped[str | None]
    current_edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id", use_alter=True), index=True)

    editions: Mapped[list["Edition"]] = relationship(
        back_populates="document", foreign_keys="Edition.document_id", order_by="Edition.sequence"
    )
    current_edition: Mapped["Edition | None"] = relationship(foreign_keys=[current_edition_id], post_update=True)
    recall: Mapped["Recall | None"] = relationship(viewonly=True)

    def __repr__(self) -> str:
        return f"<Document {self.id} {self.kind} {self.code or self.path}>"


class PageAddress(Model):
    """Every address that a page has ever had. It stays the page's own: reserved, and redirecting to where the page is now."""

    __tablename__ = "page_address"

    section: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    since: Mapped[Moment]
