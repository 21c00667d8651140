"""The index of this machine: where it stands on disk, and how this process reads it.

The folder holds one index per version, the name of the one in use (`current`), the lock of whoever writes, and a mark that a reader leaves
where it found the index damaged. It is derived: deleting the folder loses nothing.
"""

import fcntl
import json
import logging
import os
import shutil
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import tantivy

from .schema import VERSION

log = logging.getLogger(__name__)
_PATIENCE_SECONDS = 0.05
_PAUSE_SECONDS = 0.005
_SUMMED = (".term", ".idx", ".pos", ".store", ".fast", ".fieldnorm")
# What tantivy reads as memory.
_MAPPED = (*_SUMMED, ".del")


def telling(ask: Callable[..., Any]) -> Callable[..., Any]:
    """What is asked of tantivy, so that an index garbled within is a ValueError like any other damage: Rust gives up in a way of its own, which
    no `except Exception` sees and which would end the process."""

    def asked(*args: Any, **how: Any) -> Any:
        try:
            return ask(*args, **how)
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            raise ValueError(str(error)) from None

    return asked


class Seen(NamedTuple):
    """A file of the index, and since when it has been as it is."""

    name: str
    changed: int
    size: int


class _Telling:
    """A searcher of which every method is asked so."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._searcher, name)
        return telling(found) if callable(found) else found


class Opened:
    """An index as this process has it open. `stamp` is the last public act that it knows."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self.folder = folder
        self._path = str(folder)
        self.index: tantivy.Index = telling(tantivy.Index.open)(str(folder))
        self.index.config_reader("manual")
        self.schema = self.index.schema
        self._sizes: dict[str, int] = {}
        self.refresh()

    def measure(self) -> None:
        """Raises ValueError where a file is shorter than it has been: tantivy reads it as memory, and who reads memory behind the end of a file
        is ended by the kernel, which nothing can catch. What is gone is still there for whoever has it open."""
        sizes: dict[str, int] = {}
        with suppress(FileNotFoundError):
            for one in os.listdir(self._path):
                if one.endswith(_MAPPED):
                    sizes[one] = _size(f"{self._path}/{one}")
        for one, size in sizes.items():
            if 0 <= size < self._sizes.get(one, 0):
                raise ValueError(f"{one} is shorter than it was")
        self._sizes = sizes

    def refresh(self) -> None:
        """See what was committed last."""
        self.measure()
        telling(self.index.reload)()
        self.measure()
        searcher: Any = _Telling(self.index.searcher())
        found = searcher.search(tantivy.Query.term_query(self.schema, "id", 0), limit=1).hits
        where = [address for _, address in found]
        self.stamp = int(searcher.fast_field_values("stamp", where)[0] or 0) if where else 0
        self.reached = int(searcher.fast_field_values("reached", where)[0] or 0) if where else 0
        # Taken after the state, so that it never knows less than the state says.
        self.searcher = searcher

    def check(self, whole: frozenset[Seen]) -> frozenset[Seen]:
        """The files of the index, each of which is as it was written: tantivy puts the check sum at its end, and itself never looks. What has not
        been touched since it was found to be `whole` is not read again. Raises ValueError where a file is another, or gone."""
        found = frozenset(_seen(file) for file in self.folder.iterdir() if file.suffix in _SUMMED)
        # What is not in the state is being written, or of no use any more; what went before the state was read is in it no longer.
        used = {one["segment_id"].replace("-", "") for one in json.loads((self.folder / "meta.json").read_text())["segments"]}
        names = {one.name for one in found}
        for one in whole | found:
            file = self.folder / one.name
            with suppress(FileNotFoundError):
                if file.stem in used and (one.name not in names or (one not in whole and not _is_as_written(file.read_bytes()))):
                    raise ValueError(f"{file.suffix} is not as it was written")
        return found


def _seen(file: Path) -> Seen:
    try:
        found = file.stat()
    except FileNotFoundError:
        return Seen(file.name, 0, 0)
    return Seen(file.name, found.st_ctime_ns, found.st_size)


def _size(path: str) -> int:
    """Of a file that is gone, -1."""
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return -1


def _is_as_written(data: bytes) -> bool:
    length = int.from_bytes(data[-8:-4], "little")
    try:
        return bool(json.loads(data[-8 - length : -8])["crc"] == zlib.crc32(data[: -8 - length]))
    except (ValueError, KeyError):
        return False


class Shelf:
    """The folder in which the index of this machine stands."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._opened: Opened | None = None
        self._pointer: tuple[int, int] | None = None
        self._missed = 0
        self._whole: tuple[str, frozenset[Seen]] = "", frozenset()
        self._turn = threading.Lock()

    def stand(self, folder: Path) -> None:
        """Use the index in `folder`, which need not exist yet."""
        self.folder, self._opened, self._pointer, self._missed, self._whole = folder, None, None, 0, ("", frozenset())

    def current(self, stamp: int = 0, *, measured: bool = False) -> Opened | None:
        """The index in use, having waited a little for it to know the public act `stamp`; None where there is none to read. Its files are
        measured, unless whoever asks has just had that done."""
        try:
            with self._turn:
                opened = self._newest()
                if opened is not None and not measured:
                    opened.measure()
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
        if opened is None or not opened.name.startswith(f"{version}-"):
            return None
        return opened if self._is_whole(opened) else None

    def _is_whole(self, opened: Opened) -> bool:
        """Whether an index is as it was written, as far as a look at it tells: whoever writes takes it, readers never wait for it."""
        name, whole = self._whole
        try:
            self._whole = opened.name, opened.check(whole if name == opened.name else frozenset())
        except (ValueError, OSError) as error:
            self.damaged(error)
            return False
        return True

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


__all__ = ["Opened", "Shelf", "shelf", "telling", "version_of"]
