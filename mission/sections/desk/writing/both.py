"""Two texts of one edition, where somebody else saved while one was typing: each field in which they differ, laid over each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ....languages import LANGUAGES, Language
from ....verify.markup import plain
from ....web.differences import Piece, pieces
from ....web.language import comma

_FIELDS = (
    "section", "dated", "dated_end", "precision", "occasion", "session", "agenda_item", "speaker", "venue", "venue_zone", "starts", "ends", "themes",
    "bodies", "parent", "segment", "position",
)  # fmt: skip


@dataclass(frozen=True)
class Both:
    """One field: what saving again would take out (`deleted`) and put in (`inserted`), and the other text as it stands. No language: of them all."""

    label: str
    language: Language | None
    pieces: tuple[Piece, ...]
    theirs: tuple[str, ...]


def differing(mine: Any, theirs: Any) -> tuple[Both, ...]:
    """The fields in which two forms of a text, or of a page, differ, in their order."""
    return tuple(_differing(mine, theirs))


def _differing(mine: Any, theirs: Any) -> Iterator[Both]:
    for name in (one for one in _FIELDS if one in mine and one in theirs):
        first, second = shown(theirs[name]), shown(mine[name])
        if first != second:
            yield Both(mine[name].label.text, None, pieces(first, second), (first,))
    for tag, language in LANGUAGES.items():
        for name in (one for one in ("title", "label", "summary", "body", "status", "change_note") if one in mine[tag].form):
            field = mine[tag].form[name]
            first, second = shown(theirs[tag].form[name]), shown(field)
            if first != second and (mine[tag].form.begun or theirs[tag].form.begun):
                yield Both(field.label.text, language, pieces(first, second), tuple(first.split("\n")))


def shown(field: object) -> str:
    """What a field says, in words: the label of a choice, the plain text of a body."""
    data = getattr(field, "data", None) or ""
    labels = {one.value: str(one.label) for one in getattr(field, "choices", None) or ()}
    if isinstance(data, list):
        return comma().join(str(labels.get(one, one)) for one in data)
    if labels:
        return labels.get(data, "")
    return plain(data) if getattr(field, "short_name", "") == "body" else str(data).replace("\r\n", "\n").strip()
