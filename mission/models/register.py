"""The register: the public, append-only list of everything settled, withdrawn or recalled."""

from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from .types import Moment, choice


class Act(StrEnum):
    """What a register entry records."""

    FIRST = "first"
    CORRECTION = "correction"
    AMENDMENT = "amendment"
    TRANSLATION = "translation"
    WITHDRAWAL = "withdrawal"
    RECALL = "recall"


class RegisterEntry(Model):
    """One act. `content_digest` is the SHA-256 of what became public (RFC 8785 JSON); `digest` is that of this entry, which
    names `previous`, the digest of the entry before it: nothing can be changed, dropped or put in between unnoticed."""

    __tablename__ = "register_entry"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    recorded_at: Mapped[Moment]
    act: Mapped[Act] = mapped_column(choice(Act))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    # The reference of a numbered document; section and path of a page.
    name: Mapped[str]
    edition: Mapped[int]
    content_digest: Mapped[str]
    demonstration: Mapped[bool]
    previous: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
