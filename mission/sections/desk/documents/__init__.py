"""Documents at the desk: writing, previewing, releasing, correcting, withdrawing, recalling."""

from .views import blueprint

__all__ = ["blueprint"]
