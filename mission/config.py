"""Every setting of the site: name, type, default and reason, read from the environment once, at the start.

A wrong value stops the start with one sentence (`SettingError`); nothing falls back silently.
"""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

from . import disks
from .languages import TAGS

ROOT = Path(__file__).resolve().parent.parent
# A name or an address of a machine, and perhaps a port.
_HOST = re.compile(r"(?:[\w-]+(?:\.[\w-]+)*\.?|\[[0-9a-fA-F:.]+\])(?::\d+)?")
KINDS = ("page", "communique", "statement", "speech", "seminar", "milestone")


class SettingError(ValueError):
    """A setting that cannot be used; its text is one sentence for the person who starts the site."""


def _text(name: str, value: str) -> str:
    return value.strip()


def _lines(name: str, value: str) -> str:
    """A file of settings holds one line for each: there `|` stands for the end of a line."""
    return "\n".join(line.strip() for line in value.replace("|", "\n").splitlines() if line.strip())


def _flag(name: str, value: str) -> bool:
    known = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if value.strip().lower() not in known:
        raise SettingError(f"{name} must be true or false, not {value!r}.")
    return known[value.strip().lower()]


def _count(least: int, most: int) -> Callable[[str, str], int]:
    def read(name: str, value: str) -> int:
        if not value.strip().isdecimal() or not least <= int(value) <= most:
            raise SettingError(f"{name} must be a whole number from {least} to {most}, not {value!r}.")
        return int(value)

    return read


def _list(name: str, value: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in value.split(",") if item.strip())


def base_url(name: str, value: str) -> str:
    """`value` as an origin, without a closing slash; raises `SettingError`, which speaks of `name`."""
    wrong = SettingError(f"{name} must look like https://mission.example (no path, no name of a user, a port up to 65535), not {value!r}.")
    try:
        parts = urlsplit(value.strip())
        port = parts.port
    except ValueError:
        raise wrong from None
    beside = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in ("http", "https") or beside or port == 0 or not _HOST.fullmatch(parts.netloc):
        raise wrong
    return value.strip().rstrip("/")


def _hosts(name: str, value: str) -> tuple[str, ...]:
    hosts = _list(name, value)
    for host in hosts:
        # A dot before it stands for every name that ends so.
        if not _HOST.fullmatch(host.removeprefix(".")):
            raise SettingError(f"{name} must look like mission.example,www.mission.example, and {host!r} does not.")
    return hosts


def _folder(name: str, value: str) -> str:
    # Whoever serves it, writes it and looks at it stands in folders of their own.
    if value.strip() and not Path(value.strip()).is_absolute():
        raise SettingError(f"{name} must be the whole path of a folder, from /, not {value!r}.")
    return value.strip()


def _database(name: str, value: str) -> str:
    if value and not value.startswith(("sqlite:///", "postgresql")):
        raise SettingError(f"{name} must begin with sqlite:/// or postgresql://, not {value.split(':')[0]!r}.")
    return value.strip()


def _replica(name: str, value: str) -> str:
    if value and not value.startswith("postgresql"):
        raise SettingError(f"{name} must begin with postgresql://: only PostgreSQL has a replica to read from.")
    return value.strip()


def _form(name: str, value: str) -> str:
    if value.strip() not in ("", "json", "text"):
        raise SettingError(f"{name} must be json or text, or empty, not {value!r}.")
    return value.strip()


def _smtp(name: str, value: str) -> str:
    parts = urlsplit(value.strip())
    if value and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
        raise SettingError(f"{name} must look like smtps://user:password@mail.example:465, and does not.")
    return value.strip()


def _redis(name: str, value: str) -> str:
    parts = urlsplit(value.strip())
    if value and (parts.scheme not in ("redis", "rediss", "redis+unix") or not (parts.hostname or parts.path)):
        raise SettingError(f"{name} must look like redis://host:6379/0, and does not.")
    return value.strip()


def _http(name: str, value: str) -> str:
    parts = urlsplit(value.strip())
    if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
        raise SettingError(f"{name} must look like http://cache.example:6081, and does not.")
    return value.strip().rstrip("/")


def _contact(name: str, value: str) -> str:
    if value and not value.strip().startswith(("mailto:", "https://")):
        raise SettingError(f"{name} must begin with mailto: or https://, not {value!r}.")
    return value.strip()


def _prefix(name: str, value: str) -> str:
    if not (value.isascii() and value.isalnum() and value.isupper() and len(value) <= 8):
        raise SettingError(f"{name} must be one to eight capital letters or digits, not {value!r}.")
    return value


def _required_languages(name: str, value: str) -> dict[str, tuple[str, ...]]:
    required: dict[str, tuple[str, ...]] = {}
    for rule in _list(name, value):
        kind, _, tags = rule.partition(":")
        wanted = tuple(tag for tag in tags.split("+") if tag)
        if kind not in KINDS or not wanted or not set(wanted) <= set(TAGS):
            raise SettingError(f"{name} must look like page:fr+ar+en+es,communique:fr+ar, and {rule!r} does not.")
        required[kind] = wanted
    return required


def _setting(reason: str, default: Any, read: Callable[[str, str], Any] = _text) -> Any:
    metadata = {"reason": reason, "read": read}
    if isinstance(default, dict):
        return field(default_factory=lambda: default, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one running site. Each field is the environment variable of the same name."""

    PORT: int = _setting("where the embedded server listens", 8000, _count(1, 65535))
    HOST: str = _setting("the interface on which it listens; the loopback one until someone decides otherwise", "127.0.0.1")
    THREADS: int = _setting("requests answered at once by the embedded server", 8, _count(1, 256))
    BASE_URL: str = _setting("the site's own origin, for absolute addresses; empty means http://localhost:PORT", "", _text)
    TRUSTED_HOSTS: tuple[str, ...] = _setting("hosts that are answered; empty means that of BASE_URL and, there, the loopback", (), _hosts)
    PROXY_HOPS: int = _setting("reverse proxies in front whose X-Forwarded-For and -Proto are believed", 0, _count(0, 5))
    DATABASE_URL: str = _setting("empty means SQLite in the instance folder", "", _database)
    DATABASE_READ_URL: str = _setting("a replica of the PostgreSQL in DATABASE_URL from which readers read; empty means the same", "", _replica)
    MISSION_INSTANCE: str = _setting("the folder for database, keys and outbox; empty means instance/", "")
    SECRET_KEY: str = _setting("signs tokens; empty means made at the first start and kept in the instance folder", "")
    SECRET_KEY_FALLBACKS: tuple[str, ...] = _setting("earlier keys still accepted, for rotation", (), _list)
    MISSION_OFFICIAL: bool = _setting("until it is true, everything says that it is a demonstration", False, _flag)
    MISSION_ADDRESS: str = _setting("postal address, shown where it is not empty; | ends a line of it", "", _lines)
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
    SECURITY_CONTACT: str = _setting("where weaknesses are reported: mailto:… or https://…; empty means no security.txt", "", _contact)
    CONSULAR_URL: str = _setting("where consular questions begin; the site of the Ministry of Foreign Affairs by default", "https://www.diplomatie.ma/")
    REFERENCE_PREFIX: str = _setting("the first part of every reference", "MPM", _prefix)
    REQUIRED_LANGUAGES: dict[str, tuple[str, ...]] = _setting(
        "languages without which a kind is not released; a kind that is not named needs its original alone",
        {"page": TAGS},
        _required_languages,
    )
    EXPECTED_LANGUAGES: dict[str, tuple[str, ...]] = _setting(
        "languages in which readers expect a kind: where one is missing, the checklist says so; both can be changed at the desk",
        {"communique": ("fr", "ar"), "statement": ("fr", "ar"), "speech": ("fr", "ar"), "seminar": ("fr", "ar")},
        _required_languages,
    )
    SIGNING_KEY: str = _setting("the Ed25519 key (32 bytes in base64) that signs the register; empty means the one in the instance folder", "")
    SIGNS: bool = _setting("false on a machine that only answers: it holds no key and settles nothing", True, _flag)
    SMTP_URL: str = _setting("empty means that letters are kept as files in the outbox folder", "", _smtp)
    MAIL_FROM: str = _setting("the sender of letters", "mission@localhost")
    DESK_MAILBOX: str = _setting("who is told of a new enquiry; empty means nobody by letter", "desk@localhost")
    ENQUIRY_DAYS: int = _setting("days after which an enquiry is deleted", 365, _count(1, 3650))
    CONTACT_LEAST_SECONDS: int = _setting("nobody fills in the contact form faster than this", 3, _count(0, 60))
    CONTACT_PER_HOUR: int = _setting("enquiries accepted from one address in an hour", 5, _count(1, 1000))
    CONTACT_PER_HOUR_ALL: int = _setting("enquiries accepted from everybody in an hour", 200, _count(1, 100000))
    ALERT_CONFIRM_HOURS: int = _setting("an alert that nobody has confirmed by then is forgotten, address included", 48, _count(1, 720))
    ALERT_LINK_HOURS: int = _setting("how long the link to one's alerts opens them: long enough for a slow letter, not for a lost one", 24, _count(1, 720))
    ALERT_DAYS: int = _setting("an alert ends after this, unless its reader says again that it is wanted: consent ages", 730, _count(30, 3650))
    ALERT_REMIND_DAYS: int = _setting("how long before that end the question is put", 30, _count(1, 365))
    ALERT_LETTER_DAYS: int = _setting("letters to followers are deleted after this: long enough to look into a complaint", 30, _count(1, 365))
    ALERT_PER_DAY: int = _setting("letters that the alert forms may cause to one address in a day, so that nobody is flooded by them", 5, _count(1, 100))
    ALERT_PER_HOUR: int = _setting("requests for an alert or a link accepted from one place in an hour", 10, _count(1, 1000))
    ALERT_PER_HOUR_ALL: int = _setting("requests for an alert or a link accepted from everybody in an hour", 300, _count(1, 100000))
    DIGEST_HOUR: int = _setting("the civil hour of Geneva at which daily alerts write, and weekly ones on Mondays", 7, _count(0, 23))
    API_PER_MINUTE: int = _setting("requests to the API answered to one address in a minute", 120, _count(1, 1_000_000))
    ARCHIVES_PER_MINUTE: int = _setting("lists handed to one address as a ZIP in a minute", 6, _count(1, 1_000_000))
    SEARCHES_PER_MINUTE: int = _setting(
        "searches for words answered to one address in a minute, each step of the typing counted; what the web server has kept is not", 600,
        _count(1, 1_000_000),
    )  # fmt: skip
    VERIFY_PER_MINUTE: int = _setting("texts and files verified for one address in a minute", 60, _count(1, 1_000_000))
    REDIS_URL: str = _setting("counts these limits for several processes; empty means in the memory of each", "", _redis)
    PAGE_CACHE_MEBIBYTES: int = _setting("how much of its answers each process keeps in memory; 0 keeps none", 64, _count(0, 4096))
    PURGE_URL: str = _setting("where a cache in front takes PURGE requests for what an act has changed; empty means that none can be told", "", _http)
    PURGE_TOKEN: str = _setting("sent along as Authorization: Bearer …, where it is not empty", "")
    PDF_CERTIFICATE: str = _setting(
        "a PKCS#12 file with which PDFs are also certified (PAdES, no changes allowed); empty means the detached signature alone, because "
        "readers call a self-made certificate an unknown signer",
        "",
    )
    PDF_CERTIFICATE_PASSWORD: str = _setting("opens PDF_CERTIFICATE", "")
    FILE_MEBIBYTES: int = _setting("how large a file below a text may be; each is a row of the database, and of every copy of it", 20, _count(1, 200))
    PICTURE_MEGAPIXELS: int = _setting("how many million pixels a picture may have that is handed in: a small file can hold a huge one", 50, _count(1, 200))
    IDLE_MINUTES: int = _setting("staff sign in again after this long without a request", 30, _count(5, 240))
    SESSION_HOURS: int = _setting("staff sign in again after this long in any case", 12, _count(1, 24))
    FRESH_MINUTES: int = _setting("who signed in longer ago confirms before releasing, withdrawing, recalling, changing a role or a factor", 5, _count(1, 60))
    INVITATION_DAYS: int = _setting("how long the link of an invitation works, once", 7, _count(1, 30))
    PASSWORD_LINK_MINUTES: int = _setting(
        "how long the link to a new password works, once: long enough for a slow letter; a second factor is asked for all the same", 30, _count(5, 120)
    )
    LOG_FORMAT: str = _setting("json or text; empty means lines for people on a terminal and JSON lines anywhere else", "", _form)
    LOG_REQUESTS: bool = _setting("a line for each request: route, status and duration, never an address, a query or a person", False, _flag)
    METRICS_PORT: int = _setting("where numbers for Prometheus, /healthz and /readyz are answered to machines; 0 means nowhere", 0, _count(0, 65535))
    METRICS_HOST: str = _setting("the interface for that port; another than the loopback one needs METRICS_TOKEN", "127.0.0.1")
    METRICS_TOKEN: str = _setting("asked for as Authorization: Bearer … before numbers are given; empty means not asked for", "")
    MISSION_BUILD: str = _setting("what whoever packages the site calls this version, for whoever watches it; empty means the last migration's number", "")
    PROCESSES: int = _setting("processes that answer requests; more than one needs REDIS_URL for its limits to hold for all", 1, _count(1, 64))
    BACKUP_FOLDER: str = _setting("where the worker puts a backup each day, better on another disk; empty means that it makes none", "")
    BACKUP_KEYS_FOLDER: str = _setting("where it puts the keys, so that they can be kept apart; empty means beside the rest", "")
    BACKUP_HOUR: int = _setting("the civil hour of Geneva from which the backup of the day is due", 3, _count(0, 23))
    BACKUP_DAILY: int = _setting("the last backup of each of so many days stays", 7, _count(1, 366))
    BACKUP_WEEKLY: int = _setting("and the last of each of so many weeks", 4, _count(0, 520))
    BACKUP_MONTHLY: int = _setting("and the last of each of so many months", 12, _count(0, 1200))
    MIRROR_FOLDER: str = _setting("where the worker keeps a static mirror of the public site; empty means that it keeps none", "", _folder)
    MIRROR_MINUTES: int = _setting("how long after a public act the mirror follows at the latest", 15, _count(1, 1440))
    KEPT_HOURS: int = _setting("how long a form posted after the end of a session is kept for the person who typed it", 24, _count(1, 168))

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
            _check_certificate(Path(self.PDF_CERTIFICATE), self.PDF_CERTIFICATE_PASSWORD)

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


def _check_certificate(path: Path, password: str) -> None:
    try:
        key, certificate, _ = load_key_and_certificates(path.read_bytes(), password.encode() or None)
    except (OSError, ValueError):
        raise SettingError("PDF_CERTIFICATE must be a PKCS#12 file that PDF_CERTIFICATE_PASSWORD opens, and is not.") from None
    if key is None or certificate is None:
        raise SettingError("PDF_CERTIFICATE must hold a certificate and its private key, and does not.")


def _kept_key(kept: Path) -> str:
    key = kept.read_text().strip()
    if len(key) < 32:
        raise SettingError(f"The key kept in {kept} is damaged; remove the file to have a new one made.")
    return key
