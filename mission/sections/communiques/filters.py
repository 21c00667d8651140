"""The filter of the list written back into an address; `web.filters` reads it."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from werkzeug.datastructures import MultiDict

from ... import addresses
from ...languages import TAGS
from ...services.filtering import Filter
from ...web.access import keep
from ...web.filters import BEGUN, aside, read_filter, unknown
from ...web.language import current_language


def asked_for(values: MultiDict[str, str], query: bytes) -> tuple[Filter, tuple[str, ...]]:
    """The filter that an address asks for, and what to say of what is left aside. Words are everybody's own, and nothing is kept of them."""
    if b"q=" in query:
        wanted, missing = read_filter(values), unknown(values)
    else:
        wanted, missing = keep().get(("asked", query), lambda: (read_filter(values), unknown(values)))
    return wanted, aside(missing, values.get("q", ""))


def address_of(wanted: Filter, *, page: int = 1) -> str:
    """The address of a list in the reader's language."""
    return addresses.listing(current_language().tag, "communiques", replace(wanted, page=page).query)


@lru_cache(64)
def cleared(tag: str, sort: str) -> str:
    """The address of the whole list in this order."""
    return addresses.listing(tag, "communiques", Filter(sort=sort).query)


@lru_cache(4096)
def followable(wanted: Filter) -> dict[str, Any]:
    """What of a filter a feed goes by: everything but the page, and the order, since a feed has its own."""
    return {name: value for name, value in wanted.query.items() if name not in ("page", "sort")}


@lru_cache(4096)
def addresses_by_tag(wanted: Filter) -> dict[str, str]:
    """The same list in each language."""
    return {tag: addresses.listing(tag, "communiques", wanted.query) for tag in TAGS}


__all__ = ["BEGUN", "address_of", "addresses_by_tag", "asked_for", "cleared", "followable", "read_filter"]
