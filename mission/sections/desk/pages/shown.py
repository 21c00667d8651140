"""The page of a page's form, however one comes to it: new, opened, refused, overtaken, or with a Word file taken in."""

from typing import Any

from flask import abort, g, request
from werkzeug.wrappers import Response as BaseResponse

from ....languages import choose
from ....models import Edition, Kind, State
from ....services import tree
from ....services.tree import Node
from ....web.access import session
from ....web.fields import choices
from ....web.responses import page
from ..acts.shown import edition_of
from ..carried import carried
from ..writing import wording
from ..writing.knowing import opened_with
from ..writing.pages import PARTS, checked, correctable, key, show, writable
from ..writing.telling import lists
from .forms import PageForm


def found(edition_id: int) -> Edition:
    """An edition of a page, or 404."""
    edition = edition_of(edition_id)
    if edition.document.kind is not Kind.PAGE:
        abort(404)
    return edition


def sent(edition: Edition | None = None) -> PageForm:
    """The form as it was sent."""
    form = PageForm(request.form)
    offer_parents(form, edition)
    return form


def named(node: Node) -> tuple[str, str]:
    """A page's title in the person's language, or the nearest one, with the language's tag."""
    chosen = choose(g.language, tuple(node.titles))
    return (node.titles[chosen.tag], chosen.tag) if chosen else ("", g.language.tag)


def offer_parents(form: PageForm, edition: Edition | None) -> Node | None:
    """Fill in the pages below which this one may stand; returns the one that is chosen. The first page of a section stands below none."""
    if edition is not None and edition.parent_id is None:
        form.first()
        return None
    every = tree.nodes(session())
    own = tree.below(every, edition.document_id) if edition else set()
    offered = [one for one in every if one.state in ("public", "withdrawn") and one.document_id not in own]
    form.parent.choices = choices((one.document_id, f"{'— ' * one.depth}{named(one)[0]}") for one in offered)
    return next((one for one in offered if one.document_id == form.parent.data), None)


def form_page(form: PageForm, edition: Edition | None = None, *, status: int = 200, window: str = "", **more: Any) -> BaseResponse:
    """The page; `window` is the name of the window that the form was sent from, where its fields do not say it."""
    if "parent" in form:
        offer_parents(form, edition)
    values: dict[str, Any] = {
        "trouble": "", "stale": (), "kept": None, "over": "", "show": show(), "taken": None, "version": edition.version if edition else 0,
        "removed": wording.removed_in(request.args), "told": lists(edition, request.form), "correctable": correctable(edition),
        "known": (request.form.get("was", "") if status != 409 else "") or opened_with(edition),
    }  # fmt: skip
    if status == 422:
        values["version"] = carried()
    return page(
        "desk/pages/edit.html", parts=PARTS, status=status, push=False, form=form, edition=edition, key=window or key(),
        by_itself=edition is None or edition.state is State.DRAFT, writable=writable(edition), **(checked(edition) | values | more),
    )  # fmt: skip
