"""What a disk refuses, said in words, and whether it is that it is full, or can only be read."""

import errno
import os
import sqlite3

from .causes import chain

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# SQLite has to make room for what its connections share before the first of them reads or writes.
_SQLITE_FULL = ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE")
_POSTGRESQL_FULL = "53100"
# The library of the index hands on what the system has said to it as text alone.
_SAID = "os error {}"
_REASONS = {
    errno.EACCES: "this user may not write there", errno.EPERM: "this user may not write there", errno.EROFS: "it is on a disk that can only be read",
    errno.ENOTDIR: "part of its path is not a folder", errno.ENOENT: "part of its path is not there", errno.EEXIST: "something of that name is there already",
    errno.ENOTEMPTY: "something of that name is there already", **dict.fromkeys(_FULL, "the disk is full"),
}  # fmt: skip


def full(error: BaseException) -> str:
    """Which disk `error` says is full, whatever it was that failed of it; empty where it says something else."""
    for link in chain(error):
        if isinstance(link, OSError) and link.errno in _FULL:
            return f"the disk of {link.filename}" if link.filename else "the disk"
        if getattr(link, "sqlite_errorname", "") in _SQLITE_FULL or getattr(link, "sqlstate", "") == _POSTGRESQL_FULL:
            return "the disk of the database"
        if _said_by_index(link, errno.ENOSPC):
            return "the disk of the search index"
    return ""


def only_read(error: BaseException) -> str:
    """Which disk `error` says can only be read, whatever it was that failed of it; empty where it says something else. Of the database it is the
    database that says so (`databases.only_read`)."""
    for link in chain(error):
        if isinstance(link, OSError) and link.errno == errno.EROFS:
            return f"the disk of {link.filename}" if link.filename else "the disk"
        if _said_by_index(link, errno.EROFS):
            return "the disk of the search index"
    return ""


def _said_by_index(error: BaseException, number: int) -> bool:
    return isinstance(error, ValueError) and _SAID.format(number) in str(error)


def reason(error: Exception) -> str:
    """Why a disk did not do what was asked of it, to stand after a colon."""
    number = error.errno if isinstance(error, OSError) else None
    return _REASONS.get(number or 0) or (os.strerror(number) if number else str(error))


def out_of_room(error: Exception) -> bool:
    """Whether writing `error` off as a disk without room, or one that fails, is right: what is copied onto it did not arrive."""
    return bool(full(error)) or (isinstance(error, sqlite3.OperationalError) and ("full" in str(error) or "I/O" in str(error)))
