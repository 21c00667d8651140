"""Which list somebody wants by mail, read from an address that the list itself has written. What is no filter of ours falls away."""

from typing import Any

from werkzeug.datastructures import MultiDict

from ...languages import TAGS
from ...models import Kind
from ...services.filtering import FACETS, Filter
from ...web.access import labels

# Rooms with a list of their own; without one of them it is the list of everything numbered.
SECTIONS = ("speeches", "seminars", "candidacy", "autonomy", "integrity")
_KINDS = tuple(one.value for one in Kind if one is not Kind.PAGE)
_LONGEST_QUERY = 200


def read_list(values: MultiDict[str, str]) -> Filter:
    """The list that an address names."""
    known: dict[str, tuple[str, ...]] = {"theme": tuple(labels().themes), "body": tuple(labels().names), "kind": _KINDS, "text": TAGS}
    chosen: dict[str, Any] = {name: tuple(one for one in known[name] if one in set(values.getlist(name)[:100])) for name in FACETS}
    years = [_year(values.get(name)) for name in ("from", "to")]
    if all(years):
        years.sort(key=lambda year: year or 0)
    section = values.get("section", "")
    return Filter(
        q=" ".join(values.get("q", "").replace("\x00", "").split())[:_LONGEST_QUERY], from_year=years[0], to_year=years[1],
        section=section if section in SECTIONS else "", **chosen,
    )  # fmt: skip


def _year(value: str | None) -> int | None:
    value = (value or "").strip()
    return int(value) if len(value) == 4 and value.isascii() and value.isdecimal() and int(value) >= 1000 else None
