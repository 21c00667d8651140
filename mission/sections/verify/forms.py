"""What is given to be verified: a text, a file, or a reference."""

from flask_babel import lazy_gettext as _
from wtforms import FileField, Form, StringField, TextAreaField
from wtforms.validators import Length

MOST_LETTERS = 200_000


class VerifyForm(Form):
    """A text or a file, and not both; or a reference, alone or with one of them."""

    text = TextAreaField(
        _("The text as you received it"), [Length(max=MOST_LETTERS, message=_("This is longer than any text of ours. Paste the text alone."))]
    )  # fmt: skip
    file = FileField(_("A file"))
    reference = StringField(
        _("Reference, digest or address"), [Length(max=500, message=_("Give a reference, a digest or an address, and nothing else."))]
    )  # fmt: skip
