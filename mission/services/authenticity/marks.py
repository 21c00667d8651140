"""Marks out of a text ("winnowing", Schleimer, Wilkerson and Aiken 2003): two texts that share thirteen words in a row share a mark."""

import json
import struct
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from ...models import SettledContent, TextPrint
from ...verify.comparison import Original
from ...verify.markup import addresses, numbers, plain
from ...verify.words import bare, keys

_RUN = 4
_WINDOW = 10
# Texts that share so many words in a row share a mark.
SURE_WORDS = _RUN + _WINDOW - 1
# Editions by which it is seen whether all were marked by this program; and of how many marks are made again at a time.
_LOOKED_AT, _AT_ONCE = 3, 200
_NUMBER = struct.Struct(">q")
_CONTENTS = select(SettledContent.edition_id, SettledContent.content).order_by(SettledContent.edition_id)


def every_run(words: list[str]) -> set[int]:
    """All that could be a mark of the texts that hold these words."""
    return set(_runs(words)) if len(words) >= _RUN else set()


def marks(words: list[str]) -> set[int]:
    """The marks of a text, as signed 64-bit numbers."""
    runs = _runs(words) if words else ()
    if len(runs) <= _WINDOW:
        return {min(runs)} if runs else set()
    chosen, least = set(), -1
    for end in range(_WINDOW, len(runs) + 1):
        start = end - _WINDOW
        if least < start:
            least = min(range(start, end), key=lambda place: (runs[place], -place))
        elif runs[end - 1] <= runs[least]:
            least = end - 1
        chosen.add(runs[least])
    return chosen


def of_title(words: list[str]) -> int:
    """The mark of a title as a whole, by which a line that is one is found; no run of words has the same."""
    return int(_NUMBER.unpack(blake2b(" ".join(_unhyphened(bare(word)) for word in words).encode(), digest_size=8, person=b"title").digest())[0])


def originals(content: Mapping[str, Any]) -> dict[str, Original]:
    """The texts of a settled content, by language."""
    return {
        tag: Original(one["title"], one["summary"], plain(one["body"]), numbers(one["body"]), addresses(one["body"]))
        for tag, one in content["translations"].items()
    }


def rows(edition_id: int, content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows that find an edition again."""
    return [
        {"mark": mark, "edition_id": edition_id, "language": tag}
        for tag, one in content["translations"].items()
        for mark in _of_text(one["title"], one["summary"], one["body"])
    ]


# A new edition leaves most languages as they were.
@lru_cache(512)
def _of_text(title: str, summary: str, body: str) -> tuple[int, ...]:
    found = marks(keys(Original(title, summary, plain(body)).whole))
    return tuple(sorted(found | ({of_title(called)} if (called := keys(title)) else set())))


def write(session: Session, edition_id: int, content: Mapping[str, Any]) -> None:
    """Write the marks of an edition that has settled."""
    if made := rows(edition_id, content):
        session.execute(insert(TextPrint), made)


def bring_up(session: Session) -> int:
    """Make all marks again where the oldest are not what this program makes of their texts; returns of how many editions."""
    for edition_id, content in session.execute(_CONTENTS.limit(_LOOKED_AT)).all():
        wanted = {(one["mark"], one["language"]) for one in rows(edition_id, json.loads(content))}
        if wanted != {tuple(row) for row in session.execute(select(TextPrint.mark, TextPrint.language).where(TextPrint.edition_id == edition_id))}:
            return rewrite(session)
    return 0


def rewrite(session: Session) -> int:
    """Make all marks again from the settled contents; returns of how many editions."""
    session.execute(delete(TextPrint))
    count, last = 0, 0
    while portion := session.execute(_CONTENTS.where(SettledContent.edition_id > last).limit(_AT_ONCE)).all():
        made = [one for edition_id, content in portion for one in rows(edition_id, json.loads(content))]
        if made:
            session.execute(insert(TextPrint), made)
        count, last = count + len(portion), portion[-1].edition_id
    return count


def _unhyphened(word: str) -> str:
    """A code without its hyphens, as marks have always been made; a number keeps them."""
    return word.replace("-", "") if "-" in word and not word.lstrip("-%")[:1].isdigit() else word


def _runs(words: list[str]) -> tuple[int, ...]:
    """A number for each run of so many words."""
    # Without accents: a copy that has lost them leads to the text as well.
    written = [_unhyphened(bare(word)).encode() for word in words]
    text = b" ".join(written)
    starts, place = [], 0
    for word in written:
        starts.append(place)
        place += len(word) + 1
    # Where the run before it ends, the space left out.
    ends = [*(start - 1 for start in starts[_RUN:]), len(text)]
    hashed = [blake2b(text[start:end], digest_size=8).digest() for start, end in zip(starts, ends, strict=False)]
    return struct.unpack(f">{len(hashed)}q", b"".join(hashed))
