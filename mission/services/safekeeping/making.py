"""One backup: written under a name that nobody takes for a whole one, read again, and only then given its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from ...config import Settings
from . import archives, databases, folders
from .errors import in_a_sentence
from .manifest import NAME, File, Manifest, Progress, hashed

DATABASE = "database.sqlite"


@dataclass(frozen=True)
class Made:
    """A backup that is whole: its folder, the archive with the keys (None where settings give them all), what it says, and the faults of what it holds."""

    path: Path
    keys: Path | None
    manifest: Manifest
    faults: tuple[str, ...]


def make(source: Engine, settings: Settings, folder: Path, at: datetime, *, keys: Path | None = None,
         progress: Progress = lambda step, done, total: None) -> Made:  # fmt: skip
    """Back up the site of `settings`, whose database `source` only reads, into `folder`; its keys into the folder `keys`, by default the same.

    Raises `NotDone`; then no backup of that name is there.
    """
    folder, keys = folder.absolute(), (keys or folder).absolute()
    with in_a_sentence(folder), folders.alone(folder), _passing(folder, keys, folders.name(at)) as (half, half_keys):
        half.mkdir(mode=0o700)
        databases.copy_out(source, half / DATABASE, progress)
        files, held = [DATABASE], archives.keys(settings)
        if archives.write(half / archives.OUTBOX, archives.letters(settings)):
            files.append(archives.OUTBOX)
        else:
            (half / archives.OUTBOX).unlink()
        if held:
            with in_a_sentence(keys):
                keys.mkdir(mode=0o700, parents=True, exist_ok=True)
                folders.sweep_keys(keys)
                archives.write(half_keys, iter(held.items()))
        found = databases.examine(half / DATABASE, progress)
        manifest = _manifest(source, settings, at, found, [half / one for one in files], half_keys if held else None, folders.name(at))
        _put(half / NAME, manifest.written())
        return Made(*_given_names(half, half_keys if held else None, folder, keys, folders.name(at)), manifest, found.faults)


@contextmanager
def _passing(folder: Path, keys: Path, name: str) -> Iterator[tuple[Path, Path]]:
    """The passing names of a backup and of its keys; what still bears them at the end goes."""
    half, half_keys = folder / f".{name}.half", keys / f".{name}.keys"
    try:
        yield half, half_keys
    finally:
        for one in (half, half_keys):
            folders.take_away(one)


def _manifest(source: Engine, settings: Settings, at: datetime, found: databases.Examined, files: list[Path], keys: Path | None, name: str) -> Manifest:
    of_keys = hashed(keys) if keys else None
    return Manifest(
        made_at=at.astimezone(UTC).isoformat(), engine=source.dialect.name, official=settings.MISSION_OFFICIAL, base_url=settings.base_url,
        revision=found.revision, register=found.register, faults=len(found.faults), rows=found.rows, files=tuple(map(hashed, files)),
        keys=File(folders.keys_name(name), of_keys.size, of_keys.sha256) if of_keys else None,
    )  # fmt: skip


def _put(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(content)


def _given_names(half: Path, half_keys: Path | None, folder: Path, keys: Path, name: str) -> tuple[Path, Path | None]:
    """All of it is on the disk before it gets its names, and the name of the backup comes last."""
    for one in (*half.iterdir(), half):
        folders.settle_down(one)
    kept = None
    if half_keys is not None:
        kept = keys / folders.keys_name(name)
        # A link, because a renaming would silently take another's place.
        os.link(half_keys, kept)
        folders.settle_down(keys)
    try:
        half.rename(folder / name)
    except OSError:
        if kept is not None:
            kept.unlink()
        raise
    folders.settle_down(folder)
    return folder / name, kept


