"""The small forms of what is done with a document."""

from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, RadioField, StringField, TextAreaField
from wtforms.validators import Optional, ValidationError

from ....clocks import GENEVA
from ....languages import TAGS
from ....models import Change
from ....web.fields import AtMost, PublicForm


class ReleaseTime:
    """A Geneva day and minute that exists, once, and is not past."""

    def __call__(self, form: Any, field: Field) -> None:
        try:
            naive = datetime.strptime((field.data or "").strip()[:16], "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - the zone comes next
        except ValueError as error:
            raise ValidationError(gettext("Enter the day and the hour, for example 2026-12-04T14:00.")) from error
        early, late = naive.replace(tzinfo=GENEVA), naive.replace(tzinfo=GENEVA, fold=1)
        if early.astimezone(UTC).astimezone(GENEVA).replace(tzinfo=None) != naive:
            raise ValidationError(gettext("The clocks go forward that night: this hour does not exist in Geneva."))
        if early.utcoffset() != late.utcoffset():
            raise ValidationError(gettext("The clocks go back that night: this hour comes twice in Geneva. Choose another one."))
        form.release_at = early.astimezone(UTC)
        if form.release_at <= form.now:
            raise ValidationError(gettext("This time has passed. Choose a later one, or release now."))


class ReleaseForm(PublicForm):
    """Now, or at a minute in Geneva."""

    now: datetime
    release_at: datetime | None = None

    when = RadioField(_("When"), choices=[("now", _("Now")), ("later", _("Later, at a time that I choose"))], default="now")
    time = StringField(_("Day and hour in Geneva"), [Optional(), ReleaseTime()])

    def validate(self, extra_validators: Any = None) -> bool:
        if self.when.data != "later":
            self.time.raw_data, self.time.data = [], ""
        whole = bool(super().validate(extra_validators))
        if self.when.data == "later" and self.release_at is None and not self.time.errors:
            self.time.errors = [gettext("Enter the day and the hour, for example 2026-12-04T14:00.")]
            return False
        return whole


class ChangeForm(PublicForm):
    """Why a new edition begins."""

    change = RadioField(
        _("What kind of change"),
        choices=[
            (Change.CORRECTION.value, _("A correction: readers see a note")),
            (Change.AMENDMENT.value, _("A small amendment, without a note")),
            (Change.TRANSLATION.value, _("A language is added, nothing else changes")),
        ],
        default=Change.CORRECTION.value,
    )


class NoticeForm(PublicForm):
    """What the public is told of a withdrawal or a recall, in each language."""

    fr = TextAreaField("Français", [AtMost(1000)])
    ar = TextAreaField("العربية", [AtMost(1000)])
    en = TextAreaField("English", [AtMost(1000)])
    es = TextAreaField("Español", [AtMost(1000)])

    @property
    def notices(self) -> dict[str, str]:
        return {tag: (self[tag].data or "").strip() for tag in TAGS if (self[tag].data or "").strip()}
