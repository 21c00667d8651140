"""Each role at each door: who is admitted goes in, who is not gets a page in their language that says so; generated from the map."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mission.extensions import engines
from mission.models import JournalEntry, Person, RoleName
from mission.sections.desk.cookies import form_token
from mission.services import publishing, staff
from mission.services.publishing import WRITING
from mission.web.access import ANYBODY, HALF_IN, SIGNED_IN
from tests import building
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
        if role is RoleName.TRANSLATOR and address.endswith("1/discarding"):
            # The door lets translators in to what they alone have written; the rest is refused inside.
            assert answer.status_code in (403, 404), (method, address, answer.status_code)
        elif who in ((SIGNED_IN,), (HALF_IN,)) or role in who:
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


STATES = ("draft", "submitted", "approved", "released", "settled", "withdrawn", "recalled")
NEVER = dict.fromkeys(STATES[:4], 404)
# What each address of a text answers the approver in each state, where it is not 200: what they have done themselves is over.
ANSWERS: dict[str, dict[str, int]] = {
    "desk.acts.ask_override": dict.fromkeys(STATES, 409) | {"submitted": 200, "approved": 303},
    "desk.acts.ask_discard": dict.fromkeys(STATES, 409) | {"draft": 200},
    "desk.acts.ask_release": dict.fromkeys(STATES, 303) | {"draft": 422, "submitted": 422, "approved": 200},
    "desk.acts.ask_withdrawal": NEVER | {"withdrawn": 409, "recalled": 409},
    "desk.acts.ask_recall": NEVER | {"recalled": 409},
    "desk.writing.edit": dict.fromkeys(STATES[3:], 303),
    # A text is no page of the tree.
    "desk.pages.edit": dict.fromkeys(STATES, 404),
    "desk.pages.preview": dict.fromkeys(STATES, 404),
}


# What no translator is asked, whatever the state.
DECIDED = {"ask_override", "ask_discard", "ask_release", "ask_withdrawal", "ask_recall"}
Policy = tuple[object, ...]


@pytest.fixture
def texts(client: StrictClient, clock: Clock) -> dict[str, tuple[int, int]]:
    """A text with files in each state: its number, and that of its edition."""
    later = clock().replace(second=0) + timedelta(days=3)
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("one", "other"))
        titles = {state: {"fr": building.text(f"Motcanari {state}")} for state in STATES}
        made = {state: building.with_files(session, writer, building.draft(session, writer, clock(), translations=titles[state]), clock()) for state in STATES}
        publishing.submit(session, writer, made["submitted"].id, version=made["submitted"].version, required={}, at=clock())
        publishing.submit(session, writer, made["approved"].id, version=made["approved"].version, required={}, at=clock())
        publishing.approve(session, approver, made["approved"].id, version=made["approved"].version, at=clock())
        for state in STATES[3:]:
            building.release(session, made[state], writer, approver, clock(), later if state == "released" else None)
        session.commit()
        publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
        session.expire_all()
        for state, verb in (("withdrawn", publishing.withdraw), ("recalled", publishing.recall)):
            verb(session, approver, made[state].document_id, notices={"fr": "Un avis d’essai."}, at=clock(), demonstration=True)
        staff.invite(session, "press@example.org", (RoleName.PRESS_OFFICER,), at=clock())
        for role in (RoleName.TRANSLATOR, RoleName.WRITER, RoleName.ADMINISTRATOR):
            staff.invite(session, f"{role.value}@example.org", (role,), at=clock())
        return {state: (edition.document_id, edition.id) for state, edition in made.items()}


def addresses(app: Flask, texts: dict[str, tuple[int, int]], method: str) -> list[tuple[str, str, str, Policy]]:
    """Every address of a text in each state: with its endpoint, the state, and whom it admits."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/desk/") and method in (rule.methods or set()) and {"edition_id", "document_id"} & rule.arguments:
            who = app.view_functions[rule.endpoint].policy  # type: ignore[attr-defined]
            for state, (document, edition) in texts.items():
                address = rule.rule.replace("<number:document_id>", str(document)).replace("<number:edition_id>", str(edition))
                address = address.replace("<language:shown>", "fr").replace("<slug:file>", "photo.jpg").replace("<slug:drawn>", "small.jpg")
                found.append((address.replace("<number:file_id>", "1"), rule.endpoint, state, who))
    return found


def test_each_address_of_a_text_in_each_state_answers_whom_it_admits_and_nobody_else(app: Flask, client: StrictClient, clock: Clock, texts: dict[str, tuple[int, int]]) -> None:
    asked = addresses(app, texts, "GET")
    assert len(asked) >= 17 * len(STATES)
    parts = [(f"/desk/editions/{edition}?part=checklist", "", state, WRITING) for state, (_, edition) in texts.items() if state in STATES[:3]]
    parts += [(f"/desk/documents/{document}?part=waiting", "", state, WRITING) for state, (document, _) in texts.items()]
    others = [(role.value, role) for role in (RoleName.TRANSLATOR, RoleName.WRITER, RoleName.ADMINISTRATOR)]
    for name, role in (("other", RoleName.APPROVER), *others, ("press", RoleName.PRESS_OFFICER)):
        stand(client, clock, f"{name}@example.org")
        found = []
        for address, endpoint, state, who in asked + parts:
            # A PDF is drawn anew each time: whoever is let in by name gets the one that the first got.
            if endpoint == "desk.previewing.preview_paper" and name in dict(others):
                continue
            status = ANSWERS.get(endpoint, {}).get(state, 200) if role in who else 403
            if (endpoint, state, role) == ("desk.acts.ask_override", "approved", RoleName.ADMINISTRATOR):
                # Somebody else has approved it.
                status = 409
            if (endpoint, role) == ("desk.acts.ask_discard", RoleName.TRANSLATOR):
                # Only what nobody else has written in.
                status = 403
            # A translator discards nothing of others and decides nothing, in no state.
            assert role is not RoleName.TRANSLATOR or (status == 403) == (endpoint.split(".")[-1] in DECIDED)
            answer = client.get(address)
            if answer.status_code != status:
                found.append((name, address, state, status, answer.status_code))
        assert found == []
        # Nor does any page that the press officer may open say a word of what is not public.
        wide = [address for method, address, who in doors(app) if method == "GET" and (who == (SIGNED_IN,) or role in who)]
        seen = " ".join(client.get(address).text for address in (*wide, "/desk/?part=scheduled", "/desk/search?q=Motcanari"))
        assert set(re.findall(r"Motcanari (\w+)", seen)) == ({"settled", "withdrawn"} if role is RoleName.PRESS_OFFICER else set(STATES))


def test_each_post_about_a_text_in_each_state_is_refused_to_whom_it_does_not_admit_and_changes_nothing(
    app: Flask, client: StrictClient, clock: Clock, texts: dict[str, tuple[int, int]]
) -> None:
    def everything() -> list[list[object]]:
        with engines.reading() as session:
            return [list(session.connection().exec_driver_sql(f"SELECT * FROM {table}").all()) for table in ("edition", "translation", "edition_file", "release", "preview_link")]

    before = everything()
    for name, role in (("translator", RoleName.TRANSLATOR), ("writer", RoleName.WRITER), ("press", RoleName.PRESS_OFFICER)):
        seal = stand(client, clock, f"{name}@example.org")
        with app.test_request_context():
            data = {"token": form_token(seal), "version": "1", "when": "now", "typed": "x", "remark": "…", "reason": "…", "fr": "…"}
        refused = [(address, state) for address, _, state, who in addresses(app, texts, "POST") if role not in who]
        assert len(refused) >= 8 * len(STATES)
        assert [one for one in refused if client.post(one[0], data=data).status_code != 403] == []
    assert everything() == before


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
