"""The locked door: who is asking, and whether the view that they ask for has let them in by name.

What somebody had typed is never lost at it: a form posted after the end of a session, or to what needs a fresh proof, is kept and goes on; one
whose person may no longer send it, or is let in no more, is kept for as long, and waits for them.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, Response, abort, current_app, g, has_request_context, redirect, request
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from ...languages import DEFAULT, LANGUAGES
from ...models import Parting, Person
from ...services import staff
from ...web.access import ANYBODY, HALF_IN, SIGNED_IN, now, session, settings, writing_apart
from ...web.access import policy as admits
from ...web.crossing import SAFE
from ...web.language import preferred
from ...web.responses import page
from . import once, parting
from .cookies import carries, cookie, form_token
from .dressing import around
from .holding import from_page_of, keep, keep_for_its_person
from .leaving import leave
from .parting import Left
from .waying import HOME, below, limits, on, secret_keys

blueprint = Blueprint("desk", __name__, url_prefix="/desk")
SIGN_IN = "/desk/sign-in"
FACTOR = "/desk/account/factor"
CONFIRM = "/desk/account/confirm"
KEPT = "/desk/kept"
# Parts that a page asks for again by itself: they keep nobody's session awake.
ASKED_AGAIN = ("waiting", "scheduled")
log = logging.getLogger(__name__)


def lock(app: Flask, door: Blueprint) -> None:
    """Put the guard before everything below /desk, whoever has put it there."""
    # Also for macros, which know nothing of the page that calls them.
    app.jinja_env.globals["form_token"] = form_token
    app.before_request(guard)
    app.after_request(leave)
    if not getattr(door, "_dressed", False):
        door._dressed = True  # type: ignore[attr-defined]
        door.context_processor(around)
    # A page that says that there is none at an address belongs to no blueprint.
    app.context_processor(lambda: around() if has_request_context() and request.url_rule is None and g.get("person") else {})


def guard() -> BaseResponse | None:
    """Find out who asks; let through whom the view admits, send others to the sign-in page, refuse the rest (403)."""
    if request.url_rule is None and below(request.path):
        _know_lost()
    if request.url_rule is None or not below(request.url_rule.rule):
        return None
    settings_ = settings()
    if settings_.local and request.host.split(":")[0] in ("127.0.0.1", "[") and request.method in SAFE:
        # A browser keeps cookies and passkeys per name: one machine, one name.
        return redirect(settings_.base_url + request.full_path.rstrip("?"), 302)
    view = current_app.view_functions.get(request.endpoint or "")
    who: tuple[Any, ...] | None = getattr(view, "policy", None)
    if not who:
        abort(404)
    g.standing = staff.standing(session(), cookie(), at=now(), limits=limits())
    g.person = g.standing.person if g.standing else None
    g.language = LANGUAGES.get(g.person.language, DEFAULT) if g.person else preferred()
    if g.person:
        _note_use(g.standing)
    if who == (ANYBODY,):
        return None if request.method in SAFE else once.answered_before(0)
    if g.standing and not g.person and request.method not in SAFE and carries(g.standing.row.seal):
        # Perhaps it was this very form that has ended the session, or put another in its place.
        again = once.answered_before(g.standing.row.person_id, only_known=True)
        if again is not None:
            return again
    return _let_in(g.person, who) or _let_post(bool(getattr(view, "fresh", False)))


def _know_lost() -> None:
    """Whoever is in and asks for what is nowhere at the desk is told so at the desk, in their language."""
    g.standing = staff.standing(session(), cookie(), at=now(), limits=limits()) if cookie() else None
    if g.standing and g.standing.person:
        g.language = LANGUAGES.get(g.standing.person.language, DEFAULT)
        g.person = g.standing.person if settings().local or g.standing.strong else None


def _let_in(person: Person | None, who: tuple[Any, ...]) -> BaseResponse | None:
    if person is None:
        return _to_sign_in()
    if not settings().local and not g.standing.strong and who != (HALF_IN,):
        return _away(FACTOR)
    if who not in ((SIGNED_IN,), (HALF_IN,)) and not person.may(*who):
        with _writing() as writing:
            staff.refused(writing, person.id, f"{request.method} {request.path}", at=now())
        return _give_back(person)
    return None


def _give_back(person: Person) -> BaseResponse:
    """Refuse what the roles of this person do not allow (403). Of what they had typed into a page of theirs nothing is lost: it is kept, and shown to them."""
    if request.method in SAFE:
        abort(403)
    if not from_page_of(person):
        # Somebody else's page, open in the same browser.
        keep_for_its_person()
        abort(403)
    if (again := once.answered_before(person.id, only_known=True)) is not None:
        return again
    if not parting.typed():
        abort(403)
    number = keep(Parting.ENDED)
    g.left = Left.ROLES
    if request.headers.get("HX-Request"):
        return _away(KEPT)
    kept = staff.kept_of(session(), person.id, number, secret_keys(), at=now(), hours=settings().KEPT_HOURS)
    return page("desk/account/roles.html", status=403, one=parting.told(kept) if kept else None, until=parting.kept_until())


def _let_post(fresh: bool) -> BaseResponse | None:
    """Whether a form comes from a page of this session, and whether its person has proved of late who they are."""
    posted = request.method not in SAFE
    if posted and not carries(g.standing.row.seal):
        if from_page_of(g.person):
            # From a page that an earlier session of the same person has left open.
            keep(Parting.ENDED)
            g.left = Left.ENDED
            return _away(KEPT)
        # Somebody else has signed in meanwhile: theirs it is not, and its own person finds it.
        keep_for_its_person()
        g.foreign = True
        abort(403)
    if fresh and not g.standing.fresh:
        if posted:
            return _away(f"{CONFIRM}?kept={keep(Parting.CONFIRM)}")
        return _away(f"{CONFIRM}?next={quote(request.path)}")
    if posted:
        value = request.form.get("kept_form", "")
        g.kept_form = int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else None
        if staff.keeps_forms(session(), g.person.id, at=now(), hours=settings().KEPT_HOURS):
            path = parting.posted()[0]
            g.done_form = None if parting.is_text(path) else (g.person.id, path)
        return once.answered_before(g.person.id)
    return None


def _to_sign_in() -> BaseResponse:
    """On to the sign-in page; what was posted by the session that has ended is kept for its person."""
    if request.method not in SAFE:
        keep_for_its_person()
        return _away({Left.ENDED: f"{SIGN_IN}?kept=1", Left.DISABLED: f"{SIGN_IN}?kept=disabled"}.get(g.get("left"), SIGN_IN))
    if request.headers.get("HX-Request") or request.path == HOME:
        return _away(SIGN_IN)
    return _away(f"{SIGN_IN}?next={quote(request.path)}")


def _away(address: str) -> BaseResponse:
    """Elsewhere. A fragment would be replaced by a whole page: htmx is told to leave instead."""
    if request.headers.get("HX-Request"):
        response = Response("", 401, content_type="text/plain")
        response.headers["HX-Redirect"] = address
        return response
    return redirect(address, 303)


def _note_use(standing: staff.Standing) -> None:
    if not standing.stale or request.args.get("part") in ASKED_AGAIN:
        return
    try:
        with _writing() as writing:
            staff.touch(writing, standing.row, at=now())
    except (OperationalError, InternalError) as error:
        if request.method not in SAFE:
            raise
        # A database that takes nothing: the session then ends by its idle time, and until then the desk can be read.
        log.error("the use of a session cannot be noted: %s", type(error).__name__)


@contextmanager
def _writing() -> Iterator[Session]:
    """The session that may write: a request that only reads has one apart for it."""
    if request.method not in SAFE:
        yield session()
        return
    with writing_apart() as apart:
        yield apart


__all__ = ["ANYBODY", "CONFIRM", "FACTOR", "HALF_IN", "KEPT", "SIGNED_IN", "SIGN_IN", "admits", "blueprint", "guard", "lock", "on"]
