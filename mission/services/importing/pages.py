"""One saved page as a text of ours: title, body, summary and date, as its rule finds them."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urljoin, urlsplit

from ... import addresses
from ...models import Kind, Precision
from .. import intake
from . import dating, selecting
from .decoding import Decoded
from .mapping import Mapping, Rule

_HREF = re.compile(r"""(<a\b[^>]*?\shref\s*=\s*)("[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)
_FRAMES = re.compile(r"<frameset\b", re.IGNORECASE)
_FILE = re.compile(r"""\shref\s*=\s*["']?([^"'\s>]+\.(?:pdf|docx?|xlsx?|pptx?|rtf|zip|mp3|mp4|jpe?g|png|gif))["'\s>]""", re.IGNORECASE)


@dataclass
class Page:
    """A saved page as its rule has it, with what a person should look at."""

    path: str
    language: str
    rule: Rule
    section: str
    segment: str
    title: str
    summary: str
    body: str
    dated: tuple[date, Precision] | None
    remarks: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """The same for the same text in the same language."""
        return digest(self.language, self.title, self.body)


def digest(language: str, title: str, body: str) -> str:
    """What is the same for the same title and words in the same language."""
    return hashlib.sha256(f"{language}\n{title}\n{selecting.words(body)}".encode()).hexdigest()


class Unplaced(Exception):
    """Why a page has no place, in a few words."""


def made(path: str, rule: Rule, groups: dict[str, str], language: str, section: str, decoded: Decoded, mapping: Mapping) -> Page:
    """The page at `path` by `rule`, whose pattern said `groups`; raises `Unplaced`."""
    whole = decoded.text
    title = next((words for one in rule.title if (piece := selecting.inside(whole, one)) and (words := selecting.words(piece))), "")
    piece = selecting.inside(whole, rule.text)
    if _FRAMES.search(whole) and (piece is None or not title):
        raise Unplaced("it is a set of frames: the pages in them stand for themselves")
    if not title:
        raise Unplaced(f"it has no title ({', '.join(rule.title)})")
    if piece is None:
        raise Unplaced(f"it has no {rule.text}")
    piece = selecting.without(piece, rule.remove)
    linked = sorted(set(_FILE.findall(piece)))
    body, changed = intake.pasted(_links(piece, path, mapping))
    body = _without_title(body, title)
    if not body:
        raise Unplaced(f"{rule.text} holds no text")
    dated = _dated(path, rule, groups, whole)
    remarks = [decoded.remark] if decoded.remark else []
    remarks += [f"{number} {name}" for name, number in sorted(changed.items())]
    remarks += [f"links to the file {one}: hand it in at the desk" for one in linked]
    if dated is None and rule.kind is not Kind.PAGE:
        remarks.append("no date was found")
    summary = selecting.words(selecting.inside(whole, rule.summary) or "") if rule.summary else ""
    segment = groups.get("segment", rule.segment).lower()
    if rule.kind is Kind.PAGE and not addresses.SEGMENT.match(segment):
        raise Unplaced(f"{segment!r} is no segment of an address")
    return Page(path, language, rule, section, segment, title, summary, body, dated, remarks)


def _dated(path: str, rule: Rule, groups: dict[str, str], whole: str) -> tuple[date, Precision] | None:
    if "year" in groups:
        return dating.find(path, rule.path)
    if rule.kind is Kind.PAGE:
        return None
    if rule.date:
        # Whoever described the page knows what stands beside what.
        return dating.find(selecting.words(whole), rule.date)
    return next((found for line in selecting.lines(whole) if (found := dating.find(line))), None)


def _without_title(body: str, title: str) -> str:
    """A text does not begin with its own title once more."""
    first = re.match(r"<(p|h2|h3)>(.*?)</\1>\s*", body, re.DOTALL)
    return body[first.end() :] if first and selecting.words(first[2]).casefold() == title.casefold() else body


def _links(piece: str, path: str, mapping: Mapping) -> str:
    """Links within the old site as paths from its root: they go the way of every earlier address."""

    def led(found: re.Match[str]) -> str:
        target = found[2].strip("\"'").strip()
        for site in mapping.sites:
            if target.lower().startswith(site.lower()) and target[len(site) : len(site) + 1] in ("", "/"):
                target = target[len(site) :] or "/"
        if not urlsplit(target).scheme and not target.startswith(("#", "//")):
            target = urljoin(path, target)
        return f'{found[1]}"{target.replace(chr(34), "%22")}"'

    return _HREF.sub(led, piece)
