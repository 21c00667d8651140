"""What the desk looks at: what is under way, what waits for its minute, what was released."""

from collections.abc import Iterable, Sequence
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
    return tuple(row(edition, edition.saved_at) for edition in session.scalars(found))


def scheduled(session: Session) -> tuple[Row, ...]:
    """Released editions that wait for their minute, the next one first."""
    found = _editions().where(Release.edition_id.is_not(None), Settlement.edition_id.is_(None)).order_by(Release.release_at)
    return tuple(row(edition, edition.release.release_at) for edition in session.scalars(found) if edition.release)


def released(session: Session, limit: int) -> tuple[Row, ...]:
    """What settled last."""
    found = _editions().where(Settlement.edition_id.is_not(None)).order_by(Settlement.settled_at.desc(), Edition.id.desc()).limit(limit)
    return tuple(row(edition, edition.settlement.settled_at) for edition in session.scalars(found) if edition.settlement)


def rows(session: Session, document_ids: Sequence[int]) -> tuple[Row, ...]:
    """The newest settled editions of these documents, in their order."""
    wanted = select(Edition).join(Document, Document.current_edition_id == Edition.id).where(Document.id.in_(document_ids))
    found = {one.document_id: one for one in session.scalars(wanted)}
    return tuple(row(one, one.settlement.settled_at if one.settlement else None) for one in (found[key] for key in document_ids if key in found))


def existing(session: Session, edition_ids: Iterable[int]) -> frozenset[int]:
    """Those of these editions that are still there and can be opened: a discarded draft is not."""
    wanted = select(Edition.id).join(Document, Edition.document_id == Document.id).where(Edition.id.in_(list(edition_ids)), Document.kind != Kind.PAGE)
    return frozenset(session.scalars(wanted))


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


def row(edition: Edition, at: datetime | None = None) -> Row:
    """An edition as lists of the desk show it; `at` is the time beside it, else when it was last saved."""
    original = edition.original
    return Row(
        edition.id, original.title if original else "", original.language if original else "fr", edition.document.kind.value,
        edition.state.value, edition.document.reference, at or edition.saved_at, tuple(sorted(edition.translations)),
    )  # fmt: skip
