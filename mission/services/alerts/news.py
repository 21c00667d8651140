"""What a letter has to tell: the acts that wait for a follower, document by document, as the gate shows them now."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...models import Act, Delivery, Document, RegisterEntry
from ..shown import Notice, Public
from ..visibility import by_id, recalled


class StillUnderWay(Exception):
    """The text itself is in a letter that has not left yet: what is to be said of it depends on whether it leaves."""


@dataclass(frozen=True)
class Item:
    """One document in a letter: how it is told, and by which rows. `document` is None where it was recalled."""

    act: Act
    reference: str
    document: Public | None
    notice: Notice | None
    rows: tuple[Delivery, ...]

    @property
    def edition(self) -> int:
        """The public edition whose text the letter shows; 0 where it shows none."""
        return self.document.edition if self.document is not None and self.act is not Act.WITHDRAWAL else 0


def items(session: Session, rows: Iterable[Delivery]) -> tuple[Item, ...]:
    """What is still to be told of `rows`, which wait for one follower, in the order of the acts; the rest has been overtaken.

    Raises `StillUnderWay` where a withdrawal or a recall has to wait for a letter with the text.
    """
    grouped: dict[int, list[Delivery]] = {}
    for row in rows:
        grouped.setdefault(row.document_id, []).append(row)
    found = (_item(session, document_id, tuple(group)) for document_id, group in grouped.items())
    return tuple(one for one in found if one is not None)


def _item(session: Session, document_id: int, rows: tuple[Delivery, ...]) -> Item | None:
    numbers = [row.register_sequence for row in rows]
    entries = {one.act: one for one in session.scalars(select(RegisterEntry).where(RegisterEntry.sequence.in_(numbers)).order_by(RegisterEntry.sequence))}
    document = by_id(session, document_id)
    if document is None:
        return _recall(session, document_id, rows) if Act.RECALL in entries else None
    reference = document.reference or ""
    if document.withdrawal is not None:
        wanted = Act.WITHDRAWAL in entries and _has_text(session, rows[0])
        return Item(Act.WITHDRAWAL, reference, document, document.withdrawal, rows) if wanted else None
    act = next((one for one in (Act.FIRST, Act.CORRECTION, Act.TRANSLATION) if one in entries), None)
    # Without an act of these it was withdrawn, and is back before anybody was told.
    if act is None or _shown(session, rows[0]) >= document.edition:
        return None
    if act is Act.CORRECTION and not _shown(session, rows[0]):
        # To whoever never had the text it is new.
        act = Act.FIRST
    return Item(act, reference, document, _note(document, entries[act]) if act is Act.CORRECTION else None, rows)


def _note(document: Public, entry: RegisterEntry) -> Notice | None:
    """The note of the edition that corrected: a newer edition may say nothing of it."""
    return next((Notice(entry.recorded_at, one.notes) for one in document.corrections if one.edition == entry.edition), None)


def _recall(session: Session, document_id: int, rows: tuple[Delivery, ...]) -> Item | None:
    code = session.scalar(select(Document.code).where(Document.id == document_id))
    found = recalled(session, code) if code else None
    if found is None or not _has_text(session, rows[0]):
        return None
    return Item(Act.RECALL, found.reference or "", None, found.notice, rows)


def _told(session: Session, row: Delivery) -> list[Delivery]:
    """The rows by which this follower was shown a text of the document."""
    return list(
        session.scalars(
            select(Delivery).where(
                Delivery.follower_id == row.follower_id, Delivery.document_id == row.document_id, Delivery.told_at.is_not(None),
                Delivery.edition > 0,
            )
        )
    )  # fmt: skip


def _shown(session: Session, row: Delivery) -> int:
    return max((one.edition for one in _told(session, row)), default=0)


def _has_text(session: Session, row: Delivery) -> bool:
    """Whether the follower has a text of this document in a letter that has left."""
    told = _told(session, row)
    if any(one.letter is None or one.letter.sent_at is not None for one in told):
        return True
    if told:
        raise StillUnderWay
    return False
