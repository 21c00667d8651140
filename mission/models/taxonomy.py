"""Themes and bodies: what documents are about. Labels are live; editions hold the keys."""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from .types import Key


class Theme(Model):
    """A subject. `labels` holds one name per language tag."""

    __tablename__ = "theme"

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)
    labels: Mapped[dict[str, Any]] = mapped_column(JSON)


class Body(Model):
    """An international organisation or organ, with one acronym and one full name per language tag."""

    __tablename__ = "body"

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)
    acronyms: Mapped[dict[str, Any]] = mapped_column(JSON)
    names: Mapped[dict[str, Any]] = mapped_column(JSON)
