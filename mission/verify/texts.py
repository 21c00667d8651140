"""A text, or a file below one, against the content of an edition, and that content against the signed register: alone the first proves nothing."""

import argparse
import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import Any

from . import notes
from .attachments import attached
from .canon import digest
from .checks import Verdict, register_faults
from .comparison import Comparison, Difference, Original, compare
from .markup import addresses, numbers, plain
from .paper import furniture
from .reading import Unusable, lines, parsed, part, text, whole
from .register import SETTLING, Fault
from .sheets import readings
from .spoken import say
from .surroundings import Furniture
from .trust import trusted


def check_text(given: argparse.Namespace) -> Iterator[Fault | Verdict]:
    """A text, word by word; then whether its content stands in a register that a key of the Mission signed, and what was entered since."""
    content = whole(given.content)
    edition = parsed(content, given.content)
    known = digest(content)
    say(f"content {known}, which calls itself {edition.get('name')}")
    entries = [parsed(line, f"entry {number}") for number, line in enumerate(lines(given.register), 1)] if given.register else []
    faults = list(_words(given, edition, known, entries))
    yield from faults
    yield from _vouched(given, known, found=not faults)


def check_attached(given: argparse.Namespace) -> Iterator[Fault | Verdict]:
    """A file that stands below a text, by its digest; then the content that names it, as `check_text` does."""
    content = whole(given.content)
    edition = parsed(content, given.content)
    known, sha256 = digest(content), digest(whole(given.file))
    say(f"content {known}, which calls itself {edition.get('name')}")
    try:
        named = list(attached(edition, sha256))
    except (AttributeError, KeyError, TypeError) as error:
        raise Unusable(f"{given.content} lists no files as the content of an edition does") from error
    for tag, name in named:
        say(f"{tag}  {name}")
    if not named:
        yield Fault(0, f"no file of this edition has the digest {sha256}")
    yield from _vouched(given, known, found=bool(named))


def _vouched(given: argparse.Namespace, known: str, *, found: bool) -> Iterator[Fault | Verdict]:
    """Whether a content stands in a register that a key of the Mission signed; `found` says that something came from it."""
    if not given.register or not given.keys:
        say("No register and keys were given (--register, --keys): anybody can have written this content.")
        if found:
            yield Verdict.UNPROVED
        return
    keys, entries = trusted(given.keys, given.fingerprint), lines(given.register)
    wrong = list(register_faults(entries, keys, given.head))
    yield from wrong
    if not wrong:
        yield from _entered([parsed(line, f"entry {number}") for number, line in enumerate(entries, 1)], known)


def _words(given: argparse.Namespace, edition: dict[str, Any], known: str, entries: list[dict[str, Any]]) -> Iterator[Fault]:
    read_so, of = readings(text(given.text)), [one for one in entries if one.get("content") == known and one.get("act") in SETTLING]
    site = _site(notes.parse(text(given.head)).lines, "\n".join(read_so)) if given.head else ""
    best: Comparison | None = None
    for tag, one in part(edition, "translations", dict, given.content).items():
        if given.language in ("", tag):
            title, summary, body = (part(one if isinstance(one, dict) else {}, name, str, given.content) for name in ("title", "summary", "body"))
            around = cache(partial(_around, edition, known, tag, of, site))
            original = Original(title, summary, plain(body), numbers(body), addresses(body))
            for read in read_so:
                found = compare(original, read, around)
                if best is None or found.nearness > best.nearness:
                    best = found
    if best is None or not best.comes_from_it:
        yield Fault(0, "the text does not come from this content")
    else:
        yield from _told_of(best)


def _told_of(best: Comparison) -> Iterator[Fault]:
    """What is said of a text that comes from the content, of what was put aside in it, and where it differs."""
    if best.part:
        inside = "; it is cut inside a line of the text, and what was left out there may change what it says" if best.torn else ""
        say(f"only a part: {best.missing_before} words before it and {best.missing_after} after it are missing{inside}")
    for line in (*best.letter, *best.aside):
        say(f"not compared, and not shown to be the Mission's: {line}")
    if best.unaccented:
        yield Fault(0, "every accent is missing from the text: it is compared without them, and an accent can change what a word means")
    for difference in best.differences:
        yield Fault(0, _shown(difference))
    for one in best.parted:
        yield Fault(0, f"the same letters, parted into words otherwise: {_shown(one)}")
    if best.loose and not best.parted:
        say("each letter is compared: ends of lines, or what read a sheet, have parted words, of which nothing more can be said")


def _shown(one: Difference) -> str:
    return f"… {one.before} [-{one.deleted}-] {{+{one.inserted}+}} {one.after} …"


def _site(head: Sequence[str], received: str) -> str:
    """Where the site of a head stands; a demonstration may stand on any port, and without encryption."""
    origin = head[0].partition("/")[0]
    printed = re.search(rf"https?://{re.escape(origin)}(?::\d+)?(?=/)", received) if "demonstration" in head else None
    return printed[0] if printed else f"https://{origin}"


def _around(edition: dict[str, Any], known: str, tag: str, entries: list[dict[str, Any]], site: str) -> Furniture:
    try:
        return furniture(edition, known, tag, entries, site)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unusable(f"the content of {edition.get('name')} is not made as that of an edition is") from error


def _entered(entries: list[dict[str, Any]], known: str) -> Iterator[Fault | Verdict]:
    """Where the register holds this content, and what it holds of the same document since."""
    found = [one for one in entries if one.get("content") == known and one.get("act") in SETTLING]
    if not found:
        yield Fault(0, "no entry of this register holds the digest of this content: it is not shown to be the Mission's")
        return
    for one in found:
        say(f"entered: {_told(one)}{'  DEMONSTRATION' if one.get('demonstration') else ''}")
    since = [one for one in entries[found[-1]["sequence"] :] if one.get("name") == found[-1]["name"]]
    for one in since:
        say(f"since then: {_told(one)}")
    say(f"What was entered after {entries[-1].get('time')} (entry {len(entries)}) is not known here.")
    if since:
        yield Verdict.SUPERSEDED


def _told(entry: dict[str, Any]) -> str:
    return f"entry {entry['sequence']}, {entry['time']}, {entry['act']} of {entry['name']}, edition {entry['edition']}"
