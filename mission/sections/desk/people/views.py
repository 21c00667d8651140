"""The people of the desk: invited, given roles, let go. Each act stands in the journal; none is lost by a session that ends."""

from collections.abc import Callable

from flask import Blueprint, abort, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from ....models import RoleName
from ....services import staff
from ....services.staff import Lodger, PeopleRefusal
from ....web.access import now, policy, session, settings
from ....web.responses import page, see_other
from .. import vain
from ..waying import limits
from .forms import ROLES, InviteForm, RolesForm

blueprint = Blueprint("people", __name__)
HERE = "/desk/people"
KEEPER = RoleName.ADMINISTRATOR
# After an act, on the person's page.
DONE = {
    "invite": _l("The invitation was sent."),
    "invite-again": _l("The invitation was sent again; the earlier link works no longer."),
    "withdraw-invitation": _l("The invitation was taken back."),
    "change-roles": _l("The roles are kept, and hold from now on."),
    "end-sessions": _l("All sessions of this person were ended."),
    "reset-factors": _l("What this person signed in with is forgotten; a letter invites them anew."),
    "disable": _l("This person is let in no more."),
    "enable": _l("This person is let in again."),
}


@blueprint.get("/people")
@policy(KEEPER)
def index() -> BaseResponse:
    """Everybody who works here, or is invited."""
    return page("desk/people/page.html", people=staff.people(session(), at=now()), roles=ROLES)


@blueprint.get("/people/new")
@policy(KEEPER)
def new() -> BaseResponse:
    """The form that invites."""
    return _invite_page(InviteForm(language=g.language.tag))


@blueprint.post("/people/new")
@policy(KEEPER, fresh=True)
def invite() -> BaseResponse:
    """Invite somebody by letter."""
    form = InviteForm(request.form)
    if not form.validate():
        return _invite_page(form, 422)
    try:
        made = staff.invite_to_desk(session(), g.person, form.email.data.lower(), form.chosen, form.language.data, settings(), at=now())
    except PeopleRefusal as refusal:
        session().rollback()
        vain.note("invite", f"PeopleRefusal: {refusal.reason}")
        form.email.errors = [sentence(refusal)]
        return _invite_page(form, 422)
    return see_other(f"{HERE}/{made.id}?done=invite")


@blueprint.get("/people/<number:person_id>")
@policy(KEEPER)
def show(person_id: int) -> BaseResponse:
    """One person, and what can be done."""
    return _person_page(person_id)


@blueprint.post("/people/<number:person_id>/roles")
@policy(KEEPER, fresh=True)
def change_roles(person_id: int) -> BaseResponse:
    """Give and take roles."""
    form = RolesForm(request.form)
    if not form.validate():
        return _person_page(person_id, 422, form=form)
    return _act(person_id, "change-roles", lambda: staff.change_roles(session(), g.person, person_id, form.chosen, at=now()), form)


@blueprint.post("/people/<number:person_id>/sessions")
@policy(KEEPER)
def end_sessions(person_id: int) -> BaseResponse:
    """End every session of a person; they may sign in again."""

    def end() -> None:
        staff.end_sessions(session(), person_id, at=now(), by=g.person.id)
        session().commit()

    return _act(person_id, "end-sessions", end)


@blueprint.post("/people/<number:person_id>/invitation")
@policy(KEEPER, fresh=True)
def invite_again(person_id: int) -> BaseResponse:
    """Send the invitation once more; the earlier link stops working."""
    return _act(person_id, "invite-again", lambda: staff.invite_again(session(), g.person, person_id, settings(), at=now()))


@blueprint.post("/people/<number:person_id>/invitation/withdrawal")
@policy(KEEPER)
def withdraw_invitation(person_id: int) -> BaseResponse:
    """Take the invitation back."""
    return _act(person_id, "withdraw-invitation", lambda: staff.withdraw_invitation(session(), g.person, staff.found(session(), person_id), at=now()))


@blueprint.post("/people/<number:person_id>/factors")
@policy(KEEPER, fresh=True)
def reset_factors(person_id: int) -> BaseResponse:
    """For whoever has lost their factors: begin anew, by letter."""
    return _act(person_id, "reset-factors", lambda: staff.reset_factors(session(), g.person, person_id, settings(), at=now()))


@blueprint.get("/people/<number:person_id>/disabling")
@policy(KEEPER)
def ask_disable(person_id: int) -> BaseResponse:
    """What it means to let somebody in no more, to be confirmed."""
    one = _lodger(person_id)
    if one.state == "disabled" or one.id == g.person.id:
        return see_other(f"{HERE}/{person_id}")
    return page("desk/people/disable.html", one=one)


@blueprint.post("/people/<number:person_id>/disabling")
@policy(KEEPER, fresh=True)
def disable(person_id: int) -> BaseResponse:
    """Let somebody in no more."""
    return _act(person_id, "disable", lambda: staff.disable(session(), g.person, person_id, at=now()))


@blueprint.post("/people/<number:person_id>/enabling")
@policy(KEEPER, fresh=True)
def enable(person_id: int) -> BaseResponse:
    """Let somebody in again."""
    return _act(person_id, "enable", lambda: staff.enable(session(), g.person, person_id, at=now()))


def _act(person_id: int, name: str, verb: Callable[[], None], form: RolesForm | None = None) -> BaseResponse:
    _lodger(person_id)
    try:
        verb()
    except PeopleRefusal as refusal:
        session().rollback()
        vain.note(name, f"PeopleRefusal: {refusal.reason}")
        return _person_page(person_id, 422, form=form, trouble=sentence(refusal))
    return see_other(f"{HERE}/{person_id}?done={name}")


def _lodger(person_id: int) -> Lodger:
    found = staff.people(session(), at=now(), only=person_id)
    if not found:
        abort(404)
    return found[0]


def _person_page(person_id: int, status: int = 200, *, form: RolesForm | None = None, trouble: str = "") -> BaseResponse:
    one = _lodger(person_id)
    return page(
        "desk/people/person.html", status=status, one=one, trouble=trouble, roles=ROLES, oneself=one.id == g.person.id,
        form=form or RolesForm(data={"roles": [role.value for role in one.roles]}), mailed=bool(settings().SMTP_URL),
        sessions=staff.own_sessions(session(), person_id, at=now(), limits=limits()),
        done=DONE.get(request.args.get("done", ""), ""),
    )  # fmt: skip


def _invite_page(form: InviteForm, status: int = 200) -> BaseResponse:
    return page("desk/people/invite.html", status=status, form=form, days=settings().INVITATION_DAYS)


def sentence(refusal: PeopleRefusal) -> str:
    """A refusal, in words."""
    return {
        "unknown": _("There is no such person."),
        "known": _("This address belongs to somebody whom the desk knows already. Find them in the list."),
        "no-role": _("Choose at least one role."),
        "here": _("This person is in already and needs no invitation."),
        "disabled": _("This person may not come in. Let them in again first."),
        "oneself": _("Nobody does this to their own account: ask another administrator."),
        "last": _("This is the last administrator who can come in. Make somebody else one first."),
    }[refusal.reason]
