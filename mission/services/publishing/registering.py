"""The register's next entry, chained to the one before it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...models import Act, Document, RegisterEntry
from ...verify.register import ORIGIN, Fault
from ..authenticity import checking, contents, sealing
from .digest import canonical_content, digest_of, instant
from .verbs import lock_public_acts, verb


def enter(session: Session, act: Act, document: Document, *, name: str, edition: int, content_digest: str,
          at: datetime, demonstration: bool) -> RegisterEntry:  # fmt: skip
    """Append an entry, signed by the key that the session carries (`KeyRefused`). The caller holds the lock of public acts."""
    contents.write_lines(session, statement)
    last = session.scalar(select(RegisterEntry).order_by(RegisterEntry.sequence.desc()).limit(1))
    entry = RegisterEntry(
        sequence=last.sequence + 1 if last else 1,
        recorded_at=at.replace(microsecond=0),
        act=act,
        document_id=document.id,
        name=name,
        edition=edition,
        content_digest=content_digest,
        demonstration=demonstration,
        previous=last.digest if last else ORIGIN,
    )
    entry.digest = digest_of(statement(entry))
    session.add(entry)
    session.flush()
    sealing.seal_entry(session, statement(entry), entry.digest, at)
    return entry


@verb
def bring_up(session: Session, at: datetime) -> int:
    """Bring in what was settled before there were keys: contents, lines, and a signed head over them. Returns how many entries."""
    lock_public_acts(session)
    return contents.bring_up(session, at, canonical_content, statement)


def statement(entry: RegisterEntry) -> dict[str, Any]:
    """What an entry says in public, without its own digest."""
    return {
        "sequence": entry.sequence,
        "time": instant(entry.recorded_at),
        "act": entry.act.value,
        "name": entry.name,
        "edition": entry.edition,
        "content": entry.content_digest,
        "demonstration": entry.demonstration,
        "previous": entry.previous,
    }


def first_break(session: Session) -> int | None:
    """The sequence number at which the chain is broken, or None where it is whole."""
    previous, expected = ORIGIN, 1
    for entry in session.scalars(select(RegisterEntry).order_by(RegisterEntry.sequence)):
        whole = entry.previous == previous and entry.digest == digest_of(statement(entry))
        if not whole or entry.sequence != expected:
            return expected
        previous, expected = entry.digest, expected + 1
    return None


def faults(session: Session) -> Iterator[Fault]:
    """Wherever something that the register vouches for was touched."""
    return checking.faults(session, statement, canonical_content)
