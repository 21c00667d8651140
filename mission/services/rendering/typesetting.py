"""typst, kept warm: one compiler per template, which sees the house's fonts and nothing of the machine."""

import json
import re
import threading
import unicodedata
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from ...legible import all_legible

_HERE = Path(__file__).parent
# PDF/UA-1 for readers who hear, PDF/A-2a for archives: typst refuses what does not conform.
UA: Literal["ua-1"] = "ua-1"
ARCHIVE: Literal["a-2a"] = "a-2a"
# What is not of the letters, figures and marks of our four languages, all of which the house's faces have.
_UNUSUAL = re.compile("[^\n\u0020-\u007e\u00a0-\u017f\u060c\u061b\u061f\u0621-\u0652\u0660-\u0669\u2010-\u201e\u2026\u2039\u203a\u20ac]")
# A compiler keeps what it has parsed and may not be used by two threads at once.
_turn = threading.Lock()


def pdf(template: str, paper: dict[str, Any], at: datetime) -> bytes:
    """`paper` drawn by `template` as a tagged PDF dated `at` (aware): the same bytes for the same values."""
    given = {"paper": _drawable(_json(paper))}
    with _turn:
        made = _compiler(template).compile(format="pdf", sys_inputs=given, pdf_standards=[UA, ARCHIVE], timestamp=int(at.timestamp()))
    assert isinstance(made, bytes)
    return made


def undrawn(text: str) -> tuple[str, ...]:
    """The visible signs of a text, in their order, that no paper can show: a PDF for archives holds none that its faces do not have."""
    return tuple(one for one in dict.fromkeys(_UNUSUAL.findall(text)) if unicodedata.category(one) != "Cf" and not _draws(one))


def _drawable(text: str) -> str:
    """A text with a line in the place of each sign that no paper can show, and without those that nobody sees: a paper is missing to no text."""
    return _UNUSUAL.sub(lambda found: found[0] if _draws(found[0]) else "" if unicodedata.category(found[0]) == "Cf" else "_", text)


@lru_cache(4096)
def _draws(sign: str) -> bool:
    # A mark stands on a letter, and what nobody sees between two.
    letter = "ب" if "\u0600" <= sign <= "\u08ff" else "a"
    try:
        with _turn:
            _compiler("sign.typ").compile(format="pdf", sys_inputs={"sign": f"{letter}{sign}{letter}"}, pdf_standards=[UA, ARCHIVE])
    except typst.TypstError:
        return False
    return True


def png(template: str, card: dict[str, Any]) -> bytes:
    """`card` drawn by `template` as an image, one pixel to a point."""
    with _turn:
        made = _compiler(template).compile(format="png", sys_inputs={"card": _json(card)}, ppi=72)
    assert isinstance(made, bytes)
    return made


@lru_cache
def _compiler(template: str) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_HERE / "fonts"])
    return typst.Compiler(_HERE / template, root=_HERE, font_paths=fonts)


def _json(values: dict[str, Any]) -> str:
    return json.dumps(all_legible(values), ensure_ascii=False, sort_keys=True)
