"""Pages at the desk: the tree, the form of a page, its place among its siblings."""

from .views import blueprint

__all__ = ["blueprint"]
