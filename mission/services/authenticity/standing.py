"""Whether what was settled once still stands: unchanged since, corrected, signed by a key that counts."""

import json
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...models import Change, Document, Edition, RegisterEntry, RegisterLine, SettledContent, Settlement
from ...verify import detached, keyring, notes
from . import keys, marks

# Editions with the entries that made them public.
_ENTERED = select(Settlement.edition_id, Settlement.document_id, RegisterEntry.sequence, RegisterEntry.recorded_at).join(
    RegisterEntry, RegisterEntry.sequence == Settlement.register_sequence
)


def unchanged(session: Session, document_id: int, edition_id: int, language: str) -> bool:
    """Whether the newest edition has the same words as this one, in `language` or in every one that this one had."""
    newest = session.scalar(select(Document.current_edition_id).where(Document.id == document_id))
    return newest is not None and _same(session, edition_id, newest, language)


def _same(session: Session, edition_id: int, other_id: int, language: str) -> bool:
    """Whether another edition has the words of this one, in `language` or in every one that this one has."""
    wanted = select(SettledContent.content)
    first, other = (session.scalar(wanted.where(SettledContent.edition_id == one)) for one in (edition_id, other_id))
    if first is None or other is None:
        return False
    here, there = marks.originals(json.loads(first)), marks.originals(json.loads(other))
    return all(there.get(tag) == one for tag, one in here.items() if language in ("", tag))


def vouched(session: Session, edition_id: int, language: str) -> int:
    """The edition itself; or, where it was entered with a key that does not count, the newest one before it that was entered with one that does and had
    the same words, in `language` or in every one that this one has."""
    this = session.execute(_ENTERED.where(Settlement.edition_id == edition_id)).one()
    if counts(session, this.sequence, this.recorded_at):
        return edition_id
    earlier = _ENTERED.where(Settlement.document_id == this.document_id, RegisterEntry.sequence < this.sequence).order_by(RegisterEntry.sequence.desc())
    for one in session.execute(earlier):
        if counts(session, one.sequence, one.recorded_at) and _same(session, edition_id, one.edition_id, language):
            return one.edition_id
    return edition_id


def corrected(session: Session, document_id: int, number: int) -> bool:
    """Whether a correction was issued after this edition."""
    later = select(Edition.id).join(Settlement, Settlement.edition_id == Edition.id)
    later = later.where(Settlement.document_id == document_id, Settlement.public_number > number, Edition.change == Change.CORRECTION)
    return session.scalar(later.limit(1)) is not None


def last_corrected(session: Session, document_id: int) -> datetime | None:
    """When the newest correction of a document became public; None where it was never corrected."""
    newest = select(func.max(Settlement.settled_at)).join(Edition, Edition.id == Settlement.edition_id)
    return session.scalar(newest.where(Settlement.document_id == document_id, Edition.change == Change.CORRECTION))


def counts(session: Session, sequence: int, moment: datetime) -> bool:
    """Whether the key that signed an entry of that moment stood for the Mission then, by all that is known now. An entry without one is older than the
    first key."""
    signed_by = session.scalar(select(RegisterLine.key_id).where(RegisterLine.sequence == sequence))
    if signed_by is None:
        return True
    try:
        key = keys.known(session).get(signed_by)
    except keyring.Untrusted:
        return False
    return key is not None and key.covers(keys.rfc3339(moment))


def newest_counts(session: Session, document_id: int) -> bool:
    """Whether the key with which the newest edition of a document was entered stands for the Mission."""
    newest = session.execute(_ENTERED.where(Settlement.document_id == document_id).order_by(Settlement.public_number.desc()).limit(1)).one()
    return counts(session, newest.sequence, newest.recorded_at)


def signature_counts(session: Session, signature: str) -> bool:
    """Whether the key of the signature beside a paper (the text of its `.sig`) stood for the Mission when it signed, by all that is known now."""
    try:
        return not detached.signer_faults(notes.parse(signature), keys.known(session))
    except (notes.Unreadable, keyring.Untrusted):
        return False
