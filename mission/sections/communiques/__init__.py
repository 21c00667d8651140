"""Communiqués: the list of everything numbered, with filters and words, and the documents of the section."""

from .views import blueprint

__all__ = ["blueprint"]
