"""The desk: the locked door, and one nested blueprint per subject behind it."""

from flask import Flask

from .account import blueprint as account
from .documents import blueprint as documents
from .door import blueprint, lock
from .files import blueprint as files
from .legacy import blueprint as legacy
from .taxonomy import blueprint as taxonomy


def open_door(app: Flask) -> None:
    """Put the desk into the application, closed by default."""
    lock(blueprint)
    for subject in (account, documents, files, legacy, taxonomy):
        if subject.name not in {registered.name for registered, _ in blueprint._blueprints}:
            blueprint.register_blueprint(subject)
    app.register_blueprint(blueprint)


__all__ = ["open_door"]
