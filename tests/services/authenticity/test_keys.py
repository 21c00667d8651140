"""Keys: who may sign, how one follows another, and what a revocation needs."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mission import create_app
from mission.cli import commands
from mission.config import Settings
from mission.doctor.databases import examine_database
from mission.doctor.findings import Patient, State
from mission.environment import SettingError
from mission.extensions import engines
from mission.models import KeyStatement
from mission.services.authenticity import keys
from mission.services.authenticity.keys import KeyRefused, Seal, Signer
from mission.verify import keyring
from tests.conftest import Clock, environment

OFFICIAL = {"MISSION_OFFICIAL": "true", "BASE_URL": "https://mission.example"}


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with engines.writing() as session:
        yield session


def test_a_demonstration_makes_its_own_key_which_only_its_owner_reads(tmp_path: Path) -> None:
    seal = keys.hold(Settings.from_environment({"MISSION_INSTANCE": str(tmp_path)}))
    kept = tmp_path / "demonstration_key.pem"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert seal.signer is not None
    again = keys.hold(Settings.from_environment({"MISSION_INSTANCE": str(tmp_path)}))
    assert again.signer is not None
    assert again.signer.key_id == seal.signer.key_id
    kept.chmod(0o640)
    with pytest.raises(SettingError, match="others on this machine can read"):
        keys.hold(Settings.from_environment({"MISSION_INSTANCE": str(tmp_path)}))


def test_an_official_site_without_a_key_does_not_start_and_says_why(tmp_path: Path) -> None:
    given = OFFICIAL | {"MISSION_INSTANCE": str(tmp_path)}
    with pytest.raises(SettingError, match="flask mission key new"):
        create_app(given)
    assert create_app(given | {"SIGNS": "false"}).config["SEAL"].signer is None
    with pytest.raises(SettingError, match="32 bytes"):
        create_app(given | {"SIGNING_KEY": "bm90IGEga2V5"})


def test_the_first_key_announces_itself_and_a_stranger_may_not_sign(session: Session, clock: Clock) -> None:
    known = keys.known(session)
    assert len(known) == 1
    stranger = Seal(Signer.new(), "mission.example/register", demonstration=False)
    with pytest.raises(KeyRefused, match="not the current one"):
        keys.ensure_current(session, stranger, clock())


def test_a_key_follows_another_only_with_its_word(session: Session, clock: Clock) -> None:
    old = session.info["seal"].signer
    first, second = Signer.new(), Signer.new()
    with pytest.raises(KeyRefused):
        keys.rotate(session, first, second, clock(), demonstration=True)
    keys.rotate(session, old, first, clock.forward(minutes=1), demonstration=True)
    keys.rotate(session, first, second, clock.forward(minutes=1), demonstration=True)
    known = keys.known(session)
    assert list(known) == [old.key_id, first.key_id, second.key_id]
    assert [key.until is None for key in known.values()] == [False, False, True]
    with pytest.raises(KeyRefused):
        keys.ensure_current(session, Seal(old, "x/register", demonstration=False), clock())


def test_a_revocation_needs_the_key_itself_or_a_later_one(session: Session, clock: Clock) -> None:
    old = session.info["seal"].signer
    fresh = Signer.new()
    keys.rotate(session, old, fresh, clock.forward(minutes=1), demonstration=True)
    with pytest.raises(KeyRefused, match="cannot revoke"):
        keys.revoke(session, fresh.key_id, old, clock(), since=clock(), reason="Un essai.")
    keys.revoke(session, old.key_id, fresh, clock(), since=clock() - timedelta(days=1), reason="Un essai.")
    revoked = keys.known(session)[old.key_id]
    assert revoked.revoked
    assert revoked.reason == "Un essai."
    assert keyring.current(keys.known(session)).id == fresh.key_id  # type: ignore[union-attr]


def test_nobody_begins_anew_beside_an_official_key_or_moves_the_day_of_a_revocation(session: Session, clock: Clock) -> None:
    """Both statements can be signed by whoever writes them: a stranger, and the thief of a revoked key."""
    old, fresh, stranger = session.info["seal"].signer, Signer.new(), Signer.new()

    def state(signer: Signer, act: str, *, demonstration: bool, **more: str) -> None:
        keys._state(session, signer, act, clock.forward(minutes=1), [signer], public=keys._coded(signer.public), demonstration=demonstration, **more)

    state(stranger, "new", demonstration=True)
    assert list(keys.known(session)) == [old.key_id, stranger.key_id]
    keys.revoke(session, stranger.key_id, stranger, clock(), since=clock(), reason="Un essai.")
    keys.announce_new(session, fresh, clock.forward(minutes=1), demonstration=False)
    until_now = keys.statements(session)
    state(Signer.new(), "new", demonstration=True)
    with pytest.raises(keyring.Untrusted, match="beside a key that stands"):
        keys.known(session)
    state(stranger, "revocation", demonstration=True, subject=stranger.key_id, since="2030-01-01T00:00:00Z", reason="Un essai.")
    with pytest.raises(keyring.Untrusted, match="revoked already"):
        keyring.read([*until_now, keys.statements(session)[-1]])


@pytest.mark.parametrize("spoil", [
    lambda one: one | {"body": one["body"].replace("rotation", "new").replace(one["body"][one["body"].index('"previous":"'):][:30], '"previous":null')},
    lambda one: one | {"signatures": one["signatures"][1:]},
    lambda one: one | {"signatures": one["signatures"][:1]},
    lambda one: one | {"body": one["body"].replace("2026", "2025", 1)},
])  # fmt: skip
def test_a_statement_that_was_touched_is_not_believed(session: Session, clock: Clock, spoil: object) -> None:
    keys.rotate(session, session.info["seal"].signer, Signer.new(), clock.forward(minutes=1), demonstration=True)
    first, second = keys.statements(session)
    keyring.read([first, second])
    with pytest.raises(keyring.Untrusted):
        keyring.read([first, spoil(second)])  # type: ignore[operator]


def test_the_commands_make_list_rotate_and_revoke(app: Flask, instance: Path, clock: Clock) -> None:
    run = app.test_cli_runner().invoke
    assert "exists already" in run(commands, ["key", "new"]).output
    listed = run(commands, ["key", "list"]).output
    assert "current" in listed
    assert "held here" in listed
    clock.forward(minutes=1)
    rotated = run(commands, ["key", "rotate"])
    assert rotated.exit_code == 0, rotated.output
    assert stat.S_IMODE((instance / "demonstration_key.pem").stat().st_mode) == 0o600
    engines.dispose()
    again = create_app(environment(instance), clock=clock)
    listed = again.test_cli_runner().invoke(commands, ["key", "list"]).output.splitlines()
    assert "until" in listed[0]
    assert "held here" in listed[3]
    unsaid = again.test_cli_runner().invoke(commands, ["key", "revoke", listed[0].split()[0], "--reason", " "])
    assert "gives its reason" in unsaid.output
    revoked = again.test_cli_runner().invoke(commands, ["key", "revoke", listed[0].split()[0], "--reason", "Un essai."])
    assert revoked.exit_code == 0, revoked.output
    with engines.reading() as session:
        assert len(session.scalars(select(KeyStatement)).all()) == 3
    # The key that is held is lost as well: it revokes itself, and the next one follows none.
    lost = listed[3].split()[0]
    run = again.test_cli_runner().invoke
    assert run(commands, ["key", "revoke", lost, "--reason", "Un essai."]).exit_code == 0
    assert "`flask mission key new`" in run(commands, ["key", "rotate"]).output
    made = run(commands, ["key", "new"])
    assert made.exit_code == 0, made.output
    assert (instance / f"demonstration_key.{lost}.pem").exists()
    assert "held here" in run(commands, ["key", "list"]).output.splitlines()[6]


def test_an_official_site_gets_its_first_key_from_the_command(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    given = OFFICIAL | {"MISSION_INSTANCE": str(tmp_path)}
    monkeypatch.setattr("sys.argv", ["flask", "mission", "key", "new"])
    assert "There is no key yet." in create_app(given, clock=clock).test_cli_runner().invoke(commands, ["key", "list"]).output
    made = create_app(given, clock=clock).test_cli_runner().invoke(commands, ["key", "new"])
    assert made.exit_code == 0, made.output
    monkeypatch.setattr("sys.argv", ["flask"])
    engines.dispose()
    app = create_app(given, clock=clock)
    filled = app.test_cli_runner().invoke(commands, ["init"])
    assert filled.exit_code == 0, filled.output
    with engines.reading() as session:
        assert [key.demonstration for key in keys.known(session).values()] == [False]
        mission = app.config["SEAL"].signer
    # With another key, or once its own is revoked, it does not start; on a machine that only answers it does.
    kept = tmp_path / "signing_key.pem"
    kept.rename(tmp_path / "aside.pem")
    Signer.new().keep(kept)
    with pytest.raises(SettingError, match="not the current one of the register"):
        create_app(given, clock=clock)
    create_app(given | {"SIGNS": "false"}, clock=clock)
    (tmp_path / "aside.pem").replace(kept)
    with engines.writing() as session:
        keys.revoke(session, mission.key_id, mission, clock(), since=clock(), reason="Un essai.")
        with pytest.raises(SettingError, match="revoked"):
            keys.standing(session, app.config["SEAL"])
        session.rollback()
    # Whoever loses the setting does not make a demonstration’s key the Mission’s, nor sign as a demonstration with the Mission’s.
    with engines.writing() as session:
        for signer in (Signer.new(), mission):
            with pytest.raises(KeyRefused, match="MISSION_OFFICIAL"):
                keys.ensure_current(session, Seal(signer, "mission.example/register", demonstration=True), clock())
    lost = create_app({"MISSION_INSTANCE": str(tmp_path)}, clock=clock)
    found = [one.sentence for one in examine_database(Patient(lost, lost.config["SETTINGS"], clock())) if one.state is State.FAULT]
    assert ["the database of the official site" in one for one in found] == [True], found
    assert "MISSION_OFFICIAL is not true here" in lost.test_client().get("/readyz", base_url="http://localhost:8000").text
    engines.dispose()


def test_a_key_that_others_can_read_stops_an_official_site_and_a_machine_that_only_answers_takes_none(tmp_path: Path) -> None:
    given = OFFICIAL | {"MISSION_INSTANCE": str(tmp_path)}
    kept = tmp_path / "signing_key.pem"
    Signer.new().keep(kept)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    for mode in (0o604, 0o640, 0o660, 0o777):
        kept.chmod(mode)
        with pytest.raises(SettingError, match="others on this machine can read"):
            create_app(given)
    kept.chmod(0o600)
    # It lies there, and is not even looked at.
    assert create_app(given | {"SIGNS": "false"}).config["SEAL"].signer is None
    engines.dispose()
    kept.write_text("kein Schlüssel")
    with pytest.raises(SettingError, match="damaged"):
        create_app(given)


def test_a_machine_that_holds_no_key_signs_nothing(app: Flask, clock: Clock) -> None:
    with pytest.raises(KeyRefused, match="holds no signing key"), engines.writing() as session:
        keys.ensure_current(session, Seal(None, "x/register", demonstration=True), clock())


def test_the_process_itself_stops_with_one_sentence(tmp_path: Path) -> None:
    surroundings = OFFICIAL | {"MISSION_INSTANCE": str(tmp_path), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "mission", "mission", "init"], env=surroundings, capture_output=True, text=True, timeout=120, check=False,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert done.returncode == 1
    (sentence,) = done.stderr.strip().splitlines()
    assert sentence.startswith("The site does not start: an official site signs what it publishes and has no key yet")


def test_what_runs_goes_on_with_the_key_that_has_taken_the_place_of_its_own(app: Flask, clock: Clock) -> None:
    seal = app.config["SEAL"]
    old = seal.signer
    told = app.test_cli_runner().invoke(commands, ["key", "rotate"])
    assert told.exit_code == 0, told.output
    assert seal.signer.key_id != old.key_id
    with engines.writing() as session:
        assert keys.ensure_current(session, session.info["seal"], clock.forward(minutes=1)) is seal.signer
    # One that cannot be read leaves the last that could.
    held = keys.path(app.config["SETTINGS"])
    held.unlink()
    held.write_bytes(b"half a key")
    held.chmod(0o600)
    assert seal.signer.key_id != old.key_id
