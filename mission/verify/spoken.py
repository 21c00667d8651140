"""What is printed: one line each, whatever a file put into it. Nothing in it moves the cursor or turns the writing around."""

import sys
import unicodedata
from typing import TextIO


def say(line: str, stream: TextIO | None = None) -> None:
    """Print a line in which control characters and marks of direction are shown instead of being obeyed."""
    print("".join(one if unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else f"\\u{ord(one):04x}" for one in line), file=stream or sys.stdout)
