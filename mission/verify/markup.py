"""The words of the canonical subset of HTML in which every text is kept."""

import html
import re

from .words import keys

# A list in an item begins another line as well.
_ENDS = re.compile(r"</(?:p|h2|h3|li|dt|dd|blockquote)>|<(?:ol|ul)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")


_LISTS = re.compile(r"<(/?)(ol|ul|li|a)\b[^>]*>")
_HREF = re.compile(r'<a\b[^>]*?href="([^"]*)"')
_MARK = "\ue000"
# What Word sets before an item within an item, and gives back as this letter and a tab.
BULLET = "o"
_WITHIN = 2


def numbers(body: str) -> tuple[tuple[int, str, bool], ...]:
    """What whoever shows a text adds to it: before an item of a numbered list its number, before one of another list within an item `BULLET`, after a
    link its number; each with how many words of the body stand before it, and whether it is an item's."""
    lists: list[int] = []
    links = 0

    def marked(found: re.Match[str]) -> str:
        nonlocal links
        ends, name = found[1], found[2]
        if name in ("ol", "ul"):
            lists[:] = lists[:-1] if ends else [*lists, 0 if name == "ol" else -1]
        elif name == "li" and not ends and lists and (lists[-1] >= 0 or len(lists) == _WITHIN):
            lists[-1] += lists[-1] >= 0
            return f"{found[0]}{_MARK}+{lists[-1] if lists[-1] >= 0 else BULLET}{_MARK} "
        elif name == "a" and ends:
            links += 1
            return f"{found[0]}{_MARK}-{links}{_MARK}"
        return found[0]

    made, before = [], 0
    pieces = plain(_LISTS.sub(marked, body)).split(_MARK)
    for place, piece in enumerate(pieces):
        if place % 2:
            made.append((before, piece[1:], piece[0] == "+"))
        else:
            before += len(keys(piece))
    # A link in the middle of a word parts it: then nothing can be said of places.
    return tuple(made) if before == len(keys(plain(body))) else ()


def plain(body: str) -> str:
    """One line per block, without markup."""
    words = html.unescape(_TAG.sub("", _ENDS.sub("\n", body)))
    return "\n".join(line for line in (" ".join(one.split()) for one in words.split("\n")) if line)


def addresses(body: str) -> tuple[str, ...]:
    """Where its links lead, in their order: whoever prints a text sets each behind its link."""
    return tuple(html.unescape(one) for one in _HREF.findall(body))
