"""Writing: the form of a text in its languages, kept as it is typed, and the checklist under it."""

from .views import blueprint

__all__ = ["blueprint"]
