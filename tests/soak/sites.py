"""A filled site outside of pytest, for the long forms."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from mission import create_app
from mission.extensions import engines
from mission.models import Job
from mission.services import seeding
from mission.services.rendering import making
from mission.services.search import indexing
from tests.cluster import Cluster
from tests.conftest import BEGINNING, environment
from tests.hastened import hasten


def filled(folder: Path, clock: Callable[[], Callable[[], object]], cluster: Cluster | None = None) -> Path:
    """The instance that the suite begins from (`tests/conftest.py`), made in `folder`."""
    from flask_migrate import upgrade

    hasten()
    folder.mkdir(parents=True)
    if cluster is not None:
        (folder / "database_url").write_text(cluster.url(cluster.make()))
    app = create_app(environment(folder), clock=clock())  # type: ignore[arg-type]
    with app.app_context():
        upgrade()
    with engines.writing() as session:
        if cluster is not None:
            seeding.seed(session, at=BEGINNING, prefix="MPM", demonstration=True)
        session.execute(update(Job).where(Job.name == making.JOB).values(due_at=BEGINNING + timedelta(days=3650)))
        session.commit()
    indexing.keep_up(engines.reading)
    if cluster is None:
        with engines.writer.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engines.dispose()
    return folder
