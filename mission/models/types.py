"""Column types that the models share: instants in aware UTC and enumerations stored by value."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import DateTime, Dialect, Enum
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both sides. A naive time is refused rather than guessed at (ValueError)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        value = value.astimezone(UTC)
        # SQLite keeps text: without the zone all of it sorts alike.
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(words: type[StrEnum]) -> Enum:
    """A column that holds one of `words` by its value, checked by the database itself."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=words.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


Key = Annotated[int, mapped_column(primary_key=True)]
Moment = Annotated[datetime, mapped_column(Instant)]
Words = dict[str, Any]
