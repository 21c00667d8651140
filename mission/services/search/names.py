"""Names and acronyms of bodies and themes: one word in every language (OIM = IOM = المنظمة الدولية للهجرة)."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...languages import TAGS
from ..shown import Labels
from .analysis import STOP, Word, analyse, beginnings, undotted
from .analysis.letters import APOSTROPHES, lower
from .terms import TERMS

# What the index holds in the place of a name begins so: no word does.
MARK = "@"
# Names of others that begin like one of ours, which stands for nothing there.
_OTHERS = {"fr": "Organisation mondiale de la santé animale", "es": "Organización Mundial de la Salud Animal"}
# In letters, of a name that somebody begins to type; in words, of the part of a name that may have been typed.
_LEAST_BEGUN = 3
_LONGEST = 8
_POSSESSIVE = re.compile(f"[{APOSTROPHES}]s$")
# From the place of a word to how it is written there.
Writings = Callable[[int], str]


@dataclass(eq=False)
class Names:
    """The names of the taxonomy, ready to be recognised; `version` changes with what they recognise."""

    version: str = ""
    # By language tag and first word, stem or surface: the words of a name and the key that it stands for.
    _names: Mapping[str, dict[str, list[tuple[tuple[Word, ...], str]]]] = field(default_factory=lambda: {tag: defaultdict(list) for tag in TAGS})
    # By language tag, names of one word: its surface and the key.
    _single: Mapping[str, list[tuple[str, str]]] = field(default_factory=lambda: {tag: [] for tag in TAGS})
    _acronyms: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, labels: Labels) -> "Names":
        """The names that `labels` gives to themes and bodies, and the terms of the field."""
        made = cls()
        for kind, named in (("theme", labels.themes), ("body", labels.names), ("body", labels.acronyms)):
            for key, by_tag in named.items():
                for tag, name in by_tag.items():
                    made._learn(str(name), tag, f"{MARK}{kind}:{key}")
        for kind, aliases in (*labels.aliases.items(), ("term", TERMS)):
            for key, many in aliases.items():
                for tag, names in many.items():
                    for name in names:
                        made._learn(name, tag, f"{MARK}{kind}:{key}")
        for tag, name in _OTHERS.items():
            made._learn(name, tag, "")
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
        if len(words) == 1:
            self._single[tag].append((words[0].surface, key))

    def written(self, words: Sequence[Word], text: str, tag: str) -> Iterator[tuple[int, int, str]]:
        """The names in a text: index of the first word, index after the last, key. An acronym is written in capitals, a longer one perhaps as
        a name (Onusida); in Arabic a preposition may be joined to a name."""
        places = [at for at, word in enumerate(words) if self.opens(word, tag)]
        return self.standing(words, places, lambda at: text[words[at].start : words[at].end], tag)

    def opens(self, word: Word, tag: str) -> bool:
        """Whether a name may begin with a word of a text in this language."""
        named = self._names[tag]
        return word.surface in self._acronyms or word.surface in named or not named.keys().isdisjoint((*word.forms, *word.more, *word.apart))

    def standing(self, words: Sequence[Word], places: Iterable[int], written: Writings, tag: str) -> Iterator[tuple[int, int, str]]:
        """As `written`, of the names that begin at these `places`; it is given how each of the words is written."""
        for at in places:
            if (key := self._acronyms.get(words[at].surface)) and self._is_written(words, at, written, tag):
                yield at, at + 1, key
            yield from self._named(words, at, tag)

    def _is_written(self, words: Sequence[Word], at: int, writings: Writings, tag: str) -> bool:
        """Whether a word of a text is written as an acronym is; a small word in a heading of capitals is none."""
        written = _bare(writings(at))
        if lower(written) != words[at].surface or not _is_acronym(written.upper() if _is_named(written) else written):
            return False
        beside = [one for one in (at - 1, at + 1) if 0 <= one < len(words)]
        return words[at].surface not in STOP[tag] or not any(self._shouted(words[one], writings(one)) for one in beside)

    def _shouted(self, word: Word, written: str) -> bool:
        """Whether a word is written in capitals and no acronym."""
        return written.isupper() and word.end - word.start > 1 and word.surface not in self._acronyms

    def beginnings(self, keys: Iterable[str], tag: str) -> frozenset[str]:
        """The forms and surfaces of the words with which the names of these keys begin in a text of this language."""
        wanted = frozenset(keys)
        if not wanted:
            return wanted
        acronyms = {acronym for acronym, key in self._acronyms.items() if key in wanted}
        return frozenset(acronyms | {first for first, named in self._names[tag].items() if any(key in wanted for _, key in named)})

    def longest(self, keys: Iterable[str], tag: str) -> int:
        """The most words of a name of these keys in a text of this language."""
        wanted = frozenset(keys)
        if not wanted:
            return 0
        return max((len(words) for named in self._names[tag].values() for words, key in named if key in wanted), default=1)

    def asked(self, words: Sequence[Word], text: str, tag: str) -> Iterator[tuple[int, int, str]]:
        """The names in a query, where nobody minds capitals; but *who* beside other words is a word, not the WHO, and so is the AU of a heading."""
        plain = not text.isupper() or not any(self._shouted(word, text[word.start : word.end]) for word in words)
        for at, word in enumerate(words):
            written = _bare(text[word.start : word.end])
            key = self._acronyms.get(lower(written))
            if key and (len(words) == 1 or (plain and _is_acronym(written)) or not any(word.surface in stop for stop in STOP.values())):
                yield at, at + 1, key
            yield from self._named(words, at, tag)
        yield from self._shortened(words, tag)

    def _shortened(self, words: Sequence[Word], tag: str) -> Iterator[tuple[int, int, str]]:
        """The names that are in a query but for their small words: conseil droits homme."""
        places = [at for at, word in enumerate(words) if word.surface not in STOP[tag]]
        telling = [words[at] for at in places]
        for at, one in enumerate(telling):
            for first in {*one.forms, one.surface}:
                for name, key in self._names[tag].get(first, ()):
                    short = [word for word in name if word.surface not in STOP[tag]]
                    after = at + len(short)
                    if key and 1 < len(short) < len(name) and after <= len(telling) and all(map(_same, short, telling[at:after])):
                        yield places[at], places[after - 1] + 1, key

    def begun(self, words: Sequence[Word], tag: str) -> Iterator[tuple[int, str]]:
        """The names of which the last words of a query may be the beginning: index of the first of them, key. One word that is only begun may
        become an acronym or a name of one word."""
        last = [one for one in beginnings(words[-1].surface) if one] if words else []
        if last and len(words[-1].surface) >= _LEAST_BEGUN - 1:
            yield from ((len(words) - 1, key) for acronym, key in self._acronyms.items() if acronym.startswith(words[-1].surface))
            yield from ((len(words) - 1, key) for surface, key in self._single[tag] if _opens(surface, last))
        for at in range(max(0, len(words) - _LONGEST), len(words) - 1):
            for name, key in self._names[tag].get(words[at].forms[0], ()):
                *before, begun = name[: len(words) - at]
                if key and len(before) == len(words) - at - 1 and _opens(begun.surface, last) and all(map(_same, before, words[at:])):
                    yield at, key

    def acronym(self, surface: str) -> str:
        """The key that an acronym stands for; empty where it is none."""
        return self._acronyms.get(surface, "")

    def _named(self, words: Sequence[Word], at: int, tag: str) -> Iterator[tuple[int, int, str]]:
        """The names that begin at a place, but for the beginning of another's. The words behind it say of three letters that what is before them
        is joined to them, which they alone do not: لنزع السلاح."""
        one, found = words[at], dict[str, int]()
        for first in {*one.forms, one.surface, *((*one.more, *one.apart) if tag == "ar" else ())}:
            for name, key in self._names[tag].get(first, ()):
                if _follow(name, words, at) and _same(name[0], one, one.more if len(name) == 1 else (*one.more, *one.apart)):
                    found[key] = max(len(name), found.get(key, 0))
        yield from ((at, at + length, key) for key, length in found.items() if length > found.get("", 0))


def _follow(name: Sequence[Word], words: Sequence[Word], at: int) -> bool:
    """Whether the words of a name but the first stand behind this place. Every text asks it of all names that begin alike."""
    after = at + len(name)
    if after > len(words):
        return False
    for place in range(at + 1, after):
        one, other = name[place - at], words[place]
        if one.surface != other.surface and one.forms[0] not in other.forms:
            return False
    return True


def _same(one: Word, other: Word, more: Sequence[str] = ()) -> bool:
    """Whether two words are the same for a name: inflected alike, or spelt alike but for accents."""
    return one.forms[0] in other.forms or one.surface == other.surface or one.forms[0] in more


def _opens(surface: str, last: Iterable[str]) -> bool:
    return any(surface.startswith(one) for one in last)


def _is_named(written: str) -> bool:
    """Whether it is written as a name is, and too long to be a common word at the beginning of a sentence."""
    return len(written) > _LEAST_BEGUN and written.istitle()


def _bare(written: str) -> str:
    """An acronym without its points and without a possessive: U.N., IOM’s."""
    return _POSSESSIVE.sub("", undotted(written))


def _is_acronym(written: str) -> bool:
    return written.isascii() and written.isupper() and written.isalnum() and len(written) >= 2
