"""Intake: a Word file fills a language of the form, and what is pasted is cleaned."""

from .views import blueprint

__all__ = ["blueprint"]
