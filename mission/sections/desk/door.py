"""The locked door: who is asking, and whether the view that they ask for has let them in by name."""

import hmac
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any, TypeVar

from flask import Blueprint, Response, abort, current_app, g, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from ...languages import DEFAULT, LANGUAGES
from ...models import Person, RoleName
from ...services import staff
from ...web.access import now, session, settings, writing_apart
from ...web.crossing import SAFE
from ...web.language import preferred
from ...web.wording import CHANGES, KINDS, STATES

View = TypeVar("View", bound=Callable[..., Any])
ANYBODY = "anybody"
SIGNED_IN = "signed in"
HALF_IN = "signed in, perhaps without a second factor yet"

ASKED_AGAIN = ("waiting", "scheduled")

blueprint = Blueprint("desk", __name__, url_prefix="/desk")
SIGN_IN = "/desk/sign-in"
FACTOR = "/desk/account/factor"


def admits(*policy: str | RoleName) -> Callable[[View], View]:
    """Declare who a view is for: `ANYBODY`, `SIGNED_IN`, `HALF_IN`, or roles. A view that declares nothing opens for nobody."""

    def declare(view: View) -> View:
        view.policy = policy  # type: ignore[attr-defined]
        return view

    return declare


def lock(door: Blueprint) -> None:
    """Put the guard on the whole desk, nested blueprints included."""
    if getattr(door, "_locked", False):
        return
    door._locked = True  # type: ignore[attr-defined]
    door.before_request(guard)
    door.after_request(keep_private)
    door.context_processor(around)


def guard() -> BaseResponse | None:
    """Find out who asks; let through whom the view admits, send others to the sign-in page, refuse the rest (403)."""
    settings_ = settings()
    if settings_.local and request.host.split(":")[0] in ("127.0.0.1", "[") and request.method in SAFE:
        # A browser keeps cookies and passkeys per name: one machine, one name.
        return redirect(settings_.base_url + request.full_path.rstrip("?"), 302)
    view = current_app.view_functions.get(request.endpoint or "")
    policy = getattr(view, "policy", None)
    if policy is None:
        abort(404)
    g.person = _person()
    g.language = LANGUAGES.get(g.person.language, DEFAULT) if g.person else preferred()
    if policy == (ANYBODY,):
        return None
    if g.person is None:
        return _to_sign_in()
    if not settings_.local and not g.person.totp_secret and policy != (HALF_IN,):
        return redirect(FACTOR, 303)
    if policy not in ((SIGNED_IN,), (HALF_IN,)) and not g.person.may(*policy):
        abort(403)
    if request.method not in SAFE and not hmac.compare_digest(request.form.get("token", ""), form_token()):
        abort(403)
    return None


def _to_sign_in() -> BaseResponse:
    if request.headers.get("HX-Request"):
        # A fragment would otherwise be replaced by a whole sign-in page.
        response = Response("", 401, content_type="text/plain")
        response.headers["HX-Redirect"] = SIGN_IN
        return response
    return redirect(SIGN_IN, 303)


def _person() -> Person | None:
    token = cookie()
    if not token:
        return None
    person = staff.who(session(), token, at=now(), limits=limits())
    # A page that asks again by itself keeps nobody's session awake.
    if person is not None and request.args.get("part") not in ASKED_AGAIN and staff.is_stale(session(), token, at=now()):
        if request.method in SAFE:
            with writing_apart() as apart:
                staff.touch(apart, token, at=now())
        else:
            staff.touch(session(), token, at=now())
    return person


def limits() -> staff.Limits:
    """How long sessions last here."""
    return staff.Limits(timedelta(minutes=settings().IDLE_MINUTES), timedelta(hours=settings().SESSION_HOURS))


def cookie_name() -> str:
    """``__Host-``: set by this very host, by TLS, for no other path or domain; plain only on localhost."""
    return "__Host-desk" if settings().secure else "desk"


def cookie() -> str:
    """The token of the browser's session, or nothing."""
    return request.cookies.get(cookie_name(), "")


def give_cookie(response: BaseResponse, token: str) -> BaseResponse:
    """Hand a session's token to the browser: not for scripts, not for other sites, gone with the browser."""
    path = "/" if settings().secure else "/desk"
    response.set_cookie(cookie_name(), token, path=path, secure=settings().secure, httponly=True, samesite="Lax")
    return response


def take_cookie(response: BaseResponse) -> BaseResponse:
    """Take the token back, and have the browser forget what it has seen."""
    path = "/" if settings().secure else "/desk"
    response.delete_cookie(cookie_name(), path=path, secure=settings().secure, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def form_token() -> str:
    """What a form of the desk carries: bound to the session, useless in any other. A second wall behind fetch metadata."""
    return hmac.new(current_app.config["SECRET_KEY"].encode(), f"form:{cookie()}".encode(), sha256).hexdigest()


def keep_private(response: BaseResponse) -> BaseResponse:
    """Nothing of the desk is kept by anybody, or found by a search engine."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def around() -> dict[str, Any]:
    """What the desk's templates have besides what every template has."""
    return {
        "person": g.get("person"),
        "form_token": form_token,
        "kind_label": lambda kind: str(KINDS[kind]),
        "state_label": lambda state: str(STATES[state]),
        "change_label": lambda change: str(CHANGES[change]),
    }
