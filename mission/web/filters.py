"""The filter of the list, read from the query of an address. What is no filter of ours is left aside.

The list, its feeds and tables, and the API read the same query by this one function.
"""

from typing import Any

from werkzeug.datastructures import MultiDict

from ..languages import TAGS
from ..services.listing import FACETS, SORTS, Filter
from .access import labels
from .pagination import page_number

KINDS = ("communique", "statement", "speech", "seminar", "milestone")
LONGEST_QUERY = 200
_FIRST_YEAR, _LAST_YEAR = 1000, 9999


def read_filter(values: MultiDict[str, str]) -> Filter:
    """The filter that an address asks for. Unknown keys and values fall away; only a page that cannot be is refused (404)."""
    if not values:
        return Filter()
    known = choices()
    asked = {name: set(values.getlist(name)[:100]) for name in FACETS}
    chosen: dict[str, Any] = {name: tuple(value for value in known[name] if value in asked[name]) for name in FACETS}
    first, last = _year(values.get("from")), _year(values.get("to"))
    if first and last and first > last:
        first, last = last, first
    sort = values.get("sort", "")
    return Filter(
        q=" ".join(values.get("q", "").replace("\x00", "").split())[:LONGEST_QUERY],
        from_year=first,
        to_year=last,
        sort=sort if sort in SORTS else "newest",
        page=page_number(values.get("page")),
        **chosen,
    )


def choices() -> dict[str, tuple[str, ...]]:
    """Every value that each facet knows, in the house's order."""
    return {"theme": tuple(labels().themes), "body": tuple(labels().names), "kind": KINDS, "text": TAGS}


def _year(value: str | None) -> int | None:
    value = (value or "").strip()
    if len(value) != 4 or not value.isdecimal() or not _FIRST_YEAR <= int(value) <= _LAST_YEAR:
        return None
    return int(value)


__all__ = ["KINDS", "LONGEST_QUERY", "choices", "read_filter"]
