"""What stands beside a document on its page: texts that are like it, and those before and after it."""

from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Date, Integer, Select, bindparam, func, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from ..models import Body, Document, Edition, EditionBody, EditionTheme, Theme
from .keeping import Passing
from .listing import asked, by_ids, few, unless_damaged
from .narrowing import order
from .search import finding
from .shown import Public
from .visibility import numbered

# Of a theme or a body, the editions among which what shares most with a document is looked for.
_NEWEST = 200


def related(session: Session, document: Public, limit: int = 4) -> tuple[Public, ...]:
    """Documents whose words, themes and bodies are most like this one's, and of one subject with it; without an index, those that share most
    themes and bodies. Nothing is kept of a preview: it changes, and nobody outside shall see what it is about."""
    held = finding.engine(session, Passing.MINUTE)
    if held is not None:
        key = ("alike", held.stamp, document.id, limit)
        ids = unless_damaged(session, lambda: asked(session, document, key, lambda: held.alike(document, 3 * limit)), Passing.MINUTE)
        # Words alone do not make a subject: a world conference is not about every other world conference.
        subject = {*document.themes, *document.bodies}
        if alike := [one for one in by_ids(session, ids) if not subject or subject & {*one.themes, *one.bodies}] if ids else []:
            # Newest first: how like two texts are differs in the last digits from one machine's index to another's.
            return tuple(sorted(alike[:limit], key=lambda one: (one.dated.start if one.dated else date.min, one.id), reverse=True))
    shared: dict[str, Any] = {"here": document.id, "limit": limit}
    shared |= {f"theme{at}": key for at, key in enumerate(document.themes)} | {f"body{at}": key for at, key in enumerate(document.bodies)}
    how_many = len(document.themes), len(document.bodies)
    return few(session, ("related", document.id, limit), lambda: _related(*how_many), shared, document) if any(how_many) else ()


@lru_cache(64)
def _related(themes: int, bodies: int) -> Select[*tuple[Any, ...]]:
    """Of so many themes and bodies, each of which brings its newest editions alone: it costs the same however many it has."""
    weighed = [_newest_of(EditionTheme.edition_id, 1, EditionTheme.theme_id, Theme, f"theme{at}") for at in range(themes)]
    weighed += [_newest_of(EditionBody.edition_id, 2, EditionBody.body_id, Body, f"body{at}") for at in range(bodies)]
    shared = union_all(*weighed).subquery()
    near = select(shared.c.edition_id, func.sum(shared.c.weight).label("weight")).group_by(shared.c.edition_id).subquery()
    found = numbered().join(near, near.c.edition_id == Edition.id).where(Document.id != bindparam("here"))
    return found.order_by(near.c.weight.desc(), *order("newest")).limit(bindparam("limit"))


def _newest_of(edition: Any, weight: int, subject: Any, model: type[Theme] | type[Body], key: str) -> Select[*tuple[Any, ...]]:
    subject_id = select(model.id).where(model.key == bindparam(key)).scalar_subquery()
    newest = select(edition.label("edition_id"), literal(weight).label("weight")).where(subject == subject_id).order_by(edition.desc()).limit(_NEWEST)
    return select(newest.subquery())


def neighbours(session: Session, document: Public) -> tuple[Public | None, Public | None]:
    """The documents before and after this one in its section, in the order of their dates."""
    if document.dated is None:
        return None, None
    here = {"section": document.section, "start": document.dated.start, "here": document.id}
    earlier = few(session, ("earlier", document.id), lambda: _beside(later=False), here, document)
    later = few(session, ("later", document.id), lambda: _beside(later=True), here, document)
    return next(iter(earlier), None), next(iter(later), None)


@cache
def _beside(*, later: bool) -> Select[*tuple[Any, ...]]:
    here, place = tuple_(bindparam("start", type_=Date), bindparam("here", type_=Integer)), tuple_(Edition.dated_start, Document.id)
    order = (Edition.dated_start, Document.id) if later else (Edition.dated_start.desc(), Document.id.desc())
    beside = numbered().where(Edition.section == bindparam("section"), Document.id != bindparam("here"), place > here if later else place < here)
    return beside.order_by(*order).limit(1)
