"""A draft that adds a language: what is public already is shown to be read, and stays as it is."""

from collections.abc import Iterable

from flask_babel import gettext as _

from ....languages import TAGS
from ....models import Change, Edition
from ....services import drafting, publishing
from ....web.markup import Markup, safe_body
from .forms import DocumentForm

FIXED = ("title", "summary", "body", "status")


def fixed(form: DocumentForm, edition: Edition | None) -> dict[str, dict[str, str | Markup]]:
    """By language and field, the public words that such a draft keeps; a field that says something else is open, to be put right."""
    public = edition.document.current_edition if edition else None
    if edition is None or public is None or edition.change is not Change.TRANSLATION:
        return {}
    besides = drafting.besides(edition, form.content(publishing.read(edition)))
    return {
        tag: {name: _shown(getattr(text, name), name) for name in FIXED if tag not in besides and f"{tag}.{name}" not in besides}
        for tag, text in public.translations.items()
    }  # fmt: skip


def _shown(value: str, name: str) -> str | Markup:
    return safe_body(value) if name == "body" else value


def mark(form: DocumentForm, names: Iterable[str]) -> None:
    """Say at each field that a draft which adds a language may not change, that it has to be put back."""
    for name in names:
        tag, _dot, inner = name.partition(".")
        part = form[tag].form if tag in TAGS else form
        field = {"dated_start": "dated", "starts_at": "starts", "ends_at": "ends"}.get(name, inner or name) if part is form else inner or "title"
        if field in part:
            part[field].errors = [*part[field].errors, _("This is not as in the public edition: put it back.")]
