"""A private PostgreSQL for the tests: a cluster of its own in a temporary folder, run by an ordinary user, reached by a socket alone."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

SWIFT = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=150", "shared_buffers=128MB")


def programs() -> Path:
    """The folder of PostgreSQL's programs: Debian keeps them away from the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True) or [Path(shutil.which("initdb") or "")]
    if not found[0].is_file():
        raise RuntimeError("The tests need PostgreSQL; please install the package postgresql.")
    return found[0].parent


def _ordinarily(*words: str | Path) -> None:
    """Run a program as an ordinary user: the server refuses to be root's."""
    command = [str(word) for word in words]
    if os.getuid() == 0:
        command = ["setpriv", f"--reuid={_owner()}", "--regid=nogroup", "--clear-groups", *command]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")


def _owner() -> str:
    return "postgres" if any(one.pw_name == "postgres" for one in pwd.getpwall()) else "nobody"


@contextmanager
def running(place: Path | None = None) -> Iterator["Cluster"]:
    """A cluster that is there until the block ends, whatever ends it; one in a `place` of its own keeps what it holds for the next time."""
    # Where the tests have their folders, in memory if there is room: a thousand databases are copied there, file by file.
    folder = place or Path(tempfile.mkdtemp(prefix="mission-pg-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT", "/tmp")))
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    data = folder / "data"
    if os.getuid() == 0:
        shutil.chown(folder, _owner())
    bin_ = programs()
    options = " ".join(f"-c {one}" for one in SWIFT) + f" -k {folder}"
    try:
        if not data.exists():
            _ordinarily(bin_ / "initdb", "-D", data, "-U", "mission", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        _ordinarily(bin_ / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start")
        yield Cluster(folder)
    finally:
        if (data / "postmaster.pid").exists():
            _ordinarily(bin_ / "pg_ctl", "-D", data, "-w", "-m", "fast" if place else "immediate", "stop")
        if not place:
            shutil.rmtree(folder, ignore_errors=True)


class Cluster:
    """A running cluster whose databases are made and dropped by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = 0

    def url(self, name: str) -> str:
        return f"postgresql://mission@/{name}?host={self.folder}"

    def make(self, template: str = "template0", *, sorting: str = "") -> str:
        """A new database, empty or a copy of another one, `sorting` as ICU knows it; returns its name."""
        self._made += 1
        name = f"test_{os.getpid()}_{self._made}"
        self._tell(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY' + (f" LOCALE_PROVIDER icu ICU_LOCALE '{sorting}'" if sorting else ""))
        return name

    def drop(self, name: str) -> None:
        self._tell(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _tell(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)
