"""What a reader wants to see of the numbered documents: one frozen filter, from which lists, feeds, tables, letters and the API are made."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

PAGE_SIZE = 20
# Of a query in letters.
LONGEST = 200
SORTS = ("relevance", "newest", "oldest", "released")
# What may be filtered by several values at once; each is counted as if its own filter were off.
FACETS = ("theme", "body", "kind", "text", "session")
# What is counted beside them: years, and, within one year or where nothing lies in another, months as 202403.
COUNTED = (*FACETS, "year", "month")


@dataclass(frozen=True)
class Filter:
    """What a reader wants to see. Years and months are of the event's date; `text` are the languages in which it must exist.

    `section` narrows the list to one room; empty means every numbered document. `session` is that of the body at which it was said. A month
    stands beside its year: `from_month` without `from_year` means nothing. `sort` empty is the best order: by relevance where words are
    asked for, else the newest event first. `occasion` is that of a Royal speech; `apart` are documents that are left out, since they
    stand above the list in the agenda; `precision` is how exactly the date has to be known: no address asks for these two. `begun` says that
    the last word may be the beginning of one, as it was found while somebody typed. Without it that is so only where no text holds the word
    as a whole (`listing.as_found`).
    """

    q: str = ""
    begun: bool = False
    theme: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    session: tuple[str, ...] = ()
    from_year: int | None = None
    from_month: int | None = None
    to_year: int | None = None
    to_month: int | None = None
    sort: str = ""
    page: int = 1
    section: str = ""
    occasion: str = ""
    apart: tuple[int, ...] = ()
    precision: str = ""

    @property
    def order(self) -> str:
        """The order in force."""
        if self.sort in SORTS and not (self.sort == "relevance" and not self.q):
            return self.sort
        return "relevance" if self.q else "newest"

    @property
    def query(self) -> dict[str, str | tuple[str, ...]]:
        """The query string's values; what is at its default is left out."""
        usual = "relevance" if self.q else "newest"
        return {
            "q": self.q,
            "begun": "1" if self.begun and self.q else "",
            **{name: getattr(self, name) for name in FACETS},
            "from": spelt(self.from_year, self.from_month),
            "to": spelt(self.to_year, self.to_month),
            "occasion": self.occasion,
            "sort": self.order if self.order != usual else "",
            "page": str(self.page) if self.page > 1 else "",
        }

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order is asked for."""
        return any(value for name, value in self.query.items() if name not in ("sort", "page"))

    @property
    def spans(self) -> tuple[str, ...]:
        """What is counted by date: months only within one year, since there are hundreds in all. Where all that is found lies in one
        (`in_one_year`), its months are counted besides."""
        return ("year", "month") if self.from_year and self.from_year == self.to_year else ("year",)

    @property
    def first_day(self) -> date | None:
        """The first civil day that is wanted."""
        return date(self.from_year, self.from_month or 1, 1) if self.from_year else None

    @property
    def last_day(self) -> date | None:
        """The last civil day that is wanted."""
        if not self.to_year:
            return None
        month = self.to_month or 12
        return date(self.to_year, month, monthrange(self.to_year, month)[1])

    @property
    def last_whole_year(self) -> date | None:
        """The last day of the last year that is wanted as a whole, which may lie before the first that is wanted at all."""
        last = self.last_day
        return None if last is None else date(last.year if last.month == 12 else last.year - 1, 12, 31)

    @property
    def cuts_years(self) -> bool:
        """Whether a year is wanted of which some months are not."""
        return bool(self.from_year and (self.from_month or 1) > 1 or self.to_year and (self.to_month or 12) < 12)

    def by_whole_years(self) -> "Filter":
        """The same filter for the whole of each year that it cuts, from its first page."""
        return replace(self, from_month=None, to_month=None, page=1)

    def without(self, name: str, value: str = "") -> "Filter":
        """The same filter without one value (or without all of `name`), from its first page."""
        kept = getattr(self, name)
        changed: dict[str, Any] = {name: tuple(one for one in kept if one != value) if isinstance(kept, tuple) and value else _EMPTY[name]}
        if name in ("from_year", "to_year"):
            changed[name.replace("year", "month")] = None
        if name == "q":
            changed["begun"] = False
        return replace(self, **changed, page=1)

    def within(self, first: tuple[int, int | None] | None, last: tuple[int, int | None] | None) -> "Filter":
        """The same filter for other dates, each a year with or without its month, from its first page."""
        return replace(self, **span(first, last), page=1)


def in_one_year(years: Mapping[str, int]) -> bool:
    """Whether all that was counted by year lies in one of them."""
    return len(years) == 1


def quoted(wanted: Filter, say: Callable[..., str]) -> str:
    """The words of a list, as `say` words them in a language; empty where there are none. A last word that is only begun goes on."""
    _ = say
    if not wanted.q:
        return ""
    return _("“%(words)s…”", words=wanted.q) if wanted.begun else _("“%(words)s”", words=wanted.q)


def span(first: tuple[int, int | None] | None, last: tuple[int, int | None] | None) -> dict[str, Any]:
    """The fields of a filter for its first and last date, each a year with or without its month."""
    (from_year, from_month), (to_year, to_month) = first or (None, None), last or (None, None)
    return {"from_year": from_year, "from_month": from_month, "to_year": to_year, "to_month": to_month}


def spelt(year: int | None, month: int | None) -> str:
    """A year, or a year and a month, as an address has it: 2024 or 2024-03."""
    if not year:
        return ""
    return f"{year:04d}-{month:02d}" if month else f"{year:04d}"


_EMPTY: Mapping[str, Any] = {
    "q": "", "theme": (), "body": (), "kind": (), "text": (), "session": (), "from_year": None, "to_year": None,
}  # fmt: skip
