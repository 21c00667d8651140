"""The walk: everything public that can be reached, asked as any visitor asks, until one walk ends in the state in which it began."""

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ...languages import TAGS
from ..safekeeping.errors import NotDone
from ..safekeeping.manifest import Progress
from . import places
from .fetching import Fetch
from .rewriting import links

_BEGINNINGS = (
    "/robots.txt", "/favicon.ico", "/sitemap.xml", "/register.jsonl", "/register/checkpoint", "/.well-known/mission-key.json",
    "/.well-known/security.txt", "/api/v1/openapi.json", *(f"/{tag}/" for tag in TAGS), *(f"/{tag}/sitemap" for tag in TAGS),
)  # fmt: skip
_MAPPED = re.compile(rb"<loc>https?://[^/<]+(/[^<]*)</loc>")
# What is drawn when it is asked for first, and may be late.
_LATE = re.compile(r"\.pdf(?:\.sig)?$")
_NUMBERED = re.compile(r"^/(?P<language>[a-z]{2})/[a-z]+/(?P<code>[cdvsr]\d{4}-\d{3,})(?:/[^/]+)?$")
# A file of an edition; without the edition, its address leads to the newest one.
_OF_EDITION = re.compile(r"/editions/\d+(/files/[^/]+)$")
_TRIES = 3


@dataclass(frozen=True)
class State:
    """A state of the public site: the counter of its acts, when the last one was, and how many papers are drawn (a page says how large its own is).
    Pages look for that once a minute: of these papers, so many as are `shown` were drawn before the minute of this state."""

    stamp: int
    at: datetime | None
    papers: int = 0
    shown: int = field(default=0, compare=False)


@dataclass
class Gathered:
    """What a walk found: for each address its file, kept under `folder` as it was answered; which of them are pages; where the others lead."""

    folder: Path
    files: dict[str, Path] = field(default_factory=dict)
    pages: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    late: list[str] = field(default_factory=list)

    def final(self, address: str) -> str | None:
        """The address at which a link to `address` ends; None where the mirror does not hold it."""
        for _ in range(5):
            if address in self.files:
                return address
            if address not in self.moved:
                return None
            address = self.moved[address]
        return None


def gather(fetch: Fetch, folder: Path, also: Iterable[str], state: Callable[[], State], progress: Progress) -> tuple[Gathered, State]:
    """Everything public, below `folder` (which is empty), and the state it is of. `also` are addresses to which no page leads: assets, short forms.

    Raises `NotDone` where an address answers with an error of the site, or where it never stands still.
    """
    for turn in range(_TRIES):
        before, found = state(), Gathered(folder / str(turn))
        _walk(fetch, found, also, progress)
        if state() == before:
            return found, before
    raise NotDone("The site changed during each of three walks; try again.")


def _walk(fetch: Fetch, found: Gathered, also: Iterable[str], progress: Progress) -> None:
    found.folder.mkdir(parents=True)
    waiting = deque([*_BEGINNINGS, *also])
    seen = set(waiting)

    def meet(address: str | None) -> None:
        if address is not None and address not in seen:
            seen.add(address)
            waiting.append(address)

    while waiting:
        address = waiting.popleft()
        progress("Asking for the pages", len(seen) - len(waiting), len(seen))
        answer = fetch(address)
        if answer.status == 200:
            kept = found.folder / hashlib.sha256(address.encode()).hexdigest()
            kept.write_bytes(answer.content)
            found.files[address] = kept
            for link in _leading(found, address, answer.media_type, answer.content):
                meet(link)
        elif 300 <= answer.status < 400 and (target := places.asked(answer.location)) is not None:
            found.moved[address] = target
            meet(target)
        elif answer.status >= 500 or answer.status == 429:
            if not _LATE.search(address):
                raise NotDone(f"{address} answers {answer.status}: a mirror of that would not be one of the site.")
            found.late.append(address)


def _leading(found: Gathered, address: str, media_type: str, content: bytes) -> Iterable[str | None]:
    if (of_edition := _OF_EDITION.search(address)) is not None:
        yield address[: of_edition.start()] + of_edition[1]
    if media_type == "text/html":
        found.pages.add(address)
        opened = places.branches(address)
        if (numbered := _NUMBERED.match(address)) is not None:
            yield f"/d/{numbered['code']}"
            yield address.rpartition("/")[0] if not address.endswith(numbered["code"]) else None
        for link in links(content.decode()):
            yield places.asked(link, opened)
    elif media_type == "application/xml":
        for one in _MAPPED.findall(content):
            yield places.asked(one.decode().replace("&amp;", "&"))
