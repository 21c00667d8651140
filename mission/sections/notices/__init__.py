"""What the site says of itself: legal notice, privacy, accessibility."""

from .views import blueprint

__all__ = ["blueprint"]
