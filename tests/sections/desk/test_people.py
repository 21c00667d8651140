"""The people of the desk, as an administrator keeps them."""

import re
import threading

import pytest
from flask import Flask
from sqlalchemy import select

from mission.extensions import engines
from mission.models import JournalEntry, Person, RoleName
from mission.services import staff
from tests.conftest import Clock
from tests.strict import StrictClient

from .entering import PASSWORD, come_in, form_token, letters, person, stand

W, T, A = RoleName.WRITER, RoleName.TRANSLATOR, RoleName.ADMINISTRATOR


def journal() -> list[tuple[str, str]]:
    with engines.reading() as session:
        return [(one.verb, one.remark) for one in session.scalars(select(JournalEntry).order_by(JournalEntry.id))]


def roles_of(email: str) -> set[str]:
    with engines.reading() as session:
        return {role.name for role in session.scalars(select(Person).where(Person.email == email)).one().roles}


@pytest.fixture
def token(client: StrictClient, clock: Clock) -> str:
    """An administrator is in; the token of their forms."""
    come_in(client, clock, "boss@example.org", (A,))
    return form_token(client)


@pytest.mark.parametrize(("tag", "words"), [("fr", "Vous êtes invité"), ("ar", "أنتم مدعوون"), ("en", "You are invited"), ("es", "Se le invita")])
def test_an_invitation_goes_by_letter_in_the_persons_language(app: Flask, client: StrictClient, clock: Clock, token: str, tag: str, words: str) -> None:
    sent = client.post("/desk/people/new", data={"token": token, "email": "New@Example.org", "language": tag, "roles": ["writer", "translator"]})
    made = person("new@example.org")
    assert sent.headers["Location"] == f"/desk/people/{made.id}?done=invite"
    assert "invitation est partie" in client.get(sent.headers["Location"]).text
    written = letters(app, clock)[-1]
    assert (written.recipient, written.language) == ("new@example.org", tag)
    assert words in written.text
    assert ('dir="rtl"' in written.html) == (tag == "ar")
    link = re.search(r"http://localhost:8000(/desk/invitation/\S+)", written.text)[1]  # type: ignore[index]
    assert link not in client.get(sent.headers["Location"]).text, "whoever invites does not hold the link"
    newcomer = app.test_client()
    assert newcomer.post(link, data={"name": "Nouvelle", "language": tag, "password": PASSWORD}, headers={"Sec-Fetch-Site": "same-origin"}, base_url="http://localhost:8000").status_code == 303
    assert roles_of("new@example.org") == {"writer", "translator"}
    assert "Nouvelle" in client.get("/desk/people").text
    assert not [one for one in letters(app, clock) if link in one.text]


def test_a_bad_invitation_says_why_and_loses_nothing(client: StrictClient, token: str) -> None:
    for data in ({"email": "x"}, {"email": "a@example.org\r\nBcc: b@example.org"}, {"email": "ok@example.org", "roles": []}, {"email": "ok@example.org", "roles": ["king"]},
                 {"email": "boss@example.org"}, {"email": "ok@example.org", "language": "de"}):  # fmt: skip
        answer = client.post("/desk/people/new", data={"token": token, "language": "fr", "roles": ["writer"]} | data)
        assert answer.status_code == 422, data
        assert 'class="trouble"' in answer.text
    assert roles_of("boss@example.org") == {"administrator"}


def test_an_invitation_pressed_twice_goes_out_once_and_answers_alike(app: Flask, client: StrictClient, clock: Clock, token: str) -> None:
    given = {"token": token, "email": "twice@example.org", "language": "fr", "roles": ["writer"]}
    first, second = (client.post("/desk/people/new", data=given) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert len([one for one in letters(app, clock) if one.recipient == "twice@example.org"]) == 1
    # Another wish, or the same one much later, is an invitation of somebody known.
    assert client.post("/desk/people/new", data=given | {"roles": ["approver"]}).status_code == 422
    clock.forward(minutes=6)
    stand(client, clock, "boss@example.org")
    assert client.post("/desk/people/new", data=given | {"token": form_token(client)}).status_code == 422
    assert roles_of("twice@example.org") == {"writer"}


def test_whoever_is_let_in_no_more_is_asked_about_first(app: Flask, client: StrictClient, clock: Clock, token: str) -> None:
    come_in(app.test_client(), clock, "other@example.org", (W,))  # type: ignore[arg-type]
    here = f"/desk/people/{person('other@example.org').id}"
    shown = client.get(here).text
    assert f'action="{here}/disabling"' not in shown, "no act of this weight at one press"
    assert f'href="{here}/disabling"' in shown
    asked = client.get(f"{here}/disabling").text
    assert "other@example.org" in asked
    assert f'action="{here}/disabling" method="post"' in asked
    assert "Cette personne n’est plus admise" in client.post(f"{here}/disabling", data={"token": token}, follow_redirects=True).text
    assert client.get(f"{here}/disabling").status_code == 303
    assert "Cette personne est de nouveau admise" in client.post(f"{here}/enabling", data={"token": token}, follow_redirects=True).text
    kept = client.post(f"{here}/roles", data={"token": token, "roles": ["writer", "translator"]}, follow_redirects=True).text
    assert "Les rôles sont enregistrés" in kept


def test_an_invitation_is_sent_again_and_taken_back(app: Flask, client: StrictClient, clock: Clock, token: str) -> None:
    client.post("/desk/people/new", data={"token": token, "email": "new@example.org", "language": "fr", "roles": ["writer"]})
    here = f"/desk/people/{person('new@example.org').id}"
    client.post(f"{here}/invitation", data={"token": token})
    first, second = [re.search(r"(/desk/invitation/\S+)", one.text)[1] for one in letters(app, clock)]  # type: ignore[index]
    assert [client.get(one).status_code for one in (first, second)] == [404, 200]
    clock.forward(days=8)
    seal_page = client.get(second)
    assert seal_page.status_code == 404
    stand(client, clock, "boss@example.org")
    token = form_token(client)
    assert "Sans invitation" in client.get("/desk/people").text
    client.post(f"{here}/invitation", data={"token": token})
    third = re.search(r"(/desk/invitation/\S+)", letters(app, clock)[-1].text)[1]  # type: ignore[index]
    assert client.get(third).status_code == 200
    assert client.post(f"{here}/invitation/withdrawal", data={"token": token}).status_code == 303
    assert client.get(third).status_code == 404
    assert [verb for verb, _ in journal()][-4:] == ["invite", "invite-again", "invite-again", "withdraw-invitation"]


def test_roles_change_at_once_and_stand_in_the_journal(app: Flask, client: StrictClient, clock: Clock, token: str) -> None:
    other = app.test_client()
    come_in(other, clock, "other@example.org", (W,))  # type: ignore[arg-type]
    number = person("other@example.org").id
    assert other.get("/desk/people").status_code == 403
    client.post(f"/desk/people/{number}/roles", data={"token": token, "roles": ["administrator", "translator"]})
    assert other.get("/desk/people").status_code == 200
    assert journal()[-1] == ("change-roles", f"#{number} +administrator +translator -writer")
    assert client.post(f"/desk/people/{number}/roles", data={"token": token, "roles": []}).status_code == 422
    assert client.post(f"/desk/people/{number}/roles", data={"token": token, "roles": ["king"]}).status_code == 422


def test_the_last_administrator_stays(app: Flask, client: StrictClient, clock: Clock, token: str) -> None:
    mine = person("boss@example.org").id
    answer = client.post(f"/desk/people/{mine}/roles", data={"token": token, "roles": ["writer"]})
    assert answer.status_code == 422
    assert "dernier administrateur" in answer.text
    # One who is only invited, or disabled, is no other administrator.
    client.post("/desk/people/new", data={"token": token, "email": "invited@example.org", "language": "fr", "roles": ["administrator"]})
    assert client.post(f"/desk/people/{mine}/roles", data={"token": token, "roles": ["writer"]}).status_code == 422
    other = app.test_client()
    come_in(other, clock, "other@example.org", (A,))  # type: ignore[arg-type]
    assert client.post(f"/desk/people/{mine}/disabling", data={"token": token}).status_code == 422
    assert client.post(f"/desk/people/{mine}/factors", data={"token": token}).status_code == 422
    assert client.post(f"/desk/people/{mine}/roles", data={"token": token, "roles": ["writer"]}).status_code == 303
    assert client.get("/desk/people").status_code == 403


def test_two_administrators_who_disable_each_other_at_once_do_not_lock_the_house(app: Flask, client: StrictClient, clock: Clock, token: str) -> None:
    other = app.test_client()
    come_in(other, clock, "other@example.org", (A,))  # type: ignore[arg-type]
    both = (person("boss@example.org").id, person("other@example.org").id)
    begin, refusals = threading.Barrier(2), []

    def act(actor: int, target: int) -> None:
        with engines.writing() as session:
            begin.wait()
            try:
                staff.disable(session, session.get_one(Person, actor), target, at=clock())
            except staff.PeopleRefusal as refusal:
                refusals.append(refusal.reason)

    threads = [threading.Thread(target=act, args=pair) for pair in (both, both[::-1])]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert refusals == ["last"]


def test_who_is_disabled_is_out_at_once_and_comes_in_again_when_enabled(app: Flask, client: StrictClient, clock: Clock, token: str) -> None:
    other = app.test_client()
    come_in(other, clock, "other@example.org", (W,))  # type: ignore[arg-type]
    number, who = person("other@example.org").id, {"email": "other@example.org", "password": PASSWORD}
    client.post(f"/desk/people/{number}/disabling", data={"token": token})
    assert other.get("/desk/").status_code == 303
    assert other.post("/desk/sign-in", data=who).status_code == 422
    other.post("/desk/forgotten", data={"email": "other@example.org"})
    assert letters(app, clock) == []
    client.post(f"/desk/people/{number}/enabling", data={"token": token})
    # The session that ended stays ended.
    assert other.get("/desk/").status_code == 303
    assert other.post("/desk/sign-in", data=who).status_code == 303
    assert [verb for verb, _ in journal()][-4:] == ["disable", "sign-in-refused", "enable", "sign-in"]


def test_factors_are_reset_by_another_administrator_and_begin_anew_by_letter(app: Flask, client: StrictClient, clock: Clock, token: str) -> None:
    other = app.test_client()
    come_in(other, clock, "other@example.org", (W,))  # type: ignore[arg-type]
    number = person("other@example.org").id
    assert client.post(f"/desk/people/{number}/factors", data={"token": token}).status_code == 303
    assert other.get("/desk/").status_code == 303
    assert other.post("/desk/sign-in", data={"email": "other@example.org", "password": PASSWORD}).status_code == 422
    link = re.search(r"(/desk/invitation/\S+)", letters(app, clock)[-1].text)[1]  # type: ignore[index]
    assert other.post(link, data={"name": "De retour", "language": "fr", "password": PASSWORD + " 2"}).status_code == 303
    assert roles_of("other@example.org") == {"writer"}
    assert ("reset-factors", f"#{number}") in journal()


def test_every_session_of_a_person_can_be_ended(app: Flask, client: StrictClient, clock: Clock, token: str) -> None:
    other = app.test_client()
    come_in(other, clock, "other@example.org", (W,))  # type: ignore[arg-type]
    number = person("other@example.org").id
    assert "1 navigateur" in client.get(f"/desk/people/{number}").text
    client.post(f"/desk/people/{number}/sessions", data={"token": token})
    assert other.get("/desk/").status_code == 303
    assert journal()[-1] == ("end-sessions", f"#{number} 1")


def test_system_persons_and_strangers_are_not_to_be_found(client: StrictClient, token: str) -> None:
    with engines.reading() as session:
        system = session.scalars(select(Person.id).where(Person.system)).first()
    for number in (system, 99999):
        assert client.get(f"/desk/people/{number}").status_code == 404
        for verb in ("roles", "sessions", "invitation", "invitation/withdrawal", "factors", "disabling", "enabling"):
            assert client.post(f"/desk/people/{number}/{verb}", data={"token": token, "roles": ["writer"]}).status_code == 404


def test_what_is_written_in_a_name_stays_a_name(client: StrictClient, clock: Clock, token: str) -> None:
    nasty = '"><script>alert(1)</script><b data-hx-get="/x">'
    client.post("/desk/account", data={"token": token, "name": nasty, "language": "fr"})
    for address in ("/desk/people", f"/desk/people/{person('boss@example.org').id}", "/desk/account", "/desk/"):
        text = client.get(address).text
        assert "<script>alert" not in text
        assert '<b data-hx-get="/x">' not in text
