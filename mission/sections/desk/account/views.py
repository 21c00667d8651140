"""Coming in and going out."""

import pyotp
import segno
from flask import Blueprint, current_app, g, request
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response as BaseResponse

from ....services import staff, throttle
from ....web.access import now, session, settings
from ....web.responses import page, see_other
from ..door import ANYBODY, HALF_IN, admits, cookie, give_cookie, take_cookie
from .forms import FactorForm, InvitationForm, SignInForm

blueprint = Blueprint("account", __name__)
_FACTOR_SECONDS = 900


@blueprint.get("/sign-in")
@admits(ANYBODY)
def sign_in() -> BaseResponse:
    """The sign-in page."""
    if g.person:
        return see_other("/desk/")
    return page("desk/account/sign_in.html", form=SignInForm())


@blueprint.post("/sign-in")
@admits(ANYBODY)
def come_in() -> BaseResponse:
    """Sign in; the session is always a new one."""
    form = SignInForm(request.form)
    if not form.validate():
        return page("desk/account/sign_in.html", status=422, form=form)
    try:
        token = staff.sign_in(
            session(), email=form.email.data, password=form.password.data, code=form.code.data or "",
            origin=throttle.origin(request.remote_addr, current_app.config["SECRET_KEY"]), at=now(),
        )  # fmt: skip
    except staff.NotLetIn:
        return page("desk/account/sign_in.html", status=422, form=form, trouble=_("The address, the password or the code is not right."))
    except staff.TooManyTries as many:
        minutes = -(-int(many.wait.total_seconds()) // 60)
        trouble = _("Too many tries. Please wait %(minutes)s minutes.", minutes=minutes)
        response = page("desk/account/sign_in.html", status=429, form=form, trouble=trouble)
        response.headers["Retry-After"] = str(max(1, int(many.wait.total_seconds())))
        return response
    return give_cookie(see_other("/desk/"), token)


@blueprint.post("/sign-out")
@admits(HALF_IN)
def sign_out() -> BaseResponse:
    """End the session."""
    staff.sign_out(session(), cookie(), at=now())
    return take_cookie(see_other("/desk/sign-in"))


@blueprint.get("/invitation/<token>")
@admits(ANYBODY)
def invitation(token: str) -> BaseResponse:
    """The page of an invitation; opening it changes nothing, since mail scanners open every link."""
    try:
        person = staff.invited(session(), token, at=now())
    except staff.InvitationOver:
        return page("desk/account/invitation_over.html", status=404)
    return page("desk/account/invitation.html", form=InvitationForm(language=g.language.tag), email=person.email)


@blueprint.post("/invitation/<token>")
@admits(ANYBODY)
def accept(token: str) -> BaseResponse:
    """Set name and password, and come in."""
    form = InvitationForm(request.form)
    try:
        person = staff.invited(session(), token, at=now())
        if not form.validate():
            return page("desk/account/invitation.html", status=422, form=form, email=person.email)
        person = staff.accept(
            session(), token, name=form.name.data, language=form.language.data, password=form.password.data, at=now()
        )  # fmt: skip
    except staff.InvitationOver:
        return page("desk/account/invitation_over.html", status=404)
    return give_cookie(see_other("/desk/account/factor"), staff.open_session(session(), person, at=now()))


@blueprint.get("/account/factor")
@admits(HALF_IN)
def factor() -> BaseResponse:
    """Set up an authenticator: offered on localhost, required elsewhere."""
    return _factor_page(FactorForm(), pyotp.random_base32())


@blueprint.post("/account/factor")
@admits(HALF_IN)
def keep_factor() -> BaseResponse:
    """Keep the authenticator, once it has shown a right code."""
    form = FactorForm(request.form)
    try:
        secret = _serializer().loads(request.form.get("secret", ""), max_age=_FACTOR_SECONDS)
    except BadData:
        return see_other("/desk/account/factor")
    if g.person.totp_secret and staff.matching_step(g.person.totp_secret, request.form.get("present", ""), now()) is None:
        form.validate()
        return _factor_page(form, secret, 422, _("Enter a right code of your present authenticator too."))
    if not form.validate() or not staff.set_factor(session(), g.person.id, secret, form.code.data, at=now()):
        return _factor_page(form, secret, 422, _("This code is not right. Enter the one that it shows now."))
    return see_other("/desk/")


def _factor_page(form: FactorForm, secret: str, status: int = 200, trouble: str = "") -> BaseResponse:
    uri = pyotp.TOTP(secret).provisioning_uri(name=g.person.email, issuer_name="Mission")
    picture = segno.make(uri, micro=False).svg_data_uri(scale=4, dark="#000", light="#fff")
    return page(
        "desk/account/factor.html", status=status, form=form, secret=secret, picture=picture, kept=_serializer().dumps(secret),
        required=not settings().local, has_factor=bool(g.person.totp_secret), trouble=trouble,
    )  # fmt: skip


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=f"factor:{g.person.id}")
