"""The Kingdom of Morocco."""

from .views import blueprint

__all__ = ["blueprint"]
