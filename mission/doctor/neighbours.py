"""The machines that this one asks: a replica to read from, Redis, the mail server."""

import smtplib
import ssl
from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ..extensions import engines
from ..services import mail
from .findings import Finding, Patient, fault, warning, well

_LAG_SECONDS = 30.0


def examine_replica(patient: Patient) -> Iterator[Finding]:
    """What readers read from, where it is not the database itself."""
    if not patient.settings.DATABASE_READ_URL:
        return
    try:
        with engines.reader.connect() as connection:
            follows = connection.scalar(text("SELECT pg_is_in_recovery()"))
            known = connection.scalar(text("SELECT max(stamp) FROM public_change")) or 0
            behind = connection.scalar(text("SELECT extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())")) if follows else 0
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or error).splitlines()[0]
        yield fault("replica", f"The replica cannot be read: {said.rstrip('.')}.",
                    "Start it, or let DATABASE_READ_URL name the primary after it (host=replica,primary).")  # fmt: skip
        return
    try:
        with engines.writer.connect() as connection:
            newest = connection.scalar(text("SELECT max(stamp) FROM public_change")) or 0
    except SQLAlchemyError:
        yield warning("replica", "The replica answers readers; how far behind it is only the database itself could tell.",
                      "Start the primary, or put the replica in its place (docs/operations.md, “A replica”).")  # fmt: skip
        return
    if not follows:
        yield warning("replica", "DATABASE_READ_URL leads to a database that follows no other: the primary itself, or a copy that stands still.",
                      "See docs/operations.md, “A replica”.")  # fmt: skip
    if known < newest:
        # An idle primary sends nothing, so the age of the last transaction alone tells nothing.
        yield warning("replica", f"The replica is {newest - known} public acts and {behind or 0:.0f} seconds behind.",
                      "Look at pg_stat_replication on the primary.")  # fmt: skip
    elif follows:
        yield well("replica", "The replica has everything that is public.")


def examine_redis(patient: Patient) -> Iterator[Finding]:
    """Where limits are counted for several processes."""
    if not patient.settings.REDIS_URL:
        return
    from limits.storage import storage_from_string

    try:
        there = storage_from_string(patient.settings.REDIS_URL, socket_connect_timeout=3, socket_timeout=3).check()  # type: ignore[arg-type]
    except Exception:  # noqa: BLE001 - whatever it is, Redis cannot be used
        there = False
    if there:
        yield well("redis", "Redis answers.")
    else:
        yield fault("redis", "Redis does not answer: each process counts its limits for itself.",
                    "systemctl status redis-server; look at REDIS_URL and its password.")  # fmt: skip


def examine_mail(patient: Patient) -> Iterator[Finding]:
    """The mail server: reached, encrypted, and taking our name and password. Nothing is sent."""
    url = patient.settings.SMTP_URL
    if not url:
        return
    try:
        mail.knock(url)
    except ssl.SSLCertVerificationError as error:
        yield fault("mail", f"The mail server’s certificate does not hold: {error.verify_message}.",
                    "Use the name that the certificate bears, or have it renewed.")  # fmt: skip
    except smtplib.SMTPNotSupportedError:
        yield fault("mail", "The mail server offers no encryption (STARTTLS), and nothing is sent in the open.", "Use smtps://…:465, or turn TLS on there.")
    except smtplib.SMTPAuthenticationError:
        yield fault("mail", "The mail server refuses name and password.", "Correct them in SMTP_URL (percent-encoded).")
    except (OSError, smtplib.SMTPException) as error:
        yield fault("mail", f"The mail server cannot be reached: {type(error).__name__}.", "Look at host, port and firewall; letters wait meanwhile.")
    else:
        yield well("mail", "The mail server answers, encrypted, and lets us in.")
