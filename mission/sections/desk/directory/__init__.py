"""The useful links at the desk: groups, names in each language, addresses, order."""

from .views import blueprint

__all__ = ["blueprint"]
