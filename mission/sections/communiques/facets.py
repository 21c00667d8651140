"""What stands beside the results: facets with counts, chips to take filters away, orders."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask import get_template_attribute
from flask_babel import gettext as _
from markupsafe import Markup

from ...languages import LANGUAGES, Language
from ...services.dates import within
from ...services.filtering import FACETS, SORTS, Filter, quoted
from ...services.listing import Listed
from ...services.shown import Labels
from ...web.access import keep
from ...web.chrome import Link
from ...web.entries import named
from ...web.wording import KINDS
from .filters import address_of

_AT_ONCE = 8
_WORTH_FOLDING = 3


@dataclass(frozen=True)
class Choice:
    """One value of a facet and how many documents the list would hold with it."""

    value: str
    count: int
    chosen: bool
    # All of it as it is drawn, but the count.
    head: Markup


@dataclass(frozen=True)
class Facet:
    """A filter with its values in the house's order; of a long one, those that are shown at once and the rest."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    rest: tuple[Choice, ...] = ()

    @property
    def at_once(self) -> Markup:
        """The choices that are shown at once, drawn: a page has a hundred of them, and a template takes its time over each."""
        return _drawn(self.choices)

    @property
    def folded(self) -> Markup:
        """The rest, drawn."""
        return _drawn(self.rest)


def facets(wanted: Filter, listed: Listed, names: Labels, language: Language) -> tuple[Facet, ...]:
    """Every facet that has something to choose: not one whose only value every text of the list has."""
    titles = {
        "theme": _("Theme"), "body": _("Organization"), "kind": _("Kind"), "text": _("Language of the text"), "session": _("Session"),
    }  # fmt: skip
    made = []
    for name in FACETS:
        counts, chosen = listed.counts.get(name, {}), getattr(wanted, name)
        label = _labels(name, names, language)
        choices = tuple(
            Choice(value, counts.get(value, 0), value in chosen, _head(name, value, value in chosen, label, names, language))
            for value in _values(name, counts, chosen, names)
        )
        if len(choices) > 1 or any(one.chosen or one.count < listed.total for one in choices):
            made.append(Facet(name, titles[name], *_parted(choices)))
    return tuple(made)


def _head(name: str, value: str, chosen: bool, label: Callable[[str], str], names: Labels, language: Language) -> Markup:
    """A choice as it is drawn, but for its count; in another language than the page's where a language is to be chosen."""

    def draw() -> Markup:
        title = named(names.names[value], language) if name == "body" else ""
        drawn: Markup = get_template_attribute("components/facets.html", "head")(
            name, value, chosen, title, label(value), LANGUAGES[value] if name == "text" else None
        )
        return drawn

    return keep().get(("choice", language.tag, name, value, chosen), draw, of=0)


def _drawn(choices: Iterable[Choice]) -> Markup:
    return Markup("".join(f"{one.head}{one.count}</span></label>\n" for one in choices))  # noqa: S704 - a head is drawn by a template that escapes


def _parted(choices: tuple[Choice, ...]) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """The choices that are shown at once, those in use among them, and the rest where it is worth folding."""
    at_once = tuple(one for place, one in enumerate(choices) if place < _AT_ONCE or one.chosen)
    rest = tuple(one for one in choices if one not in at_once)
    return (at_once, rest) if len(rest) >= _WORTH_FOLDING else (choices, ())


def _values(name: str, counts: Mapping[str, int], chosen: tuple[str, ...], names: Labels) -> list[str]:
    """The values of a facet that lead somewhere or are chosen: bodies the commonest first, sessions the latest first, the others in the house's order."""
    if name == "session":
        return sorted({*counts, *chosen}, key=lambda value: (int("".join(filter(str.isdecimal, value))[:9] or 0), value), reverse=True)
    order: Iterable[str] = {"theme": names.themes, "body": names.names, "kind": KINDS, "text": LANGUAGES}[name]
    values = [value for value in order if counts.get(value) or value in chosen]
    return sorted(values, key=lambda value: -counts.get(value, 0)) if name == "body" else values


def _labels(name: str, names: Labels, language: Language) -> Callable[[str], str]:
    labels: dict[str, Callable[[str], str]] = {
        "theme": lambda value: named(names.themes[value], language),
        "body": lambda value: named(names.acronyms[value], language),
        "kind": lambda value: str(KINDS[value]),
        "text": lambda value: LANGUAGES[value].name,
        "session": lambda value: value,
    }
    return labels[name]


def chips(wanted: Filter, names: Labels, language: Language) -> tuple[Link, ...]:
    """One link for each filter in use, to the list without it."""
    made = []
    if wanted.q:
        made.append(Link(quoted(wanted, _), address_of(wanted.without("q"))))
    for name in FACETS:
        label = _labels(name, names, language)
        for value in getattr(wanted, name):
            shown = _("Session: %(name)s", name=value) if name == "session" else label(value)
            made.append(Link(shown, address_of(wanted.without(name, value))))
    if when := within(wanted, language, _):
        made.append(Link(when, address_of(wanted.within(None, None))))
    return tuple(made)


def sorts(wanted: Filter) -> tuple[tuple[str, str, bool], ...]:
    """The orders of the list: value, label, whether it is the present one. The best one has no value: the address says nothing of it."""
    labels = {
        "relevance": _("Best answer first"), "newest": _("Newest event first"), "oldest": _("Oldest event first"),
        "released": _("Latest released first"),
    }  # fmt: skip
    usual = "relevance" if wanted.q else "newest"
    return tuple(
        ("" if value == usual else value, labels[value], wanted.order == value) for value in SORTS if wanted.q or value != "relevance"
    )  # fmt: skip


__all__ = ["Choice", "Facet", "chips", "facets", "sorts"]
