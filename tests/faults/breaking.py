"""Killing what runs, as a power cut or the kernel would, and looking at what is left: what was acknowledged is there, and there once."""

import contextlib
import multiprocessing
import os
import random
import re
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiosmtpd.controller import Controller
from sqlalchemy import event, func, select, update

from mission import create_app
from mission.extensions import engines
from mission.models import Document, Enquiry, Job, Letter, Person, Settlement
from mission.services import jobs, publishing
from mission.services.rendering import making
from tests import building
from tests.browser.conftest import free_port
from tests.conftest import environment
from tests.soak.serving import Server

FORK = multiprocessing.get_context("fork")
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
VICTIMS = ("everything", "web", "worker", "actor")


@dataclass
class Mailbox:
    """Takes letters, and counts how often each came."""

    came: Counter[str] = field(default_factory=Counter)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        self.came[re.search(rb"Message-ID:\s*<([^>]+)>", envelope.content, re.IGNORECASE)[1].decode()] += 1  # type: ignore[index]
        return "250 taken"


@dataclass
class Told:
    """What a run came to."""

    kills: int = 0
    acknowledged: int = 0
    releases: int = 0
    letters: int = 0
    twice: int = 0


@contextlib.contextmanager
def posting() -> Iterator[tuple[Mailbox, dict[str, str]]]:
    """A mail server, and the settings of a site that uses it."""
    mailbox = Mailbox()
    post = Controller(mailbox, hostname="localhost", port=free_port())
    post.start()
    try:
        yield mailbox, {"SMTP_URL": f"smtp://localhost:{post.port}", "MAIL_FROM": "mission@example.org"}
    finally:
        post.stop()


def staffed() -> None:
    """Two persons who write and release."""
    with engines.writing() as session:
        for name in ("writer", "approver"):
            building.person(session, f"{name}@example.org", datetime.now(UTC))
    engines.dispose()


def killing(folder: Path, *, rounds: int, seed: int) -> Told:
    """Serve, write, release and mail; kill somebody; look; again. Raises `AssertionError` where anything acknowledged is lost or doubled."""
    chance, told = random.Random(seed), Told()
    with posting() as (mailbox, settings):
        app = create_app(environment(folder) | settings)
        try:
            staffed()
            messages: list[str] = []
            released: list[int] = []
            for turn in range(rounds):
                victim = VICTIMS[turn % len(VICTIMS)] if rounds < len(VICTIMS) else chance.choice(VICTIMS)
                one_round(Server(folder, **settings), victim, chance, messages, released)
                told.kills += 1
                check(folder, messages, released)
            told.acknowledged, told.releases = len(messages), len(released)
            assert messages, "somebody was answered"
            delivered(app, mailbox, told)
            return told
        finally:
            engines.dispose()


def delivered(app: Any, mailbox: Mailbox, told: Told) -> None:
    """Send what still waits; each letter has then arrived, and few of them twice."""
    with engines.writing() as session:
        # Papers have tests of their own, and take long.
        session.execute(update(Job).where(Job.name == making.JOB).values(done_at=datetime.now(UTC)))
        session.commit()
    # A job that a dead worker had taken is free again after five minutes.
    for minutes in (6, 12, 18, 24):
        while jobs.run_due(engines.writing, datetime.now(UTC) + timedelta(minutes=minutes), app.config["SETTINGS"]):
            pass
    with engines.reading() as session:
        unsent = session.scalars(select(Letter.id).where(Letter.sent_at.is_(None))).all()
        letters = session.scalar(select(func.count(Letter.id))) or 0
    assert not unsent, "every letter is sent"
    assert len(mailbox.came) == letters, "each arrived"
    told.letters, told.twice = letters, sum(many - 1 for many in mailbox.came.values())
    # What was sent in the instant of a kill is sent again, under the same name: SMTP cannot do better.
    assert told.twice <= told.kills * 2, mailbox.came.most_common(5)
    assert max(mailbox.came.values(), default=0) <= 1 + told.kills


def one_round(server: Server, victim: str, chance: random.Random, messages: list[str], released: list[int]) -> None:
    try:
        server.start()
        ours, theirs = FORK.Pipe(duplex=False)
        engines.dispose()
        actor = FORK.Process(target=releasing, args=(theirs, chance.random()))
        actor.start()
        theirs.close()
        with writing(server, messages):
            # Not before somebody was answered: there would be nothing to lose.
            had, until = len(messages), time.monotonic() + 20
            while len(messages) == had and time.monotonic() < until:
                time.sleep(0.02)
            time.sleep(chance.uniform(0.0, 0.8))
            if victim == "everything":
                server.kill()
            elif victim == "actor":
                assert actor.pid
                os.kill(actor.pid, signal.SIGKILL)
            else:
                with contextlib.suppress(ProcessLookupError, KeyError):
                    os.kill(server.children()[victim], signal.SIGKILL)
        actor.kill()
        actor.join(30)
        with contextlib.suppress(EOFError, OSError):
            while ours.poll():
                released.append(ours.recv())
    finally:
        server.kill()


@contextlib.contextmanager
def writing(server: Server, messages: list[str]) -> Iterator[None]:
    """Three people who send messages meanwhile; what was confirmed to them stands in `messages`."""
    stop, wrong = threading.Event(), list[int]()
    people = [threading.Thread(target=_write, args=(server, stop, messages, wrong, f"{server.port}-{number}")) for number in range(3)]
    for one in people:
        one.start()
    try:
        yield
    finally:
        stop.set()
        for one in people:
            one.join(30)
    assert not wrong, f"answered with {wrong}"


def _write(server: Server, stop: threading.Event, messages: list[str], wrong: list[int], name: str) -> None:
    """Somebody who sends messages, and believes those that were confirmed."""
    with contextlib.suppress(OSError):
        status, page = server.get("/fr/contact")
        while status == 503 and not stop.is_set():
            # No form yet: the database has hardly come back.
            time.sleep(0.1)
            status, page = server.get("/fr/contact")
        hidden = dict(HIDDEN.findall(page.decode()))
        number = 0
        while not stop.is_set():
            number += 1
            message = f"Une question d’essai, assez longue, {name}-{number}-{time.monotonic_ns()}"
            fields = hidden | {"name": "Une lectrice", "email": "lectrice@example.org", "subject": "general", "message": message}
            status, _ = server.post("/fr/contact", urlencode(fields).encode())
            if status == 303:
                messages.append(message)
            elif status not in (429, 503):
                wrong.append(status)
            # Each message leaves two letters, and somebody has to send them all in the end.
            time.sleep(0.1)


def releasing(told: Any, spread: float) -> None:
    """In a process of its own: somebody who releases one text after another, and says so once each act has come back."""
    random.seed(spread)
    with contextlib.suppress(Exception):
        while True:
            with engines.writing() as session:
                writer, approver = (session.scalars(select(Person).where(Person.email == f"{one}@example.org")).one() for one in ("writer", "approver"))
                edition = building.released(session, writer, approver, datetime.now(UTC))
                told.send(edition.id)
            time.sleep(random.uniform(0, 0.05))
    os._exit(0)


def check(folder: Path, messages: list[str], released: list[int]) -> None:
    """What a kill has left: whole, with everything that was acknowledged, once."""
    if not (folder / "database_url").exists():
        connection = sqlite3.connect(folder / "mission.sqlite")
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.close()
    settle(folder)
    with engines.reading() as session:
        kept = Counter(session.scalars(select(Enquiry.message)))
        lost = [one for one in messages if kept[one] == 0]
        assert not lost, f"acknowledged and lost: {lost[:3]}"
        assert not [one for one, many in kept.items() if many > 1], "doubled"
        settled = set(session.scalars(select(Settlement.edition_id)))
        assert not set(released) - settled, "released and lost"
        numbers = sorted(one for one in session.scalars(select(Document.number).where(Document.letter == "C")) if one)
        assert numbers == list(range(1, len(numbers) + 1)), "a number is missing or doubled"
        assert session.scalar(select(func.count(Job.id)).where(Job.done_at.is_(None), Job.name == "")) == 0
        assert list(publishing.faults(session)) == [], "as `flask mission verify` sees it"
        assert publishing.first_break(session) is None
    engines.dispose()


def settle(folder: Path) -> None:
    """Whoever comes next finishes what the dead one had begun."""
    publishing.settle(engines.writing, datetime.now(UTC), prefix="MPM", demonstration=True)


def migrating(folder: Path, *, rounds: int, seed: int) -> int:
    """Bring an older state up, kill the process at some statement of it, and bring it up again; returns how many were killed."""
    from flask_migrate import downgrade, upgrade

    app, chance, kills = create_app(environment(folder)), random.Random(seed), 0
    with app.app_context():
        steps = 0

        def count(*given: Any) -> None:
            nonlocal steps
            steps += 1

        downgrade(revision=OLDER)
        event.listen(engines.writer, "before_cursor_execute", count)
        upgrade()
        event.remove(engines.writer, "before_cursor_execute", count)
        for turn in range(rounds):
            downgrade(revision=OLDER)
            engines.dispose()
            child = FORK.Process(target=_upgrade_until, args=(app, 1 + chance.randrange(max(1, steps - 1)) if turn else 1))
            child.start()
            child.join(120)
            kills += child.exitcode == -signal.SIGKILL
            upgrade()
            with engines.reading() as session:
                assert list(publishing.faults(session)) == []
            engines.dispose()
    return kills


# From here on there is something to lose.
OLDER = "0009"


def _upgrade_until(app: Any, step: int) -> None:
    from flask_migrate import upgrade

    count = 0

    def strike(*given: Any) -> None:
        nonlocal count
        count += 1
        if count >= step:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engines.writer, "before_cursor_execute", strike)
    with app.app_context():
        upgrade()
    os._exit(0)


def going_back_and_forth(told: Any, folder: Path) -> None:
    """In a process of its own: the tables of a site go down to an older state and up again, until something stops them."""
    from flask_migrate import downgrade, upgrade

    with contextlib.suppress(Exception), create_app(environment(folder)).app_context():
        told.send(None)
        while True:
            downgrade(revision=OLDER)
            upgrade()
    os._exit(0)


def brought_up(folder: Path) -> None:
    """In a process of its own, which ends with 0: the tables are brought up, and nothing is amiss."""
    from flask_migrate import upgrade

    with create_app(environment(folder)).app_context():
        upgrade()
    with engines.reading() as session:
        assert list(publishing.faults(session)) == []
        assert publishing.first_break(session) is None
