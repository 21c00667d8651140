"""The real server under load: who serves, and what each answer costs of its CPU.

Run as a program it serves: the site, the same bytes from a bare WSGI application, a bare Flask "hello", all on the same gunicorn with the same
settings. `Served` measures from outside: wrk asks, and the CPU that the server's processes have spent is read from the kernel. Requests per
second depend on what else the machine does; CPU per request hardly does.
"""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.running import fronting

ROOT = Path(__file__).parents[2]
CONNECTIONS, SECONDS = 16, 3
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Load:
    """What came of a few seconds: answers a second, the 99th percentile in milliseconds, microseconds of the server's CPU for one."""

    rate: float
    slowest: str
    cpu: float


class Served:
    """A server in a process of its own, until the block ends; `command` is run with the port put for ``{port}``."""

    def __init__(self, command: Sequence[str], port: int | None = None, scheme: str = "http", **environment: str) -> None:
        self.port = port or free_port()
        self._scheme = scheme
        self._command = [one.replace("{port}", str(self.port)) for one in command]
        self._environment = environment

    def __enter__(self) -> "Served":
        self._process = subprocess.Popen(self._command, env=os.environ | self._environment, cwd=ROOT)
        for _ in range(600):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", self.port)):
                    return self
            time.sleep(0.1)
        raise RuntimeError(f"{self._command} did not come up")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(20)

    def address(self, path: str) -> str:
        return f"{self._scheme}://localhost:{self.port}{path}"

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        request = urllib.request.Request(self.address(path), headers={"Accept-Encoding": "br"} | headers)
        try:
            with urllib.request.urlopen(request, timeout=60, context=ssl._create_unverified_context()) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), b""

    def load(self, path: str, **headers: str) -> Load:
        """`CONNECTIONS` connections ask for `path` as fast as they are answered. The best of three turns."""
        (load,) = loads((self, path, headers))
        return load

    def _turn(self, path: str, headers: dict[str, str]) -> Load:
        asked = [one for name, value in headers.items() for one in ("-H", f"{name}: {value}")]
        before = self._spent()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}", "--latency", *asked, self.address(path)]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        spent = self._spent() - before
        count = int(_found(r"(\d+) requests in", told))
        assert "Non-2xx" not in told or headers.get("If-None-Match"), told
        return Load(float(_found(r"Requests/sec:\s+([\d.]+)", told)), _found(r"99%\s+(\S+)", told), spent / count * 1e6)

    def _spent(self) -> float:
        """Seconds of CPU of the process and all below it."""
        children: dict[int, list[int]] = {}
        seconds: dict[int, float] = {}
        for one in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = one.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            number = int(one.parent.name)
            children.setdefault(int(fields[1]), []).append(number)
            seconds[number] = (int(fields[11]) + int(fields[12])) / _TICK
        waiting, total = [self._process.pid], 0.0
        while waiting:
            number = waiting.pop()
            total += seconds.get(number, 0.0)
            waiting += children.get(number, [])
        return total


def loads(*asked: tuple[Served, str, dict[str, str]]) -> list[Load]:
    """What comes of loads that are to be compared: turn by turn in alternation, so that the rest of the machine disturbs all of them alike."""
    turns: list[list[Load]] = [[] for _ in asked]
    for server, path, _ in asked:
        for _ in range(3):
            server.get(path)  # what is drawn once is not what is measured
    for _ in range(3):
        for place, (server, path, headers) in enumerate(asked):
            turns[place].append(server._turn(path, {"Accept-Encoding": "br"} | headers))
    return [Load(max(one.rate for one in many), min(many, key=lambda one: one.cpu).slowest, min(one.cpu for one in many)) for many in turns]


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, text
    return match[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def tools() -> list[str]:
    """What is missing to measure with."""
    return [one for one in ("wrk", "nginx") if not (shutil.which(one) or shutil.which(one, path="/usr/sbin"))]


def serving(what: str, *words: str) -> list[str]:
    """The command that serves `what` (see `main`)."""
    return [sys.executable, "-m", "tests.benchmarks.serving", what, "{port}", *words]


# Of one place nobody asks as wrk does: the limits of the delivered configuration are for readers. The file is served by the same server, with the same fields.
_FILE = """location /static-file/ {{ alias {folder}/files/; default_type text/html; include snippets/mission-mirror.conf; add_header Content-Encoding br; }}
    location /static/ {{"""


@contextmanager
def nginx(folder: Path, behind: int, page: bytes) -> Iterator[Served]:
    """nginx as it is delivered (`deploy/nginx`, with TLS) before the site at the port `behind`, and the bytes of a page as a file."""
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "page.html").write_bytes(page)
    plain, tls = free_port(), free_port()
    changes = {
        "mission.example": "localhost", "rate=30r/s": "rate=1000000r/s", "limit_conn mission_open 40": "limit_conn mission_open 4000",
        "location /static/ {": _FILE.format(folder=folder).replace("include snippets/", f"include {folder}/snippets/"),
    }  # fmt: skip
    main = fronting.arranged(folder, web=behind, plain=plain, tls=tls, changes=changes)
    with Served([fronting.program(), "-c", str(main)], tls, scheme="https") as served:
        yield served


def main() -> None:
    """Serve ``site INSTANCE``, ``bytes FILE…`` or ``hello`` at the port that comes second."""
    from mission import create_app
    from mission.config import Settings
    from mission.extensions import engines
    from mission.serve import Server

    what, port, *words = sys.argv[1:]

    class Bare(Server):
        """The same server for an application without a database."""

        def load(self) -> Any:
            return self.flask_app

    if what == "site":
        environment = {"MISSION_INSTANCE": words[0], "DATABASE_URL": f"sqlite:///{words[0]}/mission.sqlite", "PORT": port, "BASE_URL": "http://localhost"}
        app = create_app(environment | dict(one.split("=", 1) for one in words[1:]))
        engines.dispose()
        server: Server = Server(app, app.config["SETTINGS"])
    else:
        server = Bare(_hello() if what == "hello" else _bytes(*[Path(one).read_bytes() for one in words]), Settings.from_environment({"PORT": port}))  # type: ignore[arg-type]
    sys.argv = ["mission"]
    server.run()


def _hello() -> Any:
    from flask import Flask

    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    return app


def _bytes(*pages: bytes) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """The pages at /0, /1 and so on, the first everywhere else."""
    answers = {f"/{at}": ([("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "br"), ("Content-Length", str(len(page)))], page) for at, page in enumerate(pages)}

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        fields, page = answers.get(environ["PATH_INFO"], answers["/0"])
        start("200 OK", list(fields))
        return (page,)

    return application


if __name__ == "__main__":
    main()
