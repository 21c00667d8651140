"""Files that visitors give to be verified: their words are taken out in a process of its own, and nothing of them is kept."""

import json
import subprocess
import sys
from pathlib import Path

from .extracting import LOCKED, MOST_BYTES, TOO_LARGE, Received

_SECONDS = 15
# Of the house only the program itself, from beside this file, behind all that Python has of its own.
_PROGRAM = f"import sys; sys.path.append({str(Path(__file__).parent)!r}); from extracting.program import main; sys.exit(main())"


class FileRefused(Exception):
    """A file out of which no words come; `reason` is ``unknown``, ``locked`` or ``large``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read(content: bytes) -> Received:
    """What a PDF, a Word file, a saved page, an e-mail or a text says; raises `FileRefused`."""
    if len(content) > MOST_BYTES:
        raise FileRefused("large")
    try:
        # -I: nothing of the surroundings; the program reads what it is given and nothing else.
        done = subprocess.run([sys.executable, "-I", "-c", _PROGRAM], input=content, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise FileRefused("unknown") from None
    if done.returncode == TOO_LARGE:
        raise FileRefused("large")
    if done.returncode == LOCKED:
        raise FileRefused("locked")
    if done.returncode != 0:
        raise FileRefused("unknown")
    found = json.loads(done.stdout)
    return Received(found["kind"], found["texts"], found["unread"], [(name, digest) for name, digest in found["attached"]], found["links"])
