"""Web and worker in one command: gunicorn with threads, the worker beside it, and one clean stop for both."""

import multiprocessing
import os
import signal
import sys
import time
from types import FrameType
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from .config import Settings
from .extensions import engines


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
            # One process: limits kept in memory hold for everybody. Several processes need REDIS_URL.
            "workers": 1,
            "threads": self.settings.THREADS,
            "timeout": 60,
            "graceful_timeout": 10,
            "keepalive": 5,
            "control_socket_disable": True,
            "limit_request_line": 8190,
            "limit_request_fields": 100,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "proc_name": "mission",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        engines.dispose()
        return self.flask_app


def serve(app: Flask) -> int:
    """Run web and worker until told to stop; returns the exit status. Where one of them dies, the other stops too."""
    settings: Settings = app.config["SETTINGS"]
    engines.dispose()
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=_web, args=(app, settings), name="web"), context.Process(target=_work, args=(app,), name="worker")]
    told = {"stop": False}

    def stop(number: int, frame: FrameType | None) -> None:
        told["stop"] = True

    # Before the children start: a stop in the first instant is a stop.
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    for child in children:
        child.start()
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
