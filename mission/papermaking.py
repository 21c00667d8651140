"""A paper is never missing because a worker is late: a request that asks for one that is not made yet has it drawn on the spot."""

import logging
import threading

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from .config import Settings
from .extensions import engines
from .models import Settlement
from .services.rendering import making

log = logging.getLogger(__name__)


def make_papers(app: Flask) -> None:
    """Give the views of papers what draws one that is late: on the writing connection, apart from the request's own read-only one, one
    edition at a time in this process."""
    turn = threading.Lock()
    settings: Settings = app.config["SETTINGS"]

    def make(document_id: int, number: int) -> bool:
        if app.config["SEAL"].signer is None:
            return False
        with turn, engines.writing() as session:
            edition = select(Settlement.edition_id).where(Settlement.document_id == document_id, Settlement.public_number == number)
            try:
                making.make(session, session.scalars(edition).one(), app.config["CLOCK"](), settings)
            except IntegrityError:
                # The worker was first: what it made is the one.
                session.rollback()
            except Exception:
                log.exception("a paper of document %s could not be drawn", document_id)
                return False
        return True

    app.config["PAPERMAKER"] = make
