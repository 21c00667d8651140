"""What stands around a text in a copy of it: marks of quotation, heads of letters, heads and feet of sheets, the page of the site."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from .words import Word, keys

_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_OF_A_LETTER = re.compile(
    r"^\W*(?:from|to|cc|bcc|sent|date|subject|reply-to|de|à|a|para|cci|objet|envoyé|"
    r"répondre à|asunto|enviado(?: el)?|fecha|من|إلى|الموضوع|التاريخ|تاريخ الإرسال)\s*:.*$"
    r"|^\W*(?:le|on|el|في)\b.{4,120}(?:a écrit|wrote|escribió|كتب)\b.*$"
    r"|^[-_\s]*(?:original message|message d’origine|message d'origine|forwarded message|"
    r"message transféré|mensaje original|mensaje reenviado|رسالة أصلية)[-_\s]*$",
    re.IGNORECASE,
)



def unquoted(text: str) -> tuple[str, list[str]]:
    """A text out of an e-mail without its marks of quotation; where most of it is quoted, the rest is the sender's own and put aside."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    full = [line for line in lines if line.strip()]
    quoted = sum(1 for line in full if line.lstrip().startswith(">"))
    aside: list[str] = []
    if quoted * 2 > len(full):
        aside = [line.strip() for line in full if not line.lstrip().startswith(">")]
        lines = [line if line.lstrip().startswith(">") else "" for line in lines]
    return "\n".join(_QUOTE.sub("", line) for line in lines), aside


_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b[0-9a-f]{12,64}\b|\b[A-Z0-9]{1,8}/[CDVSR]/\d{4}/\d{3,}\b|\b[cdvsr]\d{4}-\d{3,}\b")
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
_MARKER = re.compile(r"^[ \t]*(?:[-–•*][ \t]*)?(\d{1,3})[.)][ \t]")
_SHEET = re.compile(r"\d{1,3}\s*/\s*\d{1,3}")
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LINK = re.compile(r"\[\d{1,3}\]")


class Furniture:
    """What stands around an original, phrase by phrase: `sheet` on every sheet of its paper, also between two lines of the text; `page` around the
    text alone, on its paper and on its page."""

    def __init__(self, sheet: Iterable[str] = (), page: Iterable[str] = ()) -> None:
        self._sheet, self._page = tuple(sheet), tuple(page)

    @cached_property
    def on_sheets(self) -> dict[str, set[tuple[str, ...]]]:
        """The phrases of a sheet by their first words."""
        return _by_first(self._sheet)

    @cached_property
    def around(self) -> dict[str, set[tuple[str, ...]]]:
        """The phrases of sheet and page by their first words."""
        return _by_first((*self._sheet, *self._page))


def _by_first(phrases: Iterable[str]) -> dict[str, set[tuple[str, ...]]]:
    made: dict[str, set[tuple[str, ...]]] = {}
    for phrase in phrases:
        if taken := tuple(keys(phrase)):
            made.setdefault(taken[0], set()).add(taken)
    return made


class Lines:
    """The lines of the given text: which words stand in which, and which lines belong to paper, page or letter rather than to the text."""

    def __init__(self, text: str, taken: list[Word]) -> None:
        self.text, self.taken = text, taken
        self.left = 0
        starts = [0, *(found.end() for found in re.finditer("[\n\f]", text))]
        self._spans = list(zip(starts, [*starts[1:], len(text) + 1], strict=True))
        self._of: list[int] = []
        line = 0
        for word in taken:
            while self._spans[line][1] <= word.start:
                line += 1
            self._of.append(line)
        self._words: dict[int, list[int]] = {}
        for number, line in enumerate(self._of):
            self._words.setdefault(line, []).append(number)

    def without_furniture(self, numbers: range, phrases: dict[str, set[tuple[str, ...]]], inside: bool, aside: list[str]) -> list[int]:
        """Of words that the original does not have, those that have no business there: whole lines that `phrases` fill from end to end are passed
        over, what plainly is the foot or head of a sheet, and around the text (not `inside`) the heads of letters."""
        kept: list[int] = []
        of = {line: [number for number in self._words[line] if number in numbers] for line in dict.fromkeys(self._of[one] for one in numbers)}
        filled = self._filled([line for line, here in of.items() if len(here) == len(self._words[line])], phrases)
        for line, here in of.items():
            whole = len(here) == len(self._words[line])
            if whole and (line in filled or self._of_a_sheet(line) or not inside and (_OF_A_LETTER.match(self._line(line)) or self._jumbled(line, phrases))):
                self.left += len(here)
                aside.append(self._line(line).strip())
                continue
            kept.extend(number for number in here if not self._is_marker(line, number))
        return kept

    def begins(self, number: int) -> bool:
        """Whether a line begins with this word."""
        return number < len(self._of) and self._words[self._of[number]][0] == number

    def _line(self, line: int) -> str:
        start, end = self._spans[line]
        return self.text[start : end - 1]

    def _of_a_sheet(self, line: int) -> bool:
        text = self._line(line).strip()
        if text.isdecimal() and len(text) <= 3:
            return self._stands_alone(line)
        known = _ADDRESS.search(text) or _PAGES.search(text) or any(name in text for name in _NAMES)
        for name in _NAMES:
            text = text.replace(name, " ")
        return bool(known) and not keys(_LABELS.sub(" ", _PAGES.sub(" ", _ADDRESS.sub(" ", text))))

    def _stands_alone(self, line: int) -> bool:
        start, end = self._spans[line]
        before, after = self.text[max(0, start - 2) : start], self.text[end - 1 : end + 1]
        return "\f" in before + after or "\n\n" in (before, after) or not self.text[end - 1 :].strip()

    def _filled(self, lines: Sequence[int], phrases: dict[str, set[tuple[str, ...]]]) -> set[int]:
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
                for there in self._after(words, here, phrases):
                    if there not in reached:
                        reached.add(there)
                        waiting.append(there)
                        if words[there - 1] in ends:
                            furthest = max(furthest, there)
            filled |= {self._of[number] for number in words[at:furthest]}
            at = max(furthest, at + 1)
        return filled

    def _jumbled(self, line: int, phrases: dict[str, set[tuple[str, ...]]]) -> bool:
        """Whether a line is a phrase in Arabic whose letters a poor reading of the sheet has thrown together, a doubled one more or less."""
        letters = Counter("".join(self.taken[one].key for one in self._words[line]))
        if len(letters) < 5 or not all("\u0621" <= one <= "\u064a" for one in letters):
            return False
        every = (Counter("".join(phrase)) for some in phrases.values() for phrase in some)
        return any(((one - letters) | (letters - one)).total() <= 2 for one in every)

    def _after(self, words: Sequence[int], here: int, phrases: dict[str, set[tuple[str, ...]]]) -> Iterable[int]:
        """Where a phrase ends that begins here, and the number of a sheet."""
        if here == len(words):
            return
        for phrase in phrases.get(self.taken[words[here]].key, ()):
            if tuple(self.taken[one].key for one in words[here : here + len(phrase)]) == phrase:
                yield here + len(phrase)
        for size in (1, 2) if phrases else ():
            if here + size <= len(words):
                written = self.text[self.taken[words[here]].start : self.taken[words[here + size - 1]].end]
                if _SHEET.fullmatch(_MARKS.sub("", written)):
                    yield here + size

    def _is_marker(self, line: int, number: int) -> bool:
        """The number that a list was given by whoever showed it, or the mark of a link in plain text."""
        word, (start, _) = self.taken[number], self._spans[line]
        marker = _MARKER.match(self._line(line))
        if marker and word.start == start + marker.start(1):
            return True
        return bool(_LINK.fullmatch(self.text[max(0, word.start - 1) : word.end + 1]))
