"""Themes as cards: the label, and the bodies that the theme is about."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..services.shown import Labels, Public
from .entries import address, named
from .language import current_language

_MOST_BODIES = 3


@dataclass(frozen=True)
class ThemeCard:
    """A theme's page; `detail` names its most important bodies."""

    href: str
    label: str
    detail: str
    withdrawn: bool


def theme_cards(pages: Iterable[Public], names: Labels) -> tuple[ThemeCard, ...]:
    """A card for each first-level page among the pages of the themes."""
    language = current_language()
    made = []
    for one in pages:
        if not one.path or "/" in one.path:
            continue
        text = one.text(language)
        bodies = (named(names.acronyms[key], language) for key in one.bodies[:_MOST_BODIES])
        made.append(ThemeCard(address(one, language), text.label or text.title, " · ".join(bodies), one.withdrawal is not None))
    return tuple(made)
