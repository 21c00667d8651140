"""What can come between, each as one sentence for an operator."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ... import disks


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
    if disks.out_of_room(error):
        return f"There is not enough room on the disk of {place}, or the disk fails. What had been written there was taken away again."
    return f"{getattr(error, 'filename', None) or place} cannot be {act}: {disks.reason(error)}."
