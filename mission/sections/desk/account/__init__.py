"""Coming in: invitation, sign-in, second factor, sign-out."""

from .views import blueprint

__all__ = ["blueprint"]
