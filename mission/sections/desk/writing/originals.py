"""Which language of a form is the original: one at most, and while only one has words, that one."""

from typing import Any

from flask_babel import gettext

from ....languages import TAGS
from ....web.language import current_language


def check_texts(form: Any) -> bool:
    """Whether there are words in any language of a form of a text or a page, and no two languages are the original; what is wrong is said at its field.

    A new form names the language of its person the original. Where only another one has words, it is that one (`form.taken_as_original`): nobody
    has said otherwise of it.
    """
    begun = [tag for tag in TAGS if form[tag].form.begun]
    named = [tag for tag in TAGS if form[tag].form.status.data == "original"]
    if len(begun) == 1 and named and begun[0] not in named and form[begun[0]].form.status.data == "courtesy":
        for tag in named:
            form[tag].form.status.data = "courtesy"
        form[begun[0]].form.status.data = "original"
        form.taken_as_original = begun[0]
    originals = [tag for tag in begun if form[tag].form.status.data == "original"]
    if not begun:
        first = form[current_language().tag].form.title
        first.errors = [*first.errors, gettext("Write the text in at least one language.")]
    elif len(originals) > 1:
        second = form[originals[1]].form.status
        second.errors = [*second.errors, gettext("Exactly one language is the original.")]
    return bool(begun) and len(originals) <= 1
