"""The form that makes a link for a reader outside."""

from datetime import timedelta

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField

from ....web.fields import Answered, AtMost, OneLine, PublicForm, choices

LASTS = {"3": timedelta(hours=3), "24": timedelta(hours=24), "72": timedelta(days=3), "168": timedelta(days=7), "336": timedelta(days=14)}


class LinkForm(PublicForm):
    """For whom, and for how long."""

    reader = StringField(_("For whom"), [Answered(_("Say for whom the link is.")), OneLine(), AtMost(120)])
    lasts = RadioField(
        _("For how long"),
        choices=choices([("3", _("3 hours")), ("24", _("24 hours")), ("72", _("3 days")), ("168", _("7 days")), ("336", _("14 days"))]),
        default="24",
    )
