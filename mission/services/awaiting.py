"""What waits at the desk, as lists: for whom to write, translate, approve, release or confirm; what is under way; what is missing in which language.

Where somebody else has done their part and waits for it, what has waited longest comes first; elsewhere what was touched last.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from ..languages import TAGS
from ..models import Change, Document, Edition, JournalEntry, Person, Release, RoleName, Settlement, Stage, Translation, Withdrawal
from . import publishing
from .desk import Row, editions, is_recalled, row
from .publishing.verbs import begun

# So many of a list stand on the overview, of what is missing in a language, and on one page of a whole list.
MOST = 30
FEW = 5
PAGE_SIZE = 50
_MISSING = "missing-"
# By the act since which it has waited.
_SINCE = {"to-approve": "submit", "to-release": "approve", "to-confirm": "approve"}
Found = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Listed:
    """A list under its name (``to-approve``, ``missing-ar``): how many there are in all, and those that are shown of them."""

    name: str
    count: int
    rows: tuple[Row, ...]

    @property
    def language(self) -> str:
        """In which language they are missing; empty for any other list."""
        return self.name.removeprefix(_MISSING) if self.name.startswith(_MISSING) else ""

    @property
    def waits(self) -> bool:
        """Whether its times say since when each has waited for somebody; else when it was saved."""
        return self.name in _SINCE


def lists(session: Session, person: Person, *, language: str) -> tuple[Listed, ...]:
    """Every list that is this person's part, and the beginning of each; `language` as for `desk.row`."""
    found = _lists(session, person)
    return tuple(_listed(session, name, one, FEW if name.startswith(_MISSING) else MOST, language=language) for name, one in found.items())


def whole(session: Session, person: Person, name: str, page: int, *, language: str) -> Listed | None:
    """One page (from 1) of a list of `lists`; None where there is no such list, or it is not this person's part."""
    found = _lists(session, person).get(name)
    return None if found is None else _listed(session, name, found, PAGE_SIZE, (page - 1) * PAGE_SIZE, language=language)


def _lists(session: Session, person: Person) -> dict[str, Found]:
    under_way, moving = _under_way(), _under_way().where(~_leads_nowhere())
    own = exists().where(
        JournalEntry.edition_id == Edition.id, JournalEntry.person_id == person.id, JournalEntry.verb.in_(("draft", "save")),
        JournalEntry.id >= begun(Edition.id),
    )  # fmt: skip
    found = {"to-write": _last_saved_first(under_way.where((Edition.stage == Stage.DRAFT) | _leads_nowhere(), own))}
    if person.may(RoleName.TRANSLATOR):
        lacking = moving.where(Edition.stage == Stage.DRAFT, _languages() < len(TAGS))
        found["to-translate"] = lacking.order_by(Edition.saved_at, Edition.id)
    if person.may(*publishing.APPROVING):
        submitted = moving.where(Edition.stage == Stage.SUBMITTED)
        found |= {
            "to-approve": submitted.where(~own) if publishing.other_approvers(session, person) else submitted,
            "to-release": moving.where(Edition.stage == Stage.APPROVED),
            # Whoever did it sees it too: it is listed until somebody else confirms it.
            "to-confirm": editions().where(Edition.id.in_(publishing.flagged())),
        }
        found |= {name: found[name].order_by(_last_act(verb), Edition.id) for name, verb in _SINCE.items()}
    missing = {f"{_MISSING}{tag}": _missing(tag) for tag in TAGS}
    return found | {"under-way": _last_saved_first(under_way)} | missing


def _under_way() -> Found:
    """What is not released; with a recalled text nothing more is done, so that a draft of it waits for nobody."""
    return editions().where(Release.edition_id.is_(None), ~is_recalled())


def _last_saved_first(found: Found) -> Found:
    return found.order_by(Edition.saved_at.desc(), Edition.id.desc())


def _leads_nowhere() -> ColumnElement[bool]:
    """What is no correction of a withdrawn text can go no further: whoever wrote it makes it one, or discards it."""
    return (Edition.change != Change.CORRECTION) & exists().where(Withdrawal.edition_id == Document.current_edition_id)


def _missing(tag: str) -> Found:
    """The public texts that do not exist in a language, the newest first."""
    withdrawn = exists().where(Withdrawal.edition_id == Edition.id)
    public = editions().where(Document.current_edition_id == Edition.id, Settlement.edition_id.is_not(None), ~is_recalled(), ~withdrawn)
    lacking = public.where(~exists().where(Translation.edition_id == Edition.id, Translation.language == tag))
    return lacking.order_by(Settlement.settled_at.desc(), Edition.id.desc())


def _languages() -> Any:
    return select(func.count()).select_from(Translation).where(Translation.edition_id == Edition.id).scalar_subquery()


def _last_act(verb: str) -> Any:
    return select(func.max(JournalEntry.id)).where(JournalEntry.edition_id == Edition.id, JournalEntry.verb == verb).scalar_subquery()


def _listed(session: Session, name: str, found: Found, most: int, start: int = 0, *, language: str) -> Listed:
    shown = list(session.scalars(found.offset(start).limit(most)))
    count = start + len(shown)
    if len(shown) == most or (start and not shown):
        count = session.scalar(found.order_by(None).with_only_columns(func.count(Edition.id))) or 0
    said = _said(session, [one.id for one in shown])
    rows = []
    for edition in shown:
        last = said.get(edition.id)
        remark = last.remark if last and last.verb in ("send_back", "approve") else ""
        since = last.recorded_at if last and last.verb == _SINCE.get(name) else edition.saved_at
        rows.append(row(edition, since, remark, language=language))
    return Listed(name, count, tuple(rows))


def _said(session: Session, ids: list[int]) -> dict[int, JournalEntry]:
    """The last step of each edition on its way: begun, submitted, returned or approved."""
    last = select(func.max(JournalEntry.id)).where(
        JournalEntry.edition_id.in_(ids), JournalEntry.verb.in_(("draft", "send_back", "approve", "submit"))).group_by(JournalEntry.edition_id)
    return {one.edition_id: one for one in session.scalars(select(JournalEntry).where(JournalEntry.id.in_(last))) if one.edition_id}
