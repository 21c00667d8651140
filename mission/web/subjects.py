"""What the page of a theme is an entrance to, besides its texts: the sections that speak of it, and the organizations."""

from typing import Any

from flask_babel import gettext as _

from .. import addresses
from ..languages import LANGUAGES
from ..services import listing, subjects, visibility
from ..services.filtering import Filter
from ..services.shown import Public
from .access import session
from .directory import organizations
from .entries import address, entry
from .language import current_language
from .wording import ROOMS


def entrance(found: Public) -> dict[str, Any]:
    """For the page of a theme, or of a body below one: its texts, the list of all of them, and the sections and the organizations that it leads to."""
    query = subjects.about(session(), found)
    if not query:
        return {}
    wanted = Filter(theme=tuple(query.get("theme", "").split()), body=tuple(query.get("body", "").split()))
    return {
        "entries": lambda: tuple(map(entry, listing.newest(session(), 6, theme=query.get("theme", ""), body=query.get("body", "")))),
        "entries_href": addresses.listing(current_language().tag, "communiques", query),
        "rooms": lambda: tuple(_room(one, query) for one in subjects.sections(session(), wanted)),
        "organizations": lambda: organizations(subjects.bodies(session(), wanted) | set(found.bodies)),
    }


def under(found: Public) -> dict[str, object]:
    """A page as another one leads to it."""
    text = found.text(current_language())
    spoken = LANGUAGES[text.language]
    return {
        "href": address(found, current_language()),
        "label": text.label or text.title,
        "summary": text.summary,
        "language": spoken,
        "foreign": spoken != current_language(),
        "withdrawn": found.withdrawal is not None,
    }


def _room(section: str, query: dict[str, str]) -> dict[str, object]:
    page = visibility.page_at(session(), section, "")
    if page is not None:
        return under(page)
    language = current_language()
    return {
        "href": addresses.listing(language.tag, section, query), "label": str(ROOMS[section]), "summary": _("Every text on this subject, with filters."),
        "language": language, "foreign": False, "withdrawn": False,
    }  # fmt: skip
