"""Settling: what is released becomes public at its minute, with its reference, its register entry and its place."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ... import addresses
from ...clocks import GENEVA
from ...models import (
    LETTERS,
    Act,
    Document,
    Edition,
    JournalEntry,
    Kind,
    Recall,
    Release,
    Settlement,
)  # fmt: skip
from ..authenticity import contents
from ..rendering import making
from .digest import canonical_content, digest_of
from .errors import Refusal
from .following import leave_word
from .places import take_place
from .registering import enter
from .verbs import announce, lock_public_acts, record, verb

# How far back a look goes; once in so long it goes back to the first release, which takes 30 milliseconds at 100,000 of them.
RECENT, WHOLE = timedelta(hours=1), timedelta(minutes=1)
# What the journal says of a release that cannot settle.
HINDERED = "settle-refused"
log = logging.getLogger(__name__)


class Lookout:
    """How far back whoever looks every second for what is due has to look: all the way at first and once a minute, for what is late since long."""

    def __init__(self) -> None:
        self._whole: datetime | None = None

    def since(self, at: datetime) -> datetime | None:
        """The first minute that the look at `at` is about; None for all the way."""
        return at - RECENT if self._whole is not None and abs(at - self._whole) < WHOLE else None

    def looked(self, at: datetime, since: datetime | None) -> None:
        """Note a look that has not failed."""
        if since is None:
            self._whole = at


def settle(
    open_session: Callable[[], Session], at: datetime, *, prefix: str, demonstration: bool, lookout: Lookout | None = None
) -> list[int]:  # fmt: skip
    """Settle every edition due at `at` (aware), in the order of their release times, one transaction each.

    `open_session` makes writing sessions; `lookout` is that of whoever asks every second. Returns the identifiers of the documents that became
    public or changed. One that fails is left for the next time with an alarm in the log: late rather than leaked. So is one that is refused, since the
    tree of pages has changed after its release; log and journal are told the reason once, and not each second.
    """
    since = lookout.since(at) if lookout else None
    with open_session() as session:
        waiting = due(session, at, since)
    if lookout:
        lookout.looked(at, since)
    settled = []
    for edition_id in waiting:
        try:
            with open_session() as session:
                if (document_id := settle_one(session, edition_id, at, prefix, demonstration)) is not None:
                    settled.append(document_id)
        except Refusal as refusal:
            with open_session() as session:
                _tell_hindered(session, edition_id, refusal, at)
        except Exception:
            log.exception("edition %s is late: it could not settle", edition_id)
    return settled


def _tell_hindered(session: Session, edition_id: int, refusal: Refusal, at: datetime) -> None:
    """Write once that a release cannot settle, and why: once since it was released, for each reason."""
    lock_public_acts(session)
    edition = session.get(Edition, edition_id)
    lines = select(JournalEntry).where(JournalEntry.edition_id == edition_id, JournalEntry.verb.in_(("release", HINDERED)))
    last = session.scalar(lines.order_by(JournalEntry.id.desc()).limit(1))
    if edition is None or (last is not None and (last.verb, last.remark) == (HINDERED, refusal.reason)):
        session.rollback()
        return
    record(session, None, HINDERED, at, edition=edition, remark=refusal.reason)
    session.commit()
    log.error("edition %s is late: it could not settle: %s", edition_id, refusal.reason)


def due(session: Session, at: datetime, since: datetime | None = None) -> list[int]:
    """The editions that should be public by `at` and are not, first released first; `since` leaves out those of an earlier minute, so as not to go
    through all that ever was released."""
    unsettled = ~select(Settlement.edition_id).where(Settlement.edition_id == Release.edition_id).exists()
    query = select(Release.edition_id).where(Release.release_at <= at, unsettled)
    if since is not None:
        query = query.where(Release.release_at >= since)
    return list(session.scalars(query.order_by(Release.release_at, Release.released_at, Release.edition_id)))


@verb
def settle_one(session: Session, edition_id: int, at: datetime, prefix: str, demonstration: bool) -> int | None:
    """Settle one edition; None where another process did, or where it is no longer to be (unscheduled, recalled)."""
    lock_public_acts(session)
    edition = session.get(Edition, edition_id, populate_existing=True)
    if edition is None or edition.settlement is not None or edition.release is None or edition.release.release_at > at:
        return None
    document = edition.document
    if session.get(Recall, document.id) is not None:
        return None
    if document.kind is Kind.PAGE:
        name = take_place(session, document, edition, at)
    else:
        name = _take_reference(session, document, edition, prefix)
    _make_public(session, document, edition, name, at, demonstration)
    return document.id


def _make_public(session: Session, document: Document, edition: Edition, name: str, at: datetime, demonstration: bool) -> None:
    known = select(func.max(Settlement.public_number)).where(Settlement.document_id == document.id)
    number = (session.scalar(known) or 0) + 1
    entry = enter(
        session, Act(edition.change.value), document, name=name, edition=number,
        content_digest=digest_of(content := canonical_content(edition, name)), at=at, demonstration=demonstration,
    )  # fmt: skip
    session.add(
        Settlement(
            edition_id=edition.id, document_id=document.id, public_number=number, settled_at=at,
            register_sequence=entry.sequence,
        )
    )  # fmt: skip
    session.flush()
    contents.keep(session, edition.id, content)
    document.current_edition_id = edition.id
    if document.kind is not Kind.PAGE:
        making.order(session, edition.id, at)
    announce(session, document.id, at)
    leave_word(session, entry, document, at, edition)
    record(session, None, "settle", at, edition=edition)
    session.flush()


def _take_reference(session: Session, document: Document, edition: Edition, prefix: str) -> str:
    """The document's reference; at its first settling the next number of its letter in the Geneva year of release."""
    if document.reference is None:
        letter = LETTERS[document.kind]
        assert edition.release is not None
        year = edition.release.release_at.astimezone(GENEVA).year
        taken = select(func.max(Document.number)).where(Document.letter == letter, Document.year == year)
        number = (session.scalar(taken) or 0) + 1
        document.letter, document.year, document.number = letter, year, number
        document.reference = addresses.reference(prefix, letter, year, number)
        document.code = addresses.code(letter, year, number)
    return document.reference
