"""In which languages a kind of text has to be, and in which readers expect it, where the desk has said so; else the settings hold."""

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model


class Demand(Model):
    """The language tags of one kind: without those `required` a text is not submitted; where one that is `expected` is missing, it is said."""

    __tablename__ = "demand"

    kind: Mapped[str] = mapped_column(primary_key=True)
    required: Mapped[list[str]] = mapped_column(JSON)
    expected: Mapped[list[str]] = mapped_column(JSON)
