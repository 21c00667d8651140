"""Useful links."""

from .views import blueprint

__all__ = ["blueprint"]
