"""Bytes into the table of blobs, once per content, and pictures beside what was drawn from them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ...models import Blob, EditionFile, Paper, Rendition
from .examining import Examined, Part


def keep(session: Session, file: Examined, at: datetime) -> None:
    """Keep a file and its renditions, in the caller's transaction; what is there already stays as it is."""
    _keep_bytes(session, (file.itself, *file.renditions), at)
    if not file.renditions or session.scalar(select(Rendition.name).where(Rendition.picture == file.itself.sha256).limit(1)):
        return
    _insert(session, Rendition.__table__, [
        {
            "picture": file.itself.sha256, "name": one.name, "sha256": one.sha256, "media_type": one.media_type, "size": len(one.content),
            "width": one.width, "height": one.height,
        }
        for one in file.renditions
    ])  # fmt: skip


def _keep_bytes(session: Session, parts: Iterable[Part], at: datetime) -> None:
    wanted = {one.sha256: one for one in parts}
    there = set(session.scalars(select(Blob.sha256).where(Blob.sha256.in_(wanted))))
    _insert(session, Blob.__table__, [
        {"sha256": one.sha256, "media_type": one.media_type, "content": one.content, "created_at": at}
        for one in wanted.values() if one.sha256 not in there
    ])  # fmt: skip


def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    """Rows that somebody else may be putting there at this very moment: the same, by their key."""
    assert isinstance(table, Table)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    if rows:
        session.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


def tidy(session: Session, before: datetime) -> int:
    """Delete bytes that nothing shows any longer (of discarded drafts, of files that were taken out) and that were there `before`; returns
    how many."""
    unseen = ~exists().where(EditionFile.sha256 == Rendition.picture)
    old = exists().where(Blob.sha256 == Rendition.picture, Blob.created_at < before)
    session.execute(delete(Rendition).where(unseen, old).execution_options(synchronize_session=False))
    cited = (EditionFile.sha256, Paper.sha256, Rendition.sha256, Rendition.picture)
    idle = [~exists().where(column == Blob.sha256) for column in cited]
    found = list(session.scalars(select(Blob.sha256).where(Blob.created_at < before, *idle)))
    for start in range(0, len(found), 500):
        session.execute(delete(Blob).where(Blob.sha256.in_(found[start : start + 500])).execution_options(synchronize_session=False))
    return len(found)
