"""Contact: anybody writes to the Mission."""

from .views import blueprint

__all__ = ["blueprint"]
