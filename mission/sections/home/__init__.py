"""The home page, and the way to it."""

from .views import blueprint

__all__ = ["blueprint"]
