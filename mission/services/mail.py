"""Letters: written into the database by an act, sent afterwards by the worker, kept until they are sent."""

import re
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import update
from sqlalchemy.orm import Session

from ..config import Settings
from ..models import Job, Letter
from . import outbox

JOB = "send-letter"
_PATIENCE_SECONDS = 20
_BREAKS = re.compile("[\x00-\x20\x7f\x85\u2028\u2029]+")
# What says that the mail server itself cannot be used now, not that it dislikes one letter.
_OUTAGES = (
    smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPServerDisconnected, smtplib.SMTPAuthenticationError,
    smtplib.SMTPNotSupportedError, ssl.SSLError, ConnectionError, TimeoutError,
)  # fmt: skip


class Unreachable(Exception):
    """The mail server is down, slow, or not who it says it is: every letter waits, not this one alone."""


class Unwritten(Exception):
    """The mail server can write to no address like this one: this letter waits, and no other one for it."""


class _Whole(EmailPolicy):
    """Lines with an address in them are not folded: the library would encode a long address as words, which no program opens. A subject is
    encoded as one run, its spaces within the words: this library forgets the space between two encoded words, which whoever reads leaves out."""

    _NAMES = ("list-unsubscribe", "list-id")

    def fold(self, name: str, value: str) -> str:
        return super().fold(name, value) if (own := self._own(name, value)) is None else own

    def fold_binary(self, name: str, value: str) -> bytes:
        return super().fold_binary(name, value) if (own := self._own(name, value)) is None else own.encode()

    def _own(self, name: str, value: str) -> str | None:
        if name.lower() in self._NAMES:
            return f"{name}: {value}{self.linesep}"
        if name.lower() == "subject":
            charset = "us-ascii" if value.isascii() else "utf-8"
            return f"{name}: {Header(str(value), charset, header_name=name).encode(linesep=self.linesep)}{self.linesep}"
        return None


def post(session: Session, *, to: str, subject: str, text: str, language: str, at: datetime, enquiry_id: int | None = None,
         follower_id: int | None = None, html: str = "", heads: Mapping[str, str] | None = None, job: str = JOB) -> Letter:  # fmt: skip
    """Write a letter and the job that sends it into the caller's transaction. White space in `to`, `subject` and `heads` (further
    lines of the head, by name) is folded: no line break from a form ever reaches a header."""
    letter = Letter(
        recipient="".join(to.split()), subject=_one_line(subject), text=text, language=language, written_at=at,
        enquiry_id=enquiry_id, follower_id=follower_id, html=html,
        heads={name: _one_line(value) for name, value in (heads or {}).items()},
    )  # fmt: skip
    session.add(letter)
    session.flush()
    session.add(Job(name=job, details={"letter": letter.id}, created_at=at, due_at=at))
    return letter


def _one_line(text: str) -> str:
    """`text` without a break of any kind; spaces that typography asks for stay what they are."""
    return _BREAKS.sub(" ", text).strip()


def send_job(session: Session, job: Job, at: datetime, settings: Settings) -> None:
    """Send the letter of a job, unless it is sent or gone. Raises what the mail server raises; the job then waits."""
    letter = session.get(Letter, job.details["letter"])
    if letter is None or letter.sent_at is not None:
        return
    message = compose(letter, settings)
    # The transaction ends here: a slow mail server must not keep anybody from writing, least of all a release from its minute.
    session.commit()
    if settings.SMTP_URL:
        _send(message, settings.SMTP_URL)
    else:
        outbox.keep(message, settings, letter)
    # Not by the value that was read: the letter may be gone meanwhile, with whoever asked to be forgotten.
    session.execute(update(Letter).where(Letter.id == letter.id).values(sent_at=at))


def hold(session: Session, at: datetime, until: datetime) -> None:
    """Put off every letter that is due at `at`: a server that has failed one is not asked once more for each."""
    waiting = (Job.name.startswith(JOB, autoescape=True), Job.done_at.is_(None), Job.due_at <= at)
    session.execute(update(Job).where(*waiting).values(due_at=until))


def compose(letter: Letter, settings: Settings) -> EmailMessage:
    """The letter as a message. In a demonstration it says so itself: its text was written with the sentence."""
    message = EmailMessage(policy=_Whole())
    message["From"] = settings.MAIL_FROM
    message["To"] = _reachable(letter.recipient)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at)
    # The same letter tried twice carries the same identifier.
    host = urlsplit(settings.base_url).hostname or "localhost"
    message["Message-ID"] = f"<letter-{letter.id}-{int(letter.written_at.timestamp())}@{host}>"
    for name, value in ({"Auto-Submitted": "auto-generated"} | letter.heads).items():
        message[name] = value
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    # Last: a second body takes the lines about content along into the first.
    message["Content-Language"] = letter.language
    return message


def _reachable(address: str) -> str:
    """An address with its domain as every mail server writes it."""
    with suppress(EmailNotValidError):
        return address if address.isascii() else f"{address.rpartition('@')[0]}@{validate_email(address, check_deliverability=False).ascii_domain}"
    return address


def _send(message: EmailMessage, url: str) -> None:
    """By SMTP with a checked certificate; plain only to this very machine. Raises `Unreachable`, or what the server says of the letter."""
    try:
        _deliver(message, url)
    except _OUTAGES as error:
        raise Unreachable(type(error).__name__) from error


def _deliver(message: EmailMessage, url: str) -> None:
    connection = _enter(url)
    try:
        try:
            connection.send_message(message)
        except smtplib.SMTPNotSupportedError as error:
            raise Unwritten from error
        # Taken is taken: whatever a server answers to the goodbye, the letter is not sent again.
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()
    finally:
        connection.close()


def knock(url: str) -> None:
    """Go as far as one letter would, and send none. Raises what stands in the way."""
    connection = _enter(url)
    with suppress(smtplib.SMTPException, OSError):
        connection.quit()
    connection.close()


def _enter(url: str) -> smtplib.SMTP:
    """A connection on which letters can be sent; the caller closes it."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    trusted = ssl.create_default_context()
    if parts.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=_PATIENCE_SECONDS, context=trusted)
    else:
        connection = smtplib.SMTP(host, parts.port or 587, timeout=_PATIENCE_SECONDS)
    try:
        if parts.scheme == "smtp" and host not in ("localhost", "127.0.0.1", "::1"):
            connection.starttls(context=trusted)
        if parts.username:
            connection.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        connection.close()
        raise
    return connection


__all__ = ["JOB", "Unreachable", "compose", "hold", "knock", "post", "send_job"]
