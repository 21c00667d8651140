"""Whether what was settled once still stands: unchanged since, corrected, signed by a key that counts."""

import json
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...models import Change, Document, Edition, RegisterLine, SettledContent, Settlement
from ...verify import detached, keyring, notes
from . import keys, marks


def unchanged(session: Session, document_id: int, edition_id: int, language: str) -> bool:
    """Whether the newest edition has the same words as this one, in `language` or in every one that this one had."""
    wanted = select(SettledContent.content)
    first = session.scalar(wanted.where(SettledContent.edition_id == edition_id))
    last = session.scalar(wanted.join(Document, Document.current_edition_id == SettledContent.edition_id).where(Document.id == document_id))
    if first is None or last is None:
        return False
    then, now = marks.originals(json.loads(first)), marks.originals(json.loads(last))
    return all(now.get(tag) == one for tag, one in then.items() if language in ("", tag))


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


def signature_counts(session: Session, signature: str) -> bool:
    """Whether the key of the signature beside a paper (the text of its `.sig`) stood for the Mission when it signed, by all that is known now."""
    try:
        return not detached.signer_faults(notes.parse(signature), keys.known(session))
    except (notes.Unreadable, keyring.Untrusted):
        return False
