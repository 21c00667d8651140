"""Lists taken away with their texts: read a batch at a time, so that memory does not grow with the list."""

from collections.abc import Iterator, Sequence

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from ..models import Document
from .shown import Public
from .visibility import public_documents, whole

BATCH = 25


def texts(session: Session, documents: Sequence[Public]) -> Iterator[Public]:
    """The same documents with their texts, in the same order, by the gate."""
    for place in range(0, len(documents), BATCH):
        ids = [one.id for one in documents[place : place + BATCH]]
        found = {one.id: one for one in whole(session, session.connection().execute(_BY_IDS, {"ids": ids}).all())}
        yield from (found[one] for one in ids if one in found)


_BY_IDS = public_documents().where(Document.id.in_(bindparam("ids", expanding=True)))
