"""Themes and organizations: read, named, added. What changes here shows on every public page at once."""

from flask import Blueprint, abort, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from ....languages import LANGUAGES
from ....models import RoleName
from ....services import taxonomy
from ....services.taxonomy import Entry, StaleEntry, TaxonomyRefusal
from ....web.access import now, session
from ....web.responses import page, see_other
from .. import vain
from ..carried import carried
from ..door import admits
from .forms import FORMS, EntryForm, form_values

blueprint = Blueprint("taxonomy", __name__)
HERE = "/desk/taxonomy"
KEEPERS = (RoleName.APPROVER, RoleName.ADMINISTRATOR)
GROUPS = {"theme": "themes", "body": "bodies"}


@blueprint.get("/taxonomy")
@admits(*KEEPERS)
def index() -> BaseResponse:
    """Every theme and every organization, with its names."""
    groups = tuple((kind, group, taxonomy.entries(session(), kind)) for kind, group in GROUPS.items())
    others = tuple(one for one in LANGUAGES.values() if one != g.language)
    return page("desk/taxonomy/page.html", groups=groups, others=others)


@blueprint.get("/taxonomy/themes/new", defaults={"kind": "theme"})
@blueprint.get("/taxonomy/bodies/new", defaults={"kind": "body"})
@admits(*KEEPERS)
def new(kind: str) -> BaseResponse:
    """An empty form, for the end of the list."""
    last = max((one.position for one in taxonomy.entries(session(), kind)), default=0)
    return _form_page(FORMS[kind](data={"position": str(last + 10)}), kind)


@blueprint.post("/taxonomy/themes/new", defaults={"kind": "theme"})
@blueprint.post("/taxonomy/bodies/new", defaults={"kind": "body"})
@admits(*KEEPERS)
def add(kind: str) -> BaseResponse:
    """Add an entry; what cannot be kept comes back with a sentence, as it was typed."""
    form = FORMS[kind](request.form)
    if not form.validate():
        return _form_page(form, kind, status=422)
    try:
        added = taxonomy.add(session(), g.person, form.entry(kind), at=now())
    except TaxonomyRefusal as refusal:
        vain.note(f"add {kind}", f"TaxonomyRefusal: {refusal.reason}")
        form.blame(refusal)
        return _form_page(form, kind, status=422)
    return _back(added)


@blueprint.get("/taxonomy/themes/<slug:key>", defaults={"kind": "theme"})
@blueprint.get("/taxonomy/bodies/<slug:key>", defaults={"kind": "body"})
@admits(*KEEPERS)
def edit(kind: str, key: str) -> BaseResponse:
    """The form of an entry."""
    entry = _entry(kind, key)
    return _form_page(FORMS[kind](data=form_values(entry)).fixed(), kind, entry)


@blueprint.post("/taxonomy/themes/<slug:key>", defaults={"kind": "theme"})
@blueprint.post("/taxonomy/bodies/<slug:key>", defaults={"kind": "body"})
@admits(*KEEPERS)
def change(kind: str, key: str) -> BaseResponse:
    """Change an entry; what somebody else saved meanwhile is shown beside it (409), and nothing typed is lost."""
    entry, form = _entry(kind, key), FORMS[kind](request.form).fixed()
    if not form.validate():
        return _form_page(form, kind, entry, status=422, version=carried())
    try:
        return _back(taxonomy.change(session(), g.person, form.entry(kind, key), version=carried(), at=now()))
    except StaleEntry as stale:
        vain.note(f"change {kind}", "StaleEdition")
        trouble = _(
            "These names have been saved since you opened them, by somebody else or by you in another window. Both versions are below; yours is in the form."
        )
        return _form_page(form, kind, stale.now, status=409, version=stale.now.version, trouble=trouble)
    except TaxonomyRefusal as refusal:
        vain.note(f"change {kind}", f"TaxonomyRefusal: {refusal.reason}")
        form.blame(refusal)
        return _form_page(form, kind, entry, status=422, version=carried())


def _back(entry: Entry) -> BaseResponse:
    return see_other(f"{HERE}#{entry.kind}-{entry.key}")


def _entry(kind: str, key: str) -> Entry:
    found = taxonomy.find(session(), kind, key.replace("\x00", ""))
    if found is None:
        abort(404)
    return found


def _form_page(form: EntryForm, kind: str, entry: Entry | None = None, *, status: int = 200, version: int = 0,
               trouble: str = "") -> BaseResponse:  # fmt: skip
    """The form of `entry`, or of a new one; `trouble` says that what stands in `entry` is not what was typed over."""
    return page(
        "desk/taxonomy/edit.html", status=status, form=form, kind=kind, group=GROUPS[kind], entry=entry, trouble=trouble,
        version=version or (entry.version if entry else 0),
    )  # fmt: skip
