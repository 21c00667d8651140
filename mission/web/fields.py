"""Public forms: plain WTForms without a session, in the reader's language, each message a sentence that says what to do."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext
from wtforms import Field, Form, SelectChoice
from wtforms.validators import StopValidation, ValidationError

from ..languages import TAGS

# The years that a form takes.
YEARS = range(1000, 2200)

Made = TypeVar("Made", bound=type[Form])


class _Sentences:
    """The library speaks English; whatever it says of a choice that is not offered, or not any more, is said in the reader's language."""

    def gettext(self, said: str) -> str:
        return gettext("Choose from the list.") if "choice" in said.lower() else said

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)


class PublicForm(Form):  # type: ignore[misc]
    """The base of forms for visitors: no cookie, no token; where a post comes from is checked by fetch metadata."""

    class Meta:
        """How the library is told."""

        def get_translations(self, form: Form) -> _Sentences:
            """Whoever says what is wrong."""
            return _Sentences()


def in_each_language(field: Callable[[str], Any]) -> Callable[[Made], Made]:
    """Give a form, after its own fields, one more for each language of the site: what `field` makes of its tag, called by the tag."""

    def give(form: Made) -> Made:
        for tag in TAGS:
            setattr(form, tag, field(tag))
        return form

    return give


def choices(offered: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """The choices of a field that offers these values, each with its label."""
    return [SelectChoice(value, label) for value, label in offered]


class Answered:
    """The field has an answer; `message` says what is wanted."""

    field_flags = {"required": True}

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        if not field.raw_data or not str(field.raw_data[0]).strip():
            field.errors = []
            raise StopValidation(str(self.message))


class AtMost:
    """At most `most` characters."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.field_flags = {"maxlength": most}

    def __call__(self, form: Form, field: Field) -> None:
        length = len(field.data or "")
        if length > self.most:
            raise ValidationError(
                gettext("Please shorten this to %(most)s characters; it has %(length)s.", most=self.most, length=length)
            )


class Address:
    """An e-mail address that could exist; nothing is looked up."""

    def __call__(self, form: Form, field: Field) -> None:
        try:
            checked = validate_email((field.data or "").strip(), check_deliverability=False)
        except EmailNotValidError as error:
            raise ValidationError(
                gettext("Enter an e-mail address in the form name@example.org.")
            ) from error
        field.data = checked.normalized


class OneLine:
    """No line break and no control character: the value goes into the heads of letters."""

    def __call__(self, form: Form, field: Field) -> None:
        if any(ord(letter) < 32 or letter == "\x7f" for letter in field.data or ""):
            raise ValidationError(gettext("Please write this on one line."))


class InTheEnd:
    """Marks a field that may be empty for now, and is wanted before the text goes on: it is not called optional."""

    field_flags = {"in_the_end": True}  # noqa: RUF012 - as the library reads it

    def __call__(self, form: Any, field: Field) -> None:
        pass


def must_be_near(day: date) -> None:
    """Raise `ValidationError` for a day of which no calendar and no clock's zone can be sure, nor whoever mistyped it."""
    if day.year not in YEARS:
        raise ValidationError(gettext("Enter a year from %(first)s to %(last)s.", first=YEARS.start, last=YEARS.stop - 1))
