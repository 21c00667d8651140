"""Enquiries at the desk (in French, *Messages reçus*)."""

from .views import blueprint

__all__ = ["blueprint"]
