"""The database of a site as one SQLite file, whichever engine holds it, as it was at one moment; and the proof that the file is whole."""

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine, func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ...config import MIGRATIONS
from ...extensions import source_engine
from .. import copying, publishing
from .errors import Broken, NotDone
from .manifest import Progress

_PAGES = 128


@dataclass(frozen=True)
class Examined:
    """What was found in a copied database: the revision of its tables, their rows, the register's entries, and what does not hold of them."""

    revision: str
    rows: dict[str, int]
    register: int
    faults: tuple[str, ...]


def copy_out(source: Engine, file: Path, progress: Progress) -> None:
    """Write everything that `source` holds at this moment into the new SQLite database `file`. Writers go on meanwhile."""
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    if source.dialect.name == "sqlite":
        _by_pages(source, file, progress)
    else:
        _by_rows(source, file, progress)


def _by_pages(source: Engine, file: Path, progress: Progress) -> None:
    lent = source.raw_connection()
    reading: sqlite3.Connection = lent.driver_connection  # type: ignore[assignment]
    writing = sqlite3.connect(file)
    try:
        # An open transaction holds one state: without it each act of a writer would begin the copy anew.
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM sqlite_master").fetchone()
        reading.backup(writing, pages=_PAGES, progress=lambda status, left, total: progress("Copying the database", total - left, total))
        # One file, and no journal beside it.
        writing.execute("PRAGMA journal_mode=DELETE")
    finally:
        writing.close()
        reading.rollback()
        lent.close()


def _by_rows(source: Engine, file: Path, progress: Progress) -> None:
    target = create_engine(f"sqlite:///{file}")
    try:
        before = _revision(source)
        _make_tables(target, before)
        # One transaction, REPEATABLE READ: one state here too.
        copying.copy(source, target, lambda done, total: progress("Copying the database", done, total))
        if _revision(source) != before:
            raise NotDone("The tables were changed by an upgrade while they were copied; make the backup again.")
    except copying.Different as found:
        raise Broken(f"The table {found.table} did not arrive as it was; make the backup again.") from None
    except SQLAlchemyError as error:
        if isinstance(getattr(error, "orig", None), sqlite3.OperationalError):
            raise error.orig from None  # type: ignore[attr-defined]
        raise NotDone(f"The database could not be read: {str(error).splitlines()[0]}") from None
    finally:
        target.dispose()


def _make_tables(target: Engine, revision: str) -> None:
    """By the migrations, so that keys and indexes bear the names by which migrations speak of them where the copy is put back."""
    making = Config()
    making.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    making.attributes["engine"] = target
    try:
        command.upgrade(making, revision)
    except CommandError:
        raise NotDone(f"The database has tables that this program does not know ({revision}): make the backup with the version that made them.") from None


def _revision(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


def examine(file: Path, progress: Progress) -> Examined:
    """Read the copy again, all of it. A file that is no whole database is `Broken`; what the register does not vouch for is told."""
    progress("Reading the copy again", 0, 3)
    _whole(file)
    progress("Reading the copy again", 1, 3)
    engine = source_engine(f"sqlite:///{file}")
    try:
        with engine.connect() as connection:
            there = {str(one) for one in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'"))}
            counts = {one.name: select(func.count()).select_from(one) for one in copying.tables() if one.name in there}
            rows = {name: int(connection.scalar(count) or 0) for name, count in counts.items()}
        revision = _revision(engine)
        progress("Reading the copy again", 2, 3)
        with Session(engine) as session:
            faults = tuple(str(one) for one in publishing.faults(session))
    except SQLAlchemyError as error:
        raise Broken(f"{file} is not a database of this program: {str(error).splitlines()[0]}") from None
    finally:
        engine.dispose()
    progress("Reading the copy again", 3, 3)
    return Examined(revision, rows, rows.get("register_entry", 0), faults)


def _whole(file: Path) -> None:
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        lost = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise Broken(f"{file} is not a whole database: {error}.") from None
    finally:
        connection.close()
    if said != "ok" or lost is not None:
        raise Broken(f"{file} is not a whole database: {said if said != 'ok' else f'a row of {lost[0]} refers to nothing'}.")
