"""Saved pages made drafts: one document of its languages, begun, or joined by what it lacked while nobody at the desk has worked on it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...models import Body, Document, Edition, JournalEntry, Kind, LegacyAddress, Person, State, Theme, TranslationStatus
from .. import publishing, visibility
from ..publishing import EditionContent, Refusal, TranslationContent
from .leading import entries, lead
from .outcomes import Outcome, Placed
from .pages import Page, digest

# In the journal, where a language is added to what was brought before: by it the import knows its own saves from those of the desk.
_ADDED = "a language from the earlier site"


def drafted(session: Session, actor: Person, key: str, pages: list[Page], *, at: datetime, dry: bool) -> Iterator[Placed]:
    """Make one document, known again by `key`, of its pages, or add what it lacks; what became of each. `dry` changes nothing."""
    document = session.scalar(select(Document).where(Document.content_key == key))
    texts = _chosen(session, document, pages)
    yield from (_twofold(one, texts[one.language].path) for one in pages if one.digest != texts[one.language].digest)
    others = [one for one in pages if one is not texts[one.language] and one.digest == texts[one.language].digest]
    try:
        outcomes = _begun(session, actor, key, texts, at=at, dry=dry) if document is None else _joined(session, actor, document, texts, at=at, dry=dry)
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


def _begun(session: Session, actor: Person, key: str, texts: dict[str, Page], *, at: datetime, dry: bool) -> dict[str, Outcome | Placed]:
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
    if document is None or entries(session, page):
        return ""
    led = select(LegacyAddress.path).where(LegacyAddress.document_id == document.id, LegacyAddress.language == page.language)
    return session.scalar(led.order_by(LegacyAddress.path).limit(1)) or ""


def _leads(session: Session, document: Document, page: Page) -> bool:
    return any(entry is not None and entry.document_id == document.id for entry in entries(session, page))


def _twofold(page: Page, first: str) -> Placed:
    return _unplaced(page, f"{first} is the same document in this language with another text: let the group `document` of its rule take in more of the path")


def _unplaced(page: Page, reason: str) -> Placed:
    return Placed(page.path, Outcome.UNPLACED, page.title, (*page.remarks, reason))


def _told(session: Session, document: Document | None, page: Page, outcome: Outcome, *, at: datetime, dry: bool) -> Placed:
    remark = lead(session, page, document, at, dry=dry)
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
