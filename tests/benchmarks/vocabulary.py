"""Words for invented texts: those of the initial content first, as frequent as they are in it, then invented ones, by Zipf's law.

A text made of them says nothing; but its words repeat, inflect, elide and are as rare as those of a real one, which is what a search is
measured by.
"""

import re
from collections import Counter
from functools import cache
from itertools import accumulate, product
from pathlib import Path
from random import Random
from typing import Any

from mission.services import seeding
from mission.services.markup import plain

CONTENT = Path(__file__).parents[2] / "mission" / "content"
TYPES = 20_000
SHORTEST, LONGEST = 150, 500
_SENTENCE = 14
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[’'-][^\W_]+)*")
_SYLLABLES = {
    "fr": "bra dé ron li vou mar té sol cha pu ner gé foi lan sti que trou vel", "en": "bre do ving tal ker ment sha low ri ster gon fie ner ul",
    "es": "bra do ción ro lle mar te sol ña pu ner gue fo lan ti que dor vel", "ar": "با رو دي سم كل نا فر طا حو لي مق شا تر جم زي غا",
}  # fmt: skip


@cache
def contents() -> tuple[dict[str, Any], ...]:
    """Every file of the initial content that has texts, in the order of their names."""
    files = (path for path in sorted(CONTENT.rglob("*.yaml")) if "taxonomy" not in path.parts)
    return tuple(one for one in (seeding.read(path.read_text(encoding="utf-8")) for path in files) if isinstance(one, dict) and one.get("translations"))


@cache
def words(tag: str) -> tuple[str, ...]:
    """The words of a language, the most frequent first."""
    counted: Counter[str] = Counter()
    for one in contents():
        text = one["translations"].get(tag, {})
        counted.update(_WORD.findall(plain(" ".join(str(text.get(part, "")) for part in ("title", "summary", "body")))))
    real = [word for word, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]
    return tuple(dict.fromkeys((*real, *_invented(tag))))[:TYPES]


def _invented(tag: str) -> list[str]:
    made = ["".join(one) for count in (3, 4) for one in product(_SYLLABLES[tag].split(), repeat=count)]
    Random(tag).shuffle(made)
    return made[:TYPES]


@cache
def _weights() -> list[float]:
    return list(accumulate(1 / (rank + 2.7) for rank in range(TYPES)))


class Writer:
    """Writes the texts of one sample: the same number gives the same texts."""

    def __init__(self, number: int, tag: str) -> None:
        self._chance, self._words = Random(f"{tag}{number}"), words(tag)
        # As long in every language; most are short.
        self.length = SHORTEST + int((LONGEST - SHORTEST) * Random(number).random() ** 2.5)

    def some(self, count: int) -> list[str]:
        """So many words."""
        return self._chance.choices(self._words, cum_weights=_weights(), k=count)

    def title(self) -> str:
        return " ".join(self.some(7))

    def summary(self) -> str:
        return f"{' '.join(self.some(20))}."

    def body(self) -> str:
        """Sentences of about as many words each, in paragraphs of four."""
        found = self.some(self.length)
        sentences = [" ".join(found[at : at + _SENTENCE]).capitalize() + "." for at in range(0, len(found), _SENTENCE)]
        return "".join(f"<p>{' '.join(sentences[at : at + 4])}</p>" for at in range(0, len(sentences), 4))
