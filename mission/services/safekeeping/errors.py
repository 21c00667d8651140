"""What can come between, each as one sentence for an operator."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_REASONS = {
    errno.EACCES: "this user may not write there", errno.EPERM: "this user may not write there", errno.EROFS: "it is on a disk that can only be read",
    errno.ENOTDIR: "part of its path is not a folder", errno.ENOENT: "part of its path is not there", errno.EEXIST: "something of that name is there already",
    errno.ENOTEMPTY: "something of that name is there already",
}  # fmt: skip


class NotDone(Exception):
    """A backup or a restoring that did not come about; its text is one sentence, and nothing half-made is left that could be taken for whole."""


class Broken(NotDone):
    """A backup that is not what its manifest says, or a copy that does not hold what was copied."""


class Refused(NotDone):
    """A restoring that would have overwritten something, or that this program cannot do."""


@contextmanager
def in_a_sentence(place: Path, act: str = "written") -> Iterator[None]:
    """What a disk refuses while `place` is written (or read), as `NotDone`."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        raise NotDone(_sentence(error, place, act)) from error


def _sentence(error: Exception, place: Path, act: str) -> str:
    number = getattr(error, "errno", None)
    if number in _FULL or (isinstance(error, sqlite3.OperationalError) and ("full" in str(error) or "I/O" in str(error))):
        return f"There is not enough room on the disk of {place}, or the disk fails. What had been written there was taken away again."
    reason = _REASONS.get(number or 0) or getattr(error, "strerror", "") or str(error)
    return f"{getattr(error, 'filename', None) or place} cannot be {act}: {reason}."
