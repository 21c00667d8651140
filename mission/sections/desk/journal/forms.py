"""What the journal is filtered by."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Optional, ValidationError

from ....models import Person
from ....services.journal import Sought
from ....web.deeds import deed
from ....web.fields import AtMost, PublicForm, choices, must_be_near

# The person of what nobody did.
SITE = "site"


class Day(DateField):  # type: ignore[misc]
    """A day, with a sentence of ours where it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError as error:
            raise ValueError(gettext("Enter a day, for example 2026-12-04.")) from error

    def pre_validate(self, form: Any) -> None:
        """The first and the last day of the calendar have no beginning or no end that a clock could show."""
        if self.data:
            must_be_near(self.data)


class JournalForm(PublicForm):
    """A person, an act, a reference, a stretch of days in Geneva; all of them may be empty."""

    person = SelectField(_("Person"), validate_choice=True)
    verb = SelectField(_("Act"), validate_choice=True)
    reference = StringField(_("Reference of a document or message"), [AtMost(40)])
    first = Day(_("From (day in Geneva)"), [Optional()])
    last = Day(_("To (day in Geneva)"), [Optional()])

    def offer(self, persons: Iterable[Person], verbs: Iterable[str]) -> "JournalForm":
        """Fill the choices."""
        named = [(str(one.id), one.name or one.email) for one in persons]
        self.person.choices = choices([("", gettext("Everybody")), *named, (SITE, gettext("The site itself"))])
        self.verb.choices = choices([("", gettext("Every act")), *sorted(((one, deed(one)) for one in verbs), key=lambda one: one[1])])
        return self

    def validate_last(self, field: Any) -> None:
        """A stretch that ends before it begins holds nothing."""
        if self.first.data and field.data and field.data < self.first.data:
            raise ValidationError(gettext("The last day lies before the first."))

    @property
    def sought(self) -> Sought:
        """What is looked for."""
        return Sought(
            int(self.person.data) if self.person.data not in ("", SITE) else None, self.person.data == SITE, self.verb.data or "",
            self.reference.data or "", self.first.data, self.last.data,
        )  # fmt: skip
