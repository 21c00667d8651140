"""Canonical JSON (RFC 8785) and digests. What the Mission signs holds text, whole numbers, truth values and lists, so that Python's own
writer gives the same bytes as the full standard."""

import hashlib
import json
from typing import Any


def canonical(value: Any) -> bytes:
    """`value` as RFC 8785 JSON; keys are ASCII here, and there are no fractions (ValueError)."""
    _check(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _check(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("fractions have no place in what is signed")
    if isinstance(value, dict):
        for key, inner in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise ValueError("keys are ASCII")
            _check(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _check(inner)
