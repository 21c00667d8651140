"""What machines ask for: where they may go, and everything there is."""

from .views import blueprint

__all__ = ["blueprint"]
