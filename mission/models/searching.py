"""Words of the newest settled editions, folded for plain matching: derived, made again at will."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model


class FoldedText(Model):
    """One language of a document's newest settled edition as folded words (see `services.folding`)."""

    __tablename__ = "folded_text"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[str]
