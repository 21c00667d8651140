"""The long form: ``make faults``. Fifty kills each of server, web, worker and people while they write, release and mail; of a migration at any
statement; of a backup at any moment; on SQLite and on PostgreSQL; of PostgreSQL itself during all of these; and, where this may mount, a disk that is
really full and one that is really read-only."""

import argparse
import tempfile
import time
from pathlib import Path

import pytest

from mission.extensions import engines
from tests.cluster import Cluster, running
from tests.conftest import copied, fill

from . import backing, breaking, disks, postgresql


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=50)
    asked.add_argument("--seed", type=int, default=int(time.time()))
    given = asked.parse_args()
    print(f"seed {given.seed}, {given.rounds} rounds", flush=True)
    with tempfile.TemporaryDirectory(prefix="faults-") as place:
        filled = fill(Path(place) / "filled")
        each(filled, Path(place), None, given)
        print(f"disks: {disks.run(filled, Path(place))}", flush=True)
        with running() as cluster:
            each(fill(Path(place) / "filled-postgresql", cluster), Path(place), cluster, given)
        print(f"PostgreSQL itself killed: {postgresql.run(Path(place), rounds=given.rounds, seed=given.seed)}", flush=True)
    raise SystemExit(pytest.main(["-q", "tests/faults"]))


def each(filled: Path, place: Path, cluster: Cluster | None, given: argparse.Namespace) -> None:
    """Every kind of process is killed, each on a site of its own."""
    engine = "PostgreSQL" if cluster else "SQLite"
    for name, run in (("server, web, worker, people", breaking.killing), ("migration", breaking.migrating), ("backup", backing.killing)):
        folder = place / f"{name.split(',')[0]}-{engine}"
        folder.mkdir()
        copied(filled, folder, cluster)
        began = time.monotonic()
        print(f"killed on {engine} ({name}): {run(folder, rounds=given.rounds, seed=given.seed)} in {time.monotonic() - began:.0f} s", flush=True)
        engines.dispose()


if __name__ == "__main__":
    main()
