"""The website of a permanent mission. `create_app` is its table of contents."""

import os
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.sessions import NullSession, SessionInterface
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.middleware.proxy_fix import ProxyFix

from . import disks, logs
from .clocks import utc_now
from .config import MIGRATIONS, ROOT, Settings
from .environment import SettingError
from .verify.keyring import Untrusted
from .web.brisk import Brisk

MEBIBYTE = 1024 * 1024


def create_app(environment: Mapping[str, str] | None = None, *, clock: Callable[[], datetime] = utc_now) -> Flask:
    """The application for the settings in `environment` (the process's own by default), living by `clock` (aware UTC)."""
    if environment is not None:
        return make_app(Settings.from_environment(environment), clock)
    with stopping_in_a_sentence():
        settings = Settings.from_environment(os.environ)
        expect_site(settings)
        logs.write(settings)
        count_requests(settings)
        return make_app(settings, clock)


@contextmanager
def stopping_in_a_sentence() -> Iterator[None]:
    """End the process with one sentence where a setting is wrong, or names a place that cannot be used. Whoever hands in settings of his own gets the
    error."""
    try:
        yield
    except SettingError as error:
        raise SystemExit(f"The site does not start: {error}") from None
    except OSError as error:
        # A disk without room has a sentence of its own, for whatever was to be done (`logs`); what is not of the disk is unforeseen.
        if disks.full(error) or not error.filename:
            raise
        raise SystemExit(f"The site does not start: {error.filename} cannot be used: {disks.reason(error)}.") from None


def make_app(settings: Settings, clock: Callable[[], datetime]) -> Flask:
    """The application for `settings`. Raises `SettingError`."""
    app = Brisk("mission", template_folder=str(ROOT / "templates"), static_folder=None, root_path=str(Path(__file__).parent))
    configure(app, settings, clock)
    hold_key(app)
    bind_extensions(app)
    compare_key(app)
    set_manners(app)
    open_sections(app)
    open_desk(app)
    add_commands(app)
    stand_in_front(app)
    fill_embedded(app)
    return app


def expect_site(settings: Settings) -> None:
    """End the process with one sentence, and make nothing, where a command looks after a site and the folder (perhaps mistyped) holds none."""
    if not _asked_to("backup", "mirror", "verify", "remark", "reindex", "tidy") or "--help" in sys.argv:
        return
    if not settings.DATABASE_URL and not (settings.instance / "mission.sqlite").exists():
        raise SystemExit(f"There is no site here: {settings.instance} holds no database (MISSION_INSTANCE).")


def count_requests(settings: Settings) -> None:
    """Where this process serves readers and numbers are asked for, make ready to count."""
    if settings.METRICS_PORT and _asked_to("serve", "web"):
        from .metrics import begin

        begin(settings)


def _asked_to(*commands: str) -> bool:
    """Whether this process is ``flask mission <command> …``."""
    return any(("mission", command) in zip(sys.argv, sys.argv[1:], strict=False) for command in commands)


def configure(app: Flask, settings: Settings, clock: Callable[[], datetime]) -> None:
    """Settings, clock, and Flask's own configuration."""
    settings.make_instance()
    app.instance_path = str(settings.instance)
    app.config.update(
        SETTINGS=settings,
        CLOCK=clock,
        # A place into which a backup is put has no key of its own yet.
        SECRET_KEY=secrets.token_urlsafe(48) if _asked_to("restore") else settings.secret_key(),
        SECRET_KEY_FALLBACKS=list(settings.SECRET_KEY_FALLBACKS),
        TRUSTED_HOSTS=settings.trusted_hosts,
        MAX_CONTENT_LENGTH=MEBIBYTE,
        MAX_FORM_MEMORY_SIZE=MEBIBYTE,
        MAX_FORM_PARTS=200,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations"),
        BABEL_DEFAULT_LOCALE="fr",
        COMPRESS_MIN_SIZE=600,
        COMPRESS_REGISTER=False,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    app.url_map.strict_slashes = True
    app.session_interface = NoSession()


def hold_key(app: Flask) -> None:
    """The key that signs. An official site without one does not start, except to make it (``flask mission key …``), to be looked at or put back."""
    from .services.authenticity.keys import Seal, hold

    settings: Settings = app.config["SETTINGS"]
    try:
        seal = Seal(None, settings.register_origin, not settings.MISSION_OFFICIAL) if _asked_to("restore") else hold(settings)
    except SettingError:
        if not _asked_to("key", "doctor"):
            raise
        seal = Seal(None, settings.register_origin, not settings.MISSION_OFFICIAL)
    app.config["SEAL"] = seal


def compare_key(app: Flask) -> None:
    """An official site does not start either with a key that the register knows as revoked, or that is another than its current one."""
    from .extensions import engines
    from .services.authenticity.keys import standing

    if not app.config["SETTINGS"].MISSION_OFFICIAL or _asked_to("key", "doctor", "restore"):
        return
    # A database that does not answer, or is still to be made or brought up, says nothing against a key.
    with suppress(SQLAlchemyError, Untrusted), engines.reading() as session:
        standing(session, app.config["SEAL"])


def bind_extensions(app: Flask) -> None:
    """Database, migrations, index, languages, compression."""
    from . import models  # noqa: F401 - makes every table known
    from .extensions import compress, db, engines, migrate
    from .services.search.index import shelf
    from .translating import compile_missing
    from .web.front import let_through
    from .web.language import speak

    compile_missing()
    settings: Settings = app.config["SETTINGS"]
    engines.connect(settings.database_url, app.config["SEAL"], settings.replica_url, purges=bool(settings.PURGE_URL))
    shelf.stand(app.config["SETTINGS"].instance / "index")
    db.init_app(app)
    migrate.init_app(app, db, directory=str(MIGRATIONS))
    speak(app)
    compress.init_app(app)
    let_through(app)


class NoSession(SessionInterface):
    """Flask's own sessions, which nothing here uses: staff have theirs (`sections.desk`), and visitors none."""

    _none = NullSession()

    def open_session(self, app: Flask, request: object) -> None:
        return None

    def make_null_session(self, app: Flask) -> NullSession:
        return self._none

    def save_session(self, app: Flask, session: object, response: object) -> None:
        """There is nothing to save."""


def set_manners(app: Flask) -> None:
    """What holds for every request, in the order in which requests meet it."""
    from .papermaking import make_papers
    from .punctuality import settle_overdue
    from .watching import name_routes
    from .web.access import give_back
    from .web.assets import serve_assets
    from .web.chrome import dress
    from .web.compositions import compose
    from .web.crossing import guard_crossings
    from .web.errors import handle_errors
    from .web.headers import set_headers
    from .web.hosts import check_hosts
    from .web.limits import set_limits
    from .web.linked import link_data
    from .web.outages import handle_outages
    from .web.pieces import keep_pieces
    from .web.prefetching import suggest_next

    name_routes(app)
    give_back(app)
    check_hosts(app)
    guard_crossings(app)
    settle_overdue(app)
    make_papers(app)
    handle_errors(app)
    handle_outages(app)
    set_headers(app)
    set_limits(app)
    dress(app)
    keep_pieces(app)
    link_data(app)
    compose(app)
    serve_assets(app)
    suggest_next(app)


def open_sections(app: Flask) -> None:
    """The public rooms."""
    from .sections import (
        about,
        alerts,
        api,
        autonomy,
        candidacy,
        communiques,
        contact,
        health,
        home,
        integrity,
        kingdom,
        links,
        machines,
        notices,
        register,
        seminars,
        short,
        sitemap,
        speeches,
        themes,
        verify,
    )  # fmt: skip

    for room in (
        home, kingdom, about, sitemap, links, speeches, seminars, candidacy, communiques, autonomy, integrity, themes,
        contact, alerts, health, short, machines, notices, api, register, verify,
    ):  # fmt: skip
        app.register_blueprint(room.blueprint)
    app.register_blueprint(machines.identity)
    app.register_blueprint(api.guide)
    app.register_blueprint(register.machines)


def open_desk(app: Flask) -> None:
    """The locked door."""
    from .sections.desk import open_door

    open_door(app)


def add_commands(app: Flask) -> None:
    """``flask mission …``"""
    from .cli import commands

    app.cli.add_command(commands)


def fill_embedded(app: Flask) -> None:
    """An embedded database that is not there yet is made and filled, so that a first start by any command serves the content. What is about
    to be filled from another database stays empty."""
    from .extensions import engines
    from .services import seeding

    settings: Settings = app.config["SETTINGS"]
    if _asked_to("doctor", "copy") or app.config["SEAL"].signer is None or settings.DATABASE_URL or (settings.instance / "mission.sqlite").exists():
        return
    from flask_migrate import upgrade

    with app.app_context():
        upgrade()
    with engines.writing() as session:
        seeding.seed(session, at=app.config["CLOCK"](), prefix=settings.REFERENCE_PREFIX, demonstration=not settings.MISSION_OFFICIAL)


def stand_in_front(app: Flask) -> None:
    """What stands between the server and the application."""
    from .watching import watch
    from .web import front

    hops: Any = app.config["SETTINGS"].PROXY_HOPS
    if hops:
        # Never the host: addresses come from BASE_URL alone.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0, x_prefix=0)  # type: ignore[method-assign]
    front.stand(app)
    watch(app)
