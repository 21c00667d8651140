"""Enquiries go when their delay is over: by the worker, and by the prompt."""

from flask import Flask
from sqlalchemy import func, select

from mission.extensions import engines
from mission.models import Enquiry, Letter
from mission.worker import tick
from tests.sections.test_contact import fill

from ..conftest import Clock
from ..strict import StrictClient


def held() -> tuple[int, int]:
    with engines.reading() as session:
        return session.scalar(select(func.count(Enquiry.id))) or 0, session.scalar(select(func.count(Letter.id))) or 0


def write(client: StrictClient, clock: Clock) -> None:
    assert client.post("/fr/contact", data=fill(client, clock)).status_code == 303


def test_the_worker_deletes_what_has_been_kept_long_enough_and_nothing_else(app: Flask, client: StrictClient, clock: Clock) -> None:
    tick(app)
    write(client, clock)
    clock.forward(days=300)
    write(client, clock)
    tick(app)
    assert held()[0] == 2
    clock.forward(days=66)
    tick(app)
    assert held() == (1, 2)
    clock.forward(days=300)
    tick(app)
    assert held() == (0, 0)


def test_the_prompt_deletes_it_too_and_says_how_many(app: Flask, client: StrictClient, clock: Clock) -> None:
    write(client, clock)
    clock.forward(days=366)
    told = app.test_cli_runner().invoke(args=["mission", "tidy"])
    assert (told.exit_code, told.output) == (0, "1 enquiries deleted, 0 alerts ended.\n")
    assert held() == (0, 0)
