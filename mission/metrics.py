"""Numbers for Prometheus, on a port of their own (`METRICS_PORT`), which is off until somebody sets it and never the readers'.

Requests are counted by each web process into files of its own (`instance/metrics/`, mapped into memory: two microseconds a count, no lock
between processes) and added up by whoever is asked; the same holds for one process and for eight. Everything else is read when asked: from
the database, where every machine sees the same, and from the disk.
"""

import hmac
import http.client
import logging
import math
import os
import platform
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from flask import Flask

from .config import Settings
from .extensions import engines
from .services import publishing, watching

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
# The whole register is read again only so often: it grows, and reading it takes a second for each hundred thousand entries or so.
_REGISTER_EVERY = 900.0
# More than all routes and rooms of one process take, of each kind; where there is no room, it is looked for again so much later (seconds).
_RESERVED, _AGAIN = 512 * 1024, 60.0
log = logging.getLogger(__name__)


def folder(settings: Settings) -> Path:
    """Where the counts of this machine's web processes are."""
    return settings.instance / "metrics"


def begin(settings: Settings) -> None:
    """Before anything is counted: an empty folder, of which the library learns by the environment alone."""
    shutil.rmtree(folder(settings), ignore_errors=True)
    # On a disk that can only be read there is none, and nothing is counted.
    with suppress(OSError):
        folder(settings).mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder(settings))


class Requests:
    """What is counted of requests: by route and class of status, how long by room."""

    def __init__(self) -> None:
        from prometheus_client import Counter, Histogram

        self._count = Counter("mission_requests", "Requests answered, by route and class of status.", ["route", "status"], registry=None)
        self._seconds = Histogram("mission_request_seconds", "How long answers took, by room.", ["room"], registry=None, buckets=BUCKETS)
        # Looking a child up by its labels costs more than counting.
        self._counts: dict[tuple[str, str], Any] = {}
        self._rooms: dict[str, Any] = {}
        self._reserved, self._not_before = False, 0.0

    def count(self, route: str, status: str, seconds: float) -> None:
        """One answer. Routes are few: what is at no route of ours has none."""
        if not self._reserved and not self._reserve():
            return
        key = (route, status[0])
        counting = self._counts.get(key)
        if counting is None:
            counting = self._counts[key] = self._count.labels(route, f"{status[0]}xx")
        counting.inc()
        room = route.partition(".")[0]
        lasting = self._rooms.get(room)
        if lasting is None:
            lasting = self._rooms[room] = self._seconds.labels(room)
        lasting.observe(seconds)

    def _reserve(self) -> bool:
        """Take the room on the disk before it is used: a count into a mapped page for which there is none left would end the process (SIGBUS)."""
        if time.monotonic() < self._not_before:
            return False
        # The library takes a file that it finds under its own name.
        files = [Path(os.environ["PROMETHEUS_MULTIPROC_DIR"], f"{kind}_{os.getpid()}.db") for kind in ("counter", "histogram")]
        try:
            for path in files:
                with path.open("ab") as file:
                    os.posix_fallocate(file.fileno(), 0, _RESERVED)
        except OSError as error:
            for path in files:
                # Half a file nobody can read.
                with suppress(OSError):
                    path.unlink()
            self._not_before = time.monotonic() + _AGAIN
            log.warning("requests are not counted for a while: %s", os.strerror(error.errno or 0))
            return False
        self._reserved = True
        return True


def serve(app: Flask) -> None:
    """Answer `/metrics`, `/healthz` and `/readyz` on the port for them, until this process ends."""
    settings: Settings = app.config["SETTINGS"]
    try:
        listening = ThreadingHTTPServer((settings.METRICS_HOST, settings.METRICS_PORT), _asked(app))
    except OSError as error:
        # Taken since the start has looked. Whoever looks after this process tries again.
        log.error("no numbers are told on port %s: %s", settings.METRICS_PORT, os.strerror(error.errno or 0))
        return
    listening.serve_forever()


def _asked(app: Flask) -> type[BaseHTTPRequestHandler]:
    settings: Settings = app.config["SETTINGS"]
    state = State(app)

    class Asked(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            """The three addresses; everything else is not there."""
            if self.path in ("/healthz", "/readyz"):
                self._say(*_of_site(settings, self.path))
            elif self.path != "/metrics":
                self._say(404, b"there is nothing here\n")
            elif settings.METRICS_TOKEN and not self._bears_token():
                self._say(401, b"a token is asked for\n")
            else:
                self._say(200, state.text(), "text/plain; version=0.0.4; charset=utf-8")

        def _bears_token(self) -> bool:
            return hmac.compare_digest(self.headers.get("Authorization", "").encode(), f"Bearer {settings.METRICS_TOKEN}".encode())

        def _say(self, status: int, text: bytes, form: str = "text/plain; charset=utf-8") -> None:
            self.send_response(status)
            for name, value in (("Content-Type", form), ("Content-Length", str(len(text))), ("Cache-Control", "no-store"), ("Connection", "close")):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing is written about being watched."""

    return Asked


def _of_site(settings: Settings, path: str) -> tuple[int, bytes]:
    """What the site itself answers there, asked under its own name: whoever watches need not know it."""
    connection = http.client.HTTPConnection(settings.asked_here, settings.PORT, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": settings.base_url.partition("://")[2]})
        answer = connection.getresponse()
        return answer.status, answer.read(10_000)
    except (OSError, http.client.HTTPException):
        return 503, b"The web server does not answer.\n"
    finally:
        connection.close()


class State:
    """Everything that is known of a site when somebody asks."""

    def __init__(self, app: Flask) -> None:
        from prometheus_client import CollectorRegistry
        from prometheus_client.multiprocess import MultiProcessCollector

        self._app = app
        self._settings: Settings = app.config["SETTINGS"]
        self._registry = CollectorRegistry()
        if folder(self._settings).is_dir():
            MultiProcessCollector(self._registry, path=str(folder(self._settings)))  # type: ignore[no-untyped-call]
        self._registry.register(self)  # type: ignore[arg-type]
        self._turn = threading.Lock()
        self._register: tuple[float, bool] | None = None

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        from prometheus_client import generate_latest

        with self._turn:
            return generate_latest(self._registry)

    def describe(self) -> Iterator[Any]:
        """Nothing beforehand: the database is asked when somebody asks us."""
        return iter(())

    def collect(self) -> Iterator[Any]:
        """Gauges of the moment. Where the database does not answer, those that come from it are missing, and one says so."""
        at = self._app.config["CLOCK"]()
        runs = {"python": platform.python_version(), "database": engines.writer.dialect.name, "build": build(self._settings)}
        yield _info("mission_build", "What runs.", runs)
        usage = shutil.disk_usage(self._settings.instance)
        yield _gauge("mission_disk_free_bytes", "Free space where the instance folder is.", usage.free)
        yield _gauge("mission_disk_free_ratio", "The same, as a part of the whole.", usage.free / usage.total)
        for name, made in watching.made(self._settings, at).items():
            # A mirror that is wanted and was never made is as old as can be; of backups the alarm asks itself whether there are any.
            age = max(0.0, (at - made).total_seconds()) if made else math.inf
            if made is not None or (name == "mirror" and self._settings.MIRROR_FOLDER):
                yield _gauge(f"mission_{name}_age_seconds", f"Since the last {name} was made.", age)
        try:
            found = [*self._of_database(at)]
        except Exception:
            log.exception("the database could not be asked for numbers")
            yield _gauge("mission_database_up", "Whether the database answers.", 0)
            return
        yield _gauge("mission_database_up", "Whether the database answers.", 1)
        yield from found

    def _of_database(self, at: datetime) -> Iterator[Any]:
        with engines.reading_own() as session:
            now, beats = watching.waiting(session, at), watching.beats(session)
            if self._register is None or time.monotonic() - self._register[0] > _REGISTER_EVERY:
                self._register = (time.monotonic(), publishing.first_break(session) is None)
        yield _gauge("mission_jobs_waiting", "Jobs that are due, by name.", now.jobs, "job")
        yield _gauge("mission_job_oldest_seconds", "How long the job that is due longest has been.", now.oldest_job)
        yield _gauge("mission_jobs_failing", "Jobs that failed and are tried again.", now.failing)
        yield _gauge("mission_letters_waiting", "Letters that have not left.", now.letters)
        yield _gauge("mission_letter_oldest_seconds", "How long the oldest of them has waited.", now.oldest_letter)
        yield _gauge("mission_releases_late", "Releases past their minute that have not settled.", now.late)
        yield _gauge("mission_release_late_seconds", "By how much the latest of them is late.", now.latest)
        yield _gauge("mission_register_ok", "Whether the chain of the register is whole; looked at every quarter of an hour.", float(self._register[1]))
        yield _gauge("mission_worker_silent_seconds", "Since a worker was heard from, by machine.",
                     {one.machine: max(0.0, (at - one.heard_at).total_seconds()) for one in beats}, "machine")  # fmt: skip


def _gauge(name: str, what: str, value: "float | dict[str, Any]", label: str = "") -> Any:
    from prometheus_client.core import GaugeMetricFamily

    family = GaugeMetricFamily(name, what, labels=[label] if label else None)
    for key, one in value.items() if isinstance(value, dict) else ((None, value),):
        family.add_metric([] if key is None else [key], one)
    return family


def _info(name: str, what: str, values: dict[str, str]) -> Any:
    from prometheus_client.core import InfoMetricFamily

    return InfoMetricFamily(name, what, value=values)


def build(settings: Settings) -> str:
    """Which version this is: what a packager calls it, else the last migration."""
    return settings.MISSION_BUILD or "+".join(sorted(watching.heads()))
