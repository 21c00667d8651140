"""Which list somebody wants by mail, read from an address that the list itself has written."""

from dataclasses import replace

from werkzeug.datastructures import MultiDict

from ...services.filtering import Filter
from ...web.filters import aside, read_filter, unknown

_LONGEST = 40
# Rooms with a list of their own; without one of them it is the list of everything numbered.
SECTIONS = ("speeches", "seminars", "candidacy", "autonomy", "integrity")


def read_list(values: MultiDict[str, str]) -> Filter:
    """The list that an address names, without anybody's order or page."""
    section = values.get("section", "")
    listed = MultiDict((name, value) for name, value in values.items(multi=True) if name not in ("page", "sort"))
    return replace(read_filter(listed), section=section if section in SECTIONS else "")


def left_aside(values: MultiDict[str, str]) -> tuple[str, ...]:
    """What to say of what an address asks to narrow the list by and there is not: whoever asked would follow more than they wanted."""
    section = values.get("section", "").strip()
    return aside(
        (*unknown(values), *((section[:_LONGEST],) if section and section not in (*SECTIONS, "communiques") else ())), values.get("q", "")
    )
