"""One question over the network, as a reader asks it."""

import http.client
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Came:
    """An answer as a reader gets it, and the end of the certificate behind which it came."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    certificate_ends: datetime | None = None


def asked(base: str, path: str, headers: dict[str, str]) -> Came:
    """What comes back from `path` at the origin `base`. Raises `OSError` and `http.client.HTTPException`."""
    parts = urlsplit(base)
    made: http.client.HTTPConnection
    if parts.scheme == "https":
        made = http.client.HTTPSConnection(parts.hostname or "", parts.port or 443, timeout=10, context=ssl.create_default_context())
    else:
        made = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=10)
    try:
        made.connect()
        # Before the answer is read: what closes with it takes the socket away.
        ends = _ends(made.sock) if parts.scheme == "https" else None
        made.request("GET", path, headers=headers)
        answer = made.getresponse()
        return Came(answer.status, answer.headers, answer.read(2_000_000), ends)
    finally:
        made.close()


def _ends(connection: socket.socket | None) -> datetime | None:
    shown: Any = connection.getpeercert() if isinstance(connection, ssl.SSLSocket) else None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(shown["notAfter"]), UTC) if shown else None
