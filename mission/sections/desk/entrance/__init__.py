"""Coming in and going out: sign-in, invitation, forgotten password, sign-out."""

from .views import blueprint

__all__ = ["blueprint"]
