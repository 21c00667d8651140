"""Addresses of the earlier site, at the desk."""

from .views import blueprint

__all__ = ["blueprint"]
