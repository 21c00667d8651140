"""Work that follows an act: a row written in the act's own transaction, which the worker takes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from .types import Instant, Key, Moment


class Job(Model):
    """One piece of work: `name` says which, `details` with what. It runs at `due_at` or later, and again after a failure."""

    __tablename__ = "job"

    id: Mapped[Key]
    name: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[Moment]
    due_at: Mapped[Moment] = mapped_column(index=True)
    done_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
