"""The people of the desk, for administrators."""

from .views import blueprint

__all__ = ["blueprint"]
