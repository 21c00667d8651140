"""The rows by which documents are public, withdrawn or recalled, against the entries that the register holds of them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ... import addresses
from ...models import Act, Document, Edition, Kind, PublicChange, Recall, RegisterEntry, Release, Settlement, Withdrawal
from ...verify.canon import canonical, digest
from ...verify.register import Fault

_TAKING_BACK = (Act.WITHDRAWAL, Act.RECALL)


def settlements(session: Session) -> Iterator[Fault]:
    """Each act of settling has its entry, and each such entry its act."""
    rows = session.execute(
        select(Settlement, RegisterEntry, Edition.document_id, Release.release_at)
        .outerjoin(RegisterEntry, RegisterEntry.sequence == Settlement.register_sequence)
        .outerjoin(Edition, Edition.id == Settlement.edition_id)
        .outerjoin(Release, Release.edition_id == Settlement.edition_id)
        .order_by(Settlement.register_sequence)
    )
    carried = set()
    for row, entry, document_id, release_at in rows:
        place, name = row.register_sequence, f"edition row {row.edition_id}"
        if entry is None:
            yield Fault(0, f"{name} is public by a settlement that names entry {place}, and there is no such entry")
            continue
        carried.add(place)
        if entry.act in _TAKING_BACK or (entry.document_id, entry.edition) != (row.document_id, row.public_number):
            yield Fault(place, f"it is not the entry by which {name} became public")
        if _differs(row.settled_at, entry.recorded_at):
            yield Fault(place, f"the time at which {name} became public was changed")
        if document_id is None:
            yield Fault(place, f"{name}, which it made public, is gone")
        elif document_id != row.document_id:
            yield Fault(place, f"{name}, which it made public, belongs to another document now")
        if release_at is None or release_at > row.settled_at:
            yield Fault(place, f"the release of {name} is gone, or is for a later time")
    for sequence in session.scalars(select(RegisterEntry.sequence).where(RegisterEntry.act.not_in(_TAKING_BACK)).order_by(RegisterEntry.sequence)):
        if sequence not in carried:
            yield Fault(sequence, "the row of its settlement is gone")


def taken_back(session: Session) -> Iterator[Fault]:
    """Withdrawals and recalls: of what, with which notice, at which time."""
    carried = set()
    withdrawals = select(Withdrawal, RegisterEntry, Settlement.public_number, Settlement.document_id).outerjoin(
        RegisterEntry, RegisterEntry.sequence == Withdrawal.register_sequence
    ).outerjoin(Settlement, Settlement.edition_id == Withdrawal.edition_id)  # fmt: skip
    for row, entry, edition, of in session.execute(withdrawals):
        carried.add(row.register_sequence)
        # The same number of another document is another edition.
        yield from _taken_back("withdrawal", Act.WITHDRAWAL, row, entry, row.withdrawn_at, edition if of == row.document_id else None)
    recalls = select(Recall, RegisterEntry).outerjoin(RegisterEntry, RegisterEntry.sequence == Recall.register_sequence)
    for recall, entry in session.execute(recalls):
        carried.add(recall.register_sequence)
        yield from _taken_back("recall", Act.RECALL, recall, entry, recall.recalled_at, None)
    for sequence, act in session.execute(
        select(RegisterEntry.sequence, RegisterEntry.act).where(RegisterEntry.act.in_(_TAKING_BACK)).order_by(RegisterEntry.sequence)
    ):
        if sequence not in carried:
            yield Fault(sequence, f"the row of its {act.value} is gone")


def _taken_back(what: str, act: Act, row: Any, entry: RegisterEntry | None, at: datetime, edition: int | None) -> Iterator[Fault]:
    place = row.register_sequence
    if entry is None:
        yield Fault(0, f"the {what} of document {row.document_id} names entry {place}, and there is no such entry")
        return
    if entry.act is not act or entry.document_id != row.document_id or (act is Act.WITHDRAWAL and entry.edition != edition):
        yield Fault(place, f"the row of the {what} is of another document, edition or act than was entered")
    try:
        written = digest(canonical({"notices": row.notices}))
    except (TypeError, ValueError, RecursionError):
        written = ""
    if written != entry.content_digest:
        yield Fault(place, f"the notice of the {what} was changed")
    if _differs(at, entry.recorded_at):
        yield Fault(place, f"the time of the {what} was changed")


def documents(session: Session) -> Iterator[Fault]:
    """Each document shows the newest of its editions that settled, under the reference that was entered."""
    newest: dict[int, tuple[int | None, int, str | None]] = {}
    settled = select(Settlement.document_id, Settlement.edition_id, RegisterEntry.sequence, RegisterEntry.name).join(
        RegisterEntry, RegisterEntry.sequence == Settlement.register_sequence
    )  # fmt: skip
    for one in session.execute(settled.order_by(RegisterEntry.sequence)):
        newest[one.document_id] = one.edition_id, one.sequence, one.name
    seen = set()
    for document in session.scalars(select(Document).order_by(Document.id)):
        seen.add(document.id)
        edition_id, sequence, name = newest.get(document.id, (None, 0, None))
        if document.current_edition_id != edition_id:
            yield Fault(sequence, f"document {document.id} shows edition row {document.current_edition_id}, and the newest that settled is {edition_id}")
        yield from _named(document, sequence, name)
    for document_id, (_, place, entered) in newest.items():
        if document_id not in seen:
            yield Fault(place, f"the document {entered} is gone")


def announced(session: Session) -> Iterator[Fault]:
    """Each act has moved the stamp, by which caches and the index learn of it."""
    moved = {document_id: count for document_id, count in session.execute(select(PublicChange.document_id, func.count()).group_by(PublicChange.document_id))}
    acts = select(RegisterEntry.document_id, func.max(RegisterEntry.name), func.count(), func.max(RegisterEntry.sequence)).group_by(RegisterEntry.document_id)
    for document_id, name, count, last in session.execute(acts):
        if moved.get(document_id, 0) < count:
            yield Fault(last, f"the stamp of an act of {name} is gone: caches and the index follow it no more")


def _named(document: Document, sequence: int, name: str | None) -> Iterator[Fault]:
    reference = None if document.kind is Kind.PAGE else name
    if document.reference != reference:
        yield Fault(sequence, f"the document says that its reference is {document.reference}, and was entered as {reference}")
    parts = (reference or "").split("/")[1:]
    expected = (parts[0], int(parts[1]), int(parts[2])) if len(parts) == 3 and parts[1].isdecimal() and parts[2].isdecimal() else (None, None, None)
    if (document.letter, document.year, document.number) != expected:
        yield Fault(sequence, f"the parts of the reference of document {document.id} were changed")
    if document.code != (addresses.code(*expected) if expected[0] is not None else None):
        yield Fault(sequence, f"the address of document {document.id} was changed: it says {document.code}")


def _differs(moment: datetime, entered: datetime) -> bool:
    return moment.replace(microsecond=0) != entered


def by_edition(session: Session) -> Mapping[int, tuple[str, int]]:
    """Name and public number of every settled edition, as entered."""
    rows = select(Settlement.edition_id, RegisterEntry.name, RegisterEntry.edition).join(RegisterEntry, RegisterEntry.sequence == Settlement.register_sequence)
    return {edition_id: (name, number) for edition_id, name, number in session.execute(rows)}
