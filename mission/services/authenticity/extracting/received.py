"""What is taken out of a file, and how the program that does so says that it could not (its exit status)."""

from typing import NamedTuple

MOST_BYTES = 10 * 1024 * 1024
# Of no kind that is read; larger inside than it may be; locked.
UNKNOWN, TOO_LARGE, LOCKED = 3, 4, 5


class Received(NamedTuple):
    """What was taken out of a file: `texts` (more than one where it says the same thing twice, as e-mails do, and where a PDF can be read in more than
    one way), `unread` (what stands in it that no words can be taken out of, by name), `attached` (name and digest of each file in an e-mail) and
    `links` (addresses that a PDF or a page leads to)."""

    kind: str
    texts: list[str]
    unread: list[str] = []  # noqa: RUF012 - a default that nobody changes
    attached: list[tuple[str, str]] = []  # noqa: RUF012
    links: list[str] = []  # noqa: RUF012
