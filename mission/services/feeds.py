"""What a feed tells of a list: first releases, corrections, withdrawals and recalls, each document under one identifier for ever."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from ..models import Change, Document, Edition, Recall, Settlement
from . import listing
from .filtering import Filter
from .keeping import kept
from .shown import Notice, Public
from .visibility import recalled_documents

LENGTH = 30
# RFC 9562, version 5, in the namespace for object identifiers: the reference alone decides, not host, language or title.
_NAMESPACE = uuid.NAMESPACE_OID


@dataclass(frozen=True)
class FeedEntry:
    """A document in a feed; `document` is None where it was recalled, and `notice` then says why.

    `published` is the first settling, `updated` the last act that a reader has to know of: release, correction, withdrawal or
    recall (aware UTC). An amendment or a new language moves nothing.
    """

    identifier: str
    reference: str
    published: datetime
    updated: datetime
    document: Public | None
    notice: Notice | None


def entries(session: Session, wanted: Filter) -> tuple[FeedEntry, ...]:
    """What happened last in the list that `wanted` asks for, newest first.

    Recalls are told to everybody who follows a list by words: whether the words stood in the text is not to be found out any more.
    """
    return kept(session).get(("feed", wanted), lambda: _entries(session, wanted))


def identifier(reference: str) -> str:
    """The identifier of a document in feeds and calendars."""
    return uuid.uuid5(_NAMESPACE, reference).urn


def _entries(session: Session, wanted: Filter) -> tuple[FeedEntry, ...]:
    documents = listing.followed(session, wanted, LENGTH)
    times = _times(session, [one.id for one in documents])
    made = [_entry(one, *times[one.id]) for one in documents]
    made += _recalls(session, wanted)
    return tuple(sorted(made, key=lambda one: (one.updated, one.reference), reverse=True)[:LENGTH])


def _entry(document: Public, published: datetime, updated: datetime) -> FeedEntry:
    reference = document.reference or ""
    if document.withdrawal is not None:
        updated = max(updated, document.withdrawal.at)
    return FeedEntry(identifier(reference), reference, published, updated, document, document.withdrawal)


def _recalls(session: Session, wanted: Filter) -> list[FeedEntry]:
    statement = listing.narrow(recalled_documents(), wanted).with_only_columns(
        Document.id, Document.reference, Recall.recalled_at, Recall.notices
    ).where(Document.reference.is_not(None)).order_by(Recall.recalled_at.desc()).limit(LENGTH)  # fmt: skip
    rows = session.execute(statement).all()
    times = _times(session, [row.id for row in rows])
    return [
        FeedEntry(
            identifier(row.reference), row.reference, times[row.id][0], row.recalled_at, None, Notice(row.recalled_at, dict(row.notices))
        )
        for row in rows
    ]  # fmt: skip


def _times(session: Session, ids: list[int]) -> Mapping[int, tuple[datetime, datetime]]:
    """By document: when its first edition settled, and when the last that changed what a reader knows did."""
    telling = case((Edition.change.in_((Change.FIRST, Change.CORRECTION)), Settlement.settled_at))
    asked = (
        select(Settlement.document_id, func.min(Settlement.settled_at), func.max(telling, type_=Settlement.settled_at.type))
        .join(Edition, Edition.id == Settlement.edition_id)
        .where(Settlement.document_id.in_(ids))
        .group_by(Settlement.document_id)
    )
    return {document_id: (first, last) for document_id, first, last in session.execute(asked)}
