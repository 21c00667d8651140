"""What a request may read: the read-only session, what is kept, and the taxonomy; and whom a view of the desk lets in."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from flask import Flask, current_app, g, has_request_context, request
from flask.globals import _cv_app
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ..config import Settings
from ..extensions import db, engines
from ..models import RoleName
from ..services import visibility
from ..services.keeping import Keep, kept, trust
from ..services.shown import Labels

# Where the front says in which state it met the request.
TRUSTED = "mission.mark"
READS = ("GET", "HEAD", "OPTIONS")
View = TypeVar("View", bound=Callable[..., Any])
_idle = threading.local()
ANYBODY = "anybody"
SIGNED_IN = "signed in"
HALF_IN = "signed in, perhaps without a second factor yet"


def policy(*who: str | RoleName, fresh: bool = False) -> Callable[[View], View]:
    """Declare whom a view of the desk lets in: `ANYBODY`, `SIGNED_IN`, `HALF_IN`, or roles. One that declares nothing opens for nobody.

    `fresh`: who signed in longer ago than FRESH_MINUTES confirms first; a posted form is kept meanwhile, and goes on afterwards.
    """

    def declare(view: View) -> View:
        view.policy, view.fresh = who, fresh  # type: ignore[attr-defined]
        return view

    return declare


def session() -> Session:
    """The request's session; read-only unless the request may write (see `web.crossing`)."""
    # Asked for a dozen times in a request: the way through `g` costs more than what it finds.
    held: Session | None = _cv_app.get().g.get("session")
    if held is None:
        # A read takes the shortest way: most requests are nothing else.
        held = g.session = _reading() if request.method in READS else db.session()
        mark = request.environ.get(TRUSTED)
        if mark is not None and (engines.reader is engines.own_reader or not _shows_own_acts()):
            # The front looked where everybody reads; where that is a replica, who must see their own act reads elsewhere.
            trust(held, mark)
    return held


def _shows_own_acts() -> bool:
    """Whether this request is of somebody who must see what they have just done: at the desk, and with their alerts. What everybody reads
    may come from a replica, a moment behind; so does an answer that is still being sent when its request is over."""
    return has_request_context() and (request.blueprint == "alerts" or request.path.startswith("/desk"))


def give_back(app: Flask) -> None:
    """Close the reading session when its request is over."""

    @app.teardown_request
    def close(error: BaseException | None) -> None:
        held: Session | None = g.pop("session", None)
        if held is None:
            return
        if held.get_transaction() is not None or len(held.identity_map) or held.bind is not engines.reader:
            try:
                held.close()
            except DBAPIError:
                # The database went away after all was asked of it: what the answer says holds, and this connection is not used again.
                held.invalidate()
        else:
            # One that has asked the database nothing has nothing to give back, and serves the thread's next request.
            held.info.clear()
            _idle.session = held


def keep() -> Keep:
    """What is kept in this process for the public state that this request sees."""
    return kept(session())


def writing_apart() -> Session:
    """A writing session of its own, for what a reading request does besides; the caller closes it."""
    return engines.writing()


def reading_apart() -> Session:
    """A session of its own that cannot write, for a post that changes nothing or an answer that is still being sent; the caller closes it."""
    return engines.reading_own() if _shows_own_acts() else engines.reading()


@contextmanager
def reading_on() -> Iterator[Session]:
    """Until it ends the request reads by a session that takes no lock; what it has written is committed first. Gives that session."""
    written = session()
    written.commit()
    g.session = apart = reading_apart()
    try:
        yield apart
    finally:
        g.session = written
        apart.close()


def _reading() -> Session:
    """The session of a request that reads."""
    idle: Session | None = _idle.__dict__.pop("session", None)
    if idle is None or idle.bind is not engines.reader or _shows_own_acts():
        return reading_apart()
    return idle


def only_read() -> None:
    """Give this request the reading session although it is a post: it changes nothing, and takes no lock."""
    g.session = engines.reading()


def settings() -> Settings:
    """The settings of the running site."""
    return current_app.config["SETTINGS"]


def now() -> datetime:
    """The moment of this request, aware and in UTC, by the application's clock."""
    return current_app.config["CLOCK"]()


def labels() -> Labels:
    """The taxonomy's labels."""
    return visibility.labels(session())
