"""The table of an earlier site's addresses: read, added to, taken from."""

from flask import Blueprint, abort, g, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField

from .... import addresses
from ....languages import LANGUAGES
from ....models import LegacyAddress, RoleName
from ....services import legacy, visibility
from ....services.legacy import LegacyRefusal
from ....web.access import now, session
from ....web.entries import address
from ....web.fields import Answered, AtMost, OneLine, PublicForm
from ....web.lost import answered
from ....web.responses import page, see_other
from .. import vain
from ..door import admits

blueprint = Blueprint("legacy", __name__)
HERE = "/desk/addresses"
KEEPERS = (RoleName.APPROVER, RoleName.ADMINISTRATOR)


class LegacyForm(PublicForm):
    """An earlier address and where it leads."""

    path = StringField(_("Address on the earlier site"), [Answered(_("Enter the earlier address, for example /fr/pages/270.html.")), OneLine(), AtMost(400)])
    target = StringField(_("Leads to"), [Answered(_("Enter an address of this site, or a reference.")), OneLine(), AtMost(400)])


@blueprint.get("/addresses")
@admits(*KEEPERS)
def index() -> BaseResponse:
    """The table, and the form that adds to it."""
    return _page(LegacyForm())


@blueprint.post("/addresses")
@admits(*KEEPERS)
def add() -> BaseResponse:
    """Add an entry; what the table does not take comes back with a sentence, as it was typed."""
    form = LegacyForm(request.form)
    if not form.validate():
        return _page(form, 422)
    try:
        if answered(legacy.tidied(form.path.data).partition("?")[0]):
            raise LegacyRefusal("own")
        legacy.add(session(), g.person, form.path.data, form.target.data, at=now())
    except LegacyRefusal as refusal:
        field = form.target if refusal.reason in ("target", "filters") else form.path
        field.errors = [_sentences()[refusal.reason]]
        vain.note("map address", f"LegacyRefusal: {refusal.reason}")
        return _page(form, 422)
    return see_other(HERE)


@blueprint.post("/addresses/remove")
@admits(*KEEPERS)
def remove() -> BaseResponse:
    """Take an entry out."""
    if not legacy.remove(session(), g.person, request.form.get("path", ""), at=now()):
        abort(404)
    return see_other(HERE)


def _page(form: LegacyForm, status: int = 200) -> BaseResponse:
    rows = tuple((one.path, _leads_to(one)) for one in legacy.every(session()))
    return page("desk/legacy/page.html", status=status, form=form, rows=rows)


def _leads_to(entry: LegacyAddress) -> str:
    """Where an entry leads today; empty where its document is not public any more."""
    if entry.document_id is None:
        return addresses.room(entry.language, entry.room) if entry.room else addresses.home(entry.language)
    found = visibility.by_id(session(), entry.document_id)
    return address(found, LANGUAGES[entry.language]) if found else ""


def _sentences() -> dict[str, str]:
    return {
        "path": gettext("Enter a path that begins with a slash, without a host, for example /fr/pages/270.html."),
        "dots": gettext("No browser asks for an address with “..” or “.” between its slashes. Enter it as the earlier site showed it."),
        "own": gettext("This address belongs to the site itself. Enter one of the earlier site."),
        "taken": gettext("This address is in the table already. Remove it first, then add it anew."),
        "filters": gettext("An earlier address leads to a whole page. Enter the address without what stands behind its question mark."),
        "target": gettext("Nothing public stands at this address. Enter one that begins with the language, for example /fr/themes, or a reference."),
    }
