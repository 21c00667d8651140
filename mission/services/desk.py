"""What the desk looks at: what is under way, what waits for its minute, what was released."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ..models import Document, Edition, Kind, Recall, Release, Settlement


@dataclass(frozen=True)
class Row:
    """An edition in a list of the desk."""

    edition_id: int
    title: str
    language: str
    kind: str
    state: str
    reference: str | None
    at: datetime
    languages: tuple[str, ...]


def under_way(session: Session) -> tuple[Row, ...]:
    """Editions that are not released, last saved first."""
    found = _editions().where(Release.edition_id.is_(None)).order_by(Edition.saved_at.desc())
    return tuple(_row(edition, edition.saved_at) for edition in session.scalars(found))


def scheduled(session: Session) -> tuple[Row, ...]:
    """Released editions that wait for their minute, the next one first."""
    found = _editions().where(Release.edition_id.is_not(None), Settlement.edition_id.is_(None)).order_by(Release.release_at)
    return tuple(_row(edition, edition.release.release_at) for edition in session.scalars(found) if edition.release)


def released(session: Session, limit: int) -> tuple[Row, ...]:
    """What settled last."""
    found = _editions().where(Settlement.edition_id.is_not(None)).order_by(Settlement.settled_at.desc(), Edition.id.desc()).limit(limit)
    return tuple(_row(edition, edition.settlement.settled_at) for edition in session.scalars(found) if edition.settlement)


def current_edition(session: Session, document_id: int) -> Edition | None:
    """A document's newest settled edition, recalled or not."""
    document = session.get(Document, document_id, populate_existing=True)
    return document.current_edition if document else None


def recalled_at(session: Session, document_id: int) -> datetime | None:
    """When a document was recalled."""
    found = session.get(Recall, document_id)
    return found.recalled_at if found else None


def _editions() -> Select[*tuple[Any, ...]]:
    return (
        select(Edition)
        .join(Document, Edition.document_id == Document.id)
        .outerjoin(Release, Release.edition_id == Edition.id)
        .outerjoin(Settlement, Settlement.edition_id == Edition.id)
        .where(Document.kind != Kind.PAGE)
    )


def _row(edition: Edition, at: datetime) -> Row:
    original = edition.original
    return Row(
        edition.id, original.title if original else "", original.language if original else "fr", edition.document.kind.value,
        edition.state.value, edition.document.reference, at, tuple(sorted(edition.translations)),
    )  # fmt: skip
