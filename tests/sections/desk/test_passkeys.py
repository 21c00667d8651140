"""Passkeys: they open the door alone, and only to their owner, here, now, once."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from mission import create_app
from mission.extensions import engines
from mission.models import Passkey, Person, RoleName, StaffSession
from mission.services import staff
from tests.conftest import Clock, environment
from tests.strict import StrictClient

from .entering import PASSWORD, Device, come_in, form_token, letters, person, stand


def arrive(client: StrictClient, clock: Clock, device: Device, email: str = "key@example.org") -> Any:
    with engines.writing() as session:
        token = staff.invite(session, email, (RoleName.WRITER,), at=clock())
    offered = client.get(f"/desk/invitation/{token}/challenge").get_json()
    return client.post(f"/desk/invitation/{token}", data={"name": "Une", "language": "en"} | device.make(offered))


def ask(client: StrictClient) -> dict[str, Any]:
    return client.get("/desk/sign-in/challenge").get_json()  # type: ignore[no-any-return]


def out(client: StrictClient) -> None:
    client.delete_cookie("desk", path="/desk")


def test_who_arrives_with_a_passkey_needs_no_password_and_comes_in_again_with_it(client: StrictClient, clock: Clock) -> None:
    device = Device()
    came = arrive(client, clock, device)
    assert (came.status_code, came.headers["Location"]) == (303, "/desk/account/codes")
    assert person("key@example.org").password is None
    out(client)
    assert client.post("/desk/sign-in/passkey", data=device.answer(ask(client))).headers["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200
    with engines.reading() as session:
        assert [one.strong for one in session.scalars(select(StaffSession))] == [True, True]
    assert client.post("/desk/sign-in", data={"email": "key@example.org", "password": ""}).status_code == 422


def test_away_from_localhost_a_passkey_is_both_factors(app: Flask, instance: Any, clock: Clock) -> None:
    with engines.writing() as session:
        token = staff.invite(session, "far@example.org", tuple(RoleName), at=clock())
    engines.dispose()
    far = create_app(environment(instance) | {"BASE_URL": "https://mission.example"}, clock=clock)
    far.test_client_class = StrictClient
    client, base, device = far.test_client(), {"base_url": "https://mission.example"}, Device("https://mission.example", "mission.example")
    offered = client.get(f"/desk/invitation/{token}/challenge", **base).get_json()
    assert offered["options"]["rp"]["id"] == "mission.example"
    client.post(f"/desk/invitation/{token}", data={"name": "Loin", "language": "fr"} | device.make(offered), **base)
    assert client.get("/desk/", **base).status_code == 200


FORGERS = {
    "origin": Device(origin="http://localhost:8001"), "scheme": Device(origin="https://localhost:8000"), "host": Device(host="evil.example"),
    "unverified": Device(verified=False),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGERS)
def test_a_passkey_made_elsewhere_or_without_its_owner_is_not_kept(client: StrictClient, clock: Clock, what: str) -> None:
    answer = arrive(client, clock, FORGERS[what])
    assert answer.status_code == 422
    assert "Set-Cookie" not in answer.headers
    with engines.reading() as session:
        assert session.scalars(select(Passkey)).all() == []
        # The invitation is as it was.
        assert person("key@example.org").name == ""


@pytest.mark.parametrize("change", [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"verified": False}])
def test_an_answer_given_elsewhere_or_without_its_owner_opens_nothing(client: StrictClient, clock: Clock, change: dict[str, Any]) -> None:
    device = Device()
    arrive(client, clock, device)
    out(client)
    for name, value in change.items():
        setattr(device, name, value)
    assert client.post("/desk/sign-in/passkey", data=device.answer(ask(client))).status_code == 422


def test_an_answer_counts_once_and_not_for_long(client: StrictClient, clock: Clock) -> None:
    # A device that does not count its uses: the challenge alone has to see that it was answered before.
    device = Device(counts=False)
    arrive(client, clock, device)
    out(client)
    answer = device.answer(ask(client))
    assert client.post("/desk/sign-in/passkey", data=answer).status_code == 303
    out(client)
    assert client.post("/desk/sign-in/passkey", data=answer).status_code == 422
    late = device.answer(ask(client))
    clock.forward(minutes=6)
    assert client.post("/desk/sign-in/passkey", data=late).status_code == 422
    made_up = device.answer({"options": {"challenge": "AAAA"}, "challenge": "AAAA"})
    assert client.post("/desk/sign-in/passkey", data=made_up).status_code == 422


def test_a_copied_device_is_found_out_by_its_count(client: StrictClient, clock: Clock) -> None:
    device = Device()
    arrive(client, clock, device)
    out(client)
    copy = Device(identity=device.identity, key=device.key)
    assert client.post("/desk/sign-in/passkey", data=device.answer(ask(client))).status_code == 303
    out(client)
    assert client.post("/desk/sign-in/passkey", data=copy.answer(ask(client))).status_code == 422


@pytest.mark.parametrize("nonsense", ["", "{}", "[]", "null", "1", "[" * 5000, '{"id": 1}', '{"id": "x", "rawId": {}, "response": []}', "x" * 20000])
def test_nonsense_is_refused_and_no_fault(client: StrictClient, clock: Clock, nonsense: str) -> None:
    data = {"credential": nonsense, "challenge": ask(client)["challenge"]}
    assert client.post("/desk/sign-in/passkey", data=data).status_code == 422
    with engines.writing() as session:
        token = staff.invite(session, "key@example.org", (RoleName.WRITER,), at=clock())
    challenge = client.get(f"/desk/invitation/{token}/challenge").get_json()["challenge"]
    answer = client.post(f"/desk/invitation/{token}", data={"name": "Une", "language": "fr", "credential": nonsense, "challenge": challenge})
    assert answer.status_code == 422


def test_who_is_disabled_stays_out_with_a_passkey_too(client: StrictClient, clock: Clock) -> None:
    device = Device()
    arrive(client, clock, device)
    out(client)
    with engines.writing() as session:
        session.execute(update(Person).where(Person.email == "key@example.org").values(active=False))
        session.commit()
    assert client.post("/desk/sign-in/passkey", data=device.answer(ask(client))).status_code == 422


def test_a_second_passkey_ends_other_sessions_is_told_and_the_password_alone_no_longer_serves(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    elsewhere = app.test_client()
    stand(elsewhere, clock)  # type: ignore[arg-type]
    before = client.get_cookie("desk", path="/desk")
    device, token = Device(), form_token(client)
    made = device.make(client.get("/desk/account/passkeys/challenge").get_json())
    answer = client.post("/desk/account/passkeys", data=made | {"token": token, "name": "Un téléphone"})
    assert answer.headers["Location"] == "/desk/account/codes"
    assert before is not None
    assert client.get_cookie("desk", path="/desk").value != before.value  # type: ignore[union-attr]
    assert elsewhere.get("/desk/").status_code == 303
    assert "Un téléphone" in client.get("/desk/account").text
    told = letters(app, clock)[-1]
    assert told.recipient == "first@example.org"
    assert "Une clé d’accès a été ajoutée" in told.text
    out(client)
    assert client.post("/desk/sign-in", data={"email": "first@example.org", "password": PASSWORD}).status_code == 422
    assert client.post("/desk/sign-in/passkey", data=device.answer(ask(client))).status_code == 303


def test_the_last_way_in_stays(client: StrictClient, clock: Clock) -> None:
    device = Device()
    arrive(client, clock, device)
    data = {"token": form_token(client)}
    with engines.reading() as session:
        number = session.scalars(select(Passkey.id)).one()
    assert client.post("/desk/account/passkeys/removal", data=data | {"passkey": str(number)}).status_code == 422
    second = Device().make(client.get("/desk/account/passkeys/challenge").get_json())
    client.post("/desk/account/passkeys", data=second | data | {"name": "Deux"})
    assert client.post("/desk/account/passkeys/removal", data=data | {"passkey": "99"}).status_code == 404
    assert client.post("/desk/account/passkeys/removal", data=data | {"passkey": str(number)}).status_code == 303


def test_nobody_confirms_with_another_persons_passkey(client: StrictClient, clock: Clock) -> None:
    theirs = Device()
    arrive(client, clock, theirs, "other@example.org")
    out(client)
    mine = Device()
    arrive(client, clock, mine)
    token = form_token(client)
    clock.forward(minutes=10)
    assert client.get("/desk/account/password").headers["Location"].startswith("/desk/account/confirm")
    assert client.post("/desk/account/confirm/passkey", data=theirs.answer(ask(client)) | {"token": token}).status_code == 422
    assert client.get("/desk/account/password").status_code == 303
    done = client.post("/desk/account/confirm/passkey", data=mine.answer(ask(client)) | {"token": token, "next": "/desk/account/password"})
    assert done.headers["Location"] == "/desk/account/password"
    assert client.get("/desk/account/password").status_code == 200
