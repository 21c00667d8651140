"""The small forms of the verbs: when to release, why to return, what to tell the public."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional, ValidationError

from ....clocks import CLOCKS, moments
from ....languages import LANGUAGES, TAGS
from ....models import Change, Document
from ....services import publishing
from ....services.checking import other_language
from ....services.dates import as_minute
from ....web.fields import Answered, AtMost, InTheEnd, OneLine, PublicForm, choices, in_each_language
from ..clocks import CITIES, offset

# Whoever means a later day than this has mistyped the year.
FURTHEST = timedelta(days=731)


class ReleaseTime:
    """A day and a whole minute by the clock of the chosen city, that exists there and lies ahead.

    What comes twice when clocks go back is asked about: the form then holds both moments in `twice`.
    """

    def __call__(self, form: Any, field: Field) -> None:
        civil = _civil(field.data or "")
        zone = CLOCKS[form.zone.data]
        if not form.now.year <= civil.year <= form.now.year + 2:
            # Years at the ends of the calendar have no moment in every zone.
            raise ValidationError(_passed() if civil.year < form.now.year else _too_far())
        found = moments(civil, zone)
        if not found:
            raise ValidationError(gettext("The clocks go forward then: this hour does not exist there. Choose another one."))
        if len(found) == 2:
            form.twice = found
            if form.which.data not in ("first", "second"):
                raise ValidationError(gettext("The clocks go back then: this hour comes twice there. Choose below which of the two you mean."))
        form.release_at = found[form.which.data == "second" and len(found) == 2]
        if form.release_at <= form.now:
            raise ValidationError(_passed())
        if form.release_at > form.now + FURTHEST:
            raise ValidationError(_too_far())


def _civil(value: str) -> datetime:
    value = as_minute(value)
    value = value.removesuffix(":00") if value.count(":") == 2 else value
    try:
        return datetime.strptime(value, "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - the zone comes next
    except ValueError as error:
        raise ValidationError(gettext("Enter the day and the hour, to the whole minute, for example 4 December 2026 at 14:00.")) from error


def _passed() -> str:
    return gettext("This time has passed. Choose a later one, or release now.")


def _too_far() -> str:
    return gettext("This is more than two years ahead. Please check the year.")


class ReleaseForm(PublicForm):
    """Now, or at a minute by the clock of a city."""

    now: datetime
    release_at: datetime | None = None
    twice: tuple[datetime, ...] = ()

    when = RadioField(_("When"), choices=choices([("now", _("Now")), ("later", _("Later, at a time that I choose"))]), default="now")
    time = StringField(_("Day and hour"), [Optional(), InTheEnd(), ReleaseTime()])
    zone = SelectField(_("By the clock of"), choices=choices(CITIES.items()), default="geneva")
    which = RadioField(_("Which of the two"), choices=choices([("first", ""), ("second", "")]), validate_choice=False)

    @classmethod
    def asked(cls, given: Any, now: datetime) -> "ReleaseForm":
        """The form with what was `given` at `now` (aware); a city that was not named is Geneva."""
        form = cls(given) if given else cls()
        form.now = now
        if given and not given.get("zone"):
            form.zone.data = "geneva"
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        if self.when.data != "later":
            self.time.raw_data, self.time.data = [], ""
        if self.zone.data not in CLOCKS:
            self.zone.data, self.time.data = "geneva", ""
        whole = bool(super().validate(extra_validators))
        if self.twice:
            self._name_both()
        if whole and self.when.data == "later" and self.release_at is None:
            self.time.errors = [gettext("Enter the day and the hour, to the whole minute, for example 4 December 2026 at 14:00.")]
            return False
        return whole

    def _name_both(self) -> None:
        there = [moment.astimezone(CLOCKS[self.zone.data]) for moment in self.twice]
        first, second = (f"{one:%H:%M} ({offset(one)})" for one in there)
        self.which.choices = choices([
            ("first", gettext("The first: %(hour)s, before the change", hour=first)),
            ("second", gettext("The second, an hour later: %(hour)s", hour=second)),
        ])

    @property
    def choices(self) -> Mapping[str, str]:
        """What was chosen, as the fields of the form that confirms it."""
        kept = {"when": self.when.data, "time": self.time.data or "", "zone": self.zone.data, "which": self.which.data or ""}
        return {name: value for name, value in kept.items() if value}


class RemarkForm(PublicForm):
    """Why a text goes back to its writer."""

    remark = TextAreaField(_("Remark for the writer"), [Answered(_("Say what is to be changed before it can be approved.")), AtMost(2000)])


class ReasonForm(PublicForm):
    """Why somebody approves what they wrote themselves."""

    reason = TextAreaField(_("Reason"), [Answered(_("Say why nobody else can approve it in time.")), AtMost(1000)])


class ChangeForm(PublicForm):
    """Why a new edition begins."""

    change = RadioField(
        _("What kind of change"),
        choices=choices([
            (Change.CORRECTION.value, _("A correction: readers see a note")),
            (Change.AMENDMENT.value, _("A small amendment, without a note")),
            (Change.TRANSLATION.value, _("A language is added, nothing else changes")),
        ]),
        default=Change.CORRECTION.value,
    )

    @classmethod
    def offered(cls, document: Document) -> "ChangeForm":
        """The form with what leads on from here: what was withdrawn returns by a correction alone."""
        form = cls()
        if publishing.is_withdrawn(document):
            form.change.choices = choices([(Change.CORRECTION.value, _("A correction, by which the text returns: readers see a note"))])
        return form


@in_each_language(lambda tag: TextAreaField(LANGUAGES[tag].name, [AtMost(1000)]))
class NoticeForm(PublicForm):
    """What the public is told of a withdrawal or a recall, in each language."""

    @property
    def doubtful(self) -> tuple[str, ...]:
        """The languages in whose field a notice seems to be in another one."""
        return tuple(tag for tag, words in self.notices.items() if other_language(words, tag))

    @property
    def notices(self) -> dict[str, str]:
        return {tag: (self[tag].data or "").strip() for tag in TAGS if (self[tag].data or "").strip()}

    def ask(self, tags: tuple[str, ...]) -> bool:
        """Validate, with a notice wanted in each of `tags`."""
        whole = bool(self.validate())
        for tag in tags:
            if tag not in self.notices:
                self[tag].errors = [*self[tag].errors, gettext("Write the notice in this language: the text exists in it.")]
                whole = False
        return whole


class Wanted:
    """Marks a field as one that is not left empty; what it has to say is checked by its form."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: Field) -> None:
        pass


class RecallForm(NoticeForm):
    """A recall is for good: the reference is typed to confirm it."""

    typed = StringField(_("Type the reference to confirm"), [Wanted(), OneLine(), AtMost(200)])

    def confirms(self, name: str) -> bool:
        """Whether `name`, a reference or a page's address, was typed; in small letters and with other spaces it is the same."""
        if "".join((self.typed.data or "").split()).casefold() == name.casefold():
            return True
        self.typed.errors = [*self.typed.errors, gettext("Type %(name)s exactly: a recall cannot be undone.", name=name)]
        return False
