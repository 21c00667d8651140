"""What every verb shares: one transaction, the checks that always hold, and the line in the journal."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import ScalarSelect, func, select, text, update
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from ...models import Document, Edition, Job, JournalEntry, Person, PreviewLink, PublicChange, Recall, State
from .errors import EditionUnderWay, Gone, Refusal, StaleEdition, WrongState

P = ParamSpec("P")
R = TypeVar("R")

# One number for the advisory lock of PostgreSQL; on SQLite the transaction itself holds the only writing lock.
SETTLING_LOCK = 0x4D49_5353
# The job that tells a cache in front (`services.purging`).
PURGE = "purge"
# Verbs whose line in the journal bears another name.
_RECORDED = {"expedite": "release", "begin": "draft", "keep": "save"}


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function whose first argument is a session into a verb: it commits once, or changes nothing.

    A refusal is noted in the journal, in a transaction of its own, as ``<verb>-refused`` with its reason.
    """
    parameters = signature(function)

    @wraps(function)
    def act(*args: P.args, **kwargs: P.kwargs) -> R:
        session: Any = args[0]
        try:
            result = function(*args, **kwargs)
            session.commit()
        except Refusal as refusal:
            session.rollback()
            _note(session, function.__name__, refusal, parameters.bind(*args, **kwargs).arguments)
            raise
        except BaseException:
            session.rollback()
            raise
        return result

    return act


def _note(session: Session, name: str, refusal: Refusal, given: dict[str, Any]) -> None:
    """Write a refusal of a person's act into the journal; what has no actor or time (a worker's turn) is not noted."""
    actor, at = given.get("actor"), given.get("at")
    if actor is None or at is None:
        return
    edition = session.get(Edition, given["edition_id"]) if "edition_id" in given else None
    document_id = edition.document_id if edition else given.get("document_id")
    if isinstance(refusal, WrongState | StaleEdition | EditionUnderWay | Gone) and _did_it(session, name, document_id, actor.id):
        # A second click on what this very person did last: they are told so, and nothing was refused.
        return
    session.info["noted"] = True
    session.add(
        JournalEntry(
            recorded_at=at, person_id=actor.id, verb=f"{name}-refused", document_id=document_id, edition_id=given.get("edition_id"),
            remark=refusal.reason,
        )
    )  # fmt: skip
    session.commit()


def last_act(session: Session, document_id: int) -> JournalEntry | None:
    """What a person last did to a document; refusals are not acts, and settling is nobody's."""
    acts = select(JournalEntry).where(
        JournalEntry.document_id == document_id, JournalEntry.person_id.is_not(None), ~JournalEntry.verb.endswith("-refused")
    )
    return session.scalar(acts.order_by(JournalEntry.id.desc()).limit(1))


def _did_it(session: Session, name: str, document_id: int | None, person_id: int) -> bool:
    last = last_act(session, document_id) if document_id else None
    return last is not None and (last.verb, last.person_id) == (_RECORDED.get(name, name), person_id)


def lock_public_acts(session: Session) -> None:
    """Hold the lock of public acts until the transaction ends: numbers, register and stamp are taken by one process at a time."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": SETTLING_LOCK})


def load(session: Session, edition_id: int, version: int | None, verb_name: str, *states: State, gone_too: bool = False) -> Edition:
    """The edition, locked for this act, where it is at `version` (None: whatever it is) and in one of `states`.

    Raises `StaleEdition`, `WrongState`, or, unless `gone_too`, `Gone` where the document is recalled.
    """
    edition = session.get(Edition, edition_id, with_for_update=True, populate_existing=True)
    if edition is None:
        raise WrongState(verb_name, "discarded")
    if not gone_too:
        refuse_recalled(session, edition.document_id)
    if version is not None and edition.version != version:
        raise StaleEdition(edition.version)
    if edition.state not in states:
        raise WrongState(verb_name, edition.state.value)
    return edition


def refuse_recalled(session: Session, document_id: int) -> None:
    """Raise `Gone` where the document is recalled."""
    if session.get(Recall, document_id) is not None:
        raise Gone


def record(session: Session, actor: Person | None, name: str, at: datetime, *, edition: Edition | None = None,
           document: Document | None = None, remark: str = "") -> None:  # fmt: skip
    """Write the line in the journal, in the transaction of the act; the session knows that it has one (``noted``)."""
    session.info["noted"] = True
    session.add(
        JournalEntry(
            recorded_at=at,
            person_id=actor.id if actor else None,
            verb=name,
            document_id=document.id if document else edition.document_id if edition else None,
            edition_id=edition.id if edition else None,
            remark=remark,
        )
    )


def move_on(session: Session, edition: Edition) -> None:
    """Count an act that leaves the text as it is: whoever was shown the text outside is still shown the same."""
    before = edition.version
    edition.version += 1
    shown = update(PreviewLink).where(PreviewLink.edition_id == edition.id, PreviewLink.version == before)
    session.execute(shown.values(version=edition.version).execution_options(synchronize_session=False))


def announce(session: Session, document_id: int | None, at: datetime) -> None:
    """Move the stamp: something public has changed, in a document or, without one, in the labels of the taxonomy."""
    session.add(PublicChange(document_id=document_id, changed_at=at))
    if session.info.get("purges"):
        session.add(Job(name=PURGE, details={"document": document_id}, created_at=at, due_at=at))


def authors(session: Session, edition: Edition) -> set[int]:
    """The identifiers of everybody who wrote in this edition.

    A discarded draft leaves its identifier to the next one (SQLite): only what was written since this one began counts.
    """
    wrote = select(JournalEntry.person_id).where(
        JournalEntry.edition_id == edition.id, JournalEntry.verb.in_(("draft", "save")), JournalEntry.id >= begun(edition.id)
    )
    return {one for one in session.scalars(wrote) if one is not None}


def begun(edition_id: int | InstrumentedAttribute[int]) -> ScalarSelect[int]:
    """Where in the journal an edition (by its number, or the column of it) begins, as a part of a statement."""
    entry = aliased(JournalEntry)
    asked = select(func.max(entry.id)).where(entry.edition_id == edition_id, entry.verb == "draft")
    # The column is that of the statement around it, however deep this stands in it: else it would be asked of all editions at once.
    return (asked if isinstance(edition_id, int) else asked.correlate(edition_id.class_)).scalar_subquery()


def refuse_moved_on(document: Document, seen: int | None) -> None:
    """Raise `StaleEdition` where the public edition is not the one that the person had before them (`seen`; None: whatever it is)."""
    edition = document.current_edition
    if seen is not None and edition is not None and edition.id != seen:
        raise StaleEdition(edition.version)


__all__ = ["Refusal", "announce", "authors", "begun", "load", "lock_public_acts", "record", "refuse_moved_on", "refuse_recalled", "verb"]
