"""How much is compared for one reader, so that nobody's text holds up all others: a bound of letters, and one text at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# A text is compared with several of ours, and a part of it again: so many letters for anything, and so many times its own.
_LETTERS, _TIMES = 400_000, 16
# The one that is compared and those that wait hold threads of the eight that answer readers; a comparison takes a few hundredths of a second, and a
# newsroom asks together. docs/operations.md says how many wait.
_MOST_AT_ONCE = 5

_left: ContextVar[int | None] = ContextVar("letters left to be compared", default=None)
_turn = threading.Lock()
_places = threading.BoundedSemaphore(_MOST_AT_ONCE)


class TooMuch(Exception):
    """What was given resembles so many texts of ours that comparing it would take too long."""


class Busy(Exception):
    """Others are having texts compared, and enough wait already."""


@contextmanager
def bounded(letters: int) -> Iterator[None]:
    """Compare what has so many letters, when no other thread does; within it `spend` raises `TooMuch` beyond the bound. Raises `Busy`."""
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        with _turn:
            before = _left.set(_LETTERS + _TIMES * letters)
            try:
                yield
            finally:
                _left.reset(before)
    finally:
        _places.release()


def spend(letters: int) -> None:
    """Count so many letters that are about to be compared; without a bound nothing is counted."""
    left = _left.get()
    if left is None:
        return
    if left < letters:
        raise TooMuch
    _left.set(left - letters)
