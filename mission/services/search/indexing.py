"""Writing the index: it follows the public acts, and is built again beside the old one where that is missing, damaged or of another version."""

import logging
import shutil
import time
from collections.abc import Callable, Collection
from pathlib import Path

import tantivy
from sqlalchemy import func
from sqlalchemy.orm import Session

from ...models import Document
from .. import visibility
from ..visibility import numbered
from .counting import changed
from .index import Shelf, shelf, telling, version_of
from .names import Names
from .schema import schema, state
from .writing import Writing

log = logging.getLogger(__name__)
# A writer of tantivy takes at least 15 mebibytes a thread.
_SMALL, _LARGE = 15_000_000, 120_000_000
_AT_ONCE = 250
# What a building that is broken off may lose: so many documents, or the work of so many seconds.
_COMMIT_EVERY, _COMMIT_SECONDS = 5000, 5.0

Progress = Callable[[int, int], None]
# Seconds that only ever grow.
Ticking = Callable[[], float]


def keep_up(open_session: Callable[[], Session], where: Shelf = shelf) -> bool:
    """Bring the index to the public state; returns whether it had anything to do. Where another process writes, it is left to that."""
    with open_session() as session:
        names, stamp = Names.of(visibility.labels(session)), visibility.stamp(session)
        opened = where.usable(version_of(names.version))
        if opened is not None and opened.stamp >= stamp:
            return False
        with where.writing() as free:
            if not free:
                return False
            opened = where.usable(version_of(names.version))
            if opened is None:
                _build(session, where, names, lambda done, all_: None)
                opened = where.current()
                assert opened is not None
            try:
                telling(_follow)(session, where, names)
            except ValueError as error:
                # Built again at the next turn.
                where.damaged(error)
    return True


def rebuild(open_session: Callable[[], Session], progress: Progress, where: Shelf = shelf, ticking: Ticking = time.monotonic) -> bool:
    """Build the index again from nothing, or from where an earlier building stopped; False where another process writes. `progress` hears how many
    documents of how many are done, `ticking` tells when work was last kept."""
    with open_session() as session, where.writing() as free:
        if free:
            names = Names.of(visibility.labels(session))
            _build(session, where, names, progress, ticking)
            _follow(session, where, names)
        return free


def size(where: Shelf = shelf) -> int:
    """How many documents the index holds."""
    opened = where.current()
    # Its own state is a document too.
    return opened.searcher.num_docs - 1 if opened else 0


def _build(session: Session, where: Shelf, names: Names, progress: Progress, ticking: Ticking = time.monotonic) -> None:
    folder = where.building(version_of(names.version))
    index, stamp, reached = _begun(folder)
    if not reached:
        stamp = visibility.stamp(session)
    total = session.scalar(numbered().with_only_columns(func.count(Document.id))) or 0
    done = session.scalar(numbered().where(Document.id <= reached).with_only_columns(func.count(Document.id))) or 0
    # One thread: the same documents make the same index.
    writer, writing = index.writer(_LARGE, 1), Writing(names)
    since, kept_at = 0, ticking()
    while ids := list(session.scalars(numbered().with_only_columns(Document.id).where(Document.id > reached).order_by(Document.id).limit(_AT_ONCE))):
        _add(session, writer, ids, writing)
        reached, done, since = ids[-1], done + len(ids), since + len(ids)
        if since >= _COMMIT_EVERY or ticking() - kept_at >= _COMMIT_SECONDS:
            _commit(writer, index.schema, stamp, reached)
            since, kept_at = 0, ticking()
        progress(done, total)
    _commit(writer, index.schema, stamp, reached)
    writer.wait_merging_threads()
    where.put(folder, version_of(names.version))


def _begun(folder: Path) -> tuple[tantivy.Index, int, int]:
    """An index being built, and how far it had come: after the document `reached`, from the public act `stamp`."""
    from .index import Opened

    try:
        if folder.exists():
            opened = Opened(folder)
            return opened.index, opened.stamp, opened.reached
    except (ValueError, OSError) as error:
        log.warning("a half-built index is thrown away: %s", error)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return tantivy.Index(schema(), path=str(folder)), 0, 0


def _follow(session: Session, where: Shelf, names: Names) -> None:
    """Take in what became public, changed or was recalled since the index's last act."""
    opened = where.current()
    assert opened is not None
    stamp = visibility.stamp(session)
    if opened.stamp >= stamp:
        return
    fresh = [one for one in changed(session, opened.stamp, stamp) if one is not None]
    writer, writing = opened.index.writer(_SMALL, 1), Writing(names)
    for begun in range(0, len(fresh), _AT_ONCE):
        ids = fresh[begun : begun + _AT_ONCE]
        for one in ids:
            _forget(writer, opened.schema, one)
        _add(session, writer, ids, writing)
    _commit(writer, opened.schema, stamp, opened.reached)
    writer.wait_merging_threads()
    opened.refresh()


def _add(session: Session, writer: tantivy.IndexWriter, ids: Collection[int], writing: Writing) -> None:
    first = visibility.first_entries(session, ids)
    for found in visibility.unkept(session, session.execute(numbered().where(Document.id.in_(ids))).all()):
        writer.add_document(writing.document(found, first[found.id]))


def _forget(writer: tantivy.IndexWriter, fields: tantivy.Schema, one: int) -> None:
    # By a query: by a term tantivy's Python takes the number for a signed one, which no field of ours holds, and leaves everything.
    writer.delete_documents_by_query(tantivy.Query.term_query(fields, "id", one, "basic"))


def _commit(writer: tantivy.IndexWriter, fields: tantivy.Schema, stamp: int, reached: int) -> None:
    _forget(writer, fields, 0)
    writer.add_document(state(stamp, reached))
    writer.commit()
