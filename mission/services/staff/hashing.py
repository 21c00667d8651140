"""What the tables keep instead of secrets."""

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

LEAST_PASSWORD, MOST_PASSWORD = 12, 256
_hasher = PasswordHasher()


@cache
def _nothing() -> str:
    """Checked where there is nothing to check, so that every answer costs the same."""
    return _hasher.hash(secrets.token_hex(16))


def digest(token: str) -> str:
    """What the tables keep of a token of 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def hashed(secret: str) -> str:
    """What the tables keep of something that a person types (argon2id)."""
    return _hasher.hash(secret)


def matches(kept: str | None, given: str) -> bool:
    """Whether `given` is what was kept; where nothing was, the same work for nothing. An over-long secret costs nothing: it is not hashed."""
    if len(given) > MOST_PASSWORD:
        return False
    try:
        return _hasher.verify(kept or _nothing(), given) and bool(kept)
    except (Argon2Error, InvalidHashError):
        return False
