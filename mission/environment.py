"""What a variable of the environment says, read as what a setting is: text, numbers, hosts, addresses, folders, languages.

Each reader takes the name of the variable and what stands in it, gives the value, and raises `SettingError`, which speaks of that name.
"""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

from .languages import TAGS

# A name or an address of a machine, and perhaps a port.
_HOST = re.compile(r"(?:[\w-]+(?:\.[\w-]+)*\.?|\[[0-9a-fA-F:.]+\])(?::\d+)?")
KINDS = ("page", "communique", "statement", "speech", "seminar", "milestone")


class SettingError(ValueError):
    """A setting that cannot be used; its text is one sentence for the person who starts the site."""


def text(name: str, value: str) -> str:
    """`value` without spaces around it."""
    return value.strip()


def lines(name: str, value: str) -> str:
    """A file of settings holds one line for each: there `|` stands for the end of a line."""
    return "\n".join(line.strip() for line in value.replace("|", "\n").splitlines() if line.strip())


def flag(name: str, value: str) -> bool:
    """Whether `value` says yes."""
    known = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if value.strip().lower() not in known:
        raise SettingError(f"{name} must be true or false, not {value!r}.")
    return known[value.strip().lower()]


def count(least: int, most: int) -> Callable[[str, str], int]:
    """A reader of whole numbers from `least` to `most`."""
    def read(name: str, value: str) -> int:
        if not value.strip().isdecimal() or not least <= int(value) <= most:
            raise SettingError(f"{name} must be a whole number from {least} to {most}, not {value!r}.")
        return int(value)

    return read


def several(name: str, value: str) -> tuple[str, ...]:
    """The parts of `value` between its commas."""
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


def hosts(name: str, value: str) -> tuple[str, ...]:
    """Names or addresses of machines, perhaps with a port each."""
    hosts = several(name, value)
    for host in hosts:
        # A dot before it stands for every name that ends so.
        if not _HOST.fullmatch(host.removeprefix(".")):
            raise SettingError(f"{name} must look like mission.example,www.mission.example, and {host!r} does not.")
    return hosts


def folder(name: str, value: str) -> str:
    """The whole path of a folder, or nothing."""
    # Whoever serves it, writes it and looks at it stands in folders of their own.
    if value.strip() and not Path(value.strip()).is_absolute():
        raise SettingError(f"{name} must be the whole path of a folder, from /, not {value!r}.")
    return value.strip()


def database(name: str, value: str) -> str:
    """The address of an SQLite or a PostgreSQL, or nothing."""
    if value and not value.startswith(("sqlite:///", "postgresql")):
        raise SettingError(f"{name} must begin with sqlite:/// or postgresql://, not {value.split(':')[0]!r}.")
    return value.strip()


def replica(name: str, value: str) -> str:
    """The address of a PostgreSQL to read from, or nothing."""
    if value and not value.startswith("postgresql"):
        raise SettingError(f"{name} must begin with postgresql://: only PostgreSQL has a replica to read from.")
    return value.strip()


def log_format(name: str, value: str) -> str:
    """How lines of the log are written: ``json``, ``text``, or nothing."""
    if value.strip() not in ("", "json", "text"):
        raise SettingError(f"{name} must be json or text, or empty, not {value!r}.")
    return value.strip()


def smtp(name: str, value: str) -> str:
    """The address of a server that takes letters, or nothing."""
    parts = urlsplit(value.strip())
    if value and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
        raise SettingError(f"{name} must look like smtps://user:password@mail.example:465, and does not.")
    return value.strip()


def redis(name: str, value: str) -> str:
    """The address of a Redis, or nothing."""
    parts = urlsplit(value.strip())
    if value and (parts.scheme not in ("redis", "rediss", "redis+unix") or not (parts.hostname or parts.path)):
        raise SettingError(f"{name} must look like redis://host:6379/0, and does not.")
    return value.strip()


def http(name: str, value: str) -> str:
    """The address of a server, perhaps with a path, without a closing slash, or nothing."""
    parts = urlsplit(value.strip())
    if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
        raise SettingError(f"{name} must look like http://cache.example:6081, and does not.")
    return value.strip().rstrip("/")


def contact(name: str, value: str) -> str:
    """The address of a mailbox or a page, or nothing."""
    if value and not value.strip().startswith(("mailto:", "https://")):
        raise SettingError(f"{name} must begin with mailto: or https://, not {value!r}.")
    return value.strip()


def prefix(name: str, value: str) -> str:
    """The first part of every reference."""
    if not (value.isascii() and value.isalnum() and value.isupper() and len(value) <= 8):
        raise SettingError(f"{name} must be one to eight capital letters or digits, not {value!r}.")
    return value


def required_languages(name: str, value: str) -> dict[str, tuple[str, ...]]:
    """By kind the tags of languages."""
    required: dict[str, tuple[str, ...]] = {}
    for rule in several(name, value):
        kind, _, tags = rule.partition(":")
        wanted = tuple(tag for tag in tags.split("+") if tag)
        if kind not in KINDS or not wanted or not set(wanted) <= set(TAGS):
            raise SettingError(f"{name} must look like page:fr+ar+en+es,communique:fr+ar, and {rule!r} does not.")
        required[kind] = wanted
    return required


def check_certificate(path: Path, password: str) -> None:
    """Raise `SettingError` where `path` is no PKCS#12 file with a certificate and its private key that `password` opens."""
    try:
        key, certificate, _ = load_key_and_certificates(path.read_bytes(), password.encode() or None)
    except (OSError, ValueError):
        raise SettingError("PDF_CERTIFICATE must be a PKCS#12 file that PDF_CERTIFICATE_PASSWORD opens, and is not.") from None
    if key is None or certificate is None:
        raise SettingError("PDF_CERTIFICATE must hold a certificate and its private key, and does not.")
