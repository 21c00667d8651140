"""The tree of the site, branch by branch: rooms, pages below pages, and the numbered documents of a section by year."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, extract, func
from sqlalchemy.orm import Session

from ..addresses import ROOMS
from ..models import Document, Edition
from .keeping import kept
from .shown import Public
from .visibility import assemble, numbered, pages

YEAR = ":"


@dataclass(frozen=True)
class Branch:
    """A place in the tree. `key` names it (``themes/migration``, ``communiques:2005``); exactly one of `page`, `document`, `year` and
    `room` says what stands there; `below` is how many places lie directly below it: so many `pages`, and years that hold so many `texts`."""

    key: str
    below: int
    room: str = ""
    page: Public | None = None
    document: Public | None = None
    year: int = 0
    pages: int = 0
    texts: int = 0


class Tree:
    """The tree as one reader sees it. Pages are read once per section, documents only for an open year."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._pages: dict[str, tuple[Public, ...]] = {}

    def rooms(self, names: tuple[str, ...]) -> tuple[Branch, ...]:
        """The first level: one branch per room."""
        return tuple(self._room(name) for name in names)

    def find(self, key: str) -> Branch | None:
        """The branch with this key; None where there is no such place, or nothing below it."""
        section, mark, year = key.partition(YEAR)
        if mark:
            count = self._year_counts().get(section, {}).get(int(year), 0) if year.isascii() and year.isdecimal() else 0
            return Branch(key, count, year=int(year), texts=count) if count else None
        section, _, path = key.partition("/")
        if section not in ROOMS:
            return None
        if not path:
            return self._room(section)
        found = next((one for one in self._section(section) if one.path == path), None)
        return self._page_branch(found) if found else None

    def below(self, branch: Branch) -> tuple[Branch, ...]:
        """What lies directly below a branch."""
        if branch.year:
            return self._documents(branch.key.partition(YEAR)[0], branch.year)
        if branch.document or branch.key not in ROOMS and branch.page is None:
            return ()
        section = branch.key.partition("/")[0]
        found = tuple(self._page_branch(one) for one in self._children(branch))
        if branch.room:
            counts = self._year_counts().get(section, {})
            found += tuple(Branch(f"{section}{YEAR}{year}", counts[year], year=year, texts=counts[year]) for year in sorted(counts, reverse=True))
        return found

    def _room(self, name: str) -> Branch:
        if name not in ROOMS:
            return Branch(name, 0, room=name)
        first = sum(1 for one in self._section(name) if one.path and "/" not in one.path)
        years = self._year_counts().get(name, {})
        return Branch(name, first + len(years), room=name, pages=first, texts=sum(years.values()))

    def _children(self, branch: Branch) -> list[Public]:
        section, _, path = branch.key.partition("/")
        depth = path.count("/") + 1 if path else 0
        return [
            one for one in self._section(section)
            if one.path and one.path.count("/") == depth and (not path or one.path.startswith(f"{path}/"))
        ]  # fmt: skip

    def _page_branch(self, page: Public) -> Branch:
        below = sum(1 for one in self._section(page.section) if one.parent_id == page.id)
        return Branch(f"{page.section}/{page.path}", below, page=page, pages=below)

    def _section(self, section: str) -> tuple[Public, ...]:
        if not self._pages:
            for name in ROOMS:
                self._pages[name] = ()
            for one in pages(self._session):
                self._pages[one.section] = (*self._pages.get(one.section, ()), one)
        return self._pages.get(section, ())

    def _year_counts(self) -> dict[str, dict[int, int]]:
        return kept(self._session).get("years of sections", self._count_years)

    def _count_years(self) -> dict[str, dict[int, int]]:
        years: dict[str, dict[int, int]] = {}
        year = _year()
        counted = numbered().with_only_columns(Edition.section, year, func.count()).where(
            Edition.dated_start.is_not(None)).group_by(Edition.section, year)  # fmt: skip
        for section, value, count in self._session.execute(counted):
            years.setdefault(section, {})[int(value)] = count
        return years

    def _documents(self, section: str, year: int) -> tuple[Branch, ...]:
        inside = numbered().where(Edition.section == section, _year() == year)
        rows = self._session.execute(inside.order_by(Edition.dated_start.desc(), Document.id.desc())).all()
        return tuple(Branch(f"{section}/{one.code}", 0, document=one) for one in assemble(self._session, rows))


def _year() -> Any:
    return extract("year", Edition.dated_start).cast(Integer)


def above(key: str) -> tuple[str, ...]:
    """The keys of a branch and of everything above it, the highest first."""
    section, mark, year = key.partition(YEAR)
    if mark:
        return section, key
    parts = key.split("/")
    return tuple("/".join(parts[: n + 1]) for n in range(len(parts)))
