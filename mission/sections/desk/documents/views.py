"""Documents at the desk: home, release, and what can be done to what is public."""

from typing import Any

from flask import Blueprint, abort, g, request
from werkzeug.wrappers import Response as BaseResponse

from ....models import Change, Edition, Kind, RoleName, State
from ....services import desk, publishing, visibility
from ....services.publishing import Refusal
from ....web.access import now, session, settings
from ....web.entries import reading
from ....web.responses import page, see_other
from ..door import SIGNED_IN, admits
from ..writing.pages import form_page, number, opened
from .forms import ChangeForm, NoticeForm, ReleaseForm
from .refusals import sentence

blueprint = Blueprint("documents", __name__)
WRITERS = (RoleName.WRITER, RoleName.TRANSLATOR, RoleName.APPROVER, RoleName.ADMINISTRATOR)
RELEASERS = (RoleName.APPROVER, RoleName.ADMINISTRATOR)


@blueprint.get("/")
@admits(SIGNED_IN)
def home() -> BaseResponse:
    """What is under way, what waits for its minute, what was released last."""
    return page(
        "desk/documents/home.html", under_way=desk.under_way(session()), scheduled=desk.scheduled(session()),
        released=desk.released(session(), 12),
    )  # fmt: skip


@blueprint.get("/documents/<number:document_id>")
@admits(*WRITERS)
def show(document_id: int) -> BaseResponse:
    """What can be done with a document that is public or waits for its minute; one that is being written has its form."""
    edition = publishing.unsettled_edition(session(), document_id) or _current(document_id)
    if edition.state in (State.RELEASED, State.SETTLED):
        return _document_page(edition)
    return see_other(f"/desk/editions/{edition.id}")


@blueprint.app_context_processor
def releasing() -> dict[str, Any]:
    """The form of a release, for the page of an edition that is being written."""
    if request.blueprint not in ("desk.writing", "desk.documents"):
        return {}
    return {"release": ReleaseForm(), "may_release": g.get("person") is not None and g.person.may(*RELEASERS)}


@blueprint.post("/editions/<number:edition_id>/release")
@admits(*RELEASERS)
def release(edition_id: int) -> BaseResponse:
    """Release now or at a minute; alone at the desk, one's own draft too."""
    edition = _edition(edition_id)
    form = ReleaseForm(request.form)
    form.now = now()
    if not form.validate():
        return form_page(opened(edition), edition, status=422, release=form)
    try:
        publishing.expedite(
            session(), g.person, edition_id, version=number("version"), at=now(), required=settings().REQUIRED_LANGUAGES,
            release_at=form.release_at,
        )  # fmt: skip
    except Refusal as refusal:
        edition = _edition(edition_id)
        return form_page(opened(edition), edition, status=422, release=form, trouble=sentence(refusal))
    return see_other(f"/desk/editions/{edition_id}")


@blueprint.post("/editions/<number:edition_id>/unscheduling")
@admits(*RELEASERS)
def unschedule(edition_id: int) -> BaseResponse:
    """Take a release back before its minute."""
    return _act(edition_id, lambda: publishing.unschedule(session(), g.person, edition_id, at=now()))


@blueprint.post("/editions/<number:edition_id>/discarding")
@admits(*WRITERS)
def discard(edition_id: int) -> BaseResponse:
    """Drop a draft."""
    try:
        publishing.discard(session(), g.person, edition_id, version=number("version"), at=now())
    except Refusal as refusal:
        edition = _edition(edition_id)
        return form_page(opened(edition), edition, status=422, trouble=sentence(refusal))
    return see_other("/desk/")


@blueprint.post("/documents/<number:document_id>/editions")
@admits(*WRITERS)
def begin(document_id: int) -> BaseResponse:
    """Begin the next edition of what is public: a correction, an amendment, or a language added."""
    form = ChangeForm(request.form)
    if not form.validate():
        abort(400)
    try:
        edition = publishing.begin(session(), g.person, document_id, Change(form.change.data), at=now())
    except publishing.EditionUnderWay as under_way:
        return see_other(f"/desk/editions/{under_way.edition_id}")
    except Refusal as refusal:
        return _document_page(_current(document_id), status=422, trouble=sentence(refusal))
    return see_other(f"/desk/editions/{edition.id}")


@blueprint.post("/documents/<number:document_id>/withdrawal")
@admits(*RELEASERS)
def withdraw(document_id: int) -> BaseResponse:
    """Withdraw: the text stays under a notice."""
    return _take_back(document_id, publishing.withdraw)


@blueprint.post("/documents/<number:document_id>/recall")
@admits(*RELEASERS)
def recall(document_id: int) -> BaseResponse:
    """Recall: published in error, gone for good."""
    return _take_back(document_id, publishing.recall)


def _take_back(document_id: int, verb: Any) -> BaseResponse:
    form = NoticeForm(request.form)
    edition = _current(document_id)
    if not form.validate():
        return _document_page(edition, status=422, notices=form)
    try:
        verb(session(), g.person, document_id, notices=form.notices, at=now(), demonstration=not settings().MISSION_OFFICIAL)
    except Refusal as refusal:
        return _document_page(_current(document_id), status=422, notices=form, trouble=sentence(refusal))
    return see_other(f"/desk/editions/{edition.id}")


def _act(edition_id: int, verb: Any) -> BaseResponse:
    try:
        verb()
    except Refusal as refusal:
        return _document_page(_edition(edition_id), status=422, trouble=sentence(refusal))
    return see_other(f"/desk/editions/{edition_id}")


def _edition(edition_id: int) -> Edition:
    found = session().get(Edition, edition_id, populate_existing=True)
    if found is None or found.document.kind is Kind.PAGE:
        abort(404)
    return found


def _current(document_id: int) -> Edition:
    found = desk.current_edition(session(), document_id)
    if found is None or found.document.kind is Kind.PAGE:
        abort(404)
    return found


def _document_page(edition: Edition, *, status: int = 200, notices: NoticeForm | None = None, trouble: str = "") -> BaseResponse:
    found = visibility.by_id(session(), edition.document_id)
    return page(
        "desk/documents/document.html",
        status=status,
        edition=edition,
        document=edition.document,
        title=edition.original.title if edition.original else "",
        shown=reading(found) if found else None,
        recalled=desk.recalled_at(session(), edition.document_id),
        under_way=publishing.unsettled_edition(session(), edition.document_id),
        change=ChangeForm(),
        notices=notices or NoticeForm(),
        may_release=g.person.may(*RELEASERS),
        trouble=trouble,
    )
