"""The table of languages: for each kind of text, how much each language is needed."""

from typing import Any

from flask import Blueprint, g, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response as BaseResponse
from wtforms import SelectField

from ....languages import LANGUAGES, TAGS
from ....models import Kind, RoleName
from ....services import demands
from ....services.demands import EXPECTED, FREE, REQUIRED
from ....web.access import now, session
from ....web.fields import PublicForm, choices
from ....web.language import called
from ....web.responses import page, see_other
from ....web.wording import KINDS
from ..door import admits
from ..needed import by_settings, needed

blueprint = Blueprint("demands", __name__)
HERE = "/desk/languages"
_CHOICES = choices([(FREE, _("as it comes")), (EXPECTED, _("expected")), (REQUIRED, _("required"))])


class DemandsForm(PublicForm):
    """A choice for each kind and language."""

    def rows(self) -> list[tuple[str, list[Any]]]:
        """Each kind by its name, with the fields of the languages."""
        return [(str(KINDS[kind.value]), [self[_name(kind, tag)] for tag in TAGS]) for kind in Kind]

    def wanted(self) -> dict[Kind, dict[str, str]]:
        """What the form says."""
        return {kind: {tag: self[_name(kind, tag)].data for tag in TAGS} for kind in Kind}


def _name(kind: Kind, tag: str) -> str:
    return f"{kind.value}_{tag}"


def _label(kind: Kind, tag: str) -> LazyString:
    return LazyString(lambda: f"{KINDS[kind.value]} – {called(tag)}")


for _kind in Kind:
    for _tag in TAGS:
        setattr(DemandsForm, _name(_kind, _tag), SelectField(_label(_kind, _tag), choices=_CHOICES))


@blueprint.get("/languages")
@admits(RoleName.ADMINISTRATOR)
def index() -> BaseResponse:
    """The table as it holds now."""
    held = needed()
    return _page(DemandsForm(data={_name(kind, tag): held.of(kind.value, tag) for kind in Kind for tag in TAGS}))


@blueprint.post("/languages")
@admits(RoleName.ADMINISTRATOR)
def change() -> BaseResponse:
    """Let what was chosen hold from now on."""
    form = DemandsForm(request.form)
    if not form.validate():
        return _page(form, 422)
    demands.change(session(), g.person, form.wanted(), by_settings(), at=now())
    return see_other(f"{HERE}?done=1")


def _page(form: DemandsForm, status: int = 200) -> BaseResponse:
    return page("desk/demands/page.html", status=status, form=form, languages=tuple(LANGUAGES.values()), done=status == 200 and "done" in request.args)
