"""Texts by mail: asked for, confirmed, changed, ended."""

from .views import blueprint

__all__ = ["blueprint"]
