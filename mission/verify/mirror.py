"""A static mirror and its signed list of files (`docs/mirror.md`): what the Mission put there, and whether it is still that.

``mirror.json`` names every file with its SHA-256 and its size; ``mirror.json.sig`` is a detached signature over it.
"""

import argparse
import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from . import detached, notes
from .keyring import Key
from .reading import Unusable, parsed, part, text, whole
from .register import Fault
from .spoken import say
from .trust import trusted

FORM, MANIFEST, SIGNATURE = "mission-mirror/1", "mirror.json", "mirror.json.sig"
_PORTION = 1024 * 1024


def check_mirror(given: argparse.Namespace) -> Iterator[Fault]:
    """The folder of a mirror: its signature, every file, and that there is no other."""
    folder = Path(given.folder)
    content = whole(str(folder / MANIFEST))
    said, note = manifest(content, str(folder / MANIFEST)), notes.parse(text(str(folder / SIGNATURE)))
    signed = detached.read(note)
    say(f"{signed.name}, as of {said['state']}, written {said['made']}: {len(said['files'])} files{'  DEMONSTRATION' if signed.demonstration else ''}")
    yield from detached.check(note, content, trusted(given.keys, given.fingerprint))
    yield from faults(folder, said["files"])


def unsigned(folder: Path, keys: Mapping[str, Key]) -> Iterator[Fault]:
    """Why nobody answers for the list of the mirror in `folder`: its signature is missing, damaged, not over these bytes, or by none of `keys`."""
    try:
        yield from detached.check(notes.parse(text(str(folder / SIGNATURE))), whole(str(folder / MANIFEST)), keys)
    except (Unusable, notes.Unreadable) as error:
        yield Fault(0, f"the list of the mirror is not signed: {error}")


def manifest(content: bytes, place: str) -> dict[str, Any]:
    """What a list of files says; raises `Unusable`."""
    said = parsed(content, place)
    files = part(said, "files", dict, place)
    whole_ones = all(isinstance(one, list) and len(one) == 2 and isinstance(one[0], str) and isinstance(one[1], int) for one in files.values())
    inside = all(name and not name.startswith("/") and ".." not in name.split("/") for name in files)
    if said.get("form") != FORM or not whole_ones or not inside or not all(isinstance(said.get(name), str) for name in ("state", "made", "origin")):
        raise Unusable(f"{place} is not the list of a mirror")
    return said


def faults(folder: Path, files: dict[str, Any]) -> Iterator[Fault]:
    """What is missing, was changed, or was put in."""
    for name, (sha256, size) in sorted(files.items()):
        path = folder / name
        try:
            if not path.is_file():
                yield Fault(0, f"{name} is missing")
            elif path.stat().st_size != size or hashed(path) != sha256:
                yield Fault(0, f"{name} is not what was put there: it was changed")
        except FileNotFoundError:
            # Taken away while it was looked at.
            yield Fault(0, f"{name} is missing")
    for name in sorted(_names(folder)):
        if name not in files and name not in (MANIFEST, SIGNATURE, ".lock"):
            yield Fault(0, f"{name} is in the folder and not in the list: somebody else put it there")


def _names(folder: Path) -> Iterator[str]:
    """The files in `folder`, but for what a writer is about to put there (`.next`), where files come and go."""
    for within, inside, names in os.walk(folder):
        if Path(within) == folder and ".next" in inside:
            inside.remove(".next")
        yield from (path.relative_to(folder).as_posix() for name in names if (path := Path(within, name)).is_file())


def hashed(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    made = hashlib.sha256()
    with path.open("rb") as file:
        while portion := file.read(_PORTION):
            made.update(portion)
    return made.hexdigest()
