"""Killing PostgreSQL itself, all of its processes at once, while people write and letters leave, and while somebody releases, a backup is made, or
tables are brought up: the site answers throughout, comes back by itself, and nothing acknowledged is lost."""

import contextlib
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mission.services import safekeeping
from tests import cluster as clusters
from tests.conftest import copied, fill
from tests.soak.serving import Server

from . import backing, breaking

DURING = ("releases", "backup", "migration")


def kill(data: Path) -> None:
    """SIGKILL to the postmaster and all that it has started."""
    postmaster = int((data / "postmaster.pid").read_text().split()[0])
    children = subprocess.run(["pgrep", "-P", str(postmaster)], capture_output=True, text=True, check=False).stdout.split()
    for one in (postmaster, *map(int, children)):
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            continue


def start(folder: Path) -> None:
    options = " ".join(f"-c {one}" for one in clusters.SWIFT) + f" -k {folder}"
    for _ in range(50):
        try:
            clusters._ordinarily(clusters.programs() / "pg_ctl", "-D", folder / "data", "-w", "-o", options, "-l", folder / "log", "start")
            return
        except subprocess.CalledProcessError:
            # Shared memory of the dead is given back a moment later.
            time.sleep(0.2)
    raise RuntimeError((folder / "log").read_text()[-2000:])


def run(place: Path, *, rounds: int, seed: int, full: Path | None = None) -> breaking.Told:
    """Kill and restart; the site's server lives through it and answers again by itself. `full` is a filled instance whose database is taken over.
    (`fsync=off` is no matter here: a killed process loses nothing that the kernel has; that a power cut loses nothing is PostgreSQL's own promise
    with the settings of the guide.)"""
    chance, told = random.Random(seed), breaking.Told()
    messages, released = list[str](), list[int]()
    with clusters.running() as cluster, breaking.posting() as (mailbox, settings):
        # The suite's haste would acknowledge what stands in the memory of the process that is killed.
        cluster._tell("ALTER ROLE mission SET synchronous_commit = on")
        full = taken_over(full, place / "filled-killed", cluster) if full else fill(place / "filled-killed", cluster)
        folder, other = place / "killed", place / "killed-migration"
        for one in (folder, other):
            one.mkdir()
            copied(full, one, cluster)
        app = breaking.create_app(breaking.environment(folder) | settings)
        breaking.staffed()
        server = Server(folder, **settings).start()
        try:
            for turn in range(rounds):
                during = DURING[turn % len(DURING)]
                act: tuple[Callable[..., None], tuple[Any, ...]] = {
                    "releases": (breaking.releasing, (chance.random(),)), "backup": (backing.made_one_after_another, (app, place / "backups", turn)),
                    "migration": (breaking.going_back_and_forth, (other,)),
                }[during]  # fmt: skip
                heard = one_round(server, cluster.folder, messages, act, chance)
                told.kills += 1
                if during == "releases":
                    released += heard
                elif during == "backup":
                    backing.look(place / "backups", heard)
                else:
                    again = breaking.FORK.Process(target=breaking.brought_up, args=(other,))
                    again.start()
                    again.join(120)
                    assert again.exitcode == 0, "the tables are not as they should be"
            told.acknowledged, told.releases = len(messages), len(released)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{server.log.read_text()[-6000:]}") from error
        finally:
            server.kill()
        breaking.check(folder, messages, released)
        safekeeping.make(breaking.engines.reader, app.config["SETTINGS"], place / "backups", datetime.now(UTC))
        assert backing.look(place / "backups", []) == 1
        breaking.delivered(app, mailbox, told)
        breaking.engines.dispose()
    return told


def one_round(server: Server, cluster: Path, messages: list[str], act: tuple[Callable[..., None], tuple[Any, ...]], chance: random.Random) -> list[Any]:
    """Kill the database in the middle of an act of a process of its own, while people write; returns what that process has told."""
    breaking.engines.dispose()
    ours, theirs = breaking.FORK.Pipe(duplex=False)
    actor = breaking.FORK.Process(target=act[0], args=(theirs, *act[1]))
    actor.start()
    theirs.close()
    try:
        with contextlib.ExitStack() as ending, breaking.writing(server, messages):
            had, until = len(messages), time.monotonic() + 20
            while (len(messages) == had or not ours.poll()) and time.monotonic() < until:
                time.sleep(0.02)
            assert ours.poll(), "nobody acted"
            time.sleep(chance.uniform(0, 1.0))
            ending.callback(start, cluster)
            kill(cluster / "data")
            status = server.get("/fr/kingdom")[0]
            assert status in (200, 503), status
        server.await_health()
    finally:
        # Where it held no connection in that instant it goes on, with the database that is there again.
        actor.kill()
        actor.join(30)
    return backing.heard(ours)


def taken_over(full: Path, folder: Path, cluster: clusters.Cluster) -> Path:
    """A filled instance with its database in this cluster: filling one anew takes ten times as long."""
    folder.mkdir()
    name = cluster.make()
    dumped = subprocess.run([clusters.programs() / "pg_dump", (full / "database_url").read_text()], check=True, capture_output=True)
    subprocess.run([clusters.programs() / "psql", "-q", cluster.url(name)], input=dumped.stdout, check=True, stdout=subprocess.DEVNULL)
    (folder / "database_url").write_text(cluster.url(name))
    for one in ("secret_key", "index", "assets", "demonstration_key.pem"):
        (folder / one).symlink_to(full / one)
    return folder
