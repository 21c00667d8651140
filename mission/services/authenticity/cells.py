"""Cells that hold something else than their column says. SQLite lets anybody with a prompt put anything anywhere; PostgreSQL does not."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Date, Enum, LargeBinary, Table, cast, func, null, select
from sqlalchemy.orm import Session
from sqlalchemy.types import Boolean, Integer, TypeEngine

from ...extensions import Model
from ...models.types import Instant
from ...verify.register import Fault

_TABLES = (
    "register_entry", "register_line", "tree_hash", "register_head", "key_statement", "settled_content", "settlement", "release", "withdrawal", "recall",
    "document", "edition", "translation", "edition_theme", "edition_body", "theme", "body", "page_address", "blob", "paper",
)  # fmt: skip


def cells(session: Session) -> Iterator[Fault]:
    """Every cell of the tables that the other checks read, by table, row and column."""
    if session.get_bind().dialect.name != "sqlite":
        return
    for name in _TABLES:
        table = Model.metadata.tables[name]
        for column in table.columns:
            yield from _column(session, table, column)


def _column(session: Session, table: Table, column: Column[Any]) -> Iterator[Fault]:
    wanted, large = _kind(column.type), isinstance(column.type, LargeBinary)
    keys = [cast(one, LargeBinary) for one in table.primary_key.columns]
    # The bytes of a file are looked at elsewhere, and by their sum.
    value = null() if large else cast(column, LargeBinary)
    rows = select(func.typeof(column), value, *keys)
    for kind, raw, *key in session.execute(rows.execution_options(yield_per=1000)):
        if kind == "null" and column.nullable:
            continue
        if kind != wanted or not (large or _readable(bytes(raw or b""), column.type)):
            row = ", ".join(bytes(one or b"").decode("utf-8", "replace")[:16] for one in key)
            yield Fault(0, f"row {row} of {table.name} holds something that is no {column.name}: it was changed")


def _kind(kind: TypeEngine[Any]) -> str:
    if isinstance(kind, LargeBinary):
        return "blob"
    return "integer" if isinstance(kind, (Integer, Boolean)) else "text"


def _readable(raw: bytes, kind: TypeEngine[Any]) -> bool:
    try:
        text = raw.decode()
        if isinstance(kind, Instant):
            datetime.fromisoformat(text)
        elif isinstance(kind, Date):
            date.fromisoformat(text)
        elif isinstance(kind, JSON):
            json.loads(text)
        elif isinstance(kind, Enum):
            return text in kind.enums
    except (ValueError, RecursionError):
        return False
    return True

