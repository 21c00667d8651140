"""The filter of the list, read from an address and written back into one. What is no filter of ours is left aside."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from werkzeug.datastructures import MultiDict

from ... import addresses
from ...languages import TAGS
from ...services.listing import FACETS, SORTS, Filter
from ...web.access import labels
from ...web.language import current_language
from ...web.pagination import page_number

KINDS = ("communique", "statement", "speech", "seminar", "milestone")
_LONGEST_QUERY = 200
_FIRST_YEAR, _LAST_YEAR = 1000, 9999


def read_filter(values: MultiDict[str, str]) -> Filter:
    """The filter that an address asks for. Unknown keys and values fall away; only a page that cannot be is refused (404)."""
    if not values:
        return Filter()
    known: dict[str, tuple[str, ...]] = {"theme": tuple(labels().themes), "body": tuple(labels().names), "kind": KINDS, "text": TAGS}
    asked = {name: set(values.getlist(name)[:100]) for name in FACETS}
    chosen: dict[str, Any] = {name: tuple(value for value in known[name] if value in asked[name]) for name in FACETS}
    first, last = _year(values.get("from")), _year(values.get("to"))
    if first and last and first > last:
        first, last = last, first
    sort = values.get("sort", "")
    return Filter(
        q=" ".join(values.get("q", "").replace("\x00", "").split())[:_LONGEST_QUERY],
        from_year=first,
        to_year=last,
        sort=sort if sort in SORTS else "newest",
        page=page_number(values.get("page")),
        **chosen,
    )


def _year(value: str | None) -> int | None:
    value = (value or "").strip()
    if len(value) != 4 or not value.isdecimal() or not _FIRST_YEAR <= int(value) <= _LAST_YEAR:
        return None
    return int(value)


def address_of(wanted: Filter, *, page: int = 1) -> str:
    """The address of a list in the reader's language."""
    return addresses.listing(current_language().tag, "communiques", replace(wanted, page=page).query)


@lru_cache(4096)
def followable(wanted: Filter) -> dict[str, Any]:
    """What of a filter a feed goes by: everything but the page, and the order, since a feed has its own."""
    return {name: value for name, value in wanted.query.items() if name not in ("page", "sort")}


@lru_cache(4096)
def addresses_by_tag(wanted: Filter) -> dict[str, str]:
    """The same list in each language."""
    return {tag: addresses.listing(tag, "communiques", wanted.query) for tag in TAGS}
