"""Letters through a real SMTP listener: a server that is down or slow delays them, loses none and holds nobody up."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from mission import create_app
from mission.extensions import engines
from mission.models import Letter, Throttle, Translation
from mission.services import mail
from mission.worker import tick
from tests.browser.conftest import free_port
from tests.conftest import Clock, environment


class Listener:
    """Takes letters, and writes into the site's database while the sender waits for its answer."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        with engines.writing() as writing:
            writing.add(Throttle(name=f"during-{len(self.letters)}", since=datetime.now(UTC), tries=1))
            writing.commit()
        self.letters.append(envelope.content)
        return "250 taken"


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def app(instance: Path, clock: Clock, port: int) -> Iterator[Flask]:
    yield create_app(environment(instance) | {"SMTP_URL": f"smtp://127.0.0.1:{port}"}, clock=clock)
    engines.dispose()


def post(clock: Clock) -> None:
    with engines.writing() as session:
        mail.post(session, to="une@example.org", subject="Essai\r\nBcc: x@example.org", text="Bonjour à tous — مرحبا\n", language="fr", at=clock())
        session.commit()


def sent() -> list[bool]:
    with engines.reading() as session:
        return [one.sent_at is not None for one in session.scalars(select(Letter))]


def test_a_letter_is_sent_once_and_nobody_waits_for_the_mail_server(app: Flask, clock: Clock, port: int) -> None:
    post(clock)
    listener = Listener()
    server = Controller(listener, hostname="127.0.0.1", port=port)
    server.start()
    try:
        tick(app)
        clock.forward(hours=2)
        tick(app)
    finally:
        server.stop()
    assert len(listener.letters) == 1
    assert sent() == [True]
    head = listener.letters[0].split(b"\r\n\r\n")[0]
    assert b"\nBcc:" not in head
    with engines.reading() as session:
        assert session.scalar(select(Throttle).where(Throttle.name == "during-0")) is not None


def test_a_server_that_is_down_delays_a_letter_and_loses_none(app: Flask, clock: Clock, port: int) -> None:
    post(clock)
    tick(app)
    assert sent() == [False]
    listener = Listener()
    server = Controller(listener, hostname="127.0.0.1", port=port)
    server.start()
    try:
        clock.forward(minutes=2)
        tick(app)
    finally:
        server.stop()
    assert sent() == [True]


def test_an_address_that_the_server_cannot_write_to_holds_up_no_other(app: Flask, clock: Clock, port: int) -> None:
    """Anybody may ask for letters to such an address: it must not be taken for a server that is down."""
    with engines.writing() as session:
        for to in ("zoé@example.org", "une@exämple.org", "une@example.org"):
            mail.post(session, to=to, subject="Essai", text="Bonjour\n", language="fr", at=clock())
        session.commit()
    listener = Listener()
    server = Controller(listener, hostname="127.0.0.1", port=port, enable_SMTPUTF8=False)
    server.start()
    try:
        tick(app)
    finally:
        server.stop()
    assert sent() == [False, True, True]
    assert b"To: une@xn--exmple-cua.org" in listener.letters[0]


def _unfolded(head: str) -> str:
    return head.replace("\n", "")


def test_a_subject_keeps_every_space_however_long_it_is(app: Flask, clock: Clock, port: int) -> None:
    """Every public title as a letter tells of it, written to bytes and read back by a new program and by an old one."""
    heads = ("", "[Démonstration] ", "Corrigé : ", "تصحيح: ", "[عرض تجريبي] محطة: ", "Communiqué : ")
    with engines.reading() as session:
        titles = [title for (title,) in session.execute(select(Translation.title).distinct())]
    assert len(titles) > 300
    broken = []
    for title in titles:
        for head in heads:
            letter = Letter(id=1, recipient="une@example.org", subject=head + title, text="Essai.\n", language="fr", written_at=clock(), html="", heads={})
            raw = bytes(mail.compose(letter, app.config["SETTINGS"]))
            new = str(message_from_bytes(raw, policy=policy.default)["Subject"])
            old = "".join(part if isinstance(part, str) else part.decode(charset or "ascii") for part, charset in decode_header(_unfolded(message_from_bytes(raw)["Subject"])))
            if not new == old == letter.subject or any(len(line) > 78 for line in raw.split(b"\n\n")[0].split(b"\n")):
                broken.append((letter.subject, new, old))
    assert broken == []
