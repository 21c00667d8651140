"""The checks that `mission-verify` runs: each takes the arguments, says what it read, and gives what does not hold."""

import argparse
import base64
import binascii
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from . import detached, notes, tree
from .keyring import Key
from .reading import Unusable, lines, parsed, part, text, whole
from .register import Checking, Fault, check_head, read_head
from .spoken import say
from .trust import trusted


class Verdict(Enum):
    """What a check of a text finds beside faults."""

    UNPROVED = "unproved"
    SUPERSEDED = "superseded"


def check_keys(given: argparse.Namespace) -> Iterator[Fault | Verdict]:
    """The statements about keys."""
    for key in trusted(given.keys, given.fingerprint).values():
        state = f"revoked from {key.revoked}" if key.revoked else f"until {key.until}" if key.until else "current" if key.since else "given alone"
        say(f"{key.id}  {f'since {key.since}  ' if key.since else ''}{state}{'  DEMONSTRATION' if key.demonstration else ''}")
        say(f"  {key.fingerprint}")
        say(f"  {base64.b64encode(key.public).decode()}")
    yield from ()


def check_file(given: argparse.Namespace) -> Iterator[Fault | Verdict]:
    """A file and its detached signature; where it is not that file, whether it is the one of another signature that was given."""
    note, *others = [notes.parse(text(one)) for one in given.signature]
    content, keys = whole(given.file), trusted(given.keys, given.fingerprint)
    say(_of_file(note))
    faults = detached.check(note, content, keys)
    yield from faults
    for place, other in zip(given.signature[1:], others, strict=True):
        if faults and not detached.check(other, content, keys):
            say(f"it is the file of {place}: {_of_file(other)}")


def _of_file(note: notes.Note) -> str:
    said = detached.read(note)
    return f"{said.name}  edition {said.edition}  {said.language}  {said.time}{'  DEMONSTRATION' if said.demonstration else ''}"


def check_register(given: argparse.Namespace) -> Iterator[Fault | Verdict]:
    """Every entry, its signatures and the head."""
    yield from register_faults(lines(given.register), trusted(given.keys, given.fingerprint), given.head)


def register_faults(entries: list[bytes], keys: Mapping[str, Key], head: str) -> Iterator[Fault]:
    """What does not hold of a register's lines; `head` is the file of a signed head, or empty."""
    checking = Checking(keys)
    note = notes.parse(text(head)) if head else None
    covered = read_head(note).size if note else 0
    yield from checking.faults(entries, [covered] if note else [])
    say(f"{len(entries)} entries, root {base64.b64encode(checking.tree.root()).decode()}")
    if note is not None:
        yield from check_head(note, keys, checking.roots)
        say_head(note)
    if checking.unsigned > covered:
        yield Fault(0, f"the first {checking.unsigned} entries are not signed, and no head that was given covers them")


def say_head(note: notes.Note) -> None:
    """Print what a head says."""
    head = read_head(note)
    say(f"head of {head.origin}: {head.size} entries, {head.time}{'  DEMONSTRATION' if head.demonstration else ''}")


def check_entry(given: argparse.Namespace) -> Iterator[Fault | Verdict]:
    """That an entry is under a head."""
    if not (given.sequence.isascii() and given.sequence.isdecimal() and 0 < len(given.sequence) < 10):
        raise Unusable("the number of an entry is a whole number")
    note, sequence = notes.parse(text(given.head)), int(given.sequence)
    path, entries = _path(given.proof), lines(given.register)
    if not 1 <= sequence <= len(entries):
        raise Unusable(f"there is no entry {sequence} in {given.register}")
    line, head = entries[sequence - 1], read_head(note)
    entry = parsed(line, f"entry {sequence}")
    say(line.decode())
    if entry.get("sequence") != sequence:
        yield Fault(sequence, f"it says that it is entry {entry.get('sequence')}: entries are missing, put in or out of order")
    yield from _of_a_key(note, trusted(given.keys, given.fingerprint))
    if not tree.included(tree.leaf_hash(line), sequence - 1, head.size, path, head.root):
        yield Fault(sequence, "the proof does not lead to the head")


def check_grown(given: argparse.Namespace) -> Iterator[Fault | Verdict]:
    """That a register only grew."""
    keys, path = trusted(given.keys, given.fingerprint), _path(given.proof)
    old, new = (notes.parse(text(place)) for place in (given.old, given.new))
    for note in (old, new):
        say_head(note)
        yield from _of_a_key(note, keys)
    first, second = read_head(old), read_head(new)
    if first.origin != second.origin:
        yield Fault(0, "the two heads are of different registers")
    if not tree.consistent(first.size, second.size, path, first.root, second.root):
        yield Fault(0, "the newer register does not begin with the older one")


def _path(place: str) -> list[bytes]:
    path: list[Any] = part(parsed(whole(place), place), "path", list, place)
    try:
        return [base64.b64decode(one, validate=True) for one in path]
    except (TypeError, ValueError, binascii.Error):
        raise Unusable(f"{place} has a “path” that is not a list of hashes in base64") from None


def _of_a_key(note: notes.Note, keys: Mapping[str, Key]) -> Iterator[Fault]:
    public, time = notes.signed_by(note, [key.public for key in keys.values()]), read_head(note).time
    if public is None:
        yield Fault(0, "a head is signed by no key of the Mission")
    elif not next(key for key in keys.values() if key.public == public).covers(time):
        yield Fault(0, "a head was signed by a key at a time for which that key does not stand")
