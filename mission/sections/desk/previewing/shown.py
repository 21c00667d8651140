"""An edition as its readers will see it: as if it became public at its minute, or now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ....models import Document, Edition, Kind
from ....services import subjects, visibility
from ....services.agenda import is_event
from ....services.beside import neighbours, related
from ....services.filtering import Filter
from ....services.shown import Public
from ....web.access import session
from ....web.chrome import Link, followed_by, home_link, section_link
from ....web.entries import entry
from ....web.occasions import occasions
from ....web.pages import LISTING_SECTIONS, beneath, page_trail


@dataclass(frozen=True)
class Pending:
    """What only the release gives, and a preview names in its place: the number of the edition; where the PDF is seen beforehand."""

    number: int
    paper: str
    event: bool


def as_public(edition: Edition, at: datetime) -> Public:
    """The edition with the moment of its release: the one that is set, else `at`."""
    moment = edition.release.release_at if edition.release else at
    return replace(visibility.preview(edition), released_at=moment, settled_at=moment, path=_path(edition))


def _path(edition: Edition) -> str | None:
    if edition.document.kind is not Kind.PAGE:
        return None
    above = session().get(Document, edition.parent_id) if edition.parent_id else None
    # A page below another one that has no address of its own yet does not stand at the other's.
    last = edition.segment or ("…" if above else "")
    return "/".join(part for part in (above.path if above else "", last) if part)


def surroundings(edition: Edition, document: Public, paper: str) -> Mapping[str, Any]:
    """The template of the public page and all that it shows around the text."""
    if edition.document.kind is Kind.PAGE:
        return _of_a_page(document)
    settled = [one for one in edition.document.editions if one.settlement is not None and one.id != edition.id]
    return {
        "like": "documents/page.html", "alone": False, "paper_size": "", "pending": Pending(len(settled) + 1, paper, is_event(document)),
        "related": lambda: tuple(entry(one) for one in related(session(), document)),
        "beside": lambda: tuple(one and entry(one) for one in neighbours(session(), document)),
        "trail": (home_link(), section_link(document.section), Link(document.reference or "…", "")),
    }  # fmt: skip


def _of_a_page(document: Public) -> Mapping[str, Any]:
    path = document.path or ""
    if about := subjects.about(session(), document):
        followed_by("communiques", about)
    elif not path and document.section in LISTING_SECTIONS:
        followed_by(document.section)
    return {"like": "pages/page.html", "trail": lambda: page_trail(document), **occasions(Filter(section=document.section), path), **beneath(document)}
