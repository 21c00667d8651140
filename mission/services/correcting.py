"""What readers were told of each correction of a document: a later edition changes nothing of that."""

from collections.abc import Iterable
from datetime import datetime

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
    told: dict[int, dict[tuple[int, datetime], dict[str, str]]] = {}
    for document_id, number, at, language, note in session.execute(statement):
        told.setdefault(document_id, {}).setdefault((number, at), {})[language] = note
    return {document_id: tuple(Correction(number, at, notes) for (number, at), notes in each.items()) for document_id, each in told.items()}
