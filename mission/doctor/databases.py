"""The database: that it answers, can be written, is whole, keeps what it acknowledges, refuses what it must, and tells the same time."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from .. import databases
from ..extensions import engines
from ..models import guards
from ..services import publishing, watching
from ..services.authenticity import keys
from ..verify import keyring
from .findings import Finding, Patient, fault, warning, well

_OLDEST_POSTGRESQL = 14
_LARGE_WAL = 256 * 1024**2
_APART_SECONDS = 2.0


def examine_database(patient: Patient) -> Iterator[Finding]:
    """Everything about it; where it does not answer, that alone."""
    closed = None
    try:
        # Of the writer alone: what readers have beside it is a replica, and is to be read only.
        if closed := databases.why_only_read(engines.writer):
            yield fault("database", closed.sentence, closed.advice)
        with engines.own_reader.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                yield fault("database", "There are no tables yet.", "flask mission init")
                return
    except SQLAlchemyError as error:
        # On a disk that can only be read SQLite may not even read: nothing more is known then.
        if closed is None:
            yield fault("database", f"The database does not answer: {_first_line(error)}",
                        "Start it, or correct DATABASE_URL; flask mission init where there is none yet.")  # fmt: skip
        return
    with engines.writer.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        yield from _of_sqlite(connection) if sqlite else _of_postgresql(connection, patient)
        if not watching.at_head(connection):
            yield fault("database", "Its tables are those of another version.", "flask mission init (after a backup)")
            return
        yield from _guards(connection, sqlite)
    with engines.reading_own() as session:
        yield from _keys(session, patient)
        broken = publishing.first_break(session)
    if broken is None:
        yield well("database", "The chain of the register is whole (flask mission verify looks at everything it vouches for).")
    else:
        yield fault("database", f"The chain of the register is broken at entry {broken}.",
                    "flask mission verify; then restore a backup, and find out who touched it.")  # fmt: skip


def _first_line(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0].rstrip(".") + "."


def _keys(session: Session, patient: Patient) -> Iterator[Finding]:
    newest = keyring.current(keys.known(session))
    if newest is not None and newest.demonstration and patient.settings.MISSION_OFFICIAL:
        yield fault("database", "This is the database of a demonstration, and says so in every entry of its register: it does not become the Mission’s.",
                    "Begin in an empty instance (docs/operations.md, “In earnest”).")  # fmt: skip
        return
    seal = patient.app.config["SEAL"]
    for own in keys.unannounced(keys.known(session), seal).values():
        yield warning("key", f"The register does not know this key yet, but {newest.id if newest else 'others'}: the mirror that it signs is by no known key.",
                      f"Bring {keys.DEMONSTRATION} over from where the database was, in its place; or let the next public act announce {own.id}.")  # fmt: skip
    if keys.misplaced(keys.known(session), seal):
        yield fault("database", "This is the database of the official site, and here it calls itself a demonstration: nothing is published.",
                    "Set MISSION_OFFICIAL=true again, or give the demonstration an instance and a database of its own.")  # fmt: skip
    elif seal.signer is not None:
        for said in watching.unready_key(session, seal, patient.settings.SIGNS):
            yield fault("key", said, "flask mission key list; put the current key on this machine.")


def _guards(connection: Connection, sqlite: bool) -> Iterator[Finding]:
    asked = "SELECT name FROM sqlite_master WHERE type = 'trigger'" if sqlite else (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    missing = {one.name for one in guards.guards(connection.dialect.name)} - set(connection.scalars(text(asked)))
    if missing:
        yield fault("database", f"{len(missing)} of the triggers that guard what was published are missing or off ({min(missing)}, …).",
                    "flask mission init makes them again")  # fmt: skip
    else:
        yield well("database", "Every trigger that guards what was published is in place.")


def _of_sqlite(connection: Connection) -> Iterator[Finding]:
    def pragma(name: str) -> str:
        return str(connection.exec_driver_sql(f"PRAGMA {name}").scalar())

    wanted = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
    other = {name: value for name in wanted if (value := pragma(name)) != wanted[name]}
    if other:
        said = ", ".join(f"{name}={value}" for name, value in other.items())
        yield fault("database", f"SQLite is not set as it should be ({said}): an acknowledged act could be lost.",
                    "Close every other program that has the file open, and start again.")  # fmt: skip
    whole = pragma("quick_check")
    if whole != "ok" or connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        yield fault("database", f"The file of the database is damaged: {whole.splitlines()[0]}.", "Stop the site and restore the last backup (docs/backup.md).")
    else:
        yield well("database", "SQLite, in WAL mode, each act written through to the disk; the file is whole.")
    path = Path(str(connection.engine.url.database))
    wal = path.with_name(path.name + "-wal")
    if wal.exists() and wal.stat().st_size > _LARGE_WAL:
        yield warning("database", f"{wal.name} has grown to {wal.stat().st_size // 1024**2} MiB: somebody keeps an old state open.",
                      "Restart the site; look for a program that holds the file open.")  # fmt: skip


def _of_postgresql(connection: Connection, patient: Patient) -> Iterator[Finding]:
    def setting(name: str) -> str:
        return str(connection.scalar(text("SELECT current_setting(:name)"), {"name": name}))

    version = int(setting("server_version_num")) // 10000
    if version < _OLDEST_POSTGRESQL:
        yield fault("database", f"PostgreSQL {version} gets no corrections any longer.", f"Upgrade to {_OLDEST_POSTGRESQL} or later.")
    else:
        yield well("database", f"PostgreSQL {version}.")
    for name, right, why in (
        ("server_encoding", ("UTF8",), "Arabic cannot be kept in it"),
        ("fsync", ("on",), "a power cut can destroy it"),
        ("full_page_writes", ("on",), "a power cut can destroy it"),
        ("synchronous_commit", ("on", "remote_write", "remote_apply"), "an acknowledged act can be lost"),
        ("transaction_isolation", ("read committed",), "waiting acts would fail instead of taking turns"),
    ):
        if setting(name) not in right:
            yield fault("database", f"{name} is {setting(name)}: {why}.",
                        f"Set it to {right[0]}" + (", in a new database." if name == "server_encoding" else "."))  # fmt: skip
    if connection.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")):
        yield warning("database", "The site comes in as a superuser, who can switch every guard off.",
                      "Give it a role of its own that owns its database and nothing else (docs/operations.md).")  # fmt: skip
    there: datetime | None = connection.scalar(text("SELECT clock_timestamp()"))
    assert there is not None
    apart = abs((there - patient.app.config["CLOCK"]()).total_seconds())
    if apart > _APART_SECONDS:
        yield fault("clock", f"The clocks of this machine and of the database are {apart:.0f} seconds apart: releases come at another minute than was said.",
                    "Let chrony or systemd-timesyncd set both.")  # fmt: skip
    else:
        yield well("clock", "This machine and the database tell the same time.")
