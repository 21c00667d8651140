"""Names and acronyms of bodies and themes: one word in every language (OIM = IOM = المنظمة الدولية للهجرة)."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...languages import TAGS
from ..shown import Labels
from .analysis import STOP, Word, analyse
from .analysis.letters import lower

# What the index holds in the place of a name begins so: no word does.
MARK = "@"


@dataclass
class Names:
    """The names of the taxonomy, ready to be recognised; `version` changes with what they recognise."""

    version: str = ""
    # By language tag and first word, stem or surface: the words of a name and the key that it stands for.
    _names: Mapping[str, dict[str, list[tuple[tuple[Word, ...], str]]]] = field(default_factory=lambda: {tag: defaultdict(list) for tag in TAGS})
    _acronyms: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, labels: Labels) -> "Names":
        """The names that `labels` gives to themes and bodies."""
        made = cls()
        for kind, named in (("theme", labels.themes), ("body", labels.names), ("body", labels.acronyms)):
            for key, by_tag in named.items():
                for tag, name in by_tag.items():
                    made._learn(str(name), tag, f"{MARK}{kind}:{key}")
        for kind, aliases in labels.aliases.items():
            for key, many in aliases.items():
                for tag, names in many.items():
                    for name in names:
                        made._learn(name, tag, f"{MARK}{kind}:{key}")
        made.version = made._digest()
        return made

    def _digest(self) -> str:
        """What was learned, in no order: a label moved in its list, or spelt with another accent, asks for no new index."""
        learned = {
            (tag, tuple((word.forms, word.surface) for word in words), key)
            for tag, by_first in self._names.items() for many in by_first.values() for words, key in many
        }  # fmt: skip
        return hashlib.sha256(repr((sorted(learned), sorted(self._acronyms.items()))).encode()).hexdigest()[:16]

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
        apart = named.keys().isdisjoint
        # Of all the words of a text few begin a name: the others are passed over as quickly as can be.
        for at in [at for at, (forms, _, surface, _, _) in enumerate(words) if surface in acronyms or surface in named or not apart(forms)]:
            word = words[at]
            written = text[word.start : word.end]
            if _is_acronym(written) and (key := acronyms.get(lower(written))) and word.surface in acronyms:
                yield at, at + 1, key
            if word.surface in named or not apart(word.forms):
                yield from self._named(words, at, tag)

    def beginnings(self, keys: Iterable[str], tag: str) -> frozenset[str]:
        """The forms and surfaces of the words with which the names of these keys begin in a text of this language."""
        wanted = frozenset(keys)
        if not wanted:
            return wanted
        acronyms = {acronym for acronym, key in self._acronyms.items() if key in wanted}
        return frozenset(acronyms | {first for first, named in self._names[tag].items() if any(key in wanted for _, key in named)})

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
