"""The site map: the whole tree, opened branch by branch."""

from .views import blueprint

__all__ = ["blueprint"]
