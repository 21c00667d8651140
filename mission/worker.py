"""The worker: settles what is due each second, keeps the search index in step, and does the jobs that acts have left.

They go beside each other: neither a mail server that keeps a letter waiting, nor an index built again, nor the day's backup, nor a mirror
keeps a release from its minute.
"""

import logging
import signal
import socket
import threading
from collections.abc import Callable
from datetime import timedelta
from types import FrameType

from flask import Flask

from .backups import back_up_daily
from .config import Settings
from .extensions import engines
from .mirrors import mirror_regularly
from .services import jobs, outbox, publishing, watching
from .services.alerts import digests
from .services.search import indexing

TICK_SECONDS = 1.0
# How long a stop waits for the job under way; a letter cut off is sent again, under the same identifier.
PARTING_SECONDS = 15.0
# The files of this machine: whoever asks to be forgotten is, at the latest then.
SWEEP = timedelta(minutes=1)
log = logging.getLogger(__name__)


def work(app: Flask, stop: threading.Event | None = None) -> None:
    """Tick until `stop` is set or the process is told to end; what is under way is finished first."""
    ending = stop or _until_told()
    log.info("the worker has begun")
    others = (_index, _do_jobs, back_up_daily, mirror_regularly)
    beside = [threading.Thread(target=_turns, args=(app, do, ending), name=do.__name__, daemon=True) for do in others]
    for one in beside:
        one.start()
    _turns(app, _settle_and_tell, ending)
    for one in beside:
        one.join(PARTING_SECONDS)
    log.info("the worker has ended")


def tick(app: Flask) -> None:
    """One turn of everything. A failure is logged and tried again at the next: the worker does not die of one bad row."""
    for do in (_settle, _index, _do_jobs, back_up_daily, mirror_regularly):
        _turn(app, do)


def _turns(app: Flask, do: Callable[[Flask], int], ending: threading.Event) -> None:
    while not ending.is_set():
        # Where something was done more may wait, and need not do so for a second.
        if not _turn(app, do):
            ending.wait(TICK_SECONDS)


def _turn(app: Flask, do: Callable[[Flask], int]) -> int:
    try:
        return do(app)
    except Exception:
        log.exception("this turn of the worker failed")
        return 0


def _settle_and_tell(app: Flask) -> int:
    """Settle, and say now and then that the worker is alive. What settles says it: nothing else has to be so punctual."""
    settled = _settle(app)
    at = app.config["CLOCK"]()
    began = app.extensions.setdefault("worker_began", at)
    if _time_again(app, "told_alive", watching.BEAT):
        with engines.writing() as session:
            watching.beat(session, socket.gethostname(), began, at)
            session.commit()
        app.extensions["told_alive"] = at
    return settled


def _time_again(app: Flask, name: str, every: timedelta) -> bool:
    """Whether what stands under `name` was done never yet, so long ago, or after now: a clock may have been put back."""
    last = app.extensions.get(name)
    return last is None or not timedelta() <= app.config["CLOCK"]() - last < every


def _settle(app: Flask) -> int:
    settings: Settings = app.config["SETTINGS"]
    if not settings.SIGNS:
        return 0
    lookout = app.extensions.setdefault("lookout", publishing.Lookout())
    return len(
        publishing.settle(
            engines.writing, app.config["CLOCK"](), prefix=settings.REFERENCE_PREFIX, demonstration=not settings.MISSION_OFFICIAL, lookout=lookout
        )
    )  # fmt: skip


def _index(app: Flask) -> int:
    return int(indexing.keep_up(engines.reading))


def _do_jobs(app: Flask) -> int:
    settings: Settings = app.config["SETTINGS"]
    at = app.config["CLOCK"]()
    digests.call(engines.reading_own, engines.writing, at, settings)
    done = jobs.run_due(engines.writing, at, settings)
    if _time_again(app, "swept", SWEEP):
        outbox.sweep(engines.reading_own, settings)
        app.extensions["swept"] = at
    return done


def _until_told() -> threading.Event:
    ending = threading.Event()

    def told(number: int, frame: FrameType | None) -> None:
        ending.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    return ending
