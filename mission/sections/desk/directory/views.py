"""Useful links: the list, and a form for each link. What is saved is a draft of their page, released like any other text."""


from flask import Blueprint, abort, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from ....languages import TAGS
from ....models import Document, Edition
from ....services import directory, publishing, visibility
from ....services.directory import Group, WrittenOtherwise
from ....services.publishing import WRITING, EditionContent, Refusal
from ....web.access import now, session
from ....web.responses import page, see_other
from ..carried import carried
from ..door import admits
from ..refusals import sentence
from .forms import LinkForm, form_values

blueprint = Blueprint("directory", __name__)
HERE = "/desk/links"


@blueprint.get("/links")
@admits(*WRITING)
def index() -> BaseResponse:
    """Every group with its links, as they will be once the draft is released."""
    edition, groups = _shown()
    return page("desk/directory/page.html", edition=edition, groups=groups, under_way=edition.settlement is None)


@blueprint.get("/links/new")
@admits(*WRITING)
def new() -> BaseResponse:
    """An empty form, for the end of a group."""
    edition, groups = _shown()
    return _form_page(LinkForm(data={"group": request.args.get("group", type=int)}), edition, groups)


@blueprint.post("/links/new")
@admits(*WRITING)
def add() -> BaseResponse:
    """Add a link, to a group that exists or to a new one."""
    return _save(None)


@blueprint.get("/links/<number:group>/<number:place>")
@admits(*WRITING)
def edit(group: int, place: int) -> BaseResponse:
    """The form of a link."""
    edition, groups = _shown()
    before = _find(groups, group, place)
    return _form_page(LinkForm(data=form_values(groups, *before)), edition, groups, before)


@blueprint.post("/links/<number:group>/<number:place>")
@admits(*WRITING)
def change(group: int, place: int) -> BaseResponse:
    """Change a link, or, by its button, take it out."""
    return _save((group, place))


def _save(before: tuple[int, int] | None) -> BaseResponse:
    edition, groups = _shown()
    if before is not None and (carried("seen"), carried()) == (edition.id, edition.version):
        _find(groups, *before)
    form = LinkForm(request.form).offer(groups, g.language.tag)
    removing = before is not None and "remove" in request.form
    if not removing and not form.validate():
        return _form_page(form, edition, groups, before, status=422)

    def changed(content: EditionContent) -> EditionContent:
        held = directory.read(content)
        if removing and before is not None:
            return directory.write(content, directory.drop(held, *before))
        if form.is_new_group:
            held = (*held, form.new_group())
        count = len(held[form.group.data].links) - (before is not None and before[0] == form.group.data)
        return directory.write(content, directory.put(held, form.link(), form.group.data, form.place(count), before))

    try:
        publishing.amend(session(), g.person, edition.document_id, changed, seen=(carried("seen"), carried()), at=now())
    except publishing.StaleEdition:
        edition, groups = _shown()
        if form.group.data == carried("groups"):
            # A new one: what stands at its number by now is another.
            form.group.data = len(groups)
        again = _again(groups, before) if before is not None else None
        trouble = _("The links have been changed since you opened them, by somebody else or by you in another window. What you typed is below: look at "
                    "the list, then save again.")  # fmt: skip
        if before is not None and again is None:
            trouble = _("This link is not in the list any more: it was taken out, or leads elsewhere by now. What you typed is below; saving adds it again.")
        return _form_page(form, edition, groups, again, status=409, trouble=trouble)
    except Refusal as refusal:
        return _form_page(form, edition, groups, before, status=409, trouble=sentence(refusal))
    return see_other(HERE)


def _shown() -> tuple[Edition, tuple[Group, ...]]:
    """The edition of the page of links that is under way, else the public one, with its groups."""
    found = visibility.page_at(session(), "links", "")
    document = session().get(Document, found.id, populate_existing=True) if found else None
    if document is None:
        abort(404)
    edition = publishing.unsettled_edition(session(), document.id) or document.current_edition
    assert edition is not None
    try:
        return edition, directory.read(publishing.read(edition))
    except WrittenOtherwise:
        return edition, ()


def _find(groups: tuple[Group, ...], group: int, place: int) -> tuple[int, int]:
    if group >= len(groups) or place >= len(groups[group].links):
        abort(404)
    return group, place


def _again(groups: tuple[Group, ...], before: tuple[int, int]) -> tuple[int, int] | None:
    """Where the link that the form was opened with stands now: where it stood, or the first with its address."""
    found = [(n, at) for n, one in enumerate(groups) for at, link in enumerate(one.links) if link.href == request.form.get("opened")]
    return before if before in found else next(iter(found), None)


def _form_page(form: LinkForm, edition: Edition, groups: tuple[Group, ...], before: tuple[int, int] | None = None, *, status: int = 200,
               trouble: str = "") -> BaseResponse:  # fmt: skip
    tags = tuple(tag for tag in TAGS if not groups or tag in groups[0].names)
    return page(
        "desk/directory/edit.html", status=status, form=form.offer(groups, g.language.tag), edition=edition, before=before, trouble=trouble, tags=tags,
        groups=groups, link=groups[before[0]].links[before[1]] if before and before[0] < len(groups) else None,
    )  # fmt: skip
