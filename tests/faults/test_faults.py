"""What breaks around the site, for real: a database that takes nothing, neighbours that are gone, clocks that jump, processes that are killed."""

import re
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from mission import create_app
from mission.extensions import engines
from mission.models import Document, Edition, Enquiry, Letter, Release, RoleName, Settlement
from mission.sections.desk.cookies import form_token
from mission.services import publishing, staff
from mission.worker import tick
from tests import building
from tests.cluster import Cluster
from tests.conftest import Clock, copied, environment
from tests.sections.desk.entering import stand
from tests.security.walking import CODE, people, publish
from tests.strict import StrictClient, read

from . import backing, breaking, postgresql

READ = ("/fr/", "/ar/communiques", f"/fr/communiques/{CODE}/un-titre-d-essai", "/fr/communiques.atom", "/sitemap.xml", "/api/v1/documents", "/fr/contact", "/register.jsonl", "/desk/sign-in", "/fr/communiques?q=titre", "/healthz")
MESSAGE = "Une question d’essai, assez longue pour être une question.\nEt sa deuxième ligne."


def sent(client: FlaskClient, **more: str) -> TestResponse:
    page = read(client.get("/fr/contact", base_url="http://localhost:8000").text)
    hidden = {str(one["name"]): one.get("value") or "" for one in page.all("input") if one.get("type") == "hidden" and one.get("name")}
    fields = hidden | {"name": "Une lectrice", "email": "lectrice@example.org", "subject": "general", "message": MESSAGE} | more
    return client.post("/fr/contact", data=fields, headers={"Sec-Fetch-Site": "same-origin"}, base_url="http://localhost:8000")


def break_database(how: str) -> Any:
    """From now on each writing connection meets a database that is full, or read-only: the database's own refusal, not one of ours."""

    def refuse(connection: Any, record: object) -> None:
        if not isinstance(connection, sqlite3.Connection):
            connection.execute("SET default_transaction_read_only = on")
            connection.commit()
        elif how == "full":
            pages, = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {pages}")
        else:
            connection.execute("PRAGMA query_only = ON")

    engines.dispose()
    if how == "full" and engines.writer.dialect.name == "sqlite":
        # Pages that are free already would take what comes.
        with sqlite3.connect(engines.writer.url.database or "") as connection:
            connection.execute("VACUUM")
    event.listen(engines.writer, "connect", refuse)
    return refuse


def mend_database(refuse: Any) -> None:
    event.remove(engines.writer, "connect", refuse)
    engines.writer.dispose()


@pytest.mark.parametrize("how", ["full", "read-only"])
def test_a_database_that_takes_nothing_is_read_and_says_so(app: Flask, client: StrictClient, clock: Clock, how: str) -> None:
    app.config["SETTINGS"].__dict__["CONTACT_LEAST_SECONDS"] = 0
    publish(clock)
    with engines.writing() as session:
        writer, approver = people(session, clock)
        minute = clock().replace(second=0, microsecond=0) + timedelta(minutes=2)
        edition = building.released(session, writer, approver, clock(), minute)  # type: ignore[arg-type]
        edition_id = edition.id
        draft = building.draft(session, writer, clock())  # type: ignore[arg-type]
        draft_id, version = draft.id, draft.version
        staff.invite(session, "all@example.org", tuple(RoleName), at=clock())
    seal = stand(client, clock, "all@example.org")
    refuse = break_database(how)
    # Something is overdue all the while, and cannot settle.
    clock.forward(minutes=4)
    for address in (*READ, "/desk/", "/desk/account", f"/desk/editions/{draft_id}"):
        assert client.get(address).status_code == (303 if address == "/desk/sign-in" else 200), address
    # So long that it needs a page of its own, where there is none.
    long = MESSAGE + " Encore." * 580
    answer = sent(client, message=long)
    assert answer.status_code == 503
    assert "conservé" in answer.text
    assert "Et sa deuxième ligne." in answer.text
    assert 'value="lectrice@example.org"' in answer.text
    assert (answer.headers["Cache-Control"], answer.headers["Retry-After"]) == ("no-store", "60")
    assert "sqlite" not in answer.text.lower()
    with app.test_request_context():
        token = form_token(seal)
    saved = client.post(f"/desk/editions/{draft_id}", data={"token": token, "version": str(version), "fr-title": "Un titre qui ne se perd pas", "fr-body": "Un texte long. " * 900, "dated": "2026-11-24", "section": "communiques"})
    assert saved.status_code in (422, 503)
    assert "Un titre qui ne se perd pas" in saved.text
    entered = client.post("/desk/sign-in", data={"email": "all@example.org", "password": "secret-qanarixyz"})
    assert entered.status_code in (503, 422)
    assert "secret-qanarixyz" not in entered.text
    tick(app)
    mend_database(refuse)
    again = sent(client, message=long)
    assert again.status_code == 303
    with engines.reading() as session:
        assert len(session.scalars(select(Enquiry).where(Enquiry.message == long.replace("\n", "\r\n").strip())).all() or session.scalars(select(Enquiry)).all()) == 1, "kept once, when it was said to be"
        assert session.get(Settlement, edition_id) is not None or tick(app) is None
    tick(app)
    with engines.reading() as session:
        assert session.get(Settlement, edition_id) is not None, "late rather than lost"
        assert list(publishing.faults(session)) == []


def test_a_site_whose_neighbours_are_gone_is_read(instance: Path, clock: Clock) -> None:
    """No Redis, no mail server, no worker: what is public is read, what is sent is kept, and letters wait."""
    gone = {"REDIS_URL": "redis://127.0.0.1:9/0", "SMTP_URL": "smtp://localhost:9", "CONTACT_LEAST_SECONDS": "0", "API_PER_MINUTE": "100000"}
    app = create_app(environment(instance) | gone, clock=clock)
    client = FlaskClient(app, TestResponse)
    publish(clock)
    for address in READ:
        assert client.get(address, base_url="http://localhost:8000").status_code == 200, address
    assert sent(client).status_code == 303
    for _ in range(2):
        tick(app)
        clock.forward(minutes=1)
    with engines.reading() as session:
        letters = session.scalars(select(Letter)).all()
        assert letters
        assert all(one.sent_at is None for one in letters)
    engines.dispose()


def test_a_clock_that_jumps_settles_nothing_twice_and_nothing_early(app: Flask, client: StrictClient, clock: Clock) -> None:
    first = publish(clock)
    with engines.writing() as session:
        writer, approver = people(session, clock)
        waiting = building.released(session, writer, approver, clock(), clock().replace(second=0, microsecond=0) + timedelta(days=2)).id  # type: ignore[arg-type]
    for jump in (timedelta(days=-400), timedelta(hours=-1), timedelta(days=401), timedelta(seconds=-90)):
        clock.at += jump
        tick(app)
        assert client.get(f"/fr/communiques/{CODE}/un-titre-d-essai").status_code == 200, jump
        assert client.get("/fr/").status_code == 200, jump
        with engines.reading() as session:
            release_at = session.scalars(select(Release.release_at).where(Release.edition_id == waiting)).one()
            assert (session.get(Settlement, waiting) is None) or clock() >= release_at, jump
    clock.forward(days=3)
    tick(app)
    tick(app)
    second = publish(clock, "Un second titre")
    with engines.reading() as session:
        numbers = sorted(one for one in session.scalars(select(Document.number).where(Document.letter == "C")) if one)
        assert numbers == [1, 2, 3]
        assert session.get(Settlement, waiting) is not None
        assert list(publishing.faults(session)) == []
    assert first != second
    clock.at -= timedelta(days=800)
    for address in READ[:4]:
        assert client.get(address).status_code == 200, address


@pytest.fixture
def served(filled: Path, tmp_path: Path, cluster: Cluster | None) -> Iterator[Path]:
    name = copied(filled, tmp_path, cluster)
    yield tmp_path
    engines.dispose()
    if cluster is not None:
        cluster.drop(name)


def test_what_was_acknowledged_survives_the_server_being_killed(served: Path) -> None:
    """The short form of `make faults`: web, worker and their parent are killed while people write and release, and once more."""
    told = breaking.killing(served, rounds=2, seed=1)
    assert told.kills == 2
    assert told.acknowledged > 0


def test_a_migration_that_is_killed_is_done_again_whole(served: Path) -> None:
    assert breaking.migrating(served, rounds=3, seed=1) == 3


def test_a_backup_that_is_killed_is_none(served: Path) -> None:
    assert backing.killing(served, rounds=2, seed=1) >= 1


def test_postgresql_is_killed_while_somebody_releases_a_backup_is_made_and_tables_change(filled: Path, tmp_path: Path, cluster: Cluster | None) -> None:
    """One that is nobody else's, once during each."""
    if cluster is None:
        pytest.skip("on PostgreSQL alone")
    told = postgresql.run(tmp_path, rounds=len(postgresql.DURING), seed=1, full=filled)
    assert told.kills == len(postgresql.DURING)
    assert told.acknowledged > 0
    assert told.releases > 0


def test_what_was_typed_stands_in_the_answer_without_secrets(app: Flask) -> None:
    from mission.web import outages

    with app.test_request_context("/fr/contact", method="POST", data={"message": "a", "password": "b", "new-password": "c", "code": "d", "empty": ""}):
        assert outages._typed() == (("message", "a"),)
    assert re.fullmatch(r"\d+", str(outages.RETRY_SECONDS))


def test_what_was_typed_is_shown_however_short_and_what_the_form_says_for_itself_is_not(app: Flask, client: StrictClient) -> None:
    app.config["SETTINGS"].__dict__["CONTACT_LEAST_SECONDS"] = 0
    refuse = break_database("read-only")
    answer = sent(client, message="Bonjour, une question d’une ligne ?")
    mend_database(refuse)
    assert answer.status_code == 503
    main = answer.text[answer.text.index("<main") :]
    boxes = {str(one["name"]): one for one in read(main).all("input") if one.get("name")}
    assert boxes["started"].get("type") == "hidden"
    assert len(boxes["started"].get("value") or "") > 10
    assert boxes["message"].get("value") == "Bonjour, une question d’une ligne ?"
    assert boxes["message"].get("type") != "hidden"
    assert not [one for one in read(main).all("textarea") if one.get("name") == "started"]
    assert Edition
