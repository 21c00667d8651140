"""The checklist of an edition: what keeps it from being submitted, what is surely wrong, and what is advice."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from zoneinfo import ZoneInfo

from ...clocks import GENEVA
from ...languages import TAGS
from ...verify.markup import plain
from ..dates import last_day
from ..markup import tidied
from ..publishing import EditionContent, TranslationContent
from ..rendering.typesetting import undrawn
from .directing import turned
from .guessing import blocks_of, other_language, other_of_line, strayed
from .linking import collected, dead

LONG_SUMMARY = 300
LONG_TITLE = 150
# More paragraphs in another language, or turned around, than this are not named one by one.
MOST_STRAYED = 3
# More signs that no paper can show than this are not named one by one.
MOST_SIGNS = 10
_DOUBLE = re.compile(r"\S[^\S\n]{2,}\S")
_TIGHT = re.compile(r"[^\s\u00a0\u202f!?][;!?»](?=\s|$)|(?<!\w)«[^\s\u00a0\u202f]|(?<![\dA-Za-z/])[A-Za-zÀ-ÿ]+:(?=\s)")
_LOOSE = re.compile(r" [;:!?»]|« ")
_STRAIGHT = re.compile(r"\w'\w")


@dataclass(frozen=True)
class Finding:
    """One line of the checklist. `weight` is ``must`` (it cannot be submitted), ``wrong`` (look at it) or ``advice``;
    `kind` says what, `language` where, and `detail` what exactly: a language tag, an address, a number."""

    weight: str
    kind: str
    language: str = ""
    detail: str = ""


def check(content: EditionContent, *, kind: str, change: str, required: Iterable[str], base_url: str, opens: Callable[[str], bool],
          expected: Iterable[str] = (), further: Iterable[Finding] = (), noted: Collection[str] = ()) -> tuple[Finding, ...]:  # fmt: skip
    """Every finding, those first without which it cannot be submitted. `further` are those of others, files for example;
    `required` are the languages without which
    it cannot be submitted, `expected` those whose lack is wrong; `noted` are the languages in which a correction has something to tell."""
    found = [*_whole(content, kind, change, (set(required), set(expected)), noted), *further]
    for tag in (one for one in TAGS if one in content.translations):
        found.extend(_text(content.translations[tag], tag, base_url, opens))
    return tuple(sorted(found, key=lambda one: ("must", "wrong", "advice").index(one.weight)))


def _whole(content: EditionContent, kind: str, change: str, wanted_in: tuple[set[str], set[str]], noted: Collection[str]) -> Iterator[Finding]:
    required, expected = wanted_in
    texts = content.translations
    originals = [tag for tag, text in texts.items() if text.status == "original"]
    if not originals:
        yield Finding("must", "original")
    for tag in (one for one in TAGS if one in required - set(texts)):
        yield Finding("must", "required", tag)
    for tag in (one for one in TAGS if one in texts):
        if not texts[tag].title:
            yield Finding("must", "title", tag)
        if not texts[tag].body:
            yield Finding("must", "body", tag)
    if content.dated_start is None and kind != "page":
        yield Finding("must", "dated")
    if kind == "page" and content.parent_id is not None and not content.segment:
        yield Finding("must", "segment")
    if change == "correction":
        yield from _corrected(content, originals, noted)
    for tag in (one for one in TAGS if one not in texts and one not in required):
        yield Finding("wrong", "expected", tag) if tag in expected else Finding("advice", "missing", tag)
    yield from _placed(content, kind)


def _corrected(content: EditionContent, originals: Collection[str], noted: Collection[str]) -> Iterator[Finding]:
    texts = content.translations
    if not noted:
        # With a note it could be submitted, and would tell of nothing.
        yield Finding("must" if any(not texts[tag].change_note for tag in originals) else "wrong", "unchanged")
    yield from (Finding("must", "note", tag) for tag in texts if tag in noted and not texts[tag].change_note)
    yield from (Finding("must", "note-astray", tag) for tag in texts if noted and tag not in noted and texts[tag].change_note)
    yield from (Finding("wrong", "note-language", tag) for tag in texts if other_language(texts[tag].change_note, tag))


def _placed(content: EditionContent, kind: str) -> Iterator[Finding]:
    if _other_day(content):
        yield Finding("wrong", "other-day")
    if kind == "seminar" and (content.starts_at is None or not content.venue):
        yield Finding("advice", "place" if content.starts_at else "hours" if content.venue else "place-hours")


def _other_day(content: EditionContent) -> bool:
    """Whether the hours begin on a day at their place that is none of the date's, or end later than in the night after it."""
    if content.starts_at is None or content.dated_start is None or content.precision is None:
        return False
    zone, last = ZoneInfo(content.venue_zone or GENEVA.key), last_day(content.dated_end or content.dated_start, content.precision)
    begins, ends = (one.astimezone(zone).date() for one in (content.starts_at, content.ends_at or content.starts_at))
    return not content.dated_start <= begins <= last or ends > last + timedelta(days=1)


def _text(text: TranslationContent, tag: str, base_url: str, opens: Callable[[str], bool]) -> Iterator[Finding]:
    links, words = collected(text.body), plain(text.body)
    if other := other_language(f"{text.title} {text.summary} {words}", tag):
        yield Finding("wrong", "language", tag, other)
    else:
        lines = {"title": text.title, "summary": text.summary}
        yield from (Finding("wrong", f"{name}-language", tag, other) for name, line in lines.items() if (other := other_of_line(line, tag)))
        yield from (Finding("wrong", "paragraph", tag, f"{other}: {start}") for other, start in strayed(text.body, tag)[:MOST_STRAYED])
    for turn in turned(text.title, text.summary, text.body)[:MOST_STRAYED]:
        yield Finding("wrong", "direction", tag, turn)
    if not text.summary:
        yield Finding("advice", "summary", tag)
    elif len(text.summary) > LONG_SUMMARY:
        yield Finding("advice", "long-summary", tag, str(len(text.summary)))
    if len(text.title) > LONG_TITLE:
        yield Finding("advice", "long-title", tag, str(len(text.title)))
    if links.headings and links.headings[0] == "h3":
        yield Finding("wrong", "headings", tag)
    yield from _links(links.found, tag, base_url, opens)
    if signs := undrawn(f"{text.title} {text.summary} {words}"):
        yield Finding("wrong", "signs", tag, " ".join(signs[:MOST_SIGNS]))
    if _DOUBLE.search("\n".join((text.title, text.summary, re.sub(r"<[^>]+>", "", text.body)))):
        yield Finding("advice", "spaces", tag)
    if tag == "fr":
        yield from _typed_french("\n".join((text.title, text.summary, *_as_typed(text.body))))


def _links(found: list[tuple[str, str]], tag: str, base_url: str, opens: Callable[[str], bool]) -> Iterator[Finding]:
    for href, inside in found:
        if not inside or not href:
            yield Finding("wrong", "empty-link", tag, inside or href)
        elif dead(href, base_url, opens):
            yield Finding("wrong", "dead-link", tag, href)


def _as_typed(body: str) -> Iterator[str]:
    """The lines of a canonical text with the spaces that they were typed with: those that do not break stay apart from those that do."""
    return (tidied(unescape(re.sub(r"<[^>]+>", "", part))) for part in blocks_of(body))


def _typed_french(words: str) -> Iterator[Finding]:
    if _TIGHT.search(words) or _LOOSE.search(words):
        yield Finding("advice", "french-spaces", "fr")
    if '"' in words:
        yield Finding("advice", "french-quotes", "fr")
    if _STRAIGHT.search(words):
        yield Finding("advice", "apostrophes", "fr")
