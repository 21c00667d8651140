"""Migrations up, down, and from an older state that is full; the tables are those of the models, the guards stand after each."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, stamp, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from mission import create_app
from mission.extensions import db, engines
from mission.models import Document, guards
from mission.services import publishing
from tests.seeded import COMMUNIQUE

from . import building
from .cluster import Cluster
from .conftest import Clock, environment

OLDEST = "0002"


@pytest.fixture
def bare(tmp_path: Path, cluster: Cluster | None, clock: Clock) -> Iterator[Flask]:
    """A site whose database is empty."""
    name = cluster.make() if cluster else ""
    url = cluster.url(name) if cluster else f"sqlite:///{tmp_path / 'bare.sqlite'}"
    yield create_app({"MISSION_INSTANCE": str(tmp_path), "PORT": "8000", "DATABASE_URL": url}, clock=clock)
    engines.dispose()
    if cluster:
        cluster.drop(name)


@pytest.fixture
def full(instance: Path, clock: Clock) -> Iterator[Flask]:
    """A site that holds the initial content."""
    yield create_app(environment(instance), clock=clock)
    engines.dispose()


def expected() -> set[str]:
    """The guards of the tables that are there: an older state lacks some."""
    with engines.reader.connect() as connection:
        there, dialect = set(inspect(connection).get_table_names()), connection.dialect.name
    return {guard.name for guard in guards.guards(dialect) if guard.stands_among(there)}


def guarded() -> set[str]:
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    other = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with engines.reader.connect() as connection:
        return set(connection.scalars(text(sqlite if connection.dialect.name == "sqlite" else other)))


def test_the_tables_are_those_of_the_models(bare: Flask) -> None:
    with bare.app_context():
        upgrade()
    with engines.writer.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), db.metadata)
        if connection.dialect.name == "sqlite":
            # SQLite cannot add the key by which documents and editions name each other; PostgreSQL has it.
            found = [one for one in found if not (one[0] == "add_fk" and one[1].column_keys == ["current_edition_id"])]
    assert found == []


def test_a_full_older_state_comes_up_and_goes_down_and_up_again(full: Flask, clock: Clock) -> None:
    client = full.test_client()
    # Down to where there were no signatures, so that what comes up again is what an older site holds.
    for move in (lambda: downgrade(revision=OLDEST), lambda: upgrade(), lambda: downgrade(revision=OLDEST), lambda: upgrade()):
        with full.app_context():
            move()
        assert guarded() == expected()
        with engines.writer.connect() as connection, pytest.raises(DBAPIError, match="only grows"):
            connection.exec_driver_sql("DELETE FROM register_entry")
    assert client.get(f"/fr/communiques/{COMMUNIQUE}", base_url="http://localhost:8000").status_code in (200, 301)
    with engines.reading() as session:
        assert publishing.first_break(session) is None
    with engines.writing() as session:
        brought = publishing.bring_up(session, clock())
        assert brought == session.scalar(text("SELECT count(*) FROM register_entry"))
        assert session.scalar(text("SELECT count(*) FROM register_line WHERE key_id IS NOT NULL")) == 0
        assert session.scalar(text("SELECT size FROM register_head")) == brought
        assert session.scalar(text("SELECT count(*) FROM settled_content")) == session.scalar(text("SELECT count(*) FROM settlement"))


def test_everything_goes_down_to_nothing_and_up_again(bare: Flask, clock: Clock) -> None:
    with bare.app_context():
        upgrade()
        downgrade(revision="base")
        upgrade()
    assert released(clock) == "MPM/C/2026/001"


def test_a_full_site_goes_down_to_nothing_and_up_again(full: Flask, clock: Clock) -> None:
    with full.app_context():
        downgrade(revision="base")
        upgrade()
    assert released(clock) == "MPM/C/2026/001", "nothing is left of what was there"


def test_a_place_goes_down_whose_key_has_the_name_that_a_backup_once_gave_it(bare: Flask) -> None:
    """What was copied out of PostgreSQL was made of the models, which name the person of an enquiry otherwise than the migration."""
    with bare.app_context():
        db.metadata.create_all(engines.writer)
        stamp()
        downgrade(revision="0011")
        with engines.writer.connect() as connection:
            assert "assigned_id" not in [one["name"] for one in inspect(connection).get_columns("enquiry")]
        upgrade()


def released(clock: Clock) -> str | None:
    """The reference of a text that is written, approved and released now."""
    with engines.writing() as session:
        one, other = building.person(session, "writer@example.org", clock()), building.person(session, "approver@example.org", clock())
        document_id = building.released(session, one, other, clock(), themes=(), bodies=()).document_id
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    with engines.reading() as session:
        assert publishing.first_break(session) is None
        return session.get_one(Document, document_id).reference
