"""The candidacy to the Human Rights Council 2014–2016."""

from .views import blueprint

__all__ = ["blueprint"]
