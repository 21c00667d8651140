"""Signs that change what the word beside them says, and are no part of it: a minus before a number, a question mark after a word.

Two texts may be the same word for word, and one of them say "25" and the other "± 25", or ask what the other states.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from .alignment import Block
from .words import DASHES, INVISIBLE, MARKS, Word

Taken = tuple[str, Sequence[Word]]

_SIGNS = (
    "+~<>=\u00ac\u00b1\u00d7\u00f7\u207a\u2190-\u2193\u2213\u223c\u2243-\u2249\u2260\u2264-\u2267\u226a\u226b\u226e-\u2271\u2795\u2a7d\u2a7e"
    "\uff0b\uff1c-\uff1e\uff5e"
)
# Strokes that stand between no two digits of a number, and may stand before one.
_STROKES = rf"{DASHES}\u207b\u2015"
_CURRENCY = "$\u00a2-\u00a5\u060b\u20a0-\u20cf\ufdfc\uff04\uffe1\uffe5"
_DASH, _UNSEEN, _SPACES = re.compile(rf"[{_STROKES}]"), re.compile(rf"[{INVISIBLE}]"), re.compile(r"[^\S\n]+")
# Where signs may stand that count at what follows, and the last of them that are looked at, when nothing unseen is left.
_SIGNED = re.compile(rf"[{_SIGNS}{_STROKES}{MARKS}{_CURRENCY}{INVISIBLE}]|[^\S\n]")
_MOST = 60
# Before the number, or before the sign of a currency that stands before it.
_BEFORE = re.compile(rf"((?:[{_SIGNS}{_STROKES}][{MARKS}]* ?)+)(?:[{_CURRENCY}] ?)?\Z")
# A dash with white space behind it parts what is before it from the sign that follows; the sign of a minus parts nothing.
_PARTING = re.compile(rf"^(?:(?!\u2212)[{_STROKES}]+ )+(?=.)")
# A tenth of the number; where lines are read from the right, the end of a sentence.
_POINT = re.compile(r"(?:^|[\s(\[])[.,\u066b]\Z")
_BEHIND = re.compile(rf"[{INVISIBLE}]*+[+\uff0b\u207a](?![^\W_])")
_ARABIC = re.compile("[\u0621-\u064a]")
# At the number itself; and the sign itself, which is no dash, apart from its number. Joined to a word before it a stroke is a hyphen, but for the one
# letter that Arabic joins to a number.
_ATTACHED = re.compile(rf"(?:\u2212 ?|(?:(?<![^\W_])|(?<![^\W_].)(?<=[\u0648\u0641\u0628\u0643\u0644]))[{_STROKES}])(?:[{_CURRENCY}] ?)?\Z")
# Before thousands that are set apart, and such thousands. A space and the Swiss stroke set nothing else apart; a comma or a point may begin a fraction
# ("3,125 %" is not 3125 %), and sets thousands apart only where it stands twice, or before a fraction that the other one begins.
_HEAD, _GROUP = re.compile(r"-?(?:[1-9]\d{0,2}|\d{3})(?:'?\d{3})*"), re.compile(r"\d{3}(?!\d)")
_SPACE = re.compile(rf"[\s{INVISIBLE}]*")
_ASKED = re.compile("[?\u061f\u203d\u2047-\u2049\u2e2e\ufe16\uff1f]")
_FAR, _BACK = 12, 60
# An address that the end of a line breaks before a number.
_BROKEN_ADDRESS = re.compile(r"[?&][\w.%-]{1,40}=[^\S\n]*\r?\n[^\S\n]*\Z")


def sign_before(text: str, start: int) -> str:
    """The signs before a number that begins at `start`, as one; every stroke is a dash, and what nobody sees is nothing."""
    found = _BEFORE.search(_shown_before(text, start))
    if not found:
        return "=" if _BROKEN_ADDRESS.search(text, max(0, start - _BACK), start) else ""
    return re.sub("-+", "-", _DASH.sub("-", _PARTING.sub("", found[1]).replace(" ", "")))


def firm_sign(text: str, number: Word) -> str:
    """The signs of a number, with the minus of its own, without a dash that may be punctuation."""
    own, sign = "-" if number.key.startswith("-") else "", sign_before(text, number.start)
    return own if sign == "-" and not _at_number(text, number.start) else sign + own


def outside(number: Word, sign: str) -> str:
    """Of the signs of a number those that are not in it."""
    return sign.removesuffix("-") if number.key.startswith("-") else sign


def is_number(word: Word) -> bool:
    """Whether a word is a number, with or without a minus of its own."""
    return word.key.lstrip("-")[:1].isdigit()


def _shown_before(text: str, start: int) -> str:
    """What is seen before a number, as far back as signs reach and one letter or two more, any white space as one space."""
    at = start
    while at and _SIGNED.match(text, at - 1):
        at -= 1
    more = _UNSEEN.sub("", text[max(0, at - _FAR) : at])[-2:]
    return unicodedata.normalize("NFC", more + _SPACES.sub(" ", _UNSEEN.sub("", text[at:start])))[-_MOST:]


def _at_number(text: str, start: int) -> bool:
    """Whether a minus stands at the number that begins at `start`, or its very sign before it."""
    return bool(_ATTACHED.search(_shown_before(text, start)))


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
        signed = is_number(first[a]) and (
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
    return bool(_POINT.search(_UNSEEN.sub("", text[max(0, number.start - _FAR) : number.start])[-2:])), bool(_BEHIND.match(text, number.end))


def _run_on(text: str, taken: Sequence[Word], at: int) -> bool:
    return runs_on(text, taken[at - 1], taken[at])


def _differs(first_text: str, here: int, text: str, there: int) -> bool:
    one, other = sign_before(first_text, here), sign_before(text, there)
    if one == other:
        return False
    if other == "-" and not one:
        # The dash of an item of a list stands before its first word, and not at it; a minus sign is none.
        return not _begins(first_text, here) or _at_number(text, there)
    # A dash between two parts of a sentence is punctuation, unless it stands at the number itself.
    return one != "-" or bool(other) or _at_number(first_text, here)


def _begins(text: str, at: int) -> bool:
    return not any(one.isalnum() for one in text[text.rfind("\n", 0, at) + 1 : at])
