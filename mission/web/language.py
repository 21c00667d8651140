"""Which language a request is in, and the parts of addresses: language, code and place in the tree."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.lists import format_list
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from flask.globals import _cv_app
from flask_babel import LazyString, force_locale, gettext, ngettext
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from werkzeug.routing import BaseConverter

from ..clocks import GENEVA, geneva
from ..config import ROOT
from ..extensions import babel
from ..languages import DEFAULT, LANGUAGES, TAGS, Language
from ..services import dates
from ..services.shown import Dated


class LanguageConverter(BaseConverter):
    """The first segment of a public address."""

    regex = "|".join(TAGS)

    def to_python(self, value: str) -> Language:
        return LANGUAGES[value]

    def to_url(self, value: Language | str) -> str:
        return str(value)


class CodeConverter(BaseConverter):
    """The code of a numbered document, in lower case."""

    regex = r"[cdvsr]\d{4}-\d{3,}"


class SegmentsConverter(BaseConverter):
    """A page's place below its section: segments joined by slashes."""

    # Never a code: a document under this section, or none, is what its address means.
    regex = r"(?![cdvsr]\d{4}-\d{3,}(?:/|$))[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*"
    part_isolating = False
    weight = 300


class NumberConverter(BaseConverter):
    """A number that a database can hold."""

    regex = r"[0-9]{1,9}"

    def to_python(self, value: str) -> int:
        return int(value)


class DigestConverter(BaseConverter):
    """A SHA-256 in hexadecimal."""

    regex = r"[0-9a-f]{64}"


class SlugConverter(BaseConverter):
    """The decoration at the end of a document's address: anything but a slash."""

    regex = r"[^/]{1,400}"


def speak(app: Flask) -> None:
    """Teach the application its languages: converters, the request's language, translations and dates."""
    app.url_map.converters.update(
        language=LanguageConverter, code=CodeConverter, number=NumberConverter, digest=DigestConverter, segments=SegmentsConverter, slug=SlugConverter
    )  # fmt: skip

    @app.url_value_preprocessor
    def take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values is not None and "language" in values:
            g.language = values.pop("language")

    babel.init_app(app, locale_selector=lambda: current_language().locale, timezone_selector=lambda: "Europe/Zurich")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: spoken().ugettext(text), ngettext=lambda one, many, number: spoken().ungettext(one, many, number), newstyle=True
    )
    app.jinja_env.globals.update(gettext=said, _=said)
    app.jinja_env.filters["minute"] = minute
    app.jinja_env.globals["in_days"] = in_days
    app.jinja_env.globals.update(tongues=tongues, comma=comma)
    app.jinja_env.filters["direction"] = lambda tag: LANGUAGES[tag].direction
    app.jinja_env.filters["own_name"] = lambda tag: LANGUAGES[tag].name
    app.jinja_env.filters["day"] = lambda value: day(geneva(value) if hasattr(value, "astimezone") else value)


@pass_eval_context
def said(context: EvalContext, text: str, **values: Any) -> str:
    """A text of a template in the request's language, as Jinja's own `gettext` gives it, which looks it up and fills it in anew each time."""
    tag = current_language().tag
    if not values:
        return _said(tag, text, context.autoescape)
    found = spoken().ugettext(text)
    return (Markup(found) if context.autoescape else found) % values  # noqa: S704 - our own catalogue


def told(text: str, **values: Any) -> str:
    """A text in the request's language, for what is said in every request: Flask-Babel looks for the language and the catalogue anew in each."""
    found = str(spoken().ugettext(text))
    return found % values if values else found


@lru_cache(4096)
def _said(tag: str, text: str, escaping: bool) -> str:
    found = spoken().ugettext(text)
    return (Markup(found) if escaping else found) % {}  # noqa: S704 - our own catalogue


_catalogues: dict[str, NullTranslations] = {}


def spoken() -> NullTranslations:
    """The catalogue in which templates of this request speak: read once per language, found without Flask-Babel's detours."""
    tag = current_language().tag
    if tag not in _catalogues:
        _catalogues[tag] = Translations.load(str(ROOT / "translations"), [tag])
    return _catalogues[tag]


def current_language() -> Language:
    """The language of the request: that of its address, else the best one that the browser asks for."""
    if not has_request_context():
        return DEFAULT
    # Asked for many times in a request: each way through `g` costs.
    found: Language | None = _cv_app.get().g.get("language")
    if found is None:
        found = g.language = LANGUAGES.get(request.path.split("/")[1]) or preferred()
    return found


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """For what is written in another language than the request's: until the block ends, everything speaks `language`."""
    before = current_language()
    g.language = language
    try:
        with force_locale(language.locale):
            yield
    finally:
        g.language = before


def preferred() -> Language:
    """The language that the browser likes best among ours; French where it knows none of them."""
    return LANGUAGES[request.accept_languages.best_match(TAGS) or DEFAULT.tag]


def tongues(languages: Iterable[Language]) -> str:
    """The names of languages in the request's language, as they stand in a sentence."""
    locale = Locale.parse(current_language().locale)
    said = format_list([locale.languages[one.tag] for one in languages], locale=locale)
    # Spanish says e for y before the sound i.
    return re.sub(r" y (?=h?i(?![aeo]))", " e ", said) if locale.language == "es" else said


def called(tag: str) -> LazyString:
    """The name of a language in that of the request, as a label has it; asked for when it is shown."""

    def name() -> str:
        said = str(Locale.parse(current_language().locale).languages[tag])
        return said[:1].upper() + said[1:]

    return LazyString(name)


def comma() -> str:
    """What parts two things said one after the other in the reader's language."""
    return "، " if current_language().tag == "ar" else ", "


def in_days(count: int) -> str:
    """So many days, as they stand after a preposition."""
    return str(ngettext("%(num)s day", "%(num)s days", count))


def day(value: date, language: Language | None = None) -> str:
    """A civil date in full, as printed in the language."""
    return dates.day(value, language or current_language())


def minute(value: Any, language: Language | None = None) -> str:
    """A moment in Geneva: day, hour and minute."""
    there = value.astimezone(GENEVA)
    return str(gettext("%(day)s, %(hour)s", day=day(there.date(), language), hour=f"{there:%H:%M}"))


def printed(dated: Dated, language: Language | None = None) -> str:
    """A dated thing's date as exactly as it is known."""
    return dates.printed(dated, language or current_language())


def iso(dated: Dated) -> str:
    """A date for machines, as exactly as it is known: 2005-02-22, 2005-02 or 2005."""
    return dated.start.isoformat()[: {"day": 10, "month": 7, "year": 4}[dated.precision]]


def moment(at: datetime | None, zone: str | None = None) -> str:
    """A moment for machines, by the clock of a zone or Geneva's; empty where there is none."""
    return at.astimezone(ZoneInfo(zone) if zone else GENEVA).isoformat(timespec="seconds") if at else ""


__all__ = ["current_language", "day", "iso", "minute", "moment", "preferred", "printed", "speak", "speaking"]
