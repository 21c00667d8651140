"""Previews: the page as it will be, on paper, on a telephone, and for a reader outside by a link that ends."""

from .views import blueprint

__all__ = ["blueprint"]
