"""Letters: written into the database by an act, sent afterwards by the worker, kept until they are sent."""

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy.orm import Session

from ..config import Settings
from ..models import Job, Letter

JOB = "send-letter"
_PATIENCE_SECONDS = 20


def post(session: Session, *, to: str, subject: str, text: str, language: str, at: datetime, enquiry_id: int | None = None) -> Letter:
    """Write a letter and the job that sends it into the caller's transaction. White space in `to` and `subject` is folded: no
    line break from a form ever reaches a header."""
    letter = Letter(
        recipient="".join(to.split()), subject=" ".join(subject.split()), text=text, language=language, written_at=at,
        enquiry_id=enquiry_id,
    )  # fmt: skip
    session.add(letter)
    session.flush()
    session.add(Job(name=JOB, details={"letter": letter.id}, created_at=at, due_at=at))
    return letter


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
        keep(message, settings.instance / "outbox", letter.id)
    letter.sent_at = at


def compose(letter: Letter, settings: Settings) -> EmailMessage:
    """The letter as a message. In a demonstration it says so itself: its text was written with the sentence."""
    message = EmailMessage()
    message["From"] = settings.MAIL_FROM
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at)
    # The same letter tried twice carries the same identifier.
    host = urlsplit(settings.base_url).hostname or "localhost"
    message["Message-ID"] = f"<letter-{letter.id}-{int(letter.written_at.timestamp())}@{host}>"
    message["Content-Language"] = letter.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


def keep(message: EmailMessage, folder: Path, number: int) -> Path:
    """Without a mail server a letter becomes a file that any mail program opens."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{number:06d}.eml"
    path.write_bytes(bytes(message))
    path.chmod(0o600)
    return path


def _send(message: EmailMessage, url: str) -> None:
    """By SMTP with a checked certificate; plain only to this very machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    trusted = ssl.create_default_context()
    if parts.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=_PATIENCE_SECONDS, context=trusted)
    else:
        connection = smtplib.SMTP(host, parts.port or 587, timeout=_PATIENCE_SECONDS)
    with connection:
        if parts.scheme == "smtp" and host not in ("localhost", "127.0.0.1", "::1"):
            connection.starttls(context=trusted)
        if parts.username:
            connection.login(unquote(parts.username), unquote(parts.password or ""))
        connection.send_message(message)


__all__ = ["JOB", "compose", "keep", "post", "send_job"]
