"""The locked door: who is asking, and whether the view that they ask for has let them in by name.

What somebody had typed is never lost at it: a form posted after the end of a session, or to what needs a fresh proof, is kept and goes on; one
whose person may no longer send it, or is let in no more, is kept for as long, and waits for them.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, Response, abort, current_app, g, has_request_context, redirect, request
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from ...extensions import db
from ...languages import DEFAULT, LANGUAGES
from ...models import Parting, Person, RoleName
from ...services import staff
from ...web.access import ANYBODY, HALF_IN, SIGNED_IN, now, session, settings, writing_apart
from ...web.access import policy as admits
from ...web.crossing import SAFE
from ...web.language import preferred
from ...web.responses import page
from ...web.wording import CHANGES, KINDS, STATES
from . import once, parting
from .cookies import carries, cookie, form_token
from .once import BY_THEMSELVES
from .parting import Left
from .waying import HOME, limits, on, secret_keys

blueprint = Blueprint("desk", __name__, url_prefix="/desk")
SIGN_IN = "/desk/sign-in"
FACTOR = "/desk/account/factor"
CONFIRM = "/desk/account/confirm"
KEPT = "/desk/kept"
# Parts that a page asks for again by itself: they keep nobody's session awake.
ASKED_AGAIN = ("waiting", "scheduled")
_TOKEN = re.compile(r"[0-9a-f]{64}(?:[0-9a-f]{32})?")
# Four languages at full length.
_MOST_UNKNOWN = 8 * 1024 * 1024
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
    if request.url_rule is None and _below(request.path):
        _know_lost()
    if request.url_rule is None or not _below(request.url_rule.rule):
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


def _below(path: str) -> bool:
    return f"{path}/".startswith("/desk/")


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
    if not _from_page_of(person):
        # Somebody else's page, open in the same browser.
        _keep_for_its_person()
        abort(403)
    if (again := once.answered_before(person.id, only_known=True)) is not None:
        return again
    if not parting.typed():
        abort(403)
    number = _keep(Parting.ENDED)
    g.left = Left.ROLES
    if request.headers.get("HX-Request"):
        return _away(KEPT)
    kept = staff.kept_of(session(), person.id, number, secret_keys(), at=now(), hours=settings().KEPT_HOURS)
    return page("desk/account/roles.html", status=403, one=parting.told(kept) if kept else None, until=parting.kept_until())


def _from_page_of(person: Person) -> bool:
    """Whether the posted form stood on a page of this session, or of an earlier one of the same person."""
    return carries(g.standing.row.seal) or any(carries(seal) for seal in staff.was_theirs(session(), person.id))


def _let_post(fresh: bool) -> BaseResponse | None:
    """Whether a form comes from a page of this session, and whether its person has proved of late who they are."""
    posted = request.method not in SAFE
    if posted and not carries(g.standing.row.seal):
        if any(carries(seal) for seal in staff.was_theirs(session(), g.person.id)):
            # From a page that an earlier session of the same person has left open.
            _keep(Parting.ENDED)
            g.left = Left.ENDED
            return _away(KEPT)
        # Somebody else has signed in meanwhile: theirs it is not, and its own person finds it.
        _keep_for_its_person()
        g.foreign = True
        abort(403)
    if fresh and not g.standing.fresh:
        if posted:
            return _away(f"{CONFIRM}?kept={_keep(Parting.CONFIRM)}")
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
        _keep_for_its_person()
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


def _keep(why: Parting, whose: int | None = None) -> int:
    path, fields = parting.posted()
    return staff.keep_form(session(), whose or g.standing.row.person_id, why, path, fields, secret_keys(), at=now())


def _keep_for_its_person() -> None:
    """Keep what a page of an ended session has sent, for the person of that session, and note in `g.left` what has become of it; nothing where no
    session is known whose page it was.

    The form itself says whose it is, by the token that it carries: whoever signs out in another tab takes the cookie along. Whoever is let in no
    more sees nothing of it, and finds it if they are let in again in time.
    """
    if not _TOKEN.fullmatch(_small_form().get("token", "")):
        return
    row = g.standing.row if g.standing and carries(g.standing.row.seal) else None
    row = row or staff.sent_from(session(), carries, since=now() - limits().absolute - timedelta(hours=settings().KEPT_HOURS))
    if row is None:
        return
    left = Left.ENDED if row.person.active else Left.DISABLED
    _keep(Parting.ENDED, row.person_id)
    g.left = left


def _small_form() -> Mapping[str, str]:
    """The posted form; of somebody unknown nothing is read that is larger than the largest text."""
    return request.form if g.standing or (request.content_length or _MOST_UNKNOWN + 1) <= _MOST_UNKNOWN else {}


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


def leave(response: BaseResponse) -> BaseResponse:
    """Nothing of the desk is kept by anybody, or found by a search engine; a kept form that was taken up is forgotten."""
    if not _below(request.path):
        return response
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    # What came from another site was refused before the guard could ask who is in.
    if response.status_code == 403 and request.method not in SAFE and request.url_rule and ("person" not in g or "foreign" in g):
        _note_foreign()
    if response.status_code == 422 and request.method not in SAFE:
        _note_unfit()
    # What could not be saved by itself is still only where it was kept.
    taken_up = (200, 302, 303) if request.endpoint in BY_THEMSELVES else (200, 302, 303, 409, 422)
    if g.get("kept_form") and response.status_code in taken_up:
        whose = g.person.id
        # What the view has not committed is not wanted, and its lock is in the way.
        db.session().rollback()
        with writing_apart() as apart:
            staff.forget_kept(apart, whose, g.kept_form)
    elif response.status_code == 303 and g.get("done_form"):
        db.session().rollback()
        with writing_apart() as apart:
            whose, path = g.done_form
            staff.forget_done(apart, whose, path, secret_keys(), at=now())
    if "sending" in g:
        once.note(response)
    return response


def _note_unfit() -> None:
    """A line for a form that was refused, where whoever refused it has written none."""
    if g.get("person") is None or request.endpoint in BY_THEMSELVES or db.session().info.get("noted"):
        return
    whose = g.person.id
    db.session().rollback()
    with writing_apart() as apart:
        staff.refused(apart, whose, f"{request.method} {request.path}", at=now(), verb="unfit")


def _note_foreign() -> None:
    db.session().rollback()
    with writing_apart() as apart:
        standing = staff.standing(apart, cookie(), at=now(), limits=limits())
        if standing and standing.person:
            staff.refused_foreign(apart, standing.person.id, f"{request.method} {request.path}", at=now())


def admitted(address: str) -> bool:
    """Whether the person of this request may open a page of the desk: menus offer nothing that is then refused."""
    endpoint, _values = current_app.url_map.bind("localhost").match(address, method="GET")
    who: tuple[Any, ...] = getattr(current_app.view_functions[endpoint], "policy", ())
    person = g.get("person")
    return person is not None and (who in ((SIGNED_IN,), (HALF_IN,)) or bool(person.may(*who)))


def marked(address: str) -> str:
    """What `aria-current` says of an entry of the menu: ``page`` for the page itself, ``true`` for one above it, else nothing."""
    if request.path == address:
        return "page"
    return "true" if address != HOME and request.path.startswith(f"{address}/") else ""


def around() -> dict[str, Any]:
    """What the desk's templates have besides what every template has."""
    return {
        "person": g.get("person"),
        "admitted": admitted,
        "marked": marked,
        "may_keep_people": lambda: g.get("person") is not None and g.person.may(RoleName.ADMINISTRATOR),
        "kind_label": lambda kind: str(KINDS[kind]),
        "state_label": lambda state: str(STATES[state]),
        "change_label": lambda change: str(CHANGES[change]),
    }


__all__ = ["ANYBODY", "CONFIRM", "FACTOR", "HALF_IN", "KEPT", "SIGNED_IN", "SIGN_IN", "admits", "blueprint", "guard", "lock", "on"]
