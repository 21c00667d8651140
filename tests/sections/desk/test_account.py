"""One's own account: factors, recovery codes, password, sessions."""

import re

import pyotp
from flask import Flask
from sqlalchemy import func, select

from mission import create_app
from mission.extensions import engines
from mission.models import Invitation, JournalEntry, Letter, Person, RecoveryCode, RoleName, StaffSession
from mission.sections.desk.cookies import browser_name
from mission.services import staff
from tests.conftest import Clock, environment
from tests.strict import StrictClient

from .entering import PASSWORD, come_in, form_token, letters, person, stand

WHO = {"email": "first@example.org", "password": PASSWORD}


def set_authenticator(client: StrictClient, clock: Clock, token: str) -> str:
    page = client.get("/desk/account/factor").text
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page)[1]  # type: ignore[index]
    kept = re.search(r'name="secret" value="([^"]+)"', page)[1]  # type: ignore[index]
    answer = client.post("/desk/account/factor", data={"token": token, "secret": kept, "code": pyotp.TOTP(secret).at(clock())})
    assert answer.headers["Location"] == "/desk/account/codes"
    return secret


def codes_of(client: StrictClient, token: str) -> list[str]:
    return re.findall(r"<code>([a-z0-9-]{19})</code>", client.post("/desk/account/codes", data={"token": token}).text)


def test_recovery_codes_are_shown_once_kept_hashed_and_work_once(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    token = form_token(client)
    set_authenticator(client, clock, token)
    codes = codes_of(client, token)
    assert len(set(codes)) == 8
    again = client.get("/desk/account/codes").text
    assert not re.search(r"[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}", again)
    assert "avec votre mot de passe" in again, "what a code is good for is said before the device is lost"
    with engines.reading() as session:
        kept = session.scalars(select(RecoveryCode)).all()
        assert all(one.code_hash.startswith("$argon2id$") for one in kept)
        assert not any(code.replace("-", "")[4:] in one.code_hash + one.mark for code in codes for one in kept)
    client.post("/desk/sign-out", data={"token": token})
    assert client.post("/desk/sign-in", data=WHO).status_code == 422
    assert client.post("/desk/sign-in", data=WHO | {"password": "faux", "code": codes[0]}).status_code == 422
    assert client.post("/desk/sign-in", data=WHO | {"code": codes[0].upper().replace("-", " ")}).status_code == 303
    assert client.post("/desk/sign-in", data=WHO | {"code": codes[0]}).status_code == 422
    assert "avec un code de secours" in letters(app, clock)[-1].text
    stand(client, clock)
    token = form_token(client)
    fresh = codes_of(client, token)
    client.post("/desk/sign-out", data={"token": token})
    assert client.post("/desk/sign-in", data=WHO | {"code": codes[1]}).status_code == 422
    assert client.post("/desk/sign-in", data=WHO | {"code": fresh[1]}).status_code == 303


def test_no_code_of_another_person_serves(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock, "other@example.org")
    theirs = codes_of(client, form_token(client))
    come_in(client, clock)
    set_authenticator(client, clock, form_token(client))
    assert client.post("/desk/sign-in", data=WHO | {"code": theirs[0]}).status_code == 422


def test_who_has_shown_a_password_alone_adds_no_factor_to_an_account_that_has_one(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    set_authenticator(client, clock, form_token(client))
    stand(client, clock, strong=False)
    assert client.get("/desk/account/factor").status_code == 403
    assert client.get("/desk/account/passkeys").status_code == 403
    assert client.post("/desk/account/passkeys", data={"token": form_token(client)}).status_code == 403


def test_an_authenticator_that_is_removed_ends_other_sessions_and_is_told(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    token = form_token(client)
    set_authenticator(client, clock, token)
    elsewhere = app.test_client()
    stand(elsewhere, clock)  # type: ignore[arg-type]
    assert client.post("/desk/account/factor/removal", data={"token": token}).status_code == 303
    assert elsewhere.get("/desk/").status_code == 303
    again = client.post("/desk/account/factor/removal", data={"token": form_token(client)})
    assert (again.status_code, "rien à supprimer" in again.text) == (422, True)
    assert len([one.text for one in letters(app, clock) if "a été supprimée" in one.text]) == 1
    with engines.reading() as session:
        assert session.scalar(select(func.count()).where(JournalEntry.verb == "remove-factor")) == 1


def test_a_new_password_ends_every_other_session(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    elsewhere = app.test_client()
    stand(elsewhere, clock)  # type: ignore[arg-type]
    token = form_token(client)
    assert client.post("/desk/account/password", data={"token": token, "password": "passwordpassword"}).status_code == 422
    longer = "une phrase " * 7
    assert client.post("/desk/account/password", data={"token": token, "password": longer}).status_code == 303
    assert client.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").status_code == 303
    client.post("/desk/sign-out", data={"token": token})
    assert client.post("/desk/sign-in", data=WHO).status_code == 422
    assert client.post("/desk/sign-in", data=WHO | {"password": longer}).status_code == 303


def test_own_sessions_are_listed_without_addresses_and_ended(app: Flask, client: StrictClient, clock: Clock) -> None:
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"
    come_in(client, clock)
    other = app.test_client()
    other.post("/desk/sign-in", data=WHO, headers={"Sec-Fetch-Site": "same-origin", "User-Agent": agent}, base_url="http://localhost:8000")
    page = client.get("/desk/account").text
    assert "Firefox, Linux" in page
    assert "127.0.0.1" not in page
    token = form_token(client)
    with engines.reading() as session:
        theirs = session.scalars(select(StaffSession).where(StaffSession.browser == "Firefox, Linux")).one().token_digest
        columns = set(StaffSession.__table__.columns.keys())
    assert not columns & {"address", "ip", "origin", "remote_addr"}
    assert client.post("/desk/account/sessions", data={"token": token, "which": "%"}).status_code == 404
    assert other.get("/desk/").status_code == 200
    assert client.post("/desk/account/sessions", data={"token": token, "which": theirs[:24]}).status_code == 303
    assert other.get("/desk/").status_code == 303
    assert client.get("/desk/").status_code == 200
    ended = client.post("/desk/account/sessions", data={"token": token, "which": "all"})
    assert ended.headers["Location"] == "/desk/sign-in"
    assert ended.headers["Clear-Site-Data"]
    assert client.get("/desk/").status_code == 303


def test_a_browser_is_called_what_its_person_calls_it(app: Flask) -> None:
    for said, called in (
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36 EdgA/142.0", "Edge, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 EdgiOS/142.0 Mobile Safari/604.1", "Edge, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0", "Edge, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_1) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15", "Safari, macOS"),
        ("curl/8", ""),
    ):
        with app.test_request_context(headers={"User-Agent": said}):
            assert browser_name() == called


def test_nobody_ends_a_session_of_somebody_else(app: Flask, client: StrictClient, clock: Clock) -> None:
    other = app.test_client()
    come_in(other, clock, "other@example.org")  # type: ignore[arg-type]
    with engines.reading() as session:
        theirs = session.scalars(select(StaffSession)).one().token_digest
    come_in(client, clock)
    client.post("/desk/account/sessions", data={"token": form_token(client), "which": theirs})
    assert other.get("/desk/").status_code == 200


def test_a_forgotten_password_is_renewed_by_letter_which_lets_nobody_in(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    token = form_token(client)
    set_authenticator(client, clock, token)
    answers = [client.post("/desk/forgotten", data={"email": email}) for email in ("First@Example.org", "nobody@example.org")]
    assert {(one.status_code, one.headers["Location"], one.data) for one in answers} == {(303, "/desk/forgotten/sent", answers[0].data)}
    written = [one for one in letters(app, clock) if "/desk/password/" in one.text]
    assert [one.recipient for one in written] == ["first@example.org"]
    link = re.search(r"http://localhost:8000(/desk/password/\S+)", written[0].text)[1]  # type: ignore[index]
    for _ in range(2):
        assert client.get(link).status_code == 200
    assert client.post(link, data={"password": "brève"}).status_code == 422
    done = client.post(link, data={"password": "une tout autre phrase, et longue"})
    assert done.headers["Location"] == "/desk/sign-in"
    assert "Set-Cookie" not in done.headers
    # Everybody is out, the second factor is still asked for, and the link is over.
    assert client.get("/desk/").status_code == 303
    assert client.post("/desk/sign-in", data=WHO | {"password": "une tout autre phrase, et longue"}).status_code == 422
    assert client.post(link, data={"password": "une tout autre phrase, et longue"}).status_code == 404
    with engines.reading() as session:
        assert not [one for one in session.scalars(select(Letter)) if link in one.text], "a letter whose link is used is not kept"


def test_a_link_to_a_password_is_no_invitation_ends_and_comes_from_our_own_name(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    client.post("/desk/forgotten", data={"email": "first@example.org"}, headers={"Sec-Fetch-Site": "same-origin", "X-Forwarded-Host": "evil.example"})
    text = letters(app, clock)[-1].text
    assert "evil" not in text
    token = re.search(r"/desk/password/(\S+)", text)[1]  # type: ignore[index]
    assert client.get(f"/desk/invitation/{token}").status_code == 404
    clock.forward(minutes=31)
    assert client.get(f"/desk/password/{token}").status_code == 404
    with engines.writing() as session:
        invited = staff.invite(session, "new@example.org", (RoleName.WRITER,), at=clock())
    assert client.get(f"/desk/password/{invited}").status_code == 404


def test_asking_for_letters_is_counted(app: Flask, client: StrictClient, clock: Clock) -> None:
    for _ in range(11):
        answer = client.post("/desk/forgotten", data={"email": "first@example.org"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_name_and_language_are_ones_own_to_change(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    token = form_token(client)
    extra = {"roles": "administrator", "email": "x@example.org", "active": "", "system": "1", "id": "1"}
    assert client.post("/desk/account", data={"token": token, "name": "  Une   autre ", "language": "ar"} | extra).status_code == 303
    mine = person()
    assert (mine.name, mine.language, mine.system, mine.active) == ("Une autre", "ar", False, True)
    assert 'dir="rtl"' in client.get("/desk/").text
    assert client.post("/desk/account", data={"token": token, "name": "", "language": "xx"}).status_code == 422
    assert client.post("/desk/account", data={"token": token, "name": "Une autre", "language": "fr"}).status_code == 303
    # The journal shows the present name: it tells when that was another one, and only then.
    assert re.findall(r"a changé de nom.*?(Une personne → Une autre)", client.get("/desk/journal").text, re.DOTALL) == ["Une personne → Une autre"]


def test_away_from_localhost_a_password_alone_serves_only_who_has_just_arrived(app: Flask, instance: object, clock: Clock) -> None:
    with engines.writing() as session:
        token = staff.invite(session, "first@example.org", tuple(RoleName), at=clock())
    engines.dispose()
    far = create_app(environment(instance) | {"BASE_URL": "https://mission.example"}, clock=clock)  # type: ignore[arg-type]
    far.test_client_class = StrictClient
    client, base = far.test_client(), {"base_url": "https://mission.example"}
    client.post(f"/desk/invitation/{token}", data={"name": "Loin", "language": "fr", "password": PASSWORD}, **base)
    client.delete_cookie("__Host-desk", domain="mission.example")
    assert client.post("/desk/sign-in", data=WHO, **base).status_code == 303
    assert client.get("/desk/", **base).headers["Location"] == "/desk/account/factor"
    clock.forward(hours=25)
    assert client.post("/desk/sign-in", data=WHO, **base).status_code == 422


def test_what_happens_at_the_door_stands_in_the_journal_without_secrets(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    token = form_token(client)
    secret = set_authenticator(client, clock, token)
    codes = codes_of(client, token)
    client.post("/desk/sign-out", data={"token": token})
    client.post("/desk/sign-in", data=WHO | {"code": "000000"})
    client.post("/desk/sign-in", data=WHO | {"code": codes[0]})
    with engines.reading() as session:
        verbs = [one.verb for one in session.scalars(select(JournalEntry).where(JournalEntry.person_id == person().id).order_by(JournalEntry.id))]
        whole = " ".join(one.remark for one in session.scalars(select(JournalEntry)))
        assert session.scalars(select(Invitation)).one().used_at is not None
    assert verbs == ["invite", "accept-invitation", "set-factor", "make-codes", "sign-out", "sign-in-refused", "use-code", "sign-in"]
    assert not any(one in whole for one in (PASSWORD, secret, codes[0], "first@example.org"))


def test_persons_made_by_the_seed_are_nobody(app: Flask, client: StrictClient, clock: Clock) -> None:
    with engines.writing() as session:
        system = session.scalars(select(Person).where(Person.system)).first()
        assert system is not None
        token = staff.invite(session, system.email, (), at=clock())
    assert client.get(f"/desk/invitation/{token}").status_code == 404
