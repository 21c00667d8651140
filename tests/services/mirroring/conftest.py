"""A small site: some pages of the content, a milestone, and its mirror."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select, update

from mission import create_app
from mission.extensions import engines
from mission.models import Job, Settlement
from mission.services import seeding
from mission.services.rendering import making
from mission.services.search import indexing

from ...cluster import Cluster
from ...conftest import BEGINNING, Clock, environment
from ...small import few


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, cluster: Cluster | None) -> Path:
    folder = tmp_path_factory.mktemp("small")
    if cluster is not None:
        (folder / "database_url").write_text(cluster.url(cluster.make()))
    return folder


@pytest.fixture(scope="module")
def app(place: Path, clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    content = few(tmp_path_factory.mktemp("content") / "content", 1)
    url = environment(place).get("DATABASE_URL", f"sqlite:///{place / 'mission.sqlite'}")
    told = {"DATABASE_URL": url, "MISSION_EMAIL": "mission@example.org", "MIRROR_FOLDER": str(place / "mirror"), "MIRROR_MINUTES": "15"}
    app = create_app(environment(place) | told, clock=clock)
    with app.app_context():
        upgrade()
    with engines.writing() as session:
        seeding.seed(session, at=BEGINNING, prefix="MPM", demonstration=True, folder=content)
        session.execute(update(Job).where(Job.name == making.JOB).values(due_at=BEGINNING + timedelta(days=3650)))
        session.commit()
        # Drawn at once, or a first walk draws them and a second one follows.
        for edition in list(session.scalars(select(Settlement.edition_id))):
            making.make(session, edition, clock(), app.config["SETTINGS"])
    indexing.keep_up(engines.reading)
    yield app
    engines.dispose()
