"""The completion of territorial integrity."""

from .views import blueprint

__all__ = ["blueprint"]
