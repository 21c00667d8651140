"""What a feed tells of a list: first releases, corrections, withdrawals and recalls, each document under one identifier for ever."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from ..models import Change, Document, Edition, Recall, Settlement
from . import listing
from .filtering import Filter
from .keeping import kept
from .narrowing import narrow
from .shown import Notice, Public
from .visibility import recalled_documents

LENGTH = 30
# RFC 9562, version 5, in the namespace for object identifiers: the reference alone decides, not host, language or title.
_NAMESPACE = uuid.NAMESPACE_OID


@dataclass(frozen=True)
class FeedEntry:
    """A document in a feed; `document` is None where it was recalled, and `notice` then says why.

    `published` is the first settling, `updated` the last act that a reader has to know of: release, correction, withdrawal or
    recall (aware UTC). An amendment or a new language changes none of this (RFC 4287, 4.2.15: `updated` is for what is significant); the
    entry stands first again all the same, so that whoever keeps copies of the first page has its new words.
    """

    identifier: str
    reference: str
    published: datetime
    updated: datetime
    document: Public | None
    notice: Notice | None


@dataclass(frozen=True)
class FeedPage:
    """One page of a feed; `more` where older entries follow on the next one."""

    entries: tuple[FeedEntry, ...]
    more: bool


def page(session: Session, wanted: Filter) -> FeedPage:
    """The page `wanted.page` of what happened in the list that `wanted` asks for, the last act first: by page, all of it.

    Recalls are told to everybody who follows a list by words: whether the words stood in the text is not to be found out any more, one
    question after the other.
    Raises `NotPrepared`.
    """
    return kept(session).get(("feed", wanted), lambda: _page(session, wanted))


def identifier(reference: str) -> str:
    """The identifier of a document in feeds and calendars."""
    return uuid.uuid5(_NAMESPACE, reference).urn


def _page(session: Session, wanted: Filter) -> FeedPage:
    begun, after = (wanted.page - 1) * LENGTH, wanted.page * LENGTH
    acts = [(at, one, False) for at, one in listing.followed(session, wanted, after + 1)]
    acts += [(at, one, True) for at, one in session.execute(_recalled(wanted, after + 1))]
    acts.sort(reverse=True)
    shown = acts[begun:after]
    documents = listing.whole_by_ids(session, [one for _, one, gone in shown if not gone])
    times = _times(session, [one for _, one, _ in shown])
    told = {one.id: _entry(one, *times[one.id]) for one in documents} | _recalls(session, [one for _, one, gone in shown if gone], times)
    return FeedPage(tuple(told[one] for _, one, _ in shown), len(acts) > after)


def _entry(document: Public, published: datetime, updated: datetime) -> FeedEntry:
    reference = document.reference or ""
    if document.withdrawal is not None:
        updated = max(updated, document.withdrawal.at)
    return FeedEntry(identifier(reference), reference, published, updated, document, document.withdrawal)


def _recalled(wanted: Filter, limit: int) -> Select[datetime, int]:
    """When documents of the list were recalled, the last first, and their identifiers."""
    return narrow(recalled_documents(), wanted).with_only_columns(Recall.recalled_at, Document.id).where(
        Document.reference.is_not(None)).order_by(Recall.recalled_at.desc(), Document.id.desc()).limit(limit)  # fmt: skip


def _recalls(session: Session, ids: list[int], times: Mapping[int, tuple[datetime, datetime]]) -> dict[int, FeedEntry]:
    asked = select(Document.id, Document.reference, Recall.recalled_at, Recall.notices).join(Recall, Recall.document_id == Document.id)
    return {
        row.id: FeedEntry(
            identifier(row.reference), row.reference, times[row.id][0], row.recalled_at, None, Notice(row.recalled_at, dict(row.notices))
        )
        for row in (session.execute(asked.where(Document.id.in_(ids))) if ids else ())
    }


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
