"""Settling: numbers without gaps, one register, ten writers at once, frozen rows."""

import functools
import multiprocessing
import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from mission.extensions import engines
from mission.models import Document, Edition, Kind, Person, PublicChange, RegisterEntry, RoleName, Settlement
from mission.services import publishing, staff, visibility
from tests.building import content, draft, person, release, released
from tests.conftest import Clock

SETTLE = {"prefix": "MPM", "demonstration": True}


def test_numbers_follow_the_order_of_release_and_leave_no_gap(session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    start = clock().replace(second=0)
    third = released(session, writer, approver, clock(), start + timedelta(minutes=9))
    first = released(session, writer, approver, clock(), start + timedelta(minutes=3))
    second = released(session, writer, approver, clock(), start + timedelta(minutes=5))
    assert [one.document.reference for one in (first, second, third)] == [None] * 3, "nothing scheduled holds a number"
    clock.forward(minutes=20)
    waiting = [second.id, third.id]
    session.commit()
    with engines.reading() as reading:
        assert publishing.due(reading, clock(), start + timedelta(minutes=4)) == waiting
    publishing.settle(engines.writing, clock(), **SETTLE)
    session.expire_all()
    assert [one.document.reference for one in (first, second, third)] == [f"MPM/C/2026/00{n}" for n in (1, 2, 3)]


def test_whoever_settles_every_second_finds_what_is_late_since_long_within_a_minute(
    session: Session, writer: Person, approver: Person, clock: Clock
) -> None:  # fmt: skip
    start, lookout = clock().replace(second=0), publishing.Lookout()
    recent, old = released(session, writer, approver, clock(), start + timedelta(minutes=170)), released(session, writer, approver, clock())
    session.commit()
    settle = functools.partial(publishing.settle, engines.writing, prefix="MPM", demonstration=True, lookout=lookout)
    settled = []
    # Nothing is due at the first look, which goes all the way.
    assert settle(start - timedelta(hours=1)) == []
    lookout.looked(later := start + timedelta(hours=3), None)
    for seconds in (1, 59, 60, 61):
        settled.append(settle(later + timedelta(seconds=seconds)))
    assert settled == [[recent.document_id], [], [old.document_id], []]
    assert publishing.Lookout().since(later) is None, "all the way at the start"


def test_the_year_of_a_reference_is_that_of_geneva(session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    # 23:30 UTC on 31 December is half past midnight in Geneva.
    clock.at = clock.at.replace(month=12, day=31, hour=23, minute=30, second=0)
    edition = released(session, writer, approver, clock())
    publishing.settle(engines.writing, clock(), **SETTLE)
    session.expire_all()
    assert edition.document.reference == "MPM/C/2027/001"


def test_an_edition_settles_once_whoever_tries(session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    edition = released(session, writer, approver, clock())
    threads = [threading.Thread(target=publishing.settle, args=(engines.writing, clock()), kwargs=SETTLE) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(session.scalars(select(Settlement).where(Settlement.document_id == edition.document_id)).all()) == 1


def _write_and_release(number: int, at: object, writer_id: int, failures: object) -> None:
    """One of ten people: writes three documents, releases each, and settles what is due."""
    engines.dispose()
    try:
        for _ in range(3):
            with engines.writing() as session:
                writer = session.get_one(Person, writer_id)
                edition = publishing.draft(session, writer, Kind.COMMUNIQUE, content(), at=at)  # type: ignore[arg-type]
                publishing.expedite(session, writer, edition.id, version=1, at=at, required={})  # type: ignore[arg-type]
            publishing.settle(engines.writing, at, **SETTLE)  # type: ignore[arg-type]
    except Exception as error:
        failures.put(f"{number}: {error!r}")  # type: ignore[attr-defined]


def test_ten_writers_at_once_lose_no_act_and_double_no_number(session: Session, writer: Person, clock: Clock) -> None:
    before = visibility.stamp(session)
    writer_id = writer.id
    session.commit()
    context = multiprocessing.get_context("fork")
    failures = context.Queue()
    people = [context.Process(target=_write_and_release, args=(n, clock(), writer_id, failures)) for n in range(10)]
    for one in people:
        one.start()
    for one in people:
        one.join(60)
    assert failures.empty(), failures.get()
    session.expire_all()
    numbers = sorted(session.scalars(select(Document.number).where(Document.letter == "C")))
    assert numbers == list(range(1, 31))
    sequences = list(session.scalars(select(RegisterEntry.sequence).order_by(RegisterEntry.sequence)))
    assert sequences == list(range(1, len(sequences) + 1))
    assert visibility.stamp(session) == before + 30
    assert publishing.first_break(session) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE edition SET section = 'speeches' WHERE id = :edition",
        "DELETE FROM edition WHERE id = :edition",
        "UPDATE translation SET title = 'Faux' WHERE edition_id = :edition",
        "DELETE FROM translation WHERE edition_id = :edition",
        "INSERT INTO translation (edition_id, language, status, title, label, summary, body, change_note)"
        " VALUES (:edition, 'es', 'courtesy', 'x', '', '', 'x', '')",
        "DELETE FROM edition_theme WHERE edition_id = :edition",
        "UPDATE release SET release_at = '2020-01-01 00:00:00' WHERE edition_id = :edition",
        "DELETE FROM release WHERE edition_id = :edition",
        "DELETE FROM settlement WHERE edition_id = :edition",
        "UPDATE register_entry SET act = 'recall' WHERE sequence = 1",
        "DELETE FROM register_entry WHERE sequence = 1",
        "DELETE FROM journal_entry",
        "DELETE FROM public_change",
        "UPDATE document SET code = 'c2020-001' WHERE id = :document",
    ],
)
def test_the_database_itself_refuses_to_rewrite_what_was_public(
    statement: str, session: Session, writer: Person, approver: Person, clock: Clock
) -> None:
    edition = released(session, writer, approver, clock())
    publishing.settle(engines.writing, clock(), **SETTLE)
    values = {"edition": edition.id, "document": edition.document_id}
    used = {name: value for name, value in values.items() if f":{name}" in statement}
    with pytest.raises(DatabaseError):
        session.execute(text(statement), used)
    session.rollback()


def test_a_register_changed_by_force_is_found_broken_at_the_place(session: Session, clock: Clock) -> None:
    assert publishing.first_break(session) is None
    on = " ON register_entry" if session.get_bind().dialect.name == "postgresql" else ""
    session.execute(text(f"DROP TRIGGER guard_register_entry_update{on}"))
    session.execute(text("UPDATE register_entry SET content_digest = :other WHERE sequence = 7"), {"other": "f" * 64})
    assert publishing.first_break(session) == 7
    session.rollback()


def test_unscheduling_frees_the_edition_and_burns_no_number(session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    later = clock().replace(second=0) + timedelta(minutes=5)
    edition = released(session, writer, approver, clock(), later)
    publishing.unschedule(session, approver, edition.id, at=clock())
    clock.forward(hours=1)
    assert publishing.settle(engines.writing, clock(), **SETTLE) == []
    publishing.save(session, writer, edition.id, content(), version=edition.version, at=clock())
    release(session, edition, writer, approver, clock())
    publishing.settle(engines.writing, clock(), **SETTLE)
    session.expire_all()
    assert edition.document.reference == "MPM/C/2026/001"


def test_one_that_fails_is_late_and_the_others_are_not(session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    page = draft(session, writer, clock(), kind=Kind.PAGE, segment="double", parent_id=None, section="kingdom")
    release(session, page, writer, approver, clock())
    rival = draft(session, writer, clock(), kind=Kind.PAGE, segment="single", parent_id=None, section="kingdom")
    release(session, rival, writer, approver, clock())
    fine = released(session, writer, approver, clock())
    session.execute(text("INSERT INTO page_address (section, path, document_id, since) VALUES ('kingdom', 'double', :other, '2026-01-01 00:00:00')"),
                    {"other": rival.document_id})  # fmt: skip
    session.commit()
    settled = publishing.settle(engines.writing, clock(), **SETTLE)
    assert fine.document_id in settled
    assert page.document_id not in settled


def test_a_moved_page_keeps_its_old_address(session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    from dataclasses import replace

    from mission.models import Change

    iom = visibility.page_at(session, "themes", "migration/iom")
    assert iom is not None
    edition = publishing.begin(session, writer, iom.id, Change.AMENDMENT, at=clock())
    moved = replace(publishing.read(edition), segment="organisation")
    publishing.save(session, writer, edition.id, moved, version=1, at=clock())
    release(session, session.get_one(Edition, edition.id), writer, approver, clock())
    publishing.settle(engines.writing, clock(), **SETTLE)
    session.expire_all()
    old = visibility.page_at(session, "themes", "migration/iom")
    assert old is not None
    assert old.path == "migration/organisation"


def test_the_stamp_moves_with_public_acts_alone(session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    before = visibility.stamp(session)
    released(session, writer, approver, clock(), clock().replace(second=0) + timedelta(minutes=5))
    assert visibility.stamp(session) == before
    session.commit()
    clock.forward(minutes=6)
    publishing.settle(engines.writing, clock(), **SETTLE)
    session.commit()
    assert visibility.stamp(session) == before + 1
    assert session.scalar(select(PublicChange.stamp).order_by(PublicChange.stamp.desc()).limit(1)) == before + 1


def test_seeding_again_changes_nothing(session: Session, clock: Clock) -> None:
    from mission.services import seeding

    before = visibility.stamp(session)
    session.commit()
    assert seeding.seed(session, at=clock(), prefix="MPM", demonstration=True) == 0
    assert visibility.stamp(session) == before


def test_seeding_goes_on_where_it_was_broken_off(session: Session, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mission.services import seeding

    def killed(*given: object, **named: object) -> None:
        raise KeyboardInterrupt

    def seed() -> int:
        return seeding.seed(session, at=clock.forward(minutes=1), prefix="MPM", demonstration=True, folder=tmp_path)

    shutil.copytree(seeding.CONTENT / "taxonomy", tmp_path / "taxonomy")
    (folder := tmp_path / "milestones").mkdir()
    (folder / "2020-save.yaml").write_text(first := (seeding.CONTENT / "milestones" / "1998-iom-accession.yaml").read_text())
    seed()
    # Before each of its steps, at a first edition and at an amendment: the step before is committed.
    steps = ((publishing, "submit"), (publishing, "approve"), (publishing, "release"), (seeding, "settle_one"))
    for written, broken in ((first, steps), (f"{first}\norder: 7\n", ((publishing, "save"), *steps))):
        for place, step in broken:
            (folder / f"2020-{step.replace('_', '-')}.yaml").write_text(written)
            with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
                patched.setattr(place, step, killed)
                seed()
            session.rollback()
            assert [seed(), seed()] == [1, 0], step


def test_a_second_approver_is_counted_from_coming_in_until_disabled(session: Session, writer: Person, clock: Clock) -> None:
    assert not publishing.other_approvers(session, writer)
    staff.invite(session, "invited@example.org", (RoleName.APPROVER,), at=clock())
    assert not publishing.other_approvers(session, writer), "whoever never came in cannot be asked"
    second = person(session, "second@example.org", clock())
    assert publishing.other_approvers(session, writer)
    second.active = False
    assert not publishing.other_approvers(session, writer)
