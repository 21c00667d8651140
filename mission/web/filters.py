"""The filter of the list, read from the query of an address. What is no filter of ours is left aside.

The list, its feeds and tables, and the API read the same query by this one function.
"""

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from ..languages import TAGS
from ..services.filtering import FACETS, LONGEST, SORTS, Filter, span
from ..services.listing import wordless
from .access import labels
from .language import comma
from .pagination import page_number

# The last word is only begun. The button of the list's own box says 0 beside it, and then it is whole.
BEGUN = "begun"
_DATE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?")
_MOST_VALUES = 100
KINDS = ("communique", "statement", "speech", "seminar", "milestone")
_LONGEST_SESSION = 40
_MOST_TOLD = 5
_FIRST_YEAR = 1000


def read_filter(values: MultiDict[str, str]) -> Filter:
    """The filter that an address asks for. Unknown keys and values fall away, as do words that are none; only a page that cannot be is refused
    (404)."""
    if not values:
        return Filter()
    known = choices()
    asked = {name: set(values.getlist(name)[:_MOST_VALUES]) for name in FACETS}
    chosen: dict[str, Any] = {name: tuple(value for value in known[name] if value in asked[name]) for name in known}
    # Sessions are what the documents say: any text may be one.
    chosen["session"] = tuple(sorted(value for one in asked["session"] if (value := _written(one, _LONGEST_SESSION))))
    first, last = _date(values.get("from")), _date(values.get("to"))
    if first and last and (first[0], first[1] or 1) > (last[0], last[1] or 12):
        first, last = last, first
    q, sort = _written(values.get("q", ""), LONGEST), values.get("sort", "")
    return Filter(
        q="" if wordless(q) else q, begun=bool(q) and values.getlist(BEGUN) == ["1"], sort=sort if sort in SORTS else "", page=page_number(values.get("page")),
        **chosen, **span(first, last),
    )  # fmt: skip


def choices() -> dict[str, tuple[str, ...]]:
    """Every value that each facet of a known vocabulary has, in the house's order."""
    return {"theme": tuple(labels().themes), "body": tuple(labels().names), "kind": KINDS, "text": TAGS}


def unknown(values: MultiDict[str, str]) -> tuple[str, ...]:
    """What an address asks to filter by that there is not: `read_filter` leaves it aside, and whoever asked has to be told."""
    if not values:
        return ()
    known = choices()
    asked = [value for name in known for value in values.getlist(name)[:_MOST_VALUES] if value and value not in known[name]]
    asked += [value for name in ("from", "to") if (value := values.get(name, "").strip()) and _date(value) is None]
    return tuple(dict.fromkeys(_written(one, _LONGEST_SESSION) for one in asked))[:_MOST_TOLD]


def aside(missing: Sequence[str], q: str = "") -> tuple[str, ...]:
    """What to say of what `read_filter` leaves aside, a sentence each: of values that no filter has, and of words that are none."""
    q = _written(q, LONGEST)
    said = [_("No list has this filter: %(values)s", values=comma().join(missing))] if missing else []
    return (*said, *([_("“%(words)s” holds no word and no number to look for.", words=q[:_LONGEST_SESSION])] if wordless(q) else ()))


def _written(value: str, longest: int) -> str:
    return " ".join(value.split())[:longest]


def _date(value: str | None) -> tuple[int, int | None] | None:
    """A year, or a year and a month, of the span that the site can show."""
    match = _DATE.fullmatch((value or "").strip())
    if match is None or int(match[1]) < _FIRST_YEAR:
        return None
    return int(match[1]), int(match[2]) if match[2] else None


__all__ = ["BEGUN", "KINDS", "aside", "choices", "read_filter", "unknown"]
