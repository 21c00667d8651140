"""What is certain of a date, by which lists are filtered and counted by date.

A date is known to the day, the month or the year. Of what is known to a year alone nobody knows the month: a list from month to month holds it where
it is certain to meet those months, and no month counts it. It is in each list that holds its year whole. What goes on over years is certain to meet
every month from the last of its first year to the first of its last.
"""

from collections.abc import Iterator
from datetime import date

from .dates import last_day
from .shown import Dated


def certain(dated: Dated) -> tuple[date, date]:
    """The last day on which it can have begun and the first on which it can have ended: it is certain to meet the days that lie between two others
    where it began by the later of these and did not end before the earlier. The first of the two may lie behind the second."""
    return last_day(dated.start, dated.precision), dated.end or dated.start


def years(dated: Dated) -> Iterator[int]:
    """The years by which it is counted."""
    return iter(range(dated.start.year, (dated.end or dated.start).year + 1))


def months(dated: Dated) -> Iterator[int]:
    """The months by which it is counted, as 202403: those that it is certain to meet, and so none of a year that is known alone."""
    begun, ended = certain(dated)
    for month in range(begun.year * 12 + begun.month - 1, ended.year * 12 + ended.month):
        yield month // 12 * 100 + month % 12 + 1
