"""The view of a section's pages, which every section serves: a page by its place, its children, what is new about it."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response as BaseResponse

from .. import addresses
from ..services import agenda, listing, subjects, visibility
from ..services.filtering import Filter
from ..services.listing import Listed
from ..services.shown import Public
from .access import now, session
from .chrome import Link, followed_by, home_link
from .documents import gone
from .entries import address, entry
from .language import current_language
from .occasions import asked_of, never_asked, occasions
from .pagination import numbered, page_number, paginate
from .readings import place, reading
from .responses import moved, page
from .subjects import entrance, under

# Sections whose first page lists their numbered documents; `communiques` has a page of its own for that.
LISTING_SECTIONS = ("speeches", "seminars", "candidacy", "autonomy", "integrity")


def serve_pages(blueprint: Blueprint, section: str) -> None:
    """Give `blueprint` the pages of `section`: ``/fr/<section>`` and everything below it."""

    @blueprint.get(f"/<language:language>/{section}", defaults={"path": ""})
    @blueprint.get(f"/<language:language>/{section}/<segments:path>")
    def show(path: str) -> BaseResponse:
        return show_page(section, path)


def show_page(section: str, path: str, template: str = "pages/page.html") -> BaseResponse:
    """The page at this place; 404 where there is none, 410 where it was recalled, one redirect where it has moved."""
    found = visibility.page_at(session(), section, path)
    if found is None:
        recalled = visibility.recalled_page(session(), section, path)
        if recalled is None:
            abort(404)
        return gone(recalled)
    if (found.section, found.path) != (section, path):
        return moved(address(found, current_language()))
    place(found)
    number = page_number(request.args.get("page"))
    if never_asked(section, path):
        abort(404)
    asked = asked_of(section, path)
    listed = _listed(asked, path, number)
    if listed and number > listed.last_page:
        abort(404)
    if listed:
        followed_by(section, asked.query)
    elif about := subjects.about(session(), found):
        followed_by("communiques", about)
    return page(
        template,
        document=reading(found),
        children=lambda: tuple(under(one) for one in visibility.children(session(), found.id)),
        number=number,
        heading=numbered(found.text(current_language()).title, number if listed else 1),
        **_agenda(section, path),
        **occasions(asked, path),
        total=listed.total if listed and number == 1 and not asked.narrowed else 0,
        pages=paginate(number, listed.last_page, lambda n: _numbered(asked, n)) if listed else None,
        trail=lambda: page_trail(found),
        **_texts(found, listed),
    )


def beneath(found: Public) -> dict[str, Any]:
    """What stands below a page's own text on its first page, as its template takes it."""
    path = found.path or ""
    listed = _listed(Filter(section=found.section), path, 1)
    return {
        "children": lambda: tuple(under(one) for one in visibility.children(session(), found.id)),
        "pages": None, "number": 1, "total": listed.total if listed else 0, **_agenda(found.section, path), **_texts(found, listed),
    }  # fmt: skip


def _listed(asked: Filter, path: str, number: int) -> Listed | None:
    """What a section's first page lists below its introduction: every numbered document asked for of the section but what is coming up."""
    if path or asked.section not in LISTING_SECTIONS:
        return None
    return listing.find(session(), replace(asked, page=number, apart=tuple(one.id for one in _upcoming(asked.section))))


def _upcoming(section: str) -> tuple[Public, ...]:
    return agenda.upcoming(session(), now(), section) if section in agenda.EVENTS else ()


def _agenda(section: str, path: str) -> dict[str, Any]:
    """For a section of events: what is coming up, and by what a page with that is known."""
    if path or section not in agenda.EVENTS:
        return {"agenda": ()}
    upcoming = _upcoming(section)
    return {
        "agenda": (section, *(one.id for one in upcoming)),
        "upcoming": lambda: tuple(entry(one) for one in upcoming),
        "calendar": addresses.calendar(current_language().tag, section),
    }


def _numbered(asked: Filter, number: int) -> str:
    return addresses.listing(current_language().tag, asked.section, replace(asked, page=number).query)


def _texts(found: Public, listed: Listed | None) -> dict[str, Any]:
    """The numbered texts below a page: those of its section, or of what it is about."""
    return {"entries": lambda: tuple(map(entry, listed.documents))} if listed else entrance(found)


def page_trail(found: Public) -> tuple[Link, ...]:
    """The way from the home page to this one."""
    language = current_language()
    trail = [Link(_name(found), "")]
    above = visibility.by_id(session(), found.parent_id) if found.parent_id else None
    while above is not None:
        trail.append(Link(_name(above), address(above, language)))
        above = visibility.by_id(session(), above.parent_id) if above.parent_id else None
    return (home_link(), *reversed(trail))


def _name(found: Public) -> str:
    text = found.text(current_language())
    return text.label or text.title
