"""A release is never late because a worker is: a request that finds something overdue settles it itself."""

import logging
import threading
from datetime import datetime, timedelta

from flask import Flask, request
from sqlalchemy.exc import SQLAlchemyError

from .config import Settings
from .extensions import engines
from .services import publishing
from .services.search import indexing
from .web.access import TRUSTED

GRACE = timedelta(seconds=2)
log = logging.getLogger(__name__)

# Files, and the question whether this process is alive: it is to be answered without a database.
APART = ("/static/", "/healthz", "/readyz")


def settle_overdue(app: Flask) -> None:
    """Before a request is answered, settle what is overdue by two seconds: at most once a second per process, on the writing
    connection, apart from the request's own read-only one."""
    turn = threading.Lock()
    looked: dict[str, datetime | None] = {"at": None}
    lookout = publishing.Lookout()

    def look() -> None:
        at = app.config["CLOCK"]()
        if looked["at"] == at.replace(microsecond=0) or app.config["SEAL"].signer is None:
            return
        if not turn.acquire(blocking=False):
            return
        try:
            looked["at"] = at.replace(microsecond=0)
            since = lookout.since(at)
            with engines.reading() as session:
                overdue = publishing.due(session, at - GRACE, since)
            lookout.looked(at, since)
            if overdue:
                settings: Settings = app.config["SETTINGS"]
                publishing.settle(
                    engines.writing, at, prefix=settings.REFERENCE_PREFIX, demonstration=not settings.MISSION_OFFICIAL
                )
                indexing.keep_up(engines.reading)
        except SQLAlchemyError as error:
            # Late, and with an alarm; but whoever reads what is public already is not kept from it.
            log.error("what is overdue cannot settle: %s", type(error).__name__)
        finally:
            turn.release()

    # The front looks before it asks the application; what it lets by untouched is looked after here.
    app.extensions["overdue"] = look

    @app.before_request
    def settle() -> None:
        if TRUSTED not in request.environ and not request.path.startswith(APART):
            look()
