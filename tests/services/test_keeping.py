"""What is kept stands exactly as long as the public state from which it was made."""

from flask import Flask

from mission.extensions import engines
from mission.services import listing, publishing, visibility
from mission.services.keeping import Keep, kept
from mission.services.publishing.verbs import announce

from .. import building
from ..conftest import Clock


def settle(at: Clock) -> None:
    publishing.settle(engines.writing, at(), prefix="MPM", demonstration=True)


def release_one(clock: Clock, title: str) -> None:
    with engines.writing() as session:
        writer = building.person(session, f"{len(title)}.writer@example.org", clock())
        approver = building.person(session, f"{len(title)}.approver@example.org", clock())
        building.released(session, writer, approver, clock(), translations={"fr": building.text(title)})
        session.commit()
    settle(clock)


def test_readers_of_one_state_share_what_is_kept(app: Flask) -> None:
    with engines.reading() as one, engines.reading() as other:
        assert kept(one) is kept(other)
        first = visibility.labels(one)
        assert visibility.labels(other) is first


def test_a_public_act_leaves_nothing_of_the_state_before(app: Flask, clock: Clock) -> None:
    with engines.reading() as session:
        before = kept(session)
        assert listing.newest(session, 1)[0].texts["fr"].title != "Un texte tout neuf"
    release_one(clock, "Un texte tout neuf")
    with engines.reading() as session:
        assert kept(session) is not before
        assert listing.newest(session, 1)[0].texts["fr"].title == "Un texte tout neuf"


def test_a_reader_who_began_before_an_act_goes_on_seeing_the_state_of_then(app: Flask, clock: Clock) -> None:
    with engines.reading() as early:
        kept(early)
        release_one(clock, "Un texte tout neuf")
        with engines.reading() as late:
            assert listing.newest(late, 1)[0].texts["fr"].title == "Un texte tout neuf"
        assert listing.newest(early, 1)[0].texts["fr"].title != "Un texte tout neuf"
        with engines.reading() as later:
            assert listing.newest(later, 1)[0].texts["fr"].title == "Un texte tout neuf"


def test_a_writer_keeps_nothing_for_others(app: Flask) -> None:
    with engines.writing() as writer:
        own = kept(writer)
        own.put("key", "value")
        writer.rollback()
    with engines.reading() as reader:
        assert kept(reader).peek("key") is None


def test_the_least_recently_used_falls_out() -> None:
    keep = Keep((), most=2)
    for key in ("one", "two"):
        keep.put(key, key)
    assert keep.get("one", lambda: "made again") == "one"
    keep.put("three", "three")
    assert keep.peek("two") is None
    assert keep.peek("one") == "one"


class Overtaken(Keep):
    """Another thread makes a value just after this one has looked for it in vain."""

    def peek(self, key: object) -> object:
        found = super().peek(key)
        self.hold(key, "made meanwhile")
        return found


def test_what_another_thread_has_made_meanwhile_is_what_one_gets() -> None:
    assert Overtaken(()).get("key", lambda: "made twice") == "made meanwhile"
    made: list[None] = []
    keep = Keep(())
    assert keep.get("none", lambda: made.append(None)) is keep.get("none", lambda: made.append(None)) is None
    assert made == [None], "None is made once like any other value"


def act(clock: Clock, document_id: int | None) -> Keep:
    """What is kept after an act on a document, or without one on the taxonomy."""
    with engines.writing() as session:
        announce(session, document_id, clock())
        session.commit()
    with engines.reading() as session:
        return kept(session)


def test_what_tells_of_one_document_outlives_acts_on_others(app: Flask, clock: Clock) -> None:
    with engines.reading() as session:
        one, other = listing.newest(session, 2)
        page = visibility.pages(session)[0]
        keep = kept(session)
    for key, of in (("of one", one.id), ("of none", 0), ("of the state", None)):
        keep.put(key, key, of=of)
    after = act(clock, other.id)
    assert [after.peek(key) for key in ("of one", "of none", "of the state")] == ["of one", "of none", None]
    assert act(clock, one.id).peek("of one") is None
    assert act(clock, other.id).peek("of none") == "of none"
    assert act(clock, page.id).peek("of none") is None
    keep = act(clock, other.id)
    keep.put("of none", "labels", of=0)
    assert act(clock, None).peek("of none") is None


def test_a_reader_who_began_before_an_act_is_given_nothing_that_was_made_after_it(app: Flask, clock: Clock) -> None:
    with engines.reading() as early:
        (one,) = listing.newest(early, 1)
        kept(early).put("of one", "before", of=one.id)
        act(clock, one.id).put("of one", "after", of=one.id)
        assert kept(early).peek("of one") == "before"
        act(clock, one.id).put("again of one", "after", of=one.id)
        assert kept(early).peek("again of one") is None


def test_nothing_goes_on_into_a_state_that_does_not_follow(app: Flask, clock: Clock) -> None:
    with engines.reading() as session:
        keep = kept(session)
        (one,) = listing.newest(session, 1)
    keep.put("of none", "of another history", of=0)
    keep.mark = (*keep.mark[:2], "another moment")
    assert act(clock, one.id).peek("of none") is None
