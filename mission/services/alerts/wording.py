"""The words of a letter in its reader's language. Letters are written by the worker, where there is no request to take a language from."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from babel.support import NullTranslations, Translations

from ...config import ROOT
from ...languages import LANGUAGES, Language, choose
from ..dates import printed, within
from ..filtering import Filter, quoted
from ..shown import Dated, Labels


class Speech:
    """One language of the house, spoken without a request."""

    def __init__(self, language: Language, catalogue: NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def gettext(self, text: str, **values: Any) -> str:
        """`text` in the language, with `values` in their places."""
        said = self._catalogue.ugettext(text)
        return said % values if values else said

    def ngettext(self, one: str, many: str, number: int) -> str:
        """One of two texts by `number`, which stands in it as ``num``."""
        return self._catalogue.ungettext(one, many, number) % {"num": number}

    def days(self, count: int) -> str:
        """So many days, as they stand after a preposition."""
        return self.ngettext("%(num)s day", "%(num)s days", count)

    def dated(self, dated: Dated | None) -> str:
        """A civil date as exactly as it is known; empty where there is none."""
        return printed(dated, self.language) if dated else ""


@cache
def speech(tag: str) -> Speech:
    """The language with this tag."""
    return Speech(LANGUAGES[tag], Translations.load(str(ROOT / "translations"), [tag]))


def named(names: Mapping[str, str], language: Language) -> str:
    """A label in `language`, or in the nearest one that has it."""
    chosen = choose(language, tuple(names))
    return names[chosen.tag] if chosen else ""


def described(wanted: Filter, names: Labels, spoken: Speech) -> str:
    """A list in words: its room, and what narrows it."""
    _ = spoken.gettext
    parts = [rooms(spoken)[wanted.section or "communiques"], occasions(spoken).get(wanted.occasion, ""), quoted(wanted, _)]
    parts += [named(names.themes[key], spoken.language) for key in wanted.theme if key in names.themes]
    parts += [named(names.acronyms[key], spoken.language) for key in wanted.body if key in names.acronyms]
    parts += [kinds(spoken)[key] for key in wanted.kind if key in kinds(spoken)]
    parts += [LANGUAGES[tag].name for tag in wanted.text if tag in LANGUAGES]
    parts += [_("Session: %(name)s", name=name) for name in wanted.session]
    parts.append(within(wanted, spoken.language, _))
    return " · ".join(filter(None, parts))


def rooms(spoken: Speech) -> dict[str, str]:
    """The rooms that hold a list, by their short labels."""
    _ = spoken.gettext
    return {
        "communiques": _("Communiqués"), "speeches": _("Royal speeches"), "seminars": _("Seminars"), "candidacy": _("HRC candidacy 2014–2016"),
        "autonomy": _("Autonomy-initiative seminars"), "integrity": _("Completion of territorial integrity"),
    }  # fmt: skip


def occasions(spoken: Speech) -> dict[str, str]:
    """The occasions of Royal speeches."""
    _ = spoken.gettext
    return {
        "throne": _("Throne Day"), "revolution": _("Revolution of the King and the People"), "green-march": _("Green March anniversary"),
        "parliament": _("Opening of the parliamentary session"), "message": _("Message or address to a conference"),
    }  # fmt: skip


def kinds(spoken: Speech) -> dict[str, str]:
    """What a text is."""
    _ = spoken.gettext
    return {
        "communique": _("Communiqué"), "statement": _("Statement"), "speech": _("Speech"), "seminar": _("Seminar"), "milestone": _("Milestone"),
    }  # fmt: skip


def frequencies(spoken: Speech) -> dict[str, str]:
    """How often an alert writes, as a choice."""
    _ = spoken.gettext
    return {"immediate": _("At once"), "daily": _("Once a day"), "weekly": _("On Mondays")}
