"""``flask mission import``: saved pages of an earlier site, to the desk."""

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from .extensions import engines
from .models import Person, RoleName
from .progress import Steps
from .services import importing, seeding
from .services.importing import Outcome, Placed
from .verify.spoken import plain

WRITER = "import-writer@system.invalid"
# What a person has to look at is said for each page; the rest is counted.
_SAID = (Outcome.UNPLACED, Outcome.DUPLICATE)
_FILE: click.Path = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("import")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--mapping", "described", required=True, type=_FILE, help="Which pages are what (docs/import.md).")
@click.option("--report", type=click.Path(path_type=Path), help="Write a line for each page into this file (CSV).")
@click.option("--by", "email", default="", help="Who at the desk is named as the writer, by e-mail address; by default the import itself.")
@click.option("--dry-run", "dry", is_flag=True, help="Only say what would become of each page.")
@with_appcontext
def bring(folder: Path, described: Path, report: Path | None, email: str, dry: bool) -> None:
    """Make drafts for the desk of the HTML pages saved in FOLDER, and let their old addresses lead to them. Nothing is released."""
    try:
        mapping = importing.read(described.read_text(encoding="utf-8"))
    except (importing.MappingError, UnicodeDecodeError, OSError) as error:
        raise click.ClickException(str(error) if isinstance(error, importing.MappingError) else f"{described} cannot be read as UTF-8.") from None
    # Tried before anything is done: an import whose report is lost says of no page what became of it.
    if report is not None:
        _open(report, "a").close()
    at: datetime = current_app.config["CLOCK"]()
    with engines.writing() as session, Steps() as steps:
        actor = session.scalar(select(Person).where(Person.email == email.strip().lower())) if email else None
        if email and actor is None:
            raise click.ClickException(f"Nobody at the desk has the address {email}.")
        actor = actor or seeding.system_person(session, WRITER, RoleName.WRITER, at)
        if not dry:
            session.commit()
        made = importing.bring(session, actor, folder, mapping, at=at, dry=dry, progress=steps)
        session.rollback()
    _tell(made, importing.others(folder), dry)
    if report is not None:
        _write(report, made)


def _tell(made: list[Placed], others: Counter[str], dry: bool) -> None:
    for one in made:
        if one.outcome in _SAID:
            click.echo(plain(f"{one.path}  {one.outcome.value}: {'; '.join(one.remarks)}"))
    for outcome, count in importing.counted(made).items():
        click.echo(f"{count:6}  {outcome.value}")
    if others:
        kinds = ", ".join(f"{count} {name}" for name, count in sorted(others.items()))
        click.echo(plain(f"{others.total():6}  files that are no pages, left alone: {kinds}"))
    looked = sum(1 for one in made if one.remarks and one.outcome in (Outcome.DRAFT, Outcome.JOINED))
    if looked:
        click.echo(f"{looked} of the drafts carry remarks (dates, tables, pictures, files, encodings): --report FILE lists them.")
    click.echo("Nothing was changed." if dry else "Nothing was released: the drafts are at the desk.")


def _open(report: Path, mode: str) -> IO[Any]:
    try:
        return report.open(mode, encoding="utf-8", newline="")
    except OSError as error:
        raise click.ClickException(f"The report cannot be written: {error.strerror}.") from None


def _write(report: Path, made: list[Placed]) -> None:
    try:
        with _open(report, "w") as file:
            rows = csv.writer(file)
            rows.writerow(("path", "outcome", "title", "remarks"))
            rows.writerows((one.path, one.outcome.value, one.title, "; ".join(one.remarks)) for one in made)
    except OSError as error:
        raise click.ClickException(f"The report cannot be written: {error.strerror}.") from None
