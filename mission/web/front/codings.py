"""Codings of an answer's bytes: which one a reader takes, and how it is made."""

import gzip
from functools import lru_cache

import brotli

PLAIN, BROTLI, GZIP = "", "br", "gzip"
# Below this a coding saves nothing.
LEAST = 600
# Of what is packed already there is nothing to gain.
_TEXTUAL = ("text/", "application/json", "application/xml", "application/atom+xml", "application/feed+json", "application/manifest+json",
            "application/opensearchdescription+xml", "application/x-suggestions+json", "application/jsonl", "application/speculationrules+json")  # fmt: skip


@lru_cache(512)
def taken(header: str) -> str:
    """The coding for a reader who sends this `Accept-Encoding`: the shortest of those that are liked best (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for one in header.lower().split(","):
        name, _, more = one.partition(";")
        value = more.strip().removeprefix("q=")
        try:
            weights[name.strip()] = float(value) if value else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    best, chosen = 0.0, PLAIN
    for coding in (BROTLI, GZIP):
        weight = weights.get(coding, weights.get("*", 0.0))
        if weight > best:
            best, chosen = weight, coding
    return PLAIN if weights.get("identity", 0.0) > best else chosen


def worthwhile(media_type: str, body: bytes) -> bool:
    """Whether a body is made shorter by a coding."""
    return len(body) >= LEAST and media_type.startswith(_TEXTUAL)


def coded(body: bytes, coding: str, *, hasty: bool = False) -> bytes:
    """The body in this coding. Made once for many readers, and yet somebody waits for it: neither quickest nor shortest; `hasty` for one alone."""
    if coding == BROTLI:
        return brotli.compress(body, quality=3 if hasty else 5)
    return gzip.compress(body, 3 if hasty else 6, mtime=0) if coding == GZIP else body


def plain(body: bytes, coding: str) -> bytes:
    """The body out of this coding."""
    if coding == BROTLI:
        return brotli.decompress(body)
    return gzip.decompress(body) if coding == GZIP else body


__all__ = ["BROTLI", "GZIP", "PLAIN", "coded", "plain", "taken", "worthwhile"]
