"""The folder of backups: how each is named, which are whole, and one writer at a time.

A backup is a folder of its own. It is written under a name that begins with a point and gets its true one when all of it is on the disk, so what
bears such a name is whole.
"""

import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from . import manifest
from .errors import NotDone

_NAME = re.compile(r"^mission-(\d{8}T\d{6}Z)$")
_UNFINISHED = re.compile(r"^\.mission-\d{8}T\d{6}Z\.(?:half|gone|keys)$")
_DAY = 24 * 60 * 60
# So far the clocks of two machines that share the folder may be apart.
_HASTE = timedelta(minutes=5)
_MOMENT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Kept:
    """A whole backup: its folder, and when it was begun (aware UTC)."""

    path: Path
    at: datetime


def name(at: datetime) -> str:
    """The name of a backup that is begun at `at`: names sort as they were made."""
    return f"mission-{at.astimezone(UTC).strftime(_MOMENT)}"


def keys_name(backup: str) -> str:
    """The name of the archive with the keys of the backup of that name."""
    return f"{backup}-keys.tar"


def whole(folder: Path) -> list[Kept]:
    """The whole backups in `folder`, newest first; none where there is no such folder."""
    try:
        there = [(found, one) for one in folder.iterdir() if (found := _NAME.match(one.name)) and one.is_dir()]
    except OSError:
        return []
    made = [Kept(one, datetime.strptime(found[1], _MOMENT).replace(tzinfo=UTC)) for found, one in there]
    return sorted(made, key=lambda one: one.at, reverse=True)


def own(folder: Path, official: bool) -> Iterator[Kept]:
    """Those of the official site, or else of the demonstration, newest first: one of the other, which may have stood here before, is none of this one's."""
    return (one for one in whole(folder) if _official(one) in (official, None))


def newest(folder: Path, official: bool, at: datetime) -> Kept | None:
    """The last whole backup of this site by `at`, for whoever watches their age. One of later was made by a clock that was wrong, and tells no age."""
    return next((one for one in own(folder, official) if one.at <= at + _HASTE), None)


def _official(kept: Kept) -> bool | None:
    """Whether the site was official of which a backup is; None where it does not say."""
    try:
        return manifest.read(kept.path).official
    except NotDone:
        return None


@contextmanager
def alone(folder: Path, what: str = "backup", mode: int = 0o700) -> Iterator[None]:
    """`folder`, made where it was missing, for one writer; what an earlier one left half-made is taken away. Another writer there is `NotDone`."""
    folder.mkdir(mode=mode, parents=True, exist_ok=True)
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            # The lock of a process that dies goes with it.
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotDone(f"Another {what} is being written into {folder}; try again when it is done.") from None
        for one in folder.iterdir():
            if _UNFINISHED.match(one.name):
                take_away(one)
        yield
    finally:
        os.close(handle)


def taken(folder: Path) -> bool:
    """Whether somebody is writing into `folder` at this moment (`alone`)."""
    try:
        handle = os.open(folder / ".lock", os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def sweep_keys(keys: Path) -> None:
    """Take away what a killed process left of keys more than a day ago; others may be writing theirs into the same folder."""
    for one in keys.glob(".mission-*.keys"):
        if _UNFINISHED.match(one.name) and time.time() - one.stat().st_mtime > _DAY:
            take_away(one)


def take_away(path: Path) -> None:
    """Delete a folder or a file, if it is there."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def discard(kept: Kept, keys: Path) -> None:
    """Delete a backup, and its keys in the folder `keys`. It loses its name first: a half-deleted one is none."""
    aside = kept.path.with_name(f".{kept.path.name}.gone")
    kept.path.rename(aside)
    take_away(aside)
    (keys / keys_name(kept.path.name)).unlink(missing_ok=True)


def settle_down(path: Path) -> None:
    """Wait until the names in a folder, or the bytes of a file, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
