"""The occasions by which Royal speeches are found."""

from typing import Any

from flask import abort, request
from flask_babel import gettext as _

from .. import addresses
from ..services import speeches
from .access import session
from .chrome import Link
from .language import current_language
from .wording import OCCASIONS


def asked_occasion(section: str, path: str) -> str:
    """The occasion that the address asks for, empty for all; one that is none of ours is a list that does not exist (404)."""
    asked = request.args.get("occasion", "") if section == "speeches" and not path else ""
    if asked and asked not in OCCASIONS:
        abort(404)
    return asked


def occasions(section: str, path: str, asked: str) -> dict[str, Any]:
    """For the first page of the speeches: a link to the speeches of each occasion, with their number, and that they are read by year."""
    if section != "speeches" or path:
        return {"occasion": ""}
    return {"occasion": asked, "by_year": True, "occasions": lambda: _links(asked)}


def _links(asked: str) -> tuple[Link, ...]:
    counts, tag = speeches.occasions(session()), current_language().tag
    every = Link(_("Every occasion"), addresses.room(tag, "speeches"), None if asked else "true")
    return (every,) + tuple(
        Link(f"{label} ({counts[one]})", addresses.listing(tag, "speeches", {"occasion": one}), "true" if one == asked else None)
        for one, label in OCCASIONS.items() if counts.get(one)
    )  # fmt: skip
