"""The program that takes words out of a file: it gets the file by its standard input and writes what it found, as JSON, to its standard output.

Its exit status is 0 where the file was read, else one of those of `received`.
"""

import json
import resource
import sys

from . import letters, pages, papers, plain, word
from .received import MOST_BYTES, TOO_LARGE, UNKNOWN, Received

_MOST_TEXT = 400_000
_MEMORY = 1024 * 1024 * 1024
_SECONDS = 10


def read(content: bytes) -> Received:
    """What a file of any kind that is read says: PDF, Word, saved page, e-mail, text."""
    if content.startswith(b"%PDF-") or b"%PDF-" in content[:1024]:
        return papers.read(content)
    if content.startswith(b"PK\x03\x04"):
        return word.read(content)
    if content.startswith(b"{\\rtf"):
        sys.exit(UNKNOWN)
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")) and not plain.wide(content):
        sys.exit(UNKNOWN)
    if letters.BEGINNING.match(content):
        return letters.read(content)
    text = plain.decoded(content)
    start = text[:2000].lower()
    if not any(one in start for one in ("<html", "<!doctype html", "<body", "<head")):
        return Received("text", [text])
    page = pages.read(text)
    return Received("page", ["".join(page.made)], sorted(page.unread), links=page.links)


def main() -> int:
    """Read a file from the standard input, write its words to the standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        return TOO_LARGE
    try:
        found = read(content)
    except (Exception, MemoryError, RecursionError):
        return UNKNOWN
    if sum(map(len, found.texts)) > _MOST_TEXT:
        # Never cut: what is not compared could say anything.
        return TOO_LARGE
    sys.stdout.buffer.write(json.dumps(found._asdict()).encode("ascii"))
    return 0
