"""A given text against the text that it may come from: whether it is the same, and where it differs, word by word."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from .alignment import Block, blocks
from .surroundings import Furniture, Lines, unquoted
from .words import Word, keys, turned, words

# A run of fewer words in common, away from the others, is chance.
_STRONG = 4
# A shorter one still belongs to a true run that is no further off than this.
_APART = 6
_AROUND = 6


@dataclass(frozen=True)
class Original:
    """One language of an edition: title and summary may be missing from a copy, a part of the body may not without it being said."""

    title: str
    summary: str
    body: str

    @property
    def whole(self) -> str:
        """All of it, in its order."""
        return f"{self.title}\n{self.summary}\n{self.body}"


@dataclass(frozen=True)
class Difference:
    """One place: the original's words before it, what is missing or was replaced, what stands there instead, and the words after it."""

    before: str
    deleted: str
    inserted: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """`matched` words of `given` are the original's; `missing_before` and `missing_after` count words of the body that were left out
    at its ends; `aside` are lines around the text that were not compared (the heads of e-mails, the page around the text)."""

    matched: int
    given: int
    original: int
    differences: tuple[Difference, ...]
    missing_before: int
    missing_after: int
    aside: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether every word that is there is the original's, in its order, with nothing between."""
        return not self.differences

    @property
    def comes_from_it(self) -> bool:
        """Whether the given text can be said to come from this one at all."""
        enough = self.matched >= min(12, max(6, self.original))
        return enough and (2 * self.matched >= self.given or 10 * self.matched >= 7 * self.original)


def compare(original: Original, text: str, around: Callable[[], Furniture] = Furniture) -> Comparison:
    """Compare `text` with an original; `around` gives what else stands on the original's own page, and is not asked where nothing needs it."""
    return _Comparing(original, text, around).result()


class _Comparing:
    def __init__(self, original: Original, text: str, around: Callable[[], Furniture]) -> None:
        self.text, self.aside = unquoted(text)
        self.whole = original.whole
        self.first, self.second = words(self.whole), words(self.text)
        title, summary = len(keys(original.title)), len(keys(original.summary))
        self.fields = ((0, title), (title, title + summary))
        self.body = title + summary
        self.lines = Lines(self.text, self.second)
        self._around = around
        self._held: Furniture | None = None
        # Out of a sheet: some programs turn every lam-alef round. Where one is left as it should be, they have not.
        self.turned = "\u0627\u0644" in self.text and not any("\u0644" + one in self.text for one in "\u0627\u0623\u0625\u0622")
        self.arabic = bool(re.search("[\u0621-\u064a]", original.body))
        first, second = [one.key for one in self.first], [one.key for one in self.second]
        self.blocks = self._without_shreds(_without_chance(_grown(blocks(first, second), first, second)))

    def _without_shreds(self, found: list[Block]) -> list[Block]:
        """Without single words of a title or summary that as a whole is not there."""
        for start, end in self.fields:
            if sum(max(0, min(end, a + size) - max(start, a)) for a, _, size in found) * 2 <= end - start:
                found = [one for one in found if one[2] >= _STRONG or not start <= one[0] < end]
        return found

    def result(self) -> Comparison:
        matched = sum(size for _, _, size in self.blocks)
        places = [place for place in self._places() if place is not None]
        in_body = [(a, a + size) for a, _, size in self.blocks if a + size > self.body]
        before = max(0, in_body[0][0] - self.body) if in_body else len(self.first) - self.body
        after = len(self.first) - in_body[-1][1] if in_body else 0
        return Comparison(
            matched, len(self.second) - self.lines.left, len(self.first), tuple(places), before, after, tuple(self.aside)
        )  # fmt: skip

    def _places(self) -> "list[Difference | None]":
        """Every gap between what is the same in both."""
        if not self.blocks:
            return []
        ends = [(0, 0, 0), *self.blocks, (len(self.first), len(self.second), 0)]
        return [
            self._place((a + size, next_a), (b + size, next_b))
            for (a, b, size), (next_a, next_b, _) in zip(ends, ends[1:], strict=False)
        ]

    def _place(self, gone: tuple[int, int], come: tuple[int, int]) -> "Difference | None":
        if gone[0] == gone[1]:
            come = self._slid(come)
        deleted = [number for number in range(*gone) if self._counts(number)]
        inside = self._first_of_body() < come[0] and come[1] < len(self.second) and come[1] <= self._last_of_body()
        inserted = self.lines.without_furniture(range(*come), self._phrases(inside), inside, self.aside) if come[0] < come[1] else []
        if self.arabic:
            inserted = [one for one in inserted if not _said_again(self.text[self.second[one].start : self.second[one].end])]
        here, there = self._joined(self.first, deleted), self._joined(self.second, inserted)
        if here == there or self.turned and turned(here) == there or self.arabic and _ranges(here) == _ranges(there):
            return None
        middle = deleted[0] if deleted else gone[0]
        end = deleted[-1] + 1 if deleted else middle
        return Difference(
            _cut(self.whole, self.first[max(0, middle - _AROUND):middle]), _cut(self.whole, [self.first[one] for one in deleted]),
            _cut(self.text, [self.second[one] for one in inserted]), _cut(self.whole, self.first[end:end + _AROUND]),
        )  # fmt: skip

    def _slid(self, come: tuple[int, int]) -> tuple[int, int]:
        """Words that were put in, taken where their line begins if that is the same: "a b [c a b] c" is "a b c [a b c]"."""
        start, end = come
        while start and end > start and self.second[start - 1].key == self.second[end - 1].key and not self.lines.begins(start):
            start, end = start - 1, end - 1
        return (start, end) if self.lines.begins(start) else come

    def _counts(self, number: int) -> bool:
        """Whether it matters that this word of the original is missing: inside the body, or in a title of which most is there."""
        if number >= self.body:
            return self.blocks[0][0] < number < self.blocks[-1][0] and self._body_before(number)
        start, end = next(one for one in self.fields if one[0] <= number < one[1])
        there = sum(max(0, min(end, a + size) - max(start, a)) for a, _, size in self.blocks)
        return there * 2 > end - start

    def _body_before(self, number: int) -> bool:
        return any(max(a, self.body) < min(a + size, number) for a, _, size in self.blocks)

    def _first_of_body(self) -> int:
        return next((b + max(0, self.body - a) for a, b, size in self.blocks if a + size > self.body), len(self.second))

    def _last_of_body(self) -> int:
        return self.blocks[-1][1]

    def _phrases(self, inside: bool) -> dict[str, set[tuple[str, ...]]]:
        """What may stand there without being of the text; a paragraph of it that is moved or said twice is none of that."""
        if self._held is None:
            self._held = self._around()
        if inside:
            return self._held.on_sheets
        made = {first: set(phrases) for first, phrases in self._held.around.items()}
        for start, end in self.fields:
            # A page says its title more than once, and programs say the summary too.
            if phrase := tuple(one.key for one in self.first[start:end]):
                made.setdefault(phrase[0], set()).add(phrase)
        return made

    @staticmethod
    def _joined(taken: list[Word], numbers: list[int]) -> str:
        """The words as one, so that a space more or less makes no difference; two numbers stay two, but for thousands that are set apart."""
        made = ""
        for one in numbers:
            key, before = taken[one].key, taken[one - 1].key if made else ""
            if before[-1:].isdigit() and key[:1].isdigit() and not (_HEAD.fullmatch(before) and _GROUP.match(key)):
                made += " "
            made += _GROUPS.sub(lambda found: re.sub(r"[.,']", "", found[1]), key)
        return made


# Before thousands that are set apart, and such thousands; "3.500" is taken as three thousand five hundred, in the original as in the copy.
_HEAD, _GROUP = re.compile(r"[-]?\d{1,3}(?:[.,']?\d{3})*"), re.compile(r"\d{3}(?!\d)")
_GROUPS = re.compile(r"^(\d{1,3}(?:([.,'])\d{3})(?:\2\d{3})*)(?![\d'])")
_RANGE = re.compile(r"(\d+)-(\d+)")
_AGAIN = re.compile("(?:[\u0621-\u064a][\u064b-\u0652]|[\u0623\u0625])+")


def _ranges(text: str) -> str:
    """A text whose ranges go upwards: programs that read a sheet from the right turn them round."""
    return _RANGE.sub(lambda found: "-".join(sorted(found.groups(), key=lambda one: (len(one), one))), text)


def _said_again(word: str) -> bool:
    """Whether this is a letter under its vowel mark, which poor readings of a sheet say once more beside the word that it stands in."""
    return len(word) <= 2 and bool(_AGAIN.fullmatch(word))


def _grown(found: list[Block], first: list[str], second: list[str]) -> list[Block]:
    """Each run as far as it goes: a word that was paired with its like elsewhere goes to the run that it continues."""
    made: list[Block] = []
    for a, b, size in sorted(found, key=lambda one: -one[2]):
        a, b, size = _beside(made, a, b, size)
        if size > 0:
            made.append(_stretched(made, a, b, size, first, second))
    return sorted(made)


def _beside(made: list[Block], a: int, b: int, size: int) -> Block:
    """What is left of a run where longer ones have taken some of it."""
    for x, y, n in made:
        if x <= a and y <= b:
            taken = max(x + n - a, y + n - b, 0)
            a, b, size = a + taken, b + taken, size - taken
        elif x >= a and y >= b:
            size -= max(a + size - x, b + size - y, 0)
        else:
            return a, b, 0
    return a, b, size


def _stretched(made: list[Block], a: int, b: int, size: int, first: list[str], second: list[str]) -> Block:
    floor_a, floor_b = max((x + n for x, _, n in made if x < a), default=0), max((y + n for _, y, n in made if y < b), default=0)
    roof_a = min((x for x, _, _ in made if x > a), default=len(first))
    roof_b = min((y for _, y, _ in made if y > b), default=len(second))
    while a > floor_a and b > floor_b and first[a - 1] == second[b - 1]:
        a, b, size = a - 1, b - 1, size + 1
    while a + size < roof_a and b + size < roof_b and first[a + size] == second[b + size]:
        size += 1
    return a, b, size


def _without_chance(found: list[Block]) -> list[Block]:
    """Without the few words in common that stand apart, before the first and after the last true run."""
    strong = [number for number, (_, _, size) in enumerate(found) if size >= _STRONG]
    if not strong:
        return []
    start, end = strong[0], strong[-1]
    while start and _near(found[start - 1], found[start]):
        start -= 1
    while end + 1 < len(found) and _near(found[end], found[end + 1]):
        end += 1
    return found[start : end + 1]


def _near(before: Block, after: Block) -> bool:
    most = _APART if min(before[2], after[2]) > 1 else _APART // 2
    return after[0] - before[0] - before[2] <= most and after[1] - before[1] - before[2] <= most


def _cut(text: str, taken: list[Word]) -> str:
    return " ".join(text[taken[0].start : taken[-1].end].split()) if taken else ""
