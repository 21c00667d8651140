"""The desk's first page: what waits for whoever is there."""

from .views import blueprint

__all__ = ["blueprint"]
