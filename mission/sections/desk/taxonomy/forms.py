"""The form of a theme or an organization: its names in four languages, and its place."""

import re
from collections.abc import Iterator
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, Form, FormField, StringField, TextAreaField
from wtforms.validators import ValidationError

from ....languages import LANGUAGES, TAGS
from ....services.taxonomy import LONGEST_KEY, Entry, NameTaken, TaxonomyRefusal
from ....web.entries import named
from ....web.fields import Answered, AtMost, OneLine, PublicForm, in_each_language
from ....web.language import called, current_language

LONGEST = 160
MOST_ALIASES = 20
MOST_PLACE = 9999


class Lines:
    """At most `MOST_ALIASES` lines, none longer than a name."""

    def __call__(self, form: Any, field: Field) -> None:
        lines = lines_of(field.data)
        if len(lines) > MOST_ALIASES:
            raise ValidationError(gettext("Please keep to %(most)s lines; there are %(count)s.", most=MOST_ALIASES, count=len(lines)))
        longest = max(map(len, lines), default=0)
        if longest > LONGEST:
            raise ValidationError(gettext("Please shorten each line to %(most)s characters; one has %(length)s.", most=LONGEST, length=longest))


def lines_of(value: str | None) -> tuple[str, ...]:
    """What stands on each line of a field; any control character ends a line."""
    return tuple(line.strip() for line in re.split(r"[\x00-\x1f\x7f]+", value or "") if line.strip())


class Place:
    """A whole number that fits a list."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: Field) -> None:
        value = (field.data or "").strip()
        if not value.isdecimal() or len(value) > len(str(MOST_PLACE)):
            raise ValidationError(gettext("Enter a number from 0 to %(most)s.", most=MOST_PLACE))


class ThemeWords(Form):  # type: ignore[misc]
    """One language of a theme."""

    name = StringField(_("Name"), [Answered(_("Enter the name.")), OneLine(), AtMost(LONGEST)])
    aliases = TextAreaField(_("Further names"), [Lines()])


class BodyWords(Form):  # type: ignore[misc]
    """One language of an organization."""

    name = StringField(_("Full name"), [Answered(_("Enter the full name.")), OneLine(), AtMost(LONGEST)])
    acronym = StringField(_("Acronym or short name"), [OneLine(), AtMost(LONGEST)])
    aliases = TextAreaField(_("Further names"), [Lines()])


class EntryForm(PublicForm):
    """What a theme and an organization have alike."""

    key = StringField(_("Key in addresses"), [Answered(_("Enter a key.")), OneLine(), AtMost(LONGEST_KEY)])
    position = StringField(_("Place in the list"), [Place()])

    def fixed(self) -> "EntryForm":
        """Without the key, which an entry that exists keeps; returns itself."""
        del self.key
        return self

    @property
    def words(self) -> "Iterator[tuple[Any, Any]]":
        """Each language with its part of the form."""
        return ((LANGUAGES[tag], self[tag]) for tag in TAGS)

    def entry(self, kind: str, key: str = "") -> Entry:
        """What the form says."""

        def spelt(name: str) -> dict[str, str]:
            return {tag: self[tag].form[name].data or "" for tag in TAGS if name in self[tag].form}

        return Entry(
            kind=kind, key=key or self.key.data.strip(), position=int(self.position.data.strip()), names=spelt("name"),
            acronyms=spelt("acronym"), aliases={tag: lines_of(self[tag].form.aliases.data) for tag in TAGS},
        )  # fmt: skip

    def blame(self, refusal: TaxonomyRefusal) -> None:
        """Say a refusal at the field that it is about."""
        field, words = self._blamed(refusal)
        field.errors = [*field.errors, words]

    def _blamed(self, refusal: TaxonomyRefusal) -> tuple[Any, str]:
        if isinstance(refusal, NameTaken):
            part = self[refusal.tag].form
            own = (name for name in ("name", "acronym") if name in part and " ".join((part[name].data or "").split()) == refusal.name)
            other = named(refusal.other.names, current_language())
            return part[next(own, "aliases")], gettext("“%(name)s” already stands for: %(other)s.", name=refusal.name, other=other)
        return {
            "key": (self.key, gettext("Write the key in small letters a to z, digits and hyphens, for example human-rights.")),
            "taken": (self.key, gettext("This key is taken. Choose another one.")),
        }[refusal.reason]


@in_each_language(lambda tag: FormField(ThemeWords, called(tag)))
class ThemeForm(EntryForm):
    """A theme."""


@in_each_language(lambda tag: FormField(BodyWords, called(tag)))
class BodyForm(EntryForm):
    """An organization."""


FORMS: dict[str, type[EntryForm]] = {"theme": ThemeForm, "body": BodyForm}


def form_values(entry: Entry) -> dict[str, Any]:
    """An entry as the form's initial values."""
    values: dict[str, Any] = {"position": str(entry.position)}
    for tag in TAGS:
        values[tag] = {"name": entry.names.get(tag, ""), "acronym": entry.acronyms.get(tag, ""), "aliases": "\n".join(entry.aliases.get(tag, ()))}
    return values
