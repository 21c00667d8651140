"""The long form: ``make faults``. Fifty kills while people write, release and mail; fifty in the middle of a migration; on PostgreSQL the database
itself; and, where this may mount, a disk that is really full and one that is really read-only."""

import argparse
import tempfile
import time
from pathlib import Path

import pytest

from mission.extensions import engines
from tests.cluster import running
from tests.conftest import copied, fill

from . import breaking, disks, postgresql


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=50)
    asked.add_argument("--seed", type=int, default=int(time.time()))
    given = asked.parse_args()
    print(f"seed {given.seed}, {given.rounds} rounds", flush=True)
    with tempfile.TemporaryDirectory(prefix="faults-") as place:
        filled = fill(Path(place) / "filled")
        for name, run in (("server, web, worker, people", breaking.killing), ("migration", breaking.migrating)):
            folder = Path(place) / name.split(",")[0]
            folder.mkdir()
            copied(filled, folder, None)
            print(f"killed on SQLite ({name}): {run(folder, rounds=given.rounds, seed=given.seed)}", flush=True)
            engines.dispose()
        print(f"disks: {disks.run(filled, Path(place))}", flush=True)
        with running() as cluster:
            full = fill(Path(place) / "filled-postgresql", cluster)
            folder = Path(place) / "postgresql"
            folder.mkdir()
            copied(full, folder, cluster)
            print(f"killed on PostgreSQL (server, web, worker, people): {breaking.killing(folder, rounds=given.rounds, seed=given.seed)}", flush=True)
        print(f"PostgreSQL itself killed: {postgresql.run(Path(place), rounds=given.rounds, seed=given.seed)}", flush=True)
    raise SystemExit(pytest.main(["-q", "tests/faults"]))


if __name__ == "__main__":
    main()
