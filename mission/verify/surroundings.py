"""What stands around a text in a copy of it: marks of quotation, heads of letters, heads and feet of sheets, the page of the site."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from .letters import is_subject, messages, recognised
from .words import Word, keys, turned

_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)


def unquoted(text: str) -> str:
    """A text out of an e-mail without its marks of quotation, and out of a chat with each message on lines of its own. Lines without a mark stay:
    nobody can tell a sender's word from one put in."""
    return messages(_QUOTE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b[0-9a-f]{12,64}\b|\b[A-Z0-9]{1,8}/[CDVSR]/\d{4}/\d{3,}\b|\b[cdvsr]\d{4}-\d{3,}\b")
_CODES = re.compile(r"\b[cdvsr]\d{4}-\d{3,}\b")
_PAGES = re.compile(r"\b(?:page|página|pág\.?|صفحة)?\s*\d{1,3}\s*(?:/|sur|of|de|من)\s*\d{1,3}\b|\b(?:page|página|صفحة)\s*\d{1,3}\b", re.IGNORECASE)
_LABELS = re.compile(
    r"sha-?256|référence|reference|referencia|المرجع|édition|edition|edición|الطبعة|"
    r"empreinte|digest|huella|البصمة|démonstration|demonstration|demostración|عرض توضيحي",
    re.IGNORECASE,
)
_NAMES = (
    "Mission permanente du Royaume du Maroc à Genève", "Permanent Mission of the Kingdom of Morocco in Geneva",
    "Misión Permanente del Reino de Marruecos en Ginebra", "البعثة الدائمة للمملكة المغربية بجنيف", "Royaume du Maroc", "Kingdom of Morocco",
    "Reino de Marruecos", "المملكة المغربية",
)  # fmt: skip
# What is on every sheet besides: its number, and the moment at which a browser printed it, which one that speaks Arabic writes from the right.
_DAY, _HOUR, _HALF = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}", r"\d{1,2}:\d{2}(?::\d{2})?", r"(?:[AP]M|[صم])"
_SHEET = re.compile(
    rf"\d{{1,3}}\s*(?:/|\b(?:sur|of|de|من)\b)\s*\d{{1,3}}|{_DAY}[,،]?\s+{_HOUR}(?:\s*{_HALF})?|(?:{_HALF}\s*)?{_HOUR}(?:\s*{_HALF})?\s*[,،]?\s*{_DAY}"
)
# The signed head of the register, as letters carry it.
_ORIGIN = r"[^\s/]{1,255}/register"
_HEAD = re.compile(
    rf"^[ \t]*{_ORIGIN}\s+\d{{1,12}}\s+[A-Za-z0-9+/]{{43}}=\s+time \d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\dZ\s+(?:demonstration\s+)?"
    rf"\u2014 {_ORIGIN} [A-Za-z0-9+/]{{91}}=[ \t]*$", re.MULTILINE,
)  # fmt: skip
_SITES = re.compile(r"https?://\S+")
# Where a sheet breaks an address there is nothing else.
_NOTHING = re.compile("[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe]+")
_CUT = re.compile(r"\s?\u2026")
# A dash between two days, which some readings of a sheet set apart.
_DAYS = re.compile(r"(?<=\d)\u2060*\u2013\u2060*(?=\d\d?\b)")
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


Phrases = dict[str, set[tuple[str, ...]]]


class Furniture:
    """What stands around an original, phrase by phrase: `sheet` on every sheet of its paper, also between two lines of the text; `paper` and `page`
    around the text alone, on its paper and on its page. `own` are its reference, code and digests, `site` is the address of the site it stands on. A page
    may be costly to draw: it is gone through once, where something needs it."""

    def __init__(
        self, sheet: Iterable[str] = (), page: Iterable[str] = (), own: Iterable[str] = (), site: str = "", paper: Iterable[str] = (),
    ) -> None:  # fmt: skip
        self._sheet, self._paper, self._page, self._site = tuple(sheet), tuple(paper), page, site.lower().partition("://")[2].strip("/") or site.lower()
        self._own = frozenset(one.lower() for one in own if one)

    def owns(self, token: str) -> bool:
        """Whether a reference, a digest or an address is this document's own."""
        plain = token.lower().rstrip(".,;:)]»”\"'")
        if plain in self._own:
            return True
        host, _, path = plain.partition("://")[2].partition("/") if "://" in plain else plain.partition("/")
        if not self._site or host != self._site:
            return False
        return not (codes := _CODES.findall(path)) or set(codes) <= self._own

    def joined(self, other: "Furniture") -> "Furniture":
        """The same, and the phrases of another's sheet, paper and page beside; its names stay another's."""
        page = (one for held in (self, other) for one in held._written)
        return Furniture((*self._sheet, *other._sheet), page, self._own, self._site, (*self._paper, *other._paper))

    @cached_property
    def _written(self) -> tuple[str, ...]:
        return (*self._sheet, *self._paper, *self._page)

    @cached_property
    def on_sheets(self) -> dict[str, set[tuple[str, ...]]]:
        """The phrases of a sheet by their first words."""
        return _by_first(self._sheet)

    @cached_property
    def around(self) -> dict[str, set[tuple[str, ...]]]:
        """The phrases of sheet, paper and page by their first words."""
        return _by_first(self._written)

    @cached_property
    def addresses(self) -> dict[str, set[str]]:
        """The addresses in the phrases of sheet, paper and page, as they are written, by their first words."""
        made: dict[str, set[str]] = {}
        for one in {one for phrase in self._written for one in _SITES.findall(phrase)}:
            made.setdefault(keys(one)[0], set()).add(one)
        return made

    @cached_property
    def drawn(self) -> dict[int, list[Counter[str]]]:
        """The letters of each phrase of sheet and paper, by how many they are."""
        made: dict[int, list[Counter[str]]] = {}
        for phrase in {"".join(keys(one)) for one in (*self._sheet, *self._paper)}:
            made.setdefault(len(phrase), []).append(Counter(phrase))
        return made


def _by_first(phrases: Iterable[str]) -> dict[str, set[tuple[str, ...]]]:
    made: dict[str, set[tuple[str, ...]]] = {}
    for phrase in phrases:
        said = tuple(keys(phrase))
        for taken in {said, tuple(map(turned, said)), tuple(keys(_DAYS.sub(" ", phrase)))} - {()}:
            made.setdefault(taken[0], set()).add(taken)
    return made


class Lines:
    """The lines of the given text: which words stand in which, and which lines belong to paper, page or letter rather than to the text."""

    def __init__(self, text: str, taken: list[Word]) -> None:
        self.text, self.taken = text, taken
        self.left = 0
        self.aside: list[str] = []
        self.letter: list[str] = []
        starts = [0, *(found.end() for found in re.finditer("[\n\f]", text))]
        self._spans = list(zip(starts, [*starts[1:], len(text) + 1], strict=True))
        self._of: list[int] = []
        line = 0
        for word in taken:
            while self._spans[line][1] <= word.start:
                line += 1
            self._of.append(line)
        self._heads = [one.span() for one in _HEAD.finditer(text)]
        self._words: dict[int, list[int]] = {}
        for number, line in enumerate(self._of):
            self._words.setdefault(line, []).append(number)

    def without_furniture(self, numbers: range, phrases: Phrases, inside: bool, held: Furniture, title: Sequence[str]) -> list[int]:
        """Of words that the original does not have, those that have no business there. Whole lines are put `aside` that `phrases` fill from end to
        end, what plainly is the foot or head of a sheet, and around the text (not `inside`) what is of a letter: these go to `letter`."""
        kept: list[int] = []
        of = {line: [number for number in self._words[line] if number in numbers] for line in dict.fromkeys(self._of[one] for one in numbers)}
        whole = [line for line, here in of.items() if len(here) == len(self._words[line])]
        filled = self._filled(whole, phrases, {} if inside else held.addresses)
        rest = [line for line in whole if line not in filled]
        thrown = set() if inside else self._thrown(rest, held)
        letters = set() if inside else {rest[one] for one in recognised([self._line(line) for line in rest], title)}
        for line, here in of.items():
            if line in letters or not inside and line not in whole and is_subject(self._line(line), title):
                self.letter.append(self._line(line).strip())
            elif line in filled or line in rest and (self._of_a_sheet(line, held) or line in thrown):
                self.aside.append(self._line(line).strip())
            else:
                kept.extend(here)
                continue
            self.left += len(here)
        return kept

    def begins(self, number: int) -> bool:
        """Whether a line begins with this word."""
        return number < len(self._of) and self._words[self._of[number]][0] == number

    def _line(self, line: int) -> str:
        start, end = self._spans[line]
        return self.text[start : end - 1]

    def _of_a_sheet(self, line: int, held: Furniture) -> bool:
        text = self._line(line).strip()
        if text.isdecimal() and len(text) <= 2:
            return self._at_a_sheet_s_end(line)
        if any(start <= self._spans[line][0] < end for start, end in self._heads):
            return True
        # What is not this document's own reference, digest or address stays, and counts as words that were put in.
        without = _ADDRESS.sub(lambda found: "\f" if held.owns(found[0]) else found[0], text)
        known = "\f" in without or _PAGES.search(text) or any(name in text for name in _NAMES)
        for name in _NAMES:
            without = without.replace(name, " ")
        return bool(known) and not keys(_LABELS.sub(" ", _PAGES.sub(" ", without)))

    def _at_a_sheet_s_end(self, line: int) -> bool:
        start, end = self._spans[line]
        return "\f" in self.text[max(0, start - 2) : start] + self.text[end - 1 : end + 1]

    def _filled(self, lines: Sequence[int], phrases: Phrases, addresses: Mapping[str, Iterable[str]]) -> set[int]:
        """Of whole lines those that phrases fill, one after the other, from the beginning of a line to the end of one: a sheet breaks a phrase into
        two lines and sets two in one, but what is only a stretch of a phrase is none."""
        words = [number for line in lines for number in self._words[line]]
        ends = {self._words[line][-1] for line in lines}
        filled: set[int] = set()
        at = 0
        while at < len(words):
            if not self.begins(words[at]):
                at += 1
                continue
            reached, waiting, furthest = {at}, [at], at
            while waiting:
                here = waiting.pop()
                for there in (*self._after(words, here, phrases), *self._spelt(words, here, addresses)):
                    if there not in reached:
                        reached.add(there)
                        waiting.append(there)
                        if words[there - 1] in ends:
                            furthest = max(furthest, there)
            filled |= {self._of[number] for number in words[at:furthest]}
            at = max(furthest, at + 1)
        return filled

    def _thrown(self, lines: Sequence[int], held: Furniture) -> set[int]:
        """Of whole lines those that are a phrase of the paper in Arabic whose letters a poor reading of it has thrown together, a doubled one more or
        less; a piece of it may have gone to the next line."""
        found: set[int] = set()
        for line, after in zip(lines, [*lines[1:], -1], strict=False):
            for some in ([line], [line, after]) if after == line + 1 else ([line],):
                letters = Counter("".join(self.taken[number].key for one in some for number in self._words[one]))
                if line in found or len(letters) < 5 or not all("\u0621" <= one <= "\u064a" for one in letters):
                    continue
                most, many = 2 if len(some) == 1 else 0, letters.total()
                near = (one for size in range(many - most, many + most + 1) for one in held.drawn.get(size, ()))
                if any(len(one.keys() ^ letters.keys()) <= most and ((one - letters) | (letters - one)).total() <= most for one in near):
                    found |= set(some)
        return found

    def _after(self, words: Sequence[int], here: int, phrases: Phrases) -> Iterable[int]:
        """Where a phrase ends that begins here, and the number or the moment of a sheet."""
        if here == len(words):
            return
        key = self.taken[words[here]].key
        # Where a letter of the first word bears a vowel mark, a sheet parts that too.
        joined = key + self.taken[words[here + 1]].key if here + 1 < len(words) else ""
        for phrase in (*phrases.get(key, ()), *phrases.get(joined, ())):
            if reached := self._said(words, here, phrase):
                yield here + reached
        for size in (1, 2, 3) if phrases else ():
            if here + size <= len(words):
                written = self.text[self.taken[words[here]].start : self.taken[words[here + size - 1]].end]
                if _SHEET.fullmatch(_MARKS.sub("", written)):
                    yield here + size

    def _spelt(self, words: Sequence[int], here: int, addresses: Mapping[str, Iterable[str]]) -> Iterator[int]:
        """Where an address ends that begins here; a sheet breaks it anywhere, and the figures of a number too."""
        for address in addresses.get(self.taken[words[here]].key, ()) if here < len(words) else ():
            written, at = "", self.taken[words[here]].start
            for number in range(here, len(words)):
                end = self.taken[words[number]].end
                written, at = written + _NOTHING.sub("", self.text[at:end]), end
                if not address.startswith(written):
                    break
                if not any(one.isalnum() for one in address[len(written) :]):
                    yield number + 1

    def _said(self, words: Sequence[int], here: int, phrase: tuple[str, ...]) -> int:
        """How many words from here are a phrase: all of it, or its beginning where browsers that print have cut it with three points. Where a sheet parts
        one of its words, an address at a hyphen, two are one."""
        taken = [self.taken[one].key for one in words[here : here + 2 * len(phrase)]]
        at = place = 0
        while place < len(phrase) and (parts := next((n for n in (1, 2) if "".join(taken[at : at + n]) == phrase[place]), 0)):
            at, place = at + parts, place + 1
        if place == len(phrase):
            return at
        for back in (1, 0):
            size = at + 1 - back
            cut = 2 < size <= len(taken) and _CUT.match(self.text, self.taken[words[here + size - 1]].end)
            if cut and phrase[place - back].startswith(taken[size - 1]):
                return size
        return 0
