"""Triggers that hold what the services promise, against anybody with a database prompt.

Frozen editions do not change, acts are never rewritten, register and journal only grow, a reference never moves. They say the
same on both databases and are made again after each migration: SQLite's batch mode drops triggers silently. Each database has one
way besides in which rows go and no trigger on their deletion is asked: SQLite ``INSERT OR REPLACE``, PostgreSQL ``TRUNCATE``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, UniqueConstraint, inspect, text

from ..extensions import Model

_FROZEN = "EXISTS (SELECT 1 FROM release WHERE release.edition_id = {row}.{column})"
_PARTS = (("edition", "id"), ("translation", "edition_id"), ("edition_theme", "edition_id"), ("edition_body", "edition_id"),
          ("edition_file", "edition_id"))  # fmt: skip
# A frozen edition shows these bytes: themselves, or a picture that was drawn from them.
_SHOWN = (
    "EXISTS (SELECT 1 FROM edition_file JOIN release ON release.edition_id = edition_file.edition_id WHERE edition_file.sha256 = {digest})"
)
_DRAWN = (
    "EXISTS (SELECT 1 FROM rendition JOIN edition_file ON edition_file.sha256 = rendition.picture "
    "JOIN release ON release.edition_id = edition_file.edition_id WHERE rendition.sha256 = {digest})"
)
_PAPER = "EXISTS (SELECT 1 FROM paper WHERE paper.sha256 = {digest})"
_FINAL = (
    "settlement", "withdrawal", "recall", "public_change", "register_entry", "register_line", "register_head", "tree_hash", "key_statement",
    "settled_content", "journal_entry", "page_address", "paper",
)  # fmt: skip


@dataclass(frozen=True)
class Guard:
    """One refusal: on `event` of `table`, where `condition` holds (always, if it is empty), with `message`."""

    table: str
    event: str
    condition: str
    message: str
    # Tables of which the condition speaks: an older state lacks them.
    speaks_of: tuple[str, ...] = ()
    # The database that alone needs it; both, if it is empty.
    only: str = ""

    @property
    def name(self) -> str:
        return f"guard_{self.table}_{self.event.lower()}"

    def stands_among(self, tables: set[str]) -> bool:
        """Whether a database with these tables can hold it."""
        return {self.table, *self.speaks_of} <= tables


def guards(dialect: str) -> list[Guard]:
    """Every guard that the database of this name has, in a fixed order."""
    made = _said()
    made.extend(Guard(one, "TRUNCATE", "", f"{one} is not emptied", only="postgresql") for one in dict.fromkeys(guard.table for guard in made))
    made.extend(Guard(one, "INSERT", _taken(one), f"no row of {one} is replaced", only="sqlite") for one in (*_FINAL, "edition", "document"))
    return [one for one in made if one.only in ("", dialect)]


def _taken(table: str) -> str:
    """Whether a row is there already that the new one would take the place of."""
    unique = [one for one in Model.metadata.tables[table].constraints if isinstance(one, UniqueConstraint)]
    keys = [[column.name for column in one.columns] for one in (Model.metadata.tables[table].primary_key, *unique)]
    same = " OR ".join(f"({' AND '.join(f'{table}.{name} = NEW.{name}' for name in key)})" for key in sorted(keys))
    return f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - names of our own tables


def _said() -> list[Guard]:
    """What is refused on both databases."""
    made = []
    for table, column in _PARTS:
        for event in ("INSERT", "UPDATE", "DELETE") if table != "edition" else ("UPDATE", "DELETE"):
            rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[event]
            condition = " OR ".join(_FROZEN.format(row=row, column=column) for row in rows)
            made.append(Guard(table, event, condition, "a frozen edition does not change"))
    made.append(Guard("release", "UPDATE", "", "a release does not change"))
    settled = "EXISTS (SELECT 1 FROM settlement WHERE settlement.edition_id = OLD.edition_id)"
    made.append(Guard("release", "DELETE", settled, "a settled edition stays released"))
    made.extend(_of_files())
    for table in _FINAL:
        made.extend(Guard(table, event, "", f"{table} only grows") for event in ("UPDATE", "DELETE"))
    moved = "OLD.reference IS NOT NULL AND (NEW.reference IS NULL OR NEW.reference <> OLD.reference OR NEW.code <> OLD.code)"
    made.append(Guard("document", "UPDATE", moved, "a reference stays with its document"))
    made.append(Guard("document", "DELETE", "OLD.current_edition_id IS NOT NULL", "a document that was public stays"))
    return made


def _of_files() -> list[Guard]:
    """What frozen editions show: their bytes, the pictures drawn from them, and their papers."""
    shown = " OR ".join(one.format(digest="OLD.sha256") for one in (_SHOWN, _DRAWN, _PAPER))
    return [
        *(Guard("blob", event, shown, "a file that was released does not change", ("edition_file", "rendition", "paper")) for event in ("UPDATE", "DELETE")),
        Guard("rendition", "INSERT", _SHOWN.format(digest="NEW.picture"), "a frozen edition does not change"),
        Guard("rendition", "UPDATE", "", "a picture is drawn once"),
        Guard("rendition", "DELETE", _SHOWN.format(digest="OLD.picture"), "a frozen edition does not change"),
    ]


def install(connection: Connection) -> None:
    """Drop and make every guard, on whichever database `connection` is; an older state lacks some of the tables."""
    there = set(inspect(connection).get_table_names())
    for guard in (one for one in guards(connection.dialect.name) if one.stands_among(there)):
        _make(connection, guard)


def uninstall(connection: Connection) -> None:
    """Drop every guard, so that a migration may rewrite a table."""
    for guard in guards(connection.dialect.name):
        _drop(connection, guard)


@contextmanager
def lifted(connection: Connection, name: str) -> Iterator[None]:
    """Without one guard, by its name, while bytes that were damaged are put right."""
    guard = next(one for one in guards(connection.dialect.name) if one.name == name)
    _drop(connection, guard)
    yield
    _make(connection, guard)


def _drop(connection: Connection, guard: Guard) -> None:
    tail = "" if connection.dialect.name == "sqlite" else f" ON {guard.table}"
    connection.execute(text(f"DROP TRIGGER IF EXISTS {guard.name}{tail}"))


def _make(connection: Connection, guard: Guard) -> None:
    for statement in (_on_sqlite if connection.dialect.name == "sqlite" else _on_postgresql)(guard):
        connection.execute(text(statement))


def _on_sqlite(guard: Guard) -> list[str]:
    when = f" WHEN {guard.condition}" if guard.condition else ""
    return [
        f"DROP TRIGGER IF EXISTS {guard.name}",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table}{when} "
        f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END",
    ]


def _on_postgresql(guard: Guard) -> list[str]:
    result, each = {"DELETE": ("OLD", "ROW"), "TRUNCATE": ("NULL", "STATEMENT")}.get(guard.event, ("NEW", "ROW"))
    check = f"IF {guard.condition} THEN RAISE EXCEPTION '{guard.message}'; END IF;" if guard.condition else (
        f"RAISE EXCEPTION '{guard.message}';"
    )
    return [
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {check} RETURN {result}; END $$",
        f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH {each} EXECUTE FUNCTION {guard.name}()",
    ]
