"""What is printed: one line each, whatever a file put into it. Nothing in it moves the cursor or turns the writing around."""

import sys
import unicodedata
from typing import TextIO


def plain(line: str) -> str:
    """`line` with control characters and marks of direction shown instead of being obeyed."""
    return "".join(one if unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else f"\\u{ord(one):04x}" for one in line)


def say(line: str, stream: TextIO | None = None) -> None:
    """Print a line so that nothing in it acts on the terminal."""
    print(plain(line), file=stream or sys.stdout)
