"""A draft that adds a language: what is public already is shown to be read, and stays as it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from ....languages import TAGS
from ....models import Change, Edition
from ....services import drafting, publishing
from ....web.markup import Markup, safe_body
from .both import shown
from .forms import DocumentForm, form_values

FIXED = ("title", "summary", "body", "status")
# Besides the words: the fields of the form, by their names in an edition where these are others.
FACTS = {
    "section": "section", "dated": "dated_start", "precision": "precision", "dated_end": "dated_end", "themes": "themes", "bodies": "bodies",
    "session": "session", "agenda_item": "agenda_item", "speaker": "speaker", "occasion": "occasion", "venue": "venue", "venue_zone": "venue_zone",
    "starts": "starts_at", "ends": "ends_at",
}  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """A field that such a draft keeps: its label, what it says, and how the form sends it on."""

    name: str
    label: str
    said: str
    values: tuple[str, ...]


def facts(form: DocumentForm, edition: Edition | None) -> tuple[Fact, ...]:
    """What such a draft keeps besides the words. Where a field says something else all are open, to be put right: one is read by another."""
    public = edition.document.current_edition if edition else None
    if edition is None or public is None or edition.change is not Change.TRANSLATION:
        return ()
    kept = form_values(public)
    same = all((form[name].data or None) == (kept[name] or None) for name in FACTS)
    return tuple(_fact(form[name]) for name in FACTS) if same else ()


def _fact(field: Any) -> Fact:
    values = field.data if isinstance(field.data, list) else [field.data]
    # How exactly a date is known, and by whose clock, its words say themselves.
    said = "" if field.name in ("precision", "venue_zone") or not field.data else shown(field)
    if field.name in ("starts", "ends"):
        said = said.replace("T", " ")
    return Fact(field.name, field.label.text, said, tuple(one or "" for one in values))


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


_FIELDS = {name: field for field, name in FACTS.items()}


def mark(form: DocumentForm, names: Iterable[str]) -> None:
    """Say at each field that a draft which adds a language may not change, that it has to be put back."""
    for name in names:
        tag, _dot, inner = name.partition(".")
        part = form[tag].form if tag in TAGS else form
        field = _FIELDS.get(name, inner or name) if part is form else inner or "title"
        if field in part:
            part[field].errors = [*part[field].errors, _("This is not as in the public edition: put it back.")]
