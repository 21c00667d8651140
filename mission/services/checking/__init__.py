"""What a text still needs before it is submitted, and what a second look would find in it."""

from .findings import Finding, check
from .guessing import other_language
from .linking import outside

__all__ = ["Finding", "check", "other_language", "outside"]
