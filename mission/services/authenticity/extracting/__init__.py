"""The words out of a file that somebody received. What it reads may be hostile: `program` runs in a process of its own, with little memory and time,
and nothing else of the house is loaded there."""

from .pages import page_pieces
from .papers import is_arabic
from .received import LOCKED, MOST_BYTES, TOO_LARGE, Received

__all__ = ["LOCKED", "MOST_BYTES", "TOO_LARGE", "Received", "is_arabic", "page_pieces"]
