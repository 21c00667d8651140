"""Letters kept as files, where no mail server is set: each is there as long as its row, and goes with it."""

import re
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..config import Settings
from ..models import Letter

FOLDER = "outbox"
_OURS = re.compile(r"[0-9]+-([0-9]+)\.eml")
_AT_ONCE = 500


def keep(message: EmailMessage, settings: Settings, letter: Letter) -> Path:
    """Keep a letter as a file that any mail program opens; returns where."""
    folder = settings.instance / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / _name(letter.id, letter.written_at.timestamp())
    path.touch(mode=0o600)
    path.write_bytes(bytes(message))
    return path


def _name(number: int, seconds: float) -> str:
    # Not by the number alone: SQLite gives that of a letter that is gone to the next one.
    return f"{int(seconds)}-{number:06d}.eml"


def sweep(open_session: Callable[[], Session], settings: Settings) -> int:
    """Delete the files of letters that are gone from the database, with whoever wrote or asked to be forgotten; returns how many. Files that
    bear no name of this folder's are somebody else's and stay."""
    files = {one: int(found[1]) for one in (settings.instance / FOLDER).glob("*.eml") if (found := _OURS.fullmatch(one.name))}
    if not files:
        return 0
    held, numbers = set(), sorted(set(files.values()))
    with open_session() as session:
        for begin in range(0, len(numbers), _AT_ONCE):
            rows = session.execute(select(Letter.id, Letter.written_at).where(Letter.id.in_(numbers[begin : begin + _AT_ONCE])))
            held |= {_name(number, written.timestamp()) for number, written in rows}
    gone = [one for one in files if one.name not in held]
    for one in gone:
        with suppress(FileNotFoundError):
            one.unlink()
    return len(gone)
