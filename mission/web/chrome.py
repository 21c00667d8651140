"""What stands around every public page: menus, languages, the demonstration band, addresses for machines."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from flask import Flask, g, request
from flask.globals import _cv_app
from flask_babel import gettext as _

from .. import addresses
from ..languages import LANGUAGES, Language
from .access import settings
from .language import current_language
from .wording import BAR, ROOMS

# Where a page is read, by language.
Places = tuple[tuple[str, str], ...]


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


# What of a list stands in the head of its page, and of which type it is.
_FOLLOWED = {"atom": "application/atom+xml", "json": "application/feed+json"}


@dataclass(frozen=True, eq=False)
class Chrome:
    """Everything around the page, in the request's language. Two that are alike are one (`_around`): what is kept for a page is known by it."""

    home: str
    room: str
    # Whether the page is the room's first one, or somewhere below it.
    exact: bool
    languages: tuple[LanguageLink, ...]
    official: bool
    search: str
    path: str
    canonical: str | None
    alternates: tuple[tuple[str, str], ...]
    noindex: bool
    address: str
    # The list on the page as feeds, as a table and by mail: form and address.
    feeds: tuple[tuple[str, str], ...]
    # Whether what is drawn for this address is kept: not where anybody can make up addresses like it without end, words, and what is nowhere.
    lasting: bool

    @property
    def kept(self) -> "Chrome | None":
        """The key of what is drawn for this address alone."""
        return self if self.lasting else None

    @property
    def links(self) -> list[dict[str, str]]:
        """The links of the page's head, by their attributes: where machines know the page, its languages, and the list on it as feeds."""
        canonical = [{"rel": "canonical", "href": self.canonical}] if self.canonical else []
        languages = [{"rel": "alternate", "hreflang": tag, "href": href} for tag, href in self.alternates]
        feeds = ({"rel": "alternate", "type": _FOLLOWED[form], "title": _("Follow this list"), "href": href} for form, href in self.feeds if form in _FOLLOWED)
        return [*canonical, *languages, *feeds]

    # The menus are drawn as pieces: only a piece that is not kept yet asks for them.
    @property
    def utility(self) -> tuple[Link, ...]:
        return tuple(self._menu_link(name) for name in addresses.UTILITY)

    @property
    def sections(self) -> tuple[Link, ...]:
        return tuple(self._menu_link(name) for name in addresses.SECTIONS)

    @property
    def bar(self) -> tuple[Link, ...]:
        """The sections by names that stand beside each other."""
        return tuple(replace(link, label=str(BAR.get(name, link.label))) for name, link in zip(addresses.SECTIONS, self.sections, strict=True))

    @property
    def footer(self) -> tuple[Group, ...]:
        return _footer(current_language())

    @property
    def reached(self) -> tuple[str, str, str] | None:
        """Postal address, telephone and e-mail of the Mission; None where no setting gives any of them."""
        given = (settings().MISSION_ADDRESS, settings().MISSION_TELEPHONE, settings().MISSION_EMAIL)
        return given if any(given) else None

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
    held = _cv_app.get().g
    held.page_addresses, held.page_canonical, held.page_hidden = addresses_by_tag, canonical, hidden


def followed_by(section: str, query: Mapping[str, Any] | None = None) -> None:
    """Tell that the page being rendered shows the list of `section` with this query, which feeds and a table give too."""
    g.page_feeds = _feeds(current_language().tag, section, tuple((query or {}).items()))


@lru_cache(2048)
def _feeds(tag: str, section: str, asked: tuple[tuple[str, Any], ...]) -> Places:
    query = dict(asked)
    tail = addresses.listing(tag, section, query).removeprefix(addresses.room(tag, section))
    forms = tuple((form, f"/{tag}/{section}.{form}{tail}") for form in addresses.LISTS)
    return (*forms, ("mail", addresses.alerts(tag, section, query)))


def section_link(section: str) -> Link:
    """The section's first page, by its short label."""
    return Link(str(ROOMS[section]), addresses.room(current_language().tag, section))


def home_link() -> Link:
    """The beginning of every trail."""
    return Link(_("Home"), addresses.home(current_language().tag))


def chrome() -> Chrome:
    """What stands around the page of this request."""
    held = _cv_app.get().g
    own: dict[str, str] = held.get("page_addresses") or {}
    switch: dict[str, str] = held.get("page_switch") or own
    lasting = bool(own or "page_switch" in held) and not (request.query_string and "q" in request.args)
    site = settings()
    return (_around if lasting else _around.__wrapped__)(
        current_language(), request.path, tuple(own.items()), tuple(switch.items()), held.get("page_canonical"), held.get("page_feeds", ()), lasting,
        held.get("page_hidden", False), site.base_url, site.MISSION_OFFICIAL, held.get("page_room", ""),
    )  # fmt: skip


def around_list() -> dict[str, Any]:
    """What around a list on the page leads to that same list, where the list alone is answered: its address in each language, the links of the
    page's head, and the address that is printed."""
    page = chrome()
    return {"languages": {one.tag: one.href for one in page.languages}, "links": page.links, "address": page.address}


@lru_cache(2048)
def _around(
    language: Language, path: str, own: Places, switch: Places, canonical: str | None, feeds: Places, lasting: bool, hidden: bool, origin: str, official: bool,
    room: str,
) -> Chrome:
    own_by_tag = dict(own)
    canonical = canonical or own_by_tag.get(language.tag)
    alternates = tuple((tag, origin + place) for tag, place in own)
    if "fr" in own_by_tag and len(alternates) > 1:
        alternates += (("x-default", origin + own_by_tag["fr"]),)
    room = room or _room(path)
    return Chrome(
        home=addresses.home(language.tag),
        room=room,
        exact=path == addresses.room(language.tag, room),
        languages=_languages(language, path, dict(switch)),
        official=official,
        search=addresses.room(language.tag, "communiques"),
        path=path,
        canonical=origin + canonical if canonical else None,
        alternates=alternates,
        noindex=hidden or not official,
        address=origin + (canonical or path),
        feeds=feeds,
        lasting=lasting,
    )


def _room(path: str) -> str:
    parts = path.split("/")
    return parts[2] if len(parts) > 2 and parts[1] in LANGUAGES and parts[2] in ROOMS else ""


def _languages(current: Language, path: str, switch: Mapping[str, str]) -> tuple[LanguageLink, ...]:
    """The switcher stays on the page, and keeps its query; a page without an address (an error) leads to the same path."""
    rest = path.partition(f"/{current.tag}/")[2] if path.startswith(f"/{current.tag}/") else ""
    return tuple(
        LanguageLink(one.tag, one.name, one.direction, switch.get(one.tag) or f"/{one.tag}/{rest}", "true" if one == current else None)
        for one in LANGUAGES.values()
    )


def _footer(language: Language) -> tuple[Group, ...]:
    def link(name: str) -> Link:
        return Link(str(ROOMS[name]), addresses.room(language.tag, name))

    return (
        Group(_("Press"), (link("press"), link("verify"), link("communiques"), link("speeches"), link("seminars"), link("alerts"))),
        Group(_("This site"), tuple(link(name) for name in ("sitemap", "contact", "register", "key", "api", "accessibility", "privacy", "legal"))),
    )
