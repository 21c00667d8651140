"""Documents at the desk: writing and preview. What is done with them is another room's: `acts`."""

from typing import Any

from flask import Blueprint, Response, abort, g, request
from werkzeug.wrappers import Response as BaseResponse

from ....languages import LANGUAGES
from ....models import Edition, Kind, RoleName, State
from ....services import publishing, visibility
from ....services.publishing import Refusal
from ....services.rendering import pdf
from ....web.access import labels, now, session, settings
from ....web.entries import reading
from ....web.responses import page, see_other
from ..door import admits
from .forms import DocumentForm, form_values
from .refusals import sentence

blueprint = Blueprint("documents", __name__)
WRITERS = (RoleName.WRITER, RoleName.TRANSLATOR, RoleName.APPROVER, RoleName.ADMINISTRATOR)


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
        return see_other(f"/desk/documents/{edition.document_id}")
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


def _edition(edition_id: int) -> Edition:
    found = session().get(Edition, edition_id, populate_existing=True)
    if found is None or found.document.kind is Kind.PAGE:
        abort(404)
    return found


def _version() -> int:
    value = request.form.get("version", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 9 else 0


def _form_page(form: DocumentForm, edition: Edition | None = None, *, status: int = 200,
               trouble: str = "", other: Any = None) -> BaseResponse:  # fmt: skip
    return page(
        "desk/documents/edit.html",
        status=status,
        form=form.name_choices(labels()),
        edition=edition,
        version=edition.version if edition else 0,
        trouble=trouble,
        other=other,
    )
