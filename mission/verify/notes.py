"""Signed notes (C2SP signed-note v1): a text that a person can read, an empty line, and one line per signature.

    — <key name> <base64 of: four bytes that name the key, then the 64 bytes of the Ed25519 signature over the text>
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_DASH = "\u2014"
_ED25519 = b"\x01"


class Unreadable(ValueError):
    """Not a signed note; its text says where."""


@dataclass(frozen=True)
class Note:
    """`text` ends in a newline; `signatures` are key name, the four bytes that name the key, signature."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]

    @property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.text.split("\n")[:-1]


def key_hash(name: str, public: bytes) -> bytes:
    """The four bytes by which a note names a key."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def verifier_key(name: str, public: bytes) -> str:
    """The key as other programs for signed notes take it."""
    return f"{name}+{key_hash(name, public).hex()}+{base64.b64encode(_ED25519 + public).decode()}"


def make(lines: Iterable[str], name: str, public: bytes, sign: Callable[[bytes], bytes]) -> str:
    """A note of `lines`, signed once."""
    text = "".join(f"{line}\n" for line in lines)
    signature = base64.b64encode(key_hash(name, public) + sign(text.encode())).decode()
    return f"{text}\n{_DASH} {name} {signature}\n"


def parse(note: str) -> Note:
    """Read a note; raises `Unreadable`."""
    text, gap, tail = note.rpartition("\n\n")
    if not gap or not tail.endswith("\n") or any(ord(one) < 32 and one != "\n" for one in note):
        raise Unreadable("this is not a signed note")
    signatures = []
    for line in tail.split("\n")[:-1]:
        mark, _, rest = line.partition(" ")
        name, _, coded = rest.rpartition(" ")
        try:
            raw = base64.b64decode(coded, validate=True)
        except (binascii.Error, ValueError):
            raise Unreadable(f"a signature line cannot be read: {line[:60]}") from None
        if mark != _DASH or not name or len(raw) < 5:
            raise Unreadable(f"a signature line cannot be read: {line[:60]}")
        signatures.append((name, raw[:4], raw[4:]))
    return Note(text + "\n", tuple(signatures))


def signed_by(note: Note, keys: Iterable[bytes]) -> bytes | None:
    """The first of the public `keys` (32 bytes each) whose signature the note truly carries; None where there is none."""
    for public in keys:
        for name, named, signature in note.signatures:
            if named == key_hash(name, public) and good(public, signature, note.text.encode()):
                return public
    return None


def good(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether this is the key's signature of the message."""
    try:
        _loaded(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(64)
def _loaded(public: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public)
