"""Seminars on the autonomy initiative."""

from .views import blueprint

__all__ = ["blueprint"]
