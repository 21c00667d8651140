"""What is kept stands exactly as long as the public state from which it was made."""

from flask import Flask

from mission.extensions import engines
from mission.services import listing, publishing, visibility
from mission.services.keeping import Keep, kept

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
