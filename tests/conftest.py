"""A site per test: the seeded database is made once and copied; the clock is the test's."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from mission import create_app
from mission.extensions import engines
from mission.services import seeding

from .strict import StrictClient

# A Tuesday, in winter time, at no round second.
BEGINNING = datetime(2026, 11, 24, 9, 30, 17, tzinfo=UTC)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, at: datetime = BEGINNING) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **how: float) -> datetime:
        self.at += timedelta(**how)
        return self.at


def environment(instance: Path) -> dict[str, str]:
    return {"MISSION_INSTANCE": str(instance), "PORT": "8000"}


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with the tables, the guards and the initial content."""
    from flask_migrate import upgrade

    folder = tmp_path_factory.mktemp("filled")
    app = create_app(environment(folder), clock=Clock())
    with app.app_context():
        upgrade()
    with engines.writing() as session:
        seeding.seed(session, at=BEGINNING, prefix="MPM", demonstration=True)
    with engines.writer.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engines.dispose()
    return folder


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def instance(filled: Path, tmp_path: Path) -> Path:
    for name in ("mission.sqlite", "secret_key"):
        shutil.copy(filled / name, tmp_path / name)
    os.symlink(filled / "assets", tmp_path / "assets")
    return tmp_path


@pytest.fixture
def app(instance: Path, clock: Clock) -> Iterator[Flask]:
    app = create_app(environment(instance), clock=clock)
    app.testing = False
    yield app
    engines.dispose()


@pytest.fixture
def client(app: Flask) -> StrictClient:
    """A visitor who looks closely at every page."""
    app.test_client_class = StrictClient
    return app.test_client()  # type: ignore[return-value]
