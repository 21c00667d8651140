"""The walk over the saved pages: each finds its place or is told of; what was brought once is known again and left alone."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ... import addresses
from ...languages import TAGS
from ...models import Body, Document, Edition, JournalEntry, Kind, LegacyAddress, Person, State, Theme, TranslationStatus
from .. import legacy, publishing, visibility
from ..publishing import EditionContent, Refusal, TranslationContent
from . import saved
from .decoding import decode
from .mapping import Mapping
from .pages import Page, Unplaced, digest, made

_LARGEST = 10 * 1024 * 1024
# In the journal, where a language is added to what was brought before: by it the import knows its own saves from those of the desk.
_ADDED = "a language from the earlier site"


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
    document = session.scalar(select(Document).where(Document.content_key == key))
    texts = _chosen(session, document, pages)
    yield from (_twofold(one, texts[one.language].path) for one in pages if one.digest != texts[one.language].digest)
    others = [one for one in pages if one is not texts[one.language] and one.digest == texts[one.language].digest]
    try:
        outcomes = _drafted(session, actor, key, texts, at=at, dry=dry) if document is None else _joined(session, actor, document, texts, at=at, dry=dry)
    except (Refusal, ValueError) as error:
        if not dry:
            session.rollback()
        for one in (*texts.values(), *others):
            yield _unplaced(one, str(error) or type(error).__name__)
        return
    document = document or session.scalar(select(Document).where(Document.content_key == key))
    for one in (*(texts[tag] for tag in outcomes), *others):
        outcome = outcomes[one.language]
        if isinstance(outcome, Placed):
            yield _unplaced(one, outcome.remarks[-1]) if one in others else outcome
        else:
            again = one in others and outcome is not Outcome.KNOWN
            yield _told(session, document, one, Outcome.DUPLICATE if again else outcome, at=at, dry=dry)


def _chosen(session: Session, document: Document | None, pages: list[Page]) -> dict[str, Page]:
    """The page of each language: the first, or that from which the text came, where one was brought before."""
    texts: dict[str, Page] = {}
    for one in sorted(pages, key=lambda one: bool(_led_by_another(session, document, one))):
        texts.setdefault(one.language, one)
    return texts


def _drafted(session: Session, actor: Person, key: str, texts: dict[str, Page], *, at: datetime, dry: bool) -> dict[str, Outcome | Placed]:
    """A document that is not there yet, made of its languages; what became of each."""
    content = _content(session, texts)
    if not dry:
        publishing.draft(session, actor, next(iter(texts.values())).rule.kind or Kind.PAGE, content, at=at, content_key=key)
    # The original first, as in `_content`.
    ordered = sorted(texts, key=lambda tag: tag != "fr")
    return {tag: Outcome.JOINED if number else Outcome.DRAFT for number, tag in enumerate(ordered)}


def _joined(session: Session, actor: Person, document: Document, texts: dict[str, Page], *, at: datetime, dry: bool) -> dict[str, Outcome | Placed]:
    """A document that was brought before: the languages that it lacks are added for as long as nobody at the desk has worked on it."""
    outcomes: dict[str, Outcome | Placed] = {}
    there = {tag: edition.translations[tag] for edition in document.editions for tag in edition.translations}
    untouched = _untouched(session, document)
    lacking = {tag: one for tag, one in texts.items() if tag not in there}
    for tag, one in texts.items():
        if tag in there and (path := _led_by_another(session, document, one)):
            same = one.digest == digest(tag, there[tag].title, there[tag].body)
            one.remarks += [f"as {path}"] if same else []
            outcomes[tag] = Outcome.DUPLICATE if same else _twofold(one, path)
        elif tag in there or untouched is None:
            # A language that the desk has taken out of its text was brought all the same.
            known = tag in there or _leads(session, document, one)
            outcomes[tag] = Outcome.KNOWN if known else _unplaced(one, "the desk has gone on with its text: add the language there")
        else:
            outcomes[tag] = Outcome.JOINED
    if lacking and untouched is not None and not dry:
        content = publishing.read(untouched)
        added = {tag: _translation(one, original=tag == "fr") for tag, one in lacking.items()}
        kept = {tag: replace(text, status=TranslationStatus.COURTESY) if "fr" in added else text for tag, text in content.translations.items()}
        dated = next((one.dated for one in lacking.values() if one.dated), None)
        if content.dated_start is None and dated is not None:
            content = replace(content, dated_start=dated[0], precision=dated[1])
        publishing.save(session, actor, untouched.id, replace(content, translations=kept | added), version=untouched.version, at=at, remark=_ADDED)
    return outcomes


def _untouched(session: Session, document: Document) -> Edition | None:
    """The only edition of a document, where it is a draft that nobody but the import has saved."""
    if len(document.editions) != 1 or document.editions[0].state is not State.DRAFT:
        return None
    edition = document.editions[0]
    ours = select(func.count()).where(JournalEntry.edition_id == edition.id, JournalEntry.verb == "save", JournalEntry.remark == _ADDED)
    # Every save counts the version on, those that the journal leaves out as well.
    return edition if edition.version == 1 + (session.scalar(ours) or 0) else None


def _led_by_another(session: Session, document: Document | None, page: Page) -> str:
    """The address of another page from which the text of this document and language came; empty where this one may be it."""
    if document is None or _entries(session, page):
        return ""
    led = select(LegacyAddress.path).where(LegacyAddress.document_id == document.id, LegacyAddress.language == page.language)
    return session.scalar(led.order_by(LegacyAddress.path).limit(1)) or ""


def _leads(session: Session, document: Document, page: Page) -> bool:
    return any(entry is not None and entry.document_id == document.id for entry in _entries(session, page))


def _entries(session: Session, page: Page) -> list[LegacyAddress | None]:
    """What stands in the table under the addresses of a page; empty where nothing does and something may."""
    try:
        there = [session.get(LegacyAddress, legacy.tidied(one)) for one in saved.addresses(page.path)]
    except legacy.LegacyRefusal:
        return [None]
    return there if any(there) else []


def _twofold(page: Page, first: str) -> Placed:
    return _unplaced(page, f"{first} is the same document in this language with another text: let the group `document` of its rule take in more of the path")


def _unplaced(page: Page, reason: str) -> Placed:
    return Placed(page.path, Outcome.UNPLACED, page.title, (*page.remarks, reason))


def _told(session: Session, document: Document | None, page: Page, outcome: Outcome, *, at: datetime, dry: bool) -> Placed:
    remark = _lead(session, page, document, at, dry=dry)
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
        translations={tag: _translation(one, original=one is first) for tag, one in texts.items()},
    )  # fmt: skip


def _translation(page: Page, *, original: bool) -> TranslationContent:
    status = TranslationStatus.ORIGINAL if original else TranslationStatus.COURTESY
    return TranslationContent(status=status, title=page.title, summary=page.summary, body=page.body)


def _parent(session: Session, page: Page) -> int | None:
    if page.rule.kind is not Kind.PAGE:
        return None
    found = visibility.page_at(session, page.section, page.rule.parent or "")
    if found is None:
        raise ValueError(f"there is no public page {page.section}/{page.rule.parent} above it")
    return found.id


def _lead(session: Session, page: Page, document: Document | None, at: datetime, *, dry: bool) -> str:
    """Let the old address lead to the document (None: one that a dry run did not make), once that is public; what is in the table already stays. Returns
    what is odd about that."""
    try:
        paths = tuple(map(legacy.tidied, saved.addresses(page.path)))
    except legacy.LegacyRefusal:
        return "its address cannot be led from"
    there = [session.get(LegacyAddress, path) for path in paths]
    if document is not None and not dry:
        for path in (path for path, entry in zip(paths, there, strict=True) if entry is None):
            session.add(LegacyAddress(path=path, language=page.language, document_id=document.id, room=None, added_at=at))
        session.commit()
    elsewhere = any(entry and (document is None or entry.document_id != document.id) for entry in there)
    return "its address leads elsewhere already" if elsewhere else ""


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

