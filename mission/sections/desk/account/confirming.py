"""The proof, once more, of who one is; and what was kept meanwhile."""

from flask import Blueprint, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from ....models import Parting
from ....services import staff
from ....web.access import now, session, settings
from ....web.responses import page, see_other
from ..cookies import give_cookie
from ..door import HALF_IN, KEPT, SIGNED_IN, admits
from ..parting import told
from ..tries import origin, too_many
from ..waying import HOME, on, party, secret_keys
from .forms import ConfirmForm

blueprint = Blueprint("confirming", __name__)


@blueprint.get("/account/confirm")
@admits(HALF_IN)
def show() -> BaseResponse:
    """The page that asks for it."""
    return _page(ConfirmForm())


@blueprint.post("/account/confirm")
@admits(HALF_IN)
def confirm() -> BaseResponse:
    """By password and second factor. The session goes on under a new token; its open pages stay good."""
    form = ConfirmForm(request.form)
    if not form.validate():
        return _page(form, 422)
    try:
        token = staff.confirm(
            session(), g.standing.row, password=form.password.data, code=form.code.data or "", origin=origin(), at=now(), local=settings().local
        )  # fmt: skip
    except staff.NotLetIn:
        return _page(form, 422, _("The password or the code is not right."))
    except staff.TooManyTries as many:
        return _late(form, many)
    return _on(token)


@blueprint.post("/account/confirm/passkey")
@admits(HALF_IN)
def confirm_by_passkey() -> BaseResponse:
    """By one of the person's own passkeys."""
    try:
        token = staff.confirm_by_passkey(
            session(), party(), g.standing.row, credential=request.form.get("credential", ""), challenge=request.form.get("challenge", ""),
            origin=origin(), at=now(),
        )  # fmt: skip
    except staff.NotLetIn:
        return _page(ConfirmForm(), 422, _("This passkey is not one of yours, or did not answer. Try once more."))
    except staff.TooManyTries as many:
        return _late(ConfirmForm(), many)
    return _on(token)


@blueprint.get("/kept")
@admits(SIGNED_IN)
def kept() -> BaseResponse:
    """What was typed and could not be done: one may go on with each, or let it go."""
    found = staff.kept_forms(session(), g.person.id, secret_keys(), at=now(), hours=settings().KEPT_HOURS)
    return page("desk/account/kept.html", kept=tuple(told(one) for one in found))


@blueprint.get("/kept/<number:kept_id>")
@admits(SIGNED_IN)
def go_on(kept_id: int) -> BaseResponse:
    """After a confirmation: the form as it was posted, to be sent on."""
    found = staff.kept_of(session(), g.person.id, kept_id, secret_keys(), at=now(), hours=settings().KEPT_HOURS)
    if found is None:
        return see_other(KEPT)
    return page("desk/account/kept.html", kept=(told(found),), goes_on=found.why is Parting.CONFIRM and g.standing.fresh)


@blueprint.post("/kept/discarding")
@admits(SIGNED_IN)
def discard() -> BaseResponse:
    """Let one go."""
    value = request.form.get("kept", "")
    if value.isascii() and value.isdecimal() and len(value) < 10:
        staff.forget_kept(session(), g.person.id, int(value))
    return see_other(KEPT)


def _on(token: str) -> BaseResponse:
    value = _kept_number()
    return give_cookie(see_other(f"{KEPT}/{value}" if value else on(request.form.get("next", ""))), token)


def _kept_number() -> str:
    value = request.values.get("kept", "")
    return value if value.isascii() and value.isdecimal() and len(value) < 10 else ""


def _page(form: ConfirmForm, status: int = 200, trouble: str = "") -> BaseResponse:
    return page(
        "desk/account/confirm.html", status=status, form=form, trouble=trouble, kept=_kept_number(), next=on(request.values.get("next", "")),
        keyed=bool(staff.passkeys_of(session(), g.person.id)), coded=staff.has_factor(session(), g.person), home=HOME,
    )  # fmt: skip


def _late(form: ConfirmForm, many: staff.TooManyTries) -> BaseResponse:
    sentence, seconds = too_many(many)
    response = _page(form, 429, sentence)
    response.headers["Retry-After"] = str(seconds)
    return response
