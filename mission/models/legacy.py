"""Addresses of an earlier site, and what stands for them here."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Model
from .document import Document
from .types import Moment


class LegacyAddress(Model):
    """One path of an earlier site. It leads to a document wherever that stands today, or to a room without documents."""

    __tablename__ = "legacy_address"
    __table_args__ = (CheckConstraint("(document_id IS NULL) <> (room IS NULL)", name="one_target"),)

    path: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    # A room by its name, empty for the home page.
    room: Mapped[str | None]
    added_at: Mapped[Moment]

    document: Mapped[Document | None] = relationship()
