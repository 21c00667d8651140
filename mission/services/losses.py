"""What a Word file lost on its way into a draft: kept with the draft until another file takes its place, or somebody puts the list away."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import Loss
from .publishing.verbs import verb


def of(session: Session, edition_id: int) -> dict[str, dict[str, int]]:
    """By language tag, how often what was changed or left out, by its key."""
    return {one.language: dict(one.changes) for one in session.scalars(select(Loss).where(Loss.edition_id == edition_id))}


@verb
def keep(session: Session, edition_id: int, told: Mapping[str, Mapping[str, int]]) -> None:
    """Keep what is told of these languages in the place of what was; nothing to be told is a list put away."""
    for tag, changes in told.items():
        found = session.get(Loss, (edition_id, tag))
        if changes:
            session.merge(Loss(edition_id=edition_id, language=tag, changes=dict(changes)))
        elif found is not None:
            session.delete(found)
