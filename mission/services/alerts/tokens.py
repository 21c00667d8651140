"""Signed links: what a letter proves is that whoever holds it reads the mailbox. Nothing of it is kept, and no cookie is set.

A token is number, seal and signature; where it expires, its last second is part of it. The seal is of the row: a row that is gone
and whose number is taken again opens to nobody.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from itsdangerous import BadSignature, Signer

from ...config import Settings


def seal() -> str:
    """A new seal for a row."""
    return secrets.token_urlsafe(12)


def sign(settings: Settings, purpose: str, number: int, row_seal: str, *, until: datetime | None = None) -> str:
    """The token for `purpose` (``confirm``, ``manage`` or ``end``) of the row `number`."""
    last = f"{int(until.timestamp())}" if until else ""
    return _signer(settings, purpose).sign(f"{number}~{row_seal}~{last}").decode()


def read(settings: Settings, purpose: str, token: str, at: datetime) -> tuple[int, str] | None:
    """Number and seal; None where the token is not ours, of another purpose, or over."""
    try:
        number, row_seal, last = _signer(settings, purpose).unsign(token).decode().split("~")
        if last and int(last) < at.timestamp():
            return None
        return int(number), row_seal
    except (BadSignature, ValueError):
        return None


def within(at: datetime, hours: int) -> datetime:
    """The last moment of a link made at `at`."""
    return at + timedelta(hours=hours)


def _signer(settings: Settings, purpose: str) -> Signer:
    # The last key signs; the earlier ones still read.
    return Signer([*settings.SECRET_KEY_FALLBACKS, settings.secret_key()], salt=f"alert-{purpose}", digest_method=hashlib.sha256)
