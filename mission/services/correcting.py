"""What readers were told of each correction of a document: a later edition changes nothing of that."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import Change, Edition, Settlement, Translation
from .shown import Correction


def corrections(session: Session, documents: Iterable[int]) -> dict[int, tuple[Correction, ...]]:
    """By document every correction of it that is public and had a note, the last first."""
    statement = (
        select(Settlement.document_id, Settlement.public_number, Settlement.settled_at, Translation.language, Translation.change_note)
        .join(Edition, Edition.id == Settlement.edition_id).join(Translation, Translation.edition_id == Edition.id)
        .where(Settlement.document_id.in_(list(documents)), Edition.change == Change.CORRECTION, Translation.change_note != "")
        .order_by(Settlement.public_number.desc(), Translation.language)
    )  # fmt: skip
    made: dict[int, dict[int, Correction]] = {}
    for document_id, number, at, language, note in session.execute(statement):
        one = made.setdefault(document_id, {}).setdefault(number, Correction(number, at, {}))
        made[document_id][number] = Correction(number, at, {**one.notes, language: note})
    return {document_id: tuple(found.values()) for document_id, found in made.items()}
