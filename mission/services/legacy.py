"""The table of an earlier site's addresses: kept at the desk, asked where an address would otherwise be unknown."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from .. import addresses
from ..languages import TAGS
from ..models import Document, LegacyAddress, Person
from . import visibility
from .publishing.verbs import record

_LONGEST = 400
# A short address as papers carry it, or its code alone.
_SHORT = re.compile(rf"/?(?:d/)?(?P<code>{addresses.CODE.pattern.strip('^$')})/?", re.IGNORECASE)
# Where no address is looked for in the table.
_OWN = re.compile(rf"(?:/desk|/static|{addresses.API})(?:/|$)", re.IGNORECASE)


class LegacyRefusal(ValueError):
    """An entry that the table does not take; `reason` is ``path``, ``dots``, ``taken``, ``own``, ``target`` or ``filters``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Target:
    """Where an earlier address leads: a public document, or a room (empty: the home page), in a language."""

    language: str
    document_id: int | None = None
    room: str | None = None


def every(session: Session) -> list[LegacyAddress]:
    """The whole table, in the order of the paths."""
    return list(session.scalars(select(LegacyAddress).order_by(LegacyAddress.path)))


def add(session: Session, actor: Person, path: str, target: str, *, at: datetime) -> LegacyAddress:
    """Let `path` lead to `target`, an address of this site or a reference. Raises `LegacyRefusal`."""
    path = tidied(path)
    if session.get(LegacyAddress, path) is not None:
        raise LegacyRefusal("taken")
    first = path.split("/")[1]
    found = lead(session, target, first if first in TAGS else "fr")
    entry = LegacyAddress(path=path, language=found.language, document_id=found.document_id, room=found.room, added_at=at)
    session.add(entry)
    record(session, actor, "map address", at, remark=f"{path} → {target.strip()}")
    try:
        session.commit()
    except IntegrityError:
        # Somebody else has put it in at the same time.
        session.rollback()
        raise LegacyRefusal("taken") from None
    return entry


def remove(session: Session, actor: Person, path: str, *, at: datetime) -> bool:
    """Take an entry out of the table; returns whether there was one."""
    entry = session.get(LegacyAddress, path, with_for_update=True)
    if entry is None:
        return False
    session.delete(entry)
    record(session, actor, "unmap address", at, remark=path)
    session.commit()
    return True


def find(session: Session, path: str, query: str = "") -> Target | None:
    """Where an earlier address leads, if it is in the table: with its query (decoded), else without. One that is kept without a language holds
    under each, and leads to that language."""
    # No address holds a NUL, and PostgreSQL refuses to be asked.
    if len(path) > _LONGEST or "\x00" in path + query:
        return None
    first, _, rest = path.lstrip("/").partition("/")
    bare = f"/{rest}" if rest and first in TAGS else path
    # As it is written, or as somebody wrote it in capitals or with a stroke at its end.
    bares = (bare, bare.lower(), bare.rstrip("/"), bare.lower().rstrip("/"))
    paths = dict.fromkeys((path, path.lower(), path.rstrip("/"), path.lower().rstrip("/"), *bares))
    asked = (*(f"{one}?{query}" for one in paths if query), *paths)
    found = {one.path: one for one in session.scalars(select(LegacyAddress).where(LegacyAddress.path.in_(asked)))}
    entry = next((found[one] for one in asked if one in found), None)
    if entry is None:
        return None
    return Target(first if bare != path and entry.path.partition("?")[0] in bares else entry.language, entry.document_id, entry.room)


def tidied(path: str) -> str:
    """An address as it is kept: of this host, decoded, with its query: the pages of many a site are told apart by it alone. Raises
    `LegacyRefusal` (``path``, ``dots``, ``own``)."""
    parts = urlsplit(path.strip())
    kept, query = unquote(parts.path), unquote(parts.query)
    whole = f"{kept}?{query}" if query else kept
    if not kept.startswith("/") or kept.startswith("//") or "\\" in kept or len(whole) > _LONGEST or any(ord(one) < 32 for one in whole):
        raise LegacyRefusal("path")
    if {".", ".."} & set(kept.split("/")):
        raise LegacyRefusal("dots")
    if kept == "/" or _OWN.match(kept):
        raise LegacyRefusal("own")
    return whole


def lead(session: Session, target: str, language: str = "fr") -> Target:
    """What an address of this site, a code or a reference names, in `language` where it names none; only what is public can be led to (`LegacyRefusal`,
    ``target``), and only whole (``filters``)."""
    parsed = urlsplit(target.strip())
    given = unquote(parsed.path)
    document = session.scalar(select(Document).where(Document.reference == target.strip().upper()))
    parts = given.strip("/").split("/")
    language = parts[0] if parts[0] in TAGS else language
    if document is None and (short := _SHORT.fullmatch(given)):
        public = visibility.by_code(session, short["code"].lower())
    elif document is None:
        if parts[0] not in TAGS:
            raise LegacyRefusal("target")
        if parsed.query:
            raise LegacyRefusal("filters")
        if len(parts) == 1:
            return Target(language, room="")
        code = next((one for one in parts[2:3] if addresses.CODE.match(one)), None)
        public = visibility.by_code(session, code) if code else visibility.page_at(session, parts[1], "/".join(parts[2:]))
        if public is None and len(parts) == 2 and parts[1] in (*addresses.UTILITY, *addresses.SECTIONS, *addresses.NOTICES):
            return Target(language, room=parts[1])
    else:
        public = visibility.by_id(session, document.id)
    if public is None:
        raise LegacyRefusal("target")
    return Target(language, document_id=public.id)
