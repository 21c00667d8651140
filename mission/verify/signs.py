"""Signs that change what the word beside them says, and are no part of it: a minus before a number, a question mark after a word.

Two texts may be the same word for word, and one of them say "25" and the other "± 25", or ask what the other states.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from .alignment import Block
from .words import DASHES, Word

Taken = tuple[str, Sequence[Word]]

_SIGNS = (
    "+~<>=\u00ac\u00b1\u00d7\u00f7\u207a\u2190-\u2193\u2213\u223c\u2243-\u2249\u2260\u2264-\u2267\u226a\u226b\u226e-\u2271\u2795\u2a7d\u2a7e"
    "\uff0b\uff1c-\uff1e\uff5e"
)
_SILENT = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
_STROKES = rf"{DASHES}\u207b\u2015\u2796"
_CURRENCY = "$\u00a2-\u00a5\u060b\u20a0-\u20cf\ufdfc\uff04\uffe1\uffe5"
_DASH = re.compile(rf"[{_STROKES}]")
# Before the number, or before the sign of a currency that stands before it.
_BEFORE = re.compile(rf"([{_SIGNS}{_STROKES}])(?:[^\S\n]|[{_SILENT}])*+(?:[{_CURRENCY}](?:[^\S\n]|[{_SILENT}])*+)?\Z")
# A tenth of the number; where lines are read from the right, the end of a sentence.
_POINT = re.compile(r"(?:^|[\s(\[])[.,\u066b]\Z")
_BEHIND = re.compile(r"[+\uff0b\u207a](?![^\W_])")
_ARABIC = re.compile("[\u0621-\u064a]")
# At the number itself; in Arabic also behind the one letter that is joined to it.
_ATTACHED = re.compile(rf"(?:^|[\s(\[])[\u0648\u0641\u0628\u0643\u0644]?[{DASHES}]\Z")
# The sign itself, which is no dash, apart from its number.
_MINUS = re.compile(r"\u2212[^\S\n]+\Z")
# Before thousands that are set apart, and such thousands. A space and the Swiss stroke set nothing else apart; a comma or a point may begin a fraction
# ("3,125 %" is not 3125 %), and sets thousands apart only where it stands twice, or before a fraction that the other one begins.
_HEAD, _GROUP = re.compile(r"-?(?:[1-9]\d{0,2}|\d{3})(?:'?\d{3})*"), re.compile(r"\d{3}(?!\d)")
_SPACE = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069]*")
_ASKED = re.compile("[?\u061f\u203d\u2047-\u2049\u2e2e\ufe16\uff1f]")
_FAR, _BACK = 12, 60
# An address that the end of a line breaks before a number.
_BROKEN_ADDRESS = re.compile(r"[?&][\w.%-]{1,40}=[^\S\n]*\r?\n[^\S\n]*\Z")


def sign_before(text: str, start: int) -> str:
    """The sign before a number that begins at `start`; every dash is one."""
    found = _BEFORE.search(text, max(0, start - _BACK), start)
    if not found and _BROKEN_ADDRESS.search(text, max(0, start - _BACK), start):
        return "="
    return _DASH.sub("-", found[1]) if found else ""


def is_minus(text: str, start: int) -> bool:
    """Whether a minus sign stands before the number that begins at `start`, with a space between."""
    return bool(_MINUS.search(text[max(0, start - _FAR) : start]))


def runs_on(text: str, before: Word, after: Word) -> bool:
    """Whether two words are one number, whose thousands a space sets apart: of a list of numbers, "242, 338", none runs into the next."""
    return bool(_HEAD.fullmatch(before.key) and _GROUP.match(after.key) and _SPACE.fullmatch(text, before.end, after.start))


def mark_after(text: str, end: int) -> str:
    """A question mark between a word that ends at `end` and what follows; inside a word it stands for a letter that was lost."""
    beyond = next((at for at in range(end, min(len(text), end + _FAR)) if text[at].isalnum()), min(len(text), end + _FAR))
    return "?" if _ASKED.search(text, end, beyond) and (beyond - end > 1 or beyond == len(text)) else ""


def with_signs(text: str, word: Word) -> str:
    """A word as it is written, with the signs beside it."""
    return f"{sign_before(text, word.start)}{text[word.start : word.end]}{mark_after(text, word.end)}"


def changed(original: Taken, given: Taken, found: Iterable[Block]) -> Iterator[tuple[int, int]]:
    """The words in common, by their places in both, beside which stands another sign in what was given."""
    (first_text, first), (text, second) = original, given
    pairs = [(a + at, b + at) for a, b, size in found for at in range(size)]
    from_left = not _ARABIC.search(first_text)
    for a, b in pairs:
        signed = first[a].key[:1].isdigit() and (
            _differs(first_text, first[a].start, text, second[b].start) or from_left and _beside(first_text, first[a]) != _beside(text, second[b])
        )
        if signed or a and b and second[b - 1].key == first[a - 1].key and _run_on(first_text, first, a) != _run_on(text, second, b):
            yield a, b
    # By how many there are: where a sheet is read badly they slip by some words.
    asked = [(a, b, mark_after(first_text, first[a].end), mark_after(text, second[b].end)) for a, b in pairs]
    counted = Counter(one[2] for one in asked), Counter(one[3] for one in asked)
    if counted[0] != counted[1]:
        yield from ((a, b) for a, b, here, there in asked if here != there)


def _beside(text: str, number: Word) -> tuple[bool, bool]:
    """Whether a point stands before a number, and a sign behind it, each at the number itself."""
    return bool(_POINT.search(text[max(0, number.start - 2) : number.start])), bool(_BEHIND.match(text, number.end))


def _run_on(text: str, taken: Sequence[Word], at: int) -> bool:
    return runs_on(text, taken[at - 1], taken[at])


def _differs(first_text: str, here: int, text: str, there: int) -> bool:
    one, other = sign_before(first_text, here), sign_before(text, there)
    if one == other:
        return False
    if other == "-" and not one:
        # The dash of an item of a list stands before its first word, and not at it; a minus sign is none.
        return not _begins(first_text, here) or is_minus(text, there) or bool(_ATTACHED.search(text[max(0, there - 3) : there]))
    # A dash between two parts of a sentence is punctuation, unless it stands at the number itself.
    return one != "-" or bool(other) or is_minus(first_text, here) or bool(_ATTACHED.search(first_text[max(0, here - 3) : here]))


def _begins(text: str, at: int) -> bool:
    return not any(one.isalnum() for one in text[text.rfind("\n", 0, at) + 1 : at])
