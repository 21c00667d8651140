"""A site per test: the seeded database is made once and copied; the clock is the test's."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from mission import create_app
from mission.extensions import engines
from mission.models import Job
from mission.services import seeding
from mission.services.rendering import making
from mission.services.search import indexing

from .cluster import Cluster, running
from .hastened import hasten, let_lie
from .strict import StrictClient

hasten()

# Some thousand databases, each of whose commits waits for a disk: in memory, where there is enough of it.
MEMORY = Path("/dev/shm")  # noqa: S108
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 6 * 2**30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

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


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="the database on which the suite runs")


# What asks no database, or asks it nothing that is not asked elsewhere too (how a text is read, drawn, compared or worded; forms whose acts are tried
# below them): run once, on SQLite. On PostgreSQL run what it could do otherwise: acts, locks, guards, settling, migrations, lists and their counts,
# search, feeds, alerts, the register, backups, copies, imports, and the walk of the canary.
ONCE = (
    "browser", "house/test_content.py", "house/test_floors.py", "house/test_looks.py", "house/test_translations.py", "running/test_benchmarks.py",
    "running/test_dependencies.py", "running/test_deploy.py", "running/test_front.py", "running/test_index.py", "running/test_logs.py",
    "running/test_metrics.py", "running/test_replica.py", "running/test_serve.py", "sections/desk/test_account.py", "sections/desk/test_comparing.py",
    "sections/desk/test_documents.py", "sections/desk/test_door.py", "sections/desk/test_files.py", "sections/desk/test_finding.py",
    "sections/desk/test_kept.py", "sections/desk/test_matrix.py", "sections/desk/test_pages.py", "sections/desk/test_passkeys.py",
    "sections/desk/test_previewing.py", "sections/desk/test_taxonomy.py", "sections/desk/test_verbs.py", "sections/desk/test_writing.py", "sections/test_archives.py", "sections/test_begun.py",
    "sections/test_calendars.py", "sections/test_citations.py", "sections/test_contact.py", "sections/test_editions.py", "sections/test_files.py",
    "sections/test_gathered.py", "sections/test_identity.py", "sections/test_lost.py", "sections/test_machines.py", "sections/test_openapi.py",
    "sections/test_papers.py", "sections/test_parted.py", "sections/test_recalled.py", "sections/test_verify.py", "security/test_answers.py", "security/test_crossing.py",
    "security/test_documents.py", "security/test_leading.py", "security/test_observatory.py", "security/test_passwords.py", "security/test_server.py",
    "security/test_source.py", "security/test_typesetting.py", "services/alerts/test_mail_server.py", "services/authenticity", "services/checking",
    "services/filing", "services/intake", "services/mirroring", "services/rendering", "services/search/test_analysis.py",
    "services/search/test_asking.py", "services/search/test_lexicon.py", "services/search/test_meant.py", "services/search/test_names.py",
    "services/search/test_ranking.py", "services/search/test_relevance.py", "services/test_dates.py", "services/test_mail.py",
    "services/test_purging.py", "soak", "test_config.py", "verify/test_alone.py", "verify/test_attached.py", "verify/test_bullets.py",
    "verify/test_documented.py", "verify/test_hand.py", "verify/test_hostile.py", "verify/test_minus.py", "verify/test_sheets.py", "verify/test_sheets_in_arabic.py",
    "verify/test_sided.py", "verify/test_tree.py", "verify/test_vocalised.py", "web/test_assets.py", "web/test_compositions.py", "web/test_crawl.py",
    "web/test_front.py", "web/test_junk.py", "web/test_limits.py", "web/test_ranges.py", "web/test_sources.py", "web/test_typography.py"
)  # fmt: skip


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """On PostgreSQL only what could differ there."""
    once = config.getoption("--database") == "postgresql" and any(collection_path.is_relative_to(Path(__file__).parent / one) for one in ONCE)
    return True if once else None


# What takes longest begins, so that no worker is left with it alone at the end.
LONGEST = ("browser/test_accessibility.py", "browser/test_journey.py", "web/test_crawl.py", "house/test_canary.py", "services/publishing/test_at_once.py",
           "services/search/test_cases.py", "faults/test_faults.py", "sections/test_verify.py", "verify/test_hand.py", "test_migrations.py")  # fmt: skip


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {Path(__file__).parent / one: place for place, one in enumerate(LONGEST)}
    items.sort(key=lambda one: places.get(one.path, len(places)))


def pytest_collection_finish() -> None:
    let_lie()


def environment(instance: Path) -> dict[str, str]:
    """The settings of a site in this folder; where the suite runs on PostgreSQL the folder says which database is its own."""
    own = instance / "database_url"
    # A test asks more often than a reader: those of the limits set their own.
    often = {"API_PER_MINUTE": "1000000", "ARCHIVES_PER_MINUTE": "1000000", "VERIFY_PER_MINUTE": "1000000", "SEARCHES_PER_MINUTE": "1000000"}
    return {"MISSION_INSTANCE": str(instance), "PORT": "8000"} | often | ({"DATABASE_URL": own.read_text()} if own.exists() else {})


# The private PostgreSQL of a run on it: one for all its workers, who are told where it is.
CLUSTER = pytest.StashKey[Cluster]()


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--database") != "postgresql":
        return
    if (given := getattr(config, "workerinput", None)) is not None:
        config.stash[CLUSTER] = Cluster(Path(given["cluster"]))
        return
    stack = ExitStack()
    config.stash[CLUSTER] = stack.enter_context(running())
    config.add_cleanup(stack.close)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    if CLUSTER in node.config.stash:
        node.workerinput["cluster"] = str(node.config.stash[CLUSTER].folder)


@pytest.fixture(scope="session")
def cluster(request: pytest.FixtureRequest) -> Cluster | None:
    """The private PostgreSQL, where the suite runs on it."""
    return request.config.stash.get(CLUSTER, None)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, cluster: Cluster | None) -> Path:
    """An instance folder with the tables, the guards and the initial content: made by the first worker who asks, and copied by all."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "filled"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            shutil.rmtree(folder, ignore_errors=True)
            fill(folder, cluster)
            (folder / "ready").touch()
    return folder


def fill(folder: Path, cluster: Cluster | None = None) -> Path:
    """The same in `folder`; returns it."""
    from flask_migrate import upgrade

    folder.mkdir(parents=True, exist_ok=True)
    if cluster is not None:
        (folder / "database_url").write_text(cluster.url(cluster.make()))
    app = create_app(environment(folder), clock=Clock())
    with app.app_context():
        upgrade()
    with engines.writing() as session:
        if cluster is not None:
            # On SQLite the site fills itself at its first start.
            seeding.seed(session, at=BEGINNING, prefix="MPM", demonstration=True)
        # Some hundred papers would be drawn behind each test's back: they are made when somebody asks for them.
        session.execute(update(Job).where(Job.name == making.JOB).values(due_at=BEGINNING + timedelta(days=3650)))
        session.commit()
    indexing.keep_up(engines.reading)
    if cluster is None:
        with engines.writer.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engines.dispose()
    return folder


def copied(filled: Path, folder: Path, cluster: Cluster | None) -> str:
    """A filled instance of one's own in `folder`; returns the name of its database."""
    shutil.copy(filled / "secret_key", folder / "secret_key")
    shutil.copytree(filled / "index", folder / "index")
    # Files of the same names: what they hold is in the names.
    os.symlink(filled / "assets", folder / "assets")
    # The same key for a test of an official site: what signed the content goes on signing.
    for name in ("demonstration_key.pem", "signing_key.pem"):
        shutil.copy(filled / "demonstration_key.pem", folder / name)
    if cluster is None:
        shutil.copy(filled / "mission.sqlite", folder / "mission.sqlite")
        return "mission.sqlite"
    name = cluster.make((filled / "database_url").read_text().partition("@/")[2].partition("?")[0])
    (folder / "database_url").write_text(cluster.url(name))
    return name


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def instance(filled: Path, tmp_path: Path, cluster: Cluster | None) -> Iterator[Path]:
    name = copied(filled, tmp_path, cluster)
    yield tmp_path
    if cluster is not None:
        cluster.drop(name)


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
