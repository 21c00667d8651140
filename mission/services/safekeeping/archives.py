"""What an installation keeps beside its database: its keys, in an archive that can be kept apart, and the letters that no server has taken."""

import io
import os
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

from ...config import Settings
from .. import outbox
from .errors import Broken

# Those of keys.py and config.py; a key that was rotated away stands aside under its own name.
_KEYS = re.compile(r"^(?:secret_key|(?:signing|demonstration)_key(?:\.[0-9a-z]+)?\.pem)$")
_LETTER = re.compile(r"^[^/.][^/]*\.eml$")
CERTIFICATE = "certificate.p12"
OUTBOX = "outbox.tar"
# No key is longer; whatever is, is not one.
_LONGEST_KEY = 1024 * 1024


def keys(settings: Settings) -> dict[str, bytes]:
    """The keys that this installation holds as files, by name. Those that settings give are kept where the settings are."""
    held = {one.name: one.read_bytes() for one in sorted(settings.instance.iterdir()) if _KEYS.match(one.name) and one.is_file()}
    if settings.PDF_CERTIFICATE:
        held[CERTIFICATE] = Path(settings.PDF_CERTIFICATE).read_bytes()
    return held


def letters(settings: Settings) -> Iterator[tuple[str, bytes]]:
    """The letters in the outbox, by name."""
    for one in sorted((settings.instance / outbox.FOLDER).glob("*.eml")):
        yield one.name, one.read_bytes()


def write(file: Path, members: Iterator[tuple[str, bytes]]) -> int:
    """Write an archive that its owner alone can read; returns how many members it has."""
    count = 0
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        with tarfile.open(fileobj=opened, mode="w") as archive:
            for name, content in members:
                member = tarfile.TarInfo(name)
                member.size, member.mode = len(content), 0o600
                archive.addfile(member, io.BytesIO(content))
                count += 1
        opened.flush()
        os.fsync(opened.fileno())
    return count


def read_keys(file: Path) -> dict[str, bytes]:
    """The keys in an archive; anything else in it is `Broken`."""
    return {name: content for name, content in _members(file, lambda name: bool(_KEYS.match(name)) or name == CERTIFICATE, _LONGEST_KEY)}


def read_letters(file: Path) -> Iterator[tuple[str, bytes]]:
    """The letters in an archive, one after the other."""
    return _members(file, lambda name: bool(_LETTER.match(name)), None)


def _members(file: Path, known: object, longest: int | None) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(file) as archive:
            for member in archive:
                if not member.isreg() or not known(member.name) or (longest and member.size > longest):  # type: ignore[operator]
                    raise Broken(f"{file} holds what does not belong there: {member.name!r}.")
                content = archive.extractfile(member)
                yield member.name, content.read() if content else b""
    except (tarfile.TarError, EOFError):
        raise Broken(f"{file} is not a whole archive.") from None
