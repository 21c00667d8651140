"""The form of a text: opened, saved, and saved as it is typed."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, g, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from ....clocks import GENEVA
from ....languages import LANGUAGES
from ....models import Edition, Kind, RoleName, State
from ....services import drafting, merging, publishing
from ....services.publishing import Refusal
from ....services.staff import Kept
from ....web.access import labels, now, reading_on, session
from ....web.responses import see_other
from ..carried import carried
from ..door import admits
from ..parting import Left, kept_until
from ..refusals import sentence
from . import meanwhile, wording
from .both import differing
from .fixed import mark
from .forms import DocumentForm
from .knowing import as_draft, changed_by_me, conflict, known, overtaken, overwriting, taken_up, was
from .pages import blank, change_of, checked, form_page, found, key, opened, sent, show
from .telling import changed_in, left_unread, lists, note, removed_query

blueprint = Blueprint("writing", __name__)
WRITERS = (RoleName.WRITER, RoleName.TRANSLATOR, RoleName.APPROVER, RoleName.ADMINISTRATOR)
# Four languages at full length, an Arabic letter taking six bytes on the way.
MOST_OF_A_FORM = 8 * 1024 * 1024


@blueprint.url_value_preprocessor
def make_room(endpoint: str | None, values: dict[str, object] | None) -> None:
    """A long text is longer than any other form."""
    request.max_content_length = request.max_form_memory_size = MOST_OF_A_FORM


@blueprint.get("/documents/new")
@admits(*WRITERS)
def new() -> BaseResponse:
    """An empty form, or what its person had entered in one when their session ended."""
    kept = taken_up()
    if kept and (begun := drafting.begun(session(), g.person, dict(kept.fields).get("key", ""))):
        return see_other(f"/desk/editions/{begun.id}?kept={kept.id}")
    return _restored(kept, None) if kept else form_page(blank())


@blueprint.post("/documents/new")
@admits(*WRITERS)
def create() -> BaseResponse:
    """Keep a first draft; sent twice, the form begins one."""
    edition = drafting.begun(session(), g.person, key())
    if edition is not None:
        return _keep(edition)
    form = sent()
    if not form.validate():
        return form_page(form, status=422, fresh=False, trouble=left_unread())
    try:
        return _saved(_write(form, None), form)
    except publishing.StaleEdition:
        # The same form has come twice at once, with other words.
        return create()


@blueprint.get("/editions/<number:edition_id>")
@admits(*WRITERS)
def edit(edition_id: int) -> BaseResponse:
    """The form of an edition while it can be written in; the page of its document afterwards. A page of the tree has a form of its own."""
    edition = session().get(Edition, edition_id)
    if edition is not None and edition.document.kind is Kind.PAGE:
        return see_other(f"/desk/pages/editions/{edition_id}")
    edition = _edition(edition_id)
    if edition.state in (State.RELEASED, State.SETTLED):
        return see_other(f"/desk/documents/{edition.document_id}")
    kept = taken_up()
    return _restored(kept, edition) if kept else form_page(opened(edition), edition)


def _restored(kept: Kept, edition: Edition | None) -> BaseResponse:
    """The form as it was sent when it could not be saved."""
    fields = MultiDict(kept.fields)
    form = DocumentForm(fields, labels=labels(), zone=edition.venue_zone if edition else None)
    version = fields.get("version", "")
    return form_page(
        form, edition, kept=kept, told=lists(edition, fields), key=fields.get("key", ""), known=fields.get("was", ""),
        version=int(version) if version.isascii() and version.isdecimal() and len(version) < 9 else 0,
    )  # fmt: skip


@blueprint.post("/editions/<number:edition_id>")
@admits(*WRITERS)
def save(edition_id: int) -> BaseResponse:
    """Keep what was written; what somebody else saved meanwhile is shown beside it (409), and nothing typed is lost."""
    if session().get(Edition, edition_id) is None and (form := sent()).begun:
        return form_page(form, status=404, trouble=gone(), known="")
    return _keep(_edition(edition_id))


def gone() -> str:
    """What is said above the form where somebody has discarded its draft meanwhile: it begins another one."""
    return _("This draft is not there any more: somebody has discarded it. What you wrote stands below; saved, it begins a new text.")


@blueprint.post("/autosave")
@admits(*WRITERS)
def autosave() -> BaseResponse:
    """Keep what is being written, and say so in a line: 200, or why not (401, 409, 422)."""
    edition = drafting.begun(session(), g.person, key()) if not carried("edition") else found(carried("edition"))
    if edition is None and carried("edition"):
        return line(_("This draft is not there any more. Copy what you wrote before you leave this page."), 422)
    form = sent(edition)
    whole = form.validate()
    if not form.begun and edition is None:
        return line(_("Nothing to be saved yet: there is no text in any language."), 200)
    if not form.begun or "kind" in form.wrong:
        return line(_("Not saved: %(reason)s", reason=first_error(form)), 422)
    others = meanwhile.savers(edition) if edition else ()
    try:
        edition = _write(form, edition, by_itself=True)
    except publishing.StaleEdition:
        return line(overtaken(edition or drafting.begun(session(), g.person, key()))[1], 409)
    except Refusal as refusal:
        return line(_("Not saved: %(reason)s", reason=sentence(refusal)), 422)
    note(edition)
    time = f"{now().astimezone(GENEVA):%H:%M}"
    mine = form.readable(publishing.read(edition))
    shown = known(mine, form.kind.data, others)
    if removed := wording.removed(changed_in(form)) + meanwhile.told(meanwhile.brought(edition, mine, others)):
        return line(" ".join((_("Saved at %(time)s", time=time), *removed)), 200, edition, shown, form.taken_as_original)
    if not whole:
        return line(_("Saved at %(time)s, all but this: %(reason)s", time=time, reason=first_error(form)), 200, edition, shown, form.taken_as_original)
    return line(_("Saved at %(time)s", time=time), 200, edition, shown, form.taken_as_original)


@blueprint.after_request
def leave_the_text(response: Response) -> Response:
    """A session that has ended answers the saving form in its line: the page, and what was typed in it, stay where they are."""
    return ended(response, "desk.writing.autosave")


def ended(response: Response, endpoint: str) -> Response:
    """The line that says what the door has made of it, in the place of an answer that would lead away from what was typed."""
    if request.endpoint == endpoint and request.headers.get("HX-Request") and response.status_code in (303, 401, 403):
        # Nobody is known any more whose language it could be: that of the page.
        g.language = LANGUAGES.get(request.args.get("in", ""), g.language)
        return line(_left(), 401)
    return response


def _left() -> str:
    """Why the door did not let a form through that saves itself, and what has become of what was typed."""
    left, time = g.get("left"), kept_until()
    if left is Left.ENDED:
        return _("Not saved: your session has ended. Your text is still in this page: press Save, sign in, and it comes back.")
    if left is Left.ROLES:
        return _("Not saved: your role has been changed, and no longer allows this. What you typed is kept (until: %(time)s), and comes back if an "
                 "administrator gives you the role again. Press Save to see it.", time=time)  # fmt: skip
    if left is Left.DISABLED:
        return _("Not saved: an administrator lets you in no more. What you typed is kept (until: %(time)s), and comes back if you are let in again. "
                 "As long as you leave this page open, you can copy it.", time=time)  # fmt: skip
    return _("Not saved, and not kept: the site does not know this page any more. Copy your text before you leave it, then open the desk again.")


def _keep(edition: Edition) -> BaseResponse:
    form = sent(edition)
    if not form.validate():
        return form_page(form, edition, status=422, fresh=False, version=carried(), trouble=left_unread())
    try:
        others = meanwhile.savers(edition)
        with overwriting(edition):
            return _saved(_write(form, edition), form, others)
    except publishing.StaleEdition as stale:
        session().expire_all()
        edition = _edition(edition.id)
        # What was not touched here is shown as it is kept now: saving again undoes nobody's work unseen.
        mine, theirs = form.content(publishing.read(edition)), publishing.read(edition)
        form.take(edition, merging.untouched(drafting.normal(mine), theirs, was()) if was() else ())
        return form_page(form, edition, status=409, **conflict(edition, stale, differing(form, opened(edition)), changed_by_me(mine, theirs)))
    except Refusal as refusal:
        if isinstance(refusal, publishing.NotAddition):
            mark(form, refusal.names)
        return form_page(form, _edition(edition.id), status=422, fresh=False, trouble=sentence(refusal))


def _write(form: DocumentForm, edition: Edition | None, *, by_itself: bool = False) -> Edition:
    if edition is None:
        return drafting.begin(session(), g.person, Kind(form.kind.data), _readable(form, None, by_itself), key=key(), at=now(), by_itself=by_itself)
    return drafting.keep(
        session(), g.person, edition.id, _readable(form, publishing.read(edition), by_itself), version=carried(), key=key(), at=now(),
        by_itself=by_itself, kind=Kind(form.kind.data), was=was(), change=change_of(edition), as_draft=as_draft(),
    )  # fmt: skip


def _readable(form: DocumentForm, base: publishing.EditionContent | None, by_itself: bool) -> publishing.EditionContent:
    return form.readable(base) if by_itself else form.content(base)


def _saved(edition: Edition, form: DocumentForm, others: Collection[int] = ()) -> BaseResponse:
    """On to the preview, in the original language, where that is what the button said; else back to the form. Either way the form says what was
    taken out, and what `others` had changed meanwhile."""
    note(edition)
    tags = list(edition.translations)
    removed = removed_query(form) | meanwhile.brought(edition, form.content(publishing.read(edition)), others)
    if request.form.get("then") == "preview" and tags:
        return see_other(f"/desk/editions/{edition.id}/preview/{edition.original.language if edition.original else tags[0]}{asked(removed)}")
    told = {"show": show()} if show() != "all" else {}
    return see_other(f"/desk/editions/{edition.id}{asked(told | removed)}")


def asked(query: dict[str, str]) -> str:
    """A query as the end of an address; nothing where there is none."""
    return f"?{urlencode(query)}" if query else ""


def line(words: str, status: int, edition: Edition | None = None, known: str = "", original: str = "") -> Response:
    """The line under the form, with what the next save needs to know; of an `edition` that was saved also what stands around its form."""
    written = render_template(
        "desk/writing/_saved.html", words=words, good=status == 200, stale=status == 409, ended=status == 401,
        edition_id=edition.id if edition else carried("edition"), version=edition.version if edition else carried(),
        known=known or request.form.get("was", ""), original=original,
    )  # fmt: skip
    response = make_response(written + _around(edition.id) if edition else written, status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _around(edition_id: int) -> str:
    """Heading, links and checklist of what has just been saved. Nobody who saves waits while it is read."""
    with reading_on() as held:
        edition = held.get_one(Edition, edition_id)
        return render_template("desk/writing/_around.html", edition=edition, **checked(edition))


def first_error(form: Any) -> str:
    for field in form:
        for one in field.form if hasattr(field, "form") else (field,):
            if one.errors:
                where = f"{field.label.text} – " if one is not field else ""
                return f"{where}{one.label.text} – {next(error for error in one.errors if isinstance(error, str))}"
    return ""


def _edition(edition_id: int) -> Edition:
    edition = found(edition_id)
    if edition is None:
        abort(404)
    return edition
