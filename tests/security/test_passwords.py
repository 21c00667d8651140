"""Passwords of any length that people use, kept as today's advice has it."""

import pytest
from flask import Flask

from mission.extensions import engines
from mission.models import RoleName
from mission.services import staff
from mission.services.staff import hashing
from tests.conftest import Clock
from tests.hastened import HASHER
from tests.sections.desk.entering import person
from tests.strict import StrictClient

LONG = "une phrase longue, avec des mots, des espaces et des signes : œ, é, ع, 漢, 🔑 — et encore d’autres mots pour finir"


def test_a_password_of_any_length_that_people_use_is_taken(app: Flask, client: StrictClient, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "_hasher", HASHER)
    for turn, password in enumerate((LONG, " ".join(LONG.split()[::-1]) + LONG)):
        email = f"n{turn}@example.org"
        with engines.writing() as session:
            token = staff.invite(session, email, (RoleName.WRITER,), at=clock())
        assert len(password) >= 64
        assert client.post(f"/desk/invitation/{token}", data={"name": "Une", "language": "fr", "password": password}).status_code == 303
        entered = app.test_client()
        posted = {"email": email, "password": password}
        assert entered.post("/desk/sign-in", data=posted | {"password": password[:-1]}, headers={"Sec-Fetch-Site": "same-origin"}, base_url="http://localhost:8000").status_code == 422
        assert entered.post("/desk/sign-in", data=posted, headers={"Sec-Fetch-Site": "same-origin"}, base_url="http://localhost:8000").status_code == 303
        # OWASP's advice and RFC 9106: argon2id, at least 19 MiB and two passes.
        kind, _, parameters = person(email).password.split("$")[1:4]  # type: ignore[union-attr]
        given = dict(one.split("=") for one in parameters.split(","))
        assert kind == "argon2id"
        assert int(given["m"]) >= 19 * 1024
        assert int(given["t"]) >= 2
