"""A given text against the text that it may come from: whether it is the same, and where it differs, word by word."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, cached_property

from .alignment import Block, blocks, by_longest
from .broken import as_shown, is_broken, mended, righted
from .compared import Comparison, Difference, Original
from .joined import alike, joined, once, ranges, said_again
from .markup import BULLET
from .parted import parted, pieces
from .runs import STRONG, grown, slid, without_chance
from .signs import changed, firm_sign, is_number, outside, runs_on, with_signs
from .surroundings import Furniture, Lines, unquoted
from .words import Word, bare, is_bare, keys, turned, words

__all__ = ["Comparison", "Difference", "Original", "compare"]
_AROUND = 6
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")
# A shorter word, turned round, may be another.
_SHORT = 3
_BULLETED = re.compile(rf"^[^\S\n]*{BULLET}\t", re.MULTILINE)
_OFF_A_SHEET = re.compile("[\u202a-\u202e\ufb50-\ufbff\ufe70-\ufefc]")
_ASTRAY, _VOWEL = re.compile("(?:^|[\\s\u202b])[\u064b-\u0652]"), re.compile("[\u064b-\u0652]")
# So many accents that are missing, and none that is there, were lost on the way; so many words in pieces were broken by what printed them.
_MANY = 3
# So many words of a title or a summary in a row are no chance.
_RUN = 3
_Folded = Callable[[str], str] | None
_Aligner = Callable[[list[str], list[str]], list[Block]]


def compare(original: Original, text: str, around: Callable[[], Furniture] = Furniture) -> Comparison:
    """Compare `text` with an original; `around` gives what else stands on the original's own page, and is not asked where nothing needs it."""
    around = cache(around)
    exact, found = _closest(original, text, around)
    if (found.differences or not found.comes_from_it) and is_bare(exact.second):
        # A few accents that are missing make a difference; a text without any has lost them, and that is said instead of each place.
        without, bared = _closest(original, text, around, bare)
        if without.lost() >= _MANY and bared.comes_from_it and (not found.comes_from_it or len(bared.differences) < len(found.differences)):
            return bared
    return found


def _closest(original: Original, text: str, around: Callable[[], Furniture], folded: _Folded = None) -> "tuple[_Comparing, Comparison]":
    """The first reading; or, of a part of an original that says some things more than once, another one in which nothing differs."""
    first = _Comparing(original, text, around, folded)
    found = first.result()
    if found.differences or not found.comes_from_it:
        other = _Comparing(original, text, around, folded, by_longest)
        read = other.result()
        if read.comes_from_it and not read.differences:
            return other, read
    return first, found


class _Comparing:
    def __init__(self, original: Original, text: str, around: Callable[[], Furniture], folded: _Folded = None, beside: _Aligner = blocks) -> None:
        self.whole = original.whole
        self.arabic = bool(re.search("[\u0621-\u064a]", original.body))
        # An original that turns letters round itself is held against what does so too.
        shown = unquoted(text) if {"\u202d", "\u202e"} & set(self.whole) else as_shown(unquoted(text))
        self.text = righted(shown) if self.arabic else shown
        self._around = around
        self._held: Furniture | None = None
        self.first, self.second = words(self.whole), words(self.text)
        # What printed it, and not who wrote it, has parted its words.
        self.broken = False
        if self.arabic:
            self.second = self._mended()
        self.folded, self.unfolded = folded, self.first
        if folded:
            self.first, self.second = ([replace(one, key=folded(one.key)) for one in taken] for taken in (self.first, self.second))
        self.title = [one.key for one in self.first[: len(keys(original.title))]]
        title, summary = len(self.title), len(keys(original.summary))
        self.fields = ((0, title), (title, title + summary))
        self.body = title + summary
        self.numbers = {(self.body + before, one, item) for before, one, item in original.numbers}
        led = {str(number): keys(one) for number, one in enumerate(original.addresses, 1)}
        self.leads = {self.body + before: led.get(one, []) for before, one, item in original.numbers if not item}
        self.lines = Lines(self.text, self.second)
        # Words of the body before its first and after its last common run that others were put in the place of.
        self._replaced = [0, 0]
        self._apart: list[tuple[int, int]] = []
        self._parted: list[Difference] = []
        self._loose = False
        # How many places are nothing but words around the text.
        self._around_it = 0
        # Out of a sheet: some programs turn every lam-alef round. Where one is left as it should be, they have not.
        self.turned = "\u0627\u0644" in self.text and not any("\u0644" + one in self.text for one in "\u0627\u0623\u0625\u0622")
        first, second = [one.key for one in self.first], [one.key for one in self.second]
        found = slid(grown(beside(first, second), first, second), first, self._opens)
        self.blocks = self._without_shreds(self._with_title(found, without_chance(found)))

    def _mended(self) -> list[Word]:
        """The words that were given, put together where they were broken: they are the original's, or those of its page."""
        known = {one.key for one in self.first}
        made = mended(self.text, self.second, known)
        self.broken = is_broken(self.second) or len(self.second) - len(made) >= _MANY
        if self.broken:
            self._held = self._around()
            known.update(*(phrase for phrases in self._held.around.values() for phrase in phrases))
            made = mended(self.text, self.second, known)
        return made

    def _with_title(self, found: list[Block], kept: list[Block]) -> list[Block]:
        """With a title of a few words, which is no chance where it is a line of its own: what is missing between it and the text was left out."""
        title = len(self.title)
        if kept and kept[0][0] >= self.body and found[0][0] == 0 and found[0][2] >= title and found[0][1] + title <= kept[0][1]:
            at = found[0][1]
            if self.lines.begins(at) and (at + title == len(self.second) or self.lines.begins(at + title)):
                return [(0, at, title), *kept]
        return kept

    def lost(self) -> int:
        """How many of the words in common have accents in the original."""
        return sum(self.folded is not None and one.key != other.key for a, _, size in self.blocks
                   for one, other in zip(self.first[a:a + size], self.unfolded[a:a + size], strict=True))  # fmt: skip

    def _without_shreds(self, found: list[Block]) -> list[Block]:
        """Without single words of a title or summary that as a whole is not there."""
        for start, end in self.fields:
            if sum(max(0, min(end, a + size) - max(start, a)) for a, _, size in found) * 2 <= end - start:
                found = [one for one in found if one[2] >= STRONG or not start <= one[0] < end]
        return found

    def result(self) -> Comparison:
        matched = sum(size for _, _, size in self.blocks)
        places = [place for place in self._places() if place is not None]
        for a, b, size in self.blocks if self.arabic else ():
            for at in range(size):
                self._part([a + at], [b + at])
        if self.folded:
            # Of a text without accents it is not said besides.
            places, self._parted = [*places, *self._parted], []
        places += [self._signed(a, b) for a, b in changed((self.whole, self.first), (self.text, self.second), self.blocks)]
        in_body = [(a, a + size) for a, _, size in self.blocks if a + size > self.body]
        # A head alone is the beginning: all of the body is missing after it.
        before = max(0, in_body[0][0] - self.body) if in_body else 0
        after = len(self.first) - (in_body[-1][1] if in_body else self.body)
        return Comparison(
            matched, len(self.second) - self.lines.left, len(self.first), tuple(places), before - self._replaced[0], after - self._replaced[1],
            tuple(self.lines.aside), tuple(self.lines.letter), self.folded is not None, tuple(self._apart),
            self.second[self.blocks[0][1]].start if self.blocks else 0,
            self.second[self.blocks[-1][1] + self.blocks[-1][2] - 1].end if self.blocks else 0,
            bool(in_body) and not (self._opens(max(in_body[0][0], self.body)) and self._opens(in_body[-1][1])), self._around_it == len(places),
            tuple(self._parted), self._loose,
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
        come = self._without_numbers(gone, come)
        if gone[0] == gone[1]:
            come = self._slid(come)
        deleted = [number for number in range(*gone) if self._counts(number)]
        if gone[0] <= self.body < gone[1] and self.torn:
            self._replaced[0] = gone[1] - self.body
        inside = self._first_of_body() < come[0] and come[1] < len(self.second) and come[1] <= self._last_of_body()
        inserted = self.lines.without_furniture(range(*come), self._phrases(inside), inside, self._held or Furniture(), self.title) if come[0] < come[1] else []
        if self.arabic:
            inserted = [
                one for one in inserted if not (said_again(self.text[self.second[one].start : self.second[one].end]) and self._off_a_sheet([one]))
            ]
        if inserted and (gone[0] == 0 or gone[1] == len(self.first)):
            self._apart.append((self.second[inserted[0]].start, self.second[inserted[-1]].end))
        if inserted and not deleted:
            deleted = self._stood_there(gone, inserted)
            self._around_it += not deleted and self._set_apart(gone, inserted)
        here, there = joined(self.whole, self.first, deleted), joined(self.text, self.second, inserted)
        if alike(here, there):
            self._part(deleted, inserted)
            return None
        if (self.turned and turned(here) == there or self.arabic and here == ranges(there)) and self._off_a_sheet(inserted):
            return None
        if self.arabic and inserted and self._repeats(deleted, inserted):
            self._loose = True
            return None
        return self._differing(gone, deleted, inserted)

    def _repeats(self, deleted: list[int], inserted: list[int]) -> bool:
        """Whether these words, read off a sheet, are those of the original but for letters that it says again under their vowel mark: there it is
        written before them, and the letter of the original bears one too."""
        start, end = inserted[0], inserted[-1] + 1
        first, last = (deleted[0], deleted[-1] + 1) if deleted else (self._after_gap(start), self._after_gap(start))
        if end - start != len(inserted) or not 0 < first <= last or not start or self.second[start - 1].key != self.first[first - 1].key:
            return False
        if end < len(self.second) and last < len(self.first) and self.second[end].key == self.first[last].key:
            end, last = end + 1, last + 1
        read = self.text[self.second[start - 1].start : self.second[end - 1].end]
        own = "".join(one.key for one in self.first[first - 1 : last])
        vocalised = _VOWEL.search(self.whole[self.first[first - 1].start : self.first[last - 1].end])
        return bool(vocalised and (self._off_a_sheet(inserted) or self._marks_astray(inserted)) and "".join(keys(once(read))) == own)

    def _after_gap(self, number: int) -> int:
        """Behind which word of the original one that was given stands."""
        return next((a + size for a, b, size in self.blocks if b + size == number), 0)

    def _part(self, deleted: list[int], inserted: list[int]) -> None:
        """Take down where words that are the same letter for letter are parted otherwise; what reads a sheet in Arabic does so of itself."""
        if len(deleted) == len(inserted) == 1 and len(pieces(self.text, self.second[inserted[0]])) == 1:
            return
        otherwise, at_ends = parted((self.whole, [self.first[one] for one in deleted]), (self.text, [self.second[one] for one in inserted]))
        if otherwise and not (self.arabic and (self.broken or self._off_a_sheet(inserted) or self._marks_astray(inserted))):
            self._parted.append(self._differing((deleted[0], deleted[-1] + 1), deleted, inserted))
        self._loose = self._loose or otherwise or at_ends

    def _differing(self, gone: tuple[int, int], deleted: list[int], inserted: list[int]) -> Difference:
        middle = deleted[0] if deleted else gone[0]
        end = deleted[-1] + 1 if deleted else middle
        one, other = self._signs_of(deleted, inserted)
        return Difference(
            _cut(self.whole, self.first[max(0, middle - _AROUND):middle]), one + _cut(self.whole, [self.first[number] for number in deleted]),
            other + _cut(self.text, [self.second[number] for number in inserted]), _cut(self.whole, self.first[end:end + _AROUND]),
        )  # fmt: skip

    def _signs_of(self, deleted: list[int], inserted: list[int]) -> tuple[str, str]:
        """The signs before two numbers of which one stands in the place of the other, where they are not the same, but for a minus that is of the number."""
        if not (deleted and inserted):
            return "", ""
        first, second = self.first[deleted[0]], self.second[inserted[0]]
        if not (is_number(first) and is_number(second)):
            return "", ""
        one, other = firm_sign(self.whole, first), firm_sign(self.text, second)
        return (outside(first, one), outside(second, other)) if one != other else ("", "")

    def _off_a_sheet(self, inserted: list[int]) -> bool:
        """Whether these words show that they were read off a sheet: their lines by marks of direction or by letters in the shapes that are printed, any
        word by its lam-alef, which was turned round."""
        if _OFF_A_SHEET.search(self._lines_of(inserted)):
            return True
        given = {one.key for one in self.second}
        return self.turned and any(one.key not in given and turned(one.key) in given for one in self.first if len(one.key) > _SHORT)

    def _marks_astray(self, inserted: list[int]) -> bool:
        """Whether a vowel mark begins a word in the line of these, as only what reads a sheet writes it."""
        return bool(_ASTRAY.search(self._lines_of(inserted)))

    def _lines_of(self, inserted: list[int]) -> str:
        start, end = self.second[inserted[0]].start, self.second[inserted[-1]].end
        return self.text[self.text.rfind("\n", 0, start) + 1 : end] + self.text[end:].partition("\n")[0]

    def _set_apart(self, gone: tuple[int, int], inserted: list[int]) -> bool:
        """Whether words stand before the title or after the last word, and an empty line between."""
        first, (last, _, size) = self.blocks[0], self.blocks[-1]
        if gone[1] == first[0] == 0:
            between = self.text[self.second[inserted[-1]].end : self.second[first[1]].start]
        elif gone[0] == len(self.first) == last + size:
            between = self.text[self.second[self.blocks[-1][1] + size - 1].end : self.second[inserted[0]].start]
        else:
            return False
        return bool(_EMPTY_LINE.search(between))

    def _signed(self, here: int, there: int) -> Difference:
        """A word in common beside which another sign stands, with the signs."""
        one, other = (with_signs(text, taken[at]) for text, taken, at in ((self.whole, self.first, here), (self.text, self.second, there)))
        before, after = self.first[max(0, here - _AROUND) : here], self.first[here + 1 : here + 1 + _AROUND]
        return Difference(_cut(self.whole, before), one, other, _cut(self.whole, after))

    def _stood_there(self, gone: tuple[int, int], inserted: list[int]) -> list[int]:
        """The words of the original in whose place others stand, at its beginning or end: a last name, a title. What is further off was left out."""
        most, beside = len(inserted) + 2, gone[1] - gone[0]
        if gone[1] == len(self.first) and gone[0] < gone[1] and inserted[0] == self.blocks[-1][1] + self.blocks[-1][2]:
            taken = list(range(gone[0], gone[1] if beside <= most else gone[0] + len(inserted)))
            self._replaced[1] = len(taken)
            return taken
        if gone[0] == 0 and gone[1] > self.body and inserted[-1] == self.blocks[0][1] - 1 and not self.lines.begins(self.blocks[0][1]):
            taken = list(range(max(self.body, gone[1] - (beside if beside <= most else len(inserted))), gone[1]))
            self._replaced[0] = len(taken)
            return taken
        start, end = self.fields[0]
        return list(range(start, min(end, gone[1]))) if gone[0] == 0 and gone[1] >= start + 1 and len(inserted) <= 3 * (end - start) else []

    def _without_numbers(self, gone: tuple[int, int], come: tuple[int, int]) -> tuple[int, int]:
        """Without the number that an item or a link of the original is given where it is shown, or the address of the link, at its very place."""
        start, end = come
        leads = self.leads.get(gone[0], [])
        if leads and [one.key for one in self.second[start : start + len(leads)]] == leads:
            start += len(leads)
        if start < end and (gone[0], self.second[start].key, False) in self.numbers and self.text[self.second[start].start - 1] == "[":
            start += 1
        if start < end and (gone[1], self.second[end - 1].key, True) in self.numbers and self.lines.begins(end - 1) and not self._of_next(end - 1):
            end -= self.second[end - 1].key != BULLET or self.bulleted and self.text[self.second[end - 1].end :][:1] == "\t"
        return start, end

    @cached_property
    def bulleted(self) -> bool:
        """Whether Word's bullet stands before every item that may bear it. The letter is "or" in Spanish, and then not before the first."""
        start, end = self.blocks[0][0], self.blocks[-1][0] + self.blocks[-1][2]
        items = [at for at, one, _ in self.numbers if one == BULLET and start <= at < end]
        return len(_BULLETED.findall(self.text)) >= len(items)

    def _of_next(self, number: int) -> bool:
        """Whether a number is the thousands of the one behind it, and none of an item."""
        return number + 1 < len(self.second) and runs_on(self.text, self.second[number], self.second[number + 1])

    def _slid(self, come: tuple[int, int]) -> tuple[int, int]:
        """Words that were put in, taken where their line begins if that is the same: "a b [c a b] c" is "a b c [a b c]"."""
        start, end = come
        while start and end > start and self.second[start - 1].key == self.second[end - 1].key and not self.lines.begins(start):
            start, end = start - 1, end - 1
        return (start, end) if self.lines.begins(start) else come

    def _counts(self, number: int) -> bool:
        """Whether it matters that this word of the original is missing: inside the body, or in a title or summary that is there."""
        if number >= self.body:
            return self.blocks[0][0] < number < self.blocks[-1][0] and (self._body_before(number) or self.torn)
        start, end = next(one for one in self.fields if one[0] <= number < one[1])
        runs = [(max(start, a), min(end, a + size)) for a, _, size in self.blocks if a < end and a + size > start]
        parted = any(one[1] <= number for one in runs) and any(number < one[0] for one in runs)
        inside = self.blocks[0][0] < number < self.blocks[-1][0]
        return parted or inside and max((b - a for a, b in runs), default=0) >= _RUN or 2 * sum(b - a for a, b in runs) > end - start

    @cached_property
    def torn(self) -> bool:
        """Whether the body is taken up inside one of its lines, where title or summary stand before it: what is missing between was cut out."""
        begun = next((max(a, self.body) for a, _, size in self.blocks if a + size > self.body), self.body)
        return self.body < begun and not self._opens(begun) and self.blocks[0][0] < self.body

    def _opens(self, number: int) -> bool:
        """Whether a line of the original begins with this word, or it is at an end."""
        return not 0 < number < len(self.first) or "\n" in self.whole[self.first[number - 1].end : self.first[number].start]

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
            return self._folded(self._held.on_sheets)
        made = {first: set(phrases) for first, phrases in self._held.around.items()}
        for start, end in self.fields:
            # A page says its title more than once, and programs say the summary too.
            if phrase := tuple(one.key for one in self.first[start:end]):
                made.setdefault(phrase[0], set()).add(phrase)
        return self._folded(made)

    def _folded(self, phrases: dict[str, set[tuple[str, ...]]]) -> dict[str, set[tuple[str, ...]]]:
        if self.folded is None:
            return phrases
        made: dict[str, set[tuple[str, ...]]] = {}
        for phrase in (tuple(map(self.folded, one)) for some in phrases.values() for one in some):
            made.setdefault(phrase[0], set()).add(phrase)
        return made


def _cut(text: str, taken: list[Word]) -> str:
    return " ".join(text[taken[0].start : taken[-1].end].split()) if taken else ""
