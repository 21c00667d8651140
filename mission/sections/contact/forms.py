"""The contact form: what is asked, and how each answer is checked."""

from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import Field, RadioField, StringField, TextAreaField
from wtforms.validators import Optional, ValidationError

from ...clocks import GENEVA
from ...web import wording
from ...web.fields import Address, Answered, AtMost, OneLine, PublicForm, choices, must_be_near

SUBJECTS = tuple(wording.SUBJECTS.items())
# What the press alone is asked.
OF_THE_PRESS = ("deadline", "callback")
# Checked one by one as they are left.
CHECKED = ("subject", "name", "email", "organisation", "deadline", "callback", "message")


class Deadline:
    """A day and an hour in Geneva that exist and lie ahead."""

    def __call__(self, form: Any, field: Field) -> None:
        try:
            naive = datetime.strptime(field.data.strip(), "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - the zone comes next
        except ValueError as error:
            raise ValidationError(
                gettext("Enter the deadline as a day and an hour, for example 2026-12-04T14:00.")
            ) from error
        must_be_near(naive)
        at = naive.replace(tzinfo=GENEVA)
        if at.astimezone(UTC).astimezone(GENEVA).replace(tzinfo=None) != naive:
            raise ValidationError(gettext("This hour does not exist in Geneva: the clocks go forward that night. Enter another one."))
        form.deadline_at = at
        if form.now is not None and at <= form.now:
            raise ValidationError(gettext("The deadline lies in the past. Enter a later one, or leave it empty."))


class Dialled:
    """A telephone number: figures of any script, at least six; what people write between them and after them (an extension) stays as it is."""

    def __call__(self, form: Any, field: Field) -> None:
        if sum(letter.isdecimal() for letter in field.data or "") < 6:
            raise ValidationError(gettext("Enter a telephone number in figures, with its country code if it is not Swiss."))


class ContactForm(PublicForm):
    """An enquiry. `email_again` is a trap: people do not see it, programs fill it in. `now` is set by the view."""

    now: datetime | None = None
    deadline_at: datetime | None = None

    subject = RadioField(
        _("What is it about?"), choices=choices(SUBJECTS), validators=[Answered(_("Choose what you are writing about."))],
        validate_choice=True,
    )  # fmt: skip
    name = StringField(_("Your name"), [Answered(_("Enter your name.")), OneLine(), AtMost(120)], render_kw={"autocomplete": "name"})
    email = StringField(
        _("Your e-mail address"),
        [Answered(_("Enter the e-mail address to which we shall answer.")), OneLine(), AtMost(254), Address()],
        render_kw={"autocomplete": "email", "type": "email"},
    )
    organisation = StringField(_("Your organization"), [Optional(), OneLine(), AtMost(160)], render_kw={"autocomplete": "organization"})
    deadline = StringField(_("Your deadline (Geneva time)"), [Optional(), Deadline()], render_kw={"type": "datetime-local"})
    callback = StringField(
        _("A telephone number to call you back"), [Optional(), OneLine(), AtMost(40), Dialled()],
        render_kw={"autocomplete": "tel", "type": "tel"},
    )  # fmt: skip
    message = TextAreaField(_("Your message"), [Answered(_("Write your message.")), AtMost(5000)], render_kw={"rows": "8"})
    email_again = StringField(_("Leave this field empty"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the enquiry can be received. What the press alone is asked is let go with another subject: its fields are not on the page
        then, and nobody can correct what cannot be seen."""
        if self.subject.data != "press":
            for name in OF_THE_PRESS:
                self[name].process(MultiDict())
        return bool(super().validate(extra_validators))
