"""The desk: the locked door, and one nested blueprint per subject behind it."""

from flask import Flask

from .account import blueprint as account
from .account import confirming
from .acts import blueprint as acts
from .comparing import blueprint as comparing
from .directory import blueprint as directory
from .door import blueprint, lock
from .enquiries import blueprint as enquiries
from .entrance import blueprint as entrance
from .files import blueprint as files
from .finding import blueprint as finding
from .intake import blueprint as intake
from .journal import blueprint as journal
from .legacy import blueprint as legacy
from .overview import blueprint as overview
from .pages import blueprint as pages
from .people import blueprint as people
from .previewing import blueprint as previewing
from .taxonomy import blueprint as taxonomy
from .writing import blueprint as writing

SUBJECTS = (
    account, confirming, overview, acts, writing, intake, previewing, comparing, files, pages, directory, enquiries, entrance, finding, journal,
    legacy, people, taxonomy,
)  # fmt: skip


def open_door(app: Flask) -> None:
    """Put the desk into the application, closed by default."""
    lock(app, blueprint)
    for subject in SUBJECTS:
        if subject.name not in {registered.name for registered, _ in blueprint._blueprints}:
            blueprint.register_blueprint(subject)
    app.register_blueprint(blueprint)


__all__ = ["open_door"]
