"""What a request may read: the read-only session, and the taxonomy read once per request."""

from datetime import datetime

from flask import current_app, g
from sqlalchemy.orm import Session

from ..config import Settings
from ..extensions import db, engines
from ..services import visibility
from ..services.visibility import Labels


def session() -> Session:
    """The request's session; read-only unless the request may write (see `web.writing`)."""
    return db.session()


def writing_apart() -> Session:
    """A writing session of its own, for what a reading request does besides; the caller closes it."""
    return engines.writing()


def settings() -> Settings:
    """The settings of the running site."""
    return current_app.config["SETTINGS"]


def now() -> datetime:
    """The moment of this request, aware and in UTC, by the application's clock."""
    return current_app.config["CLOCK"]()


def labels() -> Labels:
    """The taxonomy's labels, read once per request."""
    if "labels" not in g:
        g.labels = visibility.labels(session())
    return g.labels
