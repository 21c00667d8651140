"""What a writer hands over: the content of an edition as one frozen value, and how it is written into the tables."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...languages import TAGS
from ...models import Body, Edition, EditionBody, EditionTheme, Precision, Theme, Translation, TranslationStatus
from ..markup import canonical, tidied


@dataclass(frozen=True, kw_only=True)
class TranslationContent:
    """One language of a text; `body` is HTML or plain text and becomes canonical when it is saved."""

    status: TranslationStatus
    title: str
    summary: str = ""
    body: str = ""
    label: str = ""
    change_note: str = ""


@dataclass(frozen=True, kw_only=True)
class EditionContent:
    """Everything that the readers of an edition see. `themes` and `bodies` are keys, `translations` goes by language tag;
    times are aware UTC; `parent_id` is the document above a page."""

    section: str
    translations: dict[str, TranslationContent]
    parent_id: int | None = None
    segment: str | None = None
    position: int = 0
    dated_start: date | None = None
    dated_end: date | None = None
    precision: Precision | None = None
    occasion: str | None = None
    session: str | None = None
    agenda_item: str | None = None
    speaker: str | None = None
    venue: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    venue_zone: str | None = None
    themes: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    sources: tuple[dict[str, str], ...] = field(default=())


PLAIN_FIELDS = (
    "section", "parent_id", "segment", "position", "dated_start", "dated_end", "precision", "occasion", "session",
    "agenda_item", "speaker", "venue", "starts_at", "ends_at", "venue_zone",
)  # fmt: skip
TEXT_FIELDS = ("status", "title", "label", "summary", "body", "change_note")


def write(session: Session, edition: Edition, content: EditionContent) -> None:
    """Put `content` into `edition`: texts canonical, white space tidied, unknown languages refused (ValueError)."""
    if unknown := set(content.translations) - set(TAGS):
        raise ValueError(f"unknown languages: {unknown}")
    for name in PLAIN_FIELDS:
        setattr(edition, name, getattr(content, name))
    edition.sources = [dict(source) for source in content.sources]
    _write_translations(edition, content)
    themes = {theme.key: theme for theme in session.scalars(select(Theme).where(Theme.key.in_(content.themes)))}
    bodies = {body.key: body for body in session.scalars(select(Body).where(Body.key.in_(content.bodies)))}
    if missing := (set(content.themes) - set(themes)) | (set(content.bodies) - set(bodies)):
        raise ValueError(f"unknown themes or bodies: {missing}")
    # Emptied first and flushed: the same key in another place would otherwise collide with itself.
    edition.themes, edition.bodies = [], []
    session.flush()
    edition.themes = [EditionTheme(theme=themes[key], position=n) for n, key in enumerate(dict.fromkeys(content.themes))]
    edition.bodies = [EditionBody(body=bodies[key], position=n) for n, key in enumerate(dict.fromkeys(content.bodies))]


def _write_translations(edition: Edition, content: EditionContent) -> None:
    for tag in set(edition.translations) - set(content.translations):
        del edition.translations[tag]
    for tag, text in content.translations.items():
        kept = edition.translations.setdefault(tag, Translation(language=tag))
        kept.status = text.status
        kept.title = tidied(text.title)
        kept.label = tidied(text.label)
        kept.summary = tidied(text.summary)
        kept.body = canonical(text.body)
        kept.change_note = tidied(text.change_note)


def read(edition: Edition) -> EditionContent:
    """The content of an edition, as `write` takes it."""
    values = {name: getattr(edition, name) for name in PLAIN_FIELDS}
    return EditionContent(
        **values,
        themes=tuple(one.theme.key for one in edition.themes),
        bodies=tuple(one.body.key for one in edition.bodies),
        sources=tuple(dict(source) for source in edition.sources),
        translations={
            tag: TranslationContent(**{name: getattr(text, name) for name in TEXT_FIELDS})
            for tag, text in edition.translations.items()
        },
    )


def changed_besides(before: EditionContent, after: EditionContent) -> tuple[str, ...]:
    """What `after` says otherwise than `before`, apart from languages that it adds: ``section``, ``fr.title``, or ``fr`` where it lacks that one."""
    names = [name for name in (*PLAIN_FIELDS, "themes", "bodies", "sources") if getattr(before, name) != getattr(after, name)]
    for tag, text in before.translations.items():
        other = after.translations.get(tag)
        if other is None:
            names.append(tag)
        else:
            names += [f"{tag}.{name}" for name in TEXT_FIELDS if name != "change_note" and getattr(text, name) != getattr(other, name)]
    return tuple(names)


def changed_languages(before: EditionContent, after: EditionContent) -> tuple[str, ...]:
    """The languages whose readers see something else: those with other words, or all where something beside the words is another."""
    beside = (*PLAIN_FIELDS, "themes", "bodies", "sources")
    if any(getattr(before, name) != getattr(after, name) for name in beside):
        return tuple(after.translations)
    said = [name for name in TEXT_FIELDS if name != "change_note"]
    return tuple(
        tag for tag, text in after.translations.items()
        if tag not in before.translations or any(getattr(before.translations[tag], name) != getattr(text, name) for name in said)
    )  # fmt: skip
