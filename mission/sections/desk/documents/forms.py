"""The form that writes a document, in one to four languages."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, Form, FormField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError

from ....languages import LANGUAGES, TAGS
from ....models import Edition, Kind, Precision, TranslationStatus
from ....services.publishing import EditionContent, TranslationContent
from ....services.shown import Labels
from ....web.entries import named
from ....web.fields import AtMost, OneLine, PublicForm
from ....web.language import current_language
from ....web.wording import KINDS, ROOMS, STATUSES

WRITABLE = (Kind.COMMUNIQUE, Kind.STATEMENT, Kind.SPEECH, Kind.SEMINAR, Kind.MILESTONE)
SECTIONS = ("communiques", "speeches", "seminars", "candidacy", "autonomy", "integrity", "themes")
_FORMATS = {Precision.DAY: ("%Y-%m-%d", 10), Precision.MONTH: ("%Y-%m", 7), Precision.YEAR: ("%Y", 4)}


class TextForm(Form):  # type: ignore[misc]
    """One language of a document; left empty, the document does not exist in it."""

    title = StringField(_("Title"), [OneLine(), AtMost(200)])
    summary = TextAreaField(_("Summary"), [AtMost(400)])
    body = TextAreaField(_("Text"), [AtMost(200_000)])
    status = SelectField(_("What this text is"), choices=[(key, label) for key, label in STATUSES.items()])
    change_note = StringField(_("Public note of the correction"), [OneLine(), AtMost(400)])

    @property
    def begun(self) -> bool:
        """Whether anything was written in this language."""
        return any((self[name].data or "").strip() for name in ("title", "summary", "body"))

    def validate(self, extra_validators: Any = None) -> bool:
        whole = super().validate(extra_validators)
        if self.begun:
            for name, sentence in (("title", gettext("Enter a title.")), ("body", gettext("Enter the text."))):
                if not (self[name].data or "").strip():
                    self[name].errors = [*self[name].errors, sentence]
                    whole = False
        return whole


class CivilDate:
    """A date as exactly as the precision says: 2026-12-04, 2026-12 or 2026."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: Field) -> None:
        form.dated_start = parse_civil(field.data or "", Precision(form.precision.data or "day"))
        if form.dated_start is None:
            raise ValidationError(gettext("Enter the date as 2026-12-04, or 2026-12, or 2026, as the choice beside it says."))


def parse_civil(value: str, precision: Precision) -> date | None:
    """A civil date, or None where `value` is none of this precision."""
    pattern, length = _FORMATS[precision]
    value = value.strip()
    try:
        return datetime.strptime(value, pattern).date() if len(value) == length else None  # noqa: DTZ007 - a civil date
    except ValueError:
        return None


class DocumentForm(PublicForm):
    """Everything that the readers of an edition see."""

    dated_start: date | None = None

    kind = SelectField(_("Kind"), choices=[(kind.value, KINDS[kind.value]) for kind in WRITABLE])
    section = SelectField(_("Section"), choices=[(name, ROOMS[name]) for name in SECTIONS])
    dated = StringField(_("Date of the event"), [CivilDate()])
    precision = SelectField(
        _("How exactly it is known"), choices=[("day", _("To the day")), ("month", _("To the month")), ("year", _("To the year"))]
    )
    themes = SelectMultipleField(_("Themes"))
    bodies = SelectMultipleField(_("Organizations"))
    fr = FormField(TextForm)
    ar = FormField(TextForm)
    en = FormField(TextForm)
    es = FormField(TextForm)

    def name_choices(self, names: Labels) -> "DocumentForm":
        """Fill the taxonomy's labels in; returns itself."""
        language = current_language()
        self.themes.choices = [(key, named(labels, language)) for key, labels in names.themes.items()]
        self.bodies.choices = [(key, named(labels, language)) for key, labels in names.names.items()]
        return self

    @property
    def texts(self) -> "Iterator[tuple[Any, Any]]":
        """Each language with its part of the form."""
        return ((LANGUAGES[tag], self[tag]) for tag in TAGS)

    def validate(self, extra_validators: Any = None) -> bool:
        # Each part is checked whole, so that every error is shown at once.
        whole = bool(super().validate(extra_validators))
        begun = [tag for tag in TAGS if self[tag].form.begun]
        originals = [tag for tag in begun if self[tag].form.status.data == "original"]
        if not begun:
            self.fr.form.title.errors = [*self.fr.form.title.errors, gettext("Write the text in at least one language.")]
        elif len(originals) != 1:
            first = self[originals[1] if originals else begun[0]].form.status
            first.errors = [*first.errors, gettext("Exactly one language is the original.")]
        return whole and bool(begun) and len(originals) == 1

    def content(self, base: EditionContent | None = None) -> EditionContent:
        """What the form says, over what it does not ask for (`base`)."""
        kept = {} if base is None else {
            name: getattr(base, name)
            for name in ("parent_id", "segment", "position", "occasion", "session", "agenda_item", "speaker", "venue", "starts_at",
                         "ends_at", "venue_zone", "sources")
        }  # fmt: skip
        return EditionContent(
            **kept,
            section=self.section.data,
            dated_start=self.dated_start,
            dated_end=base.dated_end if base and base.dated_start == self.dated_start else None,
            precision=Precision(self.precision.data),
            themes=tuple(self.themes.data or ()),
            bodies=tuple(self.bodies.data or ()),
            translations={tag: _text(self[tag].form, base, tag) for tag in TAGS if self[tag].form.begun},
        )


def _text(form: TextForm, base: EditionContent | None, tag: str) -> TranslationContent:
    before = base.translations.get(tag) if base else None
    return TranslationContent(
        status=TranslationStatus(form.status.data), title=form.title.data or "", summary=form.summary.data or "",
        body=form.body.data or "", label=before.label if before else "", change_note=form.change_note.data or "",
    )  # fmt: skip


def form_values(edition: Edition) -> dict[str, Any]:
    """An edition as the form's initial values."""
    precision = edition.precision or Precision.DAY
    values: dict[str, Any] = {
        "kind": edition.document.kind.value,
        "section": edition.section,
        "dated": edition.dated_start.strftime(_FORMATS[precision][0]) if edition.dated_start else "",
        "precision": precision.value,
        "themes": [one.theme.key for one in edition.themes],
        "bodies": [one.body.key for one in edition.bodies],
    }
    for tag in TAGS:
        text = edition.translations.get(tag)
        values[tag] = {name: getattr(text, name) for name in ("title", "summary", "body", "change_note")} if text else {}
        values[tag]["status"] = text.status.value if text else "courtesy"
    return values
