"""Whether the database is away, lets nobody in, or can only be read, and how it says so."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .causes import chain

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

# No such database, a wrong password, a server that starts or stops (PostgreSQL, appendix A); where it was not reached at all there is no code.
_AWAY = (None, "3D000", "28P01", "28000", "57P01", "57P02", "57P03")
# The file is not there, or what its connections share cannot be made beside it.
_SQLITE_AWAY = "SQLITE_CANTOPEN"
_ONLY_READ = "25006"
_SQLITE_ONLY_READ = ("SQLITE_READONLY", "SQLITE_READONLY_DIRECTORY", "SQLITE_READONLY_RECOVERY", "SQLITE_READONLY_CANTINIT")
# Where PostgreSQL says that a setting comes from (`pg_settings.source`), and how it is taken away there.
_TAKEN_AWAY = {
    "user": 'ALTER ROLE "{user}" RESET default_transaction_read_only',
    "database": 'ALTER DATABASE "{database}" RESET default_transaction_read_only',
    "database user": 'ALTER ROLE "{user}" IN DATABASE "{database}" RESET default_transaction_read_only',
    "configuration file": "take default_transaction_read_only out of the configuration (ALTER SYSTEM RESET; SELECT pg_reload_conf())",
    "client": "take default_transaction_read_only out of DATABASE_URL",
}


def away(error: BaseException) -> str:
    """What the driver says of a database that does not answer, whatever it was that failed of it; empty where `error` says something else."""
    for link in chain(error):
        if getattr(link, "sqlite_errorname", "") == _SQLITE_AWAY:
            return str(link)
        kind = type(link)
        # The driver is there only where PostgreSQL is used.
        if kind.__module__.partition(".")[0] == "psycopg" and _is_operational(kind) and getattr(link, "sqlstate", None) in _AWAY:
            return str(link).strip().partition("\n")[0].rstrip(".")
    return ""


def _is_operational(kind: type[BaseException]) -> bool:
    return any(one.__name__ == "OperationalError" for one in kind.__mro__)


def only_read(error: BaseException) -> bool:
    """Whether `error` says that the database takes nothing that is written, whatever it was that failed of it."""
    return any(getattr(link, "sqlite_errorname", "") in _SQLITE_ONLY_READ or getattr(link, "sqlstate", "") == _ONLY_READ for link in chain(error))


@dataclass(frozen=True)
class OnlyRead:
    """Why nothing can be kept, without anything private, and what to do."""

    sentence: str
    advice: str


def why_only_read(writer: "Engine") -> OnlyRead | None:
    """Why the database that `writer` is to write into can only be read; None where it takes what is written.

    Nothing is written to find it out, and no lock is waited for. Raises SQLAlchemy's errors where the database does not answer.
    """
    if writer.dialect.name == "sqlite":
        return _of_a_file(Path(str(writer.url.database)).absolute())
    with writer.connect() as connection:
        return _of_a_server(connection)


def _of_a_file(path: Path) -> OnlyRead | None:
    beside = (path.with_name(path.name + tail) for tail in ("-wal", "-shm"))
    for one in (path.parent, path, *beside):
        if not one.exists():
            continue
        # Access alone would not do: root may write everywhere, but on such a disk.
        if os.statvfs(one).f_flag & os.ST_RDONLY:
            return OnlyRead("The database is on a disk that can only be read: nothing can be kept.",
                            f"Mount the disk of {path.parent} for writing (mount -o remount,rw …); dmesg says whether it failed.")  # fmt: skip
        if not os.access(one, os.W_OK):
            return OnlyRead("This user may not write the files of the database: nothing can be kept.",
                            f"Give {one} to the user as whom the site runs (chown).")  # fmt: skip
    return None


def _of_a_server(connection: "Connection") -> OnlyRead | None:
    follows, only_reads = connection.exec_driver_sql("SELECT pg_is_in_recovery(), current_setting('transaction_read_only')").one()
    if follows:
        return OnlyRead("The database is a standby, which only follows another: nothing can be kept.",
                        "Promote it (pg_ctl promote, or SELECT pg_promote()), or let DATABASE_URL name the primary.")  # fmt: skip
    if only_reads != "on":
        return None
    asked = "SELECT source, current_user, current_database() FROM pg_settings WHERE name = 'default_transaction_read_only'"
    source, user, database = connection.exec_driver_sql(asked).one()
    how = _TAKEN_AWAY.get(source, "take default_transaction_read_only=on away where it is set").format(user=user, database=database)
    return OnlyRead("A setting lets the database only be read (default_transaction_read_only): nothing can be kept.",
                    f"{how[0].upper()}{how[1:]}; then restart the site, whose open connections keep it.")  # fmt: skip
