"""Documents at the desk: home, writing, preview, release, and what can be done to what is public."""

from typing import Any

from flask import Blueprint, Response, abort, g, request
from werkzeug.wrappers import Response as BaseResponse

from ....languages import LANGUAGES
from ....models import Change, Edition, Kind, RoleName, State
from ....services import desk, publishing, visibility
from ....services.publishing import Refusal
from ....services.rendering import pdf
from ....web.access import labels, now, session, settings
from ....web.entries import reading
from ....web.responses import page, see_other
from ..door import SIGNED_IN, admits
from .forms import ChangeForm, DocumentForm, NoticeForm, ReleaseForm, form_values
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


@blueprint.get("/documents/new")
@admits(*WRITERS)
def new() -> BaseResponse:
    """An empty form; the first language is that of the person."""
    initial = {tag: {"status": "original" if tag == g.language.tag else "courtesy"} for tag in LANGUAGES}
    return _form_page(DocumentForm(data=initial | {"precision": "day"}))


@blueprint.post("/documents/new")
@admits(*WRITERS)
def create() -> BaseResponse:
    """Keep a first draft."""
    form = DocumentForm(request.form).name_choices(labels())
    if not form.validate():
        return _form_page(form, status=422)
    edition = publishing.draft(session(), g.person, Kind(form.kind.data), form.content(), at=now())
    return _saved(edition)


@blueprint.get("/editions/<number:edition_id>")
@admits(*WRITERS)
def edit(edition_id: int) -> BaseResponse:
    """An edition: its form while it can be written in, and what can be done with it."""
    edition = _edition(edition_id)
    if edition.state in (State.RELEASED, State.SETTLED):
        return _document_page(edition)
    return _form_page(DocumentForm(data=form_values(edition)), edition)


@blueprint.post("/editions/<number:edition_id>")
@admits(*WRITERS)
def save(edition_id: int) -> BaseResponse:
    """Keep what was written; what somebody else saved meanwhile is shown beside it (409), and nothing typed is lost."""
    edition = _edition(edition_id)
    form = DocumentForm(request.form).name_choices(labels())
    if not form.validate():
        return _form_page(form, edition, status=422)
    try:
        publishing.save(
            session(), g.person, edition_id, form.content(publishing.read(edition)), version=_version(), at=now()
        )  # fmt: skip
    except publishing.StaleEdition as stale:
        other = form_values(_edition(edition_id))
        return _form_page(form, _edition(edition_id), status=409, trouble=sentence(stale), other=other)
    except Refusal as refusal:
        return _form_page(form, _edition(edition_id), status=422, trouble=sentence(refusal))
    return _saved(_edition(edition_id))


def _saved(edition: Edition) -> BaseResponse:
    """On to the preview, in the original language, where that is what the button said; else back to the form."""
    preview = request.form.get("then") == "preview" and edition.original
    tail = f"/preview/{edition.original.language}" if preview and edition.original else ""
    return see_other(f"/desk/editions/{edition.id}{tail}")


@blueprint.get("/editions/<number:edition_id>/preview/<language:shown>")
@admits(*WRITERS)
def preview(edition_id: int, shown: Any) -> BaseResponse:
    """The edition exactly as its page will be, in one language, with a line that says what it is."""
    edition = _edition(edition_id)
    if shown.tag not in edition.translations:
        abort(404)
    g.desk_language, g.language = g.language, shown
    document = reading(visibility.preview(edition))
    return page("desk/documents/preview.html", document=document, edition_id=edition_id, tags=tuple(edition.translations))


@blueprint.get("/editions/<number:edition_id>/preview/<language:shown>.pdf")
@admits(*WRITERS)
def preview_paper(edition_id: int, shown: Any) -> BaseResponse:
    """The PDF as it will be, watermarked, without number, digest or signature; it is kept nowhere."""
    edition = _edition(edition_id)
    if shown.tag not in edition.translations:
        abort(404)
    house = pdf.House(settings().base_url, settings().MISSION_OFFICIAL)
    response = Response(pdf.preview(visibility.preview(edition), shown, house, now()), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="preview-{edition_id}-{shown.tag}.pdf"'
    return response


@blueprint.post("/editions/<number:edition_id>/release")
@admits(*RELEASERS)
def release(edition_id: int) -> BaseResponse:
    """Release now or at a minute; alone at the desk, one's own draft too."""
    edition = _edition(edition_id)
    form = ReleaseForm(request.form)
    form.now = now()
    if not form.validate():
        return _form_page(DocumentForm(data=form_values(edition)), edition, status=422, release=form)
    try:
        publishing.expedite(
            session(), g.person, edition_id, version=_version(), at=now(), required=settings().REQUIRED_LANGUAGES,
            release_at=form.release_at,
        )  # fmt: skip
    except Refusal as refusal:
        edition = _edition(edition_id)
        return _form_page(DocumentForm(data=form_values(edition)), edition, status=422, release=form, trouble=sentence(refusal))
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
        publishing.discard(session(), g.person, edition_id, version=_version(), at=now())
    except Refusal as refusal:
        edition = _edition(edition_id)
        return _form_page(DocumentForm(data=form_values(edition)), edition, status=422, trouble=sentence(refusal))
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


def _version() -> int:
    value = request.form.get("version", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 9 else 0


def _form_page(form: DocumentForm, edition: Edition | None = None, *, status: int = 200, release: ReleaseForm | None = None,
               trouble: str = "", other: Any = None) -> BaseResponse:  # fmt: skip
    return page(
        "desk/documents/edit.html",
        status=status,
        form=form.name_choices(labels()),
        edition=edition,
        version=edition.version if edition else 0,
        release=release or ReleaseForm(),
        may_release=g.person.may(*RELEASERS),
        trouble=trouble,
        other=other,
    )


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
