"""Whether the site is alive."""

from .views import blueprint

__all__ = ["blueprint"]
