"""Is this the Mission's? A text, a file or a reference, answered in one of six sentences."""

from .views import blueprint

__all__ = ["blueprint"]
