"""ETags: what the bytes of a public answer follow from, and nothing of the answer itself, so that one can be told before it is made.

Build, settings, the mark of the last public act, the day and the address go in, under a key: nobody works out a tag that was not handed out,
so that a tag that comes back was handed out with a 200 of this very state. What is to come goes nowhere in.
"""

import re
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b, sha256

from ...clocks import geneva
from ...config import ROOT, Settings
from ...services.keeping import Mark

_PARTS = (("mission", ".py"), ("mission", ".yaml"), ("templates", ".html"), ("templates", ".txt"), ("translations", ".po"), ("static", ""))
_TAG = re.compile(r'"([^"]*)"')
# Settings that change no page: machines of one site may differ in them, and readers meet one and then another.
_OF_A_MACHINE = {
    "PORT", "HOST", "THREADS", "MISSION_INSTANCE", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SECRET_KEY_FALLBACKS", "SIGNING_KEY", "SIGNS",
    "PAGE_CACHE_MEBIBYTES", "PURGE_URL", "PURGE_TOKEN", "TRUSTED_HOSTS", "PROXY_HOPS", "BASE_URL", "DATABASE_READ_URL", "PROCESSES",
}  # fmt: skip
_OF_ITS_WORK = ("LOG_", "METRICS_", "BACKUP_", "MIRROR_")


class Tags:
    """The ETags of one site as it runs."""

    def __init__(self, settings: Settings, secret: str) -> None:
        shown = {name: value for name, value in asdict(settings).items() if name not in _OF_A_MACHINE and not name.startswith(_OF_ITS_WORK)}
        known = f"{settings.base_url}\n{build()}\n{sorted(shown.items())}"
        self._key = blake2b(known.encode(), key=sha256(secret.encode()).digest()).digest()

    def of(self, mark: Mark, span: str, path: str, query: str) -> str:
        """The tag of an address in a state of the site, without quotes and coding. `span` is the day, or the minute, for which it holds."""
        return blake2b(f"{mark}\n{span}\n{path}\n{query}".encode(), key=self._key, digest_size=12).hexdigest()


@lru_cache(1)
def build() -> str:
    """What this program is: the digest of everything that its pages are made from."""
    digest = sha256()
    for folder, suffix in _PARTS:
        for path in sorted((ROOT / folder).rglob(f"*{suffix}")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT)} {path.stat().st_size} ".encode() + path.read_bytes())
    return digest.hexdigest()


@lru_cache(8)
def _day(minute: datetime) -> str:
    return f"{geneva(minute)} {minute.astimezone(UTC).date()}"


def day(at: datetime) -> str:
    """The days of a moment by which pages go: that of Geneva, and that of machines."""
    return _day(at.replace(second=0, microsecond=0))


def minute(at: datetime) -> str:
    """The minute of a moment."""
    return at.isoformat()[:16] + "Z"


def named(header: str) -> list[str]:
    """The tags that a reader has (`If-None-Match`), to be compared weakly: strong or not is all the same."""
    return _TAG.findall(header)


__all__ = ["Tags", "build", "day", "minute", "named"]
