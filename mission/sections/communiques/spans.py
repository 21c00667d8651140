"""The dates of the results, drawn: bars of years, of one year and its months, which are the filter by date too."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from flask_babel import ngettext

from ...languages import Language
from ...services import listing
from ...services.dates import of_month, within
from ...services.filtering import Filter, in_one_year, spelt
from ...services.listing import Listed
from ...web.access import session
from ...web.chrome import Link
from .filters import address_of

# As many as a thumb can tell apart in a column, each 24 pixels wide; the finer ones are one step down.
_MOST_BARS = 12
_STEPS = (1, 5, 10, 25, 50, 100, 500)
_LAST_YEAR = 9999
WIDTH, HEIGHT, _GAP = 240, 56, 0.22
# No bar is wider than this, whatever room it has: few bars stay bars, each with its year below it.
_WIDEST, _FEW = 24.0, 6
Moment = tuple[int, int | None]


@dataclass(frozen=True)
class Span:
    """Some years, one year or one month: how it is called, how many documents it holds, and its first and last year, with or without a month."""

    label: str
    count: int
    first: Moment
    last: Moment


@dataclass(frozen=True)
class Bar:
    """A span as it is drawn, and the list for it alone; `room` is all the width that it has, which a press may meet."""

    label: str
    count: int
    said: str
    href: str
    chosen: bool
    x: str
    y: str
    width: str
    height: str
    room_x: str
    room_width: str


@dataclass(frozen=True)
class Histogram:
    """The bars, oldest first in the direction of reading; `ends` is what stands below them, of few years each and else the first and the last;
    `wider` are the ways back to more years. `beside` says of months how many texts no bar counts, since the year alone is known."""

    bars: tuple[Bar, ...]
    ends: tuple[str, ...]
    title: str
    wider: tuple[Link, ...]
    beside: str = ""


@dataclass(frozen=True)
class Years:
    """The dates to choose from in a form without bars: value, label, whether it is the first or the last chosen."""

    first: tuple[tuple[str, str, bool], ...]
    last: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class LeftOut:
    """How many texts the months of a list leave out, since the year alone is known of them, in words; and the list by whole years, which has them."""

    said: str
    whole: Link


def left_out(wanted: Filter, language: Language) -> LeftOut | None:
    """What to say of texts that no month can hold; None where there are none."""
    number, whole = listing.left_out(session(), wanted), wanted.by_whole_years()
    if not number:
        return None
    label = _("By whole years: %(years)s", years=within(whole, language, _))
    return LeftOut(_("Left out, since the year alone is known: %(texts)s.", texts=texts(number)), Link(label, address_of(whole)))


def histogram(wanted: Filter, listed: Listed, language: Language) -> Histogram | None:
    """The dates of what is listed, as if they were not narrowed: spans of years, the years of one, the months of a year, also where nothing
    lies in another. None where they say nothing."""
    counted = {int(year): number for year, number in listed.counts.get("year", {}).items()}
    step = _step(counted)
    all_years = Link(_("All the years"), address_of(wanted.within(None, None)))
    if wanted.from_year and wanted.from_year == wanted.to_year:
        group = _group(wanted.from_year, step, counted)
        wider = (all_years, Link(_years(*group), address_of(wanted.within((group[0], None), (group[1], None))))) if step > 1 else (all_years,)
        return _by_month(wanted, wanted.from_year, listed, wider, language)
    if wanted.from_year and wanted.to_year and step > 1 and wanted.to_year - wanted.from_year < _MOST_BARS:
        return _drawn(wanted, _spans(wanted.from_year, wanted.to_year, 1, counted), _("Years"), (all_years,), language)
    if in_one_year(listed.counts.get("year", {})) and len(listed.counts.get("month", {})) > 1:
        back = (all_years,) if wanted.from_year or wanted.to_year else ()
        return _by_month(wanted, min(counted), listed, back, language)
    if len(counted) < 2:
        return None
    return _drawn(wanted, _spans(min(counted), max(counted), step, counted), _("Years"), (), language)


def _by_month(wanted: Filter, year: int, listed: Listed, wider: tuple[Link, ...], language: Language) -> Histogram:
    drawn = _drawn(wanted, _months(year, listed.counts.get("month", {}), language), _("Months"), wider, language)
    alone = listing.of_the_year_alone(session(), wanted.within((year, None), (year, None)))
    return replace(drawn, beside=_("Known to the year alone: %(texts)s", texts=texts(alone))) if alone else drawn


def texts(number: int) -> str:
    """So many texts."""
    return ngettext("%(num)s text", "%(num)s texts", number)


def _step(counted: Mapping[int, int]) -> int:
    """The fewest years to a bar with which the bars are not too many."""
    if not counted:
        return 1
    return next((step for step in _STEPS if max(counted) // step - min(counted) // step < _MOST_BARS), _STEPS[-1])


def _group(year: int, step: int, counted: Mapping[int, int]) -> tuple[int, int]:
    """The first and the last year of the bar that holds this one, no further than there is something."""
    first = year // step * step
    return max(first, min(counted, default=first)), min(first + step - 1, max(counted, default=first + step - 1))


def _spans(first: int, last: int, step: int, counted: Mapping[int, int]) -> list[Span]:
    groups = [_group(year, step, counted) if step > 1 else (year, year) for year in range(first // step * step, last + 1, step)]
    return [
        Span(_years(begins, ends), sum(counted.get(year, 0) for year in range(begins, ends + 1)), (begins, None), (ends, None))
        for begins, ends in groups
    ]  # fmt: skip


def _months(year: int, counts: Mapping[str, int], language: Language) -> list[Span]:
    months = ((month, of_month(year, month, language)) for month in range(1, 13))
    return [Span(label, counts.get(str(year * 100 + month), 0), (year, month), (year, month)) for month, label in months]


def _years(first: int, last: int) -> str:
    return str(first) if first == last else _("%(first)s to %(last)s", first=first, last=last)


def _drawn(wanted: Filter, spans: list[Span], title: str, wider: tuple[Link, ...], language: Language) -> Histogram:
    most, room = max((one.count for one in spans), default=0) or 1, WIDTH / len(spans)
    bars = []
    for place, one in enumerate(spans):
        height = max(2.0, one.count / most * HEIGHT) if one.count else 0.0
        width = min(room * (1 - _GAP), _WIDEST)
        # Time goes the way the reader reads.
        x = (len(spans) - 1 - place if language.direction == "rtl" else place) * room
        said = ngettext("%(span)s: %(num)s text", "%(span)s: %(num)s texts", one.count, span=one.label)
        bars.append(
            Bar(one.label, one.count, said, address_of(wanted.within(one.first, one.last)), _chosen(wanted, one), f"{x + (room - width) / 2:.2f}",
                f"{HEIGHT - height:.2f}", f"{width:.2f}", f"{height:.2f}", f"{x:.2f}", f"{room:.2f}")
        )  # fmt: skip
    each = len(spans) <= _FEW and all(one.first == one.last for one in spans)
    ends = [one.label for one in spans] if each else [of_month(*spans[0].first, language), of_month(*spans[-1].last, language)]
    return Histogram(tuple(bars), tuple(ends), title, wider)


def _chosen(wanted: Filter, one: Span) -> bool:
    """Whether the dates asked for meet a span."""
    if not (wanted.from_year or wanted.to_year):
        return False
    first, last = (wanted.from_year or 0, wanted.from_month or 1), (wanted.to_year or _LAST_YEAR, wanted.to_month or 12)
    return first <= (one.last[0], one.last[1] or 12) and (one.first[0], one.first[1] or 1) <= last


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
        (spelt(one, within), of_month(one, within or None, language), (one, within or None) == (year, month))
        for one, within in sorted(values, reverse=True)
    )


__all__ = ["Bar", "Histogram", "LeftOut", "Years", "histogram", "left_out", "texts", "years"]
