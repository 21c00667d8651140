"""Which keys somebody believes: the file of statements from the site, a key as printed on paper, or the one because of the other."""

import base64
import binascii
import sys
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from . import keyring, notes
from .keyring import Key
from .reading import Unusable, decoded, parsed, part, whole

_SIZE = 32


def trusted(given: Iterable[str], fingerprint: str = "") -> dict[str, Key]:
    """The keys that `given` names: files, or keys themselves. Keys of paper, and the fingerprint, decide which keys of a file are believed:
    those, the ones that they vouched for, and the ones that led to them. Raises `Unusable` or `keyring.Untrusted`."""
    stated: dict[str, Key] = {}
    bare: dict[str, Key] = {}
    for one in given:
        found = _one(one)
        (bare if all(key.since == "" for key in found.values()) else stated).update(found)
    wanted = "".join(fingerprint.split()).replace(":", "").lower()
    if wanted:
        # A fingerprint with a digit mistyped leads nowhere, and is not taken for something shorter.
        if len(wanted) != 64 or not set(wanted) <= set("0123456789abcdef"):
            raise Unusable("a fingerprint has 64 hexadecimal digits")
        named = {key.id for key in (stated | bare).values() if key.fingerprint.replace(" ", "") == wanted}
        if not named:
            raise Unusable("no key that was given has that fingerprint")
        bare = {name: key for name, key in bare.items() if name in named}
    else:
        named = set(bare)
    if not stated:
        _say_bare(bare)
        return bare
    if not named:
        _say_unproved(stated)
        return stated
    chosen = _chain(stated, named)
    if not chosen:
        raise Unusable("no key of the file leads to the key that was given")
    return chosen


def _chain(keys: dict[str, Key], named: set[str]) -> dict[str, Key]:
    """The keys that are `named`, those that they vouched for, and those that led to them."""
    chain: set[str] = set()
    for key in keys.values():
        if key.id in named or key.previous in chain:
            chain.add(key.id)
    for name in named & set(keys):
        here = keys.get(keys[name].previous or "")
        while here is not None and here.id not in chain:
            chain.add(here.id)
            here = keys.get(here.previous or "")
    return {name: key for name, key in keys.items() if name in chain}


def _one(given: str) -> dict[str, Key]:
    if (public := bare_key(given)) is not None:
        return _alone(public)
    try:
        there = Path(given).is_file()
    except (OSError, ValueError):
        there = False
    if not there:
        raise Unusable(f"{given[:80]} is neither a file nor a public key (base64, hexadecimal, PEM or the form of signed notes)")
    content = decoded(whole(given), given)
    if (public := bare_key(content)) is not None:
        return _alone(public)
    if not content.lstrip().startswith("{"):
        raise Unusable(f"{given} holds neither statements about keys nor a public key (base64, hexadecimal, PEM or the form of signed notes)")
    keys = keyring.read(part(parsed(content, given), "statements", list, given))
    if not keys:
        raise Unusable(f"{given} states no key")
    return keys


def _alone(public: bytes) -> dict[str, Key]:
    # Without a statement it has no dates: whoever gives it says that it stands.
    name = keyring.key_id(public)
    return {name: Key(name, public, "")}


def bare_key(given: str) -> bytes | None:
    """The 32 bytes of a public key that stands alone: in base64, hexadecimal (in groups or not), PEM, or as signed notes name it; None where it is none."""
    words = "".join(given.split())
    if "-----BEGIN" in given:
        return _from_pem(given)
    if words.count("+") >= 2 and (public := _from_note(words)) is not None:
        return public
    if len(words) == 2 * _SIZE and set(words.lower()) <= set("0123456789abcdef"):
        return bytes.fromhex(words)
    try:
        public = base64.b64decode(words.replace("-", "+").replace("_", "/"), validate=True) if len(words) == 44 else b""
    except (binascii.Error, ValueError):
        return None
    return public if len(public) == _SIZE else None


def _from_note(words: str) -> bytes | None:
    name, _, rest = words.partition("+")
    named, _, coded = rest.partition("+")
    try:
        public = base64.b64decode(coded, validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(public) != _SIZE + 1 or public[:1] != b"\x01":
        return None
    if notes.key_hash(name, public[1:]).hex() != named:
        raise Unusable("the key was mistyped: its first part is not that of the rest")
    return public[1:]


def _from_pem(given: str) -> bytes:
    try:
        key = load_pem_public_key(given.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Unusable("the PEM text holds no public key") from None
    if not isinstance(key, Ed25519PublicKey):
        raise Unusable("the PEM text holds a key that is not Ed25519")
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _say_unproved(keys: dict[str, Key]) -> None:
    print("note: the keys are taken from the file as they are; compare with what is printed elsewhere, or give --fingerprint:", file=sys.stderr)
    for key in keys.values():
        print(f"      {key.fingerprint}", file=sys.stderr)


def _say_bare(keys: dict[str, Key]) -> None:
    for key in keys.values():
        print(
            f"note: key {key.id} was given alone and counts for every time; whether it was replaced or revoked is in mission-key.json. "
            f"Its fingerprint: {key.fingerprint}", file=sys.stderr,
        )  # fmt: skip
