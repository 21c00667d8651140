"""A Word file as a title and a canonical text, with the list of what was changed or left out on the way."""

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import mammoth

from ..markup import canonical, plain, tidied
from .blocks import Block, blocks, html, levelled
from .byhand import set_by_hand
from .elements import parsed
from .features import counted, measure
from .hiding import unhidden
from .initials import joined
from .numbering import numbered
from .package import MOST_BYTES, WordRefused, opened
from .styling import OURS, styled
from .unwrapped import missing, unwrapped

# The title alone becomes a first-level heading; the headings of the text begin one level lower.
_STYLES = "\n".join(
    [f"p.{OURS}title => h1:fresh", *(f"p.{OURS}{level} => h{min(level + 1, 6)}:fresh" for level in range(1, 10))],
) + f"""
p.{OURS}subtitle => p.subtitle:fresh
p.{OURS}quote => blockquote > p:fresh
small-caps => span.capitals
all-caps => span.capitals
"""
# Remarks in the margin are between colleagues, and the reader prints them under the text.
_UNREAD = re.compile(r"word/comments\w*\.xml$")
_LONGEST_TITLE = 200


@dataclass(frozen=True)
class Intake:
    """What a file gives: title, canonical body, and how often something was changed or left out, by its key."""

    title: str
    body: str
    changes: dict[str, int] = field(default_factory=dict)


def read_word(content: bytes) -> Intake:
    """The text of a Word file; raises `WordRefused` where nothing is read."""
    parts = opened(content)
    measure(parts)
    parts, initials = joined(parts)
    by_hand, parts = set_by_hand(parts), styled(parts)
    before, tally = counted(parts) + by_hand + Counter(initials=initials), numbered(parts)
    parts, tally["hidden-out"] = unhidden(parts)
    try:
        parts, tally["links"] = unwrapped(parts)
        made = str(mammoth.convert_to_html(
            _packed(parts), style_map=_STYLES, include_embedded_style_map=False, convert_image=_no_image, id_prefix="",
        ).value)  # fmt: skip
    except WordRefused:
        raise
    except Exception as error:
        # A reader of somebody else's format meets what it did not expect; the person is told that the file cannot be read.
        raise WordRefused("broken") from error
    # The arrows lead from a note back to its place, which has no address any more.
    title, found = _titled(list(blocks(parsed(made.replace("↑", "")).children, tally)), tally)
    body = canonical("\n".join(html(one) for one in levelled(found, tally)))
    tally["letters"] = missing(parts, title + plain(body))
    # A table is one of data for whoever counts it in the file.
    before["tables"] = max(before["tables"] - tally["layouts"], 0)
    # What both have seen is one thing.
    names = sorted(set(before) | set(tally))
    return Intake(title, body, {name: number for name in names if (number := before.get(name) or tally[name])})


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    """An archive of parts that were looked at, and of nothing else."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            if not _UNREAD.match(name):
                archive.writestr(name, content)
    packed.seek(0)
    return packed


def _no_image(image: Any) -> list[Any]:
    return []


def _titled(found: list[Block], tally: Counter[str]) -> tuple[str, list[Block]]:
    """The title and the rest: what is styled as one, else the only first heading at the top, else a first line all in bold."""
    if not found:
        return "", found
    first, rest = found[0], found[1:]
    heads = first.kind in ("h1", "h2") and not any(one.kind == first.kind for one in rest)
    if heads or (first.kind == "p" and first.bold):
        if len(first.words) <= _LONGEST_TITLE:
            tally["title-guessed"] += not heads
            return tidied(first.words), rest
        tally["title-long"] += 1
    else:
        tally["title-missing"] += 1
    return "", found


__all__ = ["MOST_BYTES", "Intake", "WordRefused", "read_word"]
