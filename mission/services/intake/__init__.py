"""What comes from elsewhere: a Word file, a pasted piece. It becomes canonical text, and whatever was changed on the way is counted."""

from .package import WordRefused
from .pasted import cleaned, lost, pasted
from .word import MOST_BYTES, Intake, read_word

__all__ = ["MOST_BYTES", "Intake", "WordRefused", "cleaned", "lost", "pasted", "read_word"]
