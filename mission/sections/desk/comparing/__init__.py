"""Comparing: any two editions of a document laid over each other, and the history of who did what."""

from .views import blueprint

__all__ = ["blueprint"]
