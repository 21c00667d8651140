"""The API: the same texts and the same query as the site, for programs; and the page that explains it."""

from .guide import blueprint as guide
from .views import blueprint

__all__ = ["blueprint", "guide"]
