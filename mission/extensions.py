"""The libraries that the floors share: made here, bound to an application in `create_app`."""

import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from weakref import WeakSet

from flask_babel import Babel
from flask_compress import Compress
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as BoundSession
from sqlalchemy import Engine, MetaData, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from .folding import teach

# Constraints carry names so that a migration can speak of them on both databases.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of every model."""

    metadata = MetaData(naming_convention=NAMES)


class RequestSession(BoundSession):
    """The request's session: on the read-only connection, until somebody marks it as writing.

    A public page can therefore not change a row even where it has a hole, and a reader never waits for a writer.
    """

    def get_bind(self, mapper: Any = None, clause: Any = None, bind: Any = None, **kwargs: Any) -> Any:
        if bind is not None:
            return bind
        return engines.writer if self.info.get("writing") else engines.reader


class _Standing:
    """A plain connection that only reads, outside of every pool and transaction; closed with the thread that keeps it."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.process = os.getpid()

    def close(self) -> None:
        # What a parent has opened is the parent's to close.
        if self.connection is not None and self.process == os.getpid():
            self.connection.close()
        self.connection = None

    __del__ = close


class Engines:
    """The connections to the one database: `writer`, whose transactions take the lock at once, and `reader`, which cannot write.

    Where readers have a replica of their own, `reader` reads there, a moment behind, and `own_reader` reads what `writer` writes; else
    both are the same.
    """

    writer: Engine
    reader: Engine
    own_reader: Engine
    # What `first` raises where the database does not answer.
    failures: tuple[type[Exception], ...] = ()
    _writing: "sessionmaker[Session]"
    _reading: "sessionmaker[Session]"
    _reading_own: "sessionmaker[Session]"
    # Opens a plain connection that only reads.
    _plainly: Callable[[], Any]

    def __init__(self) -> None:
        self._own = threading.local()
        self._standing: WeakSet[_Standing] = WeakSet()
        # How often `first` has asked (for measuring).
        self.asked = 0

    def connect(self, url: str, seal: Any = None, replica: str = "", *, purges: bool = False) -> None:
        """Make the engines for the database at `url`, and the readers' for its `replica` where there is one. Every writing session carries
        `seal`, by which public acts are signed, and whether there is a cache to be told of them (`purges`)."""
        address = make_url(url)
        if hasattr(self, "writer"):
            # Closed here, and not at some moment by the collector of garbage, in the middle of whatever is then under way.
            self.dispose()
        self.writer = _sqlite_writer(address) if address.get_backend_name() == "sqlite" else _postgresql(address, readonly=False)
        self.own_reader = _sqlite_reader(address) if address.get_backend_name() == "sqlite" else _postgresql(address, readonly=True)
        self.reader = _postgresql(make_url(replica), readonly=True) if replica else self.own_reader
        self._writing = sessionmaker(self.writer, expire_on_commit=False, info={"seal": seal, "purges": purges})
        self._reading = sessionmaker(self.reader, expire_on_commit=False)
        self._reading_own = sessionmaker(self.own_reader, expire_on_commit=False)
        self._plainly = _plain_sqlite(address) if self.reader.dialect.name == "sqlite" else _plain_postgresql(self.reader)
        self.failures = (self.reader.dialect.loaded_dbapi.Error,)

    def writing(self) -> Session:
        """A session of its own for one act; closing it without a commit leaves nothing."""
        return self._writing()

    def reading(self) -> Session:
        """A session of its own that cannot write, for what everybody reads."""
        return self._reading()

    def reading_own(self) -> Session:
        """A session of its own that cannot write and sees every act up to now: for who must see what they have just done."""
        return self._reading_own()

    def first(self, statement: str) -> Any:
        """The first row of a statement, by a connection that this thread keeps for the purpose: a tenth of what a session costs. Raises one of
        `failures`."""
        self.asked += 1
        return self._ask(statement).fetchone()

    def every(self, statement: str) -> Any:
        """All rows of a statement, by the same connection. Raises one of `failures`."""
        return self._ask(statement).fetchall()

    def _ask(self, statement: str) -> Any:
        held: _Standing | None = getattr(self._own, "held", None)
        if held is not None and held.connection is not None and held.process == os.getpid():
            try:
                return held.connection.execute(statement)
            except self.failures:
                # The server may have been started again: once more, on a new one.
                held.close()
        held = self._own.held = _Standing(self._plainly())
        self._standing.add(held)
        return held.connection.execute(statement)

    def dispose(self) -> None:
        """Close every connection that waits to be used (after a fork, at the end of a test)."""
        for held in list(self._standing):
            held.close()
        for engine in (self.writer, self.reader, self.own_reader):
            engine.dispose()


def source_engine(url: str) -> Engine:
    """An engine that only reads another site's database at `url`; raises SQLAlchemy's errors where there is none, or it is of another kind."""
    address = make_url(url.replace("postgresql://", "postgresql+psycopg://", 1))
    if address.get_backend_name() == "sqlite":
        return _sqlite_reader(address)
    if address.drivername != "postgresql+psycopg":
        raise ArgumentError(f"{address.drivername} is no database of a site: give sqlite:///… or postgresql://…")
    return _postgresql(address, readonly=True)


def _sqlite_writer(address: URL) -> Engine:
    Path(address.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, connect_args={"timeout": 20, "check_same_thread": False}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, record: object) -> None:
        connection.isolation_level = None
        teach(connection)
        for pragma in (
            "journal_mode=WAL",
            "busy_timeout=20000",
            "foreign_keys=ON",
            # FULL: what was acknowledged survives a power cut. A State's register is worth the milliseconds.
            "synchronous=FULL",
            "trusted_schema=OFF",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # A deferred transaction that turns into a writing one half way fails with "database is locked" and cannot wait.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _sqlite_reader(address: URL) -> Engine:
    engine = create_engine("sqlite://", creator=_plain_sqlite(address), poolclass=_file_pool(), hide_parameters=True, execution_options={"only_reads": True})

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # One request reads one state of things.
        connection.exec_driver_sql("BEGIN")

    return engine


def _plain_sqlite(address: URL) -> Callable[[], sqlite3.Connection]:
    path = Path(address.database or "").resolve()

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"file:{quote(str(path))}?mode=ro", uri=True, timeout=20, check_same_thread=False, isolation_level=None
        )
        teach(connection)
        for pragma in ("query_only=ON", "busy_timeout=20000", "trusted_schema=OFF"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    return connect


def _file_pool() -> Any:
    from sqlalchemy.pool import QueuePool

    return QueuePool


def _postgresql(address: URL, *, readonly: bool) -> Engine:
    options = "-c default_transaction_read_only=on" if readonly else ""
    # REPEATABLE READ for readers: one request reads one state of things, as on SQLite.
    level = "REPEATABLE READ" if readonly else "READ COMMITTED"
    return create_engine(
        address, connect_args={"options": options, "connect_timeout": 5}, isolation_level=level, pool_pre_ping=True, hide_parameters=True,
        execution_options={"only_reads": readonly},
    )  # fmt: skip


def _plain_postgresql(reader: Engine) -> Callable[[], Any]:
    arguments, options = reader.dialect.create_connect_args(reader.url)
    driver = reader.dialect.loaded_dbapi
    return lambda: driver.connect(*arguments, **options, options="-c default_transaction_read_only=on", autocommit=True)


engines = Engines()
db: SQLAlchemy = SQLAlchemy(model_class=Base, session_options={"class_": RequestSession})
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model
babel = Babel()
compress = Compress()
migrate = Migrate()
