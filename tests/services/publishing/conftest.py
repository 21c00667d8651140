"""Two people at the desk, and a session to act in."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mission.extensions import engines
from mission.models import Person
from tests.building import person
from tests.conftest import Clock


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with engines.writing() as session:
        yield session


@pytest.fixture
def writer(session: Session, clock: Clock) -> Person:
    return person(session, "writer@example.org", clock())


@pytest.fixture
def approver(session: Session, clock: Clock) -> Person:
    return person(session, "approver@example.org", clock())
