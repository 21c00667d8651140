"""Files that are handed in at the desk: looked into by a process of its own before anything is kept."""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_SECONDS = 120
_FOLDER = Path(__file__).parent
_START = "import sys; sys.path.insert(0, sys.argv[1]); from inside.program import main; main(sys.argv[2:])"


class FileRefused(Exception):
    """A file that is not taken. `reason` is a key: ``empty large pixels damaged bomb mixed locked macros acts carries loads page formulas remarks
    unknown slow``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Limits:
    """How large a file may be in bytes, and a picture in pixels."""

    bytes: int
    pixels: int


@dataclass(frozen=True)
class Part:
    """Bytes to be kept: the file itself (no `name`), or a rendition of a picture (``small.avif``)."""

    name: str
    media_type: str
    width: int
    height: int
    content: bytes
    sha256: str


@dataclass(frozen=True)
class Examined:
    """A file that can be kept, and the pictures that were drawn from it."""

    itself: Part
    renditions: tuple[Part, ...]
    # What stays in it that readers do not see: whom a PDF names as its author, and whether pictures tell who took them, where or when.
    author: str = ""
    telling: bool = False

    @property
    def media_type(self) -> str:
        return self.itself.media_type


def examine(content: bytes, limits: Limits, name: str = "") -> Examined:
    """What is in a file, by its content: never by what the browser calls it, nor by its `name`, but that words called .csv are looked at as
    the table as which a spreadsheet opens them. Raises `FileRefused`."""
    if not content:
        raise FileRefused("empty")
    if len(content) > limits.bytes:
        raise FileRefused("large")
    command = [sys.executable, "-I", "-c", _START, str(_FOLDER), str(limits.pixels), *(("table",) if name.strip().lower().endswith(".csv") else ())]
    try:
        # -I: nothing of the surroundings; an empty environment: nothing of the settings.
        done = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, check=False, env={})  # noqa: S603
    except subprocess.TimeoutExpired:
        raise FileRefused("slow") from None
    if done.returncode < 0:
        # Stopped from outside: too much time or memory.
        raise FileRefused("bomb")
    if done.returncode != 0:
        raise FileRefused("damaged")
    return _read(done.stdout)


def _read(answer: bytes) -> Examined:
    line, _, rest = answer.partition(b"\n")
    head = json.loads(line)
    if "refused" in head:
        raise FileRefused(head["refused"])
    parts, place = [], 0
    for one in head["parts"]:
        content = rest[place : place + one["size"]]
        place += one["size"]
        parts.append(Part(one["name"], one["media_type"], one["width"], one["height"], content, hashlib.sha256(content).hexdigest()))
    return Examined(parts[0], tuple(parts[1:]), head.get("author", ""), head.get("telling", False))


__all__ = ["Examined", "FileRefused", "Limits", "Part", "examine"]
