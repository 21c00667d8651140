"""The index of this machine: where it stands on disk, and how this process reads it.

The folder holds one index per version, the name of the one in use (`current`), the lock of whoever writes, and a mark that a reader leaves
where it found the index damaged. It is derived: deleting the folder loses nothing.
"""

import fcntl
import logging
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import tantivy

from .schema import VERSION

log = logging.getLogger(__name__)
_PATIENCE_SECONDS = 0.05
_PAUSE_SECONDS = 0.005


class Opened:
    """An index as this process has it open. `stamp` is the last public act that it knows."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self.index = tantivy.Index.open(str(folder))
        self.index.config_reader("manual")
        self.schema = self.index.schema
        self.refresh()

    def refresh(self) -> None:
        """See what was committed last."""
        self.index.reload()
        searcher = self.index.searcher()
        found = searcher.search(tantivy.Query.term_query(self.schema, "id", 0), limit=1).hits
        where = [address for _, address in found]
        self.stamp = int(searcher.fast_field_values("stamp", where)[0] or 0) if where else 0
        self.reached = int(searcher.fast_field_values("reached", where)[0] or 0) if where else 0
        # Taken after the state, so that it never knows less than the state says.
        self.searcher = searcher


class Shelf:
    """The folder in which the index of this machine stands."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._opened: Opened | None = None
        self._pointer: tuple[int, int] | None = None
        self._missed = 0
        self._turn = threading.Lock()

    def stand(self, folder: Path) -> None:
        """Use the index in `folder`, which need not exist yet."""
        self.folder, self._opened, self._pointer, self._missed = folder, None, None, 0

    def current(self, stamp: int = 0) -> Opened | None:
        """The index in use, having waited a little for it to know the public act `stamp`; None where there is none to read."""
        try:
            with self._turn:
                opened = self._newest()
                if opened is None or opened.stamp >= stamp:
                    return opened
                self._await(opened, stamp)
                return opened
        except (ValueError, OSError) as error:
            self.damaged(error)
            return None

    def _newest(self) -> Opened | None:
        assert self.folder is not None
        try:
            seen = os.stat(self.folder / "current")
        except FileNotFoundError:
            self._opened = self._pointer = None
            return None
        pointer = (seen.st_ino, seen.st_mtime_ns)
        if self._opened is None or pointer != self._pointer:
            self._opened = Opened(self.folder / (self.folder / "current").read_text().strip())
            self._pointer = pointer
        return self._opened

    def _await(self, opened: Opened, stamp: int) -> None:
        opened.refresh()
        ends = time.monotonic() + (_PATIENCE_SECONDS if stamp > self._missed else 0)
        while opened.stamp < stamp and time.monotonic() < ends:
            time.sleep(_PAUSE_SECONDS)
            opened.refresh()
        if opened.stamp < stamp:
            # Nobody waits twice for the same act: whoever writes may be gone.
            self._missed = stamp

    def damaged(self, error: Exception) -> None:
        """Note that the index cannot be read, so that whoever writes builds it again."""
        log.warning("the search index cannot be read: %s", error)
        self._opened = None
        with suppress(OSError):
            (self.folder / "damaged").touch()  # type: ignore[operator]

    @contextmanager
    def writing(self) -> Iterator[bool]:
        """Hold the lock of whoever writes; yields whether it was free."""
        assert self.folder is not None
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
                return
            yield True

    def usable(self, version: str) -> Opened | None:
        """The index in use where it is of this version and not damaged."""
        assert self.folder is not None
        if (self.folder / "damaged").exists():
            return None
        opened = self.current()
        return opened if opened is not None and opened.name.startswith(f"{version}-") else None

    def building(self, version: str) -> Path:
        """The folder in which the next index is being built; one of another version is thrown away."""
        assert self.folder is not None
        for other in self.folder.glob("building-*"):
            if other.name != f"building-{version}":
                shutil.rmtree(other, ignore_errors=True)
        return self.folder / f"building-{version}"

    def put(self, built: Path, version: str) -> None:
        """Make what was built the index in use, in one step; the earlier one goes."""
        assert self.folder is not None
        name = f"{version}-{time.time_ns():x}"
        built.rename(self.folder / name)
        fresh = self.folder / "current.new"
        fresh.write_text(name)
        fresh.replace(self.folder / "current")
        (self.folder / "damaged").unlink(missing_ok=True)
        for other in self.folder.iterdir():
            if other.is_dir() and other.name != name:
                shutil.rmtree(other, ignore_errors=True)


shelf = Shelf()


def version_of(names_version: str) -> str:
    """The version of an index: its fields, its analysers and the names of the taxonomy."""
    return f"{VERSION}.{names_version}"


__all__ = ["Opened", "Shelf", "shelf", "version_of"]
