"""The walk over the saved pages: each finds its place or is told of; what was brought once is known again and left alone."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ... import addresses
from ...languages import TAGS
from ...models import Body, Document, Kind, LegacyAddress, Person, Theme, TranslationStatus
from .. import legacy, publishing, visibility
from ..publishing import EditionContent, Refusal, TranslationContent
from . import saved
from .decoding import decode
from .mapping import Mapping
from .pages import Page, Unplaced, made

_LARGEST = 10 * 1024 * 1024


class Outcome(StrEnum):
    """What became of a page."""

    DRAFT = "draft"
    JOINED = "another language of a draft"
    KNOWN = "known already"
    DUPLICATE = "the same text as another page"
    REDIRECT = "redirect"
    SKIPPED = "left out by the mapping"
    UNPLACED = "not placed"


@dataclass(frozen=True)
class Placed:
    """A line of the report: the page, what became of it, its title, and what a person should look at."""

    path: str
    outcome: Outcome
    title: str = ""
    remarks: tuple[str, ...] = ()


def bring(session: Session, actor: Person, folder: Path, mapping: Mapping, *, at: datetime, dry: bool = False,
          progress: Callable[[str, int, int], None] = lambda step, done, total: None) -> list[Placed]:  # fmt: skip
    """Make drafts of the pages saved in `folder`, written by `actor`, and let their addresses lead to them; the report, in the order of the paths.

    `dry` changes nothing. A page that was brought before, under the same name of mapping and the same path, stays as the desk has it by now.
    """
    files = saved.pages(folder)
    report: list[Placed] = []
    found: dict[str, list[Page]] = {}
    seen: dict[str, str] = {}
    for number, file in enumerate(files, 1):
        progress("Reading the pages", number, len(files))
        path = "/" + file.relative_to(folder).as_posix()
        try:
            page = _read(session, actor, folder, path, mapping, report, at=at, dry=dry)
        except Unplaced as reason:
            report.append(Placed(path, Outcome.UNPLACED, remarks=(str(reason),)))
            continue
        if page is not None:
            first = seen.setdefault(page.digest, path)
            if first != path:
                key = next(name for name, pages in found.items() if any(one.path == first for one in pages))
                found[key].append(page)
                page.remarks.append(f"as {first}")
                continue
            found.setdefault(_key(mapping, page), []).append(page)
    for number, (key, pages) in enumerate(found.items(), 1):
        progress("Making drafts", number, len(found))
        report.extend(_document(session, actor, key, pages, at=at, dry=dry))
    return sorted(report, key=lambda one: one.path)


def _read(session: Session, actor: Person, folder: Path, path: str, mapping: Mapping, report: list[Placed], *, at: datetime, dry: bool) -> Page | None:
    """A page as its rule has it; None where it is no text of its own (and `report` says what it is)."""
    matched = mapping.rule(path)
    if matched is None:
        raise Unplaced("no rule is meant for it")
    rule, groups = matched
    if rule.skip:
        report.append(Placed(path, Outcome.SKIPPED))
        return None
    if rule.to:
        report.append(_redirected(session, actor, path, rule.to, at=at, dry=dry))
        return None
    language, section = groups.get("language", rule.language).lower(), groups.get("section", rule.section).lower()
    if language not in TAGS:
        raise Unplaced(f"{language!r} is not a language of this site")
    if section not in addresses.ROOMS:
        raise Unplaced(f"{section!r} is not a section of this site")
    file = folder / path.removeprefix("/")
    if not file.resolve().is_relative_to(folder.resolve()):
        raise Unplaced("it is a link to a file outside the folder")
    if file.stat().st_size > _LARGEST:
        raise Unplaced("it is larger than any page")
    decoded = decode(file.read_bytes(), arabic=language == "ar", also=mapping.encodings)
    return made(path, rule, groups, language, section, decoded, mapping)


def _key(mapping: Mapping, page: Page) -> str:
    """By what a document is known again. Pages whose rules name the same document are its languages."""
    found = page.rule.path.fullmatch(page.path)
    name = found.groupdict().get("document") if found else None
    return f"import/{mapping.name}/{page.section}/{page.rule.kind}/{name}" if name else f"import/{mapping.name}{page.path}"


def _document(session: Session, actor: Person, key: str, pages: list[Page], *, at: datetime, dry: bool) -> Iterator[Placed]:
    texts: dict[str, Page] = {}
    for one in pages:
        texts.setdefault(one.language, one)
    others = [one for one in pages if texts[one.language] is not one]
    document = session.scalar(select(Document).where(Document.content_key == key))
    known = document is not None
    if not dry and document is None:
        try:
            content = _content(session, texts)
            document = publishing.draft(session, actor, next(iter(texts.values())).rule.kind or Kind.PAGE, content, at=at, content_key=key).document
            session.commit()
        except (Refusal, ValueError) as error:
            session.rollback()
            for one in pages:
                yield Placed(one.path, Outcome.UNPLACED, one.title, (*one.remarks, str(error) or type(error).__name__))
            return
    # The original first, as in `_content`.
    for number, one in enumerate(sorted(texts.values(), key=lambda one: one.language != "fr")):
        outcome = Outcome.KNOWN if known else Outcome.JOINED if number else Outcome.DRAFT
        yield _told(session, document, one, outcome, at=at, dry=dry)
    for one in others:
        yield _told(session, document, one, Outcome.KNOWN if known else Outcome.DUPLICATE, at=at, dry=dry)


def _told(session: Session, document: Document | None, page: Page, outcome: Outcome, *, at: datetime, dry: bool) -> Placed:
    remark = "" if dry or document is None else _lead(session, page, document, at)
    return Placed(page.path, outcome, page.title, (*page.remarks, *([remark] if remark else [])))


def _content(session: Session, texts: dict[str, Page]) -> EditionContent:
    first = texts.get("fr") or next(iter(texts.values()))
    rule = first.rule
    start, precision = next((one.dated for one in texts.values() if one.dated), None) or (None, None)
    for model, wanted in ((Theme, rule.themes), (Body, rule.bodies)):
        there = set(session.scalars(select(model.key).where(model.key.in_(wanted))))
        if lost := [one for one in wanted if one not in there]:
            raise ValueError(f"{lost[0]!r} is not among the {'themes' if model is Theme else 'organizations'}")
    return EditionContent(
        section=first.section, dated_start=start, precision=precision, themes=rule.themes, bodies=rule.bodies,
        parent_id=_parent(session, first), segment=first.segment or None,
        translations={
            tag: TranslationContent(
                status=TranslationStatus.ORIGINAL if one is first else TranslationStatus.COURTESY, title=one.title, summary=one.summary, body=one.body
            )
            for tag, one in texts.items()
        },
    )  # fmt: skip


def _parent(session: Session, page: Page) -> int | None:
    if page.rule.kind is not Kind.PAGE:
        return None
    found = visibility.page_at(session, page.section, page.rule.parent or "")
    if found is None:
        raise ValueError(f"there is no public page {page.section}/{page.rule.parent} above it")
    return found.id


def _lead(session: Session, page: Page, document: Document, at: datetime) -> str:
    """Let the old address lead to the document, once that is public; what is in the table already stays. Returns what is odd about that."""
    try:
        paths = tuple(map(legacy.tidied, saved.addresses(page.path)))
    except legacy.LegacyRefusal:
        return "its address cannot be led from"
    there = [session.get(LegacyAddress, path) for path in paths]
    for path in (path for path, entry in zip(paths, there, strict=True) if entry is None):
        session.add(LegacyAddress(path=path, language=page.language, document_id=document.id, room=None, added_at=at))
    session.commit()
    return "its address leads elsewhere already" if any(entry and entry.document_id != document.id for entry in there) else ""


_WRONG = {"target": "nothing public stands at {}", "filters": "{} has filters, and an address leads to a whole page"}


def _redirected(session: Session, actor: Person, path: str, target: str, *, at: datetime, dry: bool) -> Placed:
    try:
        lacking = [one for one in saved.addresses(path) if session.get(LegacyAddress, legacy.tidied(one)) is None]
        if not lacking:
            return Placed(path, Outcome.KNOWN)
        legacy.lead(session, target)
        for one in lacking if not dry else ():
            legacy.add(session, actor, one, target, at=at)
    except legacy.LegacyRefusal as refusal:
        raise Unplaced(_WRONG.get(refusal.reason, "its address cannot be led from").format(target)) from None
    return Placed(path, Outcome.REDIRECT, remarks=(f"to {target}",))


def counted(report: list[Placed]) -> dict[Outcome, int]:
    """How many pages became what."""
    return dict(Counter(one.outcome for one in report))

