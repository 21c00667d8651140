"""Files at the desk: handed in, described, put in order, replaced, taken out."""

from .views import blueprint

__all__ = ["blueprint"]
