"""``flask mission …``: what an operator does from a prompt."""

import sys
from collections.abc import Callable
from datetime import datetime, timedelta

import click
from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade
from sqlalchemy.exc import SQLAlchemyError

from .backups import backup, restore
from .config import Settings
from .doctor import doctor
from .environment import SettingError
from .extensions import engines, source_engine
from .imports import bring
from .keys import group as key_commands
from .mirrors import mirror
from .models import RoleName
from .serve import serve
from .services import copying, outbox, publishing, seeding, tidying
from .services import staff as staff_service
from .services.authenticity import marks
from .services.search import indexing
from .verify.spoken import plain
from .worker import work

commands = AppGroup("mission", help="Everything about running this site.")
commands.add_command(key_commands)
commands.add_command(doctor)
commands.add_command(backup)
commands.add_command(restore)
commands.add_command(mirror)
commands.add_command(bring)


def _settings() -> Settings:
    return current_app.config["SETTINGS"]


def _now() -> datetime:
    clock: Callable[[], datetime] = current_app.config["CLOCK"]
    return clock()


@commands.command("init")
@with_appcontext
def init() -> None:
    """Make or update the database and fill in the initial content. Doing it again does no harm."""
    upgrade()
    with engines.writing() as session:
        publishing.bring_up(session, _now())
    _seed()


@commands.command("seed")
@with_appcontext
def seed() -> None:
    """Bring the database to the content files."""
    _seed()


@commands.command("reindex")
@with_appcontext
def reindex() -> None:
    """Build the search index of this machine again, beside the one in use; a building that was broken off goes on."""
    with click.progressbar(length=1, label="Search index", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        if not indexing.rebuild(engines.reading, progress):
            raise click.ClickException("Another process is writing the index; try again in a moment.")
    click.echo(f"{indexing.size()} documents can be found.")


def _seed() -> None:
    settings = _settings()
    with engines.writing() as session:
        made = seeding.seed(
            session, at=_now(), prefix=settings.REFERENCE_PREFIX, demonstration=not settings.MISSION_OFFICIAL
        )  # fmt: skip
    indexing.keep_up(engines.reading)
    click.echo(f"{made} texts released from the initial content." if made else "The content is up to date.")


@commands.command("verify")
@with_appcontext
def verify() -> None:
    """Check all that the register vouches for, and say where anything was touched."""
    found = 0
    with engines.reading() as session:
        # What cannot be asked has no faults.
        session.connection()
        for fault in publishing.faults(session):
            click.echo(plain(str(fault)[:1].upper() + str(fault)[1:] + "."), err=True)
            found += 1
    if found:
        click.echo(f"Faults found: {found}. This is not as it was published.", err=True)
        sys.exit(1)
    click.echo("The register is whole, and everything that it vouches for is as it was entered.")


@commands.command("remark")
@with_appcontext
def remark() -> None:
    """Make the marks again by which a given text is found among the settled ones. They are derived; nothing is lost by it."""
    with engines.writing() as session:
        count = marks.rewrite(session)
        session.commit()
    click.echo(f"Marks of {count} editions.")


@commands.command("copy")
@click.argument("source")
@with_appcontext
def copy(source: str) -> None:
    """Fill this site's empty database with everything in the database at SOURCE (sqlite:///… or postgresql://…)."""
    try:
        engine = source_engine(source)
        upgrade()
        made = copying.copy(engine, engines.writer)
    except copying.Itself:
        raise click.ClickException("This is the database of this site itself. Nothing was copied.") from None
    except copying.NotEmpty as found:
        raise click.ClickException(f"The database of this site is not empty: {found.table} holds rows. Nothing was copied.") from None
    except copying.Unfit as found:
        raise click.ClickException(
            f"A text of {found.place}, holds a NUL character, which PostgreSQL does not keep. Take it out there: replace(x, char(0), ''). "
            "Nothing was copied."
        ) from None
    except copying.Different as found:
        raise click.ClickException(f"{found.table} did not arrive as it was. Nothing was copied.") from None
    except SQLAlchemyError as error:
        raise click.ClickException(f"The copy did not succeed, and nothing was kept: {str(error).splitlines()[0]}") from None
    for one in made:
        if one.rows:
            click.echo(f"{one.table:20} {one.rows:8} {one.digest[:12]}")
    indexing.keep_up(engines.reading)
    click.echo(f"{sum(one.rows for one in made)} rows, the same on both sides.")


@commands.command("serve")
@with_appcontext
def serve_site() -> None:
    """Run web server and worker together until told to stop."""
    sys.exit(_served())


@commands.command("web")
@with_appcontext
def serve_web() -> None:
    """Run the web server alone; the worker is another process, or on another machine."""
    sys.exit(_served(worker=False))


def _served(*, worker: bool = True) -> int:
    try:
        return serve(current_app._get_current_object(), worker=worker)  # type: ignore[attr-defined]
    except SettingError as error:
        raise SystemExit(f"The site does not start: {error}") from None


@commands.command("worker")
@with_appcontext
def run_worker() -> None:
    """Run the worker alone."""
    work(current_app._get_current_object())  # type: ignore[attr-defined]


@commands.command("tidy")
@with_appcontext
def tidy() -> None:
    """Delete enquiries whose delay is over, alerts that nobody confirmed or wants any longer, and old letters."""
    with engines.writing() as session:
        gone = tidying.tidy(session, _now(), _settings())
        session.commit()
    outbox.sweep(engines.reading_own, _settings())
    click.echo(f"{gone.enquiries} enquiries deleted, {gone.alerts} alerts ended.")


@commands.group("staff")
def staff() -> None:
    """Who works at the desk."""


@staff.command("invite")
@click.argument("email")
@click.option("--role", "names", multiple=True, type=click.Choice([role.value for role in RoleName]), help="Default: every role.")
@with_appcontext
def invite(email: str, names: tuple[str, ...]) -> None:
    """Print the link by which EMAIL comes in for the first time, or again after losing everything (what they signed in with is then forgotten)."""
    try:
        address = validate_email(email, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise click.UsageError(f"{email!r} is not an e-mail address.") from None
    roles = tuple(RoleName(name) for name in names) or tuple(RoleName)
    life = timedelta(days=_settings().INVITATION_DAYS)
    with engines.writing() as session:
        token = staff_service.invite(session, address, roles, at=_now(), life=life)
    click.echo(f"{_settings().base_url}/desk/invitation/{token}")
