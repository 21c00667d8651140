"""What is held about a follower goes: unconfirmed, over, ended, or on request; and nothing that is still owed goes with it."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from mission.extensions import engines
from mission.models import Alert, Delivery, Follower, Job, Letter
from mission.services.alerts import managing
from mission.services.filtering import Filter
from mission.worker import tick
from tests.conftest import Clock

from .conftest import NOTICES, Desk, letters, subjects, work

Follow = Callable[..., int]


def held() -> tuple[int, int, int, int]:
    with engines.reading() as session:
        return tuple(session.scalar(select(func.count()).select_from(table)) for table in (Follower, Alert, Delivery, Letter))  # type: ignore[return-value]


def end(alert_id: int, clock: Clock) -> None:
    with engines.writing() as session:
        managing.end(session, session.get_one(Alert, alert_id), clock())


def test_an_alert_that_nobody_confirms_is_forgotten_with_its_address(app: Flask, follow: Follow, clock: Clock) -> None:
    tick(app)
    follow(confirmed=False)
    clock.forward(hours=47)
    work(app)
    assert held() == (1, 1, 0, 0)
    clock.forward(hours=26)
    work(app)
    assert held() == (0, 0, 0, 0)


def test_an_alert_ends_with_its_time_unless_its_reader_wants_it(app: Flask, follow: Follow, clock: Clock) -> None:
    tick(app)
    kept = follow("gardee@example.org")
    follow("autre@example.org")
    clock.forward(days=701)
    work(app)
    assert subjects("autre@example.org") == ["Souhaitez-vous encore ces textes ? Communiqués"]
    with engines.writing() as session:
        managing.confirm(session, session.get_one(Alert, kept), clock())
    clock.forward(days=31)
    work(app)
    with engines.reading() as session:
        assert [one.email for one in session.scalars(select(Follower))] == ["gardee@example.org"]
    assert letters("autre@example.org") == []


def test_letters_go_after_their_delay_and_what_was_told_is_still_known(app: Flask, desk: Desk, follow: Follow, clock: Clock) -> None:
    follow()
    document = desk.publish()
    work(app)
    clock.forward(days=32)
    work(app)
    assert held() == (1, 1, 1, 0)
    with engines.reading() as session:
        assert session.scalar(select(func.count(Job.id)).where(Job.done_at < clock() - timedelta(days=30))) == 0
    desk.recall(document, {"fr": NOTICES["fr"]})
    work(app)
    assert len(letters()) == 1
    assert "rappelé" in letters()[0].text


def test_ending_takes_everything_with_it_even_what_is_on_its_way(app: Flask, desk: Desk, follow: Follow, clock: Clock) -> None:
    alert = follow()
    desk.publish()
    tick(app)
    end(alert, clock)
    work(app)
    assert held() == (0, 0, 0, 0)
    assert not (app.config["SETTINGS"].instance / "outbox").exists()


def test_what_another_list_holds_too_is_told_of_by_that_one(app: Flask, desk: Desk, follow: Follow, clock: Clock) -> None:
    first = follow(wanted=Filter(theme=("migration",)))
    follow(wanted=Filter(q="essai"))
    document = desk.publish()
    work(app)
    assert len(letters()) == 1
    end(first, clock)
    desk.recall(document, {"fr": NOTICES["fr"]})
    work(app)
    assert [one for one in subjects() if one.endswith("rappelé")]


def told(document: int) -> int:
    """How many texts of a document are known to have been told."""
    with engines.reading() as session:
        return session.scalar(select(func.count(Delivery.id)).where(Delivery.document_id == document)) or 0


def test_a_recall_reaches_whoever_got_the_text_by_a_list_that_has_ended(app: Flask, desk: Desk, follow: Follow, clock: Clock) -> None:
    """The list that is left holds the text no more than it ever did."""
    ended = follow(wanted=Filter(theme=("migration",)))
    left = follow(wanted=Filter(section="speeches"), frequency="weekly")
    document = desk.publish()
    work(app)
    end(ended, clock)
    assert told(document) == 1
    desk.recall(document, {"fr": NOTICES["fr"]})
    work(app)
    work(app)
    assert [one for one in subjects() if one.endswith("rappelé")] == subjects()[1:]
    assert len(subjects()) == 2
    end(left, clock)
    assert held() == (0, 0, 0, 0)


def test_a_recall_that_waits_goes_to_the_list_that_is_left(app: Flask, desk: Desk, follow: Follow, clock: Clock) -> None:
    ended = follow(wanted=Filter(theme=("migration",)))
    follow(wanted=Filter(section="speeches"), frequency="weekly")
    document = desk.publish()
    work(app)
    desk.recall(document, {"fr": NOTICES["fr"]})
    tick(app)
    end(ended, clock)
    work(app)
    assert len([one for one in subjects() if one.endswith("rappelé")]) == 1


def test_nothing_of_an_ended_list_is_kept_for_one_that_nobody_has_confirmed(app: Flask, desk: Desk, follow: Follow, clock: Clock) -> None:
    ended = follow(wanted=Filter(theme=("migration",)))
    follow(wanted=Filter(section="speeches"), confirmed=False)
    document = desk.publish()
    work(app)
    end(ended, clock)
    assert told(document) == 0


def test_an_ended_list_does_not_take_along_what_another_still_owes(app: Flask, desk: Desk, follow: Follow, clock: Clock) -> None:
    tick(app)
    daily = follow(frequency="daily")
    follow(wanted=Filter(q="essai"), frequency="weekly")
    desk.publish()
    work(app)
    end(daily, clock)
    clock.forward(days=7)
    work(app)
    assert len(letters()) == 1


def test_a_change_to_at_once_sends_what_waits(app: Flask, desk: Desk, follow: Follow, clock: Clock) -> None:
    from mission.models import Frequency

    tick(app)
    alert = follow(frequency="weekly")
    desk.publish()
    work(app)
    assert letters() == []
    with engines.writing() as session:
        managing.change(session, session.get_one(Alert, alert), Frequency.IMMEDIATE, "fr", clock())
    work(app)
    assert len(letters()) == 1
    clock.forward(days=7)
    work(app)
    assert len(letters()) == 1


def test_the_prompt_forgets_too(app: Flask, follow: Follow, clock: Clock) -> None:
    follow(confirmed=False)
    clock.forward(hours=49)
    told = app.test_cli_runner().invoke(args=["mission", "tidy"])
    assert (told.exit_code, told.output) == (0, "0 enquiries deleted, 1 alerts ended.\n")
    assert held() == (0, 0, 0, 0)
