"""Web and worker in one command: gunicorn with threads, the worker beside it, which is started again where it dies, and one clean stop for both."""

import contextlib
import ctypes
import errno
import gc
import logging
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from . import metrics
from .config import Settings
from .environment import SettingError
from .extensions import engines

# What dies at once when it is started is started again later and later: twice as long each time, and soon again when it has lasted.
FIRST_PAUSE, LONGEST_PAUSE, LASTED = 1.0, 60.0, 60.0
_LOOK_SECONDS = 0.2
# Linux's name for the signal that the death of the parent brings.
_PARENT_DEATH_SIGNAL = 1
_WHY = {errno.EADDRINUSE: "something else listens there already (ss -ltnp says what)", errno.EACCES: "this user may not listen there"}
log = logging.getLogger(__name__)


class Voice(Logger):  # type: ignore[misc]
    """gunicorn's log, going where ours goes."""

    def setup(self, cfg: Any) -> None:
        self.error_log.handlers = []
        self.error_log.propagate = True
        self.error_log.setLevel(logging.WARNING)


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with the settings of this site."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.flask_app = app
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": [f"{self.settings.HOST}:{self.settings.PORT}"],
            # gunicorn's threads, lent to whole requests alone: see there.
            "worker_class": "mission.patience.PatientWorker",
            # One process by default: limits kept in memory hold for everybody. Several processes need REDIS_URL.
            "workers": self.settings.PROCESSES,
            "threads": self.settings.THREADS,
            "timeout": 60,
            "graceful_timeout": 10,
            "keepalive": 5,
            "control_socket_disable": True,
            "limit_request_line": 8190,
            "limit_request_fields": 100,
            "logger_class": Voice,
            "accesslog": None,
            "proc_name": "mission",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        engines.dispose()
        # What there is now stays for good: the collector of garbage need not go through it again and again while readers wait.
        gc.collect()
        gc.freeze()
        return self.flask_app


class Beside:
    """A process beside the web server, which readers do not need: where it ends it is started again, and one line says so."""

    def __init__(self, name: str, do: Callable[[Flask], None], app: Flask) -> None:
        self.name, self._do, self._app = name, do, app
        self._pause, self._began, self._again = FIRST_PAUSE, 0.0, 0.0
        self.process: multiprocessing.process.BaseProcess | None = None

    def start(self) -> None:
        """Run it, in a process of its own."""
        self.process = _child(self.name, self._do, self._app)
        self._began = time.monotonic()

    def look_after(self) -> None:
        """Notice that it has ended, and start it again when its pause is over. To be called again and again."""
        now = time.monotonic()
        if self.process is None:
            if now >= self._again:
                self.start()
        elif not self.process.is_alive():
            if now - self._began >= LASTED:
                self._pause = FIRST_PAUSE
            log.warning("the %s has died (status %s); it is started again in %d s", self.name, self.process.exitcode, self._pause)
            self.process, self._again = None, now + self._pause
            self._pause = min(2 * self._pause, LONGEST_PAUSE)


def serve(app: Flask, *, worker: bool = True) -> int:
    """Run web and worker (or the web alone) until told to stop; returns the exit status.

    A worker that dies is started again while readers read on. Where the web server dies everything stops, and whoever started it starts it again.
    Raises `SettingError` where somebody else listens already.
    """
    settings: Settings = app.config["SETTINGS"]
    refuse_what_is_taken(settings)
    engines.dispose()
    told = {"stop": False}

    def stop(number: int, frame: FrameType | None) -> None:
        told["stop"] = True

    # Before the children start: a stop in the first instant is a stop.
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    web = _child("web", _web, app)
    # This process has no thread, which would not go along with one that it starts later: the numbers have a process too.
    beside = [Beside("worker", _work, app)] if worker else []
    beside += [Beside("teller of numbers", _tell, app)] if settings.METRICS_PORT else []
    for one in beside:
        one.start()
    if sys.stdout.isatty():
        print(f"The site is at {settings.base_url} (Ctrl-C stops it).", flush=True)
    else:
        log.info("the site is served on port %s", settings.PORT)
    while not told["stop"] and web.is_alive():
        for one in beside:
            one.look_after()
        time.sleep(_LOOK_SECONDS)
    if not told["stop"]:
        log.error("the web server has died (status %s): everything stops", web.exitcode)
    _end([web, *(one.process for one in beside if one.process)])
    return 0 if told["stop"] else 1


def refuse_what_is_taken(settings: Settings) -> None:
    """Raise `SettingError` where this process cannot listen as `settings` say."""
    wanted = [("PORT", settings.HOST, settings.PORT)]
    if settings.METRICS_PORT:
        wanted.append(("METRICS_PORT", settings.METRICS_HOST, settings.METRICS_PORT))
    for name, host, port in wanted:
        try:
            socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
        except OSError as error:
            why = _WHY.get(error.errno or 0) or f"nothing can listen there on {host!r}: {error.strerror or error}"
            raise SettingError(f"{name} is {port}, and {why}.") from None


def _end(children: list[multiprocessing.process.BaseProcess]) -> None:
    for child in children:
        if child.is_alive() and child.pid:
            os.kill(child.pid, signal.SIGTERM)
    for child in children:
        child.join(15)
        if child.is_alive():
            child.kill()


def _child(name: str, do: Callable[[Flask], None], app: Flask) -> multiprocessing.process.BaseProcess:
    child = multiprocessing.get_context("fork").Process(target=_alone, args=(do, app, os.getpid()), name=name)
    child.start()
    return child


def _alone(do: Callable[[Flask], None], app: Flask, parent: int) -> None:
    """In a process of its own: end with the one that started it, also where that is killed and can tell nobody."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Elsewhere than on Linux there is no such call, and whoever kills the one has to end the others.
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() == parent:
        engines.dispose()
        try:
            do(app)
        except Exception:
            # Where it is left to the library of processes, it is printed as it is.
            log.critical("ended by an unforeseen error", exc_info=True)
            sys.exit(1)


def _web(app: Flask) -> None:
    sys.argv = ["mission"]
    Server(app, app.config["SETTINGS"]).run()


def _work(app: Flask) -> None:
    from .worker import work

    work(app)


def _tell(app: Flask) -> None:
    metrics.serve(app)
