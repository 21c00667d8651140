"""Bytes that belong to the site: files and what is rendered from documents, kept with the rest in one database."""

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from .types import Moment


class Blob(Model):
    """Bytes under their own SHA-256, in hexadecimal."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[Moment]
