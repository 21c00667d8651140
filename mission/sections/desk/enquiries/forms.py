"""What is written into the form of an answer."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form, TextAreaField

from ....web.fields import Answered, AtMost


class AnswerForm(Form):  # type: ignore[misc]
    """An answer, in the language of whoever wrote to the Mission."""

    text = TextAreaField(_("Your answer"), [Answered(_("Write the answer.")), AtMost(10_000)])
    close = BooleanField(_("Close the message once the answer is sent"))
