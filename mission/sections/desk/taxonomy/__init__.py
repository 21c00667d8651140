"""Themes and organizations, at the desk."""

from .views import blueprint

__all__ = ["blueprint"]
