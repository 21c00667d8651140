"""The index follows the public acts: a document stands in it once, whatever happens to it, and so does its own state."""

from pathlib import Path

import tantivy
from flask import Flask
from sqlalchemy import select

from mission.extensions import engines
from mission.models import Document, PublicChange
from mission.services.search import indexing
from mission.services.search.index import shelf
from tests.conftest import Clock


def test_a_document_that_changes_stands_in_the_index_once(app: Flask, clock: Clock, instance: Path) -> None:
    indexing.keep_up(engines.reading)
    before = indexing.size()
    with engines.writing() as session:
        number = session.scalars(select(Document.id).where(Document.code.is_not(None)).limit(1)).one()
    for _ in range(3):
        with engines.writing() as session:
            session.add(PublicChange(document_id=number, changed_at=clock.forward(minutes=1)))
            session.commit()
        assert indexing.keep_up(engines.reading)
    opened = shelf.current()
    assert opened is not None
    assert indexing.size() == before
    for one in (number, 0):
        assert opened.searcher.search(tantivy.Query.term_query(opened.schema, "id", one)).count == 1
    with engines.reading() as session:
        assert opened.stamp == session.scalars(select(PublicChange.stamp).order_by(PublicChange.stamp.desc()).limit(1)).one()
