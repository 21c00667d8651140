"""Forms of one's own account."""

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, SelectField, StringField

from ....languages import LANGUAGES
from ....web.fields import Answered, AtMost, OneLine, PublicForm, choices
from ..passwords import GoodPassword


class ProfileForm(PublicForm):
    """What the desk calls a person, and in which language."""

    name = StringField(_("Your name"), [Answered(_("Enter your name.")), OneLine(), AtMost(120)])
    language = SelectField(_("The language in which you work"), choices=choices((one.tag, one.name) for one in LANGUAGES.values()))


class FactorForm(PublicForm):
    """The first code of an authenticator."""

    code = StringField(_("The six digits that it shows now"), [Answered(_("Enter the six digits."))])


class PasskeyForm(PublicForm):
    """What a person calls a passkey."""

    name = StringField(_("A name for it, for example the device"), [OneLine(), AtMost(80)])


class PasswordForm(PublicForm):
    """A new password."""

    password = PasswordField(_("A new password"), [Answered(_("Choose a password.")), GoodPassword()])


class ConfirmForm(PublicForm):
    """The proof, once more, of who one is."""

    password = PasswordField(_("Password"), [Answered(_("Enter your password."))])
    code = StringField(_("Code of your authenticator, or a recovery code, if you have set one up"))
