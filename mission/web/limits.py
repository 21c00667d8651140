"""How often one origin may ask for what costs more than a page: the API, archives, words. Told to programs in every answer, so that none has to
run into it.

Counted in memory by one process, or in Redis for several. These limits hold back haste, not intruders: where Redis does not answer,
each process counts for itself and the reader is served.
"""

import logging
import math
import time
from dataclasses import dataclass

from flask import Flask, Response, current_app, g, request
from limits import RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from ..config import Settings
from ..services.origins import origin

WINDOW = 60
# So long nothing is asked of a Redis that has not answered.
_REST = 10.0
_OPTIONS = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Allowance:
    """What is left to an origin: of `quota` requests in `WINDOW` seconds `remaining`, until `reset` seconds from now."""

    name: str
    quota: int
    remaining: int
    reset: int

    @property
    def fields(self) -> dict[str, str]:
        """The header fields that tell it (draft-ietf-httpapi-ratelimit-headers-10)."""
        return {
            "RateLimit-Policy": f'"{self.name}";q={self.quota};w={WINDOW}',
            "RateLimit": f'"{self.name}";r={self.remaining};t={self.reset}',
        }


class Counter:
    """Counts by a moving window: in Redis where one is given, else and meanwhile in memory."""

    def __init__(self, settings: Settings) -> None:
        self._memory = MovingWindowRateLimiter(MemoryStorage())
        self._shared: MovingWindowRateLimiter | None = None
        if settings.REDIS_URL:
            self._shared = MovingWindowRateLimiter(storage_from_string(settings.REDIS_URL, wrap_exceptions=True, **_OPTIONS))  # type: ignore[arg-type]
        self._rests_until = 0.0

    def spend(self, name: str, quota: int, who: str) -> tuple[bool, Allowance]:
        """Count one request; whether it is allowed, and what is left."""
        if self._shared is not None and time.monotonic() >= self._rests_until:
            try:
                return _spend(self._shared, name, quota, who)
            except StorageError:
                self._rests_until = time.monotonic() + _REST
                log.warning("Redis does not answer: limits are counted in this process for %s seconds", int(_REST))
        return _spend(self._memory, name, quota, who)


def _spend(limiter: MovingWindowRateLimiter, name: str, quota: int, who: str) -> tuple[bool, Allowance]:
    item = RateLimitItemPerMinute(quota, namespace="mission")
    allowed = limiter.hit(item, name, who)
    left = limiter.get_window_stats(item, name, who)
    return allowed, Allowance(name, quota, max(0, left.remaining), min(WINDOW, max(1, math.ceil(left.reset_time - time.time()))))


def set_limits(app: Flask) -> None:
    """Make the counter, and tell what is left in every answer that was counted."""
    app.extensions["limits"] = Counter(app.config["SETTINGS"])

    @app.after_request
    def tell(response: Response) -> Response:
        left: Allowance | None = g.get("allowance")
        if left is not None:
            response.headers.extend(left.fields)
        return response


def spend(name: str, quota: int, *, told: bool = True) -> None:
    """Count this request under `name`; 429 with `Retry-After` where its origin has had its `quota` in the last minute. What is left is not `told`
    in an answer that may be kept for others."""
    counter: Counter = current_app.extensions["limits"]
    allowed, left = counter.spend(name, quota, origin(request.remote_addr, current_app.config["SECRET_KEY"]))
    if told:
        g.allowance = left
    if not allowed:
        raise TooManyRequests(retry_after=left.reset)
