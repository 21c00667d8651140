"""Pages that want one place: it is promised once, and a release that cannot take its place says so."""

import logging
import threading
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mission.extensions import engines
from mission.models import Beat, Edition, JournalEntry, Kind, Person, Release, Settlement, State
from mission.services import publishing, visibility, watching
from mission.services.publishing import completeness
from tests.building import content, text
from tests.conftest import Clock
from tests.sections.desk.entering import stand
from tests.strict import StrictClient

SETTLE: dict[str, Any] = {"prefix": "MPM", "demonstration": True}
PAGES = 4


@pytest.fixture
def approved(session: Session, writer: Person, approver: Person, clock: Clock) -> list[int]:
    """Pages with one address, approved at the same time: none of them is in another's way yet."""
    parent = visibility.page_at(session, "themes", "migration")
    assert parent is not None
    made = []
    for n in range(PAGES):
        words = content(section="themes", parent_id=parent.id, segment="la-meme", dated_start=None, precision=None, themes=(), bodies=(), translations={"fr": text(f"Page {n}")})
        edition = publishing.draft(session, writer, Kind.PAGE, words, at=clock())
        publishing.submit(session, writer, edition.id, version=edition.version, required={}, at=clock())
        made.append(publishing.approve(session, approver, edition.id, version=edition.version, at=clock()).id)
    session.commit()
    return made


@pytest.mark.parametrize("verb", [publishing.release, publishing.expedite], ids=lambda verb: verb.__name__)
def test_of_pages_with_one_address_that_are_released_at_once_one_is_and_the_others_are_told(
    session: Session, approver: Person, clock: Clock, approved: list[int], monkeypatch: pytest.MonkeyPatch, verb: Any
) -> None:
    """Each has found its place free when the others do. Where the second waits for the first, they do not meet."""
    meeting, check, approver_id, told = threading.Barrier(PAGES), completeness.check_place, approver.id, []

    def met(own: Session, edition: Edition) -> None:
        check(own, edition)
        with suppress(threading.BrokenBarrierError):
            meeting.wait(0.5)

    def release(edition_id: int, version: int) -> None:
        with engines.writing() as own:
            try:
                verb(own, own.get_one(Person, approver_id), edition_id, version=version, at=clock(), required={})
                told.append("released")
            except publishing.Refusal as refusal:
                told.append(type(refusal).__name__)

    monkeypatch.setattr(completeness, "check_place", met)
    versions = {one: session.get_one(Edition, one).version for one in approved}
    session.rollback()
    people = [threading.Thread(target=release, args=one) for one in versions.items()]
    for one in people:
        one.start()
    for one in people:
        one.join(60)
    assert sorted(told) == ["PlaceTaken"] * (PAGES - 1) + ["released"]
    publishing.settle(engines.writing, clock(), **SETTLE)
    session.expire_all()
    assert [session.get_one(Edition, one).state for one in approved].count(State.SETTLED) == 1
    assert session.scalar(select(func.count()).select_from(Release).outerjoin(Settlement, Settlement.edition_id == Release.edition_id).where(Settlement.edition_id.is_(None))) == 0


def test_a_release_that_cannot_take_its_place_is_told_once_and_shown_until_it_is_taken_back(
    app: Flask, client: StrictClient, session: Session, approver: Person, clock: Clock, approved: list[int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, late, seal = *approved[:2], app.config["SEAL"]
    with monkeypatch.context() as patched:
        # As the tree was when the second one was released.
        patched.setattr(completeness, "check_place", lambda *given: None)
        for one in (first, late):
            publishing.release(session, approver, one, version=session.get_one(Edition, one).version, at=clock(), required={})
    session.add(Beat(machine="here", began_at=clock(), heard_at=clock()))
    session.commit()
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            publishing.settle(engines.writing, clock(), **SETTLE)
            clock.forward(seconds=20)
    assert [one.getMessage() for one in caplog.records if "late" in one.getMessage()] == [f"edition {late} is late: it could not settle: PlaceTaken"]
    told = select(JournalEntry.remark).where(JournalEntry.edition_id == late, JournalEntry.verb == "settle-refused")
    assert list(session.scalars(told)) == ["PlaceTaken"]
    assert watching.waiting(session, clock()).late == 1
    assert watching.unready(session, engines.writer, seal, True, clock() - timedelta(seconds=31)) == []
    assert watching.unready(session, engines.writer, seal, True, clock()) == ["A release is past its minute and has not settled."]
    document_id = session.get_one(Edition, late).document_id
    session.rollback()
    stand(client, clock, "approver@example.org")
    for address in (f"/desk/documents/{document_id}", "/desk/"):
        page = client.get(address).text
        assert "La page ne peut pas devenir publique" in page
        assert "Une autre page a, ou a eu, cette adresse" in page
    assert "n’a pas pu" in client.get(f"/desk/documents/{document_id}").text
    publishing.unschedule(session, session.get_one(Person, approver.id), late, at=clock())
    assert watching.unready(session, engines.writer, seal, True, clock()) == []
    session.rollback()
    # Released again in vain, it is told again.
    with monkeypatch.context() as patched:
        patched.setattr(completeness, "check_place", lambda *given: None)
        publishing.release(session, approver, late, version=session.get_one(Edition, late).version, at=clock(), required={})
    publishing.settle(engines.writing, clock(), **SETTLE)
    assert list(session.scalars(told)) == ["PlaceTaken"] * 2
