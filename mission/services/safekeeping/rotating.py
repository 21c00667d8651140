"""Which backups stay: the last of each of so many days, weeks and months. What is counted are backups, not days: a standstill deletes nothing."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from ...clocks import geneva
from . import folders
from .errors import in_a_sentence
from .folders import Kept

_PERIODS: tuple[Callable[[date], tuple[int, ...]], ...] = (
    lambda day: (day.toordinal(),),
    lambda day: day.isocalendar()[:2],
    lambda day: (day.year, day.month),
)


def staying(kept: Iterable[Kept], daily: int, weekly: int, monthly: int) -> set[Kept]:
    """Those of `kept` that stay: the newest of each of the last `daily` civil days of Geneva, `weekly` weeks and `monthly` months that have any."""
    newest_first = sorted(kept, key=lambda one: one.at, reverse=True)
    stays = set(newest_first[:1])
    for period, most in zip(_PERIODS, (daily, weekly, monthly), strict=True):
        last: dict[tuple[int, ...], Kept] = {}
        for one in newest_first:
            last.setdefault(period(geneva(one.at)), one)
        stays.update(list(last.values())[:most])
    return stays


def rotate(folder: Path, keys: Path, daily: int, weekly: int, monthly: int, *, official: bool) -> list[Kept]:
    """Delete what does not stay of this site's own, with its keys in the folder `keys`; returns what went. Raises `NotDone`."""
    with in_a_sentence(folder), folders.alone(folder):
        there = list(folders.own(folder, official))
        stays = staying(there, daily, weekly, monthly)
        gone = [one for one in there if one not in stays]
        for one in gone:
            folders.discard(one, keys)
    return gone
