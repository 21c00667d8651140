"""Lists of numbered documents: one frozen filter, the statements made from it, and the counts beside each filter."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Integer, Select, extract, false, func, select, tuple_
from sqlalchemy.orm import Session

from ..models import (
    Body,
    Document,
    Edition,
    EditionBody,
    EditionTheme,
    FoldedText,
    Kind,
    Settlement,
    Theme,
    Translation,
)  # fmt: skip
from .folding import fold
from .keeping import kept
from .shown import Public
from .visibility import assemble, public_documents, whole

PAGE_SIZE = 20
SORTS = ("newest", "oldest", "released")
# What may be filtered by several values at once; each is counted as if its own filter were off.
FACETS = ("theme", "body", "kind", "text")
_MOST_WORDS = 12


@dataclass(frozen=True)
class Filter:
    """What a reader wants to see. Years are of the event's date; `text` are the languages in which it must exist.

    `section` narrows the list to one room; empty means every numbered document.
    """

    q: str = ""
    theme: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    from_year: int | None = None
    to_year: int | None = None
    sort: str = "newest"
    page: int = 1
    section: str = ""

    @property
    def query(self) -> dict[str, str | tuple[str, ...]]:
        """The query string's values; what is at its default is left out."""
        return {
            "q": self.q,
            **{name: getattr(self, name) for name in FACETS},
            "from": str(self.from_year or ""),
            "to": str(self.to_year or ""),
            "sort": self.sort if self.sort != "newest" else "",
            "page": str(self.page) if self.page > 1 else "",
        }

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order is asked for."""
        return any(value for name, value in self.query.items() if name not in ("sort", "page"))

    def without(self, name: str, value: str = "") -> "Filter":
        """The same filter without one value (or without all of `name`), from its first page."""
        kept = getattr(self, name)
        changed: Any = tuple(one for one in kept if one != value) if isinstance(kept, tuple) and value else _EMPTY[name]
        return replace(self, **{name: changed, "page": 1})


_EMPTY: Mapping[str, Any] = {
    "q": "", "theme": (), "body": (), "kind": (), "text": (), "from_year": None, "to_year": None,
}  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """One page of a list: its documents, how many there are in all, and the counts per facet and value."""

    documents: tuple[Public, ...]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    years: tuple[int, int] | None

    @property
    def last_page(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def find(session: Session, wanted: Filter) -> Listed:
    """The documents that `wanted` asks for, with counts; a page beyond the last one is empty."""
    keep = kept(session)
    alike = replace(wanted, page=1, sort="newest")
    total, counts, years = keep.get(("counted", alike), lambda: _counted(session, alike))
    offset = (wanted.page - 1) * PAGE_SIZE
    if offset >= total:
        return Listed((), total, counts, years)
    rows = keep.get(
        ("listed", wanted),
        lambda: session.connection().execute(_ordered(_narrowed(wanted), wanted.sort).limit(PAGE_SIZE).offset(offset)).all(),
    )
    return Listed(assemble(session, rows), total, counts, years)


def _counted(session: Session, wanted: Filter) -> tuple[int, Mapping[str, Mapping[str, int]], tuple[int, int] | None]:
    """How many documents there are, how many with each value of each facet, and their first and last year."""
    every = _narrowed(wanted).with_only_columns(Document.id).subquery()
    total = session.scalar(select(func.count()).select_from(every)) or 0
    return total, {name: _count(session, wanted, name) for name in FACETS}, _years(session, wanted)


def followed(session: Session, wanted: Filter, limit: int) -> tuple[Public, ...]:
    """The documents that `wanted` asks for with their texts, those last settled first: what a feed holds."""
    rows = session.connection().execute(_narrowed(wanted).order_by(Settlement.settled_at.desc(), Document.id.desc()).limit(limit)).all()
    return whole(session, rows)


def taken(session: Session, wanted: Filter, limit: int) -> tuple[Public, ...]:
    """The first `limit` documents that `wanted` asks for, in its order and without bodies of text: what somebody takes away."""
    return assemble(session, session.connection().execute(_ordered(_narrowed(wanted), wanted.sort).limit(limit)).all())


def newest(session: Session, limit: int, *, section: str = "", theme: str = "", body: str = "") -> tuple[Public, ...]:
    """The newest few numbered documents of a section, a theme or a body."""
    wanted = Filter(section=section, theme=(theme,) if theme else (), body=(body,) if body else ())
    return few(session, ("newest", wanted, limit), lambda: _ordered(_narrowed(wanted), "newest").limit(limit))


def related(session: Session, document: Public, limit: int = 4) -> tuple[Public, ...]:
    """Documents that share most themes and bodies with this one, newest first among equals."""
    return few(session, ("related", document.id, limit), lambda: _related(document).limit(limit))


def _related(document: Public) -> Select[*tuple[Any, ...]]:
    shared_themes = select(func.count()).where(
        EditionTheme.edition_id == Edition.id, EditionTheme.theme_id.in_(select(Theme.id).where(Theme.key.in_(document.themes)))
    ).scalar_subquery()  # fmt: skip
    shared_bodies = select(func.count()).where(
        EditionBody.edition_id == Edition.id, EditionBody.body_id.in_(select(Body.id).where(Body.key.in_(document.bodies)))
    ).scalar_subquery()  # fmt: skip
    near = shared_themes + 2 * shared_bodies
    return numbered().where(Document.id != document.id, near > 0).order_by(near.desc(), *_order("newest"))


def neighbours(session: Session, document: Public) -> tuple[Public | None, Public | None]:
    """The documents before and after this one in its section, in the order of their dates."""
    if document.dated is None:
        return None, None
    earlier = few(session, ("earlier", document.id), lambda: _beside(document, later=False))
    later = few(session, ("later", document.id), lambda: _beside(document, later=True))
    return next(iter(earlier), None), next(iter(later), None)


def _beside(document: Public, *, later: bool) -> Select[*tuple[Any, ...]]:
    assert document.dated is not None
    here, place = tuple_(document.dated.start, document.id), tuple_(Edition.dated_start, Document.id)
    order = (Edition.dated_start, Document.id) if later else (Edition.dated_start.desc(), Document.id.desc())
    beside = numbered().where(Edition.section == document.section, place > here if later else place < here)
    return beside.order_by(*order).limit(1)


def few(session: Session, key: Hashable, statement: Callable[[], Select[*tuple[Any, ...]]]) -> tuple[Public, ...]:
    """The documents of a statement that is built only where its answer is not kept."""
    return assemble(session, kept(session).get(key, lambda: session.connection().execute(statement()).all()))


def numbered() -> Select[*tuple[Any, ...]]:
    """Everything public that carries a reference."""
    return public_documents().where(Document.kind != Kind.PAGE)


def _narrowed(wanted: Filter, *, but: str = "") -> Select[*tuple[Any, ...]]:
    """The statement for `wanted`, leaving out the facet named `but`."""
    return _matching(narrow(numbered(), wanted, but=but), wanted.q)


def narrow(found: Select[*tuple[Any, ...]], wanted: Filter, *, but: str = "") -> Select[*tuple[Any, ...]]:
    """`found` narrowed by everything in `wanted` except its words and the facet named `but`."""
    if wanted.section:
        found = found.where(Edition.section == wanted.section)
    if wanted.theme and but != "theme":
        chosen = select(EditionTheme.edition_id).join(Theme).where(Theme.key.in_(wanted.theme))
        found = found.where(Edition.id.in_(chosen))
    if wanted.body and but != "body":
        chosen = select(EditionBody.edition_id).join(Body).where(Body.key.in_(wanted.body))
        found = found.where(Edition.id.in_(chosen))
    if wanted.kind and but != "kind":
        found = found.where(Document.kind.in_(wanted.kind))
    if wanted.text and but != "text":
        found = found.where(Edition.id.in_(select(Translation.edition_id).where(Translation.language.in_(wanted.text))))
    if but != "years":
        if wanted.from_year:
            found = found.where(extract("year", func.coalesce(Edition.dated_end, Edition.dated_start)) >= wanted.from_year)
        if wanted.to_year:
            found = found.where(extract("year", Edition.dated_start) <= wanted.to_year)
    return found


def _matching(found: Select[*tuple[Any, ...]], q: str) -> Select[*tuple[Any, ...]]:
    """Every word of the query begins a word of one and the same language of the document."""
    words = fold(q).split()[:_MOST_WORDS]
    if not words:
        return found.where(false()) if q.strip() else found
    texts = select(FoldedText.document_id)
    for word in words:
        texts = texts.where(FoldedText.words.contains(f" {word}", autoescape=True))
    return found.where(Document.id.in_(texts))


def _order(sort: str) -> tuple[Any, ...]:
    if sort == "oldest":
        return Edition.dated_start.asc(), Document.id.asc()
    if sort == "released":
        return Document.year.desc(), Document.number.desc(), Document.id.desc()
    return Edition.dated_start.desc(), Document.id.desc()


def _ordered(found: Select[*tuple[Any, ...]], sort: str) -> Select[*tuple[Any, ...]]:
    return found.order_by(*_order(sort))


def _count(session: Session, wanted: Filter, name: str) -> dict[str, int]:
    inside = _narrowed(wanted, but=name)
    if name == "kind":
        kinds = inside.with_only_columns(Document.kind, func.count()).group_by(Document.kind)
        return {kind.value: number for kind, number in session.execute(kinds).all()}
    ids = inside.with_only_columns(Edition.id).scalar_subquery()
    counted = {
        "theme": select(Theme.key, func.count()).join(EditionTheme).where(EditionTheme.edition_id.in_(ids)).group_by(Theme.key),
        "body": select(Body.key, func.count()).join(EditionBody).where(EditionBody.edition_id.in_(ids)).group_by(Body.key),
        "text": select(Translation.language, func.count()).where(Translation.edition_id.in_(ids)).group_by(Translation.language),
    }[name]
    return {key: number for key, number in session.execute(counted).all()}


def _years(session: Session, wanted: Filter) -> tuple[int, int] | None:
    """The first and last year that the list holds when nothing but its section narrows it."""
    dates = _narrowed(Filter(section=wanted.section)).with_only_columns(
        func.min(extract("year", Edition.dated_start).cast(Integer)), func.max(extract("year", Edition.dated_start).cast(Integer))
    )  # fmt: skip
    first, last = session.execute(dates).one()
    return (int(first), int(last)) if first else None
