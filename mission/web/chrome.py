"""What stands around every public page: menus, languages, the demonstration band, addresses for machines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request
from flask_babel import gettext as _

from .. import addresses
from ..languages import LANGUAGES, Language
from .access import settings
from .language import current_language
from .wording import ROOMS


@dataclass(frozen=True)
class Link:
    """A link of a menu; `current` is the value of `aria-current`, if any."""

    label: str
    href: str
    current: str | None = None


@dataclass(frozen=True)
class LanguageLink:
    """This page in another language."""

    tag: str
    name: str
    direction: str
    href: str
    current: str | None


@dataclass(frozen=True)
class Group:
    """Links of the foot under a title."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Chrome:
    """Everything around the page, in the request's language."""

    home: str
    room: str
    # Whether the page is the room's first one, or somewhere below it.
    exact: bool
    languages: tuple[LanguageLink, ...]
    official: bool
    search: str
    canonical: str | None
    alternates: tuple[tuple[str, str], ...]
    noindex: bool
    address: str
    # The list on the page as feeds, as a table and by mail: form and address.
    feeds: tuple[tuple[str, str], ...]
    # A part of the keys of what is kept for this address; None where anybody can make up addresses like it without end: words, and what is nowhere.
    kept: bool | None

    # The menus are drawn as pieces: only a piece that is not kept yet asks for them.
    @property
    def utility(self) -> tuple[Link, ...]:
        return tuple(self._menu_link(name) for name in addresses.UTILITY)

    @property
    def sections(self) -> tuple[Link, ...]:
        return tuple(self._menu_link(name) for name in addresses.SECTIONS)

    @property
    def footer(self) -> tuple[Group, ...]:
        return _footer(current_language())

    def _menu_link(self, name: str) -> Link:
        current = None if name != self.room else "page" if self.exact else "true"
        return Link(str(ROOMS[name]), addresses.room(current_language().tag, name), current)


def dress(app: Flask) -> None:
    """Give every template `language` and `chrome`."""

    @app.context_processor
    def around() -> dict[str, Any]:
        return {"language": current_language(), "chrome": chrome()}


def stands_at(addresses_by_tag: dict[str, str], *, canonical: str | None = None, hidden: bool = False) -> None:
    """Tell where the page being rendered stands in each language in which it truly exists.

    `canonical` is the path under which machines should know it (a text shown as a fallback: that of its own language); `hidden`
    keeps it out of search engines.
    """
    g.page_addresses = addresses_by_tag
    g.page_canonical = canonical
    g.page_hidden = hidden


def followed_by(section: str, query: Mapping[str, Any] | None = None) -> None:
    """Tell that the page being rendered shows the list of `section` with this query, which feeds and a table give too."""
    tag = current_language().tag
    tail = addresses.listing(tag, section, query).removeprefix(addresses.room(tag, section))
    forms = tuple((form, f"/{tag}/{section}.{form}{tail}") for form in addresses.LISTS)
    g.page_feeds = (*forms, ("mail", addresses.alerts(tag, section, query)))


def section_link(section: str) -> Link:
    """The section's first page, by its short label."""
    return Link(str(ROOMS[section]), addresses.room(current_language().tag, section))


def home_link() -> Link:
    """The beginning of every trail."""
    return Link(_("Home"), addresses.home(current_language().tag))


def chrome() -> Chrome:
    """What stands around the page of this request."""
    language = current_language()
    origin = settings().base_url
    own: dict[str, str] = getattr(g, "page_addresses", None) or {}
    canonical = getattr(g, "page_canonical", None) or own.get(language.tag)
    alternates = tuple((tag, origin + path) for tag, path in own.items())
    if "fr" in own and len(alternates) > 1:
        alternates += (("x-default", origin + own["fr"]),)
    room = getattr(g, "page_room", "") or _room()
    return Chrome(
        home=addresses.home(language.tag),
        room=room,
        exact=request.path == addresses.room(language.tag, room),
        languages=_languages(language, own),
        official=settings().MISSION_OFFICIAL,
        search=addresses.room(language.tag, "communiques"),
        canonical=origin + canonical if canonical else None,
        alternates=alternates,
        noindex=getattr(g, "page_hidden", False) or not settings().MISSION_OFFICIAL,
        address=origin + (canonical or request.path),
        feeds=getattr(g, "page_feeds", ()),
        kept=True if (own or hasattr(g, "page_switch")) and "q" not in request.args else None,
    )


def _room() -> str:
    parts = request.path.split("/")
    return parts[2] if len(parts) > 2 and parts[1] in LANGUAGES and parts[2] in ROOMS else ""


def _languages(current: Language, own: dict[str, str] | None) -> tuple[LanguageLink, ...]:
    """The switcher stays on the page, and keeps its query; a page without an address (an error) leads to the same path."""
    rest = request.path.partition(f"/{current.tag}/")[2] if request.path.startswith(f"/{current.tag}/") else ""
    made = []
    for one in LANGUAGES.values():
        switch = getattr(g, "page_switch", None) or own or {}
        href = switch.get(one.tag) or f"/{one.tag}/{rest}"
        made.append(LanguageLink(one.tag, one.name, one.direction, href, "true" if one == current else None))
    return tuple(made)


def _footer(language: Language) -> tuple[Group, ...]:
    def link(name: str) -> Link:
        return Link(str(ROOMS[name]), addresses.room(language.tag, name))

    return (
        Group(_("Press"), (link("press"), link("verify"), link("communiques"), link("speeches"), link("seminars"), link("alerts"))),
        Group(_("This site"), tuple(link(name) for name in ("sitemap", "contact", "register", "key", "api", "accessibility", "privacy", "legal"))),
    )
