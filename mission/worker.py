"""The worker: settles what is due each second, and does the jobs that acts have left."""

import logging
import signal
import threading
from types import FrameType

from flask import Flask

from .config import Settings
from .extensions import engines
from .services import jobs, publishing

TICK_SECONDS = 1.0
log = logging.getLogger(__name__)


def work(app: Flask, stop: threading.Event | None = None) -> None:
    """Tick until `stop` is set or the process is told to end; what is under way is finished first."""
    ending = stop or _until_told()
    log.info("the worker has begun")
    while not ending.is_set():
        if not tick(app):
            ending.wait(TICK_SECONDS)
    log.info("the worker has ended")


def tick(app: Flask) -> int:
    """One turn; returns how many jobs it did, so that more of them need not wait for the next second. A failure is logged and tried again
    at the next: the worker does not die of one bad row."""
    settings: Settings = app.config["SETTINGS"]
    at = app.config["CLOCK"]()
    try:
        if settings.SIGNS:
            publishing.settle(engines.writing, at, prefix=settings.REFERENCE_PREFIX, demonstration=not settings.MISSION_OFFICIAL)
        return jobs.run_due(engines.writing, at, settings)
    except Exception:
        log.exception("this turn of the worker failed")
        return 0


def _until_told() -> threading.Event:
    ending = threading.Event()

    def told(number: int, frame: FrameType | None) -> None:
        ending.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    return ending
