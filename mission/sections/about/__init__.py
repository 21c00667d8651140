"""About the mission."""

from .views import blueprint

__all__ = ["blueprint"]
