"""The canonical content of every settled edition, kept byte for byte, and what was settled before there was a key brought in."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...models import Edition, RegisterEntry, RegisterHead, RegisterLine, SettledContent, Settlement
from ...verify.canon import canonical, digest
from . import keys, marks, sealing

Content = Callable[[Edition, str], Mapping[str, Any]]
Statement = Callable[[RegisterEntry], Mapping[str, Any]]


def keep(session: Session, edition_id: int, content: Mapping[str, Any]) -> str:
    """Keep the content of an edition that settles, and the marks that find its texts again; returns its digest."""
    written = canonical(dict(content))
    session.add(SettledContent(edition_id=edition_id, digest=digest(written), content=written.decode()))
    marks.write(session, edition_id, content)
    return digest(written)


def as_entered(content: Mapping[str, Any], known: str) -> Mapping[str, Any]:
    """A content as it was entered under the digest `known`: earlier corrections stand in it only since papers tell of them."""
    before = {name: value for name, value in content.items() if name != "corrections"}
    return before if len(before) < len(content) and digest(canonical(before)) == known else content


def bring_up(session: Session, at: datetime, content_of: Content, statement_of: Statement) -> int:
    """Keep the contents and write the lines of what was settled before this was done, and sign the head over them.

    A content that is no longer what the register says is not kept: `flask mission verify` names it. Returns how many entries were brought in.
    The caller holds the lock of public acts and commits.
    """
    lacking = (
        select(Edition, RegisterEntry.name, RegisterEntry.content_digest)
        .join(Settlement, Settlement.edition_id == Edition.id)
        .join(RegisterEntry, RegisterEntry.sequence == Settlement.register_sequence)
        .where(~select(SettledContent.edition_id).where(SettledContent.edition_id == Edition.id).exists())
    )
    for edition, name, known in session.execute(lacking).all():
        content = as_entered(content_of(edition, name), known)
        if digest(canonical(dict(content))) == known:
            keep(session, edition.id, content)
    session.flush()
    marks.bring_up(session)
    brought = write_lines(session, statement_of)
    sealed = session.scalar(select(func.max(RegisterHead.size))) or 0
    if sealed < (session.scalar(select(func.max(RegisterLine.sequence))) or 0):
        seal = sealing.seal_of(session)
        sealing.sign_head(session, seal, keys.ensure_current(session, seal, at), at)
    return brought


def write_lines(session: Session, statement_of: Statement) -> int:
    """Write the lines of entries that have none: they were never signed, and the next head covers them. Returns how many."""
    written = session.scalar(select(func.max(RegisterLine.sequence))) or 0
    count = 0
    for entry in session.scalars(select(RegisterEntry).where(RegisterEntry.sequence > written).order_by(RegisterEntry.sequence)):
        sealing.append_line(session, dict(statement_of(entry)) | {"digest": entry.digest})
        count += 1
    session.flush()
    return count
