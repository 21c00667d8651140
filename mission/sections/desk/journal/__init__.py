"""The journal of the desk."""

from .views import blueprint

__all__ = ["blueprint"]
