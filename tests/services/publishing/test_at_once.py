"""Ten people at once, a process killed in the middle, and verbs in any order: no lost text, no doubled or missing number."""

import contextlib
import multiprocessing
import os
import signal
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from mission.extensions import engines
from mission.models import Change, Document, Edition, JournalEntry, Kind, Person, PublicChange, RegisterEntry, Release, Settlement, State
from mission.services import drafting, publishing, visibility
from mission.services.publishing.verbs import authors, begun
from tests.building import content, draft, text
from tests.conftest import Clock

SETTLE = {"prefix": "MPM", "demonstration": True}
FORK = multiprocessing.get_context("fork")
SAVES = 3


def _save_and_release(number: int, edition_id: int, at: datetime, person_id: int, told: Any, all_saved: Any) -> None:
    """One of ten people: saves their own words a few times, reading again whenever somebody was faster, then releases with the others."""
    engines.dispose()
    try:
        for n in range(SAVES):
            while True:
                with engines.writing() as session:
                    version = session.get_one(Edition, edition_id).version
                    session.rollback()
                    try:
                        words = content(translations={"fr": text(f"Titre de {number}, {n}")})
                        publishing.save(session, session.get_one(Person, person_id), edition_id, words, version=version, at=at)
                    except publishing.StaleEdition:
                        continue
                    told.put(("saved", version + 1, f"Titre de {number}, {n}"))
                    break
        all_saved.wait(120)
        with engines.writing() as session:
            actor, version = session.get_one(Person, person_id), session.get_one(Edition, edition_id).version
            session.rollback()
            with contextlib.suppress(publishing.Refusal):
                publishing.expedite(session, actor, edition_id, version=version, at=at, required={})
                told.put(("released", version, ""))
        publishing.settle(engines.writing, at, **SETTLE)
        told.put(("over", number, ""))
    except Exception as error:
        told.put(("failed", number, repr(error)))


def test_ten_people_who_save_and_release_one_text_lose_no_word_and_take_one_number(session: Session, writer: Person, clock: Clock) -> None:
    edition = draft(session, writer, clock())
    edition_id, writer_id, document_id = edition.id, writer.id, edition.document_id
    session.commit()
    told: Any = FORK.Queue()
    together = FORK.Barrier(10)
    people = [FORK.Process(target=_save_and_release, args=(n, edition_id, clock(), writer_id, told, together)) for n in range(10)]
    for one in people:
        one.start()
    heard, over = [], 0
    while over < len(people):
        heard.append(told.get(timeout=120))
        over += heard[-1][0] in ("over", "failed")
    for one in people:
        one.join(30)
    assert not [one for one in heard if one[0] == "failed"], heard
    saved = {version: title for what, version, title in heard if what == "saved"}
    assert sorted(saved) == list(range(2, 2 + 10 * SAVES)), "each accepted save stands on the one before it"
    session.expire_all()
    last = max(saved)
    assert session.get_one(Edition, edition_id).translations["fr"].title == saved[last], "what was saved last is what was released"
    assert len([one for one in heard if one[0] == "released"]) == 1
    assert session.scalar(select(func.count(Settlement.edition_id)).where(Settlement.document_id == document_id)) == 1
    assert session.get_one(Document, document_id).reference == "MPM/C/2026/001"
    written = session.scalar(select(func.count(JournalEntry.id)).where(JournalEntry.edition_id == edition_id, JournalEntry.verb == "save"))
    assert written == len(saved)
    assert publishing.first_break(session) is None


def _die_before(step: int) -> None:
    """Let this process die without a word (SIGKILL) before its `step`-th statement, commits counted."""
    engines.dispose()
    count = 0

    def strike(*args: Any) -> None:
        nonlocal count
        count += 1
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engines.writer, "before_cursor_execute", strike)
    event.listen(engines.writer, "commit", strike)


def _release_until(step: int, edition_id: int, at: datetime, person_id: int) -> None:
    """Release and settle, and die before the `step`-th statement."""
    _die_before(step)
    with engines.writing() as session:
        publishing.expedite(session, session.get_one(Person, person_id), edition_id, version=1, at=at, required={})
    publishing.settle(engines.writing, at, **SETTLE)
    os._exit(0)


def public_state(session: Session, edition_id: int) -> tuple[Any, ...]:
    """Everything that a release leaves in the tables about one edition."""
    edition = session.get_one(Edition, edition_id, populate_existing=True)
    session.expire(edition)
    acts = session.scalars(
        select(JournalEntry.verb).where(JournalEntry.edition_id == edition_id, JournalEntry.id >= begun(edition_id)).order_by(JournalEntry.id)
    ).all()
    entries = session.scalar(select(func.count(RegisterEntry.sequence)).where(RegisterEntry.document_id == edition.document_id))
    changes = session.scalar(select(func.count(PublicChange.stamp)).where(PublicChange.document_id == edition.document_id))
    return edition.state, edition.version, edition.document.reference, tuple(acts), entries, changes


def test_a_process_killed_at_any_moment_of_a_release_leaves_all_or_nothing(session: Session, writer: Person, clock: Clock) -> None:
    nothing = (State.DRAFT, 1, None, ("draft",), 0, 0)
    frozen = (State.RELEASED, 3, None, ("draft", "approve", "release"), 0, 0)
    number, seen, step = 0, set(), 0
    while True:
        step += 1
        edition_id = draft(session, writer, clock()).id
        writer_id = writer.id
        session.commit()
        child = FORK.Process(target=_release_until, args=(step, edition_id, clock(), writer_id))
        child.start()
        child.join(60)
        state = public_state(session, edition_id)
        settled = (State.SETTLED, 3, f"MPM/C/2026/{number + 1:03}", ("draft", "approve", "release", "settle"), 1, 1)
        assert state in (nothing, frozen, settled), f"killed before statement {step}: {state}"
        seen.add(state[0])
        if state[0] is State.DRAFT:
            publishing.discard(session, session.get_one(Person, writer_id), edition_id, version=1, at=clock())
        else:
            # Whoever comes next finds it and finishes it: late rather than lost.
            session.commit()
            publishing.settle(engines.writing, clock(), **SETTLE)
            assert public_state(session, edition_id) == settled
            number += 1
        session.commit()
        if child.exitcode == 0:
            break
        assert child.exitcode == -signal.SIGKILL
    assert seen == {State.DRAFT, State.RELEASED, State.SETTLED}
    assert step > 30, "the blow fell on every statement"
    numbers = sorted(one for one in session.scalars(select(Document.number).where(Document.letter == "C")) if one)
    assert numbers == list(range(1, number + 1))
    assert publishing.first_break(session) is None


def _keep_until(step: int, edition_id: int, at: datetime, person_id: int) -> None:
    """Save as the form does by itself, and die before the `step`-th statement."""
    _die_before(step)
    with engines.writing() as session:
        actor = session.get_one(Person, person_id)
        drafting.keep(session, actor, edition_id, TYPED, version=1, key="k", at=at, by_itself=True)
    os._exit(0)


TYPED = content(themes=("health",), translations={"fr": text("Tapé"), "ar": text("نص", "official", "<p>نص تجريبي.</p>")})


def test_a_process_killed_at_any_moment_of_an_autosave_keeps_what_was_there_or_all_that_was_typed(session: Session, writer: Person, clock: Clock) -> None:
    seen, step, exitcode = set(), 0, -signal.SIGKILL
    while exitcode == -signal.SIGKILL:
        step += 1
        edition = draft(session, writer, clock())
        edition_id, writer_id, before = edition.id, writer.id, publishing.read(edition)
        session.commit()
        child = FORK.Process(target=_keep_until, args=(step, edition_id, clock(), writer_id))
        child.start()
        child.join(60)
        exitcode = child.exitcode
        edition = session.get_one(Edition, edition_id, populate_existing=True)
        session.expire(edition)
        seen.add(edition.version)
        assert publishing.read(edition) == {1: before, 2: TYPED}[edition.version], f"killed before statement {step}"
        # Whoever types on saves the same once more: nothing is lost, and what was saved already is no second save.
        assert drafting.keep(session, session.get_one(Person, writer_id), edition_id, TYPED, version=1, key="k", at=clock(), by_itself=True).version == 2
        publishing.discard(session, session.get_one(Person, writer_id), edition_id, version=2, at=clock())
        session.commit()
    assert (exitcode, seen) == (0, {1, 2})
    assert step > 8, "the blow fell on every statement"


class Desk(RuleBasedStateMachine):
    """Two people use any verb on anything, in any order, while time goes on. What must hold is looked at after each step."""

    clock: Clock
    CHANGES = (Change.CORRECTION, Change.AMENDMENT, Change.TRANSLATION)
    which = st.integers(0, 3)
    who = st.integers(0, 1)
    notices = {"fr": "Un avis d’essai.", "ar": "إشعار.", "en": "A notice.", "es": "Un aviso."}  # noqa: RUF012

    @initialize()
    def open(self) -> None:
        self.session = engines.writing()
        self.people = list(self.session.scalars(select(Person).where(Person.email.like("%er@example.org")).order_by(Person.id)))
        self.documents: list[int] = list(self.session.scalars(select(Document.id).where(Document.kind == Kind.COMMUNIQUE)))
        self.gone: set[int] = {one for one in self.documents if self.session.get(Document, one) and publishing_recalled(self.session, one)}
        self.entries = self._entries()

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.session.close()

    def _document(self, which: int) -> int:
        return self.documents[-1 - which % min(4, len(self.documents))] if self.documents else 0

    def _try(self, verb: Any, *args: Any, **values: Any) -> Any:
        try:
            return verb(self.session, *args, at=self.clock(), **values)
        except publishing.Refusal:
            return None

    def _edition(self, which: int) -> Edition | None:
        return publishing.unsettled_edition(self.session, self._document(which))

    def _act(self, name: str, which: int, who: int, stale: bool = False, **values: Any) -> None:
        edition = self._edition(which)
        if edition is not None:
            version = edition.version - stale
            known = {"submit", "release", "expedite"}
            more = {"required": {}} if name in known else {}
            self._try(getattr(publishing, name), self.people[who], edition.id, version=version, **more, **values)

    @rule(who=who)
    def write(self, who: int) -> None:
        if len(self.documents) < 12:
            self.documents.append(publishing.draft(self.session, self.people[who], Kind.COMMUNIQUE, content(), at=self.clock()).document_id)

    @rule(which=which, who=who, word=st.sampled_from("abc"), note=st.booleans(), spanish=st.booleans(), stale=st.booleans())
    def save(self, which: int, who: int, word: str, note: bool, spanish: bool, stale: bool) -> None:
        texts = {"fr": text(f"Titre {word}", change_note="Une note." if note else "")} | ({"es": text("Título", "courtesy")} if spanish else {})
        edition = self._edition(which)
        if edition is not None:
            self._try(publishing.save, self.people[who], edition.id, content(translations=texts), version=edition.version - stale)

    @rule(which=which, who=who, stale=st.booleans())
    def submit(self, which: int, who: int, stale: bool) -> None:
        self._act("submit", which, who, stale)

    @rule(which=which, who=who)
    def send_back(self, which: int, who: int) -> None:
        self._act("send_back", which, who, remark="À revoir.")

    @rule(which=which, who=who, override=st.booleans(), stale=st.booleans())
    def approve(self, which: int, who: int, override: bool, stale: bool) -> None:
        self._act("approve", which, who, stale, override=override, reason="Un essai.")

    @rule(which=which, who=who)
    def confirm(self, which: int, who: int) -> None:
        edition = self._edition(which)
        if edition is not None:
            self._try(publishing.confirm, self.people[who], edition.id)

    @rule(which=which, who=who, minutes=st.integers(-1, 3), now=st.booleans())
    def release(self, which: int, who: int, minutes: int, now: bool) -> None:
        at = None if now else self.clock().replace(second=0, microsecond=0) + timedelta(minutes=minutes)
        self._act("release", which, who, release_at=at)

    @rule(which=which, who=who)
    def approved_and_released(self, which: int, who: int) -> None:
        self._act("submit", which, who)
        self._act("approve", which, 1 - who)
        self._act("release", which, 1 - who)

    @rule(which=which, who=who, change=st.sampled_from((Change.CORRECTION, Change.AMENDMENT)))
    def changed_and_public(self, which: int, who: int, change: Change) -> None:
        self.begin(which, who, change)
        self.save(which, who, "d", note=True, spanish=False, stale=False)
        self.approved_and_released(which, who)
        self.settle(1)

    @rule(which=which, who=who)
    def unschedule(self, which: int, who: int) -> None:
        edition = self._edition(which)
        if edition is not None:
            self._try(publishing.unschedule, self.people[who], edition.id)

    @rule(which=which, who=who)
    def discard(self, which: int, who: int) -> None:
        document = self._document(which)
        self._act("discard", which, who)
        if document and self.session.get(Document, document, populate_existing=True) is None:
            self.documents.remove(document)

    @rule(which=which, who=who, change=st.sampled_from(CHANGES))
    def begin(self, which: int, who: int, change: Change) -> None:
        self._try(publishing.begin, self.people[who], self._document(which), change)

    @rule(which=which, who=who)
    def withdraw(self, which: int, who: int) -> None:
        self._try(publishing.withdraw, self.people[who], self._document(which), notices=self.notices, demonstration=True)

    @rule(which=which, who=who)
    def recall(self, which: int, who: int) -> None:
        document = self._document(which)
        try:
            publishing.recall(self.session, self.people[who], document, notices=self.notices, at=self.clock(), demonstration=True)
            self.gone.add(document)
        except publishing.Refusal:
            pass

    @rule(seconds=st.sampled_from((1, 59, 60, 200)))
    def settle(self, seconds: int) -> None:
        self.clock.forward(seconds=seconds)
        self.session.commit()
        publishing.settle(engines.writing, self.clock(), **SETTLE)  # type: ignore[arg-type]
        self.session.expire_all()

    def _entries(self) -> list[str]:
        return list(self.session.scalars(select(RegisterEntry.digest).order_by(RegisterEntry.sequence)))

    @invariant()
    def numbers_have_no_gap_and_stay(self) -> None:
        if not hasattr(self, "session"):
            return
        numbers = sorted(self.session.scalars(select(Document.number).where(Document.letter == "C")))
        assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def the_register_only_grows_and_is_whole(self) -> None:
        if not hasattr(self, "session"):
            return
        entries = self._entries()
        assert entries[: len(self.entries)] == self.entries
        self.entries = entries
        settled = self.session.scalar(select(func.count(Settlement.edition_id)))
        acts = self.session.scalar(select(func.count(RegisterEntry.sequence)).where(RegisterEntry.act.not_in(("withdrawal", "recall"))))
        assert settled == acts

    @invariant()
    def the_gate_shows_what_has_settled_and_nothing_else(self) -> None:
        if not hasattr(self, "session"):
            return
        self.session.commit()
        for one in self.documents:
            document = self.session.get(Document, one, populate_existing=True)
            shown = visibility.by_id(self.session, one)
            assert document is not None
            expected = document.current_edition_id is not None and one not in self.gone
            assert (shown is not None) == expected
            unsettled = [edition for edition in document.editions if edition.state is not State.SETTLED]
            assert len(unsettled) <= 1
            if shown is not None and document.current_edition is not None:
                assert shown.texts["fr"].title == document.current_edition.translations["fr"].title
                assert document.current_edition.release is not None
                assert document.current_edition.release.release_at <= self.clock()
        self.session.commit()

    @invariant()
    def nobody_approved_their_own_work_without_a_flag(self) -> None:
        if not hasattr(self, "session"):
            return
        for edition in self.session.scalars(select(Edition).join(Release).join(Document, Document.id == Edition.document_id).where(Document.id.in_(self.documents))):
            own = edition.approved_by_id in authors(self.session, edition)
            confirmed = select(JournalEntry.id).where(JournalEntry.edition_id == edition.id, JournalEntry.verb == "confirm")
            assert not own or edition.approval_overrides or self.session.scalar(confirmed.limit(1)) is not None
        self.session.commit()


def publishing_recalled(session: Session, document: int) -> bool:
    from mission.models import Recall

    return session.get(Recall, document) is not None


def test_verbs_in_any_order_break_neither_the_gate_nor_the_register(session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    session.commit()
    machine = type("Played", (Desk,), {"clock": clock})
    # The site is one for all examples: each goes on where the last one left it, and so meets states that none would reach alone.
    # The verbs ask both databases alike: on the second one less is played.
    examples = 5 if engines.writer.dialect.name == "postgresql" else 10
    run_state_machine_as_test(
        machine, settings=settings(max_examples=examples, stateful_step_count=40, deadline=None, database=None, derandomize=True,
                                   suppress_health_check=list(HealthCheck)),
    )  # fmt: skip
    assert publishing.first_break(session) is None
    assert list(publishing.faults(session)) == []
    assert session.scalar(select(func.count(Settlement.edition_id)).where(Settlement.public_number > 1)), "some were corrected"


@pytest.mark.parametrize("release_at", [None, 5])
def test_ten_who_release_the_same_edition_release_it_once(session: Session, writer: Person, clock: Clock, release_at: int | None) -> None:
    edition_id, writer_id = draft(session, writer, clock()).id, writer.id
    session.commit()
    told: Any = FORK.Queue()
    moment = clock().replace(second=0) + timedelta(minutes=release_at) if release_at else None

    def release() -> None:
        engines.dispose()
        try:
            with engines.writing() as own:
                publishing.expedite(own, own.get_one(Person, writer_id), edition_id, version=1, at=clock(), required={}, release_at=moment)
            told.put("released")
        except publishing.Refusal as refusal:
            told.put(type(refusal).__name__)

    people = [FORK.Process(target=release) for _ in range(10)]
    for one in people:
        one.start()
    heard = sorted(told.get(timeout=60) for _ in people)
    for one in people:
        one.join(30)
    assert heard == ["StaleEdition"] * 9 + ["released"]
