"""The desk: the locked door, and one nested blueprint per subject behind it."""

from flask import Flask

from .account import blueprint as account
from .comparing import blueprint as comparing
from .documents import blueprint as documents
from .door import blueprint, lock
from .intake import blueprint as intake
from .legacy import blueprint as legacy
from .previewing import blueprint as previewing
from .taxonomy import blueprint as taxonomy
from .writing import blueprint as writing


def open_door(app: Flask) -> None:
    """Put the desk into the application, closed by default."""
    lock(blueprint)
    for subject in (account, comparing, documents, intake, legacy, previewing, taxonomy, writing):
        if subject.name not in {registered.name for registered, _ in blueprint._blueprints}:
            blueprint.register_blueprint(subject)
    app.register_blueprint(blueprint)


__all__ = ["open_door"]
