"""Papers: what was drawn from a settled edition, once, and is kept as it was."""

from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from .types import Key, Moment, choice


class Form(StrEnum):
    """What a paper is: a PDF, or the picture that stands beside a shared link."""

    PDF = "pdf"
    CARD = "card"


class Paper(Model):
    """One language of one settled edition, drawn. The bytes are the blob `sha256`.

    `number` counts the makings: 1 is the first and the one that stands; a later one says that the bytes had been lost.
    """

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("edition_id", "language", "form", "number"),)

    id: Mapped[Key]
    edition_id: Mapped[int] = mapped_column(ForeignKey("settlement.edition_id"))
    language: Mapped[str]
    form: Mapped[Form] = mapped_column(choice(Form))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), index=True)
    size: Mapped[int]
    made_at: Mapped[Moment]
    # The detached signature as the text of its `.sig` file; a card has none.
    signature: Mapped[str] = mapped_column(default="")
