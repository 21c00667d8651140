"""Forms of coming in."""

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, SelectField, StringField

from ....languages import LANGUAGES
from ....web.fields import Address, Answered, AtMost, OneLine, PublicForm, choices
from ..passwords import GoodPassword

LANGUAGE_CHOICES = choices((one.tag, one.name) for one in LANGUAGES.values())


class InvitationForm(PublicForm):
    """What an invited person sets; the password where they do not come in with a passkey."""

    name = StringField(_("Your name"), [Answered(_("Enter your name.")), OneLine(), AtMost(120)])
    language = SelectField(_("The language in which you work"), choices=LANGUAGE_CHOICES)
    password = PasswordField(_("A new password"), [Answered(_("Choose a password.")), GoodPassword()])


class SignInForm(PublicForm):
    """Everything at once, so that no answer tells which part was wrong."""

    email = StringField(_("Your e-mail address"), [Answered(_("Enter your e-mail address."))])
    password = PasswordField(_("Password"), [Answered(_("Enter your password."))])
    code = StringField(_("Code of your authenticator, or a recovery code, if you have set one up"))


class ForgottenForm(PublicForm):
    """Whose password it is."""

    email = StringField(_("Your e-mail address"), [Answered(_("Enter your e-mail address.")), OneLine(), AtMost(254), Address()])


class PasswordForm(PublicForm):
    """A new password."""

    password = PasswordField(_("A new password"), [Answered(_("Choose a password.")), GoodPassword()])
