"""A form of the desk is done once (`services/sending.py`): which sending a posted form is, how it was answered before, and what its answer was.

It is known by the page that it stood on, its address, who sent it, and all that stood in it."""

import hashlib
import logging
import re
from typing import Any

from flask import g, redirect, request
from sqlalchemy.exc import InternalError, OperationalError
from werkzeug.wrappers import Response as BaseResponse

from ...extensions import db
from ...services import sending as sendings
from ...services import staff
from ...web.access import now, session, writing_apart
from . import parting
from .cookies import give_cookie

# Forms that their page sends by itself, half written as they are.
BY_THEMSELVES = ("desk.writing.autosave", "desk.pages.autosave")
# What reads a file or a pasted piece into the form of its page keeps nothing.
_KEEP_NOTHING = "desk.intake."
log = logging.getLogger(__name__)
_SHEET = re.compile(r"[0-9a-f]{64}([0-9a-f]{32})")


def answered_before(whose: int, *, only_known: bool = False) -> BaseResponse | None:
    """The answer that the same form got when it was sent before; None where it is now to be done."""
    endpoint = request.endpoint or ""
    key = "" if endpoint in BY_THEMSELVES or endpoint.startswith(_KEEP_NOTHING) else sending(whose)
    if not key:
        return None
    if (answer := sendings.take(session(), key, now(), only_known=only_known)) is not None:
        return _led_again(key, answer)
    if not only_known:
        g.sending = key
    return None


def _led_again(key: str, answer: sendings.Answer) -> BaseResponse:
    """Where the first sending was led, and in, where it let in: a browser that sends a form twice never reads what the first is answered."""
    response = redirect(answer.address, 303)
    if answer.opened and (token := staff.open_again(session(), answer.opened, at=now())):
        sendings.done(session(), key, answer.address, staff.digest(token))
        return give_cookie(response, token)
    return response


def note(response: BaseResponse) -> None:
    """Keep how a form was answered, for whoever sends it again; one that was refused, or shows its answer but once, is then done anew, and a text,
    whose saving finds out by itself whether anything differs."""
    db.session().rollback()
    try:
        with writing_apart() as apart:
            if response.status_code == 303 and not parting.is_text(parting.posted()[0]):
                sendings.done(apart, g.sending, response.headers["Location"], staff.digest(g.opened) if "opened" in g else "")
            else:
                sendings.drop(apart, g.sending)
    except (OperationalError, InternalError) as error:
        log.error("how a form was answered cannot be noted: %s", type(error).__name__)


def sending(whose: int) -> str:
    """The key of the form that this person (0: nobody who is in) has posted; empty where it stood on no page of ours. Another word in it, or
    another file, makes it another one."""
    named = _SHEET.fullmatch(request.form.get("token", ""))
    if named is None:
        return ""
    said = [named[1], str(whose), request.path, request.query_string.decode("latin-1"), *handed()]
    said += [part for name, value in request.form.items(multi=True) if name != "token" for part in (name, value)]
    # The name of the page is nowhere kept: nobody finds out by the key what somebody typed.
    return hashlib.sha256("".join(f"{len(one)}:{one}" for one in said).encode("utf-8", "surrogatepass")).hexdigest()


def handed() -> tuple[str, ...]:
    """The files of this form by name and content, read through once, and before anybody has to wait for it (`files.receiving`)."""
    if "handed" not in g:
        g.handed = tuple(part for name, file in request.files.items(multi=True) for part in (name, file.filename or "", _print(file.stream)))
    return tuple(g.handed)


def _print(stream: Any) -> str:
    found = hashlib.file_digest(stream, "sha256").hexdigest()
    stream.seek(0)
    return found
