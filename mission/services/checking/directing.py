"""Invisible signs that turn the direction of words: those that are typed by nobody, and those that are opened and never closed.

Unicode Standard Annex 9; a line that reads otherwise than it is written is how a text is made to lie (CVE-2021-42574).
"""

from ...verify.markup import plain
from .guessing import blocks_of

# Override: every letter goes the way that it says, whatever it is.
_OVERRIDES = "\u202d\u202e"
_EMBEDDINGS, _POP = "\u202a\u202b" + _OVERRIDES, "\u202c"
_ISOLATES, _POP_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_ALL = _EMBEDDINGS + _POP + _ISOLATES + _POP_ISOLATE
_WORDS_SHOWN = 6


def turned(title: str, summary: str, body: str) -> tuple[str, ...]:
    """The signs that turn words around, or stay open to the end of their paragraph, each with the words of that paragraph's beginning."""
    found = []
    for line in (title, summary, *(plain(part) for part in blocks_of(body))):
        if signs := sorted({f"U+{ord(sign):04X}" for sign in _astray(line)}):
            found.append(f"{' '.join(signs)} – {' '.join(''.join(one for one in line if one not in _ALL).split()[:_WORDS_SHOWN])}…")
    return tuple(found)


def _astray(line: str) -> list[str]:
    """The signs of one paragraph that are overrides, or that nothing closes. Closing an isolate closes what was opened within it."""
    opened, wrong = list[str](), [sign for sign in line if sign in _OVERRIDES]
    for sign in line:
        if sign in _EMBEDDINGS or sign in _ISOLATES:
            opened.append(sign)
        elif sign == _POP and opened and opened[-1] in _EMBEDDINGS:
            opened.pop()
        elif sign == _POP_ISOLATE and any(one in _ISOLATES for one in opened):
            while (last := opened.pop()) not in _ISOLATES:
                wrong.append(last)
    return wrong + opened
