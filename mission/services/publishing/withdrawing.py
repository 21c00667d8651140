"""Taking back: a withdrawn document stays readable under a notice, a recalled one is gone for good."""

from datetime import datetime

from sqlalchemy.orm import Session

from ...models import Act, Document, Edition, Kind, Person, Recall, RegisterEntry, Settlement, State, Withdrawal
from ..markup import tidied
from .digest import digest_of
from .errors import FirstPage, NeverPublic, NoticeMissing, PagesBelow, WrongState
from .following import leave_word
from .places import has_pages_below
from .registering import enter
from .releasing import _unschedule
from .verbs import announce, lock_public_acts, record, refuse_moved_on, refuse_recalled, verb
from .writing import unsettled_edition

_SHORT = 200


@verb
def withdraw(session: Session, actor: Person, document_id: int, *, notices: dict[str, str], at: datetime,
             demonstration: bool, seen: int | None = None) -> None:  # fmt: skip
    """Withdraw a public document: `notices` by language tag, at least in the languages of its text (`NoticeMissing`); `seen` is the
    public edition that the person had before them (another one: `StaleEdition`).

    A release that waits is unscheduled: what is withdrawn does not come back by itself.
    """
    document, edition = _public(session, document_id, seen)
    if session.get(Withdrawal, edition.id) is not None:
        raise WrongState("withdraw", "withdrawn")
    notices = _checked(notices, edition)
    _stop_waiting(session, actor, document_id, at)
    entry = _enter(session, Act.WITHDRAWAL, document, edition, notices, at, demonstration)
    session.add(
        Withdrawal(
            edition_id=edition.id, document_id=document.id, withdrawn_at=at, withdrawn_by_id=actor.id,
            notices=notices, register_sequence=entry.sequence,
        )
    )  # fmt: skip
    announce(session, document.id, at)
    leave_word(session, entry, document, at)
    record(session, actor, "withdraw", at, document=document, remark=_short(notices, edition))


@verb
def recall(session: Session, actor: Person, document_id: int, *, notices: dict[str, str], at: datetime,
           demonstration: bool, seen: int | None = None) -> None:  # fmt: skip
    """Recall a document published in error: `notices` give the reason, by language tag. Nothing brings it back. `seen` as above.

    A page with public pages below it is not recalled (`PagesBelow`), nor the first one of a section (`FirstPage`).
    """
    document, edition = _public(session, document_id, seen)
    if document.kind is Kind.PAGE and has_pages_below(session, document.id):
        raise PagesBelow
    if document.kind is Kind.PAGE and edition.parent_id is None:
        raise FirstPage
    notices = _checked(notices, edition)
    _stop_waiting(session, actor, document_id, at)
    entry = _enter(session, Act.RECALL, document, edition, notices, at, demonstration)
    session.add(
        Recall(
            document_id=document.id, recalled_at=at, recalled_by_id=actor.id, notices=notices,
            register_sequence=entry.sequence,
        )
    )  # fmt: skip
    announce(session, document.id, at)
    leave_word(session, entry, document, at)
    record(session, actor, "recall", at, document=document, remark=_short(notices, edition))


def _public(session: Session, document_id: int, seen: int | None) -> tuple[Document, Edition]:
    lock_public_acts(session)
    document = session.get(Document, document_id, with_for_update=True, populate_existing=True)
    if document is None or document.current_edition is None:
        raise NeverPublic
    refuse_recalled(session, document_id)
    refuse_moved_on(document, seen)
    return document, document.current_edition


def _checked(notices: dict[str, str], edition: Edition) -> dict[str, str]:
    given = {tag: tidied(notice) for tag, notice in notices.items() if notice.strip()}
    if missing := sorted(set(edition.translations) - set(given)):
        raise NoticeMissing(tuple(missing))
    return given


def _short(notices: dict[str, str], edition: Edition) -> str:
    """What the journal remarks: the beginning of the notice in the original language; the whole of it stands with the act."""
    words = " ".join(notices[edition.original.language if edition.original else min(notices)].split())
    return words if len(words) <= _SHORT else words[: _SHORT - 1].rsplit(" ", 1)[0] + "…"


def _stop_waiting(session: Session, actor: Person, document_id: int, at: datetime) -> None:
    waiting = unsettled_edition(session, document_id)
    if waiting is not None and waiting.state is State.RELEASED:
        _unschedule(session, actor, waiting, at)
        session.flush()


def _enter(session: Session, act: Act, document: Document, edition: Edition, notices: dict[str, str], at: datetime,
           demonstration: bool) -> RegisterEntry:  # fmt: skip
    settlement = session.get_one(Settlement, edition.id)
    settled = session.get_one(RegisterEntry, settlement.register_sequence)
    return enter(
        session, act, document, name=settled.name, edition=settlement.public_number,
        content_digest=digest_of({"notices": notices}), at=at, demonstration=demonstration,
    )  # fmt: skip
