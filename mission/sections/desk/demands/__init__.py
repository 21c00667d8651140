"""Which languages each kind of text needs."""

from .views import blueprint

__all__ = ["blueprint"]
