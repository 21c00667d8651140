"""Readers read from a replica: two real PostgreSQL clusters, one following the other, held back by hand."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask_migrate import upgrade

from mission import create_app
from mission.config import Settings
from mission.doctor import examine
from mission.doctor.databases import examine_database
from mission.doctor.findings import Patient, State
from mission.doctor.neighbours import examine_replica
from mission.environment import SettingError
from mission.extensions import engines
from mission.services import publishing, seeding
from mission.services.search import indexing
from mission.services.watching import beat
from tests import building
from tests.cluster import Cluster, _ordinarily, _owner, programs, running
from tests.conftest import BEGINNING, Clock
from tests.sections.desk.entering import come_in
from tests.strict import StrictClient

from .serving import told, until


@contextmanager
def following(primary: Cluster) -> Iterator[Path]:
    """A second cluster that copies everything from `primary` as it happens; gives the folder of its socket."""
    folder = Path(tempfile.mkdtemp(prefix="mission-pg-", dir="/tmp"))
    folder.chmod(0o755)
    shutil.chown(folder, _owner())
    data = folder / "data"
    try:
        _ordinarily(programs() / "pg_basebackup", "-h", primary.folder, "-U", "mission", "-D", data, "-R", "-X", "stream", "-c", "fast")
        # What is called there comes with the copy: socket and speed are set anew.
        options = f"-c fsync=off -c listen_addresses= -c max_connections=150 -c hot_standby=on -k {folder}"
        _ordinarily(programs() / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start")
        yield folder
    finally:
        if (data / "postmaster.pid").exists():
            _ordinarily(programs() / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[Cluster, Path, str]]:
    """A primary with the initial content, and what follows it."""
    with running() as primary, following(primary) as folder:
        yield primary, folder, primary.make()


@pytest.fixture(scope="module")
def site(pair: tuple[Cluster, Path, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Clock]]:
    primary, folder, name = pair
    clock = Clock()
    settings = {
        "MISSION_INSTANCE": str(tmp_path_factory.mktemp("site")), "PORT": "8000", "DATABASE_URL": primary.url(name),
        "DATABASE_READ_URL": f"postgresql://mission@/{name}?host={folder}",
    }  # fmt: skip
    app = create_app(settings, clock=clock)
    with app.app_context():
        upgrade()
    with engines.writing() as session:
        seeding.seed(session, at=BEGINNING, prefix="MPM", demonstration=True)
    until(lambda: stamps()[0] == stamps()[1], "everything on the replica")
    indexing.keep_up(engines.reading)
    app.test_client_class = StrictClient
    yield app, clock
    engines.dispose()


def stamps() -> tuple[int, int]:
    """The last public act as the primary and the replica know it."""
    found = []
    for engine in (engines.own_reader, engines.reader):
        with engine.connect() as connection:
            there = connection.exec_driver_sql("SELECT to_regclass('public_change')").scalar()
            found.append(connection.exec_driver_sql("SELECT max(stamp) FROM public_change").scalar() if there else None)
    return found[0], found[1]


def hold(pair: tuple[Cluster, Path, str], held: bool) -> None:
    """Let the replica stand still, or go on."""
    _, folder, _ = pair
    with psycopg.connect(f"postgresql://mission@/postgres?host={folder}", autocommit=True) as connection:
        connection.execute(f"SELECT pg_wal_replay_{'pause' if held else 'resume'}()")
        if held:
            until(lambda: connection.execute("SELECT pg_get_wal_replay_pause_state()").fetchone() == ("paused",), "a replica that stands still")


def release(clock: Clock, title: str) -> None:
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}-{title}@example.org", clock()) for name in ("w", "a"))
        building.released(session, writer, approver, clock(), translations={"fr": building.text(title)})
        session.commit()
    clock.forward(minutes=1)
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)


def test_readers_read_the_replica_and_staff_what_they_have_just_done(pair: tuple[Cluster, Path, str], site: tuple[Flask, Clock]) -> None:
    app, clock = site
    staff, reader = app.test_client(), app.test_client()
    come_in(staff, clock)
    hold(pair, held=True)
    try:
        release(clock, "Un texte que le second ne connaît pas encore")
        assert "ne connaît pas encore" not in reader.get("/fr/communiques").text
        assert "ne connaît pas encore" in staff.get("/desk/").text
        # What somebody does with their alerts they see at once as well.
        asked = reader.post("/fr/alerts", data={"email": "lectrice@example.org", "frequency": "daily"})
        assert asked.status_code == 303, asked.text
        behind = examine(Patient(app, app.config["SETTINGS"], clock()), (examine_replica,))
        assert [one.state for one in behind] == [State.WARNING]
        assert "The replica is 1 public acts" in behind[0].sentence
    finally:
        hold(pair, held=False)
    until(lambda: "ne connaît pas encore" in reader.get("/fr/communiques").text, "the text on the replica")
    found = examine(Patient(app, app.config["SETTINGS"], clock()), (examine_replica, examine_database))
    assert [one.state for one in found if one.subject == "replica"] == [State.WELL]
    assert "nothing can be kept" not in str(found), "a replica is to be read only"


def test_nothing_can_be_written_through_the_readers_connections(site: tuple[Flask, Clock]) -> None:
    for engine in (engines.reader, engines.own_reader):
        with engine.connect() as connection, pytest.raises(Exception, match="read-only"):
            connection.exec_driver_sql("DELETE FROM job")


def test_reading_goes_on_while_the_primary_is_down(pair: tuple[Cluster, Path, str], site: tuple[Flask, Clock]) -> None:
    app, clock = site
    primary, _, name = pair
    with engines.writing() as session:
        beat(session, "one", clock(), clock())
        session.commit()
    client = app.test_client()
    assert client.get("/readyz").status_code == 200
    _ordinarily(programs() / "pg_ctl", "-D", primary.folder / "data", "-w", "-m", "fast", "stop")
    try:
        for address in ("/fr/", "/ar/communiques", "/fr/communiques?q=migration", "/sitemap.xml", "/healthz"):
            assert client.get(address).status_code == 200, address
        assert client.get("/readyz").text == "The database does not answer.\n"
        # The doctor does not lay the primary’s fault at the replica’s door.
        found = examine(Patient(app, app.config["SETTINGS"], clock()), (examine_replica,))
        assert [(one.state, "answers readers" in one.sentence) for one in found] == [(State.WARNING, True)]
    finally:
        options = f"-c fsync=off -c listen_addresses= -c max_connections=60 -k {primary.folder}"
        _ordinarily(programs() / "pg_ctl", "-D", primary.folder / "data", "-w", "-o", options, "-l", primary.folder / "log", "start")
    assert client.get("/readyz").status_code == 200


def test_a_replica_that_is_gone_is_replaced_by_the_primary_where_the_address_names_both(pair: tuple[Cluster, Path, str], tmp_path: Path) -> None:
    primary, _, name = pair
    both = f"postgresql://mission@/{name}?host=/nonexistent&host={primary.folder}"
    app = create_app({"MISSION_INSTANCE": str(tmp_path), "PORT": "8000", "DATABASE_URL": primary.url(name), "DATABASE_READ_URL": both}, clock=Clock())
    assert app.test_client().get("/fr/", base_url="http://localhost:8000").status_code == 200
    engines.dispose()


@contextmanager
def only_reading(primary: Cluster, name: str) -> Iterator[None]:
    """What opens the database from now on cannot write into it: so set for the role."""
    with psycopg.connect(primary.url("postgres"), autocommit=True) as connection:
        connection.execute(f'ALTER ROLE mission IN DATABASE "{name}" SET default_transaction_read_only = on')
        try:
            yield
        finally:
            connection.execute(f'ALTER ROLE mission IN DATABASE "{name}" RESET default_transaction_read_only')


def unwritten(url: str, place: Path) -> tuple[list[tuple[str, str]], tuple[int, str], list[str]]:
    """What the doctor, the address for machines and some commands say of a site whose database at `url` can only be read."""
    app = create_app({"MISSION_INSTANCE": str(place), "PORT": "8000", "DATABASE_URL": url}, clock=Clock())
    found = examine(Patient(app, app.config["SETTINGS"], Clock()()), (examine_database,))
    answer = app.test_client().get("/readyz", base_url="http://localhost:8000")
    engines.dispose()
    faults = [(one.sentence, one.advice) for one in found if one.state is State.FAULT and "nothing can be kept" in one.sentence]
    ended = [
        told(place, *words, DATABASE_URL=url, LOG_FORMAT=form)
        for words, form in ((["init"], "json"), (["tidy"], "text"), (["staff", "invite", "a@example.org"], "json"))
    ]
    return faults, (answer.status_code, answer.text.splitlines()[0]), [one.stderr for one in ended if one.returncode == 1]


CANNOT = "Error: The database can only be read, and this was not done; `flask mission doctor` says why, and what to do.\n"


def test_a_standby_that_nobody_promoted_keeps_nothing_and_is_a_fault(pair: tuple[Cluster, Path, str], site: tuple[Flask, Clock], tmp_path: Path) -> None:
    _, folder, name = pair
    faults, ready, ended = unwritten(f"postgresql://mission@/{name}?host={folder}", tmp_path)
    said = "The database is a standby, which only follows another: nothing can be kept."
    assert faults == [(said, "Promote it (pg_ctl promote, or SELECT pg_promote()), or let DATABASE_URL name the primary.")]
    assert ready == (503, said)
    assert ended == [CANNOT] * 3


def test_a_setting_by_which_nothing_is_kept_is_a_fault(pair: tuple[Cluster, Path, str], site: tuple[Flask, Clock], tmp_path: Path) -> None:
    primary, _, name = pair
    with only_reading(primary, name):
        faults, ready, ended = unwritten(primary.url(name), tmp_path)
    said = "A setting lets the database only be read (default_transaction_read_only): nothing can be kept."
    away = f'ALTER ROLE "mission" IN DATABASE "{name}" RESET default_transaction_read_only; then restart the site, whose open connections keep it.'
    assert faults == [(said, away)]
    assert ready == (503, said)
    assert ended == [CANNOT] * 3


def test_a_replica_needs_a_primary() -> None:
    with pytest.raises(SettingError, match="DATABASE_URL"):
        Settings.from_environment({"DATABASE_READ_URL": "postgresql://replica/mission"})
    with pytest.raises(SettingError, match="only PostgreSQL"):
        Settings.from_environment({"DATABASE_READ_URL": "sqlite:///x"})
