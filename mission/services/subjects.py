"""Where there is something on a subject: a theme, or an organization below one."""

from sqlalchemy.orm import Session

from .. import addresses
from ..models import Edition
from . import listing, visibility
from .filtering import Filter
from .keeping import kept
from .narrowing import narrow


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
