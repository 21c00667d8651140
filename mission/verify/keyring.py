"""The Mission's public keys, as `/.well-known/mission-key.json` gives them: statements that form a chain of trust.

A statement is canonical JSON: `act` is `new`, `rotation` or `revocation`; `key` names the key that it is about by the first 16 hexadecimal
digits of the SHA-256 of its 32 bytes; `time` says when. A new key signs its own statement; a rotation carries two signatures, that of the key
before it and its own; a revocation is signed by the key itself or by one that came after it. What is signed is
`mission-key-statement/1`, a newline, and the bytes of the statement.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .notes import good

PURPOSE = b"mission-key-statement/1\n"


class Untrusted(ValueError):
    """A statement about keys that does not hold; its text says which and why."""


@dataclass(frozen=True)
class Key:
    """A public key: valid from `since` (RFC 3339; empty where it was given without its dates), for signing until `until`, and never for what was
    signed from `revoked` on."""

    id: str
    public: bytes
    since: str
    until: str | None = None
    revoked: str | None = None
    reason: str = ""
    demonstration: bool = False
    previous: str | None = None

    @property
    def fingerprint(self) -> str:
        """What a person compares: the SHA-256 of the key in groups of four."""
        whole = hashlib.sha256(self.public).hexdigest()
        return " ".join(whole[place : place + 4] for place in range(0, 64, 4))

    def covers(self, moment: str) -> bool:
        """Whether the key stood for the Mission at `moment` (RFC 3339 in UTC, to the second)."""
        return self.since <= moment and (self.until is None or moment <= self.until) and (self.revoked is None or moment < self.revoked)


def key_id(public: bytes) -> str:
    """The short name of a key."""
    return hashlib.sha256(public).hexdigest()[:16]


def dns_name(origin: str) -> str:
    """Where the DNS holds the key of a register (`host/register`), if its owner put it there."""
    return f"_mission-key.{origin.partition('/')[0]}"


def dns_record(public: bytes) -> str:
    """The text of that record: the key, and the digest by which a person compares it."""
    return f"v=mission-key1; k=ed25519; p={base64.b64encode(public).decode()}; sha256={hashlib.sha256(public).hexdigest()}"


def read(statements: Iterable[Mapping[str, Any]]) -> dict[str, Key]:
    """The keys that a list of statements (`body`, `signatures`) makes, by their names, oldest first; raises `Untrusted`."""
    keys: dict[str, Key] = {}
    for number, one in enumerate(statements, 1):
        try:
            body = json.loads(one["body"])
            signatures = {made["key"]: base64.b64decode(made["signature"]) for made in one["signatures"]}
            _take(keys, body, signatures, PURPOSE + one["body"].encode())
        except Untrusted as error:
            raise Untrusted(f"statement {number} about keys: {error}") from None
        except (LookupError, TypeError, AttributeError, ValueError, RecursionError):
            raise Untrusted(f"statement {number} about keys cannot be read") from None
    return keys


def current(keys: Mapping[str, Key]) -> Key | None:
    """The key that signs now: the newest one, unless it is revoked."""
    newest = list(keys.values())[-1] if keys else None
    return newest if newest is not None and newest.revoked is None else None


def _take(keys: dict[str, Key], body: Mapping[str, Any], signatures: Mapping[str, bytes], message: bytes) -> None:
    if body["act"] == "revocation":
        _revoke(keys, body, signatures, message)
        return
    public = base64.b64decode(body["public"], validate=True)
    name, previous, time = key_id(public), body.get("previous"), str(body["time"])
    if body["key"] != name or name in keys:
        raise Untrusted("the key is not the one that it names, or is there twice")
    _need(public, signatures.get(name), message, name)
    standing = current(keys)
    if body["act"] == "rotation":
        before = keys.get(str(previous))
        if before is None or before is not standing:
            raise Untrusted("it follows a key that was not the newest")
        _need(before.public, signatures.get(before.id), message, before.id)
    elif body["act"] != "new" or previous is not None:
        raise Untrusted("it is of no known kind")
    elif standing is not None and not (standing.demonstration and body.get("demonstration") is True):
        # Anybody can sign such a statement. A demonstration alone may begin anew, as it does where its key was not kept.
        raise Untrusted("it begins anew beside a key that stands, and that key does not vouch for it")
    for other in keys.values():
        if other.until is None:
            keys[other.id] = replace(other, until=time)
    keys[name] = Key(name, public, time, demonstration=bool(body.get("demonstration")), previous=previous)


def _revoke(keys: dict[str, Key], body: Mapping[str, Any], signatures: Mapping[str, bytes], message: bytes) -> None:
    gone = keys.get(body["key"])
    if gone is None:
        raise Untrusted("it revokes a key that is not there")
    if gone.revoked is not None:
        # Whoever stole it could move the day.
        raise Untrusted("it revokes a key that is revoked already")
    order = list(keys)
    for name, signature in signatures.items():
        if name in keys and order.index(name) >= order.index(gone.id) and good(keys[name].public, signature, message):
            keys[gone.id] = replace(gone, revoked=str(body["since"]), reason=str(body.get("reason", "")))
            return
    raise Untrusted("its revocation is signed neither by itself nor by a later key")


def _need(public: bytes, signature: bytes | None, message: bytes, name: str) -> None:
    if signature is None or not good(public, signature, message):
        raise Untrusted(f"the signature of key {name} is missing or wrong")
