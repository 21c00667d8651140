"""Files on their way in: larger than forms, and longer under way."""

from typing import Any

from flask import g, request

from ....languages import DEFAULT, LANGUAGES
from ....services import staff
from ....web.access import now, reading_apart, settings
from ..cookies import cookie
from ..once import handed
from ..waying import limits

MEBIBYTE = 1024 * 1024


def make_room(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take what somebody at the desk sends before the door opens the writing session: a slow line would hold the database's one lock for as
    long. From anybody else nothing is taken; the door will send them away."""
    if request.method != "POST" or request.mimetype != "multipart/form-data":
        return
    most = request.max_content_length = (2 * settings().FILE_MEBIBYTES + 20) * MEBIBYTE
    if (request.content_length or 0) > most:
        # Of so much nothing is read. The door finds out who is told so.
        return
    with reading_apart() as apart:
        standing = staff.standing(apart, cookie(), at=now(), limits=limits()) if cookie() else None
        language = standing.person.language if standing and standing.person else None
    if language is not None:
        g.language = LANGUAGES.get(language, DEFAULT)
        # Read here, and remembered by the request.
        handed()
