"""Every verb from every state: where it leads, or that it refuses and changes nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mission.extensions import engines
from mission.models import Change, Edition, JournalEntry, Person, State
from mission.services import drafting, publishing
from tests.building import content, draft
from tests.conftest import Clock

NOTICES = {"fr": "Un avis d’essai."}
STATES = ("draft", "submitted", "approved", "released", "settled", "withdrawn", "recalled")
# verb: {state it may start from: state it leads to}; of a document, that is how its public edition stands afterwards.
LEADS = {
    "save": {"draft": "draft", "submitted": "draft", "approved": "draft"},
    "submit": {"draft": "submitted"},
    "send_back": {"submitted": "draft"},
    "approve": {"submitted": "approved"},
    "release": {"approved": "released"},
    "unschedule": {"released": "approved"},
    "discard": {"draft": None},
    "override": {"submitted": "approved"},
    # What was approved by an override.
    "confirm": {"approved": "approved", "released": "released", "settled": "settled", "withdrawn": "withdrawn"},
    "begin": {"settled": "settled", "withdrawn": "withdrawn"},
    "withdraw": {"settled": "withdrawn"},
    "recall": {"settled": "recalled", "withdrawn": "recalled"},
}


def brought_to(state: str, session: Session, writer: Person, approver: Person, clock: Clock, *, overridden: bool = False) -> Edition:
    edition = draft(session, writer, clock())
    if state == "draft":
        return edition
    publishing.submit(session, writer, edition.id, version=edition.version, required={}, at=clock())
    if state == "submitted":
        return edition
    if overridden:
        publishing.approve(session, writer, edition.id, version=edition.version, at=clock(), override=True, reason="Personne d’autre ce soir.")
    else:
        publishing.approve(session, approver, edition.id, version=edition.version, at=clock())
    if state == "approved":
        return edition
    later = (clock() + timedelta(hours=1)).replace(second=0)
    publishing.release(session, approver, edition.id, version=edition.version, at=clock(), required={}, release_at=later)
    if state != "released":
        clock.forward(hours=2)
        session.commit()
        publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
        session.expire_all()
    if state in ("withdrawn", "recalled"):
        take_back = publishing.withdraw if state == "withdrawn" else publishing.recall
        take_back(session, approver, edition.document_id, notices=NOTICES, at=clock(), demonstration=True)
    return edition


def carry_out(verb: str, session: Session, edition: Edition, writer: Person, approver: Person, clock: Clock) -> None:
    at, version, document = clock(), edition.version, edition.document_id
    {
        "save": lambda: publishing.save(session, writer, edition.id, content(), version=version, at=at),
        "submit": lambda: publishing.submit(session, writer, edition.id, version=version, required={}, at=at),
        "send_back": lambda: publishing.send_back(session, approver, edition.id, version=version, remark="Encore", at=at),
        "approve": lambda: publishing.approve(session, approver, edition.id, version=version, at=at),
        "release": lambda: publishing.release(session, approver, edition.id, version=version, at=at, required={}),
        "unschedule": lambda: publishing.unschedule(session, approver, edition.id, at=at),
        "discard": lambda: publishing.discard(session, writer, edition.id, version=version, at=at),
        "override": lambda: publishing.approve(session, writer, edition.id, version=version, at=at, override=True, reason="Personne d’autre ce soir."),
        "confirm": lambda: publishing.confirm(session, approver, edition.id, at=at),
        "begin": lambda: publishing.begin(session, writer, document, Change.CORRECTION, at=at),
        "withdraw": lambda: publishing.withdraw(session, approver, document, notices=NOTICES, at=at, demonstration=True),
        "recall": lambda: publishing.recall(session, approver, document, notices=NOTICES, at=at, demonstration=True),
    }[verb]()


@pytest.mark.parametrize(("verb", "state"), [(verb, state) for verb, leads in LEADS.items() for state in leads])
def test_each_verb_leads_where_it_should_and_not_twice(
    verb: str, state: str, session: Session, writer: Person, approver: Person, clock: Clock
) -> None:
    edition = brought_to(state, session, writer, approver, clock, overridden=verb == "confirm")
    assert edition.standing == state
    edition_id = edition.id
    carry_out(verb, session, edition, writer, approver, clock)
    session.expire_all()
    found = session.get(Edition, edition_id)
    assert (found.standing if found else None) == LEADS[verb][state]
    if found and verb != "save":
        with pytest.raises(publishing.Refusal):
            carry_out(verb, session, found, writer, approver, clock)


@pytest.mark.parametrize("state", STATES)
def test_every_other_verb_refuses_and_changes_nothing(state: str, session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    edition = brought_to(state, session, writer, approver, clock)
    edition_id, version = edition.id, edition.version
    for verb, leads in LEADS.items():
        # Nothing here was overridden, so that there is nothing to confirm.
        if state in leads and verb != "confirm":
            continue
        with pytest.raises(publishing.Refusal):
            carry_out(verb, session, session.get_one(Edition, edition_id), writer, approver, clock)
        session.expire_all()
        kept = session.get_one(Edition, edition_id)
        assert (kept.standing, kept.version, len(kept.document.editions)) == (state, version, 1), verb


def test_whoever_wrote_does_not_approve_once_somebody_else_can(session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    edition = brought_to("submitted", session, writer, approver, clock)
    with pytest.raises(publishing.OwnWork):
        publishing.approve(session, writer, edition.id, version=edition.version, at=clock())
    with pytest.raises(publishing.Incomplete):
        publishing.approve(session, writer, edition.id, version=edition.version, at=clock(), override=True, reason=" ")
    publishing.approve(session, writer, edition.id, version=edition.version, at=clock(), override=True, reason="Personne d’autre ce soir.")
    assert edition.approval_overrides
    with pytest.raises(publishing.OwnWork):
        publishing.confirm(session, writer, edition.id, at=clock())
    publishing.confirm(session, approver, edition.id, at=clock())
    assert not edition.approval_overrides
    assert not publishing.is_flagged(session, edition)


def overridden(session: Session, writer: Person, approver: Person, clock: Clock) -> Edition:
    """A public edition that its writer approved, which is listed for others to confirm."""
    edition = brought_to("submitted", session, writer, approver, clock)
    publishing.approve(session, writer, edition.id, version=edition.version, at=clock(), override=True, reason="Personne d’autre ce soir.")
    publishing.release(session, writer, edition.id, version=edition.version, at=clock(), required={})
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    session.expire_all()
    assert edition.state is State.SETTLED
    assert list(session.scalars(publishing.flagged())) == [edition.id]
    return edition


def test_nobody_is_asked_to_confirm_what_was_recalled(session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    edition = overridden(session, writer, approver, clock)
    publishing.recall(session, approver, edition.document_id, notices=NOTICES, at=clock(), demonstration=True)
    assert list(session.scalars(publishing.flagged())) == []


def test_an_override_that_became_public_stays_listed_until_somebody_else_confirms_it(session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    edition = overridden(session, writer, approver, clock)
    assert publishing.offered_in_public(session, writer, edition.document) == ("begin", "withdraw", "recall")
    assert publishing.offered_in_public(session, approver, edition.document)[-1] == "confirm"
    publishing.confirm(session, approver, edition.id, at=clock())
    assert list(session.scalars(publishing.flagged())) == []
    with pytest.raises(publishing.WrongState):
        publishing.confirm(session, approver, edition.id, at=clock())


def test_a_refusal_stands_in_the_journal_with_who_and_why(session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    edition = brought_to("submitted", session, writer, approver, clock)
    with pytest.raises(publishing.OwnWork):
        publishing.approve(session, writer, edition.id, version=edition.version, at=clock())
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()
    assert (entry.verb, entry.person_id, entry.edition_id, entry.document_id, entry.remark) == ("approve-refused", writer.id, edition.id, edition.document_id, "OwnWork")


def test_who_wrote_a_discarded_draft_is_no_author_of_the_next_one(session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    gone = draft(session, approver, clock())
    gone_id = gone.id
    publishing.discard(session, approver, gone_id, version=1, at=clock())
    edition = draft(session, writer, clock())
    publishing.submit(session, writer, edition.id, version=1, required={}, at=clock())
    publishing.approve(session, approver, edition.id, version=2, at=clock())
    assert not edition.approval_overrides


def test_a_page_left_open_on_a_discarded_draft_does_nothing_to_the_next_one(session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    gone = draft(session, writer, clock())
    open_page = gone.id, gone.document_id
    publishing.discard(session, writer, gone.id, version=1, at=clock())
    edition = draft(session, approver, clock())
    for act in (
        lambda: drafting.keep(session, writer, open_page[0], content(section="seminars"), version=1, key="1" * 32, at=clock(), by_itself=True),
        lambda: publishing.submit(session, writer, open_page[0], version=1, required={}, at=clock()),
    ):
        with pytest.raises(publishing.WrongState):
            act()
    assert (edition.section, edition.state, edition.version) == ("communiques", State.DRAFT, 1)
    # Nor is the history of the one that of the other.
    assert edition.document_id != open_page[1]


def test_nobody_releases_what_somebody_else_has_not_submitted(session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    edition = draft(session, writer, clock())
    with pytest.raises(publishing.WrongState):
        publishing.expedite(session, approver, edition.id, version=1, at=clock(), required={})


def test_alone_at_the_desk_one_may_release_ones_own_draft(session: Session, writer: Person, clock: Clock) -> None:
    edition = draft(session, writer, clock())
    publishing.expedite(session, writer, edition.id, version=edition.version, at=clock(), required={})
    assert edition.state is State.RELEASED


def test_a_stale_save_is_refused_with_the_newest_version(session: Session, writer: Person, clock: Clock) -> None:
    edition = draft(session, writer, clock())
    publishing.save(session, writer, edition.id, content(), version=1, at=clock())
    with pytest.raises(publishing.StaleEdition) as refusal:
        publishing.save(session, writer, edition.id, content(), version=1, at=clock())
    assert refusal.value.version == 2


def test_a_document_has_one_edition_under_way(session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    edition = brought_to("settled", session, writer, approver, clock)
    begun = publishing.begin(session, writer, edition.document_id, Change.CORRECTION, at=clock())
    with pytest.raises(publishing.EditionUnderWay) as refusal:
        publishing.begin(session, writer, edition.document_id, Change.AMENDMENT, at=clock())
    assert refusal.value.edition_id == begun.id


def test_adding_a_language_changes_nothing_else(session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    from tests.building import text

    edition = brought_to("settled", session, writer, approver, clock)
    begun = publishing.begin(session, writer, edition.document_id, Change.TRANSLATION, at=clock())
    spanish = text("Un título", "courtesy", "<p>Un texto.</p>")
    publishing.save(session, writer, begun.id, content(translations={"fr": text(), "es": spanish}), version=1, at=clock())
    publishing.submit(session, writer, begun.id, version=2, required={}, at=clock())
    changed = content(translations={"fr": text("Autre titre"), "es": spanish})
    publishing.save(session, writer, begun.id, changed, version=3, at=clock())
    with pytest.raises(publishing.NotAddition):
        publishing.submit(session, writer, begun.id, version=4, required={}, at=clock())


def test_required_languages_are_refused_by_name(session: Session, writer: Person, clock: Clock) -> None:
    edition = draft(session, writer, clock())
    with pytest.raises(publishing.LanguagesMissing) as refusal:
        publishing.submit(session, writer, edition.id, version=1, required={"communique": ("fr", "ar")}, at=clock())
    assert refusal.value.tags == ("ar",)


def test_a_release_time_is_a_whole_minute_ahead(session: Session, writer: Person, clock: Clock) -> None:
    edition = draft(session, writer, clock())
    for wrong in (clock() - timedelta(minutes=1), clock() + timedelta(seconds=30)):
        with pytest.raises(publishing.TimePassed):
            publishing.expedite(session, writer, edition.id, version=1, at=clock(), required={}, release_at=wrong)


def test_a_second_click_is_no_refusal_and_somebody_else_too_late_is_one(session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    edition = draft(session, writer, clock())
    number, seen = edition.id, edition.version
    publishing.submit(session, writer, number, version=seen, required={}, at=clock())
    for person, refusals in ((writer, 0), (approver, 1)):
        with pytest.raises(publishing.StaleEdition):
            publishing.submit(session, person, number, version=seen, required={}, at=clock())
        assert len(session.scalars(select(JournalEntry).where(JournalEntry.verb == "submit-refused")).all()) == refusals
