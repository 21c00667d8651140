"""``mission-verify``: what the Mission has signed, checked away from its site.

    mission-verify keys mission-key.json
    mission-verify file text.pdf text.pdf.sig --keys mission-key.json
    mission-verify register register.jsonl --head checkpoint --keys mission-key.json
    mission-verify entry register.jsonl 12 proof.json --head checkpoint --keys mission-key.json
    mission-verify grown old-checkpoint new-checkpoint proof.json --keys mission-key.json
    mission-verify text received.txt content.json [--language fr]
    mission-verify attached received.pdf content.json

Give ``--fingerprint`` (as printed on the letterhead) with any of them, and keys that do not lead to it are refused. Status 0: all of it holds;
1: something does not, and the output says where; 2: something could not be read.
"""

import argparse
import base64
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from . import detached, keyring, notes, tree
from .attachments import attached
from .canon import digest
from .comparison import Original, compare
from .keyring import Key
from .markup import plain
from .register import Checking, Fault, check_head, read_head

MOST = 200 * 1024 * 1024


def main(arguments: list[str] | None = None) -> int:
    """Run one check; returns the status."""
    given = _parser().parse_args(arguments)
    try:
        faults = list(given.run(given))
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"cannot be read: {error}", file=sys.stderr)
        return 2
    for fault in faults:
        print(f"WRONG  {fault}")
    if not faults:
        print("holds")
    return 1 if faults else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mission-verify", description="Checks what the Mission has signed, without its site.")
    commands = parser.add_subparsers(required=True)
    for name, run, places, said in (
        ("keys", _keys, (), "the statements about keys"),
        ("file", _file, ("file", "signature"), "a file and its detached signature"),
        ("register", _register, ("register",), "every entry, its signatures and the head"),
        ("entry", _entry, ("register", "sequence", "proof"), "that an entry is under a head"),
        ("grown", _grown, ("old", "new", "proof"), "that a register only grew"),
        ("text", _text, ("text", "content"), "a text against the content of an edition"),
        ("attached", _attached, ("file", "content"), "a file below a text against the content of an edition"),
    ):
        command = commands.add_parser(name, help=said)
        command.set_defaults(run=run)
        for place in places:
            command.add_argument(place)
        if name == "text":
            command.add_argument("--language", default="")
        elif name == "attached":
            pass
        elif name == "keys":
            command.add_argument("keys")
        else:
            command.add_argument("--keys", required=True)
        if name in ("register", "entry"):
            command.add_argument("--head", required=name == "entry")
        command.add_argument("--fingerprint", default="")
    return parser


def _read(place: str) -> bytes:
    with Path(place).open("rb") as file:
        content = file.read(MOST + 1)
    if len(content) > MOST:
        raise ValueError(f"{place} is larger than {MOST} bytes")
    return content


def _trusted(given: argparse.Namespace) -> dict[str, Key]:
    """The keys of the file; those of a fingerprint that was given: that key, those that it vouched for, and those that led to it."""
    keys = keyring.read(json.loads(_read(given.keys))["statements"])
    wanted = given.fingerprint.replace(" ", "").lower()
    if not wanted:
        print("note: no --fingerprint was given, so the keys are taken from the file as they are", file=sys.stderr)
        return keys
    chain: set[str] = set()
    for key in keys.values():
        if key.fingerprint.replace(" ", "") == wanted or key.previous in chain:
            chain.add(key.id)
    here = next((key for key in keys.values() if key.fingerprint.replace(" ", "") == wanted), None)
    while here is not None and here.previous:
        chain.add(here.previous)
        here = keys.get(here.previous)
    if not chain:
        raise ValueError("no key of this file has that fingerprint")
    return {name: key for name, key in keys.items() if name in chain}


def _keys(given: argparse.Namespace) -> Iterator[Fault]:
    for key in _trusted(given).values():
        state = f"revoked from {key.revoked}" if key.revoked else f"until {key.until}" if key.until else "current"
        print(f"{key.id}  since {key.since}  {state}{'  DEMONSTRATION' if key.demonstration else ''}\n  {key.fingerprint}")
    yield from ()


def _file(given: argparse.Namespace) -> Iterator[Fault]:
    note = notes.parse(_read(given.signature).decode())
    said = detached.read(note)
    print(f"{said.name}  edition {said.edition}  {said.language}  {said.time}{'  DEMONSTRATION' if said.demonstration else ''}")
    yield from detached.check(note, _read(given.file), _trusted(given))


def _lines(place: str) -> list[bytes]:
    content = _read(place)
    if content and not content.endswith(b"\n"):
        raise ValueError("the register does not end with a whole line")
    return content.split(b"\n")[:-1]


def _register(given: argparse.Namespace) -> Iterator[Fault]:
    keys, lines = _trusted(given), _lines(given.register)
    checking = Checking(keys)
    note = notes.parse(_read(given.head).decode()) if given.head else None
    yield from checking.faults(lines, [read_head(note).size] if note else [])
    print(f"{len(lines)} entries, root {base64.b64encode(checking.tree.root()).decode()}")
    if note is not None:
        yield from check_head(note, keys, checking.roots)
        _say_head(note)
    covered = read_head(note).size if note else 0
    if checking.unsigned > covered:
        yield Fault(0, f"the first {checking.unsigned} entries are not signed, and no head that was given covers them")


def _say_head(note: notes.Note) -> None:
    head = read_head(note)
    print(f"head of {head.origin}: {head.size} entries, {head.time}{'  DEMONSTRATION' if head.demonstration else ''}")


def _entry(given: argparse.Namespace) -> Iterator[Fault]:
    note, sequence, proof = notes.parse(_read(given.head).decode()), int(given.sequence), json.loads(_read(given.proof))
    head, lines = read_head(note), _lines(given.register)
    line = next((one for one in lines if json.loads(one).get("sequence") == sequence), None)
    if line is None:
        raise ValueError(f"there is no entry {sequence} in the file")
    print(line.decode())
    yield from _of_a_key(note, _trusted(given))
    if not tree.included(tree.leaf_hash(line), sequence - 1, head.size, [base64.b64decode(one) for one in proof["path"]], head.root):
        yield Fault(sequence, "the proof does not lead to the head")


def _grown(given: argparse.Namespace) -> Iterator[Fault]:
    keys, proof = _trusted(given), json.loads(_read(given.proof))
    old, new = (notes.parse(_read(place).decode()) for place in (given.old, given.new))
    for note in (old, new):
        _say_head(note)
        yield from _of_a_key(note, keys)
    first, second = read_head(old), read_head(new)
    if not tree.consistent(first.size, second.size, [base64.b64decode(one) for one in proof["path"]], first.root, second.root):
        yield Fault(0, "the newer register does not begin with the older one")


def _of_a_key(note: notes.Note, keys: Mapping[str, Key]) -> Iterator[Fault]:
    public, time = notes.signed_by(note, [key.public for key in keys.values()]), read_head(note).time
    if public is None:
        yield Fault(0, "a head is signed by no key of the Mission")
    elif not next(key for key in keys.values() if key.public == public).covers(time):
        yield Fault(0, "a head was signed by a key at a time for which that key does not stand")


def _text(given: argparse.Namespace) -> Iterator[Fault]:
    content = _read(given.content)
    edition = json.loads(content)
    print(f"{edition['name']}  content {digest(content)}")
    best = None
    for tag, one in edition["translations"].items():
        if given.language in ("", tag):
            found = compare(Original(one["title"], one["summary"], plain(one["body"])), _read(given.text).decode())
            if best is None or found.matched > best.matched:
                best = found
    if best is None or not best.comes_from_it:
        yield Fault(0, "the text does not come from this edition")
        return
    if best.missing_before or best.missing_after:
        print(f"only a part: {best.missing_before} words before it and {best.missing_after} after it are missing")
    for one in best.differences:
        yield Fault(0, f"… {one.before} [-{one.deleted}-] {{+{one.inserted}+}} {one.after} …")


def _attached(given: argparse.Namespace) -> Iterator[Fault]:
    content, sha256 = _read(given.content), digest(_read(given.file))
    edition = json.loads(content)
    print(f"{edition['name']}  content {digest(content)}")
    found = list(attached(edition, sha256))
    for tag, name in found:
        print(f"{tag}  {name}")
    if not found:
        yield Fault(0, f"no file of this edition has the digest {sha256}")


if __name__ == "__main__":
    sys.exit(main())
