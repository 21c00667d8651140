"""A backup put back: into a place where nothing is, all of it or nothing."""

import os
import shutil
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, func, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from ...config import Settings
from ...extensions import source_engine
from .. import copying, outbox
from . import archives, folders, manifest
from .errors import Broken, NotDone, Refused, in_a_sentence
from .making import DATABASE
from .manifest import Manifest, Progress

_NOTHING_DONE = "Nothing was restored."


@dataclass(frozen=True)
class Place:
    """Where a backup is put: the settings of the new site, its database for writing, what brings that up to the newest tables, and the revisions
    that this program knows, the newest last."""

    settings: Settings
    database: Engine
    upgrade: Callable[[], None]
    revisions: Collection[str]


@dataclass(frozen=True)
class Restored:
    """What was put back; `keys` are the names of the keys that came with it."""

    manifest: Manifest
    keys: tuple[str, ...]
    letters: int


def restore(backup: Path, place: Place, *, keys: Path | None = None, progress: Progress = lambda step, done, total: None) -> Restored:
    """Put `backup` into an empty `place`, with the keys in the archive `keys` (by default the one beside it, if it is there).

    Raises `NotDone`, with the place as it was; `Refused` where something is there already.
    """
    backup = backup.absolute()
    said = manifest.read(backup)
    given = keys or _beside(backup, said)
    _known(said, place)
    manifest.compare(backup, said.files, progress)
    held = _keys(given, said) if given else {}
    _refuse_what_is_there(place, held)
    made: list[Path] = []
    with in_a_sentence(place.settings.instance):
        try:
            place.settings.instance.mkdir(parents=True, exist_ok=True)
            for name, content in held.items():
                _put(place.settings.instance / name, content, made)
            letters = _letters(backup, place.settings, made)
            _database(backup / DATABASE, place, made, progress)
        except BaseException:
            for one in made:
                one.unlink(missing_ok=True)
            raise
    return Restored(said, tuple(held), letters)


def _beside(backup: Path, said: Manifest) -> Path | None:
    there = backup.with_name(said.keys.name) if said.keys else None
    return there if there is not None and there.is_file() else None


def _keys(file: Path, said: Manifest) -> dict[str, bytes]:
    with in_a_sentence(file, "read"):
        found = manifest.hashed(file)
        if said.keys is None or found.sha256 != said.keys.sha256:
            raise Refused(f"{file} does not hold the keys of this backup, or is damaged. {_NOTHING_DONE}")
        return archives.read_keys(file)


def _known(said: Manifest, place: Place) -> None:
    if said.revision not in place.revisions:
        raise Refused(f"The backup has tables that this program does not know ({said.revision}): restore it with the version that made it, or a newer one.")
    if place.database.dialect.name != "sqlite" and said.revision != list(place.revisions)[-1]:
        raise Refused(
            "The backup is from an earlier version. Restore it into SQLite first (DATABASE_URL empty), which brings its tables up to date, "
            f"then fill PostgreSQL with `flask mission copy`. {_NOTHING_DONE}"
        )


def _refuse_what_is_there(place: Place, held: dict[str, bytes]) -> None:
    instance = place.settings.instance
    with in_a_sentence(instance, "read"):
        for name, content in held.items():
            if (instance / name).exists() and (instance / name).read_bytes() != content:
                raise Refused(f"{instance / name} is there already, and is another one than that of the backup. {_NOTHING_DONE}")
        if any((instance / outbox.FOLDER).glob("*")):
            raise Refused(f"{instance / outbox.FOLDER} holds letters already. {_NOTHING_DONE}")
    file = _file(place)
    if file is not None:
        for one in (file, *(file.with_name(file.name + tail) for tail in ("-wal", "-shm", "-journal"))):
            if one.exists():
                raise Refused(f"{one} is there already. Restore into an empty folder (MISSION_INSTANCE). {_NOTHING_DONE}")
        return
    try:
        with place.database.connect() as connection:
            there = set(inspect(connection).get_table_names())
            full = next((one.name for one in copying.tables() if one.name in there and connection.scalar(select(func.count()).select_from(one))), None)
    except SQLAlchemyError as error:
        raise NotDone(f"The database of DATABASE_URL does not answer: {str(error).splitlines()[0]}") from None
    if full is not None:
        raise Refused(f"The database of DATABASE_URL is not empty: {full} holds rows. {_NOTHING_DONE}")


def _file(place: Place) -> Path | None:
    url = make_url(place.settings.database_url)
    return Path(url.database or "").absolute() if url.get_backend_name() == "sqlite" else None


def _put(target: Path, content: bytes, made: list[Path]) -> None:
    """A file that is there whole or not at all; one that is there with the same content stays."""
    if target.exists():
        return
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
            os.fsync(opened.fileno())
        os.link(beside, target)
        made.append(target)
    finally:
        os.unlink(beside)


def _letters(backup: Path, settings: Settings, made: list[Path]) -> int:
    if not (backup / archives.OUTBOX).is_file():
        return 0
    folder, count = settings.instance / outbox.FOLDER, 0
    folder.mkdir(mode=0o700, exist_ok=True)
    for name, content in archives.read_letters(backup / archives.OUTBOX):
        _put(folder / name, content, made)
        count += 1
    return count


def _database(source: Path, place: Place, made: list[Path], progress: Progress) -> None:
    """Last of all: a folder without its database is no site yet."""
    file = _file(place)
    if file is None:
        place.upgrade()
        try:
            copying.copy(source_engine(f"sqlite:///{source}"), place.database, lambda done, total: progress("Filling the database", done, total))
        except copying.NotEmpty as found:
            raise Refused(f"The database of DATABASE_URL is not empty: {found.table} holds rows. {_NOTHING_DONE}") from None
        except copying.Different as found:
            raise Broken(f"The table {found.table} did not arrive as it was. {_NOTHING_DONE}") from None
        except SQLAlchemyError as error:
            raise NotDone(f"The database of DATABASE_URL could not be filled: {str(error).splitlines()[0]} {_NOTHING_DONE}") from None
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.restored")
    try:
        with source.open("rb") as reading, os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as writing:
            shutil.copyfileobj(reading, writing, 1024 * 1024)
            writing.flush()
            os.fsync(writing.fileno())
        os.link(beside, file)
        made.append(file)
    finally:
        beside.unlink(missing_ok=True)
    folders.settle_down(file.parent)
    place.upgrade()
