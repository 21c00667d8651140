"""Files of an edition: added, replaced, described, put in order and taken out, for as long as nothing is frozen.

Each verb is a save: what was submitted or approved becomes a draft again, and the version tells that something changed.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from ...models import Edition, EditionFile, Person
from ..filing import keeping, naming
from ..filing.carrying import of_language
from ..filing.examining import Examined
from ..markup import tidied
from .errors import LanguagesMissing, TooManyFiles, WrongState
from .verbs import load, record, verb
from .writing import UNFROZEN, reopen

MOST_FILES = 60


@dataclass(frozen=True)
class Handed:
    """A file as it was handed in: the name that it had there, and what was found in it."""

    name: str
    file: Examined


@dataclass(frozen=True)
class Description:
    """What is written of a file: its name for readers, and, of a picture, what it shows."""

    name: str
    alternative: str = ""
    caption: str = ""
    credit: str = ""


@verb
def add_files(session: Session, actor: Person, edition_id: int, language: str, handed: Sequence[Handed], *, at: datetime) -> Edition:
    """Put files at the end of those of a language. What is there already is not put there twice.

    Raises `LanguagesMissing` where the edition has no text in that language, `TooManyFiles`.
    """
    edition = load(session, edition_id, None, "save", *UNFROZEN)
    if language not in edition.translations:
        raise LanguagesMissing((language,))
    added: list[EditionFile] = []
    for one in handed:
        here = of_language(edition, language)
        if one.file.itself.sha256 in {two.sha256 for two in here}:
            continue
        if len(here) == MOST_FILES:
            raise TooManyFiles
        name = naming.distinct(naming.shown(one.name, one.file.media_type), [two.name for two in here])
        added.append(EditionFile(
            language=language, position=max((two.position for two in here), default=-1) + 1, line=secrets.token_hex(8), name=name,
            address=naming.place(name, [two.address for two in here]), added_at=at, **_bytes(session, one.file, at),
        ))  # fmt: skip
        edition.files.append(added[-1])
    if added:
        _saved(session, actor, edition, at, "files: " + ", ".join(f"+{one.name}" for one in added))
    return edition


@verb
def replace_file(session: Session, actor: Person, edition_id: int, file_id: int, handed: Handed, *, version: int, at: datetime) -> Edition:
    """Put another file in the place of one: same name where it is of the same type, same words, same place.

    What a picture shows is kept while something else stands in its place, told to nobody: another picture says it again.
    """
    edition = load(session, edition_id, version, "save", *UNFROZEN)
    file = _file(edition, file_id)
    media_type = handed.file.media_type
    before = file.name
    if media_type != file.media_type:
        others = [one for one in of_language(edition, file.language) if one is not file]
        file.name = naming.distinct(naming.shown(file.name, media_type), [one.name for one in others])
        file.address = naming.place(file.name, [one.address for one in others])
    for name, value in _bytes(session, handed.file, at).items():
        setattr(file, name, value)
    _saved(session, actor, edition, at, f"files: {before} -> {file.name}")
    return edition


@verb
def remove_file(session: Session, actor: Person, edition_id: int, file_id: int, *, version: int, at: datetime) -> Edition:
    """Take a file out of an edition; earlier editions keep theirs."""
    edition = load(session, edition_id, version, "save", *UNFROZEN)
    file = _file(edition, file_id)
    edition.files.remove(file)
    _saved(session, actor, edition, at, f"files: -{file.name}")
    return edition


@verb
def describe_files(session: Session, actor: Person, edition_id: int, described: Mapping[int, Description], *, version: int, at: datetime,
                   moved: int | None = None, by: int = 0) -> Edition:  # fmt: skip
    """Write what is said of files, by their identifiers; the one called `moved` goes up (`by` -1) or down (1) among those of its language."""
    edition = load(session, edition_id, version, "save", *UNFROZEN)
    for file_id, said in described.items():
        _describe(edition, _file(edition, file_id), said)
        # One after the other: a name that one file gives up may be another's at once.
        session.flush()
    if moved is not None:
        _move(edition, _file(edition, moved), by)
    _saved(session, actor, edition, at, "files")
    return edition


def _describe(edition: Edition, file: EditionFile, said: Description) -> None:
    others = [one for one in of_language(edition, file.language) if one is not file]
    name = naming.shown(said.name, file.media_type) if said.name.strip() else file.name
    if name != file.name:
        file.name = naming.distinct(name, [one.name for one in others])
        file.address = naming.place(file.name, [one.address for one in others])
    alternative, file.caption, file.credit = (tidied(naming.written(one)) for one in (said.alternative, said.caption, said.credit))
    if file.is_picture:
        file.alternative = alternative


def _move(edition: Edition, file: EditionFile, by: int) -> None:
    here = of_language(edition, file.language)
    place = here.index(file)
    here.insert(max(0, place + by), here.pop(place))
    for number, one in enumerate(here):
        one.position = number
    edition.files.sort(key=lambda one: (one.position, one.id))


def _bytes(session: Session, file: Examined, at: datetime) -> dict[str, Any]:
    keeping.keep(session, file, at)
    itself = file.itself
    return {
        "sha256": itself.sha256, "media_type": itself.media_type, "size": len(itself.content), "width": itself.width or None,
        "height": itself.height or None, "author": file.author, "telling": file.telling,
    }  # fmt: skip


def _file(edition: Edition, file_id: int) -> EditionFile:
    found = next((one for one in edition.files if one.id == file_id), None)
    if found is None:
        raise WrongState("save", "removed")
    return found


def _saved(session: Session, actor: Person, edition: Edition, at: datetime, remark: str) -> None:
    reopen(edition, at)
    # A save like any other: whoever adds files has written in the edition, and does not approve it.
    record(session, actor, "save", at, edition=edition, remark=remark[:400])
    session.flush()
