"""Which list somebody wants by mail, read from an address that the list itself has written."""

from dataclasses import replace

from werkzeug.datastructures import MultiDict

from ...services.filtering import Filter
from ...web.filters import read_filter

# Rooms with a list of their own; without one of them it is the list of everything numbered.
SECTIONS = ("speeches", "seminars", "candidacy", "autonomy", "integrity")


def read_list(values: MultiDict[str, str]) -> Filter:
    """The list that an address names, without anybody's order or page."""
    section = values.get("section", "")
    listed = MultiDict((name, value) for name, value in values.items(multi=True) if name not in ("page", "sort"))
    return replace(read_filter(listed), section=section if section in SECTIONS else "")
