"""The page for the press: whom to reach, by when, and what references and embargoes mean."""

from typing import Any

from ... import addresses
from ...web.language import current_language
from ...web.wording import ROOMS

# Rooms whose lists a newsroom follows.
_FOLLOWED = ("communiques", "speeches", "seminars", "candidacy", "autonomy", "integrity")


def lists() -> tuple[dict[str, Any], ...]:
    """The lists of the site, with their feeds, their tables and where to receive them by mail."""
    tag = current_language().tag
    return tuple(
        {
            "label": str(ROOMS[room]),
            "href": addresses.room(tag, room),
            "forms": tuple((form, addresses.listing(tag, f"{room}.{form}")) for form in addresses.LISTS),
            "mail": addresses.alerts(tag, room),
        }
        for room in _FOLLOWED
    )
