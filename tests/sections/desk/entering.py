"""Ways to come in, for the tests of the desk: by invitation, by a session opened beforehand, and with a passkey made of software."""

import hashlib
import json
import os
import re
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from mission.extensions import engines
from mission.models import Job, Letter, Person, RoleName, StaffSession
from mission.services import jobs, staff
from tests.conftest import Clock
from tests.strict import StrictClient

PASSWORD = "une phrase assez longue pour entrer"
ORIGIN = "http://localhost:8000"


def come_in(client: StrictClient, clock: Clock, email: str = "first@example.org", roles: tuple[RoleName, ...] = tuple(RoleName)) -> None:
    """By an invitation, with a password."""
    with engines.writing() as session:
        token = staff.invite(session, email, roles, at=clock())
    answer = client.post(f"/desk/invitation/{token}", data={"name": "Une personne", "language": "fr", "password": PASSWORD})
    assert answer.status_code == 303, answer.text


def person(email: str = "first@example.org") -> Person:
    with engines.reading() as session:
        found = session.scalar(select(Person).where(Person.email == email))
        assert found is not None
        return found


def stand(client: StrictClient, clock: Clock, email: str = "first@example.org", *, strong: bool = True) -> str:
    """A session opened beforehand: quicker than hashing a password. Returns its form token's seal."""
    with engines.writing() as session:
        found = session.scalar(select(Person).where(Person.email == email))
        assert found is not None
        token = staff.open_session(session, found, at=clock(), strong=strong)
        seal = session.get_one(StaffSession, staff.digest(token)).seal
    client.set_cookie("desk", token, path="/desk")
    return seal


def form_token(client: StrictClient) -> str:
    """Without the name of a page: what is sent twice is then done twice."""
    return re.search(r'name="token" value="([0-9a-f]{64})[0-9a-f]*"', client.get("/desk/account").text)[1]  # type: ignore[index]


def letters(app: Any, clock: Clock) -> list[Letter]:
    """Every letter that is written once the worker has done what waits."""
    for _ in range(2):
        with engines.writing() as session:
            session.query(Job).where(Job.name == "make-papers").update({"done_at": clock()})
            session.commit()
        jobs.run_due(engines.writing, clock(), app.config["SETTINGS"])
    with engines.reading() as session:
        return list(session.scalars(select(Letter).order_by(Letter.id)))


@dataclass
class Device:
    """A passkey made of software: what a telephone does, and what a forger would."""

    origin: str = ORIGIN
    host: str = "localhost"
    verified: bool = True
    uses: int = 0
    counts: bool = True
    identity: bytes = field(default_factory=lambda: os.urandom(16))
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def _data(self, attested: bytes = b"") -> bytes:
        flags = 0x01 | (0x04 if self.verified else 0) | (0x40 if attested else 0)
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4, "big") + attested

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def make(self, offered: dict[str, Any]) -> dict[str, str]:
        """The fields of a form that keeps this passkey."""
        numbers = self.key.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.identity).to_bytes(2, "big") + self.identity + cbor2.dumps(key)
        statement = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._data(attested)})
        client = self._client("webauthn.create", offered["options"]["challenge"])
        return self._fields(offered, {"clientDataJSON": bytes_to_base64url(client), "attestationObject": bytes_to_base64url(statement)})

    def answer(self, asked: dict[str, Any]) -> dict[str, str]:
        """The fields of a form that signs in with it."""
        self.uses += 1 if self.counts else 0
        client = self._client("webauthn.get", asked["options"]["challenge"])
        data = self._data()
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        named = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._fields(asked, {name: bytes_to_base64url(value) for name, value in named.items()})

    def _fields(self, found: dict[str, Any], response: dict[str, str]) -> dict[str, str]:
        identity = bytes_to_base64url(self.identity)
        assert base64url_to_bytes(identity) == self.identity
        credential = {"id": identity, "rawId": identity, "type": "public-key", "response": response, "clientExtensionResults": {}}
        return {"credential": json.dumps(credential), "challenge": found["challenge"]}
