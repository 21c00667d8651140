"""What a filter asks of the database, its words apart: the statement that it narrows, in its order, and the counts beside it."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from ..models import Body, Document, Edition, EditionBody, EditionTheme, Kind, Precision, Settlement, Theme, Translation
from . import dated
from .filtering import FACETS, Filter, in_one_year
from .shown import Dated
from .visibility import numbered

# Of the register: numbers run by kind and year, entries by what became public before what.
_FIRST = aliased(Settlement)
_FIRST_ENTRY = select(_FIRST.register_sequence).where(_FIRST.document_id == Document.id, _FIRST.public_number == 1).scalar_subquery()
# The first day on which it can have ended: what is known to the month or the year alone is kept by the first day of that.
_LAST_DAY = func.coalesce(Edition.dated_end, Edition.dated_start)


@lru_cache(1024)
def narrowed(wanted: Filter, *, but: str = "") -> Select[*tuple[Any, ...]]:
    """The statement for `wanted` without its words, leaving out the facet named `but`."""
    return narrow(numbered(), wanted, but=but)


def narrow(found: Select[*tuple[Any, ...]], wanted: Filter, *, but: str = "") -> Select[*tuple[Any, ...]]:
    """`found` narrowed by everything in `wanted` except its words and the facet named `but`."""
    if wanted.section:
        found = found.where(Edition.section == wanted.section)
    if wanted.theme and but != "theme":
        chosen = select(EditionTheme.edition_id).join(Theme).where(Theme.key.in_(wanted.theme))
        found = found.where(Edition.id.in_(chosen))
    if wanted.body and but != "body":
        chosen = select(EditionBody.edition_id).join(Body).where(Body.key.in_(wanted.body))
        found = found.where(Edition.id.in_(chosen))
    if wanted.kind and but != "kind":
        found = found.where(Document.kind.in_(wanted.kind))
    if wanted.text and but != "text":
        found = found.where(Edition.id.in_(select(Translation.edition_id).where(Translation.language.in_(wanted.text))))
    if wanted.session and but != "session":
        found = found.where(Edition.session.in_(wanted.session))
    if but != "years":
        found = _narrow_dates(found, wanted)
    if wanted.precision:
        found = found.where(Edition.precision == Precision(wanted.precision))
    return _narrow_room(found, wanted)


def _narrow_dates(found: Select[*tuple[Any, ...]], wanted: Filter) -> Select[*tuple[Any, ...]]:
    """`found` narrowed to what is certain to meet the dates that are wanted, by `dated.certain`."""
    if first := wanted.first_day:
        found = found.where(first <= _LAST_DAY)
    if last := wanted.last_day:
        found = found.where(Edition.dated_start <= last)
    if (whole := wanted.last_whole_year) != last:
        found = found.where(or_(Edition.precision != Precision.YEAR, Edition.dated_start <= whole))
    return found


def _narrow_room(found: Select[*tuple[Any, ...]], wanted: Filter) -> Select[*tuple[Any, ...]]:
    """`found` narrowed by what a section's own page asks for besides."""
    if wanted.occasion:
        found = found.where(Edition.occasion == wanted.occasion)
    if wanted.apart:
        found = found.where(Document.id.not_in(wanted.apart))
    return found


def order(sort: str) -> tuple[Any, ...]:
    """By what a statement orders a list that is sorted so: ``newest``, ``oldest`` or ``released``."""
    if sort == "oldest":
        return Edition.dated_start.asc(), Document.id.asc()
    if sort == "released":
        return (_FIRST_ENTRY.desc(),)
    return Edition.dated_start.desc(), Document.id.desc()


def ordered(found: Select[*tuple[Any, ...]], sort: str) -> Select[*tuple[Any, ...]]:
    """`found` in the order of a list that is sorted so."""
    return found.order_by(*order(sort))


def counted(session: Session, wanted: Filter) -> tuple[int, Mapping[str, Mapping[str, int]]]:
    """How many documents there are, and how many with each value of each facet."""
    if wanted.apart:
        # A section's own page: it has no facets.
        every = narrowed(wanted).with_only_columns(Document.id).subquery()
        return session.scalar(select(func.count()).select_from(every)) or 0, {}
    counts = {name: _count(session, wanted, name) for name in FACETS} | _spans(session, wanted)
    # Each document is of one kind.
    return sum(number for kind, number in counts["kind"].items() if not wanted.kind or kind in wanted.kind), counts


def _count(session: Session, wanted: Filter, name: str) -> dict[str, int]:
    rows = session.connection().execute(_counting(wanted, name)).all()
    return {key.value if isinstance(key, Kind) else key: number for key, number in rows}


@lru_cache(1024)
def _counting(wanted: Filter, name: str) -> Select[*tuple[Any, ...]]:
    """The statement that counts the values of a facet."""
    inside = narrowed(wanted, but=name)
    if name == "kind":
        return inside.with_only_columns(Document.kind, func.count()).group_by(Document.kind)
    if name == "session":
        sessions = inside.where(Edition.session.is_not(None), Edition.session != "").with_only_columns(Edition.session, func.count())
        return sessions.group_by(Edition.session)
    ids = inside.with_only_columns(Edition.id).scalar_subquery()
    return {
        "theme": select(Theme.key, func.count()).join(EditionTheme).where(EditionTheme.edition_id.in_(ids)).group_by(Theme.key),
        "body": select(Body.key, func.count()).join(EditionBody).where(EditionBody.edition_id.in_(ids)).group_by(Body.key),
        "text": select(Translation.language, func.count()).where(Translation.edition_id.in_(ids)).group_by(Translation.language),
    }[name]


def _spans(session: Session, wanted: Filter) -> dict[str, dict[str, int]]:
    """How many documents there are in each year and each month."""
    days = select(Edition.dated_start, Edition.dated_end, Edition.precision, func.count()).where(
        Edition.id.in_(narrowed(wanted, but="years").with_only_columns(Edition.id)), Edition.dated_start.is_not(None)
    ).group_by(Edition.dated_start, Edition.dated_end, Edition.precision)  # fmt: skip
    years: Counter[str] = Counter()
    months: Counter[str] = Counter()
    for start, end, precision, number in session.connection().execute(days):
        assert start is not None
        assert precision is not None
        one = Dated(start, end, precision.value)
        years.update({str(year): number for year in dated.years(one)})
        months.update({str(month): number for month in dated.months(one)})
    return {"year": years, "month": months if "month" in wanted.spans or in_one_year(years) else {}}
