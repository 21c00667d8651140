"""Pages: the tree with its buttons, a page's form, its preview. Submitted, approved and released they are like every document."""

from typing import Any

from flask import Blueprint, abort, g, request
from werkzeug.wrappers import Response as BaseResponse

from ....languages import LANGUAGES, choose
from ....models import Document, Edition, Kind, State
from ....services import publishing, tree, visibility
from ....services.publishing import WRITING, EditionContent, Refusal
from ....services.tree import Node
from ....web.access import now, session
from ....web.entries import reading
from ....web.responses import page, see_other
from ....web.wording import ROOMS
from ..acts.shown import answer, edition_of, posted
from ..door import admits
from ..refusals import sentence
from .forms import PageForm, form_values, number

blueprint = Blueprint("pages", __name__)
HERE = "/desk/pages"


@blueprint.get("/pages")
@admits(*WRITING)
def index() -> BaseResponse:
    """Every page in its place."""
    return page("desk/pages/page.html", nodes=[(one, _name(one)) for one in tree.nodes(session())], rooms=ROOMS)


@blueprint.get("/pages/new")
@admits(*WRITING)
def new() -> BaseResponse:
    """An empty form below the page that the address names."""
    initial: dict[str, Any] = {tag: {"status": "original" if tag == g.language.tag else "courtesy"} for tag in LANGUAGES}
    return _form_page(PageForm(data=initial | {"position": "10", "parent": request.args.get("below", type=int)}))


@blueprint.post("/pages/new")
@admits(*WRITING)
def create() -> BaseResponse:
    """Keep a first draft of a page."""
    form = PageForm(request.form)
    parent = _offer_parents(form, None)
    if not form.validate() or parent is None:
        return _form_page(form, status=422)
    base = EditionContent(section=parent.section, translations={})
    edition = publishing.draft(session(), g.person, Kind.PAGE, form.content(base, parent.section), at=now())
    return see_other(f"/desk/documents/{edition.document_id}")


@blueprint.get("/pages/editions/<number:edition_id>")
@admits(*WRITING)
def edit(edition_id: int) -> BaseResponse:
    """The form of a page's edition, while it can be written in."""
    edition = _edition(edition_id)
    if edition.state in (State.RELEASED, State.SETTLED):
        return see_other(f"/desk/documents/{edition.document_id}")
    return _form_page(PageForm(data=form_values(edition)), edition)


@blueprint.post("/pages/editions/<number:edition_id>")
@admits(*WRITING)
def save(edition_id: int) -> BaseResponse:
    """Keep what was written; what somebody else saved meanwhile is shown beside it (409), and nothing typed is lost."""
    edition = _edition(edition_id)
    form = PageForm(request.form)
    parent = _offer_parents(form, edition)
    if not form.validate():
        return _form_page(form, edition, status=422)
    content = form.content(publishing.read(edition), parent.section if parent else edition.section)
    try:
        publishing.save(session(), g.person, edition_id, content, version=posted(), at=now())
    except publishing.StaleEdition as stale:
        newest = _edition(edition_id)
        return _form_page(form, newest, status=409, trouble=sentence(stale), other=form_values(newest))
    except Refusal as refusal:
        return _form_page(form, _edition(edition_id), status=409, trouble=sentence(refusal))
    return see_other(f"/desk/documents/{edition.document_id}")


@blueprint.get("/pages/editions/<number:edition_id>/preview/<language:shown>")
@admits(*WRITING)
def preview(edition_id: int, shown: Any) -> BaseResponse:
    """A page's own text exactly as it will be, in one language."""
    edition = _edition(edition_id)
    if shown.tag not in edition.translations:
        abort(404)
    g.desk_language, g.language = g.language, shown
    return page(
        "desk/pages/preview.html", document=reading(visibility.preview(edition)), document_id=edition.document_id, edition_id=edition_id,
        standing=edition.standing, tags=tuple(edition.translations), children=None, entries=None, pages=None, number=1, today=0, occasion="", trail=(),
    )  # fmt: skip


@blueprint.post("/pages/<number:document_id>/place")
@admits(*WRITING)
def place(document_id: int) -> BaseResponse:
    """Up, down, or to a number among its siblings: an amendment of the page, to be approved and released like any other."""
    if session().get(Document, document_id) is None:
        abort(404)
    wanted = number(request.form.get("position"))
    step = {"up": -1, "down": 1}.get(request.form.get("move", ""))
    try:
        if step is not None:
            publishing.shift(session(), g.person, document_id, step, at=now())
        elif wanted is not None:
            publishing.place(session(), g.person, document_id, wanted, at=now())
        else:
            abort(422)
    except Refusal as refusal:
        return answer(document_id, "place", refusal)
    return see_other(f"{HERE}#page-{document_id}")


def _edition(edition_id: int) -> Edition:
    found = edition_of(edition_id)
    if found.document.kind is not Kind.PAGE:
        abort(404)
    return found


def _name(node: Node) -> tuple[str, str]:
    """A page's title in the person's language, or the nearest one, with the language's tag."""
    chosen = choose(g.language, tuple(node.titles))
    return (node.titles[chosen.tag], chosen.tag) if chosen else ("", g.language.tag)


def _offer_parents(form: PageForm, edition: Edition | None) -> Node | None:
    """Fill in the pages below which this one may stand; returns the one that is chosen. The first page of a section stands below none."""
    if edition is not None and edition.parent_id is None:
        form.first()
        return None
    every = tree.nodes(session())
    own = tree.below(every, edition.document_id) if edition else set()
    offered = [one for one in every if one.state in ("public", "withdrawn") and one.document_id not in own]
    form.parent.choices = [(one.document_id, f"{'— ' * one.depth}{_name(one)[0]}") for one in offered]
    return next((one for one in offered if one.document_id == form.parent.data), None)


def _form_page(form: PageForm, edition: Edition | None = None, *, status: int = 200, trouble: str = "", other: Any = None) -> BaseResponse:
    if "parent" in form:
        _offer_parents(form, edition)
    return page(
        "desk/pages/edit.html", status=status, form=form, edition=edition, version=edition.version if edition else 0, trouble=trouble, other=other
    )
