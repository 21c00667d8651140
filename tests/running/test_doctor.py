"""The doctor: each thing is broken for real, and the sentence is looked for."""

import json
import os
import shutil
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from flask import Flask
from sqlalchemy import text, update

from mission import create_app
from mission.doctor import HERE, examine, machine
from mission.doctor.databases import examine_database
from mission.doctor.findings import Examination, Patient, State
from mission.doctor.machine import examine_clock, examine_files, examine_key, examine_room, filesystem
from mission.doctor.neighbours import examine_mail, examine_redis
from mission.doctor.settled import examine_settings
from mission.doctor.work import examine_work
from mission.extensions import engines
from mission.models import Beat, Job, guards
from mission.services.authenticity.keys import Signer
from mission.services.mirroring import Moving, touched, writing
from mission.services.mirroring import State as Shown
from mission.services.safekeeping import folders
from mission.verify.mirror import faults, hashed
from tests import building
from tests.conftest import Clock, environment

from .serving import free_port

Look = Callable[..., dict[State, str]]


@pytest.fixture
def look(instance: Path, clock: Clock) -> Iterator[Look]:
    """Make the site with some settings, look at one side of it, and give the sentences by how grave they are."""

    def look(examination: Examination, **settings: str) -> dict[State, str]:
        app = create_app(environment(instance) | settings, clock=clock)
        found = examine(Patient(app, app.config["SETTINGS"], clock()), (examination,))
        assert all(bool(one.advice) == (one.state is not State.WELL) for one in found)
        assert all(one.sentence.endswith((".", "…).")) and "\n" not in one.sentence for one in found)
        return {state: " | ".join(one.sentence for one in found if one.state is state) for state in State}

    yield look
    engines.dispose()


def beat(clock: Clock) -> None:
    with engines.writing() as session:
        session.merge(Beat(machine="one", began_at=clock(), heard_at=clock()))
        session.commit()


def test_a_good_deployment_is_well_and_the_status_says_so(instance: Path, app: Flask, clock: Clock) -> None:
    os.chmod(instance, 0o700)
    swift = (instance / "database_url").exists()  # the cluster of the tests may lose what it acknowledges, and is told so
    runner = app.test_cli_runner()
    first = runner.invoke(args=["mission", "doctor", "--offline", "--json"])
    found = json.loads(first.output)
    assert {tuple(one) for one in found} == {("subject", "state", "sentence", "advice")}
    faults = [one for one in found if one["state"] == "fault" and not (swift and one["subject"] in ("database", "clock"))]
    # There is no worker here; nothing else is wrong.
    assert [one["subject"] for one in faults] == ["worker"], faults
    assert first.exit_code == 1
    beat(clock)
    assert runner.invoke(args=["mission", "doctor", "--offline"]).exit_code == int(swift)
    # And as an operator calls it, of a worker that has not been heard from for a while (by the command of its unit: `test_deploy.py`).
    clock.forward(hours=1)
    spoken = runner.invoke(args=["mission", "doctor", "--offline"])
    assert "FAULT  worker" in spoken.output
    assert "→ systemctl status mission-worker" in spoken.output
    assert swift or "1 fault," in spoken.output
    assert spoken.exit_code == 1


@pytest.mark.parametrize(
    ("settings", "state", "said"),
    [
        ({"BASE_URL": "http://mission.example"}, State.FAULT, "without TLS"),
        ({"BASE_URL": "https://mission.example", "TRUSTED_HOSTS": "other.example"}, State.FAULT, "TRUSTED_HOSTS does not hold mission.example"),
        ({"BASE_URL": "https://mission.example"}, State.FAULT, "no proxy is believed"),
        ({"BASE_URL": "https://mission.example", "PROXY_HOPS": "1"}, State.WELL, "names itself https://mission.example"),
        ({"PROXY_HOPS": "1", "HOST": "0.0.0.0"}, State.WARNING, "past the proxy"),
        ({"PROCESSES": "2"}, State.WARNING, "2 processes count their limits each for itself"),
        ({"SMTP_URL": "smtps://mail.example"}, State.FAULT, "mission@localhost"),
        ({}, State.WARNING, "kept as files"),
        ({"BASE_URL": "https://mission.example", "MISSION_OFFICIAL": "true"}, State.WARNING, "SECURITY_CONTACT, PUBLISHER"),
        ({}, State.WARNING, "demonstration"),
    ],
)  # fmt: skip
def test_settings_that_do_not_fit(look: Look, settings: dict[str, str], state: State, said: str) -> None:
    assert said in look(examine_settings, **settings)[state]


def test_files_that_others_can_read(look: Look, instance: Path) -> None:
    away = {"BASE_URL": "https://mission.example"}
    os.chmod(instance, 0o700)
    assert look(examine_files, **away)[State.FAULT] == ""
    os.chmod(instance, 0o755)
    assert f"can enter {instance} (0755)" in look(examine_files, **away)[State.FAULT]
    assert f"can enter {instance} (0755)" in look(examine_files)[State.WARNING]
    os.chmod(instance, 0o700)
    os.chmod(instance / "secret_key", 0o640)
    assert "can read" in look(examine_files)[State.FAULT]
    mounts = "/dev/vda / ext4 rw 0 0\nserver:/x /srv nfs4 rw 0 0\ntmpfs /srv/mission/instance tmpfs rw 0 0\n"
    assert [filesystem(Path(one), mounts) for one in ("/home/x", "/srv/mission", "/srv/mission/instance/a")] == ["ext4", "nfs4", "tmpfs"]


def test_a_key_that_cannot_be_used(look: Look, instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Any other command would refuse to start here.
    monkeypatch.setattr(sys, "argv", ["flask", "mission", "doctor"])
    kept = instance / "demonstration_key.pem"
    os.chmod(kept, 0o644)
    assert "chmod 600" in look(examine_key)[State.FAULT]
    assert "can read" in look(examine_files)[State.FAULT]
    os.chmod(kept, 0o600)
    kept.write_text("not a key")
    assert "is damaged" in look(examine_key)[State.FAULT]
    (instance / "signing_key.pem").unlink()
    assert "There is no signing key" in look(examine_key, MISSION_OFFICIAL="true", BASE_URL="https://mission.example", PROXY_HOPS="1")[State.FAULT]


def test_a_certificate_for_papers_that_ends(look: Look, instance: Path, clock: Clock) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Un essai")])
    for days, state, said in ((400, State.WELL, "ends on"), (10, State.WARNING, "ends on"), (-1, State.FAULT, "ended on")):
        made = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
            .not_valid_before(clock() - timedelta(days=500)).not_valid_after(clock() + timedelta(days=days)).sign(key, hashes.SHA256())
        )  # fmt: skip
        path = instance / "certificate.p12"
        path.write_bytes(pkcs12.serialize_key_and_certificates(b"x", key, made, None, serialization.BestAvailableEncryption(b"secret")))
        assert said in look(examine_key, PDF_CERTIFICATE=str(path), PDF_CERTIFICATE_PASSWORD="secret")[state]


def test_a_disk_without_room(look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "are free" in " ".join(look(examine_room).values())
    for free, state in ((100, State.FAULT), (1024, State.WARNING), (100 * 1024, State.WELL)):
        # No disk of this machine is full: what the system would answer is put in its place.
        monkeypatch.setattr(shutil, "disk_usage", lambda path, free=free: shutil._ntuple_diskusage(200 * 1024**3, 0, free * 1024**2))
        assert "are free" in look(examine_room)[state]


def test_a_database_that_is_whole(look: Look, instance: Path) -> None:
    found = look(examine_database)
    assert found[State.FAULT] == "" or (instance / "database_url").exists()
    assert "Every trigger that guards" in found[State.WELL]
    assert "The chain of the register is whole" in found[State.WELL]


def test_a_database_that_is_not_there_or_has_no_tables(look: Look, instance: Path) -> None:
    assert "does not answer" in look(examine_database, DATABASE_URL="postgresql://mission@/none?host=/nonexistent")[State.FAULT]
    assert "does not answer" in look(examine_database, DATABASE_URL=f"sqlite:///{instance}/other.sqlite")[State.FAULT]
    (instance / "empty.sqlite").touch()
    assert "no tables yet" in look(examine_database, DATABASE_URL=f"sqlite:///{instance}/empty.sqlite")[State.FAULT]


def test_guards_that_were_taken_away_and_a_register_that_was_touched(look: Look) -> None:
    look(examine_database)
    with engines.writer.begin() as connection:
        guards.uninstall(connection)
        connection.execute(text("UPDATE register_entry SET name = 'autre' WHERE sequence = 3"))
    found = look(examine_database)
    assert "of the triggers that guard what was published are missing" in found[State.FAULT]
    assert "broken at entry 3" in found[State.FAULT]


def test_a_key_that_is_not_the_current_one_and_a_demonstration_that_would_be_official(look: Look, instance: Path) -> None:
    look(examine_database)
    (instance / "demonstration_key.pem").unlink()
    Signer.new().keep(instance / "demonstration_key.pem")
    # A demonstration's new key announces itself: nothing is wrong.
    assert "not the current one" not in look(examine_database)[State.FAULT]
    found = look(examine_database, MISSION_OFFICIAL="true", BASE_URL="https://mission.example")
    assert "This is the database of a demonstration" in found[State.FAULT]


def test_a_demonstration_whose_database_came_without_its_key(look: Look, instance: Path, clock: Clock) -> None:
    folder, kept = instance / "mirror", instance / "demonstration_key.pem"
    mirrored = {"MIRROR_FOLDER": str(folder)}
    look(examine_database)
    came = kept.read_bytes()
    kept.unlink()
    Signer.new().keep(kept)
    found = look(examine_database)
    assert "The register does not know this key yet, but " in found[State.WARNING]
    folder.mkdir()
    (folder / "index.html").write_text("as it was")
    files = {"index.html": [hashed(folder / "index.html"), 9]}
    app = create_app(environment(instance), clock=clock)
    writing._sign(folder, folder, files, Shown(1, clock()), "http://localhost:8000", app.config["SEAL"], clock())
    found = look(examine_work, **mirrored)
    assert "The mirror is as it was written, and signed by the key of this machine, which the register does not know yet." in found[State.WARNING]
    assert "mirror" not in found[State.FAULT]
    (folder / "index.html").write_text("defaced!!")
    assert "index.html is not what was put there" in look(examine_work, **mirrored)[State.FAULT]
    (folder / "index.html").write_text("as it was")
    # By a key that nobody here holds it is a stranger's, and so it is where the right key has come.
    kept.write_bytes(came)
    assert "the signature is by no key of the Mission" in look(examine_work, **mirrored)[State.FAULT]
    assert "does not know this key" not in look(examine_database)[State.WARNING]


def test_names_that_are_nearly_those_of_settings(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    before = look(examine_settings)[State.WARNING]
    for name in ("PROXY_HOP", "MISION_OFFICIAL", "BACKUP_FOLDERS", "HOSTNAME", "USER", "PROXY_HOPS", "PATH"):
        monkeypatch.setenv(name, "1")
    found = look(examine_settings)[State.WARNING]
    assert found.count("is no setting") == before.count("is no setting") + 3, found
    assert "PROXY_HOP is no setting" in found


def test_tables_of_another_version(look: Look) -> None:
    look(examine_database)
    with engines.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0005'"))
    assert "another version" in look(examine_database)[State.FAULT]


def test_a_file_that_is_damaged(look: Look, instance: Path) -> None:
    path = instance / "mission.sqlite"
    if not path.exists():
        pytest.skip("SQLite alone is a file")
    look(examine_database)
    with engines.writer.begin() as connection:
        connection.execute(text("INSERT INTO letter (recipient, subject, text, language, written_at, html, heads, enquiry_id) VALUES ('a', 'b', 'c', 'fr', '2026-01-01', '', '{}', NULL)"))
    engines.dispose()
    import sqlite3

    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("UPDATE letter SET enquiry_id = 4711")
    assert "damaged" in look(examine_database)[State.FAULT]


def test_postgresql_that_may_lose_what_it_acknowledged(look: Look, instance: Path) -> None:
    if not (instance / "database_url").exists():
        pytest.skip("PostgreSQL alone")
    # The cluster of the tests is set for speed and comes in as a superuser: exactly what is to be found.
    found = look(examine_database)
    for said in ("fsync is off", "full_page_writes is off", "synchronous_commit is off"):
        assert said in found[State.FAULT]
    assert "superuser" in found[State.WARNING]
    assert "seconds apart" in found[State.FAULT]  # the clock of the tests stands


def test_a_worker_that_is_silent_and_what_waits_for_it(look: Look, clock: Clock, instance: Path) -> None:
    assert "No worker has ever been heard from" in look(examine_work)[State.FAULT]
    beat(clock)
    assert "The worker on one was heard from 0 seconds ago" in look(examine_work)[State.WELL]
    clock.forward(hours=5)
    assert "No worker has been heard from for 5 hours" in look(examine_work)[State.FAULT]
    with engines.writing() as session:
        session.execute(update(Job).values(done_at=clock()))
        session.add(Job(name="send-letter", details={}, created_at=clock(), due_at=clock()))
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("w", "a"))
        building.released(session, writer, approver, clock())
        session.commit()
    clock.forward(minutes=50)
    found = look(examine_work)
    assert "1 releases are late, the latest by 50 minutes" in found[State.FAULT]
    assert "1 letters wait, the oldest for 50 minutes" in found[State.WARNING]
    assert "A job has been due for 50 minutes" in found[State.WARNING]


def test_the_age_of_the_last_backup(look: Look, instance: Path, clock: Clock) -> None:
    assert "There is no backup" in look(examine_work)[State.WARNING]
    (instance / "backups" / folders.name(clock())).mkdir(parents=True)
    assert "The last backup is" in look(examine_work)[State.WELL]
    clock.forward(days=3)
    assert "The last backup is 3 days old" in look(examine_work)[State.FAULT]
    # Of one that the worker makes, the log of the worker says why there is none, and not a timer that nobody has turned on.
    app = create_app(environment(instance) | {"BACKUP_FOLDER": str(instance / "none")}, clock=clock)
    found = [one for one in examine_work(Patient(app, app.config["SETTINGS"], clock())) if one.subject == "backup"]
    assert ["mission-worker" in one.advice for one in found] == [True]


def test_a_mirror_that_is_old_or_that_somebody_has_touched(look: Look, instance: Path, clock: Clock) -> None:
    folder = instance / "mirror"
    assert "There is no mirror" in look(examine_work, MIRROR_FOLDER=str(folder))[State.WARNING]
    app = create_app(environment(instance), clock=clock)
    folder.mkdir()
    (folder / "index.html").write_text("as it was")
    writing._sign(folder, folder, {"index.html": [hashed(folder / "index.html"), 9]}, Shown(1, clock()), "http://localhost:8000", app.config["SEAL"], clock())
    assert "signed and whole" in look(examine_work, MIRROR_FOLDER=str(folder))[State.WELL]
    (folder / "index.html").write_text("defaced!!")
    assert "as it was written: index.html is not what was put there: it was changed." in look(examine_work, MIRROR_FOLDER=str(folder))[State.FAULT]
    (folder / "mirror.json").write_bytes((folder / "mirror.json").read_bytes().replace(b'"stamp": 1', b'"stamp": 2'))
    clock.forward(days=3)
    found = look(examine_work, MIRROR_FOLDER=str(folder))[State.FAULT]
    assert "The mirror is 3 days old" in found
    assert "the file is not the one that was signed: at least one byte is different; and 1 more." in found


def test_a_mirror_that_is_being_written_is_said_to_be_and_not_to_be_touched(look: Look, instance: Path, clock: Clock) -> None:
    folder, settings = instance / "mirror", {"MIRROR_FOLDER": str(instance / "mirror")}
    app = create_app(environment(instance), clock=clock)
    with folders.alone(folder, "mirror", 0o755):
        assert "being written for the first time" in look(examine_work, **settings)[State.WARNING]
    (folder / "index.html").write_text("as it was")
    files = {"index.html": [hashed(folder / "index.html"), 9]}
    writing._sign(folder, folder, files, Shown(1, clock()), "http://localhost:8000", app.config["SEAL"], clock())
    with folders.alone(folder, "mirror", 0o755):
        (folder / "index.html").write_text("as it is!")
        found = look(examine_work, **settings)
        assert "is being written at this moment" in found[State.WARNING]
        assert "mirror" not in found[State.FAULT]
    # Whoever has left has left it so.
    assert "index.html is not what was put there" in look(examine_work, **settings)[State.FAULT]
    # A list that is another by now is not what its files are held against.
    (folder / "index.html").write_text("as it was")
    said = writing.newest(folder)
    assert said is not None
    assert touched(folder, said, {})
    clock.forward(minutes=1)
    writing._sign(folder, folder, files, Shown(1, clock()), "http://localhost:8000", app.config["SEAL"], clock())
    with pytest.raises(Moving):
        touched(folder, said, {})


def test_what_a_writer_puts_aside_and_takes_away_may_vanish_under_whoever_looks(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("as it was")
    files, ending = {"index.html": [hashed(tmp_path / "index.html"), 9]}, threading.Event()

    def come_and_go() -> None:
        while not ending.is_set():
            for name in range(40):
                (tmp_path / ".next" / "asked" / str(name)).mkdir(parents=True)
            shutil.rmtree(tmp_path / ".next")

    writer = threading.Thread(target=come_and_go)
    writer.start()
    try:
        assert [fault for _ in range(300) for fault in faults(tmp_path, files)] == []
    finally:
        ending.set()
        writer.join()


def test_a_clock_that_nobody_keeps(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the kernel says of this machine's own clock is put in its place."""
    for kept, said in ((True, ""), (False, "Nothing keeps the clock of this machine right")):
        monkeypatch.setattr(machine, "_unset", lambda kept=kept: not kept)
        assert said in look(examine_clock, BASE_URL="https://mission.example", SMTP_URL="smtps://mail.example:465")[State.WARNING]
    assert not look(examine_clock)[State.WARNING], "one's own machine"


def test_redis_that_does_not_answer(look: Look) -> None:
    assert "Redis does not answer" in look(examine_redis, REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")[State.FAULT]


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=9)).add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False).sign(key, hashes.SHA256())
    )  # fmt: skip
    (tmp_path / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return tmp_path / "cert.pem", tmp_path / "key.pem"


class Post:
    """Takes nothing: what is knocked for leaves no letter."""


def refuse(server: object, session: object, envelope: object, mechanism: str, data: object) -> AuthResult:
    return AuthResult(success=getattr(data, "password", b"") == b"right", handled=False)


def test_a_mail_server_that_is_away_refuses_or_cannot_say_who_it_is(look: Look, certificate: tuple[Path, Path]) -> None:
    assert "cannot be reached: ConnectionRefusedError" in look(examine_mail, SMTP_URL=f"smtp://127.0.0.1:{free_port()}")[State.FAULT]
    port = free_port()
    controller = Controller(Post(), hostname="127.0.0.1", port=port, authenticator=refuse, auth_require_tls=False)
    controller.start()
    try:
        assert "answers" in look(examine_mail, SMTP_URL=f"smtp://127.0.0.1:{port}")[State.WELL]
        assert "answers" in look(examine_mail, SMTP_URL=f"smtp://me:right@127.0.0.1:{port}")[State.WELL]
        assert "refuses name and password" in look(examine_mail, SMTP_URL=f"smtp://me:wrong@127.0.0.1:{port}")[State.FAULT]
        # 127.0.0.2 is this machine as well, but not one of the names to which letters may go in the open.
    finally:
        controller.stop()
    plain = Controller(Post(), hostname="127.0.0.2", port=port)
    plain.start()
    try:
        assert "offers no encryption" in look(examine_mail, SMTP_URL=f"smtp://127.0.0.2:{port}")[State.FAULT]
    finally:
        plain.stop()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        def accept() -> None:
            connection, _ = listening.accept()
            try:
                context.wrap_socket(connection, server_side=True).close()
            except OSError:
                connection.close()

        threading.Thread(target=accept, daemon=True).start()
        found = look(examine_mail, SMTP_URL=f"smtps://localhost:{listening.getsockname()[1]}")
    assert "certificate does not hold" in found[State.FAULT]


def test_an_examination_that_breaks_off_keeps_no_other_from_being_made(app: Flask, clock: Clock) -> None:
    def examine_nothing(patient: Patient) -> Iterator[None]:
        raise RuntimeError("broken off")
        yield

    found = examine(Patient(app, app.config["SETTINGS"], clock()), (examine_nothing, *HERE))  # type: ignore[arg-type]
    assert found[0].sentence == "This could not be looked at: RuntimeError."
    assert {one.subject for one in found} >= {"settings", "files", "key", "disk", "database", "worker"}
