"""Web and worker in one command: gunicorn with threads, the worker beside it, and one clean stop for both."""

import gc
import logging
import multiprocessing
import os
import signal
import sys
import time
from types import FrameType
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from . import metrics
from .config import Settings
from .extensions import engines


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


def serve(app: Flask, *, worker: bool = True) -> int:
    """Run web and worker (or the web alone) until told to stop; returns the exit status. Where one of them dies, the other stops too."""
    settings: Settings = app.config["SETTINGS"]
    engines.dispose()
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=_web, args=(app, settings), name="web")]
    if worker:
        children.append(context.Process(target=_work, args=(app,), name="worker"))
    told = {"stop": False}

    def stop(number: int, frame: FrameType | None) -> None:
        told["stop"] = True

    # Before the children start: a stop in the first instant is a stop.
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    for child in children:
        child.start()
    if settings.METRICS_PORT:
        # After the children have gone their ways: a thread does not go with them.
        metrics.serve(app)
    print(f"The site is at {settings.base_url} (Ctrl-C stops it).", flush=True)
    while not told["stop"] and all(child.is_alive() for child in children):
        time.sleep(0.2)
    for child in children:
        if child.is_alive() and child.pid:
            os.kill(child.pid, signal.SIGTERM)
    for child in children:
        child.join(15)
        if child.is_alive():
            child.kill()
    return 0 if told["stop"] else 1


def _web(app: Flask, settings: Settings) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.argv = ["mission"]
    Server(app, settings).run()


def _work(app: Flask) -> None:
    from .worker import work

    engines.dispose()
    work(app)
