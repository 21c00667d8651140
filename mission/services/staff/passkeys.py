"""Passkeys (WebAuthn): offered, checked, kept. A passkey verifies its owner, and is found without an address being typed.

A challenge is signed and carried by the page, so that asking for one writes nothing; an answered one is noted and counts once.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)  # fmt: skip
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)  # fmt: skip

from ...models import JournalEntry, Passkey, Person, SpentChallenge
from .hashing import digest

_LIFE = timedelta(minutes=5)
_MOST = 16_000


class WrongPasskey(Exception):
    """An answer that no known passkey gave to a challenge of ours just now."""


@dataclass(frozen=True)
class Party:
    """This site as passkeys know it: its origin, and the secret that signs challenges."""

    origin: str
    secret: str

    @property
    def host(self) -> str:
        return urlsplit(self.origin).hostname or "localhost"


def offering(session: Session, party: Party, person: Person, *, name: str, at: datetime, anew: bool = False) -> dict[str, Any]:
    """What a browser needs to make a passkey for a person; `anew` where those that they have are going to be forgotten."""
    challenge = secrets.token_bytes(32)
    there = () if anew else passkeys_of(session, person.id)
    options = generate_registration_options(
        rp_id=party.host, rp_name=name, user_id=(person.handle or str(person.id)).encode(), user_name=person.email,
        user_display_name=person.name or person.email, challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential)) for one in there],
    )  # fmt: skip
    return {"options": json.loads(options_to_json(options)), "challenge": _signed(party, challenge, f"make:{person.id}", at)}


def asking(party: Party, *, at: datetime) -> dict[str, Any]:
    """What a browser needs to answer with whichever passkey its user has for this site."""
    challenge = secrets.token_bytes(32)
    options = generate_authentication_options(rp_id=party.host, challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED)
    return {"options": json.loads(options_to_json(options)), "challenge": _signed(party, challenge, "ask", at)}


def add_passkey(session: Session, party: Party, person: Person, *, credential: str, challenge: str, name: str, at: datetime) -> Passkey:
    """Keep a passkey that a browser has made, in the caller's transaction; raises `WrongPasskey`."""
    expected = _spend(session, party, challenge, f"make:{person.id}", at)
    try:
        made = verify_registration_response(
            credential=_parsed(credential), expected_challenge=expected, expected_rp_id=party.host, expected_origin=party.origin,
            require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise WrongPasskey from error
    known = bytes_to_base64url(made.credential_id)
    if session.scalar(select(Passkey.id).where(Passkey.credential == known)) is not None:
        raise WrongPasskey
    kept = Passkey(person_id=person.id, credential=known, public_key=made.credential_public_key, uses=made.sign_count, name=name, made_at=at)
    session.add(kept)
    session.add(JournalEntry(recorded_at=at, person_id=person.id, verb="add-passkey"))
    session.flush()
    return kept


def answered(session: Session, party: Party, *, credential: str, challenge: str, at: datetime) -> Passkey:
    """The passkey that answered, in the caller's transaction; raises `WrongPasskey`."""
    expected = _spend(session, party, challenge, "ask", at)
    given = _parsed(credential)
    found = session.scalar(select(Passkey).where(Passkey.credential == str(given.get("id", ""))).with_for_update())
    if found is None or not found.person.active or found.person.system:
        raise WrongPasskey
    try:
        answer = verify_authentication_response(
            credential=given, expected_challenge=expected, expected_rp_id=party.host, expected_origin=party.origin,
            credential_public_key=found.public_key, credential_current_sign_count=found.uses, require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise WrongPasskey from error
    found.uses, found.used_at = answer.new_sign_count, at
    return found


def remove_passkey(session: Session, person_id: int, passkey_id: int, *, at: datetime) -> bool:
    """Forget one of a person's passkeys; says whether there was such a one."""
    found = session.get(Passkey, passkey_id)
    if found is None or found.person_id != person_id:
        return False
    session.delete(found)
    session.add(JournalEntry(recorded_at=at, person_id=person_id, verb="remove-passkey"))
    session.commit()
    return True


def passkeys_of(session: Session, person_id: int) -> tuple[Passkey, ...]:
    """A person's passkeys, the oldest first."""
    return tuple(session.scalars(select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)))


def count_of(session: Session, person_id: int) -> int:
    """How many passkeys a person has."""
    return session.scalar(select(func.count()).where(Passkey.person_id == person_id)) or 0


def _signer(party: Party) -> URLSafeSerializer:
    return URLSafeSerializer(party.secret, salt="passkey")


def _signed(party: Party, challenge: bytes, purpose: str, at: datetime) -> str:
    return str(_signer(party).dumps([bytes_to_base64url(challenge), purpose, int((at + _LIFE).timestamp())]))


def _spend(session: Session, party: Party, signed: str, purpose: str, at: datetime) -> bytes:
    """The challenge in what a page sent back, noted as answered; raises `WrongPasskey` where it is not ours, too old, or answered before."""
    try:
        challenge, for_what, until = _signer(party).loads(signed[:1000])
    except (BadData, ValueError, TypeError) as error:
        raise WrongPasskey from error
    if for_what != purpose or at.timestamp() > until:
        raise WrongPasskey
    try:
        with session.begin_nested():
            session.add(SpentChallenge(digest=digest(challenge), spent_at=at))
    except IntegrityError as error:
        raise WrongPasskey from error
    return base64url_to_bytes(challenge)


def _parsed(credential: str) -> dict[str, Any]:
    try:
        found = json.loads(credential) if len(credential) <= _MOST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise WrongPasskey
    return found
