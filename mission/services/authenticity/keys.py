"""The Mission's signing key: held by machines that settle or render, 0600 in the instance folder or given by a setting.

The public side is a list of statements in the database, each signed (see `mission.verify.keyring`): it travels with the register.
"""

import base64
import binascii
import os
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from ...config import Settings
from ...environment import SettingError
from ...models import KeyStatement
from ...verify import keyring, notes
from ...verify.canon import canonical
from ...verify.keyring import Key
from ..keeping import Passing, passing

OFFICIAL, DEMONSTRATION = "signing_key.pem", "demonstration_key.pem"


class KeyRefused(Exception):
    """A key that may not sign, or an act on keys that does not apply; its text is one sentence for an operator."""


class Signer:
    """An Ed25519 key that can sign. `key_id` names it, `public` are its 32 public bytes."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public: bytes = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        self.key_id: str = keyring.key_id(self.public)

    @classmethod
    def new(cls) -> "Signer":
        """A key that nobody has ever had."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_settings(cls, settings: Settings) -> "Signer | None":
        """The key that the setting gives or the instance folder keeps; None where there is none, `SettingError` where it is unusable."""
        if settings.SIGNING_KEY:
            return cls(_from_seed(settings.SIGNING_KEY))
        kept = path(settings)
        return _read(kept) if kept.exists() else None

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the signature. Ed25519 is deterministic: the same message has one signature."""
        return self._private.sign(message)

    def note(self, lines: list[str], name: str) -> str:
        """A signed note of `lines` under the key name `name`."""
        return notes.make(lines, name, self.public, self.sign)

    def seed(self) -> bytes:
        """The 32 secret bytes, for the setting."""
        raw = serialization.Encoding.Raw
        return self._private.private_bytes(raw, serialization.PrivateFormat.Raw, serialization.NoEncryption())

    def keep(self, file: Path) -> None:
        """Write the key, readable by its owner alone; raises FileExistsError rather than overwrite one."""
        file.parent.mkdir(parents=True, exist_ok=True)
        pem = self._private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        # mkstemp makes it 0600; the link gives it its name whole, or not at all.
        handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "wb") as opened:
                opened.write(pem)
                os.fsync(opened.fileno())
            os.link(beside, file)
        finally:
            os.unlink(beside)


class Seal:
    """What a writing session carries so that its acts are signed: the key, the name of the log, and whether all of it is a demonstration.

    A key `kept` in a file is read again where another has taken its place (``flask mission key rotate``): what runs goes on with the new one.
    """

    def __init__(self, signer: Signer | None, origin: str, demonstration: bool, kept: Path | None = None) -> None:
        self.origin, self.demonstration = origin, demonstration
        self._signer, self._kept = signer, kept
        self._seen = _seen(kept)

    @property
    def signer(self) -> Signer | None:
        """The key that signs; None where this machine holds none."""
        now = _seen(self._kept)
        if self._kept is not None and now is not None and now != self._seen:
            # One that cannot be read is none: what is to be signed waits, and the next look may find it whole.
            with suppress(SettingError, OSError):
                self._signer, self._seen = _read(self._kept), now
        return self._signer


def _seen(kept: Path | None) -> tuple[int, int] | None:
    """By what a file is known from the one that stood in its place."""
    try:
        found = kept.stat() if kept else None
    except OSError:
        return None
    return (found.st_ino, found.st_mtime_ns) if found else None


def path(settings: Settings) -> Path:
    """Where the instance folder keeps the key. A demonstration's key is another file: it never becomes the Mission's by a setting."""
    return settings.instance / (OFFICIAL if settings.MISSION_OFFICIAL else DEMONSTRATION)


def hold(settings: Settings) -> Seal:
    """The seal of this machine. A demonstration without a key makes its own; an official site without one is refused (`SettingError`)."""
    demonstration = not settings.MISSION_OFFICIAL
    if not settings.SIGNS:
        return Seal(None, settings.register_origin, demonstration)
    signer = Signer.from_settings(settings)
    if signer is None and demonstration:
        # Where another process came first, both take what it made.
        with suppress(FileExistsError):
            Signer.new().keep(path(settings))
        signer = Signer.from_settings(settings)
    if signer is None:
        raise SettingError(
            "an official site signs what it publishes and has no key yet: run `flask mission key new`, or give SIGNING_KEY "
            "(SIGNS=false on machines that neither settle nor render)."
        )
    return Seal(signer, settings.register_origin, demonstration, None if settings.SIGNING_KEY else path(settings))


def known(session: Session) -> dict[str, Key]:
    """Every public key with its dates, by name, oldest first; raises `keyring.Untrusted` where a statement does not hold."""
    return keyring.read(statements(session))


def statements(session: Session) -> list[dict[str, Any]]:
    """The statements as they are published. A key changes without a public act."""
    passing(session, Passing.MINUTE)
    rows = session.execute(select(KeyStatement.body, KeyStatement.signatures).order_by(KeyStatement.sequence))
    return [{"body": row.body, "signatures": list(row.signatures)} for row in rows]


def misplaced(keys: Mapping[str, Key], seal: Seal) -> bool:
    """Whether a demonstration stands on the database of the official site: a setting was lost, and nothing is signed until it is back."""
    return seal.demonstration and any(not key.demonstration for key in keys.values())


def unannounced(keys: Mapping[str, Key], seal: Seal) -> dict[str, Key]:
    """The key of a demonstration that the register, which has another, does not know: its database came without its key. The next public act
    announces it (`ensure_current`); until then what it signs beside the register is by no key that readers know. Else nothing."""
    signer = seal.signer
    if signer is None or not seal.demonstration or not keys or signer.key_id in keys or misplaced(keys, seal):
        return {}
    return {signer.key_id: Key(signer.key_id, signer.public, "", demonstration=True)}


def is_revoked(session: Session, signer: Signer) -> bool:
    """Whether it was said in public that what `signer` signs is not the Mission's."""
    key = known(session).get(signer.key_id)
    return key is not None and key.revoked is not None


def standing(session: Session, seal: Seal) -> None:
    """Raise `SettingError` where this machine holds a key, the register has keys, and it is not the current one of them."""
    keys, signer = known(session), seal.signer
    if signer is None or not keys:
        return
    own = keys.get(signer.key_id)
    if own is not None and own.revoked is not None:
        raise SettingError(f"the key {signer.key_id} on this machine is revoked: copy the current one here, or make the next with `flask mission key new`.")
    newest = keyring.current(keys)
    if newest is None or newest.id != signer.key_id:
        raise SettingError(f"the key {signer.key_id} on this machine is not the current one of the register: see `flask mission key list`.")


def ensure_current(session: Session, seal: Seal, at: datetime) -> Signer:
    """The signer that may sign now. The first key of a database announces itself, and so does a demonstration's; raises `KeyRefused`."""
    if seal.signer is None:
        raise KeyRefused("this machine holds no signing key")
    keys = known(session)
    if misplaced(keys, seal):
        raise KeyRefused("the database is the official site’s and this is a demonstration (MISSION_OFFICIAL): its key would take the place of the Mission’s")
    newest = keyring.current(keys)
    if newest is not None and newest.id == seal.signer.key_id:
        return seal.signer
    if seal.signer.key_id in keys or (keys and not seal.demonstration):
        raise KeyRefused(f"the key {seal.signer.key_id} is not the current one; see `flask mission key list`")
    _state(session, seal.signer, "new", at, [seal.signer], public=_coded(seal.signer.public), demonstration=seal.demonstration)
    return seal.signer


def announce_new(session: Session, signer: Signer, at: datetime, *, demonstration: bool) -> None:
    """State a key that follows no other: the first one, or the one after a key that was revoked. Raises `KeyRefused`."""
    if keyring.current(known(session)) is not None:
        raise KeyRefused("there is a current key already: rotate it, so that the old key vouches for the new one")
    _state(session, signer, "new", at, [signer], public=_coded(signer.public), demonstration=demonstration)


def rotate(session: Session, old: Signer, new: Signer, at: datetime, *, demonstration: bool) -> None:
    """State that `new` follows `old`; both sign. Raises `KeyRefused` where `old` is not the current key."""
    newest = keyring.current(known(session))
    if is_revoked(session, old):
        raise KeyRefused(f"the key {old.key_id} is revoked, and cannot vouch for another; make the next one with `flask mission key new`")
    if newest is None or newest.id != old.key_id:
        raise KeyRefused(f"the key {old.key_id} is not the current one, and cannot vouch for another")
    _state(session, new, "rotation", at, [old, new], public=_coded(new.public), previous=old.key_id, demonstration=demonstration)


def revoke(session: Session, key: str, signer: Signer, at: datetime, *, since: datetime, reason: str) -> None:
    """State that nothing signed by `key` from `since` on is the Mission's. `signer` is that key or a later one; raises `KeyRefused`."""
    keys = known(session)
    if not reason.strip():
        raise KeyRefused("a revocation gives its reason to the public")
    if key not in keys or keys[key].revoked:
        raise KeyRefused(f"there is no key {key} that could be revoked")
    if signer.key_id not in keys or list(keys).index(signer.key_id) < list(keys).index(key):
        raise KeyRefused(f"the key {signer.key_id} cannot revoke {key}")
    _state(session, signer, "revocation", at, [signer], subject=key, since=rfc3339(since), reason=reason)


def rfc3339(moment: datetime) -> str:
    """A moment in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _state(session: Session, signer: Signer, act: str, at: datetime, signers: list[Signer], *, subject: str = "", **more: Any) -> None:
    body = {"act": act, "key": subject or signer.key_id, "time": rfc3339(at)} | {"previous": None} | more
    written = canonical(body)
    made = [{"key": one.key_id, "signature": _coded(one.sign(keyring.PURPOSE + written))} for one in signers]
    last = session.scalar(select(KeyStatement.sequence).order_by(KeyStatement.sequence.desc()).limit(1)) or 0
    session.add(KeyStatement(sequence=last + 1, recorded_at=at.replace(microsecond=0), body=written.decode(), signatures=made))
    session.flush()


def _coded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _from_seed(value: str) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(value, validate=True))
    except (binascii.Error, ValueError):
        raise SettingError("SIGNING_KEY must be the 32 bytes of an Ed25519 key in base64, as `flask mission key new --print` gives them.") from None


def _read(kept: Path) -> Signer:
    if stat.S_IMODE(kept.stat().st_mode) & 0o077:
        raise SettingError(f"others on this machine can read {kept}; `chmod 600` it first.")
    try:
        private = serialization.load_pem_private_key(kept.read_bytes(), password=None)
    except ValueError:
        private = None  # type: ignore[assignment]
    if not isinstance(private, Ed25519PrivateKey):
        raise SettingError(f"the key kept in {kept} is damaged, or is not an Ed25519 key.")
    return Signer(private)
