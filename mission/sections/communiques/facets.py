"""What stands beside the results: facets with counts, chips to take filters away, years and orders."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _

from ...languages import LANGUAGES, Language
from ...services.listing import FACETS, Filter, Listed
from ...services.shown import Labels
from ...web.chrome import Link
from ...web.entries import named
from ...web.wording import KINDS
from .filters import address_of


@dataclass(frozen=True)
class Choice:
    """One value of a facet and how many documents the list would hold with it."""

    value: str
    label: str
    count: int
    chosen: bool
    title: str = ""
    tag: str = ""


@dataclass(frozen=True)
class Facet:
    """A filter with its values, those in use first by the house's order."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Years:
    """The years to choose from, newest first, and those chosen."""

    all: tuple[int, ...]
    first: int | None
    last: int | None


def facets(wanted: Filter, listed: Listed, names: Labels, language: Language) -> tuple[Facet, ...]:
    """Every facet that has something to choose."""
    titles = {"theme": _("Theme"), "body": _("Organization"), "kind": _("Kind"), "text": _("Language of the text")}
    order = {"theme": tuple(names.themes), "body": tuple(names.names), "kind": tuple(KINDS), "text": tuple(LANGUAGES)}
    made = []
    for name in FACETS:
        counts, chosen = listed.counts[name], getattr(wanted, name)
        values = [value for value in order[name] if counts.get(value) or value in chosen]
        if name == "body":
            values.sort(key=lambda value: -counts.get(value, 0))
        label = _labels(name, names, language)
        choices = tuple(
            Choice(
                value, label(value), counts.get(value, 0), value in chosen,
                title=named(names.names[value], language) if name == "body" else "",
                tag=value if name == "text" else "",
            )
            for value in values
        )  # fmt: skip
        if choices:
            made.append(Facet(name, titles[name], choices))
    return tuple(made)


def _labels(name: str, names: Labels, language: Language) -> Callable[[str], str]:
    return {
        "theme": lambda value: named(names.themes[value], language),
        "body": lambda value: named(names.acronyms[value], language),
        "kind": lambda value: str(KINDS[value]),
        "text": lambda value: LANGUAGES[value].name,
    }[name]


def chips(wanted: Filter, names: Labels, language: Language) -> tuple[Link, ...]:
    """One link for each filter in use, to the list without it."""
    made = []
    if wanted.q:
        made.append(Link(_("“%(words)s”", words=wanted.q), address_of(wanted.without("q"))))
    for name in FACETS:
        label = _labels(name, names, language)
        made.extend(Link(label(value), address_of(wanted.without(name, value))) for value in getattr(wanted, name))
    if wanted.from_year:
        made.append(Link(_("From %(year)s", year=wanted.from_year), address_of(wanted.without("from_year"))))
    if wanted.to_year:
        made.append(Link(_("To %(year)s", year=wanted.to_year), address_of(wanted.without("to_year"))))
    return tuple(made)


def years(wanted: Filter, listed: Listed) -> Years:
    """Every year between the oldest and the newest document."""
    first, last = listed.years or (0, -1)
    span = range(max(last, wanted.to_year or last), min(first, wanted.from_year or first) - 1, -1)
    return Years(tuple(span[:400]), wanted.from_year, wanted.to_year)


def sorts(wanted: Filter) -> tuple[tuple[str, str, bool], ...]:
    """The orders of the list: value, label, whether it is the present one."""
    labels = {"newest": _("Newest event first"), "oldest": _("Oldest event first"), "released": _("Latest released first")}
    return tuple((value, label, wanted.sort == value) for value, label in labels.items())


__all__ = ["Choice", "Facet", "Years", "chips", "facets", "sorts", "years"]
