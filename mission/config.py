"""Every setting of the site: name, type, default and reason, read from the environment once, at the start.

A wrong value stops the start with one sentence (`SettingError`); nothing falls back silently.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from . import disks
from .environment import (
    SettingError,
    base_url,
    check_certificate,
    contact,
    count,
    database,
    flag,
    folder,
    hosts,
    http,
    lines,
    log_format,
    prefix,
    redis,
    replica,
    required_languages,
    several,
    smtp,
    text,
)  # fmt: skip
from .languages import TAGS

ROOT = Path(__file__).resolve().parent.parent
MIGRATIONS = Path(__file__).parent / "migrations"


def _setting(reason: str, default: Any, read: Callable[[str, str], Any] = text) -> Any:
    metadata = {"reason": reason, "read": read}
    if isinstance(default, dict):
        return field(default_factory=lambda: default, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one running site. Each field is the environment variable of the same name."""

    PORT: int = _setting("where the embedded server listens", 8000, count(1, 65535))
    HOST: str = _setting("the interface on which it listens; the loopback one until someone decides otherwise", "127.0.0.1")
    THREADS: int = _setting("requests answered at once by the embedded server", 8, count(1, 256))
    BASE_URL: str = _setting("the site's own origin, for absolute addresses; empty means http://localhost:PORT", "", text)
    TRUSTED_HOSTS: tuple[str, ...] = _setting("hosts that are answered; empty means that of BASE_URL and, there, the loopback", (), hosts)
    PROXY_HOPS: int = _setting("reverse proxies in front whose X-Forwarded-For and -Proto are believed", 0, count(0, 5))
    DATABASE_URL: str = _setting("empty means SQLite in the instance folder", "", database)
    DATABASE_READ_URL: str = _setting("a replica of the PostgreSQL in DATABASE_URL from which readers read; empty means the same", "", replica)
    MISSION_INSTANCE: str = _setting("the folder for database, keys and outbox; empty means instance/", "")
    SECRET_KEY: str = _setting("signs tokens; empty means made at the first start and kept in the instance folder", "")
    SECRET_KEY_FALLBACKS: tuple[str, ...] = _setting("earlier keys still accepted, for rotation", (), several)
    MISSION_OFFICIAL: bool = _setting("until it is true, everything says that it is a demonstration", False, flag)
    MISSION_ADDRESS: str = _setting("postal address, shown where it is not empty; | ends a line of it", "", lines)
    MISSION_TELEPHONE: str = _setting("telephone, shown where it is not empty", "")
    MISSION_EMAIL: str = _setting("public e-mail address, shown where it is not empty", "")
    PRESS_EMAIL: str = _setting("press contact, shown where it is not empty", "")
    PRESS_TELEPHONE: str = _setting("press telephone, shown where it is not empty", "")
    PUBLISHER: str = _setting("who answers for what is published, for the legal notice; shown where it is not empty", "")
    HOSTING: str = _setting("who hosts the site, for the legal notice; shown where it is not empty", "")
    RESPONSIBLE_PERSON: str = _setting("the person responsible for what is published, for the legal notice; shown where it is not empty", "")
    REUSE_LICENCE: str = _setting("on what terms texts may be used again; shown where it is not empty: only the Mission can grant them", "")
    DATA_CONTROLLER: str = _setting("who decides what becomes of personal data, for the privacy page; shown where it is not empty", "")
    DATA_CONTACT: str = _setting("where one asks for one's data, an e-mail or a postal address; shown where it is not empty", "")
    DATA_AUTHORITY: str = _setting("who hears complaints about personal data; shown where it is not empty: which authority it is, a lawyer decides", "")
    SERVER_LOGS: str = _setting("what the servers in front of this program record and for how long; shown where it is not empty: only the host knows", "")
    SECURITY_CONTACT: str = _setting("where weaknesses are reported: mailto:… or https://…; empty means no security.txt", "", contact)
    CONSULAR_URL: str = _setting("where consular questions begin; the site of the Ministry of Foreign Affairs by default", "https://www.diplomatie.ma/")
    REFERENCE_PREFIX: str = _setting("the first part of every reference", "MPM", prefix)
    REQUIRED_LANGUAGES: dict[str, tuple[str, ...]] = _setting(
        "languages without which a kind is not released; a kind that is not named needs its original alone",
        {"page": TAGS},
        required_languages,
    )
    EXPECTED_LANGUAGES: dict[str, tuple[str, ...]] = _setting(
        "languages in which readers expect a kind: where one is missing, the checklist says so; both can be changed at the desk",
        {"communique": ("fr", "ar"), "statement": ("fr", "ar"), "speech": ("fr", "ar"), "seminar": ("fr", "ar")},
        required_languages,
    )
    SIGNING_KEY: str = _setting("the Ed25519 key (32 bytes in base64) that signs the register; empty means the one in the instance folder", "")
    SIGNS: bool = _setting("false on a machine that only answers: it holds no key and settles nothing", True, flag)
    SMTP_URL: str = _setting("empty means that letters are kept as files in the outbox folder", "", smtp)
    MAIL_FROM: str = _setting("the sender of letters", "mission@localhost")
    DESK_MAILBOX: str = _setting("who is told of a new enquiry; empty means nobody by letter", "desk@localhost")
    ENQUIRY_DAYS: int = _setting("days after which an enquiry is deleted", 365, count(1, 3650))
    CONTACT_LEAST_SECONDS: int = _setting("nobody fills in the contact form faster than this", 3, count(0, 60))
    CONTACT_PER_HOUR: int = _setting("enquiries accepted from one address in an hour", 5, count(1, 1000))
    CONTACT_PER_HOUR_ALL: int = _setting("enquiries accepted from everybody in an hour", 200, count(1, 100000))
    ALERT_CONFIRM_HOURS: int = _setting("an alert that nobody has confirmed by then is forgotten, address included", 48, count(1, 720))
    ALERT_LINK_HOURS: int = _setting("how long the link to one's alerts opens them: long enough for a slow letter, not for a lost one", 24, count(1, 720))
    ALERT_DAYS: int = _setting("an alert ends after this, unless its reader says again that it is wanted: consent ages", 730, count(30, 3650))
    ALERT_REMIND_DAYS: int = _setting("how long before that end the question is put", 30, count(1, 365))
    ALERT_LETTER_DAYS: int = _setting("letters to followers are deleted after this: long enough to look into a complaint", 30, count(1, 365))
    ALERT_PER_DAY: int = _setting("letters that the alert forms may cause to one address in a day, so that nobody is flooded by them", 5, count(1, 100))
    ALERT_PER_HOUR: int = _setting("requests for an alert or a link accepted from one place in an hour", 10, count(1, 1000))
    ALERT_PER_HOUR_ALL: int = _setting("requests for an alert or a link accepted from everybody in an hour", 300, count(1, 100000))
    DIGEST_HOUR: int = _setting("the civil hour of Geneva at which daily alerts write, and weekly ones on Mondays", 7, count(0, 23))
    API_PER_MINUTE: int = _setting("requests to the API answered to one address in a minute", 120, count(1, 1_000_000))
    ARCHIVES_PER_MINUTE: int = _setting("lists handed to one address as a ZIP in a minute", 6, count(1, 1_000_000))
    SEARCHES_PER_MINUTE: int = _setting(
        "searches for words answered to one address in a minute, each step of the typing counted; what the web server has kept is not", 600,
        count(1, 1_000_000),
    )  # fmt: skip
    VERIFY_PER_MINUTE: int = _setting("texts and files verified for one address in a minute", 60, count(1, 1_000_000))
    REDIS_URL: str = _setting("counts these limits for several processes; empty means in the memory of each", "", redis)
    PAGE_CACHE_MEBIBYTES: int = _setting("how much of its answers each process keeps in memory; 0 keeps none", 64, count(0, 4096))
    PURGE_URL: str = _setting("where a cache in front takes PURGE requests for what an act has changed; empty means that none can be told", "", http)
    PURGE_TOKEN: str = _setting("sent along as Authorization: Bearer …, where it is not empty", "")
    PDF_CERTIFICATE: str = _setting(
        "a PKCS#12 file with which PDFs are also certified (PAdES, no changes allowed); empty means the detached signature alone, because "
        "readers call a self-made certificate an unknown signer",
        "",
    )
    PDF_CERTIFICATE_PASSWORD: str = _setting("opens PDF_CERTIFICATE", "")
    FILE_MEBIBYTES: int = _setting("how large a file below a text may be; each is a row of the database, and of every copy of it", 20, count(1, 200))
    PICTURE_MEGAPIXELS: int = _setting("how many million pixels a picture may have that is handed in: a small file can hold a huge one", 50, count(1, 200))
    IDLE_MINUTES: int = _setting("staff sign in again after this long without a request", 30, count(5, 240))
    SESSION_HOURS: int = _setting("staff sign in again after this long in any case", 12, count(1, 24))
    FRESH_MINUTES: int = _setting("who signed in longer ago confirms before releasing, withdrawing, recalling, changing a role or a factor", 5, count(1, 60))
    INVITATION_DAYS: int = _setting("how long the link of an invitation works, once", 7, count(1, 30))
    PASSWORD_LINK_MINUTES: int = _setting(
        "how long the link to a new password works, once: long enough for a slow letter; a second factor is asked for all the same", 30, count(5, 120)
    )
    LOG_FORMAT: str = _setting("json or text; empty means lines for people on a terminal and JSON lines anywhere else", "", log_format)
    LOG_REQUESTS: bool = _setting("a line for each request: route, status and duration, never an address, a query or a person", False, flag)
    METRICS_PORT: int = _setting("where numbers for Prometheus, /healthz and /readyz are answered to machines; 0 means nowhere", 0, count(0, 65535))
    METRICS_HOST: str = _setting("the interface for that port; another than the loopback one needs METRICS_TOKEN", "127.0.0.1")
    METRICS_TOKEN: str = _setting("asked for as Authorization: Bearer … before numbers are given; empty means not asked for", "")
    MISSION_BUILD: str = _setting("what whoever packages the site calls this version, for whoever watches it; empty means the last migration's number", "")
    PROCESSES: int = _setting("processes that answer requests; more than one needs REDIS_URL for its limits to hold for all", 1, count(1, 64))
    BACKUP_FOLDER: str = _setting("where the worker puts a backup each day, better on another disk; empty means that it makes none", "")
    BACKUP_KEYS_FOLDER: str = _setting("where it puts the keys, so that they can be kept apart; empty means beside the rest", "")
    BACKUP_HOUR: int = _setting("the civil hour of Geneva from which the backup of the day is due", 3, count(0, 23))
    BACKUP_DAILY: int = _setting("the last backup of each of so many days stays", 7, count(1, 366))
    BACKUP_WEEKLY: int = _setting("and the last of each of so many weeks", 4, count(0, 520))
    BACKUP_MONTHLY: int = _setting("and the last of each of so many months", 12, count(0, 1200))
    MIRROR_FOLDER: str = _setting("where the worker keeps a static mirror of the public site; empty means that it keeps none", "", folder)
    MIRROR_MINUTES: int = _setting("how long after a public act the mirror follows at the latest", 15, count(1, 1440))
    KEPT_HOURS: int = _setting("how long a form posted after the end of a session is kept for the person who typed it", 24, count(1, 168))

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read every setting; raises `SettingError` with one sentence for the first that cannot be used."""
        values = {}
        for one in fields(cls):
            if one.name in environment:
                values[one.name] = one.metadata["read"](one.name, environment[one.name])
        settings = cls(**values)
        settings.check()
        if settings.MISSION_OFFICIAL and environment.get("FLASK_DEBUG", "").strip().lower() not in ("", "0", "false", "no"):
            raise SettingError("FLASK_DEBUG shows the inside of the program to whoever meets a fault: an official site does not start with it.")
        return settings

    def check(self) -> None:
        """Raise `SettingError` where settings do not fit each other."""
        base_url("BASE_URL", self.base_url)
        if self.MISSION_OFFICIAL and not self.base_url.startswith("https://"):
            raise SettingError("MISSION_OFFICIAL needs a BASE_URL that begins with https://.")
        if self.SECRET_KEY and len(self.SECRET_KEY) < 32:
            raise SettingError("SECRET_KEY must have at least 32 characters; leave it empty to have one made.")
        if self.DATABASE_READ_URL and not self.DATABASE_URL.startswith("postgresql"):
            raise SettingError("DATABASE_READ_URL needs a DATABASE_URL that begins with postgresql://.")
        if self.METRICS_PORT and self.METRICS_PORT == self.PORT:
            raise SettingError("METRICS_PORT must be another port than PORT.")
        if self.METRICS_PORT and self.METRICS_HOST not in ("127.0.0.1", "::1", "localhost") and len(self.METRICS_TOKEN) < 16:
            raise SettingError("METRICS_HOST is open to other machines: METRICS_TOKEN must have at least 16 characters.")
        if self.PDF_CERTIFICATE:
            check_certificate(Path(self.PDF_CERTIFICATE), self.PDF_CERTIFICATE_PASSWORD)

    @property
    def base_url(self) -> str:
        """The origin of absolute addresses, without a closing slash."""
        return self.BASE_URL.rstrip("/") or f"http://localhost:{self.PORT}"

    @property
    def asked_here(self) -> str:
        """Where the web server of this machine is asked by whoever is on it."""
        return "127.0.0.1" if self.HOST in ("0.0.0.0", "::") else self.HOST  # noqa: S104 - compared, not bound

    @property
    def secure(self) -> bool:
        """Whether readers reach the site by TLS."""
        return self.base_url.startswith("https://")

    @property
    def local(self) -> bool:
        """Whether the site names itself localhost: the embedded demonstration on one's own machine."""
        return urlsplit(self.base_url).hostname == "localhost"

    @property
    def trusted_hosts(self) -> list[str]:
        """The host names that are answered."""
        if self.TRUSTED_HOSTS:
            return list(self.TRUSTED_HOSTS)
        own = urlsplit(self.base_url).hostname or "localhost"
        return [own, "127.0.0.1", "[::1]"] if self.local else [own]

    @property
    def instance(self) -> Path:
        """The folder that holds what this installation has made."""
        return Path(self.MISSION_INSTANCE).resolve() if self.MISSION_INSTANCE else ROOT / "instance"

    def make_instance(self) -> None:
        """Make that folder, for its owner alone, where it is not there yet; raises `SettingError`."""
        try:
            self.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise SettingError(f"MISSION_INSTANCE is {self.instance}, and {error.filename} cannot be made: {disks.reason(error)}.") from None

    @property
    def backup_folder(self) -> Path:
        """Where backups are kept that are made without saying where."""
        return Path(self.BACKUP_FOLDER).absolute() if self.BACKUP_FOLDER else self.instance / "backups"

    def backup_keys_folder(self, folder: Path) -> Path:
        """Where the keys of the backups in `folder` are kept: apart, or beside the rest."""
        return Path(self.BACKUP_KEYS_FOLDER).absolute() if self.BACKUP_KEYS_FOLDER else folder

    @property
    def database_url(self) -> str:
        """The address of the database for writing."""
        if self.DATABASE_URL.startswith("postgresql://"):
            return _driven(self.DATABASE_URL)
        return self.DATABASE_URL or f"sqlite:///{self.instance / 'mission.sqlite'}"

    @property
    def replica_url(self) -> str:
        """The address of the database from which readers read; empty where it is the same."""
        return _driven(self.DATABASE_READ_URL)

    @property
    def register_origin(self) -> str:
        """The name under which the register's heads are signed."""
        return f"{urlsplit(self.base_url).hostname or 'localhost'}/register"

    def secret_key(self) -> str:
        """The given key, or the one made at the first start and kept, readable by its owner alone, in the instance folder."""
        if self.SECRET_KEY:
            return self.SECRET_KEY
        self.instance.mkdir(parents=True, exist_ok=True)
        kept = self.instance / "secret_key"
        try:
            # O_EXCL: two processes that start together agree on whichever came first.
            handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return _kept_key(kept)
        try:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(48))
        except OSError:
            # An empty one would stop every start to come.
            kept.unlink()
            raise
        return _kept_key(kept)


def _driven(url: str) -> str:
    """The address of a PostgreSQL with the driver that we use."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _kept_key(kept: Path) -> str:
    key = kept.read_text().strip()
    if len(key) < 32:
        raise SettingError(f"The key kept in {kept} is damaged; remove the file to have a new one made.")
    return key
