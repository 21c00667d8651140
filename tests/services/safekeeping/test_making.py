"""A backup is whole or is none: what comes between leaves a sentence and nothing that could be taken for one."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from mission import create_app
from mission.cli import commands
from mission.config import ROOT
from mission.extensions import engines
from mission.services import safekeeping
from mission.services.safekeeping import folders
from mission.services.safekeeping.folders import Kept
from mission.services.safekeeping.manifest import Manifest
from mission.services.safekeeping.rotating import staying
from mission.worker import tick

from ...conftest import Clock, environment


def run(app: Flask, *words: str) -> tuple[int, str]:
    told = app.test_cli_runner().invoke(commands, ["backup", *words])
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    return told.exit_code, told.output


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if one.name != ".lock")


def test_the_prompt_says_what_was_made_and_reads_it_again(app: Flask, tmp_path: Path, clock: Clock) -> None:
    status, said = run(app, "--to", str(tmp_path / "backups"), "--keys", str(tmp_path / "keys"))
    assert status == 0, said
    assert "entries of the register" in said
    assert "Reading the copy again" in said
    assert names(tmp_path / "backups") == ["mission-20261124T093017Z"]
    assert names(tmp_path / "keys") == ["mission-20261124T093017Z-keys.tar"]
    with sqlite3.connect(tmp_path / "backups" / "mission-20261124T093017Z" / "database.sqlite") as copy:
        assert copy.execute("SELECT count(*) FROM register_entry").fetchone()[0] > 50
        assert copy.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone()[0] > 20
    # The same second: nothing takes the place of what is there.
    status, said = run(app, "--to", str(tmp_path / "backups"))
    assert status == 1
    assert "something of that name is there already" in said
    assert names(tmp_path / "backups") == ["mission-20261124T093017Z"]


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("words", [["backup", "--to", "copy"], ["mirror", "copy"], ["mirror", "--check", "copy"], ["verify"], ["reindex"], ["remark"], ["tidy"]])
def test_where_no_site_is_none_is_made_to_be_looked_after(tmp_path: Path, words: list[str], there: bool) -> None:
    mistyped = tmp_path / "mistyped"
    if there:
        mistyped.mkdir()
    told = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "mission", "mission", *(str(tmp_path / one) if one == "copy" else one for one in words)],
        cwd=ROOT, env={**os.environ, "DATABASE_URL": "", "MISSION_INSTANCE": str(mistyped)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == f"There is no site here: {mistyped} holds no database (MISSION_INSTANCE).\n"
    assert [*tmp_path.rglob("*")] == ([mistyped] if there else [])


def test_a_place_that_cannot_be_written_is_named_in_a_sentence(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    status, said = run(app, "--to", str(tmp_path / "file" / "backups"))
    assert status == 1
    assert "part of its path is not a folder. No backup was made." in said
    status, said = run(app, "--to", str(tmp_path / "backups"), "--keys", str(tmp_path / "file" / "keys"))
    assert status == 1
    assert "No backup was made." in said
    assert names(tmp_path / "backups") == []


@contextmanager
def little_room(size: int) -> Iterator[None]:
    """A disk on which no file grows beyond `size`, as this process sees it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_full_disk_is_a_sentence_and_leaves_nothing(app: Flask, tmp_path: Path) -> None:
    with little_room(400_000):
        status, said = run(app, "--to", str(tmp_path / "backups"))
    assert status == 1
    assert "not enough room on the disk" in said
    assert names(tmp_path / "backups") == []


def test_one_that_was_killed_half_way_is_none_and_goes_with_the_next(app: Flask, instance: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    # A process of its own that stops in the middle of the copying, and is killed there.
    stopping = (
        "import sys, time; from pathlib import Path; from mission import create_app; from mission.extensions import engines; from mission.services import safekeeping\n"
        "app = create_app()\n"
        "def wait(step, done, total):\n    if step == 'Reading the copy again':\n        print('half', flush=True); time.sleep(60)\n"
        "safekeeping.make(engines.reader, app.config['SETTINGS'], Path(sys.argv[1]), app.config['CLOCK'](), progress=wait)"
    )
    told = subprocess.Popen([sys.executable, "-c", stopping, str(folder)], cwd=ROOT, env={**os.environ, **environment(instance)}, stdout=subprocess.PIPE, text=True)
    assert told.stdout is not None
    assert told.stdout.readline() == "half\n"
    assert run(app, "--to", str(folder)) == (1, f"Error: Another backup is being written into {folder}; try again when it is done. No backup was made.\n")
    told.send_signal(signal.SIGKILL)
    told.wait(10)
    told.stdout.close()
    assert safekeeping.whole(folder) == []
    assert any(one.endswith(".half") for one in names(folder))
    # Keys that were left in another folder go when nobody can be writing them any longer.
    (tmp_path / "keys").mkdir()
    for second in (0, 1):
        (tmp_path / "keys" / f".mission-20260101T00000{second}Z.keys").write_text("left")
    os.utime(tmp_path / "keys" / ".mission-20260101T000000Z.keys", (1, 1))
    assert run(app, "--to", str(folder), "--keys", str(tmp_path / "keys"))[0] == 0
    assert [one for one in names(folder) if one.startswith(".")] == []
    assert [one for one in names(tmp_path / "keys") if one.startswith(".")] == [".mission-20260101T000001Z.keys"]
    assert len(safekeeping.whole(folder)) == 1


def test_of_a_site_that_was_touched_a_backup_is_made_and_says_so_and_no_earlier_one_goes(app: Flask, tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "backups"
    assert run(app, "--to", str(folder))[0] == 0
    with engines.writer.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER guard_translation_update" + (" ON translation" if connection.dialect.name == "postgresql" else ""))
        connection.exec_driver_sql("UPDATE translation SET title = 'Touché' WHERE edition_id = 1 AND language = 'fr'")
    clock.forward(minutes=1)
    status, said = run(app, "--to", str(folder), "--rotate")
    assert status == 1
    assert "the site itself is not as it was published" in said
    assert "fr.title was changed" in said
    assert len(safekeeping.whole(folder)) == 2


def test_the_last_of_each_day_week_and_month_stays(tmp_path: Path) -> None:
    end = datetime(2026, 11, 24, 3, tzinfo=UTC)
    kept = [Kept(tmp_path / str(number), end - timedelta(hours=12 * number)) for number in range(800)]
    stays = sorted((one.at for one in staying(kept, 7, 4, 12)), reverse=True)
    assert stays[0] == end
    assert len({one.date() for one in stays[:7]}) == 7
    # Seven days; four weeks, of which the days hold two; twelve months, of which they hold the first.
    assert len(stays) == 7 + 2 + 11
    assert len({(one.year, one.month) for one in stays}) == 12
    # After a standstill of a year nothing goes because of its age alone.
    old = [Kept(tmp_path / str(number), end - timedelta(days=400 + number)) for number in range(3)]
    assert staying(old, 3, 0, 0) == set(old)


def test_the_worker_makes_one_a_day_and_rotates_them(instance: Path, tmp_path: Path, clock: Clock) -> None:
    folder, keys = tmp_path / "backups", tmp_path / "keys"
    asked = {"BACKUP_FOLDER": str(folder), "BACKUP_KEYS_FOLDER": str(keys), "BACKUP_DAILY": "2", "BACKUP_WEEKLY": "0", "BACKUP_MONTHLY": "0"}
    # What another site has left here an hour ago (a demonstration before the official one, or the other way round) is no backup of this one,
    # and not this one's to delete.
    other = folder / folders.name(clock() - timedelta(hours=1))
    other.mkdir(parents=True)
    (other / "manifest.json").write_bytes(Manifest(clock().isoformat(), "sqlite", True, "https://other.example", "1", 0, 0, {}, (), None).written())
    app = create_app(environment(instance) | asked, clock=clock)
    for _ in range(2):
        tick(app)
        assert names(folder) == [other.name, "mission-20261124T093017Z"]
        clock.forward(hours=2)
    # The hour is that of Geneva: 03:00 there is 02:00 UTC.
    clock.at = datetime(2026, 11, 25, 1, 59, tzinfo=UTC)
    tick(app)
    assert len(names(folder)) == 2
    other.rename(tmp_path / other.name)
    for day in (25, 26):
        clock.at = datetime(2026, 11, day, 2, 0, tzinfo=UTC)
        tick(app)
    assert names(folder) == ["mission-20261125T020000Z", "mission-20261126T020000Z"]
    assert names(keys) == ["mission-20261125T020000Z-keys.tar", "mission-20261126T020000Z-keys.tar"]
    # A clock that ran a year ahead for a while keeps nobody from making those of the days that follow.
    (folder / "mission-20271126T020000Z").mkdir()
    clock.at = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
    tick(app)
    assert "mission-20261127T020000Z" in names(folder)
    engines.dispose()


def test_without_a_folder_the_worker_makes_none_and_a_failure_waits(instance: Path, tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    tick(create_app(environment(instance), clock=clock))
    (tmp_path / "file").write_text("")
    app = create_app(environment(instance) | {"BACKUP_FOLDER": str(tmp_path / "file" / "backups")}, clock=clock)
    for _ in range(3):
        tick(app)
    assert [one.message for one in caplog.records].count(f"no backup was made: {tmp_path / 'file' / 'backups'} cannot be written: part of its path is not a folder.") == 1
    clock.forward(minutes=20)
    tick(app)
    assert sum("no backup was made" in one.message for one in caplog.records) == 2
    engines.dispose()
