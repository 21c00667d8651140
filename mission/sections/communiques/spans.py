"""The dates of the results, drawn: a bar for each year, or for each month of one year, which is the filter by date too."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton
from flask_babel import ngettext

from ...languages import Language
from ...services.filtering import Filter, spelt
from ...services.listing import Listed
from .filters import address_of

_MOST_BARS = 150
# What stands under a bar, how many documents there are, and its year with or without a month.
Span = tuple[str, int, tuple[int, int | None]]
WIDTH, HEIGHT, _GAP = 240, 56, 0.22


@dataclass(frozen=True)
class Bar:
    """A year or a month: how many documents it holds, where its bar is drawn, and the list for it alone."""

    label: str
    count: int
    said: str
    href: str
    chosen: bool
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Histogram:
    """The bars, oldest first in the direction of reading; `wider` leads from months back to the years."""

    bars: tuple[Bar, ...]
    first: str
    last: str
    wider: str
    of_months: bool


@dataclass(frozen=True)
class Years:
    """The dates to choose from in a form without bars: value, label, whether it is the first or the last chosen."""

    first: tuple[tuple[str, str, bool], ...]
    last: tuple[tuple[str, str, bool], ...]


def histogram(wanted: Filter, listed: Listed, language: Language) -> Histogram | None:
    """The dates of what is listed, as if they were not narrowed; None where they say nothing."""
    if wanted.from_year and wanted.from_year == wanted.to_year:
        return _months(wanted, wanted.from_year, listed.counts.get("month", {}), language)
    counted = {int(year): number for year, number in listed.counts.get("year", {}).items()}
    if len(counted) < 2:
        return None
    years = range(min(counted), max(counted) + 1)[-_MOST_BARS:]
    spans: list[Span] = [(str(year), counted.get(year, 0), (year, None)) for year in years]
    return Histogram(_bars(wanted, spans, language), str(years[0]), str(years[-1]), "", False)


def _months(wanted: Filter, year: int, counts: Mapping[str, int], language: Language) -> Histogram:
    spans: list[Span] = [(span_label(year, month, language), counts.get(str(year * 100 + month), 0), (year, month)) for month in range(1, 13)]
    return Histogram(_bars(wanted, spans, language), spans[0][0], spans[-1][0], address_of(wanted.within(None, None)), True)


def _bars(wanted: Filter, spans: list[Span], language: Language) -> tuple[Bar, ...]:
    most, room = max((number for _, number, _ in spans), default=0) or 1, WIDTH / len(spans)
    first, last = (wanted.from_year or 0, wanted.from_month or 0), (wanted.to_year or 9999, wanted.to_month or 12)
    made = []
    for place, (label, number, span) in enumerate(spans):
        height = max(2.0, number / most * HEIGHT) if number else 0.0
        # Time goes the way the reader reads.
        x = (len(spans) - 1 - place if language.direction == "rtl" else place) * room
        chosen = bool(wanted.from_year or wanted.to_year) and first <= (span[0], span[1] or 12) and (span[0], span[1] or 1) <= last
        said = ngettext("%(span)s: %(num)s text", "%(span)s: %(num)s texts", number, span=label)
        made.append(
            Bar(label, number, said, address_of(wanted.within(span, span)), chosen, f"{x + room * _GAP / 2:.2f}", f"{HEIGHT - height:.2f}",
                f"{room * (1 - _GAP):.2f}", f"{height:.2f}")
        )  # fmt: skip
    return tuple(made)


def years(wanted: Filter, listed: Listed, language: Language) -> Years | None:
    """Every year in which there is something, newest first, and the dates chosen."""
    held = {int(year) for year in listed.counts.get("year", {})}
    if not held and not (wanted.from_year or wanted.to_year):
        return None
    return Years(
        _options(held, wanted.from_year, wanted.from_month, language), _options(held, wanted.to_year, wanted.to_month, language)
    )  # fmt: skip


def _options(held: set[int], year: int | None, month: int | None, language: Language) -> tuple[tuple[str, str, bool], ...]:
    values = {(one, 0) for one in held} | ({(year, month or 0)} if year else set())
    return tuple(
        (spelt(one, within), span_label(one, within or None, language), (one, within or None) == (year, month))
        for one, within in sorted(values, reverse=True)
    )


def span_label(year: int | None, month: int | None, language: Language) -> str:
    """A year, or a month with its year, as it is read."""
    if not month or not year:
        return str(year or "")
    return format_skeleton("yMMMM", date(year, month, 1), locale=language.locale)


__all__ = ["Bar", "Histogram", "Years", "histogram", "span_label", "years"]
