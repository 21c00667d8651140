"""Cells that hold something else than their column says. SQLite lets anybody with a prompt put anything anywhere; PostgreSQL does not."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, Enum, LargeBinary, Table, cast, func, null, select
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
        yield from _table(session, Model.metadata.tables[name])


def _table(session: Session, table: Table) -> Iterator[Fault]:
    """Every row once, each cell as its kind and, where its column is a text, its bytes; those of a file are looked at elsewhere, and by their sum."""
    columns = [(column, _kind(column.type), "null" if column.nullable else "") for column in table.columns]
    asked = [one for column, wanted, _ in columns for one in (func.typeof(column), cast(column, LargeBinary) if wanted == "text" else null())]
    keys = [cast(one, LargeBinary) for one in table.primary_key.columns]
    for row in session.execute(select(*asked, *keys).execution_options(yield_per=1000)):
        for place, (column, wanted, absent) in enumerate(columns):
            kind, raw = row[2 * place], row[2 * place + 1]
            if kind == absent or kind == wanted and (wanted != "text" or _readable(bytes(raw or b""), column.type)):
                continue
            named = ", ".join(bytes(one or b"").decode("utf-8", "replace")[:16] for one in row[len(asked) :])
            yield Fault(0, f"row {named} of {table.name} holds something that is no {column.name}: it was changed")


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

