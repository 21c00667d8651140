"""Two windows write in one edition: field by field it is seen who touched what, and nobody's words are undone by a form that only showed them."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ..models import TranslationStatus
from .publishing.content import EditionContent, TranslationContent

# What is one thing in the form, and several in the tables.
GROUPS = {
    "where": ("parent_id", "segment"), "dated": ("dated_start", "dated_end", "precision"), "place": ("venue", "venue_zone", "starts_at", "ends_at"),
    **{name: (name,) for name in ("section", "position", "occasion", "session", "agenda_item", "speaker", "themes", "bodies")},
}  # fmt: skip
TEXTS = ("title", "label", "summary", "body", "status", "change_note")


def parts(content: EditionContent) -> dict[str, Any]:
    """The fields of a form with what they say: by name (``dated``), or by language and name (``fr.title``)."""
    found: dict[str, Any] = {name: tuple(getattr(content, one) for one in inside) for name, inside in GROUPS.items()}
    for tag, text in content.translations.items():
        found |= {f"{tag}.{name}": getattr(text, name) for name in TEXTS}
    return found


def prints(content: EditionContent) -> dict[str, str]:
    """A short print of each field, by which a form tells later what it was opened with. A field without words has none."""
    return {name: hashlib.sha256(repr(value).encode()).hexdigest()[:12] for name, value in parts(content).items() if value}


def untouched(mine: EditionContent, theirs: EditionContent, was: Mapping[str, str]) -> frozenset[str]:
    """The fields that still say what the form was opened with; also of a language that the others have begun since."""
    here = prints(mine)
    return frozenset(name for name in _names(mine, was) | _names(theirs, was) if here.get(name) == was.get(name))


def collisions(mine: EditionContent, theirs: EditionContent, was: Mapping[str, str]) -> tuple[str, ...]:
    """The fields that both have changed, each in another way."""
    here, there = prints(mine), prints(theirs)
    return tuple(
        name for name in sorted(_names(mine, was) | _names(theirs, was))
        if here.get(name) != there.get(name) and here.get(name) != was.get(name) and there.get(name) != was.get(name)
    )  # fmt: skip


def brought(mine: EditionContent, kept: EditionContent, was: Mapping[str, str]) -> tuple[str, ...]:
    """The fields of what is kept that others have changed since the form was opened, and the form has not."""
    there = prints(kept)
    return tuple(name for name in sorted(untouched(mine, kept, was)) if there.get(name) != was.get(name))


def merged(mine: EditionContent, theirs: EditionContent, was: Mapping[str, str]) -> EditionContent:
    """`mine`, with what `theirs` says wherever mine was not touched."""
    return taking(mine, theirs, untouched(mine, theirs, was))


def taking(content: EditionContent, other: EditionContent, names: Iterable[str]) -> EditionContent:
    """`content`, with these fields as `other` has them. A language in which nothing is left to say is none."""
    theirs, texts = parts(other), dict(content.translations)
    changes: dict[str, Any] = {}
    for name in names:
        tag, _, field = name.partition(".")
        if not field:
            if name in GROUPS:
                changes |= {one: getattr(other, one) for one in GROUPS[name]}
        elif name in theirs or tag in texts:
            blank = TranslationContent(status=TranslationStatus.COURTESY, title="")
            text = texts.get(tag) or replace(blank, label=other.translations[tag].label if tag in other.translations else "")
            texts[tag] = replace(text, **{field: theirs.get(name, getattr(blank, field))})
    # A short name alone is something to say where a form has said it, and nothing where it was only carried along.
    kept = {
        tag: text for tag, text in texts.items()
        if text.title.strip() or text.summary.strip() or text.body.strip() or (tag in content.translations and text.label.strip())
    }  # fmt: skip
    return replace(content, translations=kept, **changes)


def _names(content: EditionContent, was: Mapping[str, str]) -> frozenset[str]:
    return frozenset(parts(content)) | frozenset(name for name in was if name in GROUPS or name.partition(".")[2] in TEXTS)
