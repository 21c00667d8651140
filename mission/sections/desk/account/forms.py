"""Forms of coming in."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, PasswordField, SelectField, StringField
from wtforms.validators import ValidationError

from ....languages import LANGUAGES
from ....services.staff import LEAST_PASSWORD, MOST_PASSWORD
from ....web.fields import Answered, AtMost, OneLine, PublicForm
from .passwords import is_common


class GoodPassword:
    """Long enough, not too long to hash, not among the ones that everybody tries first (NIST SP 800-63B, 5.1.1.2)."""

    def __call__(self, form: Any, field: Field) -> None:
        password = field.data or ""
        if len(password) < LEAST_PASSWORD:
            raise ValidationError(gettext("Choose a password of at least %(least)s characters; a short sentence serves well.", least=LEAST_PASSWORD))
        if len(password) > MOST_PASSWORD:
            raise ValidationError(gettext("Please shorten this to %(most)s characters; it has %(length)s.", most=MOST_PASSWORD, length=len(password)))
        if is_common(password):
            raise ValidationError(gettext("Too many people use this password. Choose another one."))


class InvitationForm(PublicForm):
    """What an invited person sets."""

    name = StringField(_("Your name"), [Answered(_("Enter your name.")), OneLine(), AtMost(120)])
    language = SelectField(_("The language in which you work"), choices=[(one.tag, one.name) for one in LANGUAGES.values()])
    password = PasswordField(_("A new password"), [Answered(_("Choose a password.")), GoodPassword()])


class SignInForm(PublicForm):
    """Everything at once, so that no answer tells which part was wrong."""

    email = StringField(_("Your e-mail address"), [Answered(_("Enter your e-mail address."))])
    password = PasswordField(_("Password"), [Answered(_("Enter your password."))])
    code = StringField(_("Code of your authenticator, if you have set one up"))


class FactorForm(PublicForm):
    """The first code of an authenticator."""

    code = StringField(_("The six digits that it shows now"), [Answered(_("Enter the six digits."))])
