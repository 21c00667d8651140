"""Names and acronyms of bodies and themes: one word in every language (OIM = IOM = المنظمة الدولية للهجرة)."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...languages import TAGS
from ..shown import Labels
from .analysis import STOP, Word, analyse
from .analysis.letters import lower

# What the index holds in the place of a name begins so: no word does.
MARK = "@"


@dataclass
class Names:
    """The names of the taxonomy, ready to be recognised; `version` changes with any of them."""

    version: str = ""
    # By language tag and first word, stem or surface: the words of a name and the key that it stands for.
    _names: Mapping[str, dict[str, list[tuple[tuple[Word, ...], str]]]] = field(default_factory=lambda: {tag: defaultdict(list) for tag in TAGS})
    _acronyms: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, labels: Labels) -> "Names":
        """The names that `labels` gives to themes and bodies."""
        made = cls(hashlib.sha256(repr((labels.themes, labels.acronyms, labels.names)).encode()).hexdigest()[:16])
        for kind, named in (("theme", labels.themes), ("body", labels.names), ("body", labels.acronyms)):
            for key, by_tag in named.items():
                for tag, name in by_tag.items():
                    made._learn(str(name), tag, f"{MARK}{kind}:{key}")
        return made

    def _learn(self, name: str, tag: str, key: str) -> None:
        if _is_acronym(name):
            self._acronyms.setdefault(lower(name), key)
            return
        words = tuple(analyse(name, tag))
        for first in {words[0].forms[0], words[0].surface} if words else ():
            self._names[tag][first].append((words, key))

    def written(self, words: Sequence[Word], text: str, tag: str) -> Iterator[tuple[int, int, str]]:
        """The names in a text: index of the first word, index after the last, key. An acronym is written in capitals."""
        acronyms, named = self._acronyms, self._names[tag]
        for at, word in enumerate(words):
            if word.surface in acronyms:
                written = text[word.start : word.end]
                if _is_acronym(written) and (key := acronyms.get(lower(written))):
                    yield at, at + 1, key
            if word.surface in named or not named.keys().isdisjoint(word.forms):
                yield from self._named(words, at, tag)

    def asked(self, words: Sequence[Word], text: str, tag: str) -> Iterator[tuple[int, int, str]]:
        """The names in a query, where nobody minds capitals; but *who* beside other words is a word, not the WHO."""
        for at, word in enumerate(words):
            written = text[word.start : word.end]
            key = self._acronyms.get(lower(written))
            if key and (len(words) == 1 or _is_acronym(written) or not any(word.surface in stop for stop in STOP.values())):
                yield at, at + 1, key
            yield from self._named(words, at, tag)

    def _named(self, words: Sequence[Word], at: int, tag: str) -> Iterator[tuple[int, int, str]]:
        for first in {*words[at].forms, words[at].surface}:
            for name, key in self._names[tag].get(first, ()):
                if len(words) - at >= len(name) and all(_same(one, words[at + n]) for n, one in enumerate(name)):
                    yield at, at + len(name), key


def _same(one: Word, other: Word) -> bool:
    """Whether two words are the same for a name: inflected alike, or spelt alike but for accents."""
    return one.forms[0] in other.forms or one.surface == other.surface


def _is_acronym(written: str) -> bool:
    return written.isascii() and written.isupper() and written.isalnum() and len(written) >= 2
