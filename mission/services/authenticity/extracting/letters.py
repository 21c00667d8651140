"""The words of an e-mail that was saved as a file."""

import hashlib
import re
import sys
from email import message_from_bytes, policy
from typing import Any

from .pages import read as read_page
from .plain import decoded
from .received import TOO_LARGE, UNKNOWN, Received

_MOST_TEXTS = 4
_MOST_ATTACHED = 20
# A letter as a file begins with fields of its head, one of which tells how it is made.
BEGINNING = re.compile(rb"(?:[A-Za-z-]{2,40}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){1,80}?(?:MIME-Version|Message-ID|Content-Type):", re.IGNORECASE)


def read(content: bytes) -> Received:
    """An e-mail that was saved as a file: what its page says, what its plain text says where that is something else, and its files."""
    letter = message_from_bytes(content, policy=policy.default)
    # Of the e-mail and of each that is attached to it whole, by form.
    said: list[dict[str, list[str]]] = [{}]
    unread: set[str] = set()
    attached: list[tuple[str, str]] = []
    for part in letter.walk():
        if part.get_content_type() == "message/rfc822":
            said.append({})
        if part.is_multipart():
            continue
        if part.get_content_type() in ("text/plain", "text/html") and not part.is_attachment():
            text = _of_part(part, unread)
            if text.strip():
                said[-1].setdefault(part.get_content_subtype(), []).append(text)
            continue
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and len(attached) < _MOST_ATTACHED:
            attached.append(((part.get_filename() or part.get_content_type())[:200], hashlib.sha256(data).hexdigest()))
            unread.add("attached")
    texts = _told(said)
    if not texts and not attached:
        sys.exit(UNKNOWN)
    if len(texts) > _MOST_TEXTS:
        sys.exit(TOO_LARGE)
    return Received("letter", texts, sorted(unread), attached)


def _of_part(part: Any, unread: set[str]) -> str:
    """What one form of an e-mail says; what of it cannot be read is added to `unread`."""
    # A page that a browser saved as one file does not say how its letters are written.
    text = str(part.get_content()) if part.get_param("charset") else decoded(part.get_payload(decode=True) or b"").replace("\r\n", "\n")
    if part.get_param("format", "") == "flowed":
        return _flowing(text, delete=str(part.get_param("delsp", "")).lower() == "yes")
    if part.get_content_subtype() != "html":
        return text
    page = read_page(text)
    unread |= page.unread
    return "".join(page.made)


def _told(said: list[dict[str, list[str]]]) -> list[str]:
    """What e-mails one in the other say, from the first on: in each of its forms, where that is something else. One alone may say several things."""
    forms = dict.fromkeys(form for one in said for form in one)
    if len(said) == 1:
        told = [text for form in forms for text in said[0][form]]
    else:
        told = ["\n".join(text for one in said for text in one.get(form) or next(iter(one.values()), [])) for form in forms]
    found: dict[str, str] = {}
    for text in told:
        found.setdefault("".join(text.split()), text)
    return list(found.values())


def _flowing(text: str, *, delete: bool) -> str:
    """The lines of a text as they were written, which the program that sent it has folded (RFC 3676): a line that ends in a space goes on."""
    made: list[str] = []
    goes_on = ""
    for line in text.splitlines():
        quoted = line[: len(line) - len(line.lstrip(">"))]
        said = line[len(quoted) :].removeprefix(" ")
        if made and goes_on == f"{quoted} ":
            made[-1] += said
        else:
            made.append(f"{quoted} {said}" if quoted else said)
        goes_on = f"{quoted} " if said.endswith(" ") and said != "-- " else ""
        if goes_on and delete:
            made[-1] = made[-1][:-1]
    return "\n".join(made)
