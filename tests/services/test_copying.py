"""A site moves from one database engine to the other and back, and nothing of it changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from mission import create_app
from mission.cli import commands
from mission.extensions import engines, source_engine
from mission.services import copying, publishing
from mission.services.search import indexing
from tests.seeded import COMMUNIQUE

from .. import building
from ..cluster import Cluster, running
from ..conftest import Clock, environment

PLACES = ("/fr/", "/ar/communiques", f"/en/communiques/{COMMUNIQUE}", "/es/themes/migration/iom", "/fr/sitemap?open=communiques", "/fr/communiques.atom", "/sitemap/1.xml")

FILES = ("/fr/communiques/c2026-001/files/note.txt", "/fr/communiques/c2026-001/editions/1/files/photo.jpg/small.avif")
PAPERS = (f"/fr/communiques/{COMMUNIQUE}.pdf", f"/ar/communiques/{COMMUNIQUE}.pdf.sig", f"/fr/communiques/{COMMUNIQUE}/editions/1/card.png", *FILES)


@pytest.fixture(scope="module")
def server(cluster: Cluster | None) -> Iterator[Cluster]:
    if cluster is not None:
        yield cluster
        return
    with running() as own:
        yield own


def site(folder: Path, url: str, clock: Clock) -> Flask:
    folder.mkdir(exist_ok=True)
    return create_app({"MISSION_INSTANCE": str(folder), "PORT": "8000", "DATABASE_URL": url}, clock=clock)


def address(instance: Path) -> str:
    return environment(instance).get("DATABASE_URL") or f"sqlite:///{instance / 'mission.sqlite'}"


def shown(app: Flask) -> list[str]:
    # Every machine has an index of its own.
    indexing.keep_up(engines.reading)
    client = app.test_client()
    return [client.get(place, base_url="http://localhost:8000").get_data(as_text=True) for place in PLACES]


def with_files(app: Flask, clock: Clock) -> None:
    """A public communiqué with a picture and a text below it."""
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("w", "a"))
        edition = building.draft(session, writer, clock())
        edition = building.with_files(session, writer, edition, clock())
        building.release(session, edition, writer, approver, clock())
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)


def test_there_and_back_nothing_changes(instance: Path, tmp_path: Path, server: Cluster, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    first = create_app(environment(instance), clock=clock)
    with_files(first, clock)
    # Drawn and signed where it is asked for first; carried along from then on.
    papers = [first.test_client().get(place, base_url="http://localhost:8000").data for place in PAPERS]
    before, url = shown(first), address(instance)
    monkeypatch.setattr("sys.argv", ["flask", "mission", "copy"])
    # A database that passes over strokes and points where it sorts; and back into what is there without a setting: an embedded site that has
    # never been started.
    for number, target in enumerate((server.url(server.make(sorting="en-u-ka-shifted")), "")):
        app = site(tmp_path / f"site{number}", target, clock)
        told = app.test_cli_runner().invoke(commands, ["copy", url])
        assert told.exit_code == 0, told.output
        assert "the same on both sides" in told.output
        assert shown(app) == before
        assert [app.test_client().get(place, base_url="http://localhost:8000").data for place in PAPERS] == papers
        with engines.reading() as session:
            assert publishing.first_break(session) is None
        # Life goes on where it was left: numbers, keys and guards.
        with engines.writing() as session:
            writer = building.person(session, f"{number}@example.org", clock())
            building.released(session, writer, building.person(session, f"{number}.approver@example.org", clock()), clock())
        assert len(publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)) == 1
        before, url = shown(app), target or f"sqlite:///{tmp_path / f'site{number}' / 'mission.sqlite'}"
    engines.dispose()


def test_only_an_empty_database_is_filled(instance: Path, tmp_path: Path, clock: Clock) -> None:
    other = f"sqlite:///{tmp_path / 'other.sqlite'}"
    with site(tmp_path / "other", other, clock).app_context():
        upgrade()
    engines.dispose()
    app = create_app(environment(instance), clock=clock)
    told = app.test_cli_runner().invoke(commands, ["copy", other])
    assert told.exit_code == 1
    assert "is not empty" in told.output
    engines.dispose()


def test_a_database_is_not_copied_into_itself_nor_read_where_it_is_of_another_kind(tmp_path: Path, server: Cluster, clock: Clock) -> None:
    for url in (f"sqlite:///{tmp_path / 'own.sqlite'}", server.url(server.make())):
        app = site(tmp_path / "own", url, clock)
        for source, said in ((url, "This is the database of this site itself."), ("mysql://x/y", "mysql is no database of a site"), ("oracle://x", "oracle is no")):
            told = app.test_cli_runner().invoke(commands, ["copy", source])
            assert told.exit_code == 1
            assert said in told.output, source
        engines.dispose()


def test_a_source_that_is_not_there_is_named_in_a_sentence(tmp_path: Path, clock: Clock) -> None:
    app = site(tmp_path / "site", f"sqlite:///{tmp_path / 'new.sqlite'}", clock)
    told = app.test_cli_runner().invoke(commands, ["copy", f"sqlite:///{tmp_path / 'nowhere.sqlite'}"])
    assert told.exit_code == 1
    assert "did not succeed, and nothing was kept" in told.output
    engines.dispose()


def test_a_copy_that_differs_is_not_kept(instance: Path, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    create_app(environment(instance), clock=clock)
    source = source_engine(address(instance))
    app = site(tmp_path / "site", f"sqlite:///{tmp_path / 'new.sqlite'}", clock)
    with app.app_context():
        upgrade()
    carried = copying._fill

    def lossy(reading: object, writing: object, table: object) -> Iterator[int]:
        yield from carried(reading, writing, table)  # type: ignore[arg-type]
        if getattr(table, "name", "") == "translation":
            writing.exec_driver_sql("UPDATE translation SET title = title || '.' WHERE edition_id = 1")  # type: ignore[attr-defined]

    monkeypatch.setattr(copying, "_fill", lossy)
    with pytest.raises(copying.Different):
        copying.copy(source, engines.writer)
    with engines.writer.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM document").scalar() == 0
    engines.dispose()


def test_a_text_that_postgresql_cannot_keep_is_named(instance: Path, tmp_path: Path, server: Cluster, clock: Clock) -> None:
    if environment(instance).get("DATABASE_URL"):
        pytest.skip("nothing like it comes out of PostgreSQL")
    create_app(environment(instance), clock=clock)
    with engines.writing() as session:
        # As an older site let it in.
        session.execute(text("UPDATE job SET last_error = 'a' || char(0) || 'b' WHERE id = (SELECT min(id) FROM job)"))
        number = session.scalar(text("SELECT min(id) FROM job"))
        session.commit()
    engines.dispose()
    other = site(tmp_path / "postgresql", server.url(server.make()), clock)
    with other.app_context():
        upgrade()
    told = other.test_cli_runner().invoke(commands, ["copy", address(instance)])
    assert told.exit_code == 1
    assert f"A text of job, id {number}, last_error, holds a NUL character" in told.output
    engines.dispose()
