"""``flask mission key …``: the key that signs, from a prompt."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade
from sqlalchemy import inspect

from .config import Settings
from .environment import SettingError
from .extensions import engines
from .models import KeyStatement
from .services.authenticity import keys
from .services.authenticity.keys import KeyRefused, Signer
from .verify.keyring import Key, dns_name, dns_record

group = AppGroup("key", help="The key that signs what the Mission publishes.")


def _settings() -> Settings:
    return current_app.config["SETTINGS"]


def _now() -> datetime:
    return current_app.config["CLOCK"]()


def _official() -> bool:
    return bool(_settings().MISSION_OFFICIAL)


@group.command("new")
@click.option("--print", "shown", is_flag=True, help="Print the key for the setting SIGNING_KEY instead of keeping it in the instance folder.")
@with_appcontext
def new(shown: bool) -> None:
    """Make the first key, or the one after a key that was revoked."""
    kept, signer = keys.path(_settings()), Signer.new()
    upgrade()
    with engines.writing() as session:
        held = _held() if kept.exists() and not shown else None
        if held and not keys.is_revoked(session, held):
            raise click.ClickException(f"{kept} exists already: rotate the key, so that the old one vouches for the new one.")
        try:
            keys.announce_new(session, signer, _now(), demonstration=not _official())
        except KeyRefused as error:
            raise click.ClickException(f"Nothing was made: {error}.") from None
        if held:
            _exchange(signer, kept, kept.with_name(f"{kept.stem}.{held.key_id}.pem"))
        else:
            _keep(signer, None if shown else kept)
        session.commit()
    _tell(signer)


@group.command("list")
@with_appcontext
def list_keys() -> None:
    """Say which keys there are, since when, and whether this machine holds the current one."""
    held = _held()
    with engines.writing() as session:
        # On an official site the database, which only a writer may make, and its tables come with the first key.
        known = keys.known(session) if inspect(session.connection()).has_table(KeyStatement.__tablename__) else {}
    for key in known.values():
        state = f"revoked from {key.revoked}: {key.reason}" if key.revoked else f"until {key.until}" if key.until else "current"
        marks = (", demonstration" if key.demonstration else "") + (", held here" if held and held.key_id == key.id else "")
        click.echo(f"{key.id}  since {key.since}, {state}{marks}")
        click.echo(f"  {key.fingerprint}")
        click.echo(f"  {base64.b64encode(key.public).decode()}")
    if not known:
        click.echo("There is no key yet.")


@group.command("rotate")
@with_appcontext
def rotate() -> None:
    """Make a new key that follows the one held here; the old one vouches for it and is put aside."""
    old = _held()
    if old is None:
        raise click.ClickException("This machine holds no key that could vouch for a new one.")
    fresh, kept = Signer.new(), keys.path(_settings())
    with engines.writing() as session:
        try:
            keys.rotate(session, old, fresh, _now(), demonstration=not _official())
        except KeyRefused as error:
            raise click.ClickException(f"Nothing was changed: {error}.") from None
        aside = kept.with_name(f"{kept.stem}.{old.key_id}.pem")
        _exchange(fresh, kept, aside)
        session.commit()
    if aside.exists():
        click.echo(f"The old key is in {aside}; keep it until copies of the register show the new one, then destroy it.")
    _tell(fresh)


@group.command("revoke")
@click.argument("key")
@click.option("--since", default="", help="From when on nothing signed by it is the Mission's (2026-11-24T10:00:00Z); default: now.")
@click.option("--reason", required=True, help="One sentence for the public.")
@with_appcontext
def revoke(key: str, since: str, reason: str) -> None:
    """Say in public that nothing signed by KEY from then on is the Mission's. Rotate first, so that a later key can say it."""
    signer = _held()
    if signer is None:
        raise click.ClickException("This machine holds no key to sign the revocation with.")
    with engines.writing() as session:
        try:
            keys.revoke(session, key, signer, _now(), since=_moment(since), reason=reason)
        except KeyRefused as error:
            raise click.ClickException(f"Nothing was changed: {error}.") from None
        session.commit()
    click.echo(f"{key} is revoked. Say so wherever its fingerprint is printed.")


def _held() -> Signer | None:
    try:
        return Signer.from_settings(_settings())
    except SettingError as error:
        raise click.ClickException(str(error)) from None


def _moment(value: str) -> datetime:
    if not value:
        return _now()
    try:
        return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise click.UsageError("--since must look like 2026-11-24T10:00:00Z.") from None


def _keep(signer: Signer, kept: Path | None) -> None:
    if kept is not None:
        signer.keep(kept)
        return
    click.echo(f"SIGNING_KEY={base64.b64encode(signer.seed()).decode()}")


def _exchange(fresh: Signer, kept: Path, aside: Path) -> None:
    """The new key is written whole beside the old one before either takes its place."""
    if _settings().SIGNING_KEY:
        _keep(fresh, None)
        return
    beside = kept.with_suffix(".new")
    beside.unlink(missing_ok=True)
    fresh.keep(beside)
    kept.rename(aside)
    beside.rename(kept)


def _tell(signer: Signer) -> None:
    click.echo(f"Key {signer.key_id}. Its fingerprint, to be printed and published away from this site:")
    click.echo(Key(signer.key_id, signer.public, "").fingerprint)
    click.echo("and the key itself, with which alone everything can be checked:")
    click.echo(base64.b64encode(signer.public).decode())
    origin = _settings().register_origin
    click.echo(f"In the DNS, in a zone signed with DNSSEC: {dns_name(origin)} TXT \"{dns_record(signer.public)}\"")

