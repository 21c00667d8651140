"""The two forms of this room: a list for an address, and the link for an address that follows already."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectChoice, SelectField, StringField

from ...languages import LANGUAGES
from ...models import Frequency
from ...web.fields import Address, Answered, AtMost, OneLine, PublicForm, choices

FREQUENCIES = (
    (Frequency.IMMEDIATE.value, _("At once, when a text is released")),
    (Frequency.DAILY.value, _("Once a day, in the morning")),
    (Frequency.WEEKLY.value, _("On Mondays, in the morning")),
)


def _mailbox() -> StringField:
    return StringField(
        _("Your e-mail address"), [Answered(_("Enter the e-mail address that should receive the texts.")), OneLine(), AtMost(254), Address()]
    )


def _language() -> SelectField:
    return SelectField(_("Language of the letters"), choices=[SelectChoice(tag, one.name, {"lang": tag}) for tag, one in LANGUAGES.items()])


class AlertForm(PublicForm):
    """A list by mail. `email_again` is a trap: people do not see it, programs fill it in."""

    email = _mailbox()
    frequency = RadioField(
        _("How often?"), choices=choices(FREQUENCIES), default=Frequency.DAILY.value, validators=[Answered(_("Choose how often letters should come."))],
        validate_choice=True,
    )  # fmt: skip
    language = _language()
    email_again = StringField(_("Leave this field empty"))


class LinkForm(PublicForm):
    """The link to one's alerts."""

    email = _mailbox()


class ChangeForm(PublicForm):
    """How often one alert writes, and in which language."""

    frequency = RadioField(choices=choices(FREQUENCIES), validators=[Answered(_("Choose how often letters should come."))], validate_choice=True)
    language = _language()
