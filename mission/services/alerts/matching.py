"""Whether a document belongs to a list that somebody follows."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from ...models import Document
from .. import listing
from ..listing import Filter


def among(session: Session, wanted: Filter, ids: Collection[int]) -> set[int]:
    """Those of the documents `ids` that are public and that `wanted` asks for."""
    if not ids:
        return set()
    found = listing._matching(listing.narrow(listing.numbered(), wanted), wanted.q)
    return set(session.scalars(found.with_only_columns(Document.id).where(Document.id.in_(ids))))
