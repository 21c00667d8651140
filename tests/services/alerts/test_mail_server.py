"""Real mail servers that are down, slow, refuse at first or cannot say who they are: letters are late, and each arrives once."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask
from sqlalchemy import select

from mission import create_app
from mission import worker as worker_module
from mission.extensions import engines
from mission.models import Delivery, Job, Letter, Settlement
from mission.services import mail
from mission.worker import tick
from tests import building
from tests.browser.conftest import free_port
from tests.conftest import Clock, environment

from .conftest import NOTICES, Desk, letters, work

Follow = Callable[..., int]


class Mailbox:
    """Takes letters after `refusals`, keeps quiet for `silence` seconds before each answer, and as long as it is not `open`."""

    def __init__(self, refusals: int = 0, silence: float = 0) -> None:
        self.letters: list[bytes] = []
        self.refusals, self.silence, self.asked = refusals, silence, 0
        self.open = threading.Event()
        self.open.set()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 - the library's name
        self.asked += 1
        if self.refusals:
            self.refusals -= 1
            return "450 come back later"
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        import asyncio

        await asyncio.sleep(self.silence)
        while not self.open.is_set():
            await asyncio.sleep(0.02)
        self.letters.append(envelope.content)
        return "250 taken"


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def scheme() -> str:
    return "smtp"


@pytest.fixture
def app(instance: Path, clock: Clock, port: int, scheme: str) -> Iterator[Flask]:
    yield create_app(environment(instance) | {"SMTP_URL": f"{scheme}://localhost:{port}"}, clock=clock)
    engines.dispose()


@pytest.fixture
def serving(port: int) -> Iterator[Callable[..., Mailbox]]:
    running: list[Controller] = []

    def start(mailbox: Mailbox, **how: Any) -> Mailbox:
        server = Controller(mailbox, hostname="localhost", port=port, **how)
        server.start()
        running.append(server)
        return mailbox

    yield start
    for server in running:
        server.stop()


def unsent() -> int:
    with engines.reading() as session:
        return len(session.scalars(select(Letter).where(Letter.sent_at.is_(None))).all())


def test_a_server_that_is_down_is_asked_once_a_turn_and_loses_no_letter(app: Flask, desk: Desk, follow: Follow, clock: Clock, serving: Any) -> None:
    for number in range(5):
        follow(f"une{number}@example.org")
    desk.publish()
    work(app)
    assert unsent() == 5
    with engines.reading() as session:
        tried = [one.attempts for one in session.scalars(select(Job).where(Job.name == "send-letter-to-follower"))]
    assert sorted(tried) == [0, 0, 0, 0, 1]
    mailbox = serving(Mailbox())
    clock.forward(hours=2)
    work(app)
    assert (unsent(), len(mailbox.letters)) == (0, 5)
    clock.forward(days=2)
    work(app)
    assert len(mailbox.letters) == 5


def test_a_server_that_refuses_at_first_gets_each_letter_once(app: Flask, desk: Desk, follow: Follow, clock: Clock, serving: Any) -> None:
    follow()
    follow("autre@example.org")
    mailbox = serving(Mailbox(refusals=3))
    desk.publish()
    for _ in range(5):
        work(app)
        clock.forward(hours=1)
    assert (unsent(), len(mailbox.letters)) == (0, 2)


def test_a_server_that_stalls_holds_up_neither_a_release_nor_the_other_work(
    app: Flask, desk: Desk, follow: Follow, clock: Clock, serving: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "_PATIENCE_SECONDS", 0.3)
    follow()
    follow("autre@example.org")
    mailbox = serving(Mailbox(silence=30))
    desk.publish()
    work(app)
    assert (unsent(), mailbox.asked) == (2, 1), "one letter has tried, the other waits"
    desk.publish()
    for _ in range(2):
        tick(app)
    assert len(letters()) == 2
    mailbox.silence = 0
    clock.forward(hours=2)
    work(app)
    assert unsent() == 0


def test_a_release_settles_while_a_letter_hangs(app: Flask, desk: Desk, follow: Follow, clock: Clock, serving: Any) -> None:
    follow()
    mailbox = serving(Mailbox())
    mailbox.open.clear()
    desk.publish()
    work_until_written(app)
    waiting = building.released(desk.session, desk.writer, desk.approver, clock())
    stop = threading.Event()
    worker = threading.Thread(target=worker_module.work, args=(app, stop))
    worker.start()
    try:
        until(lambda: mailbox.asked == 1)
        until(lambda: settled(waiting.id))
        assert mailbox.letters == [], "the letter still hangs, and the text is public"
    finally:
        mailbox.open.set()
        stop.set()
        worker.join()


def work_until_written(app: Flask) -> None:
    """Turns until the letter is written; it is sent at the turn after."""
    while not letters():
        tick(app)


def settled(edition_id: int) -> bool:
    with engines.reading() as session:
        return session.get(Settlement, edition_id) is not None


def until(holds: Callable[[], bool]) -> None:
    for _ in range(400):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it never came")


def test_a_letter_that_waits_is_not_sent_with_a_text_that_was_recalled(app: Flask, desk: Desk, follow: Follow, clock: Clock, serving: Any) -> None:
    follow()
    document = desk.publish()
    work(app)
    assert unsent() == 1
    clock.forward(minutes=30)
    desk.recall(document, {"fr": NOTICES["fr"]})
    work(app)
    mailbox = serving(Mailbox())
    for _ in range(4):
        clock.forward(hours=2)
        work(app)
    assert mailbox.letters == []
    assert letters() == []
    with engines.reading() as session:
        assert session.scalars(select(Delivery)).all() == []


def test_a_letter_that_waits_is_written_again_when_its_text_is_corrected(app: Flask, desk: Desk, follow: Follow, clock: Clock, serving: Any) -> None:
    from mission.models import Change
    from tests.building import text

    follow()
    document = desk.publish()
    work(app)
    clock.forward(minutes=30)
    desk.change(document, Change.CORRECTION, translations={"fr": text("Un titre juste", change_note="Un mot manquait.")})
    work(app)
    mailbox = serving(Mailbox())
    for _ in range(4):
        clock.forward(hours=2)
        work(app)
    assert len(mailbox.letters) == 1
    assert len(letters()) == 1
    assert "Un titre juste" in letters()[0].text


def certificate(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody but its own maker vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False).sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "own.pem").write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "own.pem")
    return context


class Encrypted(Controller):
    """A listener that speaks TLS from the first byte; its own look at itself does not check the certificate."""

    def _trigger_server(self) -> None:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with socket.create_connection((self.hostname, self.port), timeout=5) as raw, context.wrap_socket(raw, server_hostname="localhost") as line:
            line.recv(100)


@pytest.mark.parametrize("scheme", ["smtps"])
def test_a_server_with_a_bad_certificate_gets_nothing_until_it_has_a_good_one(
    app: Flask, desk: Desk, follow: Follow, clock: Clock, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow()
    mailbox = Mailbox()
    server = Encrypted(mailbox, hostname="localhost", port=port, ssl_context=certificate(tmp_path))
    server.start()
    try:
        desk.publish()
        work(app)
        assert (unsent(), mailbox.letters) == (1, [])
        with engines.reading() as session:
            assert session.scalars(select(Job).where(Job.attempts > 0)).one().last_error == "Unreachable"
        # The same server, once its certificate is one that is trusted here.
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "own.pem"))
        clock.forward(hours=1)
        work(app)
        assert (unsent(), len(mailbox.letters)) == (0, 1)
    finally:
        server.stop()
