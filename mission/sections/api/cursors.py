"""Cursors: a place in a list, sealed so that it tells nothing, cannot be made up, and fits only the query that gave it.

AES-SIV (RFC 5297) needs no nonce: the same place gives the same cursor, so that the same page has the same ETag.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

LONGEST = 300


class BadCursor(ValueError):
    """Not a cursor of this list."""


def seal(place: Sequence[Any], query: str, secret: str) -> str:
    """A cursor for `place` in the list that `query` asks for."""
    sealed = _box(secret).encrypt(json.dumps(list(place)).encode(), [query.encode()])
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def unseal(cursor: str, query: str, secrets: Iterable[str]) -> tuple[Any, ...]:
    """The place that `cursor` stands for; raises `BadCursor`. Earlier secrets are tried after the first."""
    if not cursor or len(cursor) > LONGEST or not cursor.isascii():
        raise BadCursor
    try:
        sealed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadCursor from error
    for secret in secrets:
        try:
            return tuple(json.loads(_box(secret).decrypt(sealed, [query.encode()])))
        except (InvalidTag, ValueError):
            continue
    raise BadCursor


def _box(secret: str) -> AESSIV:
    return AESSIV(hashlib.blake2b(secret.encode(), digest_size=64, person=b"mission cursor").digest())
