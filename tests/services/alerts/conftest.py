"""Followers, two people at the desk, and a site whose minutes are driven by hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mission.extensions import engines
from mission.models import Alert, Change, Follower, Frequency, Job, Letter, Person
from mission.services import publishing
from mission.services.alerts import queries, tokens
from mission.services.filtering import Filter
from mission.services.rendering import making
from mission.worker import tick
from tests import building
from tests.conftest import Clock

NOTICES = {"fr": "Avis d’essai.", "ar": "إشعار للاختبار.", "en": "A sample notice.", "es": "Un aviso de prueba."}
SETTLE = {"prefix": "MPM", "demonstration": True}


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with engines.writing() as session:
        yield session


@dataclass
class Desk:
    """Writes and releases as two people do; each act ends its transaction."""

    session: Session
    clock: Clock
    writer: Person
    approver: Person

    def publish(self, **changes: Any) -> int:
        """A text released and settled now; returns the document."""
        edition = building.released(self.session, self.writer, self.approver, self.clock(), **changes)
        return self.settle(edition.document_id)

    def change(self, document_id: int, change: Change, **changes: Any) -> int:
        """The next edition of a document, settled now."""
        edition = publishing.begin(self.session, self.writer, document_id, change, at=self.clock())
        content = building.content(**changes)
        publishing.save(self.session, self.writer, edition.id, content, version=edition.version, at=self.clock())
        building.release(self.session, edition, self.writer, self.approver, self.clock())
        return self.settle(document_id)

    def settle(self, document_id: int) -> int:
        publishing.settle(engines.writing, self.clock(), **SETTLE)
        self.session.expire_all()
        self.session.rollback()
        return document_id

    def withdraw(self, document_id: int, notices: dict[str, str]) -> None:
        publishing.withdraw(self.session, self.approver, document_id, notices=notices, at=self.clock(), demonstration=True)

    def recall(self, document_id: int, notices: dict[str, str]) -> None:
        publishing.recall(self.session, self.approver, document_id, notices=notices, at=self.clock(), demonstration=True)


@pytest.fixture
def desk(app: Flask, session: Session, clock: Clock) -> Desk:
    return Desk(session, clock, building.person(session, "writer@example.org", clock()), building.person(session, "approver@example.org", clock()))


@pytest.fixture
def follow(app: Flask, clock: Clock) -> Callable[..., int]:
    """Somebody follows a list, confirmed; returns the alert."""

    def make(email: str = "lectrice@example.org", wanted: Filter | None = None, frequency: str = "immediate", language: str = "fr", confirmed: bool = True) -> int:
        wanted = wanted or Filter()
        with engines.writing() as session:
            follower = session.scalar(select(Follower).where(Follower.name == email))
            if follower is None:
                follower = Follower(name=email, email=email, seal=tokens.seal(), since=clock())
                session.add(follower)
                session.flush()
            alert = Alert(
                follower_id=follower.id, language=language, address=queries.asked_at("", wanted), query=queries.packed(wanted), seal=tokens.seal(),
                frequency=Frequency(frequency), asked_at=clock(), confirmed_at=clock() if confirmed else None,
            )  # fmt: skip
            session.add(alert)
            session.commit()
            return alert.id

    return make


def work(app: Flask) -> None:
    """Turns of the worker until nothing is due but papers to draw, which come last and few at a time."""
    idle = 0
    for _ in range(20):
        tick(app)
        with engines.reading() as session:
            due = session.scalar(select(Job.id).where(Job.done_at.is_(None), Job.name != making.JOB, Job.due_at <= app.config["CLOCK"]()).limit(1))
        # A round that waited for what was behind is called at the turn after.
        idle = idle + 1 if due is None else 0
        if idle == 2:
            return
    raise AssertionError("the worker does not come to an end")


def letters(email: str = "lectrice@example.org") -> list[Letter]:
    """What was written to an address, in order."""
    with engines.reading() as session:
        return list(session.scalars(select(Letter).where(Letter.recipient == email).order_by(Letter.id)))


def subjects(email: str = "lectrice@example.org") -> list[str]:
    plain = (one.subject.replace("\u00a0", " ").replace("\u202f", " ") for one in letters(email))
    return [one.removeprefix("[Démonstration] ") for one in plain]
