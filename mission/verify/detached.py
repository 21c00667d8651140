"""A detached signature: a signed note beside a file, which says of which text, edition and language the file is.

    mission-document/1
    name MPM/C/2026/014
    edition 1
    language fr
    type application/pdf
    sha256 <hexadecimal>
    time 2026-11-24T09:30:00Z
    demonstration            (only where it is one)
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .canon import digest
from .keyring import Key
from .notes import Note, Unreadable, signed_by
from .register import Fault

FORM = "mission-document/1"
_FIELDS = ("name", "edition", "language", "type", "sha256", "time")


@dataclass(frozen=True)
class Signed:
    """What a detached signature says of its file."""

    name: str
    edition: int
    language: str
    type: str
    sha256: str
    time: str
    demonstration: bool


def lines(facts: Signed) -> list[str]:
    """The lines of the note."""
    values = [f"{field} {getattr(facts, field)}" for field in _FIELDS]
    return [FORM, *values, *(["demonstration"] if facts.demonstration else [])]


def read(note: Note) -> Signed:
    """What the note says; raises `Unreadable`."""
    first, *rest = note.lines
    demonstration = rest[-1:] == ["demonstration"]
    given = [line.partition(" ") for line in (rest[:-1] if demonstration else rest)]
    values = {field: value for field, _, value in given}
    if first != FORM or [field for field, _, _ in given] != list(_FIELDS) or not (values["edition"].isdecimal() and len(values["edition"]) < 10):
        raise Unreadable("this note is not the signature of a document")
    return Signed(
        values["name"], int(values["edition"]), values["language"], values["type"], values["sha256"], values["time"], demonstration
    )  # fmt: skip


def check(note: Note, content: bytes, keys: Mapping[str, Key]) -> list[Fault]:
    """What does not hold of a signature and the bytes of its file."""
    faults = signer_faults(note, keys)
    if digest(content) != read(note).sha256:
        faults.append(Fault(0, "the file is not the one that was signed: at least one byte is different"))
    return faults


def signer_faults(note: Note, keys: Mapping[str, Key]) -> list[Fault]:
    """Whether a key of the Mission signed it, at a time for which that key stands."""
    public = signed_by(note, [key.public for key in keys.values()])
    if public is None:
        return [Fault(0, "the signature is by no key of the Mission")]
    key = next(one for one in keys.values() if one.public == public)
    return [] if key.covers(read(note).time) else [Fault(0, f"it was signed by key {key.id} at a time for which that key does not stand")]
