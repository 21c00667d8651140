"""The forms of files: to hand some in, and to say what they are."""

from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import Form, FormField, MultipleFileField, SelectField, StringField, TextAreaField

from ....languages import LANGUAGES
from ....models import Edition
from ....services.publishing import Description
from ....web.fields import AtMost, OneLine, PublicForm, choices


class HandInForm(PublicForm):
    """Files for one language of a text."""

    language = SelectField(_("Language"))
    files = MultipleFileField(_("Files"))

    def for_texts(self, edition: Edition) -> "HandInForm":
        """Offer the languages of the text; returns itself."""
        self.language.choices = choices((tag, one.name) for tag, one in LANGUAGES.items() if tag in edition.translations)
        return self


class Wanted:
    """Not optional, though a draft is kept without it: the check before submission asks for it."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        return None


class FileForm(Form):  # type: ignore[misc]
    """What is said of one file."""

    name = StringField(_("Name for readers"), [Wanted(), OneLine(), AtMost(120)])
    alternative = TextAreaField(_("What the picture shows"), [Wanted(), AtMost(600)])
    caption = TextAreaField(_("Caption"), [AtMost(400)])
    credit = StringField(_("Credit"), [OneLine(), AtMost(120)])

    def said(self) -> Description:
        return Description(self.name.data or "", self.alternative.data or "", self.caption.data or "", self.credit.data or "")


def description_form(edition: Edition, given: Any = None) -> Any:
    """One form with a part for each file of the edition, filled with what is said of them, or with what was `given` (request.form)."""
    parts = {part(one.id): FormField(FileForm, label=one.name) for one in edition.files}
    made = type("FilesForm", (PublicForm,), parts)
    data = {
        part(one.id): {"name": one.name, "alternative": one.alternative, "caption": one.caption, "credit": one.credit} for one in edition.files
    }  # fmt: skip
    if given is not None:
        # What somebody has added meanwhile is not in what was typed: it stays as it is.
        given = MultiDict(given)
        for name, said in data.items():
            if f"{name}-name" not in given:
                given.update({f"{name}-{field}": value for field, value in said.items()})
    return made(given, data=data)


def part(file_id: int) -> str:
    """The name of a file's part of the form."""
    return f"file{file_id}"
