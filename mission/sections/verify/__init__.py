"""Is this the Mission's? A text, a file or a reference, answered in one sentence."""

from .views import blueprint

__all__ = ["blueprint"]
