"""Which languages a kind of text needs, for the rooms of the desk: asked in one place."""

from ...services import demands
from ...services.demands import Demands
from ...web.access import session, settings


def by_settings() -> Demands:
    """What holds until somebody says something else at the desk."""
    return Demands(settings().REQUIRED_LANGUAGES, settings().EXPECTED_LANGUAGES)


def needed() -> Demands:
    """What holds now."""
    return demands.current(session(), by_settings())


def required() -> dict[str, tuple[str, ...]]:
    """By kind, the languages without which a text is not submitted."""
    return dict(needed().required)
