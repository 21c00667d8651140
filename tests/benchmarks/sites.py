"""Sites to measure: the initial content and labelled samples with words, their index built and weighed."""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from mission import create_app
from mission.extensions import engines
from mission.models import Person
from mission.services import seeding
from mission.services.search import indexing

from . import samples


@dataclass(frozen=True)
class Built:
    """A site with samples: what it took to build the index, its size in bytes, and how many documents it holds."""

    app: Flask
    folder: Path
    seconds: float
    cpu: float
    size: int
    documents: int


def site(size: int, folder: Path) -> Built:
    """The site with `size` long samples in `folder`, its index built anew."""
    fresh = not (folder / "mission.sqlite").exists()
    app = create_app({"MISSION_INSTANCE": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'mission.sqlite'}"})
    if fresh:
        with app.app_context():
            upgrade()
        with engines.writing() as session:
            seeding.seed(session, at=app.config["CLOCK"](), prefix="MPM", demonstration=True)
            person = session.scalars(select(Person.id).limit(1)).one()
        with engines.writer.begin() as connection:
            samples.fill(connection, size, person, long=True)
            connection.exec_driver_sql("ANALYZE")
    noted = folder / "built"
    if not noted.exists():
        begun, spent = time.monotonic(), time.process_time()
        indexing.rebuild(engines.reading, lambda done, all_: print(f"\r{done} of {all_} in the index", end="", file=sys.stderr))
        noted.write_text(f"{time.monotonic() - begun} {time.process_time() - spent}")
    seconds, cpu = map(float, noted.read_text().split())
    return Built(app, folder, seconds, cpu, weight(folder / "index"), indexing.size())


def weight(folder: Path) -> int:
    """Bytes of the files in a folder."""
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())


def memory() -> tuple[int, int]:
    """Bytes of this process in memory: its own, and of files that it has mapped (they are the machine's to take back)."""
    found = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return tuple(int(found[name].split()[0]) * 1024 for name in ("RssAnon", "RssFile"))  # type: ignore[return-value]
