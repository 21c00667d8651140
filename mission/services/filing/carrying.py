"""What an edition's files are, what is vouched for of them, and how they go on to the next edition."""

from typing import Any

from ...models import Edition, EditionFile

_SAYS = ("name", "media_type", "size", "sha256", "alternative", "caption", "credit")


def carry(before: Edition, after: Edition) -> None:
    """Give a new edition the files of the one before it: the same bytes, the same lines."""
    names = [column.key for column in EditionFile.__table__.columns if column.key not in ("id", "edition_id")]
    for one in before.files:
        after.files.append(EditionFile(**{name: getattr(one, name) for name in names}))


def of_language(edition: Edition, language: str) -> list[EditionFile]:
    """The files of an edition in one language, in their order."""
    return sorted((one for one in edition.files if one.language == language), key=lambda one: (one.position, one.id or 0))


def said_of(edition: Edition, language: str) -> list[dict[str, Any]]:
    """What an edition's canonical content says of its files in one language: all that readers see, and the digest of every byte of it."""
    return [_said(one) for one in of_language(edition, language)]


def _said(file: EditionFile) -> dict[str, Any]:
    said: dict[str, Any] = {name: getattr(file, name) for name in _SAYS}
    if not file.is_picture:
        # What a picture showed that stood in its place before: nobody reads it.
        said["alternative"] = ""
    else:
        said |= {"width": file.width, "height": file.height, "renditions": {one.name: one.sha256 for one in file.renditions}}
    return said
