"""What arrived of a request, told to whoever has the secret key and to nobody else: ``flask mission doctor`` asks, to look at the proxies."""

import json
from datetime import datetime
from typing import Any

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from ..logs import request_id

HEADER = "X-Mission-Probe"
SALT = "doctor"
_SECONDS = 60


def sign(secret: str, at: datetime) -> str:
    """The sign that a question made at `at` bears; it holds for a minute."""
    return str(URLSafeSerializer(secret, salt=SALT).dumps(int(at.timestamp())))


def probed(at: datetime, **more: str) -> str | None:
    """What arrived of this request and `more` (JSON), where it bears a sign that holds."""
    given = request.headers.get(HEADER, "")
    if not given:
        return None
    try:
        made = URLSafeSerializer(current_app.config["SECRET_KEY"], salt=SALT).loads(given)
    except BadSignature:
        return None
    if not isinstance(made, int) or abs(at.timestamp() - made) > _SECONDS:
        return None
    return json.dumps({
        "address": request.remote_addr, "scheme": request.scheme, "host": request.host, "request": request_id.get(),
        "forwarded_for": request.headers.get("X-Forwarded-For", ""), **more,
    })  # fmt: skip


def read(body: bytes) -> dict[str, Any] | None:
    """What `probed` told; None where it was not told."""
    try:
        seen = json.loads(body)
    except ValueError:
        return None
    return seen if isinstance(seen, dict) and "forwarded_for" in seen else None
