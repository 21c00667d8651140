"""``flask mission backup`` and ``restore``, and the backup that the worker makes each day."""

import logging
import sys
from datetime import datetime, timedelta
from pathlib import Path

import click
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from .config import MIGRATIONS, Settings
from .extensions import engines
from .progress import Steps
from .services import publishing, safekeeping
from .services.search import indexing
from .verify.spoken import plain

log = logging.getLogger(__name__)
# A backup that failed is tried again after this, not at each turn of the worker.
_PATIENCE = timedelta(minutes=15)
_PATH: click.Path = click.Path(path_type=Path)


def _settings() -> Settings:
    return current_app.config["SETTINGS"]


@click.command("backup")
@click.option("--to", "folder", type=_PATH, help="The folder of the backups; by default BACKUP_FOLDER, or backups/ in the instance folder.")
@click.option("--keys", type=_PATH, help="Another folder for the archive with the keys; by default BACKUP_KEYS_FOLDER, or the same.")
@click.option("--rotate", is_flag=True, help="Then delete earlier backups, as BACKUP_DAILY, BACKUP_WEEKLY and BACKUP_MONTHLY say.")
@with_appcontext
def backup(folder: Path | None, keys: Path | None, rotate: bool) -> None:
    """Copy everything that the site holds while it runs, and read the copy again: database, letters, and the keys in an archive of their own."""
    settings = _settings()
    folder = folder or settings.backup_folder
    keys = keys or settings.backup_keys_folder(folder)
    try:
        with Steps() as steps:
            made = safekeeping.make(engines.reader, settings, folder, current_app.config["CLOCK"](), keys=keys, progress=steps)
    except safekeeping.NotDone as error:
        raise click.ClickException(f"{error} No backup was made.") from None
    said = made.manifest
    click.echo(f"{made.path}  {sum(one.size for one in said.files)} bytes, {sum(said.rows.values())} rows, {said.register} entries of the register.")
    if made.keys:
        click.echo(f"{made.keys}  the keys: keep this apart from the rest; whoever has it can sign as the Mission.")
    for name in ("SECRET_KEY", "SIGNING_KEY"):
        if getattr(settings, name):
            click.echo(f"{name} is given by a setting and is not in the backup: keep it with the settings.")
    if made.faults:
        for fault in made.faults:
            click.echo(plain(fault), err=True)
        click.echo("The backup is whole, but the site itself is not as it was published. No earlier backup was deleted.", err=True)
        sys.exit(1)
    if rotate:
        _rotate(settings, folder, keys)


def _rotated(settings: Settings, folder: Path, keys: Path) -> list[safekeeping.Kept]:
    staying = (settings.BACKUP_DAILY, settings.BACKUP_WEEKLY, settings.BACKUP_MONTHLY)
    return safekeeping.rotate(folder, keys, *staying, official=settings.MISSION_OFFICIAL)


def _rotate(settings: Settings, folder: Path, keys: Path) -> None:
    try:
        for gone in _rotated(settings, folder, keys):
            click.echo(f"{gone.path}  deleted.")
    except safekeeping.NotDone as error:
        raise click.ClickException(str(error)) from None


@click.command("restore")
@click.argument("backup", type=_PATH)
@click.option("--keys", type=_PATH, help="The archive with the keys, where it was kept apart; by default the one beside the backup.")
@with_appcontext
def restore(backup: Path, keys: Path | None) -> None:
    """Put BACKUP into this installation, in which nothing may be yet. Nothing is ever overwritten."""
    settings = _settings()
    place = safekeeping.Place(settings, engines.writer, upgrade, _revisions())
    try:
        with Steps() as steps:
            restored = safekeeping.restore(backup, place, keys=keys, progress=steps)
    except safekeeping.NotDone as error:
        raise click.ClickException(str(error)) from None
    said = restored.manifest
    click.echo(f"Restored as of {said.made_at}: {said.rows.get('document', 0)} documents, {said.register} entries of the register, {restored.letters} letters.")
    without = "No keys came with it: put them into the instance folder or the settings before the site is started."
    click.echo(f"Keys put back: {', '.join(restored.keys)}." if restored.keys else without)
    if said.base_url != settings.base_url:
        click.echo(f"The backup is of {said.base_url}; this installation calls itself {settings.base_url} (BASE_URL).")
    if said.official != settings.MISSION_OFFICIAL:
        click.echo(f"MISSION_OFFICIAL was {str(said.official).lower()} and is {str(settings.MISSION_OFFICIAL).lower()} here.")
    with engines.reading() as session:
        faults = [plain(str(one)) for one in publishing.faults(session)]
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        click.echo(f"{len(faults)} faults: this is not as it was published.", err=True)
        sys.exit(1)
    indexing.keep_up(engines.reading)
    click.echo("The register is whole, and everything that it vouches for is as it was entered.")


def _revisions() -> list[str]:
    """What this program knows of tables, oldest first."""
    return [one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]


def back_up_daily(app: Flask) -> int:
    """What the worker does at each turn: nothing, or the backup that is due. Returns how many were made; a failure is logged and waits."""
    settings: Settings = app.config["SETTINGS"]
    folder = settings.backup_folder
    keys = settings.backup_keys_folder(folder)
    at: datetime = app.config["CLOCK"]()
    if not settings.BACKUP_FOLDER or at < app.config.get("BACKUP_NOT_BEFORE", at):
        return 0
    if not safekeeping.due(folder, settings.BACKUP_HOUR, at, official=settings.MISSION_OFFICIAL):
        return 0
    app.config["BACKUP_NOT_BEFORE"] = at + _PATIENCE
    try:
        made = safekeeping.make(engines.reader, settings, folder, at, keys=keys)
        if made.faults:
            log.error("the backup %s is whole, but the site is not as it was published: %s faults; no earlier backup was deleted", made.path, len(made.faults))
        else:
            _rotated(settings, folder, keys)
            log.info("backup %s made", made.path)
    except safekeeping.NotDone as error:
        log.error("no backup was made: %s", error)
        return 0
    return 1
