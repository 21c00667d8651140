"""Royal speeches by their occasions."""

from collections.abc import Mapping

from sqlalchemy import func
from sqlalchemy.orm import Session

from ..models import Edition
from .keeping import kept
from .visibility import numbered


def occasions(session: Session) -> Mapping[str, int]:
    """How many of the texts among the speeches belong to each occasion that has any."""
    return kept(session).get("occasions", lambda: _count(session))


def _count(session: Session) -> dict[str, int]:
    found = numbered().where(Edition.section == "speeches", Edition.occasion.is_not(None), Edition.occasion != "")
    counted = session.execute(found.with_only_columns(Edition.occasion, func.count()).group_by(Edition.occasion))
    return {str(occasion): number for occasion, number in counted}
