"""PostgreSQL itself killed: every process of the private cluster at once, while people release; after its own recovery nothing acknowledged is lost."""

import contextlib
import os
import random
import signal
import subprocess
import time
from pathlib import Path

from tests import cluster as clusters
from tests.conftest import copied, fill
from tests.soak.serving import Server

from . import breaking


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


def run(place: Path, *, rounds: int, seed: int) -> breaking.Told:
    """Kill and restart; the site's server lives through it and answers again by itself. (`fsync=off` is no matter here: a killed process loses
    nothing that the kernel has; that a power cut loses nothing is PostgreSQL's own promise with the settings of the guide.)"""
    chance, told = random.Random(seed), breaking.Told()
    with clusters.running() as cluster:
        # The suite's haste would acknowledge what stands in the memory of the process that is killed.
        cluster._tell("ALTER ROLE mission SET synchronous_commit = on")
        full = fill(place / "filled-killed", cluster)
        folder = place / "killed"
        folder.mkdir()
        copied(full, folder, cluster)
        messages: list[str] = []
        server = Server(folder).start()
        try:
            for _ in range(rounds):
                with contextlib.ExitStack() as ending, breaking.writing(server, messages):
                    had, until = len(messages), time.monotonic() + 20
                    while len(messages) == had and time.monotonic() < until:
                        time.sleep(0.02)
                    time.sleep(chance.uniform(0, 0.4))
                    ending.callback(start, cluster.folder)
                    kill(cluster.folder / "data")
                    status = server.get("/fr/kingdom")[0]
                    assert status in (200, 503), status
                server.await_health()
                told.kills += 1
            told.acknowledged = len(messages)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{server.log.read_text()[:60000]}") from error
        finally:
            server.kill()
        app = breaking.create_app(breaking.environment(folder))
        assert app
        breaking.check(folder, messages, [])
    return told
