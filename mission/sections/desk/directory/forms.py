"""The form of one useful link, and of a new group with its first link."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, SelectField, StringField
from wtforms.validators import ValidationError

from ....languages import LANGUAGES
from ....services.directory import Group, Link
from ....web.fields import AtMost, InTheEnd, OneLine, PublicForm, choices

LONGEST = 200


class WebAddress:
    """The whole address of a page on the web."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: Field) -> None:
        field.data = (field.data or "").strip()
        try:
            parts = urlsplit(field.data)
            whole = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not set(field.data) & set(" <>\"")
        except ValueError:
            whole = False
        if not whole:
            raise ValidationError(gettext("Enter the whole address, for example https://www.un.org/."))


class LinkForm(PublicForm):
    """A link: its group, its address, its place, and its name in each language of the page."""

    group = SelectField(_("Group"), coerce=int)
    href = StringField(_("Address"), [InTheEnd(), OneLine(), AtMost(500), WebAddress()])
    position = StringField(_("Place in the group"))
    fr = StringField(_("Name in French"), [InTheEnd(), OneLine(), AtMost(LONGEST)])
    ar = StringField(_("Name in Arabic"), [InTheEnd(), OneLine(), AtMost(LONGEST)])
    en = StringField(_("Name in English"), [InTheEnd(), OneLine(), AtMost(LONGEST)])
    es = StringField(_("Name in Spanish"), [InTheEnd(), OneLine(), AtMost(LONGEST)])
    group_fr = StringField(_("New group, in French"), [OneLine(), AtMost(LONGEST)])
    group_ar = StringField(_("New group, in Arabic"), [OneLine(), AtMost(LONGEST)])
    group_en = StringField(_("New group, in English"), [OneLine(), AtMost(LONGEST)])
    group_es = StringField(_("New group, in Spanish"), [OneLine(), AtMost(LONGEST)])

    def offer(self, groups: tuple[Group, ...], tag: str) -> "LinkForm":
        """Fill in the groups by their names in the language `tag`; the last choice is a new one. Returns itself."""
        named = [(n, one.names.get(tag) or next(iter(one.names.values()), "")) for n, one in enumerate(groups)]
        self.group.choices = choices([*named, (len(groups), gettext("A new group, named below"))])
        self._groups, self._tags = groups, tuple(groups[0].names) if groups else tuple(LANGUAGES)
        return self

    @property
    def is_new_group(self) -> bool:
        """Whether the link goes into a group of its own."""
        return bool(self.group.data == len(self._groups))

    def validate(self, extra_validators: Any = None) -> bool:
        whole = bool(super().validate(extra_validators))
        wanted = [*self._tags, *(f"group_{tag}" for tag in self._tags if self.is_new_group)]
        for name in wanted:
            if not (self[name].data or "").strip():
                self[name].errors = [*self[name].errors, gettext("Enter the name.")]
                whole = False
        place = (self.position.data or "").strip()
        if place and not (place.isascii() and place.isdecimal() and int(place[:4]) > 0 and len(place) < 4):
            self.position.errors = [*self.position.errors, gettext("Enter a number from 1 to %(most)s.", most=999)]
            whole = False
        return whole

    def link(self) -> Link:
        """What the form says."""
        return Link(self.href.data, self._named(""))

    def new_group(self) -> Group:
        """The group that the form names, without links yet."""
        return Group(self._named("group_"), ())

    def _named(self, prefix: str) -> dict[str, str]:
        return {tag: " ".join((self[prefix + tag].data or "").split()) for tag in self._tags}

    def place(self, count: int) -> int:
        """Where in a group of `count` links it goes, from 0; last where nothing was said."""
        said = (self.position.data or "").strip()
        return min(int(said) - 1, count) if said else count


def form_values(groups: tuple[Group, ...], group: int, place: int) -> Mapping[str, Any]:
    """A link as the form's initial values."""
    link = groups[group].links[place]
    return {"group": group, "href": link.href, "position": str(place + 1), **link.names}
