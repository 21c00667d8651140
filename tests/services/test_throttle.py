"""Counting tries: also those that come in the same instant, none of which is a fault."""

import threading
from datetime import timedelta

from flask import Flask

from mission.extensions import engines
from mission.services.throttle import try_once
from tests.conftest import Clock


def test_first_tries_in_the_same_instant_are_all_counted(app: Flask, clock: Clock) -> None:
    together, told = threading.Barrier(8), []

    def one() -> None:
        together.wait()
        try:
            with engines.writing() as session:
                told.append(try_once(session, "essai", most=5, within=timedelta(minutes=1), at=clock()))
                session.commit()
        except Exception as error:
            told.append(error)  # type: ignore[arg-type]

    tries = [threading.Thread(target=one) for _ in range(8)]
    for each in tries:
        each.start()
    for each in tries:
        each.join(30)
    assert told.count(None) == 5, told
    assert sum(isinstance(each, timedelta) for each in told) == 3, told
