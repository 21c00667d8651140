"""The short form of addresses, for print."""

from .views import blueprint

__all__ = ["blueprint"]
