"""Rounds at a civil hour of Geneva: across the changes of the clock, once for any number of workers, late rather than never."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from mission.extensions import engines
from mission.models import Digest, Frequency, Job
from mission.services.alerts import digests
from tests.building import text
from tests.conftest import Clock

from .conftest import Desk, letters, subjects, work

Follow = Callable[..., int]


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [
        (date(2026, 3, 28), 7, "06:00"), (date(2026, 3, 29), 7, "05:00"), (date(2026, 10, 24), 7, "05:00"), (date(2026, 10, 25), 7, "06:00"),
        # 02:00 does not exist on the one night and comes twice on the other.
        (date(2026, 3, 29), 2, "01:00"), (date(2026, 10, 25), 2, "00:00"),
    ],
)  # fmt: skip
def test_a_round_is_at_its_civil_hour_whatever_the_clocks_do(day: date, hour: int, expected: str) -> None:
    assert f"{digests.moment(day, hour):%H:%M}" == expected


@pytest.mark.parametrize("hour", [0, 2, 7, 23])
def test_each_day_of_a_year_has_one_round_and_each_monday_one_more(hour: int) -> None:
    at = datetime(2026, 1, 5, 12, tzinfo=UTC)
    daily, weekly = set(), set()
    for _ in range(365 * 24 * 2):
        daily.add(digests.last_day(Frequency.DAILY, at, hour))
        weekly.add(digests.last_day(Frequency.WEEKLY, at, hour))
        assert digests.moment(digests.last_day(Frequency.DAILY, at, hour), hour) <= at
        at += timedelta(minutes=30)
    assert 365 <= len(daily) <= 367
    assert all(day.weekday() == 0 for day in weekly)
    assert 52 <= len(weekly) <= 54


def test_daily_and_weekly_letters_come_when_they_should(app: Flask, desk: Desk, follow: Follow, clock: Clock) -> None:
    follow("daily@example.org", frequency="daily")
    follow("weekly@example.org", frequency="weekly")
    work(app)
    for number in range(3):
        clock.forward(minutes=1)
        desk.publish(translations={"fr": text(f"Texte {number}")})
    work(app)
    # Wednesday, a minute before and at seven in Geneva.
    clock.at = datetime(2026, 11, 25, 5, 59, 59, tzinfo=UTC)
    work(app)
    assert letters("daily@example.org") == []
    clock.at = datetime(2026, 11, 25, 6, 0, 0, tzinfo=UTC)
    work(app)
    assert len(letters("daily@example.org")) == 1
    assert subjects("daily@example.org") == ["Communiqués : 3 textes"]
    assert all(f"Texte {number}" in letters("daily@example.org")[0].text for number in range(3))
    assert letters("weekly@example.org") == []
    clock.at = datetime(2026, 11, 30, 6, 0, 0, tzinfo=UTC)
    work(app)
    assert len(letters("weekly@example.org")) == 1
    assert len(letters("daily@example.org")) == 1


def test_two_workers_call_a_round_once(app: Flask, desk: Desk, follow: Follow, clock: Clock) -> None:
    for number in range(3):
        follow(f"daily{number}@example.org", frequency="daily")
    work(app)
    desk.publish()
    work(app)
    at, settings = clock.forward(days=1), app.config["SETTINGS"]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: digests.call(engines.reading, engines.writing, at, settings), range(4)))
    with engines.reading() as session:
        assert len(session.scalars(select(Digest).where(Digest.frequency == Frequency.DAILY)).all()) == 2
        assert len(session.scalars(select(Job).where(Job.name == "write-to-follower", Job.done_at.is_(None))).all()) == 3
    work(app)
    assert [len(letters(f"daily{number}@example.org")) for number in range(3)] == [1, 1, 1]


def test_a_round_that_was_missed_comes_late_and_once(app: Flask, desk: Desk, follow: Follow, clock: Clock) -> None:
    follow(frequency="weekly")
    work(app)
    desk.publish()
    work(app)
    clock.forward(days=16)
    work(app)
    clock.forward(days=1)
    work(app)
    assert len(letters()) == 1
