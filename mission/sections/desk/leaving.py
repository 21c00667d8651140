"""What becomes of an answer of the desk on its way out: nobody stores it, what was refused is noted, what was kept and is done is forgotten."""

from flask import g, request
from werkzeug.wrappers import Response as BaseResponse

from ...extensions import db
from ...services import staff
from ...web.access import now, writing_apart
from ...web.crossing import SAFE
from . import once
from .cookies import cookie
from .once import BY_THEMSELVES
from .waying import below, limits, secret_keys


def leave(response: BaseResponse) -> BaseResponse:
    """Nothing of the desk is kept by anybody, or found by a search engine; a kept form that was taken up is forgotten."""
    if not below(request.path):
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
