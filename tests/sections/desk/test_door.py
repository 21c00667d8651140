"""Everything below /desk is closed by default; each view says by name whom it admits."""

import re
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from mission import create_app
from mission.extensions import engines
from mission.models import JournalEntry, Person, RoleName
from mission.sections.desk.door import ANYBODY
from mission.services import staff
from mission.web import probing
from tests.conftest import Clock, environment
from tests.strict import StrictClient

from .entering import PASSWORD, come_in, form_token, stand


def desk_rules(app: Flask) -> list[tuple[str, str]]:
    found = []
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/desk"):
            address = rule.rule.replace("<language:shown>", "fr")
            found.extend((method, re.sub(r"<[^>]+>", "1", address)) for method in sorted((rule.methods or set()) & {"GET", "POST"}))
    return found


OPEN = {
    "/desk/sign-in", "/desk/sign-in/challenge", "/desk/sign-in/passkey", "/desk/invitation/<token>", "/desk/invitation/<token>/challenge",
    "/desk/probe", "/desk/forgotten", "/desk/forgotten/sent", "/desk/password/<token>", "/desk/shown/<token>", "/desk/shown/<token>/<language:shown>",
    "/desk/shown/<token>/files/<language:shown>/<slug:file>", "/desk/shown/<token>/files/<language:shown>/<slug:file>/<slug:drawn>",
}  # fmt: skip


def test_every_view_declares_whom_it_admits(app: Flask) -> None:
    opened = set()
    for rule in app.url_map.iter_rules():
        if f"{rule.rule}/".startswith("/desk/"):
            policy = getattr(app.view_functions[rule.endpoint], "policy", None)
            assert policy, f"{rule.rule} declares nothing"
            if policy == (ANYBODY,):
                opened.add(rule.rule)
    assert opened == OPEN


def test_who_bears_no_sign_finds_no_probe_and_its_cookie_opens_nothing(app: Flask, client: StrictClient, clock: Clock) -> None:
    for sign in (None, "forged", probing.sign("another secret", clock()), probing.sign(app.config["SECRET_KEY"], clock() - timedelta(minutes=2))):
        answer = client.get("/desk/probe", headers={probing.HEADER: sign} if sign else {})
        assert (answer.status_code, answer.headers.get("Set-Cookie")) == (404, None), sign
    bearing = {probing.HEADER: probing.sign(app.config["SECRET_KEY"], clock())}
    first = client.get("/desk/probe", headers=bearing)
    told = probing.read(first.data)
    assert told is not None
    assert (first.status_code, told["cookie"], told["given"]) == (200, "", first.headers["Set-Cookie"])
    assert (probing.read(client.get("/desk/probe", headers=bearing).data) or {})["cookie"] == "probed"
    assert client.get("/desk/").headers["Location"] == "/desk/sign-in"


def test_an_address_that_is_nowhere_at_the_desk_is_answered_in_the_language_of_who_is_in(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    client.post("/desk/account", data={"token": form_token(client), "name": "شخص", "language": "ar"})
    for address in ("/desk/nothing", "/desk/documents/99999", "/desk/people/x/y"):
        answer = client.get(address, headers={"Accept-Language": "en-US,en;q=0.9"})
        assert answer.status_code == 404
        assert '<html lang="ar" dir="rtl">' in answer.text
        assert 'href="/desk/journal"' in answer.text, "the menu leads on"
    client.post("/desk/sign-out", data={"token": form_token(client)})
    assert '<html lang="en"' in client.get("/desk/nothing", headers={"Accept-Language": "en-US,en;q=0.9"}).text


def test_a_view_that_declares_nothing_opens_for_nobody(app: Flask, client: StrictClient, clock: Clock) -> None:
    app.add_url_rule("/desk/forgotten-policy", "forgotten_policy", lambda: "secret")
    come_in(client, clock)
    assert client.get("/desk/forgotten-policy").status_code == 404


def test_without_a_session_every_door_leads_to_the_sign_in_page(app: Flask, client: StrictClient) -> None:
    opened = {re.sub(r"<[^>]+>", "1", rule.replace("<language:shown>", "fr")) for rule in OPEN}
    for method, address in desk_rules(app):
        if address in opened:
            continue
        answer = client.open(address, method=method)
        assert answer.status_code == 303, (method, address)
        assert answer.headers["Location"].partition("?")[0] == "/desk/sign-in", (method, address)
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_fragment_is_told_to_sign_in_and_not_given_the_page(client: StrictClient) -> None:
    answer = client.get("/desk/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/desk/sign-in")


def test_roles_keep_translators_from_releasing(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock, roles=(RoleName.TRANSLATOR,))
    assert client.get("/desk/documents/new").status_code == 200
    assert client.post("/desk/editions/1/release", data={"token": form_token(client)}).status_code == 403
    assert client.post("/desk/documents/1/recall", data={"token": form_token(client)}).status_code == 403


def test_a_post_from_elsewhere_or_without_the_sessions_token_is_refused_and_the_journal_has_the_first_few(client: StrictClient, clock: Clock) -> None:
    address = "/desk/documents/new"

    def noted() -> list[tuple[str, int | None]]:
        with engines.reading() as session:
            lines = session.scalars(select(JournalEntry).where(JournalEntry.verb == "foreign").order_by(JournalEntry.id))
            return [(one.remark, one.person_id) for one in lines]

    foreign = {"Sec-Fetch-Site": "same-site", "Origin": "https://evil.example"}
    assert client.post(address, headers=foreign).status_code == 403
    assert noted() == [], "nobody is in"
    come_in(client, clock)
    with engines.reading() as session:
        person = session.scalars(select(Person.id).where(~Person.system)).one()
    assert client.post(address, headers=foreign, data={"token": form_token(client)}).status_code == 403
    for token in ("", "0" * 64, "1", "2", "3"):
        assert client.post(address, data={"token": token}).status_code == 403
    assert noted() == [(f"POST {address}", person)] * 3
    clock.forward(minutes=15)
    assert client.post(address, data={}).status_code == 403
    assert noted() == [(f"POST {address}", person)] * 4
    assert client.post("/desk/nowhere", headers=foreign).status_code == 403
    assert len(noted()) == 4


def test_an_invitation_works_once_and_opening_it_changes_nothing(client: StrictClient, clock: Clock) -> None:
    with engines.writing() as session:
        token = staff.invite(session, "one@example.org", (RoleName.WRITER,), at=clock())
    for _ in range(3):
        assert client.get(f"/desk/invitation/{token}").status_code == 200
    data = {"name": "Une", "language": "ar", "password": PASSWORD}
    assert client.post(f"/desk/invitation/{token}", data=data).status_code == 303
    assert client.post(f"/desk/invitation/{token}", data=data).status_code == 404
    with engines.writing() as session:
        late = staff.invite(session, "two@example.org", (RoleName.WRITER,), at=clock())
    clock.forward(days=8)
    assert client.get(f"/desk/invitation/{late}").status_code == 404


@pytest.mark.parametrize("weak", ["brève", "passwordpassword", "qwertyuiopasdf", "aaaaaaaaaaaaaaa", "123456789012345", "motdepasse2026!!", "azertyuiopqsdfgh", "Maroc-Maroc-2026", "iloveyouiloveyou", "Dupont.Dupont.15", "24-11-2026-2026"])
def test_a_password_that_everybody_tries_is_refused(client: StrictClient, clock: Clock, weak: str) -> None:
    with engines.writing() as session:
        token = staff.invite(session, "weak@example.org", (RoleName.WRITER,), at=clock())
    answer = client.post(f"/desk/invitation/{token}", data={"name": "Une Dupont", "language": "fr", "password": weak})
    assert answer.status_code == 422
    assert weak not in answer.text


def test_a_copied_cookie_is_dead_after_sign_out(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    copied = client.get_cookie("desk", path="/desk")
    assert copied is not None
    left = client.post("/desk/sign-out", data={"token": form_token(client)})
    assert left.headers["Clear-Site-Data"]
    client.set_cookie("desk", copied.value, path="/desk")
    assert client.get("/desk/").status_code == 303


def test_a_session_ends_idle_and_in_any_case(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    clock.forward(minutes=29)
    assert client.get("/desk/").status_code == 200
    clock.forward(minutes=31)
    assert client.get("/desk/").status_code == 303
    client.post("/desk/sign-in", data={"email": "first@example.org", "password": PASSWORD})
    assert client.get("/desk/").status_code == 200
    for turn in range(12 * 3):
        clock.forward(minutes=20)
        assert client.get("/desk/").status_code == 200, turn
        if turn == 30:
            # A new proof is no new beginning.
            assert client.post("/desk/account/confirm", data={"token": form_token(client), "password": PASSWORD}).status_code == 303
    clock.forward(minutes=1)
    assert client.get("/desk/").status_code == 303


def test_the_second_factor_is_asked_for_once_it_is_set_and_each_code_works_once(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    page = client.get("/desk/account/factor").text
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page)[1]  # type: ignore[index]
    kept = re.search(r'name="secret" value="([^"]+)"', page)[1]  # type: ignore[index]
    code = pyotp.TOTP(secret).at(clock())
    assert client.post("/desk/account/factor", data={"token": form_token(client), "secret": kept, "code": "000000"}).status_code == 422
    assert client.post("/desk/account/factor", data={"token": form_token(client), "secret": kept, "code": code}).status_code == 303
    client.post("/desk/sign-out", data={"token": form_token(client)})
    clock.forward(minutes=2)
    fresh = pyotp.TOTP(secret).at(clock())
    who = {"email": "first@example.org", "password": PASSWORD}
    assert client.post("/desk/sign-in", data=who).status_code == 422
    assert client.post("/desk/sign-in", data=who | {"code": fresh}).status_code == 303
    # The same code a second time, and the one before it.
    assert client.post("/desk/sign-in", data=who | {"code": fresh}).status_code == 422
    assert client.post("/desk/sign-in", data=who | {"code": code}).status_code == 422


def test_the_account_never_tells_whether_an_address_exists_and_tries_are_counted(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    client.post("/desk/sign-out", data={"token": form_token(client)})
    known = client.post("/desk/sign-in", data={"email": "first@example.org", "password": "faux"})
    unknown = client.post("/desk/sign-in", data={"email": "nobody@example.org", "password": "faux"})
    assert known.status_code == unknown.status_code == 422
    # Every page bears a name of its own behind the token of its forms.
    told = [re.sub(r'(name="token" value="[0-9a-f]{64})[0-9a-f]{32}"', r'\1"', one.text) for one in (known, unknown)]
    assert told[0].replace("first@example.org", "") == told[1].replace("nobody@example.org", "")
    for _ in range(12):
        last = client.post("/desk/sign-in", data={"email": "first@example.org", "password": "faux"})
    assert last.status_code == 429
    assert int(last.headers["Retry-After"]) > 0
    assert client.post("/desk/sign-in", data={"email": "first@example.org", "password": PASSWORD}).status_code == 429


def test_system_persons_cannot_sign_in(client: StrictClient) -> None:
    from mission.services.seeding import WRITER

    assert client.post("/desk/sign-in", data={"email": WRITER, "password": ""}).status_code == 422


def test_away_from_localhost_no_page_opens_without_a_second_factor(app: Flask, instance: object, clock: Clock) -> None:
    with engines.writing() as session:
        token = staff.invite(session, "far@example.org", tuple(RoleName), at=clock())
    engines.dispose()
    far = create_app(environment(instance) | {"BASE_URL": "https://mission.example"}, clock=clock)  # type: ignore[arg-type]
    far.test_client_class = StrictClient
    client = far.test_client()
    base = {"base_url": "https://mission.example"}
    came = client.post(f"/desk/invitation/{token}", data={"name": "Loin", "language": "fr", "password": PASSWORD}, **base)
    assert came.headers["Set-Cookie"].startswith("__Host-desk=")
    assert "Secure" in came.headers["Set-Cookie"]
    assert came.headers["Strict-Transport-Security"]
    assert client.get("/desk/", **base).headers["Location"] == "/desk/account/factor"
    assert client.get("/desk/account/factor", **base).status_code == 200


def test_by_number_the_desk_sends_to_its_own_name(client: StrictClient) -> None:
    answer = client.get("/desk/sign-in", base_url="http://127.0.0.1:8000")
    assert (answer.status_code, answer.headers["Location"]) == (302, "http://localhost:8000/desk/sign-in")


def test_a_person_who_is_disabled_is_out_at_once(client: StrictClient, clock: Clock) -> None:
    from sqlalchemy import update

    come_in(client, clock)
    with engines.writing() as session:
        session.execute(update(Person).where(Person.email == "first@example.org").values(active=False))
        session.commit()
    assert client.get("/desk/").status_code == 303


def test_a_planted_cookie_is_nobodys_and_signing_in_gives_another(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    client.post("/desk/sign-out", data={"token": form_token(client)})
    client.set_cookie("desk", "planted", path="/desk")
    assert client.get("/desk/").status_code == 303
    client.post("/desk/sign-in", data={"email": "first@example.org", "password": PASSWORD})
    first = client.get_cookie("desk", path="/desk")
    assert first is not None
    assert first.value != "planted"
    # Signing in once more ends the session that the browser held.
    client.post("/desk/sign-in", data={"email": "first@example.org", "password": PASSWORD})
    second = client.get_cookie("desk", path="/desk")
    assert second is not None
    assert second.value != first.value
    client.set_cookie("desk", first.value, path="/desk")
    assert client.get("/desk/").status_code == 303


def test_the_cookie_is_for_this_host_alone_and_not_for_scripts(client: StrictClient, clock: Clock) -> None:
    with engines.writing() as session:
        token = staff.invite(session, "flags@example.org", (RoleName.WRITER,), at=clock())
    given = client.post(f"/desk/invitation/{token}", data={"name": "Une", "language": "fr", "password": PASSWORD}).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/desk"} <= {part.strip() for part in given.split(";")}
    assert "Domain" not in given
    assert "Expires" not in given
    assert "Max-Age" not in given


NEXTS = (
    "https://evil.example", "//evil.example", r"\\evil.example", "/\\evil.example", r"/desk/\evil", "/desk//evil.example", "/desk/../fr/", "///evil.example",
    "/desk/%2f%2fevil.example", "/desk/\n//evil", "javascript:alert(1)", "/desk@evil.example", "/fr/", "http:/desk/", "/desk/account\r\nX: 1",
    "/desk/none", "/desk/sign-out", "desk/", "/desk/?next=//evil", "/DESK/",
)  # fmt: skip


@pytest.mark.parametrize("wanted", NEXTS)
def test_nobody_is_led_elsewhere_after_signing_in(client: StrictClient, clock: Clock, wanted: str) -> None:
    with engines.writing() as session:
        staff.invite(session, "first@example.org", (RoleName.WRITER,), at=clock())
    answer = client.get("/desk/sign-in", query_string={"next": wanted})
    assert "evil" not in answer.text
    stand(client, clock)
    assert client.get("/desk/sign-in", query_string={"next": wanted}).headers["Location"] == "/desk/"


def test_who_was_sent_to_sign_in_arrives_where_they_wanted_to_go(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    client.post("/desk/sign-out", data={"token": form_token(client)})
    sent = client.get("/desk/documents/new").headers["Location"]
    assert sent == "/desk/sign-in?next=/desk/documents/new"
    assert 'name="next" value="/desk/documents/new"' in client.get(sent).text
    data = {"email": "first@example.org", "password": PASSWORD, "next": "/desk/documents/new"}
    assert client.post("/desk/sign-in", data=data).headers["Location"] == "/desk/documents/new"


def test_known_and_unknown_cost_the_same_and_too_long_costs_nothing(client: StrictClient, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    from argon2 import PasswordHasher

    come_in(client, clock)
    checked: list[str] = []
    real = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda self, kept, given: checked.append(kept) or real(self, kept, given))
    counts = []
    for email in ("first@example.org", "nobody@example.org", "SYSTEM@example.org"):
        for password, code in (("faux", ""), ("faux", "abcd-efgh-jkmn-pqrs"), ("x" * 257, "")):
            client.post("/desk/sign-in", data={"email": email, "password": password, "code": code})
            counts.append(len(checked))
            checked.clear()
    assert counts == [1, 2, 0] * 3


def test_the_door_stays_shut_where_tries_cannot_be_counted(app: Flask, clock: Clock) -> None:
    with engines.writing() as session:
        staff.invite(session, "first@example.org", (RoleName.WRITER,), at=clock())
        session.connection().exec_driver_sql("DROP TABLE throttle")
        session.commit()
    answer = app.test_client().post(
        "/desk/sign-in", data={"email": "first@example.org", "password": PASSWORD}, headers={"Sec-Fetch-Site": "same-origin"}, base_url="http://localhost:8000"
    )
    # A table that is not there is a fault of ours, and lets nobody in.
    assert answer.status_code == 500
    assert "Set-Cookie" not in answer.headers


def test_whoever_tries_too_often_is_told_when_to_come_back(client: StrictClient) -> None:
    for _ in range(11):
        answer = client.post("/desk/sign-in", data={"email": "a@example.org", "password": "faux"}, headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"})
    assert answer.status_code == 429
    # The clock stands at 10:30:17 in Geneva, and a stretch is a quarter of an hour.
    assert "You can try again in 15 min, at 10:45 in Geneva." in answer.text
    assert client.post("/desk/sign-in", data={"email": "b@example.org", "password": "faux"}).status_code == 422


def test_one_place_and_all_places_together_are_counted_too(client: StrictClient) -> None:
    for number in range(30):
        assert client.post("/desk/sign-in/passkey", data={"credential": "{}"}).status_code == 422, number
    assert client.post("/desk/sign-in", data={"email": "new@example.org", "password": "faux"}).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.post("/desk/sign-in", data={"email": "new@example.org", "password": "faux"}, environ_overrides=elsewhere).status_code == 422


@pytest.mark.parametrize(("tag", "direction"), [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr"), ("es", "ltr")])
def test_the_door_speaks_the_browsers_language(client: StrictClient, tag: str, direction: str) -> None:
    for address in ("/desk/sign-in", "/desk/forgotten", "/desk/forgotten/sent"):
        assert f'<html lang="{tag}" dir="{direction}">' in client.get(address, headers={"Accept-Language": tag}).text
    assert f'<html lang="{tag}" dir="{direction}">' in client.get("/desk/invitation/none", headers={"Accept-Language": tag}).text
