"""Files as the gate shows them, and their bytes: read through the gate's own values, so that nothing stands here before its time or after a
recall."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from ...models import Blob, Edition, EditionFile, Rendition, Settlement
from ..shown import Drawn, File, Public


@dataclass(frozen=True)
class Kept:
    """Bytes as they are handed out."""

    sha256: str
    media_type: str
    content: bytes
    kept_at: datetime


def files_of(session: Session, ids: list[int]) -> dict[int, list[File]]:
    """The files of editions by their identifiers, in the order of each language, pictures with what was drawn from them."""
    connection = session.connection()
    rows = connection.execute(_FILES, {"ids": ids}).all()
    pictures: dict[str, list[Any]] = {row.sha256: [] for row in rows if row.width}
    if pictures:
        for one in connection.execute(_RENDITIONS, {"pictures": list(pictures)}):
            pictures[one.picture].append(one)
    files: dict[int, list[File]] = {}
    for row in rows:
        files.setdefault(row.edition_id, []).append(as_value(row, pictures.get(row.sha256, ())))
    return files


def as_value(row: Any, renditions: Iterable[Any]) -> File:
    """The value of a file: of its model, or of a row that stands for it."""
    return File(
        row.language, row.name, row.address, row.media_type, row.size, row.sha256, row.width or 0, row.height or 0,
        row.alternative if row.width else "", row.caption, row.credit,
        tuple(Drawn(one.name, one.media_type, one.size, one.width, one.height) for one in renditions),
    )  # fmt: skip


def find(document: Public, language: str, place: str) -> File | None:
    """The file of an edition in a language that has `place` as the last part of its address."""
    return next((one for one in document.files if one.language == language and one.place == place), None)


def content(session: Session, file: File, drawn: str = "") -> Kept | None:
    """The bytes of a file, or of the picture drawn from it that is called so. None where there is none, or its bytes are lost or damaged."""
    of = select(Blob).where(Blob.sha256 == file.sha256)
    if drawn:
        if drawn not in {one.name for one in file.drawn}:
            return None
        of = select(Blob).join(Rendition, Rendition.sha256 == Blob.sha256).where(Rendition.picture == file.sha256, Rendition.name == drawn)
    blob = session.scalar(of)
    if blob is None or hashlib.sha256(blob.content).hexdigest() != blob.sha256:
        return None
    return Kept(blob.sha256, file.media_type if not drawn else blob.media_type, blob.content, blob.created_at)


def earlier(session: Session, newest: Public, language: str, place: str) -> tuple[str, int]:
    """What has come of an address that the newest edition does not have: the last part of the address where the same file stands in the newest
    edition (number 0), or, where it was taken out, the same part and the number of the last edition that has it; ("", 0) where none ever had."""
    if "\x00" in place:
        # No name has it, and PostgreSQL does not even ask.
        return "", 0
    had = session.execute(_HAD, {"document": newest.id, "language": language, "place": place}).first()
    if had is None:
        return "", 0
    now = session.scalar(_NOW, {"document": newest.id, "number": newest.edition, "language": language, "line": had.line})
    return (now, 0) if now else (place, had.public_number)


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_FILES = select(EditionFile.__table__).where(EditionFile.edition_id.in_(_IDS)).order_by(EditionFile.position, EditionFile.id)
_RENDITIONS = (
    select(Rendition.__table__).where(Rendition.picture.in_(bindparam("pictures", expanding=True))).order_by(Rendition.width, Rendition.name)
)  # fmt: skip
_SETTLED = select(EditionFile.line, Settlement.public_number).join(Edition, Edition.id == EditionFile.edition_id).join(
    Settlement, Settlement.edition_id == Edition.id
).where(Settlement.document_id == bindparam("document"), EditionFile.language == bindparam("language"))  # fmt: skip
_HAD = _SETTLED.where(EditionFile.address == bindparam("place")).order_by(Settlement.public_number.desc()).limit(1)
_NOW = _SETTLED.with_only_columns(EditionFile.address).where(
    Settlement.public_number == bindparam("number"), EditionFile.line == bindparam("line")
).limit(1)  # fmt: skip
