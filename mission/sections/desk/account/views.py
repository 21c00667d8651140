"""One's own account. Every change to how one signs in asks for a fresh proof, ends one's other sessions, and is told by letter."""

import pyotp
import segno
from flask import Blueprint, abort, g, jsonify, request
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response as BaseResponse

from ....models import Person
from ....services import staff
from ....web.access import now, session, settings
from ....web.responses import page, see_other
from ..cookies import browser_name, cookie, give_cookie, take_cookie
from ..door import HALF_IN, SIGN_IN, SIGNED_IN, admits
from ..waying import limits, party, secret_keys
from .forms import FactorForm, PasskeyForm, PasswordForm, ProfileForm

blueprint = Blueprint("account", __name__)
ACCOUNT = "/desk/account"
CODES = "/desk/account/codes"
_FACTOR_SECONDS = 900


@blueprint.get("/account")
@admits(SIGNED_IN)
def show() -> BaseResponse:
    """Everything about one's own account."""
    return _page(_profile())


@blueprint.post("/account")
@admits(SIGNED_IN)
def change() -> BaseResponse:
    """Change name and language."""
    form = ProfileForm(request.form)
    if not form.validate():
        return _page(form, 422)
    person = session().get_one(Person, g.person.id)
    staff.introduce(session(), person, form.name.data, form.language.data, at=now())
    session().commit()
    return see_other(ACCOUNT)


def _profile() -> ProfileForm:
    return ProfileForm(data={"name": g.person.name, "language": g.person.language})


def _page(form: ProfileForm, status: int = 200, trouble: str = "") -> BaseResponse:
    return page(
        "desk/account/page.html", status=status, form=form, trouble=trouble, passkeys=staff.passkeys_of(session(), g.person.id),
        codes=staff.codes_left(session(), g.person.id), sessions=staff.own_sessions(session(), g.person.id, at=now(), limits=limits()),
        here=staff.digest(cookie()), keeps_last=not settings().local,
    )  # fmt: skip


@blueprint.get("/account/factor")
@admits(HALF_IN, fresh=True)
def factor() -> BaseResponse:
    """Set up an authenticator, or a passkey: offered on localhost, required elsewhere."""
    _only_with_the_present_one()
    return _factor_page(FactorForm(), pyotp.random_base32())


@blueprint.post("/account/factor")
@admits(HALF_IN, fresh=True)
def keep_factor() -> BaseResponse:
    """Keep the authenticator, once it has shown a right code."""
    _only_with_the_present_one()
    form = FactorForm(request.form)
    secret = _unsigned(request.form.get("secret", ""))
    if secret is None:
        return see_other("/desk/account/factor")
    if not form.validate() or not staff.set_factor(session(), g.person.id, secret, form.code.data, at=now()):
        return _factor_page(form, secret, 422, _("This code is not right. Enter the one that it shows now."))
    return _changed("authenticator")


@blueprint.post("/account/factor/removal")
@admits(SIGNED_IN, fresh=True)
def remove_factor() -> BaseResponse:
    """Forget the authenticator; away from localhost only where a passkey remains."""
    if not settings().local and not staff.passkeys_of(session(), g.person.id):
        abort(422)
    if not staff.remove_authenticator(session(), g.person.id, at=now()):
        return _page(_profile(), 422, _("No authenticator is set up: there is nothing to remove."))
    return _changed("authenticator-removed")


@blueprint.get("/account/passkeys")
@admits(HALF_IN, fresh=True)
def passkey() -> BaseResponse:
    """Where a passkey is added."""
    _only_with_the_present_one()
    return page("desk/account/passkey.html", form=PasskeyForm(name=browser_name()))


@blueprint.get("/account/passkeys/challenge")
@admits(HALF_IN)
def challenge() -> BaseResponse:
    """What the browser needs to make one."""
    return jsonify(staff.offering(session(), party(), g.person, name=_("Desk"), at=now()))


@blueprint.post("/account/passkeys")
@admits(HALF_IN, fresh=True)
def add_passkey() -> BaseResponse:
    """Keep a passkey."""
    _only_with_the_present_one()
    form = PasskeyForm(request.form)
    if not form.validate():
        return page("desk/account/passkey.html", status=422, form=form)
    try:
        staff.add_passkey(
            session(), party(), g.person, credential=request.form.get("credential", ""), challenge=request.form.get("challenge", ""),
            name=" ".join((form.name.data or "").split()), at=now(),
        )  # fmt: skip
    except staff.WrongPasskey:
        session().rollback()
        return page("desk/account/passkey.html", status=422, form=form, trouble=_("This passkey could not be kept. Please try once more."))
    return _changed("passkey")


@blueprint.post("/account/passkeys/removal")
@admits(SIGNED_IN, fresh=True)
def remove_passkey() -> BaseResponse:
    """Forget a passkey; the last second factor stays away from localhost, and the last way in everywhere."""
    value = request.form.get("passkey", "")
    last = len(staff.passkeys_of(session(), g.person.id)) < 2
    if last and not ((g.person.totp_secret or settings().local) and g.person.password):
        abort(422)
    if not value.isascii() or not value.isdecimal() or len(value) > 9 or not staff.remove_passkey(session(), g.person.id, int(value), at=now()):
        abort(404)
    return _changed("passkey-removed")


@blueprint.get("/account/codes")
@admits(SIGNED_IN, fresh=True)
def codes() -> BaseResponse:
    """What recovery codes are for, and the button that makes them."""
    return page("desk/account/codes.html", left=staff.codes_left(session(), g.person.id), codes=())


@blueprint.post("/account/codes")
@admits(SIGNED_IN, fresh=True)
def make_codes() -> BaseResponse:
    """Make new ones and show them, once."""
    made = staff.make_codes(session(), g.person.id, at=now())
    staff.tell(session(), g.person, "codes", at=now())
    session().commit()
    return page("desk/account/codes.html", left=len(made), codes=made)


@blueprint.get("/account/password")
@admits(SIGNED_IN, fresh=True)
def password() -> BaseResponse:
    """Where the password is changed."""
    return page("desk/account/password.html", form=PasswordForm())


@blueprint.post("/account/password")
@admits(SIGNED_IN, fresh=True)
def change_password() -> BaseResponse:
    """Change it; every other session ends."""
    form = PasswordForm(request.form)
    if not form.validate():
        return page("desk/account/password.html", status=422, form=form)
    staff.change_password(session(), g.person.id, form.password.data, at=now(), here=staff.digest(cookie()))
    return see_other(ACCOUNT)


@blueprint.post("/account/sessions")
@admits(SIGNED_IN)
def end_sessions() -> BaseResponse:
    """End one session, all others, or all."""
    which, here = request.form.get("which", ""), staff.digest(cookie())
    if which == "others":
        staff.end_sessions(session(), g.person.id, at=now(), but=here, by=g.person.id)
    elif which == "all" or len(which) >= 16:
        staff.end_sessions(session(), g.person.id, at=now(), only="" if which == "all" else which, by=g.person.id)
    else:
        abort(404)
    session().commit()
    ended_here = which == "all" or (len(which) >= 16 and here.startswith(which))
    return take_cookie(see_other(SIGN_IN)) if ended_here else see_other(f"{ACCOUNT}#sessions")


def _changed(what: str) -> BaseResponse:
    """After a change of factors: the other sessions end, this one goes on under a new token, and the person is told."""
    person = session().get_one(Person, g.person.id)
    strong = staff.has_factor(session(), person)
    staff.end_sessions(session(), person.id, at=now(), but=staff.digest(cookie()))
    staff.tell(session(), person, what, at=now())
    row = g.standing.row
    token = staff.open_session(session(), person, at=now(), strong=strong, browser=row.browser, instead_of=row, goes_on=True)
    return give_cookie(see_other(CODES if strong and not staff.codes_left(session(), person.id) else ACCOUNT), token)


def _only_with_the_present_one() -> None:
    """No factor is added by whoever has shown a password alone, where the account has a factor already."""
    if not g.standing.strong and staff.has_factor(session(), g.person):
        abort(403)


def _factor_page(form: FactorForm, secret: str, status: int = 200, trouble: str = "") -> BaseResponse:
    uri = pyotp.TOTP(secret).provisioning_uri(name=g.person.email, issuer_name="Mission")
    picture = segno.make(uri, micro=False).svg_data_uri(scale=4, dark="#000", light="#fff")
    return page(
        "desk/account/factor.html", status=status, form=form, secret=secret, picture=picture, kept=_serializers()[0].dumps(secret),
        required=not settings().local and not g.standing.strong, has_factor=bool(g.person.totp_secret), trouble=trouble,
    )  # fmt: skip


def _unsigned(kept: str) -> str | None:
    """The secret that a page carried, if it is ours and not too old."""
    for one in _serializers():
        try:
            return str(one.loads(kept, max_age=_FACTOR_SECONDS))
        except BadData:
            continue
    return None


def _serializers() -> list[URLSafeTimedSerializer]:
    return [URLSafeTimedSerializer(key, salt=f"factor:{g.person.id}") for key in secret_keys()]
