"""What a page of the major themes is about, a theme or an organization, and where there is something on it."""

from itertools import chain

from sqlalchemy.orm import Session

from .. import addresses
from ..models import Edition
from . import listing, visibility
from .filtering import Filter
from .keeping import kept
from .narrowing import narrow
from .shown import Public


def about(session: Session, page: Public) -> dict[str, str]:
    """The filter for all that `page` is an entrance to: ``theme`` or ``body`` with its key; nothing where it is about none.

    It goes by what the page says it is about, which stays when it moves: by what its address is called after, or by its first theme. Below a page
    on the same theme it is about its first organization. One that says nothing is about what its address is called after."""
    if page.section != "themes" or not page.path:
        return {}
    ways = [("theme", page.themes), ("body", page.bodies)]
    last = page.path.rpartition("/")[2]
    if not (page.themes or page.bodies):
        labels = visibility.labels(session)
        return next(({name: last} for name, keys in (("theme", labels.themes), ("body", labels.names)) if last in keys), {})
    above = next((one for one in visibility.pages(session, "themes") if one.path and one.id == page.parent_id), None)
    if above is not None and page.themes[:1] == above.themes[:1]:
        ways.reverse()
    named = ({name: last} for name, keys in ways if last in keys)
    first = ({name: keys[0]} for name, keys in ways if keys)
    return next(chain(named, first))


def sections(session: Session, wanted: Filter) -> tuple[str, ...]:
    """The sections that hold a numbered text on the theme or the body of `wanted`, or whose own page is about it, in the house's order."""
    return kept(session).get(("sections on", wanted), lambda: _sections(session, wanted))


def _sections(session: Session, wanted: Filter) -> tuple[str, ...]:
    # What has no parent: every numbered text, and the page of each section.
    told = narrow(visibility.public_documents(), wanted).where(Edition.parent_id.is_(None))
    found = set(session.scalars(told.with_only_columns(Edition.section).distinct()))
    return tuple(one for one in addresses.ROOMS if one in found)


def bodies(session: Session, wanted: Filter) -> frozenset[str]:
    """The organizations that texts on a theme are about."""
    return frozenset(key for key, number in listing.find(session, wanted).counts.get("body", {}).items() if number) if wanted.theme else frozenset()
