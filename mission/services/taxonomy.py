"""Themes and bodies as the desk keeps them: read with all their names, added, changed. Keys never change: digests hold them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..addresses import CODE, SEGMENT
from ..languages import TAGS
from ..models import Body, Person, Theme
from .publishing.verbs import announce, lock_public_acts, record, verb

MODELS: Mapping[str, type[Theme] | type[Body]] = {"theme": Theme, "body": Body}
LONGEST_KEY = 60
# Not a key: the address of the form that adds one.
_RESERVED = ("new",)
Names = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A theme or a body (`kind`): by language tag its name, for a body its acronym, and further names by which it is found."""

    kind: str
    key: str
    position: int
    names: Names
    acronyms: Names = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    version: int = 0

    def spellings(self) -> Iterator[tuple[str, str]]:
        """Every name with its language tag."""
        for by_tag in (self.names, self.acronyms):
            yield from by_tag.items()
        yield from ((tag, name) for tag, names in self.aliases.items() for name in names)


class TaxonomyRefusal(ValueError):
    """An entry that cannot be kept; `reason` is ``key`` (its shape), ``taken`` or ``missing`` (a name, in the language `tag`)."""

    def __init__(self, reason: str, tag: str = "") -> None:
        super().__init__(f"{reason} {tag}".strip())
        self.reason = reason
        self.tag = tag


class NameTaken(TaxonomyRefusal):
    """`name`, in the language `tag`, already stands for `other`: whoever looks for it could not tell which is meant."""

    def __init__(self, tag: str, name: str, other: Entry) -> None:
        super().__init__("name", tag)
        self.name = name
        self.other = other


class StaleEntry(TaxonomyRefusal):
    """Somebody saved the entry since it was read; `now` is how it stands."""

    def __init__(self, now: Entry) -> None:
        super().__init__("stale")
        self.now = now


def entries(session: Session, kind: str) -> tuple[Entry, ...]:
    """Every theme or every body, in their order."""
    model = MODELS[kind]
    rows: Iterable[Any] = session.scalars(select(model).order_by(model.position, model.id))
    return tuple(_entry(one) for one in rows)


def find(session: Session, kind: str, key: str) -> Entry | None:
    """The theme or body with this key."""
    row = _row(session, kind, key)
    return _entry(row) if row else None


@verb
def add(session: Session, actor: Person, entry: Entry, *, at: datetime) -> Entry:
    """Add a theme or a body. Raises `TaxonomyRefusal`, `NameTaken`."""
    lock_public_acts(session)
    if len(entry.key) > LONGEST_KEY or not SEGMENT.match(entry.key) or CODE.match(entry.key) or entry.key in _RESERVED:
        raise TaxonomyRefusal("key")
    if _row(session, entry.kind, entry.key) is not None:
        raise TaxonomyRefusal("taken")
    return _save(session, actor, entry, None, at)


@verb
def change(session: Session, actor: Person, entry: Entry, *, version: int, at: datetime) -> Entry:
    """Give the theme or body with the key of `entry` its names and its place. Saving it as it is changes nothing.

    Raises `StaleEntry` where it is not at `version` any more, `TaxonomyRefusal`, `NameTaken`.
    """
    lock_public_acts(session)
    row = _row(session, entry.kind, entry.key, lock=True)
    if row is None:
        raise TaxonomyRefusal("key")
    if row.version != version:
        raise StaleEntry(_entry(row))
    return _save(session, actor, entry, row, at)


def bring(session: Session, writer: Person, content: Iterable[Entry], at: datetime) -> None:
    """Bring the entries of the initial content in: each is added where it is missing, and changed only while nobody at the desk has
    written in it. Does not commit."""
    lock_public_acts(session)
    moved = False
    for entry in content:
        row = _row(session, entry.kind, entry.key)
        if row is None or row.edited_at is None:
            moved |= _put(session, writer, row, tidied(entry), at)
    if moved:
        announce(session, None, at)
        session.flush()


def checked(entry: Entry, others: tuple[Entry, ...]) -> Entry:
    """`entry` as it is kept, where each language has its name and none of its names stands for one of `others` already."""
    entry = tidied(entry)
    for tag in TAGS:
        if not entry.names.get(tag):
            raise TaxonomyRefusal("missing", tag)
    taken = {spelt: other for other in others for spelt in map(_spelt, other.spellings())}
    for tag, name in entry.spellings():
        if other := taken.get(_spelt((tag, name))):
            raise NameTaken(tag, name, other)
    return entry


def tidied(entry: Entry) -> Entry:
    """White space tidied; a body without an acronym goes by its name; a further name that says nothing new is left out."""
    names = _tidy(entry.names)
    acronyms = {**names, **_tidy(entry.acronyms)} if entry.kind == "body" else {}
    aliases = {}
    for tag in TAGS:
        known = {_folded(by_tag[tag]) for by_tag in (names, acronyms) if tag in by_tag}
        fresh = {_folded(name): " ".join(name.split()) for name in reversed(entry.aliases.get(tag, ())) if name.strip()}
        if kept := tuple(name for folded, name in reversed(fresh.items()) if folded not in known):
            aliases[tag] = kept
    return replace(entry, names=names, acronyms=acronyms, aliases=aliases)


def _tidy(by_tag: Names) -> dict[str, str]:
    tidy = {tag: " ".join(by_tag.get(tag, "").split()) for tag in TAGS}
    return {tag: name for tag, name in tidy.items() if name}


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _spelt(spelling: tuple[str, str]) -> tuple[str, str]:
    """A name as it is told from others: by its language, but an acronym in capitals is the same in all of them."""
    tag, name = spelling
    return ("", name) if name.isascii() and name.isupper() else (tag, _folded(name))


def _others(session: Session, entry: Entry) -> tuple[Entry, ...]:
    return tuple(one for kind in MODELS for one in entries(session, kind) if (one.kind, one.key) != (entry.kind, entry.key))


def _row(session: Session, kind: str, key: str, *, lock: bool = False) -> Theme | Body | None:
    model = MODELS[kind]
    found = select(model).where(model.key == key).execution_options(populate_existing=True)
    row: Any = session.scalar(found.with_for_update() if lock else found)
    return row  # type: ignore[no-any-return]


def _entry(row: Theme | Body) -> Entry:
    aliases = {tag: tuple(row.aliases[tag]) for tag in TAGS if row.aliases.get(tag)}
    common = Entry(kind="theme", key=row.key, position=row.position, names={}, aliases=aliases, version=row.version)
    if isinstance(row, Theme):
        return replace(common, names=dict(row.labels))
    return replace(common, kind="body", names=dict(row.names), acronyms=dict(row.acronyms))


def _save(session: Session, actor: Person, entry: Entry, row: Theme | Body | None, at: datetime) -> Entry:
    entry = checked(entry, _others(session, entry))
    if _put(session, actor, row, entry, at, edited_at=at):
        # Labels are on every public page.
        announce(session, None, at)
        session.flush()
    return replace(entry, version=row.version if row else 1)


def _put(session: Session, actor: Person, row: Theme | Body | None, entry: Entry, at: datetime, edited_at: datetime | None = None) -> bool:
    """Write what differs, into `row` or a new one, and say so in the journal; returns whether anything did."""
    told = _told(_entry(row) if row else None, entry)
    if row is not None and not told:
        return False
    record(session, actor, f"{'change' if row else 'add'} {entry.kind}", at, remark=f"{entry.key}: {'; '.join(told)}")
    if row is None:
        row = MODELS[entry.kind](key=entry.key, version=0)
        session.add(row)
    if isinstance(row, Theme):
        row.labels = dict(entry.names)
    else:
        row.names, row.acronyms = dict(entry.names), dict(entry.acronyms)
    row.position = entry.position
    row.aliases = {tag: list(names) for tag, names in entry.aliases.items()}
    row.version += 1
    row.edited_at = edited_at
    session.flush()
    return True


def _told(before: Entry | None, after: Entry) -> list[str]:
    """What changes, each as *where: from → to*."""
    one, other = _lines(before) if before else {}, _lines(after)
    changed = [where for where in {**one, **other} if one.get(where, "") != other.get(where, "")]
    return [f"{where}: {one.get(where) or '–'} → {other.get(where) or '–'}" for where in changed]


def _lines(entry: Entry) -> dict[str, str]:
    lines = {f"{what} {tag}": name for what, by_tag in (("name", entry.names), ("acronym", entry.acronyms)) for tag, name in by_tag.items()}
    lines |= {f"further names {tag}": ", ".join(names) for tag, names in entry.aliases.items()}
    return lines | {"place": str(entry.position)}
