"""The form of a page: where it stands, and its text in the languages of the site. What is incomplete is kept; only what cannot be read is refused."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, FormField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from ....addresses import CODE, SEGMENT, slug
from ....languages import LANGUAGES, TAGS
from ....models import Edition, TranslationStatus
from ....services import merging
from ....services.intake import cleaned
from ....services.publishing import EditionContent, TranslationContent
from ....web.fields import AtMost, InTheEnd, OneLine, PublicForm, choices, in_each_language
from ....web.language import called
from ....web.wording import STATUSES
from ..writing.originals import check_texts

MOST_PLACE = 9999
_GROUP = {"parent": "where", "segment": "where", "position": "position"}


class Segment:
    """The last part of an address: small letters a to z, digits and hyphens, and no code. For other words one is proposed; none yet is none."""

    def __call__(self, form: Any, field: Field) -> None:
        given = field.data = (field.data or "").strip()
        if not given:
            return
        if not SEGMENT.match(given) or CODE.match(given):
            proposed = "-".join(re.findall("[a-z0-9]+", slug(given[:200])))[:80].strip("-")
            if proposed and not CODE.match(proposed):
                field.data = proposed
                raise ValidationError(
                    gettext(
                        "“%(given)s” cannot stand in an address, where small letters a to z, digits and hyphens stand. "
                        "%(proposed)s is proposed in its place: save again to take it.",
                        given=f"\u2068{given[:80]}\u2069", proposed=f"\u2068{proposed}\u2069",
                    )
                )  # fmt: skip
            raise ValidationError(
                gettext("Write the last part of the address in small letters a to z, digits and hyphens, for example migration.")
            )


class Number:
    """A whole number for a place among siblings."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: Field) -> None:
        if number(field.data) is None:
            raise ValidationError(gettext("Enter a number from 0 to %(most)s.", most=MOST_PLACE))


def number(value: str | None) -> int | None:
    """A place, or None where `value` is none."""
    value = (value or "").strip()
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= len(str(MOST_PLACE)) else None


class PageText(PublicForm):
    """One language of a page; left empty, the page does not exist in it."""

    title = StringField(_("Title"), [InTheEnd(), OneLine(), AtMost(200)])
    label = StringField(_("Short name in menus"), [OneLine(), AtMost(60)])
    summary = TextAreaField(_("Summary"), [AtMost(400)])
    body = TextAreaField(_("Text"), [InTheEnd(), AtMost(200_000)])
    status = SelectField(_("What this text is"), choices=choices(STATUSES.items()))
    change_note = StringField(_("Public note of the correction"), [InTheEnd(), OneLine(), AtMost(400)])

    @property
    def begun(self) -> bool:
        """Whether anything was written in this language."""
        return any((self[name].data or "").strip() for name in ("title", "label", "summary", "body"))


@in_each_language(lambda tag: FormField(PageText, called(tag)))
class PageForm(PublicForm):
    """Everything that the readers of a page see. The first page of a section has no page above it and no segment."""

    taken_as_original = ""
    parent = SelectField(_("Page above it"), coerce=int)
    segment = StringField(_("Last part of the address"), [InTheEnd(), OneLine(), AtMost(80), Segment()])
    position = StringField(_("Place among its siblings"), [Number()])

    def first(self) -> "PageForm":
        """Without a place below another page; returns itself."""
        del self.parent, self.segment
        return self

    @property
    def texts(self) -> "Iterator[tuple[Any, Any]]":
        """Each language with its part of the form."""
        return ((LANGUAGES[tag], self[tag]) for tag in TAGS)

    def validate(self, extra_validators: Any = None) -> bool:
        whole = bool(super().validate(extra_validators))
        return check_texts(self) and whole

    @property
    def begun(self) -> bool:
        """Whether there are words in any language."""
        return any(self[tag].form.begun for tag in TAGS)

    @property
    def wrong(self) -> frozenset[str]:
        """The fields that cannot be read, as `merging` names them."""
        inner = {f"{tag}.{one.short_name}" for tag in TAGS for one in self[tag].form if one.errors}
        return frozenset(inner | {_GROUP[one.short_name] for one in self if one.short_name in _GROUP and one.errors})

    def readable(self, base: EditionContent, section: str) -> EditionContent:
        """What of the form can be read; the fields that cannot stay as they are kept (`base`)."""
        return merging.taking(self.content(base, section), base, self.wrong)

    def take(self, edition: Edition, names: Iterable[str]) -> None:
        """Show these fields as the edition has them."""
        values = form_values(edition)
        for name in names:
            tag, _dot, inner = name.partition(".")
            for one, group in _GROUP.items():
                if group == name and one in self:
                    self[one].data = values[one]
            if inner and inner in self[tag].form:
                self[tag].form[inner].data = values[tag].get(inner, "")

    def content(self, base: EditionContent, section: str) -> EditionContent:
        """What the form says, over what it does not ask for."""
        place = {"parent_id": self.parent.data, "segment": self.segment.data or None} if "parent" in self else {}
        texts = {
            tag: TranslationContent(
                status=TranslationStatus.COURTESY if form.status.errors and form.status.data not in STATUSES else TranslationStatus(form.status.data),
                body=cleaned(form.body.data or ""), **{name: form[name].data or "" for name in ("title", "label", "summary", "change_note")},
            )
            for tag in TAGS if (form := self[tag].form).begun
        }  # fmt: skip
        return replace(base, section=section, position=number(self.position.data) or 0, translations=texts, **place)


def form_values(edition: Edition) -> dict[str, Any]:
    """An edition as the form's initial values."""
    values: dict[str, Any] = {"parent": edition.parent_id, "segment": edition.segment or "", "position": str(edition.position)}
    for tag in TAGS:
        text = edition.translations.get(tag)
        values[tag] = {name: getattr(text, name) for name in ("title", "label", "summary", "body", "change_note")} if text else {}
        values[tag]["status"] = text.status.value if text else "courtesy"
    return values
