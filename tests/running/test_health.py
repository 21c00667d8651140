"""Alive and ready: what a machine is told, in words and without anything private, and what it is not told."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from mission import create_app
from mission.extensions import engines
from mission.models import Beat
from mission.services.authenticity.keys import Seal
from mission.worker import _settle_and_tell
from tests.conftest import Clock, environment


def ask(client: FlaskClient, address: str = "/readyz") -> tuple[int, str]:
    answer = client.get(address, base_url="http://localhost:8000")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content_type == "text/plain; charset=utf-8"
    return answer.status_code, answer.get_data(as_text=True)


def test_a_site_with_a_worker_is_ready_and_without_one_is_not(app: Flask, clock: Clock) -> None:
    client = app.test_client()
    assert ask(client) == (503, "No worker has been heard from.\n")
    _settle_and_tell(app)
    assert ask(client) == (200, "ready\n")
    clock.forward(minutes=2)
    assert ask(client) == (200, "ready\n")
    clock.forward(minutes=5)
    assert ask(client) == (503, "No worker has been heard from for 7 minutes.\n")
    _settle_and_tell(app)
    assert ask(client) == (200, "ready\n")


def test_a_worker_says_so_now_and_then_and_one_that_is_gone_is_forgotten(app: Flask, clock: Clock) -> None:
    with engines.writing() as session:
        session.add(Beat(machine="gone", began_at=clock() - timedelta(days=9), heard_at=clock() - timedelta(days=8)))
        session.commit()
    heard = []
    for _ in range(4):
        _settle_and_tell(app)
        with engines.reading() as session:
            (one,) = session.query(Beat).all()
            heard.append(one.heard_at)
        clock.forward(seconds=8)
    assert heard == [heard[0]] * 2 + [heard[0] + timedelta(seconds=16)] * 2


def test_tables_of_another_version_are_said_to_be(app: Flask) -> None:
    with engines.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    assert ask(app.test_client()) == (503, "The tables of the database are not those of this version: run `flask mission init`.\n")


def test_a_machine_without_its_key_says_so_and_one_that_needs_none_does_not(app: Flask, instance: Path, clock: Clock) -> None:
    _settle_and_tell(app)
    held: Seal = app.config["SEAL"]
    app.config["SEAL"] = Seal(None, held.origin, held.demonstration)
    assert ask(app.test_client()) == (503, "This machine holds no signing key: nothing settles here.\n")
    app.config["SEAL"] = Seal(type(held.signer).new(), held.origin, False)  # type: ignore[union-attr]
    assert ask(app.test_client()) == (503, "The signing key of this machine is not the current one: nothing settles here.\n")
    answering = create_app(environment(instance) | {"SIGNS": "false"}, clock=clock)
    assert ask(answering.test_client()) == (200, "ready\n")


@pytest.mark.parametrize("address", ["sqlite", "postgresql://mission@/none?host=/nonexistent"])
def test_without_a_database_the_process_is_alive_and_not_ready(instance: Path, clock: Clock, address: str) -> None:
    if address == "sqlite":
        # A folder that nobody has filled.
        address = f"sqlite:///{instance / 'other' / 'mission.sqlite'}"
    app = create_app(environment(instance) | {"DATABASE_URL": address}, clock=clock)
    client = app.test_client()
    assert ask(client, "/healthz") == (200, "well\n")
    status, said = ask(client)
    assert (status, said) == (503, "The database does not answer.\n")
    # What nothing answers is asked of the database too: an address of the earlier site, a lost one, one that a view refuses.
    for lost in ("/pages/270.html", "/fr/nothing", "/nothing", "/fr/communiques/xyz", "/fr/files/x", "/d/ABC", "/fr/verify/x", "/fr/search", "/d/c2026-001"):
        assert client.get(lost, base_url="http://localhost:8000").status_code == 503, lost
    engines.dispose()
