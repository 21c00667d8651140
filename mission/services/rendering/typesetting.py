"""typst, kept warm: one compiler per template, which sees the house's fonts and nothing of the machine."""

import json
import threading
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

_HERE = Path(__file__).parent
# PDF/UA-1 for readers who hear, PDF/A-2a for archives: typst refuses what does not conform.
UA: Literal["ua-1"] = "ua-1"
ARCHIVE: Literal["a-2a"] = "a-2a"
# A compiler keeps what it has parsed and may not be used by two threads at once.
_turn = threading.Lock()


def pdf(template: str, paper: dict[str, Any], at: datetime) -> bytes:
    """`paper` drawn by `template` as a tagged PDF dated `at` (aware): the same bytes for the same values."""
    with _turn:
        made = _compiler(template).compile(
            format="pdf", sys_inputs={"paper": _json(paper)}, pdf_standards=[UA, ARCHIVE], timestamp=int(at.timestamp())
        )
    assert isinstance(made, bytes)
    return made


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
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
