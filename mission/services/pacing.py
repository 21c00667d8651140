"""Asking others as fast as they let anybody ask."""

from collections.abc import Callable, Sequence
from email.message import Message
from time import sleep
from typing import TypeVar

T = TypeVar("T")
# Seconds to wait where one has asked too often: two minutes in all for one address, and then that is the answer.
PAUSES = (1, 2, 4, 8, 15, 30, 60)


def patiently(ask: Callable[[], tuple[int, Message, T]], pauses: Sequence[int] = PAUSES) -> tuple[int, T]:
    """The status and the rest of what `ask` brings (status, headers, rest); after 429 it asks again, as late as it is told, within the longest
    pause, and never sooner than the pauses say."""
    status, headers, rest = ask()
    for pause in pauses:
        if status != 429:
            break
        said = headers.get("Retry-After", "")
        # Not everybody in front of a site says when: nginx by itself does not.
        sleep(max(pause, min(int(said), pauses[-1]) if said.isascii() and said.isdecimal() else 0))
        status, headers, rest = ask()
    return status, rest
