"""Pages of a list: which one is asked for, and the links to the others."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort
from flask_babel import gettext as _

from .chrome import Link

_MOST = 10_000


@dataclass(frozen=True)
class Pages:
    """Links to the pages of a list; None among `numbers` is a gap."""

    previous: str | None
    next: str | None
    numbers: tuple[Link | None, ...]


def page_number(value: str | None) -> int:
    """The page asked for, from 1; what is no such number is a page that does not exist (404)."""
    if value is None or value == "":
        return 1
    if not (value.isascii() and value.isdecimal() and 1 <= int(value[:9]) <= _MOST and len(value) < 9):
        abort(404)
    return int(value)


def numbered(title: str, page: int) -> str:
    """The title of a page of a list: from the second one on it says which."""
    return _("%(title)s, page %(number)s", title=title, number=page) if page > 1 else title


def paginate(current: int, last: int, address: Callable[[int], str]) -> Pages | None:
    """Links to the first, the last and the pages around `current`; None where everything is on one page."""
    if last <= 1:
        return None
    shown = sorted({1, last, *(n for n in range(current - 2, current + 3) if 1 <= n <= last)})
    numbers: list[Link | None] = []
    for place, number in enumerate(shown):
        if place and number - shown[place - 1] > 1:
            numbers.append(None)
        numbers.append(Link(str(number), address(number), "page" if number == current else None))
    return Pages(
        address(current - 1) if current > 1 else None, address(current + 1) if current < last else None, tuple(numbers)
    )  # fmt: skip
