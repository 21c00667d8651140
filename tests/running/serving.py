"""The real programs in processes of their own, asked over the loopback."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], bool], what: str, seconds: float = 30.0) -> None:
    """Wait until something is so; it is an error where it does not come to be."""
    ends = time.monotonic() + seconds
    while not true():
        if time.monotonic() > ends:
            raise AssertionError(f"{what} did not come about")
        time.sleep(0.05)


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str


@dataclass
class Served:
    """A running site: where it listens, what it has written, and the process itself."""

    port: int
    written: Path
    process: "subprocess.Popen[bytes]"
    host: str = ""

    def ask(self, address: str, method: str = "GET", body: str = "", port: int = 0, **headers: str) -> Answer:
        """One request over a connection of its own; underscores in the names of headers stand for hyphens."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=20)
        given = {"Host": self.host or f"localhost:{self.port}"} | {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, address, body=body.encode() or None, headers=given)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        connection.close()
        return Answer(answer.status, dict(answer.getheaders()), text)

    def lines(self) -> list[str]:
        return self.written.read_text().splitlines()


def surroundings(instance: Path, **settings: str) -> dict[str, str]:
    """The environment of a program that is the site's in `instance`."""
    own = instance / "database_url"
    database = {"DATABASE_URL": own.read_text()} if own.exists() else {}
    return os.environ | {"MISSION_INSTANCE": str(instance), "FLASK_APP": "mission", "PYTHONUNBUFFERED": "1"} | database | settings


@contextmanager
def served(instance: Path, command: str = "serve", **settings: str) -> Iterator[Served]:
    """`flask mission COMMAND` for the site in `instance` until the block ends; what it writes is kept, as journald keeps it."""
    port = int(settings.setdefault("PORT", str(free_port())))
    written = instance / f"written-{port}"
    with written.open("wb") as out:
        words = [sys.executable, "-m", "flask", "mission", command]
        process = subprocess.Popen(words, env=surroundings(instance, **settings), cwd=ROOT, stderr=out, stdout=out)
    site = Served(port, written, process)
    try:
        until(lambda: process.poll() is not None or listens(port), "the server")
        assert process.poll() is None, written.read_text()
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def told(instance: Path, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """`flask mission …` run to its end; it is an error where it does not come to one."""
    return subprocess.run(
        [sys.executable, "-m", "flask", "mission", *words], env=surroundings(instance, **settings), cwd=ROOT, capture_output=True, text=True, check=False,
        timeout=300,
    )  # fmt: skip
