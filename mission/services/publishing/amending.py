"""Small changes to what is public that are made from a list, not from a form of the whole: an amendment begins, or goes on."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...models import Change, Document, Edition, Kind, Person, Recall, State
from ..filing.carrying import carry
from . import content as contents
from .content import EditionContent
from .errors import EditionUnderWay, NeverPublic, ReturnsOpenly, StaleEdition
from .verbs import load, lock_public_acts, record, refuse_recalled, verb
from .writing import UNFROZEN, _begin, reopen, unsettled_edition

STEP = 10


@verb
def amend(session: Session, actor: Person, document_id: int, changed: Callable[[EditionContent], EditionContent], *,
          seen: tuple[int, int], at: datetime) -> Edition:  # fmt: skip
    """Write what `changed` makes of the content into the edition under way, or into a new amendment of what is public.

    `seen` is the edition that the person had before them, with its version (`StaleEdition`). What was submitted or approved is a draft
    again; what waits for its minute is left alone (`EditionUnderWay`).
    """
    # Whoever amends the same page waits here; a text that is saved, which asks for no more than that its document stays, does not.
    session.get(Document, document_id, with_for_update={"key_share": True}, populate_existing=True)
    edition = unsettled_edition(session, document_id)
    shown = edition or _public(session, document_id).current_edition
    if shown is None or (shown.id, shown.version) != seen:
        raise StaleEdition(shown.version if shown else 0)
    kept = contents.read(shown)
    if changed(kept) == kept:
        # Saved as it was opened: no draft begins, and nothing that was agreed is undone.
        return shown
    return _amend(session, actor, document_id, changed, at)


def _public(session: Session, document_id: int) -> Document:
    document = session.get(Document, document_id, with_for_update=True, populate_existing=True)
    if document is None or document.current_edition is None:
        raise NeverPublic
    refuse_recalled(session, document_id)
    return document


def _amend(session: Session, actor: Person, document_id: int, changed: Callable[[EditionContent], EditionContent], at: datetime) -> Edition:
    edition = unsettled_edition(session, document_id)
    if edition is None:
        document = _public(session, document_id)
        assert document.current_edition is not None
        if document.current_edition.withdrawal is not None:
            raise ReturnsOpenly
        before = contents.read(document.current_edition)
        fresh = {tag: replace(text, change_note="") for tag, text in before.translations.items()}
        amended = _begin(session, actor, document, Change.AMENDMENT, changed(replace(before, translations=fresh)), at)
        carry(document.current_edition, amended)
        session.flush()
        return amended
    if edition.state is State.RELEASED:
        raise EditionUnderWay(edition.id)
    edition = load(session, edition.id, None, "save", *UNFROZEN)
    contents.write(session, edition, changed(contents.read(edition)))
    reopen(edition, at)
    record(session, actor, "save", at, edition=edition)
    return edition


@verb
def shift(session: Session, actor: Person, document_id: int, step: int, *, at: datetime) -> int:
    """Move a public page up (-1) or down (1) among its siblings, as they will stand once everything under way is public. Returns how
    many pages got an amendment: one, or more where no number is free between its new neighbours; none at either end."""
    lock_public_acts(session)
    places = siblings(session, document_id)
    order = sorted(places, key=lambda one: (places[one], one))
    here = order.index(document_id)
    there = here + step
    if not 0 <= there < len(order):
        return 0
    order[here], order[there] = order[there], order[here]
    wanted = _numbers(order, places, document_id)
    for one, position in wanted.items():
        _amend(session, actor, one, _placing(position), at)
    return len(wanted)


@verb
def place(session: Session, actor: Person, document_id: int, position: int, *, at: datetime) -> None:
    """Give a public page a number among its siblings; small numbers come first. The one that it has changes nothing."""
    if siblings(session, document_id)[document_id] != position:
        _amend(session, actor, document_id, _placing(position), at)


def _placing(position: int) -> Callable[[EditionContent], EditionContent]:
    return lambda content: replace(content, position=position)


def siblings(session: Session, document_id: int) -> Mapping[int, int]:
    """The public pages beside a page, itself included, with the numbers that they have in the edition under way, if there is one."""
    document = _public(session, document_id)
    current = document.current_edition
    assert current is not None
    beside = (
        select(Document.id).join(Edition, Document.current_edition_id == Edition.id)
        .where(
            Document.kind == Kind.PAGE, Edition.section == current.section, Edition.parent_id == current.parent_id,
            ~select(Recall.document_id).where(Recall.document_id == Document.id).exists(),
        )
    )  # fmt: skip
    found = {}
    for one in session.scalars(beside).all():
        edition = unsettled_edition(session, one) or session.get_one(Document, one).current_edition
        found[one] = edition.position if edition else 0
    return found


def _numbers(order: list[int], places: Mapping[int, int], moved: int) -> dict[int, int]:
    """The new numbers that make `order`: of the moved page alone where there is room for it, else of whatever has to change."""
    at = order.index(moved)
    least = places[order[at - 1]] + (moved < order[at - 1]) if at else 0
    most = places[order[at + 1]] - (moved > order[at + 1]) if at + 1 < len(order) else least + STEP
    if least <= most:
        return {moved: (least + most) // 2 if at and at + 1 < len(order) else max(most - STEP + 1, least) if not at else most}
    numbered = {one: (n + 1) * STEP for n, one in enumerate(order)}
    return {one: position for one, position in numbered.items() if places[one] != position}
