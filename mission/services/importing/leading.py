"""From where the saved pages stood to what was made of them: the entries of the table of earlier addresses."""

from datetime import datetime

from sqlalchemy.orm import Session

from ...models import Document, LegacyAddress, Person
from .. import legacy
from . import saved
from .outcomes import Outcome, Placed
from .pages import Page, Unplaced

_WRONG = {"target": "nothing public stands at {}", "filters": "{} has filters, and an address leads to a whole page"}


def entries(session: Session, page: Page) -> list[LegacyAddress | None]:
    """What stands in the table under the addresses of a page; empty where nothing does and something may."""
    try:
        there = [session.get(LegacyAddress, legacy.tidied(one)) for one in saved.addresses(page.path)]
    except legacy.LegacyRefusal:
        return [None]
    return there if any(there) else []


def lead(session: Session, page: Page, document: Document | None, at: datetime, *, dry: bool) -> str:
    """Let the old address lead to the document (None: one that a dry run did not make), once that is public; what is in the table already stays. Returns
    what is odd about that."""
    try:
        paths = tuple(map(legacy.tidied, saved.addresses(page.path)))
    except legacy.LegacyRefusal:
        return "its address cannot be led from"
    there = [session.get(LegacyAddress, path) for path in paths]
    if document is not None and not dry:
        for path in (path for path, entry in zip(paths, there, strict=True) if entry is None):
            session.add(LegacyAddress(path=path, language=page.language, document_id=document.id, room=None, added_at=at))
        session.commit()
    elsewhere = any(entry and (document is None or entry.document_id != document.id) for entry in there)
    return "its address leads elsewhere already" if elsewhere else ""


def redirected(session: Session, actor: Person, path: str, target: str, *, at: datetime, dry: bool) -> Placed:
    try:
        lacking = [one for one in saved.addresses(path) if session.get(LegacyAddress, legacy.tidied(one)) is None]
        if not lacking:
            return Placed(path, Outcome.KNOWN)
        legacy.lead(session, target)
        for one in lacking if not dry else ():
            legacy.add(session, actor, one, target, at=at)
    except legacy.LegacyRefusal as refusal:
        raise Unplaced(_WRONG.get(refusal.reason, "its address cannot be led from").format(target)) from None
    return Placed(path, Outcome.REDIRECT, remarks=(f"to {target}",))
