"""Pages: the tree with its buttons, a page's form, its preview. Submitted, approved and released they are like every document."""

import secrets
from collections.abc import Collection
from typing import Any

from flask import Blueprint, Response, abort, g, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from ....clocks import GENEVA
from ....languages import LANGUAGES, TAGS
from ....models import Document, Edition, Kind, State
from ....services import drafting, merging, publishing, tree
from ....services.publishing import WRITING, EditionContent, Refusal
from ....services.staff import Kept
from ....services.tree import Node
from ....web.access import now, session
from ....web.responses import page, see_other
from ....web.wording import ROOMS
from ..acts.shown import answer
from ..carried import carried
from ..door import admits
from ..refusals import sentence
from ..writing import meanwhile
from ..writing.both import differing
from ..writing.knowing import as_draft, changed_by_me, conflict, known, overtaken, overwriting, taken_up, was
from ..writing.pages import change_of, key
from ..writing.telling import left_unread, lists, note, removed_query
from ..writing.views import asked, ended, first_error, gone, line, make_room
from .forms import MOST_PLACE, PageForm, form_values
from .forms import number as place_of
from .shown import form_page, found, named, offer_parents

blueprint = Blueprint("pages", __name__)
# A page may be as long as any other text.
blueprint.url_value_preprocessor(make_room)
HERE = "/desk/pages"


@blueprint.get("/pages")
@admits(*WRITING)
def index() -> BaseResponse:
    """Every page in its place."""
    return _tree()


def _tree(status: int = 200, misplaced: int = 0) -> BaseResponse:
    """The tree; of the page `misplaced`, what was sent as its number is none, and stands in its field."""
    wrong = _("Enter a number from 0 to %(most)s.", most=MOST_PLACE) if misplaced else ""
    nodes = [(one, named(one)) for one in tree.nodes(session())]
    given = request.form.get("position", "")
    return page("desk/pages/page.html", status=status, nodes=nodes, rooms=ROOMS, misplaced=misplaced, wrong=wrong, given=given)


@blueprint.get("/pages/new")
@admits(*WRITING)
def new() -> BaseResponse:
    """An empty form below the page that the address names, or what its person had entered in one when their session ended."""
    kept = taken_up()
    if kept and (begun := drafting.begun(session(), g.person, dict(kept.fields).get("key", ""))):
        return see_other(f"/desk/pages/editions/{begun.id}?kept={kept.id}")
    if kept:
        return _restored(kept, None)
    initial: dict[str, Any] = {tag: {"status": "original" if tag == g.language.tag else "courtesy"} for tag in LANGUAGES}
    return form_page(PageForm(data=initial | {"position": "10", "parent": request.args.get("below", type=int)}))


@blueprint.post("/pages/new")
@admits(*WRITING)
def create() -> BaseResponse:
    """Keep a first draft of a page; sent twice, the form begins one."""
    begun = drafting.begun(session(), g.person, key())
    if begun is not None:
        return _keep(begun)
    form = PageForm(request.form)
    parent = offer_parents(form, None)
    if not form.validate() or parent is None:
        return form_page(form, status=422, trouble=left_unread())
    try:
        return _saved(_begin(form, parent), form)
    except publishing.StaleEdition:
        # The same form has come twice at once, with other words.
        return create()


@blueprint.get("/pages/editions/<number:edition_id>")
@admits(*WRITING)
def edit(edition_id: int) -> BaseResponse:
    """The form of a page's edition, while it can be written in."""
    edition = found(edition_id)
    if edition.state in (State.RELEASED, State.SETTLED):
        return see_other(f"/desk/documents/{edition.document_id}")
    kept = taken_up()
    return _restored(kept, edition) if kept else form_page(PageForm(data=form_values(edition)), edition)


def _restored(kept: Kept, edition: Edition | None) -> BaseResponse:
    fields = MultiDict(kept.fields)
    version = fields.get("version", "")
    return form_page(
        PageForm(fields), edition, kept=kept, told=lists(edition, fields), window=fields.get("key", ""), known=fields.get("was", ""),
        version=int(version) if version.isascii() and version.isdecimal() and len(version) < 9 else 0,
    )  # fmt: skip


@blueprint.post("/pages/editions/<number:edition_id>")
@admits(*WRITING)
def save(edition_id: int) -> BaseResponse:
    """Keep what was written; what somebody else saved meanwhile is shown beside it (409), and nothing typed is lost."""
    if session().get(Edition, edition_id) is None and any((form := PageForm(request.form))[tag].form.begun for tag in TAGS):
        return form_page(form, status=404, window=secrets.token_hex(16), trouble=gone(), known="")
    return _keep(found(edition_id))


@blueprint.post("/pages/autosave")
@admits(*WRITING)
def autosave() -> BaseResponse:
    """Keep a page as it is being written, and say so in a line, like a text."""
    asked = session().get(Edition, carried("edition")) if carried("edition") else None
    edition = asked if carried("edition") else drafting.begun(session(), g.person, key())
    if carried("edition") and (edition is None or edition.document.kind is not Kind.PAGE):
        return line(_("This draft is not there any more. Copy what you wrote before you leave this page."), 422)
    form = PageForm(request.form)
    parent = offer_parents(form, edition)
    whole = form.validate()
    if not form.begun and edition is None:
        return line(_("Nothing to be saved yet: there is no text in any language."), 200)
    if not form.begun or (edition is None and parent is None):
        return line(_("Not saved: %(reason)s", reason=first_error(form)), 422)
    others = meanwhile.savers(edition) if edition else ()
    try:
        if edition is not None:
            edition = _write(form, edition, parent, by_itself=True)
        elif parent is not None:
            edition = _begin(form, parent, by_itself=True)
    except publishing.StaleEdition:
        return line(overtaken(edition or drafting.begun(session(), g.person, key()))[1], 409)
    except Refusal as refusal:
        return line(_("Not saved: %(reason)s", reason=sentence(refusal)), 422)
    assert edition is not None, "a new page has a parent by now"
    note(edition)
    mine = form.readable(publishing.read(edition), edition.section)
    time, shown = f"{now().astimezone(GENEVA):%H:%M}", known(mine, Kind.PAGE.value, others)
    said = _("Saved at %(time)s", time=time) if whole else _("Saved at %(time)s, all but this: %(reason)s", time=time, reason=first_error(form))
    return line(" ".join((said, *meanwhile.told(meanwhile.brought(edition, mine, others)))), 200, edition, shown, form.taken_as_original)


@blueprint.after_request
def leave_the_text(response: Response) -> Response:
    """A session that has ended answers in the line of the form: what was typed stays where it is."""
    return ended(response, "desk.pages.autosave")


def _keep(edition: Edition) -> BaseResponse:
    form = PageForm(request.form)
    parent = offer_parents(form, edition)
    if not form.validate():
        return form_page(form, edition, status=422, trouble=left_unread())
    try:
        others = meanwhile.savers(edition)
        with overwriting(edition):
            _write(form, edition, parent)
    except publishing.StaleEdition as stale:
        session().expire_all()
        newest = found(edition.id)
        kept = publishing.read(newest)
        mine = form.content(kept, parent.section if parent else newest.section)
        form.take(newest, merging.untouched(drafting.normal(mine), kept, was()) if was() else ())
        theirs = PageForm(data=form_values(newest))
        offer_parents(theirs, newest)
        return form_page(form, newest, status=409, **conflict(newest, stale, differing(form, theirs), changed_by_me(mine, kept)))
    except Refusal as refusal:
        status = 422 if isinstance(refusal, publishing.NotAddition) else 409
        return form_page(form, found(edition.id), status=status, trouble=sentence(refusal))
    return _saved(edition, form, others)


def _saved(edition: Edition, form: PageForm, others: Collection[int] = ()) -> BaseResponse:
    """On to the page of the document; back to the form where something is to be read in it, or the note of a correction is to be written."""
    note(edition)
    removed = asked(removed_query(form) | meanwhile.brought(edition, form.content(publishing.read(edition), edition.section), others))
    if request.form.get("then") == "preview" and (tags := list(edition.translations)):
        return see_other(f"/desk/editions/{edition.id}/preview/{edition.original.language if edition.original else tags[0]}{removed}")
    if removed or lists(edition, {}) or request.form.get("then") == "correction":
        return see_other(f"/desk/pages/editions/{edition.id}{removed}")
    return see_other(f"/desk/documents/{edition.document_id}")


def _begin(form: PageForm, parent: Node, *, by_itself: bool = False) -> Edition:
    base = EditionContent(section=parent.section, parent_id=parent.document_id, translations={})
    content = form.readable(base, parent.section) if by_itself else form.content(base, parent.section)
    return drafting.begin(session(), g.person, Kind.PAGE, content, key=key(), at=now(), by_itself=by_itself)


def _write(form: PageForm, edition: Edition, parent: Node | None, *, by_itself: bool = False) -> Edition:
    base, section = publishing.read(edition), parent.section if parent else edition.section
    content = form.readable(base, section) if by_itself else form.content(base, section)
    return drafting.keep(
        session(), g.person, edition.id, content, version=carried(), key=key(), at=now(), by_itself=by_itself, was=was(), change=change_of(edition),
        as_draft=as_draft(),
    )  # fmt: skip


@blueprint.get("/pages/editions/<number:edition_id>/preview/<language:shown>")
@admits(*WRITING)
def preview(edition_id: int, shown: Any) -> BaseResponse:
    """On to where every preview is."""
    return see_other(f"/desk/editions/{found(edition_id).id}/preview/{shown.tag}")


@blueprint.post("/pages/<number:document_id>/place")
@admits(*WRITING)
def place(document_id: int) -> BaseResponse:
    """Up, down, or to a number among its siblings: an amendment of the page, to be approved and released like any other."""
    if session().get(Document, document_id) is None:
        abort(404)
    wanted = place_of(request.form.get("position"))
    step = {"up": -1, "down": 1}.get(request.form.get("move", ""))
    try:
        if step is not None:
            publishing.shift(session(), g.person, document_id, step, at=now())
        elif wanted is not None:
            publishing.place(session(), g.person, document_id, wanted, at=now())
        else:
            return _tree(422, document_id)
    except Refusal as refusal:
        return answer(document_id, "place", refusal)
    return see_other(f"{HERE}#page-{document_id}")
