"""What was pasted from Word or from a page, as canonical text."""

import re
from collections import Counter

from ..markup import canonical, paragraphs, sound
from .besides import put_right
from .blocks import blocks, html, levelled
from .dressing import dressed
from .elements import BLOCKS, Element, parsed
from .typed import parted, typed


def pasted(given: str) -> tuple[str, dict[str, int]]:
    """Canonical text, and how often something was changed or left out, by its key."""
    return _read(given, parsed(given))


def _read(given: str, root: Element) -> tuple[str, dict[str, int]]:
    tally: Counter[str] = Counter()
    tally["images"] += len(re.findall(r"<img\b", given, re.IGNORECASE))
    dressed(root, given, tally)
    put_right(root, given, tally)
    found = levelled(list(blocks(root.children, tally)), tally)
    return canonical("\n".join(html(one) for one in found)), {name: number for name, number in tally.items() if number}


_BLOCK = re.compile(rf"<(?:{'|'.join(sorted(BLOCKS))})[\s/>]", re.IGNORECASE)
_PROGRAMS = re.compile(r"<(?:script|iframe|object|embed|form|input|button|video|audio|svg)\b", re.IGNORECASE)


def lost(given: str) -> dict[str, int]:
    """What a text that was typed loses or changes on its way into the canonical form, by its key; nothing for a text that is canonical already."""
    given = typed(given)
    if _ours(given):
        return {}
    changes = _read(given, parted(parsed(given)))[1]
    programs = len(_PROGRAMS.findall(given))
    return changes | ({"programs": programs} if programs else {})


def cleaned(body: str) -> str:
    """What a text area sent: canonical, and markup that is not taken for what it meant, as `lost` tells it. A text that is canonical stays as it is,
    to the byte; between blocks, as without any, an empty line begins a paragraph."""
    body = typed(body.replace("\r\n", "\n").replace("\r", "\n"))
    if _ours(body):
        return canonical(body)
    body = body if _BLOCK.search(body) else paragraphs(body)
    return _read(body, parted(parsed(body)))[0]


def _ours(given: str) -> bool:
    """Whether a text has no markup, or none but that of canonical text, each block in its place."""
    return not re.search(r"</?\w", given) or canonical(given) == given.replace("\r\n", "\n").strip() and sound(given)
