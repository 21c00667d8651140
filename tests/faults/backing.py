"""Backups whose process is killed, or whose database is: what was said to be made is whole, and nothing else counts as one."""

import contextlib
import itertools
import os
import random
import shutil
import signal
import time
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from mission import create_app
from mission.extensions import engines
from mission.services import safekeeping
from mission.services.safekeeping import databases, manifest
from tests.conftest import environment

from .breaking import FORK


def made_one_after_another(told: Connection, app: Any, target: Path, turn: int) -> None:
    """In a process of its own: backups, each of which is told once it has come back, until something stops them."""
    with contextlib.suppress(Exception):
        told.send(None)
        for number in itertools.count(turn * 1000):
            # A name has a second of its own.
            told.send(safekeeping.make(engines.reader, app.config["SETTINGS"], target, datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number)).path)
    os._exit(0)


def look(target: Path, told: list[Path]) -> int:
    """Every backup of which somebody was told is there, and whatever bears the name of one is whole; returns how many, and takes them away."""
    there = {one.path for one in safekeeping.whole(target)} if target.exists() else set()
    assert set(told) <= there, "said to be made, and lost"
    for one in there:
        said = manifest.read(one)
        manifest.compare(one, (*said.files, *([said.keys] if said.keys and (one / said.keys.name).exists() else ())), lambda step, done, total: None)
        assert databases.examine(one / "database.sqlite", lambda step, done, total: None).faults == ()
        shutil.rmtree(one)
    return len(there)


def killing(folder: Path, *, rounds: int, seed: int) -> int:
    """Kill whoever makes a backup, at any moment of it; look; and make one. Returns how many were killed half way."""
    app, chance, target, half = create_app(environment(folder)), random.Random(seed), folder / "backups-killed", 0
    began = time.monotonic()
    safekeeping.make(engines.reader, app.config["SETTINGS"], target, datetime.now(UTC))
    took = time.monotonic() - began
    for turn in range(rounds):
        engines.dispose()
        ours, theirs = FORK.Pipe(duplex=False)
        process = FORK.Process(target=made_one_after_another, args=(theirs, app, target, turn))
        process.start()
        theirs.close()
        ours.recv()
        time.sleep(chance.uniform(0.1, 0.9) * took)
        process.kill()
        process.join(30)
        assert process.exitcode == -signal.SIGKILL
        half += any(one.name.startswith(".") and one.name.endswith(".half") for one in target.iterdir())
        look(target, heard(ours))
        # Keys stay where they are, under the name of their second: on a fast machine two turns begin in the same one.
        safekeeping.make(engines.reader, app.config["SETTINGS"], target, datetime(2026, 2, 1, tzinfo=UTC) + timedelta(seconds=turn))
        assert not [one for one in target.iterdir() if one.name.endswith(".half")], "what was half made goes with the next"
        assert look(target, []) == 1
    engines.dispose()
    return half


def heard(ours: Connection) -> list[Any]:
    """What a process has told before it ended."""
    told = []
    with contextlib.suppress(EOFError, OSError):
        while ours.poll():
            told.append(ours.recv())
    return [one for one in told if one is not None]
