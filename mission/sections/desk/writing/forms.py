"""The form that writes a document, in one to four languages. What is incomplete is kept; only what cannot be read is refused."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, FormField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError

from ....languages import LANGUAGES, TAGS
from ....models import Edition, Kind, Precision, TranslationStatus
from ....services import merging
from ....services.dates import as_iso
from ....services.intake import cleaned
from ....services.markup import tidied
from ....services.publishing import EditionContent, TranslationContent
from ....services.shown import Labels
from ....web.entries import named
from ....web.fields import AtMost, InTheEnd, OneLine, PublicForm, choices, in_each_language, must_be_near
from ....web.language import called, current_language
from ....web.wording import KINDS, OCCASIONS, ROOMS, STATUSES
from . import zones
from .originals import check_texts

WRITABLE = (Kind.COMMUNIQUE, Kind.STATEMENT, Kind.SPEECH, Kind.SEMINAR, Kind.MILESTONE)
SECTIONS = ("communiques", "speeches", "seminars", "candidacy", "autonomy", "integrity", "themes")
_FORMATS = {Precision.DAY: ("%Y-%m-%d", 10), Precision.MONTH: ("%Y-%m", 7), Precision.YEAR: ("%Y", 4)}
MOST_OF_A_BODY = 200_000
_INSIDE = {"dated": ("dated", "dated_end", "precision"), "place": ("venue", "venue_zone", "starts", "ends")}
_GROUP = {inner: name for name, inside in _INSIDE.items() for inner in inside}


class TextForm(PublicForm):
    """One language of a document; left empty, the document does not exist in it."""

    title = StringField(_("Title"), [InTheEnd(), OneLine(), AtMost(200)])
    summary = TextAreaField(_("Summary"), [AtMost(400)])
    body = TextAreaField(_("Text"), [InTheEnd(), AtMost(MOST_OF_A_BODY)])
    status = SelectField(_("What this text is"), choices=choices(STATUSES.items()))
    change_note = StringField(_("Public note of the correction"), [InTheEnd(), OneLine(), AtMost(400)])

    @property
    def begun(self) -> bool:
        """Whether anything was written in this language."""
        return any((self[name].data or "").strip() for name in ("title", "summary", "body"))


class CivilDate:
    """A date as exactly as the precision says: 2026-12-04, 2026-12 or 2026; none yet is none."""

    def __call__(self, form: Any, field: Field) -> None:
        value = (field.data or "").strip()
        if not value:
            return
        if form.precision.data not in [one.value for one in Precision]:
            # Its own field says what is wrong; how the date is written is then nobody's fault.
            return
        found = parse_civil(value, Precision(form.precision.data))
        if found is None:
            raise ValidationError(gettext(
                "Enter the date as 4 December 2026 or 2026-12-04, the month as 2026-12, or the year as 2026, as the choice beside it says."
            ))
        must_be_near(found)
        form.dates[field.short_name] = found


def parse_civil(value: str, precision: Precision) -> date | None:
    """A civil date, or None where `value` is none of this precision."""
    pattern, length = _FORMATS[precision]
    value = as_iso(value)
    try:
        return datetime.strptime(value, pattern).date() if len(value) == length else None  # noqa: DTZ007 - a civil date
    except ValueError:
        return None


@in_each_language(lambda tag: FormField(TextForm, called(tag)))
class DocumentForm(PublicForm):
    """Everything that the readers of an edition see."""

    taken_as_original = ""
    kind = SelectField(_("Kind"), choices=choices((kind.value, KINDS[kind.value]) for kind in WRITABLE))
    section = SelectField(_("Section"), choices=choices((name, ROOMS[name]) for name in SECTIONS))
    dated = StringField(_("Date of the event"), [InTheEnd(), CivilDate()])
    dated_end = StringField(_("Last day, where it lasts longer"), [CivilDate()])
    precision = SelectField(
        _("How exactly it is known"), choices=choices([("day", _("To the day")), ("month", _("To the month")), ("year", _("To the year"))])
    )
    occasion = SelectField(_("Occasion of a Royal speech"), choices=choices([("", _("None of these")), *OCCASIONS.items()]), default="")
    session = StringField(_("Session"), [OneLine(), AtMost(120)])
    agenda_item = StringField(_("Agenda item"), [OneLine(), AtMost(120)])
    speaker = StringField(_("Speaker"), [OneLine(), AtMost(200)])
    venue = StringField(_("Place"), [OneLine(), AtMost(200)])
    venue_zone = SelectField(_("By the clock of"), default="Europe/Zurich")
    starts = StringField(_("Begins"), [zones.Hour()])
    ends = StringField(_("Ends"), [zones.Hour()])
    themes = SelectMultipleField(_("Themes"))
    bodies = SelectMultipleField(_("Organizations"))

    def __init__(self, *given: Any, labels: Labels, zone: str | None = None, **values: Any) -> None:
        super().__init__(*given, **values)
        self.dates: dict[str, date] = {}
        self.moments: dict[str, datetime] = {}
        language = current_language()
        self.venue_zone.choices = choices(zones.offered(zone))
        self.themes.choices = choices((key, named(names, language)) for key, names in labels.themes.items())
        self.bodies.choices = choices((key, named(names, language)) for key, names in labels.names.items())

    @property
    def texts(self) -> "Iterator[tuple[Any, Any]]":
        """Each language with its part of the form."""
        return ((LANGUAGES[tag], self[tag]) for tag in TAGS)

    @property
    def placed(self) -> bool:
        """Whether place and hours are asked for at once: for a seminar, or where one of them is known."""
        return self.kind.data == "seminar" or any(self[name].data or self[name].errors for name in ("venue", "starts", "ends"))

    def validate(self, extra_validators: Any = None) -> bool:
        # Each part is checked whole, so that every error is shown at once.
        whole = bool(super().validate(extra_validators))
        whole = self._check_order("dated", "dated_end", self.dates) and whole
        whole = self._check_order("starts", "ends", self.moments) and whole
        return check_texts(self) and whole

    def _check_order(self, begins: str, ends: str, read: Mapping[str, Any]) -> bool:
        """Whether the end is after the beginning; of one that cannot be read, only the beginning is wrong."""
        field, first, last = self[ends], read.get(begins), read.get(ends)
        if last is None or field.errors or self[begins].errors or (first is not None and first <= last):
            return not field.errors
        field.errors = [gettext("The end comes after the beginning, which has to be given as well.")]
        return False

    @property
    def begun(self) -> bool:
        """Whether there are words in any language."""
        return any(self[tag].form.begun for tag in TAGS)

    @property
    def wrong(self) -> frozenset[str]:
        """The fields that cannot be read, as `merging` names them."""
        inner = {f"{tag}.{one.short_name}" for tag in TAGS for one in self[tag].form if one.errors}
        return frozenset(inner | {_GROUP.get(one.short_name, one.short_name) for one in self if one.short_name not in TAGS and one.errors})

    def readable(self, base: EditionContent | None = None) -> EditionContent:
        """What of the form can be read; the fields that cannot stay as they are kept (`base`)."""
        kept = base or EditionContent(section=SECTIONS[3] if self.section.errors else self.section.data, translations={})
        return merging.taking(self._said(base), kept, self.wrong)

    def take(self, edition: Edition, names: Iterable[str]) -> None:
        """Show these fields as the edition has them."""
        values = form_values(edition)
        for name in names:
            tag, _dot, inner = name.partition(".")
            for one in _INSIDE.get(name, (name,)) if not inner else ():
                if one in self:
                    self[one].data = values[one]
            if inner and inner in self[tag].form:
                self[tag].form[inner].data = values[tag].get(inner, "")

    def content(self, base: EditionContent | None = None) -> EditionContent:
        """What the form says, over what it does not ask for (`base`)."""
        return self._said(base)

    def _said(self, base: EditionContent | None) -> EditionContent:
        start, end = self.dates.get("dated"), self.dates.get("dated_end")
        texts = {tag: _text(self[tag].form, base, tag) for tag in TAGS if self[tag].form.begun}
        said: dict[str, Any] = {
            "section": self.section.data, "translations": texts, "dated_start": start, "dated_end": end,
            "precision": Precision(self.precision.data) if start and not self.precision.errors else None, "occasion": self.occasion.data or None,
            "themes": _in_order(self.themes.data, base.themes if base else ()),
            "bodies": _in_order(self.bodies.data, base.bodies if base else ()),
            "starts_at": self.moments.get("starts"), "ends_at": self.moments.get("ends"),
            **{name: tidied(self[name].data or "") or None for name in ("session", "agenda_item", "speaker", "venue")},
        }  # fmt: skip
        zone = self.venue_zone.data if said["starts_at"] or said["venue"] else None
        said["venue_zone"] = zone if base is None or zone != "Europe/Zurich" else base.venue_zone and zone
        return replace(base, **said) if base else EditionContent(**said)


def _in_order(chosen: Sequence[str] | None, before: Sequence[str]) -> tuple[str, ...]:
    """What is chosen, which boxes cannot put into an order: what was chosen before as it was, since the first is the most important, then the rest."""
    return tuple(dict.fromkeys((*(key for key in before if key in (chosen or ())), *(chosen or ()))))


def _text(form: TextForm, base: EditionContent | None, tag: str) -> TranslationContent:
    before = base.translations.get(tag) if base else None
    return TranslationContent(
        status=TranslationStatus.COURTESY if form.status.errors else TranslationStatus(form.status.data),
        title=form.title.data or "", summary=form.summary.data or "",
        body=cleaned(form.body.data or ""), label=before.label if before else "", change_note=form.change_note.data or "",
    )  # fmt: skip


def form_values(edition: Edition) -> dict[str, Any]:
    """An edition as the form's initial values."""
    pattern = _FORMATS[edition.precision or Precision.DAY][0]
    values: dict[str, Any] = {name: getattr(edition, name) or "" for name in ("section", "occasion", "session", "agenda_item", "speaker", "venue")}
    values |= {
        "kind": edition.document.kind.value,
        "dated": edition.dated_start.strftime(pattern) if edition.dated_start else "",
        "dated_end": edition.dated_end.strftime(pattern) if edition.dated_end else "",
        "precision": (edition.precision or Precision.DAY).value,
        "venue_zone": edition.venue_zone or "Europe/Zurich",
        "starts": zones.shown(edition.starts_at, edition.venue_zone),
        "ends": zones.shown(edition.ends_at, edition.venue_zone),
        "themes": [one.theme.key for one in edition.themes],
        "bodies": [one.body.key for one in edition.bodies],
    }
    for tag in TAGS:
        text = edition.translations.get(tag)
        values[tag] = {name: getattr(text, name) for name in ("title", "summary", "body", "change_note")} if text else {}
        values[tag]["status"] = text.status.value if text else "courtesy"
    return values
