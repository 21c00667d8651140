"""The occasions and the years by which Royal speeches are found."""

from collections.abc import Callable
from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from .. import addresses
from ..services import speeches
from ..services.filtering import Filter
from .access import session
from .chrome import Link
from .filters import read_filter, unknown
from .language import current_language
from .wording import OCCASIONS


def asked_of(section: str, path: str = "") -> Filter:
    """What the address asks for of a section's list: on the first page of the speeches an occasion and years, elsewhere all of it."""
    if section != "speeches" or path or not request.args:
        return Filter(section=section)
    asked = read_filter(_dates())
    return Filter(
        section=section, occasion=request.args.get("occasion", ""),
        from_year=asked.from_year, from_month=asked.from_month, to_year=asked.to_year, to_month=asked.to_month,
    )  # fmt: skip


def never_asked(section: str, path: str = "") -> tuple[str, ...]:
    """The occasion and the years that an address of the speeches asks for and that there are not: such a list does not exist."""
    if section != "speeches" or path:
        return ()
    occasion = request.args.get("occasion", "")
    return (*((occasion,) if occasion and occasion not in OCCASIONS else ()), *unknown(_dates()))


def _dates() -> MultiDict[str, str]:
    return MultiDict({name: request.args[name] for name in ("from", "to") if name in request.args})


def occasions(asked: Filter, path: str) -> dict[str, Any]:
    """For the first page of the speeches: links to the speeches of each occasion and of each year, with their number, and that they are read
    by year."""
    if asked.section != "speeches" or path:
        return {"narrowed": ""}
    narrowed = addresses.listing(current_language().tag, "speeches", asked.query) if asked.narrowed else ""
    return {"narrowed": narrowed, "by_year": True, "occasions": lambda: _of_occasions(asked), "years": lambda: _of_years(asked)}


def _of_occasions(asked: Filter) -> tuple[Link, ...]:
    """Of the years asked for."""
    counts = _summed(0, lambda occasion, year: (asked.from_year or 0) <= year <= (asked.to_year or year))
    every = Link(_("Every occasion"), _place(asked, occasion=""), None if asked.occasion else "true")
    return (every,) + tuple(
        Link(f"{label} ({counts[one]})", _place(asked, occasion=one), "true" if one == asked.occasion else None)
        for one, label in OCCASIONS.items() if counts.get(one)
    )  # fmt: skip


def _of_years(asked: Filter) -> tuple[Link, ...]:
    """Of the occasion asked for."""
    counts = _summed(1, lambda occasion, year: asked.occasion in ("", occasion))
    every = Link(_("Every year"), _place(asked, **{"from": "", "to": ""}), None if asked.from_year or asked.to_year else "true")
    return (every,) + tuple(
        Link(f"{year} ({counts[year]})", _place(asked, **{"from": str(year), "to": str(year)}), "true" if asked.from_year == asked.to_year == year else None)
        for year in sorted(counts, reverse=True)
    )  # fmt: skip


def _summed(by: int, wanted: Callable[[str, int], bool]) -> dict[Any, int]:
    """The numbers of speeches that are wanted, summed by occasion (0) or year (1)."""
    sums: dict[Any, int] = {}
    for key, number in speeches.counted(session()).items():
        if wanted(*key):
            sums[key[by]] = sums.get(key[by], 0) + number
    return sums


def _place(asked: Filter, **changed: str) -> str:
    return addresses.listing(current_language().tag, "speeches", {**asked.query, **changed})
