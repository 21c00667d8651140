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

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from .canon import digest
from .keyring import Key
from .notes import Note, Unreadable, signed_by
from .register import Fault

FORM = "mission-document/1"
# Where a PDF ended once, before more was put to its end; a hostile one may say so at every word.
_END, _MOST_ENDS = re.compile(rb"%%EOF(?:\r?\n)?"), 100
# What a PDF says of itself: which text it is of, and in which language. Nobody signed it there.
_NAMED = re.compile(rb"<pdf:Keywords>([^,<]{1,80})"), re.compile(rb"<dc:language>\s*<rdf:Bag>\s*<rdf:li>([A-Za-z-]{2,8})<")
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
        faults.append(Fault(0, _otherwise(content, read(note))))
    return faults


def beginnings(content: bytes) -> Iterator[tuple[int, str]]:
    """The lengths and digests of the beginnings of a file that were a PDF before more was put to its end, as programs do that change one."""
    made, done = hashlib.sha256(), 0
    for found in islice(_END.finditer(content), _MOST_ENDS):
        for end in (found.start() + 5, found.end()):
            if done < end < len(content):
                made.update(memoryview(content)[done:end])
                done = end
                yield end, made.hexdigest()


def _otherwise(content: bytes, said: Signed) -> str:
    """In what a file is not the one that was signed, as far as it can be told from it."""
    for length, made in beginnings(content):
        if made == said.sha256:
            return f"the first {length} bytes are the file that was signed, and {len(content) - length} bytes were put to its end"
    name, language = (found[1].decode("ascii", "replace") if (found := one.search(content)) else "" for one in _NAMED)
    if name and language and (name, language) != (said.name, said.language):
        return f"the file is not the one that was signed: it calls itself {name}, {language}, and the signature is of {said.name}, {said.language}"
    return "the file is not the one that was signed: at least one byte is different"


def signer_faults(note: Note, keys: Mapping[str, Key]) -> list[Fault]:
    """Whether a key of the Mission signed it, at a time for which that key stands."""
    public = signed_by(note, [key.public for key in keys.values()])
    if public is None:
        return [Fault(0, "the signature is by no key of the Mission")]
    key = next(one for one in keys.values() if one.public == public)
    return [] if key.covers(read(note).time) else [Fault(0, f"it was signed by key {key.id} at a time for which that key does not stand")]
