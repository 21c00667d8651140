"""Themes and bodies: what documents are about. Labels are live; editions hold the keys.

`aliases` holds, per language tag, further names by which an entry is found and never shown. `version` counts the saves, so that a stale
one is noticed; `edited_at` says when somebody at the desk last wrote in it, and is empty while it is as the initial content has it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from .types import Instant, Key


class Theme(Model):
    """A subject. `labels` holds one name per language tag."""

    __tablename__ = "theme"

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)
    labels: Mapped[dict[str, Any]] = mapped_column(JSON)
    aliases: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    version: Mapped[int] = mapped_column(default=1)
    edited_at: Mapped[datetime | None] = mapped_column(Instant)


class Body(Model):
    """An international organisation or organ, with one acronym and one full name per language tag."""

    __tablename__ = "body"

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)
    acronyms: Mapped[dict[str, Any]] = mapped_column(JSON)
    names: Mapped[dict[str, Any]] = mapped_column(JSON)
    aliases: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    version: Mapped[int] = mapped_column(default=1)
    edited_at: Mapped[datetime | None] = mapped_column(Instant)
