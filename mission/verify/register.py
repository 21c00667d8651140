"""The register as a file of lines, offline: its chain, the signatures of its entries, its tree and a signed head."""

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .canon import canonical, digest
from .keyring import Key
from .notes import Note, Unreadable, good, signed_by
from .tree import Growing, leaf_hash

PURPOSE = b"mission-register-entry/1\n"
ORIGIN = "0" * 64
SETTLING = ("first", "correction", "amendment", "translation")
ACTS = (*SETTLING, "withdrawal", "recall")
_SIGNING = ("digest", "key", "signature")


@dataclass(frozen=True)
class Fault:
    """Something that does not hold. `place` is the number of the line (from 1), 0 for the register as a whole."""

    place: int
    sentence: str

    def __str__(self) -> str:
        return f"entry {self.place}: {self.sentence}" if self.place else self.sentence


@dataclass(frozen=True)
class Head:
    """A head of the tree: what a signed note says."""

    origin: str
    size: int
    root: bytes
    time: str
    demonstration: bool


def read_head(note: Note) -> Head:
    """What a checkpoint says; raises `Unreadable`."""
    try:
        origin, size, root, *more = note.lines
        if not (size.isascii() and size.isdecimal() and len(size) < 19) or (size != "0" and size.startswith("0")):
            raise ValueError
        time = next((one.removeprefix("time ") for one in more if one.startswith("time ")), "")
        return Head(origin, int(size), base64.b64decode(root, validate=True), time, "demonstration" in more)
    except (ValueError, binascii.Error):
        raise Unreadable("this note is not a head of a register") from None


class Checking:
    """Reads a register line by line; `faults` finds what does not hold, and afterwards `tree` says the root."""

    def __init__(self, keys: Mapping[str, Key]) -> None:
        self.keys = keys
        self.tree = Growing()
        self.unsigned = 0
        self._previous = ORIGIN
        # The root after each line that somebody may ask for.
        self.roots: dict[int, bytes] = {}

    def faults(self, lines: Iterable[bytes], sizes: Iterable[int] = ()) -> Iterator[Fault]:
        """Check each line (without its newline); keep the roots at `sizes`."""
        wanted = set(sizes)
        for number, line in enumerate(lines, 1):
            yield from self._line(number, line)
            self.tree.add(leaf_hash(line))
            if number in wanted:
                self.roots[number] = self.tree.root()

    def _line(self, number: int, line: bytes) -> Iterator[Fault]:
        try:
            entry = json.loads(line.decode())
            statement = {name: value for name, value in entry.items() if name not in _SIGNING}
            known, sequence = str(entry["digest"]), entry["sequence"]
            written, found = canonical(entry), digest(canonical(statement))
        except (ValueError, KeyError, AttributeError, RecursionError):
            yield Fault(number, "this is not an entry")
            return
        if written != line:
            yield Fault(number, "it is not written in the one form that an entry has")
        if type(sequence) is not int or sequence != number:
            yield Fault(number, f"it says that it is entry {sequence}: entries are missing, put in or out of order")
        if statement.get("previous") != self._previous:
            yield Fault(number, "it does not follow the entry before it")
        if found != known:
            yield Fault(number, "it is not what its digest says: it was changed")
        if statement.get("act") not in ACTS:
            yield Fault(number, "it records no known act")
        yield from self._signature(number, entry, known)
        self._previous = known

    def _signature(self, number: int, entry: Mapping[str, Any], known: str) -> Iterator[Fault]:
        if entry.get("key") is None and entry.get("signature") is None:
            self.unsigned += 1
            if self.unsigned != number:
                yield Fault(number, "it is not signed, and entries before it are")
            return
        key = self.keys.get(str(entry.get("key")))
        if key is None:
            yield Fault(number, f"it is signed by a key that is not known: {entry.get('key')}")
            return
        try:
            signature = base64.b64decode(str(entry.get("signature")), validate=True)
        except (binascii.Error, ValueError):
            signature = b""
        if not good(key.public, signature, PURPOSE + known.encode() + b"\n"):
            yield Fault(number, "its signature is wrong")
        if not key.covers(str(entry.get("time"))):
            yield Fault(number, f"it was signed by key {key.id} at a time for which that key does not stand")


def check_head(note: Note, keys: Mapping[str, Key], roots: Mapping[int, bytes]) -> list[Fault]:
    """What does not hold of a signed head, against the roots that were worked out from the lines themselves."""
    head = read_head(note)
    faults = []
    public = signed_by(note, [key.public for key in keys.values()])
    if public is None:
        faults.append(Fault(0, "the head is signed by no key of the Mission"))
    else:
        key = next(one for one in keys.values() if one.public == public)
        if not key.covers(head.time):
            faults.append(Fault(0, f"the head was signed by key {key.id} at a time for which that key does not stand"))
    if head.size not in roots:
        faults.append(Fault(0, f"the head covers {head.size} entries, and the register has fewer"))
    elif roots[head.size] != head.root:
        faults.append(Fault(0, f"the first {head.size} entries are not those that the head was signed over"))
    return faults
