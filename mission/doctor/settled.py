"""The settings against each other."""

import os
from collections.abc import Iterator
from dataclasses import fields
from difflib import get_close_matches
from urllib.parse import urlsplit

from ..config import Settings
from .findings import Finding, Patient, fault, warning, well

# A letter or two in ten.
_ALIKE = 0.87
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared, not bound


def examine_settings(patient: Patient) -> Iterator[Finding]:
    """Address, hosts, proxies, processes, and what an official site should say of itself."""
    yield from _address(patient)
    yield from _proxies(patient)
    yield from _mistyped()
    settings = patient.settings
    if settings.PROCESSES > 1 and not settings.REDIS_URL:
        yield warning("settings", f"{settings.PROCESSES} processes count their limits each for itself.", "Set REDIS_URL, or PROCESSES=1.")
    if settings.SMTP_URL and settings.MAIL_FROM.endswith("@localhost"):
        yield fault("settings", f"Letters are sent as {settings.MAIL_FROM}, which no server takes.", "Set MAIL_FROM to an address of your domain.")
    if not settings.SMTP_URL:
        yield warning("settings", "Letters are kept as files and not sent.", "Set SMTP_URL, or read instance/outbox/ yourself.")
    if settings.MISSION_OFFICIAL:
        wanted = ("SECURITY_CONTACT", "PUBLISHER", "HOSTING", "DATA_CONTROLLER", "DATA_CONTACT", "MISSION_ADDRESS")
        missing = [name for name in wanted if not getattr(settings, name)]
        if missing:
            yield warning("settings", f"An official site says more of itself: {', '.join(missing)} are empty.",
                          "Set them; a lawyer knows what must stand there.")  # fmt: skip
    else:
        yield warning("settings", "This is a demonstration, and says so on every page.", "Set MISSION_OFFICIAL=true when it is the Mission’s own site.")


def _mistyped() -> Iterator[Finding]:
    """Names in the environment that are nearly those of settings: whoever wrote them thinks that they are set."""
    known = {one.name for one in fields(Settings)}
    for name in sorted(set(os.environ) - known):
        if name.isupper() and (meant := get_close_matches(name, known, n=1, cutoff=_ALIKE)):
            yield warning("settings", f"{name} is no setting, and nothing heeds it.", f"Was {meant[0]} meant?")


def _address(patient: Patient) -> Iterator[Finding]:
    settings = patient.settings
    host = urlsplit(settings.base_url).hostname or ""
    if not settings.secure and not settings.local:
        yield fault("settings", f"Readers reach {settings.base_url} without TLS: whatever they read or type can be read and changed.",
                    "Let nginx end TLS (deploy/nginx/) and set BASE_URL to the https:// address.")  # fmt: skip
    elif settings.local:
        yield warning("settings", f"The site names itself {settings.base_url}.", "Set BASE_URL to the address that readers use.")
    else:
        yield well("settings", f"The site names itself {settings.base_url}.")
    if not any(host == known or (known.startswith(".") and host.endswith(known)) for known in settings.trusted_hosts):
        yield fault("settings", f"TRUSTED_HOSTS does not hold {host}: every reader is refused.",
                    "Leave TRUSTED_HOSTS empty, or put the host of BASE_URL into it.")  # fmt: skip


def _proxies(patient: Patient) -> Iterator[Finding]:
    settings = patient.settings
    if settings.secure and not settings.PROXY_HOPS:
        yield fault("settings", "BASE_URL is https, and no proxy is believed: all readers have one address, and share one allowance.",
                    "Set PROXY_HOPS to the number of proxies in front, 1 for the given nginx.")  # fmt: skip
    if settings.PROXY_HOPS and settings.HOST in _EVERYWHERE:
        yield warning("settings",
                      f"The server listens on {settings.HOST} and believes what a proxy says: who comes past the proxy can say it too.",
                      "Set HOST=127.0.0.1, or let a firewall admit the proxy alone.")  # fmt: skip
