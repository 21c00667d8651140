"""``flask mission mirror``, and the mirror that the worker keeps in step with the public site."""

import html
import logging
import sys
from collections.abc import Callable, Mapping
from contextvars import Context
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app, render_template
from flask.cli import with_appcontext
from sqlalchemy import func, select

from .config import Settings
from .environment import SettingError, base_url
from .extensions import engines
from .languages import LANGUAGES
from .models import LegacyAddress, Paper
from .progress import Steps
from .services import mirroring, safekeeping, visibility
from .services.authenticity import keys
from .services.mirroring import Answer, State, Words
from .services.mirroring.fetching import encoded, own
from .verify.spoken import plain
from .web.language import minute
from .web.wording import ROOMS

log = logging.getLogger(__name__)
# No mirror goes unproved for longer than this, even where nothing was published.
_OFTEN = timedelta(hours=24)
_TARGET = "/TARGET/"
# What a mirror has no use for: it runs no program, and the desk is not in it.
_NOT_SHOWN = ("js/", "vendor/", "css/desk.css")


@click.command("mirror")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing: say whether the mirror is whole, and still what the site shows.")
@click.option("--against", default="", help="With --check: the address of the site to compare with; by default this installation itself.")
@with_appcontext
def mirror(folder: Path, check: bool, against: str) -> None:
    """Write the whole public site into FOLDER, as files that any web server can serve, with a signed list of their hashes."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if against and not check:
        raise click.UsageError("--against goes with --check.")
    try:
        with Steps() as steps:
            # Outside of the command's own context, in which Flask-Babel would keep the language of the first page for all.
            if check:
                found = Context().run(_drift, app, folder, against, steps)
            else:
                written = Context().run(write, app, folder, steps)
    except safekeeping.NotDone as error:
        raise click.ClickException(str(error)) from None
    if check:
        _tell(found)
        return
    click.echo(f"{folder}: {written.files} files; {len(written.put)} written, {len(written.taken)} taken away, the others not touched.")
    if written.late:
        click.echo(f"{len(written.late)} papers are not drawn yet and come with the next mirror; until then links to them lead to the site.")


def _tell(found: mirroring.Drift) -> None:
    for sentence in found.faults:
        # As they are: most begin with the name of a file.
        click.echo(plain(f"{sentence}."), err=True)
    for said, names in (("Not in the mirror", found.missing), ("Not on the site any more", found.left), ("Different", found.different)):
        for name in names:
            click.echo(plain(f"{said}: {name}"), err=True)
    click.echo(f"Written {found.made}, as of {found.state}.")
    if not found.none:
        click.echo("Mirror and site are not the same.", err=True)
        sys.exit(1)
    click.echo("The mirror is whole, and is what the site shows.")


def _drift(app: Flask, folder: Path, against: str, steps: Steps) -> mirroring.Drift:
    try:
        origin = base_url("--against", against) if against else ""
    except SettingError as error:
        raise click.UsageError(str(error)) from None
    fetch = mirroring.over_http(origin) if origin else _asking(app)
    with engines.reading() as session:
        known = keys.known(session)
    return mirroring.drift(
        fetch, folder, also=_also(app), wording=_wording(app), origin=_settings(app).base_url, keys=known,
        own=keys.unannounced(known, app.config["SEAL"]),
        state=None if origin else partial(_state, app), progress=steps,
    )  # fmt: skip


def write(app: Flask, folder: Path, progress: Callable[[str, int, int], None] = lambda step, done, total: None) -> mirroring.Written:
    """Write or update the mirror of `app` in `folder`; raises `NotDone`."""
    return mirroring.write(
        _asking(app), folder.absolute(), also=_also(app), state=partial(_state, app), wording=_wording(app),
        origin=_settings(app).base_url, seal=app.config["SEAL"], at=app.config["CLOCK"], progress=progress,
    )  # fmt: skip


def mirror_regularly(app: Flask) -> int:
    """What the worker does at each turn: nothing, or a mirror of what is public now. Returns how many files it put or took away."""
    settings, at = _settings(app), app.config["CLOCK"]()
    if not settings.MIRROR_FOLDER or app.config["SEAL"].signer is None or at < app.config.get("MIRROR_NOT_BEFORE", at):
        return 0
    folder = Path(settings.MIRROR_FOLDER)
    said = mirroring.newest(folder)
    now = _state(app)
    # Papers are drawn after the act: pages then say how large their own is, from the next minute on.
    same = said is not None and (said.get("stamp"), said.get("papers")) == (now.stamp, now.papers)
    if said is not None and same and abs(at - datetime.fromisoformat(said["made"])) < _OFTEN:
        return 0
    app.config["MIRROR_NOT_BEFORE"] = at + timedelta(minutes=settings.MIRROR_MINUTES)
    try:
        written = write(app, folder)
    except safekeeping.NotDone as error:
        log.error("the mirror was not brought up to date: %s", error)
        return 0
    log.info("mirror of act %s: %s files written, %s taken away", written.state.stamp, len(written.put), len(written.taken))
    return len(written.put) + len(written.taken)


def _settings(app: Flask) -> Settings:
    return app.config["SETTINGS"]


def _asking(app: Flask) -> mirroring.Fetch:
    """Every address is asked of the application as anybody asks it."""
    client, origin = app.test_client(use_cookies=False), _settings(app).base_url

    def fetch(address: str) -> Answer:
        with client.get(encoded(address), base_url=origin, headers={"Accept-Encoding": "identity"}) as answer:
            return Answer(answer.status_code, answer.mimetype or "", answer.get_data(), own(answer.location or "", origin))

    return fetch


def _state(app: Flask) -> State:
    minute = app.config["CLOCK"]().replace(second=0, microsecond=0)
    with engines.reading() as session:
        drawn, shown = session.execute(select(func.count(Paper.id), func.count(Paper.id).filter(Paper.made_at < minute))).one()
        return State(visibility.stamp(session), visibility.last_act(session), drawn, shown)


def _also(app: Flask) -> list[str]:
    """What no page leads to: the assets that pages and sheets use, and the addresses of an earlier site."""
    names: dict[str, str] = app.extensions["assets"]
    with engines.reading() as session:
        earlier = list(session.scalars(select(LegacyAddress.path).order_by(LegacyAddress.path)))
    return [f"/static/{hashed}" for name, hashed in sorted(names.items()) if not name.startswith(_NOT_SHOWN)] + earlier


def _wording(app: Flask) -> Callable[[State], Mapping[str, Words]]:
    def draw(state: State) -> dict[str, Words]:
        return {tag: _words(app, tag, state) for tag in LANGUAGES}

    return draw


def _words(app: Flask, tag: str, state: State) -> Words:
    settings = _settings(app)
    with app.test_request_context(f"/{tag}/", base_url=settings.base_url):
        told: dict[str, Any] = {
            "moment": minute(state.at) if state.at else "–", "origin": settings.base_url, "site": settings, "rooms": ROOMS, "languages": LANGUAGES.values(),
            "target": _TARGET,
        }  # fmt: skip
        line, form, search, root, moved = (
            render_template(f"mirror/{name}.html", **told) for name in ("_line", "_form", "_search", "root", "moved")
        )
    return Words(line, form, search, root, lambda target: moved.replace(_TARGET, html.escape(target)))
