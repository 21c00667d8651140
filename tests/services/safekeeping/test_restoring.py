"""The restore drill: a site that lives is backed up in the middle of its acts, put back elsewhere, and shows every page as it was, byte for byte."""

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, func, inspect, select

from mission import create_app
from mission.cli import commands
from mission.config import ROOT
from mission.extensions import engines
from mission.models import Change, Document, JournalEntry
from mission.services import publishing, safekeeping
from mission.services.search import indexing

from ... import building
from ...cluster import Cluster
from ...conftest import Clock, environment

ORIGIN = "http://localhost:8000"
FIXED = ("/robots.txt", "/register.jsonl", "/register/checkpoint", "/.well-known/mission-key.json", "/fr/register", "/ar/communiques.atom", "/en/communiques.json",
         "/es/communiques.csv", "/fr/communiques?q=essai", "/api/v1/documents", "/fr/communiques/c2026-001.pdf", "/fr/communiques/c2026-001.pdf.sig",
         "/fr/communiques/c2026-001/editions", "/fr/communiques/c2026-001/editions/1", "/fr/communiques/c2026-001/files/note.txt",
         "/fr/communiques/c2026-001/editions/1/files/photo.jpg/small.avif", "/fr/communiques/c2026-002", "/fr/communiques/c2026-003", "/fr/register/95")  # fmt: skip


def lived_in(app: Flask, clock: Clock) -> None:
    """A release with files, its correction, a withdrawal, something scheduled, and a letter that no server has taken."""
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("w", "a"))
        edition = building.draft(session, writer, clock())
        edition = building.with_files(session, writer, edition, clock())
        building.release(session, edition, writer, approver, clock())
        other = building.released(session, writer, approver, clock())
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    clock.forward(minutes=5)
    with engines.writing() as session:
        corrected = publishing.begin(session, writer, edition.document_id, Change.CORRECTION, at=clock())
        told = building.content(translations={"fr": building.text("Un titre corrigé", change_note="Le titre a été corrigé.")})
        corrected = publishing.save(session, writer, corrected.id, told, version=corrected.version, at=clock())
        building.release(session, corrected, writer, approver, clock())
        publishing.withdraw(session, approver, other.document_id, notices={"fr": "Retiré pour un essai."}, at=clock(), demonstration=True)
        building.released(session, writer, approver, clock(), clock().replace(second=0) + timedelta(hours=1))
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)


def everything(app: Flask, of: int = 0) -> dict[str, bytes]:
    """Every page of the site map (or one of every `of`), and what no site map names."""
    indexing.keep_up(engines.reading)
    client = app.test_client()
    maps = "".join(client.get(f"/sitemap/{number}.xml", base_url=ORIGIN).get_data(as_text=True) for number in (1, 2))
    named = sorted({one.removeprefix(ORIGIN) for one in re.findall(r"<loc>([^<]+)</loc>", maps)})
    assert len(named) > 300
    # Every page once, on SQLite; what could differ on PostgreSQL shows in some.
    named = named[:: of or (6 if engines.reader.dialect.name == "postgresql" else 1)]
    # The papers first: a page says how large its paper is once that is drawn.
    return {one: client.get(one, base_url=ORIGIN).data for one in (*FIXED, *named)}


def emptied(folder: Path, cluster: Cluster | None) -> dict[str, str]:
    """The settings of a place where nothing is."""
    folder.mkdir()
    if cluster is not None:
        (folder / "database_url").write_text(cluster.url(cluster.make()))
    return environment(folder)


@pytest.fixture
def new_place(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is made below is made as `flask mission restore` makes it: without keys of its own."""
    monkeypatch.setattr(sys, "argv", ["flask", "mission", "restore"])
    yield
    engines.dispose()


def test_a_site_that_goes_on_writing_is_put_back_elsewhere_and_shows_every_page_as_it_was(
    instance: Path, tmp_path_factory: pytest.TempPathFactory, clock: Clock, cluster: Cluster | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("drill")
    app = create_app(environment(instance), clock=clock)
    lived_in(app, clock)
    (instance / "outbox").mkdir(exist_ok=True)
    (instance / "outbox" / "1.eml").write_bytes(b"Subject: essai\r\n\r\nUn essai.")
    before = everything(app)
    with engines.reading() as session:
        acts = session.scalar(select(func.count(JournalEntry.id)))
        documents = session.scalar(select(func.count(Document.id)))
    written = []

    def meanwhile(step: str, done: int, total: int) -> None:
        # In the middle of the copying, and again at each step: a draft, and a text that becomes public.
        if step == "Copying the database" and len(written) < 5 and 0 < done < total:
            with engines.writing() as session:
                writer, approver = (building.person(session, f"{name}{len(written)}@example.org", clock()) for name in ("w", "a"))
                written.append(building.released(session, writer, approver, clock()).document_id)
            assert publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)

    made = safekeeping.make(engines.reader, app.config["SETTINGS"], folder / "backups", clock(), keys=folder / "keys", progress=meanwhile)
    assert len(written) >= 2, "nobody wrote meanwhile"
    assert not made.faults
    for one in (*made.path.iterdir(), made.keys):
        assert stat.S_IMODE(one.stat().st_mode) == 0o600, one  # type: ignore[union-attr]
    assert b"PRIVATE KEY" not in b"".join(one.read_bytes() for one in made.path.iterdir()), "the keys are not apart"

    monkeypatch.setattr(sys, "argv", ["flask", "mission", "restore"])
    place = emptied(folder / "new", cluster)
    told = create_app(place, clock=clock).test_cli_runner().invoke(commands, ["restore", str(made.path), "--keys", str(made.keys)])
    assert told.exit_code == 0, told.output
    assert "The register is whole" in told.output
    monkeypatch.setattr(sys, "argv", ["flask"])
    again = create_app(place, clock=clock)
    after = everything(again)
    assert {one for one in before if before[one] != after.get(one)} == set()
    assert after.keys() == before.keys()
    assert (folder / "new" / "outbox" / "1.eml").read_bytes().endswith(b"Un essai.")
    assert again.test_cli_runner().invoke(commands, ["verify"]).exit_code == 0
    with engines.reading() as session:
        assert (session.scalar(select(func.count(JournalEntry.id))), session.scalar(select(func.count(Document.id)))) == (acts, documents)
    # Life goes on with the same key and the next number.
    clock.forward(hours=2)
    assert len(publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)) == 1
    engines.dispose()


def backed_up(instance: Path, folder: Path, clock: Clock) -> safekeeping.Made:
    app = create_app(environment(instance), clock=clock)
    return safekeeping.make(engines.reader, app.config["SETTINGS"], folder, clock())


def test_nothing_is_ever_overwritten(instance: Path, tmp_path: Path, clock: Clock, new_place: None, cluster: Cluster | None) -> None:
    made = backed_up(instance, tmp_path / "backups", clock)
    before = {one: one.read_bytes() for one in instance.glob("*key*")}
    told = create_app(environment(instance), clock=clock).test_cli_runner().invoke(commands, ["restore", str(made.path)])
    assert told.exit_code == 1
    assert "Nothing was restored" in told.output
    assert {one: one.read_bytes() for one in instance.glob("*key*")} == before
    # A place that lacks nothing but another key: that key stays, and nothing comes beside it.
    place = emptied(tmp_path / "new", cluster)
    (tmp_path / "new" / "demonstration_key.pem").write_text("another")
    told = create_app(place, clock=clock).test_cli_runner().invoke(commands, ["restore", str(made.path)])
    assert told.exit_code == 1
    assert "demonstration_key.pem is there already" in told.output
    assert not (tmp_path / "new" / "mission.sqlite").exists()
    assert not (tmp_path / "new" / "secret_key").exists()


def test_what_was_damaged_or_is_no_backup_is_not_put_back(instance: Path, tmp_path: Path, clock: Clock, new_place: None, cluster: Cluster | None) -> None:
    made = backed_up(instance, tmp_path / "backups", clock)
    app = create_app(emptied(tmp_path / "new", cluster), clock=clock)
    there = sorted(os.listdir(tmp_path / "new"))

    def said(*words: str) -> str:
        told = app.test_cli_runner().invoke(commands, ["restore", *words])
        assert told.exit_code == 1, told.output
        assert isinstance(told.exception, SystemExit)
        assert sorted(os.listdir(tmp_path / "new")) == there
        return told.output

    assert "is no backup" in said(str(tmp_path))
    half = made.path.with_name(f".{made.path.name}.half")
    made.path.rename(half)
    assert "was not finished" in said(str(half))
    half.rename(made.path)
    assert "does not hold the keys of this backup" in said(str(made.path), "--keys", str(made.path / "manifest.json"))
    manifest = json.loads((made.path / "manifest.json").read_text())
    (made.path / "manifest.json").write_text(json.dumps(manifest | {"revision": "9999"}))
    assert "tables that this program does not know" in said(str(made.path))
    (made.path / "manifest.json").write_text(json.dumps(manifest)[:-40])
    assert "is damaged" in said(str(made.path))
    (made.path / "manifest.json").write_text(json.dumps(manifest))
    with (made.path / "database.sqlite").open("r+b") as file:
        file.seek(200_000)
        file.write(b"\xff")
    assert "is not as it was written" in said(str(made.path))
    (made.path / "database.sqlite").unlink()
    assert "is missing" in said(str(made.path))


def test_from_the_prompt_a_fresh_machine_takes_its_keys_from_the_backup(instance: Path, tmp_path: Path, clock: Clock, cluster: Cluster | None) -> None:
    made = backed_up(instance, tmp_path / "backups", clock)
    engines.dispose()
    place = emptied(tmp_path / "new", cluster)
    told = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "mission", "mission", "restore", str(made.path)],
        cwd=ROOT, env={**os.environ, **place}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert "The register is whole" in told.stdout
    assert "Keys put back: demonstration_key.pem, " in told.stdout
    for name in ("secret_key", "demonstration_key.pem"):
        assert (tmp_path / "new" / name).read_bytes() == (instance / name).read_bytes()
        assert stat.S_IMODE((tmp_path / "new" / name).stat().st_mode) == 0o600


def test_what_one_engine_held_goes_into_the_other(instance: Path, tmp_path: Path, clock: Clock, cluster: Cluster | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if cluster is None:
        pytest.skip("with PostgreSQL")
    before = everything(create_app(environment(instance), clock=clock), of=40)
    made = backed_up(instance, tmp_path / "backups", clock)
    assert made.manifest.engine == "postgresql"
    (tmp_path / "new").mkdir()
    place = environment(tmp_path / "new") | {"DATABASE_URL": f"sqlite:///{tmp_path / 'new' / 'mission.sqlite'}"}
    monkeypatch.setattr(sys, "argv", ["flask", "mission", "restore"])
    told = create_app(place, clock=clock).test_cli_runner().invoke(commands, ["restore", str(made.path)])
    assert told.exit_code == 0, told.output
    monkeypatch.setattr(sys, "argv", ["flask"])
    assert everything(create_app(place, clock=clock), of=40) == before
    engines.dispose()


def shape(engine: Engine) -> dict[str, dict[str, object]]:
    """Every table as the database tells of it: columns, and by their names all keys, constraints and indexes."""
    told = inspect(engine)
    kinds = {
        "columns": told.get_multi_columns, "primary": told.get_multi_pk_constraint, "foreign": told.get_multi_foreign_keys,
        "unique": told.get_multi_unique_constraints, "checks": told.get_multi_check_constraints, "indexes": told.get_multi_indexes,
    }  # fmt: skip
    found: dict[str, dict[str, object]] = {}
    for kind, asked in kinds.items():
        for (_, table), said in asked().items():
            found.setdefault(table, {})[kind] = [repr(one) for one in said] if kind == "columns" else sorted(map(repr, said if isinstance(said, list) else [said]))
    return found


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
@pytest.mark.parametrize("source", ["sqlite", "postgresql"])
def test_what_is_put_back_has_the_tables_of_the_migrations_and_goes_down_with_them(
    tmp_path: Path, clock: Clock, cluster: Cluster | None, monkeypatch: pytest.MonkeyPatch, source: str, target: str
) -> None:
    if cluster is None:
        pytest.skip("with PostgreSQL")

    def place(name: str, engine: str) -> Flask:
        url = cluster.url(cluster.make()) if engine == "postgresql" else f"sqlite:///{tmp_path / name / 'mission.sqlite'}"
        return create_app({"MISSION_INSTANCE": str(tmp_path / name), "PORT": "8000", "DATABASE_URL": url}, clock=clock)

    migrated = place("migrated", target)
    with migrated.app_context():
        upgrade()
    expected = shape(engines.writer)
    first = place("first", source)
    with first.app_context():
        upgrade()
    made = safekeeping.make(engines.reader, first.config["SETTINGS"], tmp_path / "backups", clock())
    monkeypatch.setattr(sys, "argv", ["flask", "mission", "restore"])
    restored = place("restored", target)
    told = restored.test_cli_runner().invoke(commands, ["restore", str(made.path)])
    assert told.exit_code == 0, told.output
    found = shape(engines.writer)
    assert found.keys() == expected.keys()
    assert {table: said for table, said in found.items() if said != expected[table]} == {}
    with restored.app_context():
        downgrade(revision="0011")
        upgrade()
    assert shape(engines.writer)["enquiry"]["foreign"] == expected["enquiry"]["foreign"]
    engines.dispose()
