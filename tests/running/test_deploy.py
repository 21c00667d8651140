"""What is delivered for running it: each file is read by the program that it is for, and started where this machine lets it."""

import json
import os
import re
import shlex
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
import redis
import yaml

from mission import databases, disks
from mission.config import Settings
from mission.services import safekeeping
from tests.cluster import _ordinarily, _owner, programs
from tests.conftest import copied
from tests.seeded import COMMUNIQUE

from .caging import caged, fences, let_through
from .serving import ROOT, Served, free_port, listens, surroundings, told, until

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The units, with the place of this checkout for the one where it is installed."""
    folder = tmp_path_factory.mktemp("units")
    for unit in [*UNITS, *(DEPLOY / "systemd").glob("*.timer")]:
        (folder / unit.name).write_text(unit.read_text().replace("/opt/mission/current", str(ROOT)))
    return folder


def test_systemd_reads_every_unit(units: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("there is no systemd here")
    names = sorted(one.name for one in units.iterdir())
    read = subprocess.run(["systemd-analyze", "verify", "--man=no", *names], cwd=units, capture_output=True, text=True, check=False)
    assert (read.returncode, read.stdout + read.stderr) == (0, "")


@pytest.mark.parametrize("unit", [one.name for one in UNITS])
def test_a_unit_can_do_little_harm(units: Path, unit: str) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("there is no systemd here")
    # 20 of 100: what an untouched unit has is 96.
    said = subprocess.run(["systemd-analyze", "security", "--offline=yes", "--threshold=20", unit], cwd=units, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout


def test_each_timer_has_its_unit_and_each_command_exists() -> None:
    for timer in (DEPLOY / "systemd").glob("*.timer"):
        assert timer.with_suffix(".service").exists(), timer.name
        when = re.search(r"^OnCalendar=(.+)$", timer.read_text(), re.MULTILINE)
        assert when
        if shutil.which("systemd-analyze"):
            assert subprocess.run(["systemd-analyze", "calendar", when[1]], capture_output=True, check=False).returncode == 0
    from mission.cli import commands

    used = {found for unit in UNITS for found in re.findall(r"flask mission (\w+)", unit.read_text())}
    # The last two come with docs/backup.md and docs/mirror.md.
    assert used <= set(commands.commands) | {"backup", "mirror"}


def test_web_doctor_worker_backup_and_mirror_run_in_the_cages_of_their_units(place: Path, tmp_path: Path) -> None:
    """By the units' own commands; the whole of a mirror takes too long here, and is let go of once a hundred pages of it are in its folder."""
    port, kept, mirrored = free_port(), tmp_path / "backups", tmp_path / "mirror"
    kept.mkdir()
    mirrored.mkdir()
    os.chmod(place, 0o700)
    settings = {"PORT": str(port), "BASE_URL": f"http://localhost:{port}", "MIRROR_FOLDER": ""}
    web = caged("mission-web.service", place, {}, **settings)
    worker = None
    try:
        until(lambda: listens(port) or web.poll() is not None, "the server in its cage")
        assert web.poll() is None, web.stdout.read()  # type: ignore[union-attr]
        site = Served(port, place / "none", web)  # type: ignore[arg-type]
        for address in ("/fr/", "/ar/communiques?q=eau", f"/fr/communiques/{COMMUNIQUE}.pdf"):
            assert site.ask(address).status == 200, address
        doctor = caged("mission-doctor.service", place, {}, **settings)
        said = doctor.communicate(timeout=60)[0]
        # As an operator calls it: there is no worker yet.
        assert doctor.returncode == 1, said
        assert "FAULT  worker" in said
        assert "1 fault," in said, said
        worker = caged("mission-worker.service", place, {"/var/backups/mission": kept}, **settings)
        until(lambda: bool(heard_from(place)) or worker.poll() is not None, "the worker in its cage")
        assert worker.poll() is None, worker.stdout.read()  # type: ignore[union-attr]
        for process in (web, worker):
            expected = {"NoNewPrivs": "1", "CapEff": "0" * 16, "CapBnd": "0" * 16} | ({"Seccomp": "2"} if let_through("mission-web.service") else {})
            assert fences(process) | expected == fences(process)
        backup = caged("mission-backup.service", place, {"/var/backups/mission": kept}, **settings)
        said = backup.communicate(timeout=60)[0]
        assert backup.returncode == 0, said
        assert [one.path.parent for one in safekeeping.whole(kept)] == [kept]
        mirror = caged("mission-mirror.service", place, {"/srv/mirror": mirrored}, **settings)
        until(lambda: len([*mirrored.glob(".next/asked/*/*")]) > 100 or mirror.poll() is not None, "a mirror in its cage")
        assert mirror.poll() is None, mirror.stdout.read()  # type: ignore[union-attr]
        mirror.terminate()
        assert "Operation not permitted" not in mirror.communicate(timeout=30)[0]
    finally:
        for one in (web, *([worker] if worker else [])):
            one.terminate()
            assert "Operation not permitted" not in one.communicate(timeout=30)[0]
    assert (web.returncode, worker.returncode) == (0, 0)
    assert not (ROOT / "written").exists()


def heard_from(place: Path) -> list[tuple[str]]:
    with sqlite3.connect(f"file:{place / 'mission.sqlite'}?mode=ro", uri=True) as database:
        return database.execute("SELECT * FROM worker_beat").fetchall()


def test_a_unit_that_failed_is_told_of_in_the_journal(tmp_path: Path) -> None:
    """By the command that is delivered, to a socket in the journal's place."""
    journal = tmp_path / "journal"
    journal.mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(journal / "stdout"))
        listener.listen()
        listener.settimeout(20)
        inside = f"mount -t tmpfs tmpfs /run; mkdir -p /run/systemd/journal; mount --bind {shlex.quote(str(journal))} /run/systemd/journal"
        failed = caged("mission-failed@.service", tmp_path, {"%i": Path("mission-backup.service")}, inside)
        with listener.accept()[0] as line:
            line.settimeout(20)
            written = b"".join(iter(lambda: line.recv(4096), b"")).decode().splitlines()
        assert failed.wait(20) == 0, failed.stdout.read()  # type: ignore[union-attr]
    # Its name, the unit (none here), its level: critical.
    assert written[:3] == ["mission", "", "2"]
    assert written[-1] == "mission-backup.service has failed: journalctl -u mission-backup.service"


def test_prometheus_reads_the_alarms_and_what_is_scraped(tmp_path: Path) -> None:
    """Where its own program is; elsewhere their words are looked at alone (below)."""
    if not shutil.which("promtool"):
        pytest.skip("there is no promtool here")
    shutil.copy(DEPLOY / "prometheus" / "mission.rules.yml", tmp_path)
    (tmp_path / "prometheus.yml").write_text((DEPLOY / "prometheus" / "scrape.yml").read_text() + "\nrule_files: [mission.rules.yml]\n")
    for what in (("rules", "mission.rules.yml"), ("config", "prometheus.yml")):
        read = subprocess.run(["promtool", "check", *what], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert read.returncode == 0, read.stdout + read.stderr


def test_catalogues_that_one_user_compiles_another_reads(tmp_path: Path) -> None:
    """Whoever installs the site is root; whoever runs it is not."""
    from mission.translating import compile_missing

    for source in (ROOT / "translations").glob("*/LC_MESSAGES/messages.po"):
        target = tmp_path / source.relative_to(ROOT / "translations")
        target.parent.mkdir(parents=True)
        shutil.copy(source, target)
    compile_missing(tmp_path)
    made = list(tmp_path.rglob("*.mo"))
    assert len(made) == 4
    assert all(one.stat().st_mode & 0o044 == 0o044 for one in made)


def test_the_environment_names_settings_that_exist_and_can_be_used() -> None:
    lines = (DEPLOY / "mission.env.example").read_text().splitlines()
    given = dict(line.lstrip("#").split("=", 1) for line in lines if re.match(r"#?[A-Z_]+=", line))
    # Two come with docs/backup.md and docs/mirror.md.
    assert set(given) <= set(Settings.__dataclass_fields__) | {"BACKUP_FOLDER", "MIRROR_FOLDER"}
    plain = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
    assert Settings.from_environment(plain).base_url == "https://mission.example"
    assert Settings.from_environment(given).replica_url.startswith("postgresql+psycopg://")


def test_the_command_reads_every_line_of_the_environment(tmp_path: Path) -> None:
    """The last one too, where an editor has put no end to it, as systemd does."""
    reading = (DEPLOY / "mission").read_text().split("\n", 4)[-1].partition("\n: ")[0]
    (tmp_path / "mission.env").write_text("# words\nBASE_URL=https://a.example\n\nMISSION_ADDRESS=1, rue de l’Essai | 1211 Genève")
    told = subprocess.run(["sh", "-euc", f'{reading}\necho "$BASE_URL" "$MISSION_ADDRESS"'], env={"MISSION_ENVIRONMENT": str(tmp_path / "mission.env")},
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert told.stdout == "https://a.example 1, rue de l’Essai | 1211 Genève\n"


def test_an_unfinished_setting_stops_the_start_with_one_sentence(tmp_path: Path) -> None:
    stopped = told(tmp_path, "web", METRICS_PORT="8000", PORT="8000")
    assert (stopped.returncode, stopped.stderr) == (1, "The site does not start: METRICS_PORT must be another port than PORT.\n")


@pytest.mark.parametrize("words", [("init",), ("web",), ("worker",), ("restore", "/nonexistent"), ("doctor", "--offline"), ("key", "list"), ("staff", "invite", "a@example.org")])
def test_an_instance_that_cannot_be_made_stops_every_command_with_one_sentence(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "file").touch()
    (shut := tmp_path / "shut").mkdir(mode=0o500)
    (kept := tmp_path / "kept").mkdir()
    (kept / "secret_key").write_text("short")
    # As anybody: root may write anywhere.
    powerless = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.getuid() == 0 else []
    for place, said in (
        (tmp_path / "file" / "instance", f"MISSION_INSTANCE is {tmp_path}/file/instance, and {tmp_path}/file/instance cannot be made: part of its path is not a folder."),
        (tmp_path / "file", f"MISSION_INSTANCE is {tmp_path}/file, and {tmp_path}/file cannot be made: something of that name is there already."),
        (shut / "a" / "b", f"MISSION_INSTANCE is {shut}/a/b, and {shut}/a cannot be made: this user may not write there."),
        (shut, f"{shut}/secret_key cannot be used: this user may not write there."),
        (kept, f"The key kept in {kept}/secret_key is damaged; remove the file to have a new one made."),
    ):
        # All ways by one command, and the others by one way each: it is one door.
        if words[0] != "web" and place != (shut / "a" / "b" if words[0] == "init" else tmp_path / "file"):
            continue
        command = [*powerless, sys.executable, "-m", "flask", "mission", *words]
        stopped = subprocess.run(command, env=surroundings(place), cwd=ROOT, capture_output=True, text=True, check=False)
        assert (stopped.returncode, stopped.stdout, stopped.stderr) == (1, "", f"The site does not start: {said}\n"), place


def test_the_image_is_built_of_what_is_there_and_runs_as_nobody_in_particular() -> None:
    """Not built here: no registry is reached. Its words are read, and what they name is looked for; the next test does what they say."""
    lines = re.sub(r"\\\n", " ", (DEPLOY / "container" / "Containerfile").read_text()).splitlines()
    words = [line.split(None, 1) for line in lines if line and not line.startswith("#")]
    assert {word for word, _ in words} <= {"FROM", "ENV", "RUN", "COPY", "WORKDIR", "ARG", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"}
    assert [rest.split()[0].count(":") for word, rest in words if word == "FROM"] == [1, 1]
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for _, rest in (one for one in words if one[0] == "COPY" and "--from" not in one[1]):
        for source in rest.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert source in kept, source
    last = max(place for place, (word, _) in enumerate(words) if word == "FROM")
    final = {word: rest for word, rest in words[last:]}
    assert final["USER"] == "10001:10001"
    assert final["CMD"] == '["flask", "mission", "web"]'
    assert "/healthz" in final["HEALTHCHECK"]
    assert "--require-hashes" in str(words)


def test_the_steps_of_the_image_work_in_a_folder_that_holds_what_it_copies_and_nothing_else(filled: Path, tmp_path: Path) -> None:
    """Without an engine of containers: what the build copies and runs is copied and run. Its environment alone is the one of the tests."""
    place, instance = tmp_path / "image", tmp_path / "instance"
    instance.mkdir()
    copied(filled, instance, None)
    lines = re.sub(r"\\\n", " ", (DEPLOY / "container" / "Containerfile").read_text()).splitlines()
    words = [line.replace("/opt/mission", str(place)).split(None, 1) for line in lines if line and not line.startswith("#")]
    second = max(number for number, (word, _) in enumerate(words) if word == "FROM")
    (place / ".venv").parent.mkdir()
    (place / ".venv").symlink_to(sys.prefix)
    for word, rest in words[:second]:
        if word == "COPY":
            *sources, target = rest.split()
            for source in sources:
                into = Path(target) / source if target.endswith("/") else Path(target)
                (shutil.copytree if (ROOT / source).is_dir() else shutil.copy)(ROOT / source, into)
        elif word == "RUN" and "-m venv" not in rest and "pip install" not in rest:
            for cache in place.glob("mission/**/__pycache__"):
                shutil.rmtree(cache)
            subprocess.run(rest, shell=True, cwd=place, check=True, env={"PATH": os.environ["PATH"]})
    assert list(place.glob("mission/__pycache__/serve.*.pyc")), "the running site cannot compile"
    final = {word: rest for word, rest in words[second:]}
    port, watched = free_port(), free_port()
    own = {"MISSION_INSTANCE": str(instance), "PORT": str(port), "METRICS_PORT": str(watched), "BASE_URL": f"http://localhost:{port}"}
    given = dict(one.split("=", 1) for one in shlex.split(final["ENV"])) | own | {"PATH": f"{place}/.venv/bin:{os.environ['PATH']}"}
    before = {one for one in place.rglob("*")}
    server = subprocess.Popen(json.loads(final["CMD"]), cwd=final["WORKDIR"], env=given, stdout=subprocess.DEVNULL)
    try:
        asks = json.loads(final["HEALTHCHECK"].partition("CMD ")[2])
        until(lambda: server.poll() is not None or not subprocess.run(asks, env=given, stderr=subprocess.DEVNULL, check=False).returncode, "health")
    finally:
        server.terminate()
    assert server.wait(20) == 0
    assert {one for one in place.rglob("*")} == before, "something was written beside the code"


def test_the_alarms_speak_of_numbers_that_are_given_and_stand_in_the_guide() -> None:
    rules = yaml.safe_load((DEPLOY / "prometheus" / "mission.rules.yml").read_text())
    given = set(re.findall(r'"(mission_\w+?)"', (ROOT / "mission" / "metrics.py").read_text()))
    given |= {"mission_requests_total", "mission_backup_age_seconds", "mission_mirror_age_seconds"}
    guide = (ROOT / "docs" / "operations.md").read_text()
    for rule in rules["groups"][0]["rules"]:
        assert set(re.findall(r"mission_\w+", rule["expr"])) <= given, rule["alert"]
        assert f"| {rule['alert']} |" in guide, rule["alert"]
        assert rule["labels"]["severity"] in ("page", "ticket")
    assert yaml.safe_load((DEPLOY / "prometheus" / "scrape.yml").read_text())["scrape_configs"]


def test_postgresql_starts_with_what_is_delivered() -> None:
    folder = Path(tempfile.mkdtemp(prefix="mission-pg-", dir="/tmp"))
    folder.chmod(0o755)
    if os.getuid() == 0:
        shutil.chown(folder, _owner())
    data = folder / "data"
    try:
        _ordinarily(programs() / "initdb", "-D", data, "-U", "mission", "-A", "trust", "-E", "UTF8", "--no-sync")
        with (data / "postgresql.conf").open("a") as conf:
            conf.write((DEPLOY / "postgresql" / "primary.conf").read_text() + (DEPLOY / "postgresql" / "replica.conf").read_text())
        _ordinarily(programs() / "pg_ctl", "-D", data, "-w", "-o", f"-c listen_addresses= -k {folder}", "-l", folder / "log", "start")
        with psycopg.connect(f"postgresql://mission@/postgres?host={folder}") as connection:
            for name, value in (("fsync", "on"), ("wal_level", "replica"), ("max_slot_wal_keep_size", "4GB"), ("log_statement", "none"), ("hot_standby_feedback", "on")):
                assert connection.execute(f"SHOW {name}").fetchone() == (value,)
    finally:
        if (data / "postmaster.pid").exists():
            _ordinarily(programs() / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def test_redis_starts_with_what_is_delivered(tmp_path: Path) -> None:
    path = tmp_path / "redis.sock"
    (tmp_path / "redis.conf").write_text((DEPLOY / "redis.conf").read_text().replace("/run/redis/redis-server.sock", str(path)))
    process = subprocess.Popen(["redis-server", str(tmp_path / "redis.conf"), "--dir", str(tmp_path)], stdout=subprocess.DEVNULL)
    client = redis.Redis(unix_socket_path=str(path))
    try:
        until(path.exists, "Redis")
        until(lambda: bool(client.ping()), "an answer of Redis")
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "volatile-ttl"}
        assert client.config_get("save") == {"save": ""}
    finally:
        client.close()
        process.terminate()
        process.wait(10)


@pytest.mark.parametrize("words", [("staff", "invite", "a@example.org"), ("init",), ("remark",), ("reindex",)])
def test_a_full_disk_is_said_in_one_sentence_by_every_command(place: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    if os.getuid() != 0 or subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        pytest.skip("only root can make a small disk")
    if (place / "database_url").exists():
        pytest.skip("the disk of PostgreSQL is another")
    # A disk of its own, seen by the command alone.
    small, size = tmp_path / "small", sum(one.stat().st_size for one in place.rglob("*") if one.is_file()) // 1024 + 2048
    small.mkdir()
    filled = [f"mount -t tmpfs -o size={size}k tmpfs {small}", f"cp -a {place} {small}/instance", f"dd if=/dev/zero of={small}/rest bs=4k 2>/dev/null || true"]
    script = "\n".join([*filled, f"exec {shlex.join([sys.executable, '-m', 'flask', 'mission', *words])}"])
    stopped = subprocess.run(["unshare", "--mount", "sh", "-ec", script], env=surroundings(small / "instance"), cwd=ROOT, capture_output=True, text=True, check=False)
    told_so = stopped.stderr.removeprefix("Search index\n")
    # Which of the two meets its end first depends on what others have left there.
    assert re.fullmatch(r"Error: The disk of the (database|search index) is full, and this was not done; make room there, then do it again\.\n", told_so), told_so
    assert (stopped.returncode, stopped.stdout) == (1, "")


# What a machine asks of a site, without a server.
READY = "import mission; print(mission.create_app().test_client().get('/readyz', base_url='http://localhost:8000').text.splitlines()[0])"
CANNOT = "can only be read, and this was not done; "


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_disk_that_can_only_be_read_is_said_by_commands_doctor_and_readiness(place: Path, tmp_path: Path, form: str) -> None:
    if os.getuid() != 0 or subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a disk")
    if (place / "database_url").exists():
        pytest.skip("the disk of PostgreSQL is another")
    small = tmp_path / "small"
    small.mkdir()
    flask = [sys.executable, "-m", "flask", "mission"]
    # A database that is in use has its two files beside it, and can then be read on such a disk; one that was put away cannot.
    opened = "import os, sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT 1 FROM job').fetchone(); os._exit(0)"
    database = small / "instance" / "mission.sqlite"

    def mounted(how: list[str], *commands: list[str]) -> list[str]:
        script = [f"mount -t tmpfs -o size=300m tmpfs {small}", f"cp -a {place} {small}/instance", *how, f"mount -o remount,ro {small}"]
        script += [f"{shlex.join(one)} || true" for one in commands]
        env = surroundings(small / "instance", LOG_FORMAT=form, PORT="8000")
        done = subprocess.run(["unshare", "--mount", "sh", "-ec", "\n".join(script)], env=env, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done
        return [one for one in (done.stderr + done.stdout).splitlines() if one != "Search index"]

    away, used = f"rm -f {database}-wal {database}-shm", shlex.join([sys.executable, "-c", opened, str(database)])
    said = mounted([used], *([*flask, *words] for words in (["init"], ["tidy"], ["staff", "invite", "a@example.org"], ["reindex"])))
    of_database = f"Error: The database {CANNOT}`flask mission doctor` says why, and what to do."
    assert said == [of_database] * 3 + [f"Error: The disk of {small}/instance/index/lock {CANNOT}mount it for writing, then do it again."]
    assert mounted([away], [*flask, "tidy"]) == ["Error: The database does not answer, and this was not done: unable to open database file."]
    for how in (used, away):
        said = mounted([how], [*flask, "doctor", "--offline"], [sys.executable, "-c", READY])
        assert [one for one in said if one.startswith("FAULT  database")] == ["FAULT  database      The database is on a disk that can only be read: nothing can be kept."], said
        assert any(one.strip().startswith(f"→ Mount the disk of {small}/instance for writing") for one in said), said
        assert "The database is on a disk that can only be read: nothing can be kept." in said, "ready"


@pytest.mark.parametrize("command", ["verify", "tidy"])
def test_a_command_whose_database_is_away_says_so_in_one_sentence_and_finds_no_faults(tmp_path: Path, command: str) -> None:
    away = surroundings(tmp_path) | {"DATABASE_URL": "postgresql://nobody:its-word@127.0.0.1:1/nothing"}
    done = subprocess.run([sys.executable, "-m", "flask", "mission", command], env=away, cwd=ROOT, capture_output=True, text=True, check=False)
    assert re.fullmatch(r"Error: The database does not answer, and this was not done: [^\n]*refused[^\n]*\n", done.stderr), done.stderr
    assert "its-word" not in done.stderr
    assert (done.returncode, done.stdout) == (1, "")


def test_a_first_start_on_a_full_disk_says_so_and_the_next_one_goes_on(tmp_path: Path) -> None:
    if os.getuid() != 0 or subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        pytest.skip("only root can make a small disk")
    small = tmp_path / "small"
    small.mkdir()
    first = shlex.join([sys.executable, "-m", "flask", "mission", "staff", "--help"])
    filled = [f"mount -t tmpfs -o size=400k tmpfs {small}", f"dd if=/dev/zero of={small}/rest bs=4k 2>/dev/null || true"]
    script = "\n".join([*filled, f"{first} && exit 9", f"ls -A {small}/instance", f"rm {small}/rest", f"{first} || true", f"test -s {small}/instance/secret_key"])
    done = subprocess.run(["unshare", "--mount", "sh", "-ec", script], env=surroundings(small / "instance"), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done
    assert done.stdout == "", "nothing half-made is left"
    sentences = done.stderr.splitlines()
    assert all(re.fullmatch(r"Error: The disk[^;]* is full, and this was not done; make room there, then do it again\.", one) for one in sentences), sentences
    assert len(sentences) == 2


def test_every_way_in_which_a_disk_is_full_or_can_only_be_read_is_known() -> None:
    class Wrapped(Exception):
        pass

    def came_of(error: Exception) -> Exception:
        try:
            raise Wrapped from error
        except Wrapped as wrapped:
            return wrapped

    assert disks.full(came_of(psycopg.errors.DiskFull("could not extend file"))) == "the disk of the database"
    assert disks.full(came_of(OSError(28, "No space left on device", "/srv/a"))) == "the disk of /srv/a"
    assert disks.full(came_of(OSError(28, "No space left on device"))) == "the disk"
    assert disks.full(ValueError("An IO error occurred: 'No space left on device (os error 28)'")) == "the disk of the search index"
    for other in (OSError(13, "Permission denied", "/srv/a"), psycopg.errors.ReadOnlySqlTransaction(), ValueError("full"), Wrapped()):
        assert disks.full(came_of(other)) == ""
    assert disks.only_read(came_of(OSError(30, "Read-only file system", "/srv/a"))) == "the disk of /srv/a"
    assert disks.only_read(ValueError("An IO error occurred: 'Read-only file system (os error 30)'")) == "the disk of the search index"
    assert databases.only_read(came_of(psycopg.errors.ReadOnlySqlTransaction()))
    for other in (OSError(28, "No space left on device"), psycopg.errors.DiskFull(), ValueError("os error 3"), Wrapped()):
        assert (disks.only_read(came_of(other)), databases.only_read(came_of(other))) == ("", False)
