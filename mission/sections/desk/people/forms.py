"""Forms about people."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, SelectMultipleField, StringField

from ....languages import LANGUAGES
from ....models import RoleName
from ....web.fields import Address, Answered, AtMost, OneLine, PublicForm, choices

ROLES: dict[str, Any] = {
    "writer": _("Writer"),
    "translator": _("Translator"),
    "approver": _("Approver"),
    "press-officer": _("Press officer (messages received)"),
    "administrator": _("Administrator"),
}


class RolesForm(PublicForm):
    """What a person may do; several at once."""

    roles = SelectMultipleField(
        _("Roles"), [Answered(_("Choose at least one role."))], choices=choices(ROLES.items())
    )

    @property
    def chosen(self) -> tuple[RoleName, ...]:
        """The roles that were ticked."""
        return tuple(RoleName(value) for value in self.roles.data or ())


class InviteForm(RolesForm):
    """Whom to invite."""

    email = StringField(_("E-mail address"), [Answered(_("Enter the e-mail address.")), OneLine(), AtMost(254), Address()])
    language = SelectField(
        _("The language of the letter"), choices=choices((one.tag, one.name) for one in LANGUAGES.values())
    )
