"""Coming in and going out."""

from flask import Blueprint, Response, abort, g, jsonify, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from ....services import staff
from ....web.access import now, session, settings
from ....web.probing import probed
from ....web.responses import page, see_other
from ..cookies import browser_name, cookie, give_cookie, take_cookie
from ..door import ANYBODY, FACTOR, HALF_IN, KEPT, SIGN_IN, admits
from ..parting import kept_until
from ..tries import origin, too_many
from ..waying import HOME, on, party
from .forms import ForgottenForm, InvitationForm, PasswordForm, SignInForm

blueprint = Blueprint("entrance", __name__)


@blueprint.get("/sign-in")
@admits(ANYBODY)
def sign_in() -> BaseResponse:
    """The sign-in page."""
    if g.person:
        return see_other(on(request.args.get("next", "")))
    return _sign_in_page(SignInForm())


@blueprint.post("/sign-in")
@admits(ANYBODY)
def come_in() -> BaseResponse:
    """Sign in with a password, and the second factor where there is one; the session is always a new one."""
    form = SignInForm(request.form)
    if not form.validate():
        return _sign_in_page(form, 422)
    try:
        token = staff.sign_in(
            session(), email=form.email.data, password=form.password.data, code=form.code.data or "", origin=origin(), at=now(),
            local=settings().local, browser=browser_name(), now_in=g.standing.row if g.standing else None,
        )  # fmt: skip
    except staff.NotLetIn:
        return _sign_in_page(form, 422, _("The address, the password or the code is not right."))
    except staff.TooManyTries as many:
        sentence, seconds = too_many(many)
        return _late(_sign_in_page(form, 429, sentence), seconds)
    return _in(token)


@blueprint.get("/sign-in/challenge")
@admits(ANYBODY)
def challenge() -> BaseResponse:
    """What a passkey is to answer, for the script of the sign-in page and of the page that confirms. Nothing is noted."""
    return jsonify(staff.asking(party(), at=now()))


@blueprint.post("/sign-in/passkey")
@admits(ANYBODY)
def come_in_by_passkey() -> BaseResponse:
    """Sign in with a passkey, which verifies its owner: it is both factors."""
    try:
        token = staff.sign_in_by_passkey(
            session(), party(), credential=request.form.get("credential", ""), challenge=request.form.get("challenge", ""), origin=origin(),
            at=now(), browser=browser_name(), now_in=g.standing.row if g.standing else None,
        )  # fmt: skip
    except staff.NotLetIn:
        return _sign_in_page(SignInForm(), 422, _("This passkey did not open the door. Try once more, or sign in with your password."))
    except staff.TooManyTries as many:
        sentence, seconds = too_many(many)
        return _late(_sign_in_page(SignInForm(), 429, sentence), seconds)
    return _in(token)


@blueprint.get("/probe")
@admits(ANYBODY)
def probe() -> BaseResponse:
    """Which cookie arrived here, and one that opens nothing, for `flask mission doctor`; there is nothing here for anybody else (404)."""
    answer = give_cookie(Response(content_type="text/plain; charset=utf-8"), "probed")
    told = probed(now(), cookie=cookie(), given=answer.headers["Set-Cookie"])
    if told is None:
        abort(404)
    answer.set_data(told)
    return answer


@blueprint.post("/sign-out")
@admits(HALF_IN)
def sign_out() -> BaseResponse:
    """End the session."""
    staff.sign_out(session(), cookie(), at=now())
    return take_cookie(see_other(SIGN_IN))


@blueprint.get("/invitation/<token>")
@admits(ANYBODY)
def invitation(token: str) -> BaseResponse:
    """The page of an invitation; opening it changes nothing, since mail scanners open every link."""
    try:
        person = staff.invited(session(), token, at=now())
    except staff.InvitationOver:
        return _over()
    return page("desk/entrance/invitation.html", form=InvitationForm(language=g.language.tag), email=person.email, invitation=token)


@blueprint.get("/invitation/<token>/challenge")
@admits(ANYBODY)
def first_challenge(token: str) -> BaseResponse:
    """What the browser of an invited person needs to make a passkey."""
    try:
        person = staff.invited(session(), token, at=now())
    except staff.InvitationOver:
        return _over()
    return jsonify(staff.offering(session(), party(), person, name=_("Desk"), at=now(), anew=True))


@blueprint.post("/invitation/<token>")
@admits(ANYBODY)
def accept(token: str) -> BaseResponse:
    """Set name and passkey or password, and come in."""
    form = InvitationForm(request.form)
    credential = request.form.get("credential", "")
    if credential:
        form.password.validators = ()
    trouble = ""
    try:
        person = staff.invited(session(), token, at=now())
        if form.validate():
            arrived = staff.accept(
                session(), token, name=form.name.data, language=form.language.data, password=form.password.data or "", at=now(),
                party=party(), credential=credential, challenge=request.form.get("challenge", ""),
            )  # fmt: skip
            made = staff.open_session(
                session(), arrived.person, at=now(), strong=arrived.strong, browser=browser_name(),
                instead_of=g.standing.row if g.standing else None,
            )  # fmt: skip
            return give_cookie(see_other("/desk/account/codes" if arrived.strong else FACTOR), made)
    except staff.InvitationOver:
        return _over()
    except staff.WrongPasskey:
        session().rollback()
        trouble = _("This passkey could not be kept. Try once more, or choose a password.")
    return page("desk/entrance/invitation.html", status=422, form=form, email=person.email, invitation=token, trouble=trouble)


@blueprint.get("/forgotten")
@admits(ANYBODY)
def forgotten() -> BaseResponse:
    """Where a new password is asked for."""
    return page("desk/entrance/forgotten.html", form=ForgottenForm())


@blueprint.post("/forgotten")
@admits(ANYBODY)
def ask_for_password() -> BaseResponse:
    """Ask for the letter: the same answer and the same work for every address."""
    form = ForgottenForm(request.form)
    if not form.validate():
        return page("desk/entrance/forgotten.html", status=422, form=form)
    try:
        staff.ask_for_link(session(), form.email.data, origin(), at=now())
    except staff.TooManyTries as many:
        sentence, seconds = too_many(many)
        return _late(page("desk/entrance/forgotten.html", status=429, form=form, trouble=sentence), seconds)
    return see_other("/desk/forgotten/sent")


@blueprint.get("/forgotten/sent")
@admits(ANYBODY)
def asked() -> BaseResponse:
    """What happens now."""
    return page("desk/entrance/asked.html", minutes=settings().PASSWORD_LINK_MINUTES, mailed=bool(settings().SMTP_URL))


@blueprint.get("/password/<token>")
@admits(ANYBODY)
def renewing(token: str) -> BaseResponse:
    """The page that the letter leads to."""
    try:
        person = staff.link_holder(session(), token, at=now())
    except staff.InvitationOver:
        return _over()
    return page("desk/entrance/password.html", form=PasswordForm(), email=person.email)


@blueprint.post("/password/<token>")
@admits(ANYBODY)
def renew(token: str) -> BaseResponse:
    """Set the new password. Nobody is signed in by it: the second factor is asked for as ever."""
    form = PasswordForm(request.form)
    try:
        person = staff.link_holder(session(), token, at=now())
        if not form.validate():
            return page("desk/entrance/password.html", status=422, form=form, email=person.email)
        staff.renew_password(session(), token, form.password.data, at=now())
    except staff.InvitationOver:
        return _over()
    return see_other(SIGN_IN)


def _in(token: str) -> BaseResponse:
    """On: to what was kept for the person, else to where they wanted to go."""
    person = staff.standing_of(session(), token)
    kept = staff.unseen_forms(session(), person, at=now(), hours=settings().KEPT_HOURS)
    return give_cookie(see_other(KEPT if kept else on(request.form.get("next", ""))), token)


def _sign_in_page(form: SignInForm, status: int = 200, trouble: str = "") -> BaseResponse:
    wanted = on(request.values.get("next", ""))
    return page(
        "desk/entrance/sign_in.html", status=status, form=form, trouble=trouble, next="" if wanted == HOME else wanted, kept=request.args.get("kept", ""),
        until=kept_until(),
    )  # fmt: skip


def _over() -> BaseResponse:
    return page("desk/entrance/over.html", status=404)


def _late(response: BaseResponse, seconds: int) -> BaseResponse:
    response.headers["Retry-After"] = str(seconds)
    return response


