"""Royal speeches by their occasions and their years."""

from collections.abc import Mapping

from sqlalchemy import extract, func
from sqlalchemy.orm import Session

from ..models import Edition
from .keeping import kept
from .visibility import numbered


def counted(session: Session) -> Mapping[tuple[str, int], int]:
    """How many of the texts among the speeches there are by occasion (empty for none) and year, of those that there are."""
    return kept(session).get("speeches", lambda: _count(session))


def _count(session: Session) -> dict[tuple[str, int], int]:
    occasion, year = func.coalesce(Edition.occasion, ""), extract("year", Edition.dated_start)
    found = numbered().where(Edition.section == "speeches", Edition.dated_start.is_not(None)).with_only_columns(occasion, year, func.count())
    return {(str(of), int(within)): number for of, within, number in session.execute(found.group_by(occasion, year))}
