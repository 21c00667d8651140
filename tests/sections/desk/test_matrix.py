"""Each role at each door: who is admitted goes in, who is not gets a page in their language that says so; generated from the map."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mission.extensions import engines
from mission.models import JournalEntry, Person, RoleName
from mission.sections.desk.cookies import form_token
from mission.services import staff
from mission.web.access import ANYBODY, HALF_IN, SIGNED_IN
from tests.conftest import Clock
from tests.strict import StrictClient

from .entering import stand

WORDS = {"fr": "permis", "ar": "غير مسموح", "en": "not allowed", "es": "permitid"}
LANGUAGE = dict(zip(RoleName, ("fr", "ar", "en", "es", "fr"), strict=True))


def doors(app: Flask) -> list[tuple[str, str, tuple[object, ...]]]:
    found = []
    for rule in app.url_map.iter_rules():
        if f"{rule.rule}/".startswith("/desk/"):
            address = re.sub(r"<[^>]+>", "1", rule.rule.replace("<language:shown>", "fr"))
            who = app.view_functions[rule.endpoint].policy  # type: ignore[attr-defined]
            found.extend((method, address, who) for method in sorted((rule.methods or set()) & {"GET", "POST"}))
    return found


@pytest.mark.parametrize("role", list(RoleName), ids=lambda role: role.value)
def test_each_role_passes_the_doors_that_name_it_and_no_other(app: Flask, client: StrictClient, clock: Clock, role: RoleName) -> None:
    email = f"{role.value}@example.org"
    with engines.writing() as session:
        staff.invite(session, email, (role,), at=clock())
        session.scalars(select(Person).where(Person.email == email)).one().language = LANGUAGE[role]
        session.commit()
    refused = 0
    for method, address, who in doors(app):
        if who == (ANYBODY,):
            continue
        seal = stand(client, clock, email)
        with app.test_request_context():
            data = {"token": form_token(seal)} if method == "POST" else None
        answer = client.open(address, method=method, data=data)
        if who in ((SIGNED_IN,), (HALF_IN,)) or role in who:
            # What does not exist, or lacks its fields, is another matter than who may ask.
            assert answer.status_code in (200, 303, 400, 404, 409, 422), (method, address, answer.status_code)
            assert "sign-in" not in answer.headers.get("Location", "") or address in ("/desk/sign-out", "/desk/account/sessions"), (method, address)
        else:
            refused += 1
            assert answer.status_code == 403, (method, address, answer.status_code)
            assert f'lang="{LANGUAGE[role]}"' in answer.text
            assert WORDS[LANGUAGE[role]] in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
    with engines.reading() as session:
        assert len(session.scalars(select(JournalEntry).where(JournalEntry.verb == "refused")).all()) == refused
    # The menu offers what opens, and a refused page leads back.
    menu = re.findall(r'href="(/desk/[^"]*)"', client.get("/desk/").text.split('class="rail"')[1].split("</nav>")[0])
    assert len(menu) >= 2
    for address in menu:
        assert client.get(address).status_code == 200, address
    shut = client.get("/desk/journal" if role is not RoleName.ADMINISTRATOR else "/desk/editions/999999")
    assert 'href="/desk/"' in shut.text.split("<main")[1]


def test_no_door_opens_on_a_post_from_elsewhere_or_without_the_sessions_token(app: Flask, client: StrictClient, clock: Clock) -> None:
    with engines.writing() as session:
        staff.invite(session, "all@example.org", tuple(RoleName), at=clock())
    stand(client, clock, "all@example.org")
    for method, address, who in doors(app):
        if method != "POST":
            continue
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"X-Nothing": "1"}):
            assert client.post(address, headers=headers).status_code == 403, (address, headers)
        if who != (ANYBODY,):
            assert client.post(address).status_code == 403, address
            assert client.post(address, data={"token": "0" * 64}).status_code == 403, address


def test_no_question_changes_anything(app: Flask, client: StrictClient, clock: Clock) -> None:
    """A GET writes nothing but the time of last use, and that once a minute."""
    with engines.writing() as session:
        staff.invite(session, "all@example.org", tuple(RoleName), at=clock())
    stand(client, clock, "all@example.org")
    tables = ("journal_entry", "invitation", "passkey", "recovery_code", "staff_session", "person", "kept_form", "job", "letter", "spent_challenge")

    def everything() -> list[list[object]]:
        with engines.reading() as session:
            return [list(session.connection().exec_driver_sql(f"SELECT * FROM {table}").all()) for table in tables]

    before = everything()
    for method, address, _ in doors(app):
        if method == "GET":
            client.get(address)
    assert everything() == before


def test_public_pages_know_nothing_of_the_desk(app: Flask, clock: Clock) -> None:
    with engines.writing() as session:
        staff.invite(session, "all@example.org", tuple(RoleName), at=clock())
    app.test_client_class = FlaskClient
    plain, known = app.test_client(), app.test_client()
    with engines.writing() as session:
        token = staff.open_session(session, session.scalars(select(Person).where(Person.email == "all@example.org")).one(), at=clock())
    for name in ("desk", "__Host-desk"):
        known.set_cookie(name, token)
    for address in ("/fr/", "/ar/communiques", "/fr/contact", "/fr/none"):
        answers = [one.get(address, base_url="http://localhost:8000") for one in (plain, known)]
        assert answers[0].data == answers[1].data
        for answer in answers:
            assert "Set-Cookie" not in answer.headers
            assert "cookie" not in answer.headers.get("Vary", "").lower()
