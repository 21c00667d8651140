"""Enquiries go when their delay is over: by the worker, and by the prompt."""

from flask import Flask
from sqlalchemy import delete, func, select

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


def test_a_letter_kept_as_a_file_goes_with_its_row_and_no_other_takes_its_place(app: Flask, client: StrictClient, clock: Clock) -> None:
    folder = app.config["SETTINGS"].instance / "outbox"
    tick(app)
    write(client, clock)
    tick(app)
    first = {one.name: one.read_bytes() for one in folder.iterdir()}
    assert len(first) == 2
    (folder / "note-of-somebody.eml").touch()
    with engines.writing() as session:
        # Its number is given again by SQLite to the next one.
        session.execute(delete(Letter).where(Letter.id == session.scalar(select(func.max(Letter.id)))))
        session.commit()
    clock.forward(seconds=10)
    write(client, clock)
    tick(app)
    assert [(folder / name).read_bytes() for name in first] == list(first.values()), "what lay there is not written over"
    clock.forward(minutes=1)
    tick(app)
    assert len(list(folder.glob("[0-9]*"))) == 3, "the one whose row went is gone"
    clock.forward(days=367)
    assert app.test_cli_runner().invoke(args=["mission", "tidy"]).exit_code == 0
    assert [one.name for one in folder.iterdir()] == ["note-of-somebody.eml"]
