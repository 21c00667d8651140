"""From one database into another: every row, whichever of the two engines holds them, and a proof that it is all there."""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, LargeBinary, String, Table, func, insert, select, text, update

from ..extensions import Base
from ..models import Document, guards

_AT_ONCE = 500
# Rows that hold files are large: as many as memory bears.
_LARGE_AT_ONCE = 8


class NotEmpty(Exception):
    """The database that should be filled holds rows already; `table` names the first."""

    def __init__(self, table: str) -> None:
        super().__init__(table)
        self.table = table


class Itself(Exception):
    """Both sides are one database."""


class Different(Exception):
    """A table is not the same on both sides after all; nothing was kept."""

    def __init__(self, table: str) -> None:
        super().__init__(table)
        self.table = table


class Unfit(Exception):
    """A row holds a character (NUL) that PostgreSQL keeps in no text; `place` says where: the table, the row's keys, and the column."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


@dataclass(frozen=True)
class Copied:
    """A table that is the same on both sides: its rows, and the SHA-256 of all of them in the order of their keys."""

    table: str
    rows: int
    digest: str


def copy(source: Engine, target: Engine, progress: Callable[[int, int], None] = lambda done, total: None) -> list[Copied]:
    """Bring every row of `source` into `target`, whose tables exist and are empty, in one transaction. `progress` hears how many rows
    of how many are there.

    Raises `Itself`, `NotEmpty`, `Unfit` or `Different`, and then `target` is as it was.
    """
    with source.connect() as reading, target.begin() as writing:
        if _place(reading) == _place(writing):
            raise Itself
        for table in tables():
            if writing.scalar(select(func.count()).select_from(table)):
                raise NotEmpty(table.name)
        # The guards hold for acts; here what they have let through once is carried over.
        guards.uninstall(writing)
        done, total = 0, sum(reading.scalar(select(func.count()).select_from(table)) or 0 for table in tables())
        for table in tables():
            for count in _fill(reading, writing, table):
                done += count
                progress(done, total)
        _point_to_editions(reading, writing)
        _set_sequences(writing)
        guards.install(writing)
        return [_compared(reading, writing, table) for table in tables()]


def _place(connection: Connection) -> tuple[object, ...]:
    """What no two databases have in common, by whichever address they are reached: a file; the start of a server, and a number that it gave."""
    if connection.dialect.name == "sqlite":
        file = os.stat(connection.exec_driver_sql("SELECT file FROM pragma_database_list WHERE name = 'main'").scalar_one())
        return file.st_dev, file.st_ino
    asked = "SELECT pg_postmaster_start_time(), oid FROM pg_database WHERE datname = current_database()"
    return tuple(connection.exec_driver_sql(asked).one())


def tables() -> list[Table]:
    """Every table, those that others refer to first."""
    return list(Base.metadata.sorted_tables)


def _fill(reading: Connection, writing: Connection, table: Table) -> Iterator[int]:
    for rows in _portions(reading, table):
        for row in rows:
            # Documents and editions name each other: the newer name comes last.
            if table is Document.__table__:
                row["current_edition_id"] = None
            if writing.dialect.name == "postgresql" and (column := next((name for name, value in row.items() if _nul(value)), "")):
                raise Unfit(f"{table.name}, {', '.join(f'{one.name} {row[one.name]}' for one in table.primary_key.columns)}, {column}")
        writing.execute(insert(table), rows)
        yield len(rows)


def _nul(value: Any) -> bool:
    """Whether a text has it; of what is kept as JSON it stays an escape."""
    return isinstance(value, str) and "\x00" in value


def _point_to_editions(reading: Connection, writing: Connection) -> None:
    documents = Document.__table__.c
    for one in reading.execute(select(documents.id, documents.current_edition_id).where(documents.current_edition_id.is_not(None))):
        writing.execute(update(Document.__table__).where(documents.id == one.id).values(current_edition_id=one.current_edition_id))  # type: ignore[arg-type]


def _set_sequences(writing: Connection) -> None:
    """PostgreSQL counts by itself: from after the highest key that is there now."""
    if writing.dialect.name != "postgresql":
        return
    for table in tables():
        keys = list(table.primary_key.columns)
        if len(keys) == 1 and writing.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": keys[0].name}):
            highest = writing.scalar(select(func.max(keys[0])))
            if highest is not None:
                writing.execute(
                    text("SELECT setval(pg_get_serial_sequence(:table, :column), :highest)"),
                    {"table": table.name, "column": keys[0].name, "highest": highest},
                )  # fmt: skip


def _compared(reading: Connection, writing: Connection, table: Table) -> Copied:
    here, there = (_digest(connection, table) for connection in (reading, writing))
    if here != there:
        raise Different(table.name)
    return Copied(table.name, *here)


def _digest(connection: Connection, table: Table) -> tuple[int, str]:
    made, count = hashlib.sha256(), 0
    for rows in _portions(connection, table):
        for row in rows:
            made.update(repr(sorted(row.items())).encode())
            count += 1
    return count, made.hexdigest()


def _keys(connection: Connection, table: Table) -> list[ColumnElement[Any]]:
    """The keys of a table in one order on both sides: text by its bytes, whatever language a PostgreSQL database sorts by."""
    postgresql = connection.dialect.name == "postgresql"
    return [one.collate("C") if postgresql and isinstance(one.type, String) else one for one in table.primary_key.columns]


def _portions(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    large = any(isinstance(one.type, LargeBinary) and one.type.length is None for one in table.columns)
    at_once = _LARGE_AT_ONCE if large else _AT_ONCE
    statement = select(table).order_by(*_keys(connection, table)).execution_options(stream_results=True, yield_per=at_once)
    for portion in connection.execute(statement).mappings().partitions():
        yield [dict(row) for row in portion]
