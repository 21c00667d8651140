"""What a backup says of itself, beside its files: when and of what it was made, and the hash of every file."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .errors import Broken, NotDone, in_a_sentence

NAME, FORM = "manifest.json", "mission-backup/1"
Progress = Callable[[str, int, int], None]
_PORTION = 1024 * 1024


@dataclass(frozen=True)
class File:
    """One file of a backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What stands in ``manifest.json``. `revision` is that of the tables, `register` its number of entries, `rows` those of each table."""

    made_at: str
    engine: str
    official: bool
    base_url: str
    revision: str
    register: int
    faults: int
    rows: dict[str, int]
    files: tuple[File, ...]
    # The archive with the keys is kept apart; its hash says which belongs to this backup.
    keys: File | None

    def written(self) -> bytes:
        """The bytes of the file."""
        return json.dumps({"form": FORM, **asdict(self)}, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def read(backup: Path) -> Manifest:
    """The manifest of the backup in a folder; raises `NotDone` in a sentence where it is none."""
    if backup.name.startswith("."):
        raise NotDone(f"{backup} was not finished when it was written, and is no backup.")
    if not (backup / NAME).is_file():
        raise NotDone(f"{backup} is no backup: it holds no {NAME}.")
    with in_a_sentence(backup, "read"):
        written = (backup / NAME).read_bytes()
    try:
        given: dict[str, Any] = json.loads(written)
        if given.pop("form") != FORM:
            raise NotDone(f"{backup} was made by a program that this one does not know.")
        files = tuple(File(**one) for one in given.pop("files"))
        keys = given.pop("keys")
        found = Manifest(**given, files=files, keys=File(**keys) if keys else None)
        datetime.fromisoformat(found.made_at)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Broken(f"{backup / NAME} is damaged.") from None
    if any("/" in one.name or one.name.startswith(".") for one in (*files, *([found.keys] if found.keys else []))):
        raise Broken(f"{backup / NAME} names a file outside its folder.")
    return found


def hashed(path: Path, moved: Callable[[int], None] = lambda size: None) -> File:
    """A file as the manifest names it; `moved` hears of every portion that was read."""
    made, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while portion := file.read(_PORTION):
            made.update(portion)
            size += len(portion)
            moved(len(portion))
    return File(path.name, size, made.hexdigest())


def compare(folder: Path, files: Iterable[File], progress: Progress) -> None:
    """Raise `Broken` unless each of `files` is in `folder` as it was written."""
    files = list(files)
    total, done = sum(one.size for one in files), 0

    def moved(size: int) -> None:
        nonlocal done
        done += size
        progress("Checking the files", min(done, total), total)

    for one in files:
        if not (folder / one.name).is_file():
            raise Broken(f"{folder / one.name} is missing.")
        with in_a_sentence(folder, "read"):
            found = hashed(folder / one.name, moved)
        if found != one:
            raise Broken(f"{folder / one.name} is not as it was written: it was damaged or changed.")
