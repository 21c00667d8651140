"""Documents as their readers see them: frozen values that the gate hands out and pages, feeds and letters are made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ..languages import Language, choose


@dataclass(frozen=True)
class Text:
    """One language of an edition; `body` is canonical HTML, empty where the document was read for a list."""

    language: str
    status: str
    title: str
    label: str
    summary: str
    body: str
    change_note: str


@dataclass(frozen=True)
class Drawn:
    """A picture in one of its named sizes and forms: `name` is ``small.avif``."""

    name: str
    media_type: str
    size: int
    width: int
    height: int


@dataclass(frozen=True)
class File:
    """A file below a text, in one language. Width and height are those of a picture, else 0; `place` is the last part of its address."""

    language: str
    name: str
    place: str
    media_type: str
    size: int
    sha256: str
    width: int
    height: int
    alternative: str
    caption: str
    credit: str
    drawn: tuple[Drawn, ...] = ()


@dataclass(frozen=True)
class Dated:
    """A civil date: of the event or the delivery, not of the release."""

    start: date
    end: date | None
    precision: str

    @classmethod
    def of(cls, edition: Any) -> "Dated | None":
        """The date of an edition, or of a row that stands for one, where it has one."""
        return cls(edition.dated_start, edition.dated_end, edition.precision.value) if edition.dated_start and edition.precision else None


@dataclass(frozen=True)
class Notice:
    """What the public is told of a withdrawal or a recall: when, and one text per language tag."""

    at: datetime
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Correction:
    """What readers were told of a correction: by which edition, when (None before it is public), and one note per language in which it had one."""

    edition: int
    at: datetime | None
    notes: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Public:
    """A document as its readers see it: its newest settled edition."""

    id: int
    kind: str
    code: str | None
    reference: str | None
    section: str
    path: str | None
    parent_id: int | None
    position: int
    dated: Dated | None
    occasion: str | None
    session: str | None
    agenda_item: str | None
    speaker: str | None
    venue: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    venue_zone: str | None
    sources: tuple[Mapping[str, str], ...]
    themes: tuple[str, ...]
    bodies: tuple[str, ...]
    texts: Mapping[str, Text]
    edition: int
    change: str
    # The entry of the register that made the edition public; 0 for a preview.
    entry: int = 0
    # SHA-256 of the edition's canonical content, as the register holds it; empty for a preview.
    digest: str = ""
    released_at: datetime | None = None
    settled_at: datetime | None = None
    withdrawal: Notice | None = None
    # Those of the document up to this edition, the last first; none where the document was read for a list.
    corrections: tuple[Correction, ...] = ()
    # Of all its languages, each in its order; none where the document was read for a list.
    files: tuple[File, ...] = ()
    # The edition at the desk of which this is a preview; 0 for what is public.
    draft: int = 0
    # Of a preview for somebody outside, what the address of their link carries.
    token: str = ""

    def text(self, language: Language) -> Text:
        """The text for a reader of `language`, in another one where it does not exist in this."""
        chosen = choose(language, tuple(self.texts))
        assert chosen is not None, "a public document has at least its original"
        return self.texts[chosen.tag]

    def corrected(self, tag: str) -> tuple[tuple[datetime | None, str], ...]:
        """When it was corrected in this language, and with which note, the last first: where it had none nothing was corrected in it."""
        return tuple((one.at, one.notes[tag]) for one in self.corrections if tag in one.notes)


@dataclass(frozen=True)
class Recalled:
    """All that is left in public of a recalled document."""

    kind: str
    code: str | None
    reference: str | None
    section: str
    notice: Notice


@dataclass(frozen=True)
class Labels:
    """Names of themes, and acronyms and names of bodies: by key, then by language tag."""

    themes: Mapping[str, Mapping[str, str]]
    acronyms: Mapping[str, Mapping[str, str]]
    names: Mapping[str, Mapping[str, str]]
    # By kind (`theme`, `body`), key and language tag: further names by which an entry is found, never shown.
    aliases: Mapping[str, Mapping[str, Mapping[str, tuple[str, ...]]]] = field(default_factory=dict)
