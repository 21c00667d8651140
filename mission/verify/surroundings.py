"""What stands around a text in a copy of it: marks of quotation, heads of letters, heads and feet of sheets, the page of the site."""

import re
from collections.abc import Callable

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
_LINK = re.compile(r"\[\d{1,3}\]")


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

    def without_furniture(self, numbers: range, page: Callable[[], frozenset[str]] | None, aside: list[str]) -> list[int]:
        """Of words that the original does not have, those that have no business there. Inside the text (`page` is None) only what
        plainly is the foot or head of a sheet is passed over; around it, also whole lines of the original's own page and of a letter."""
        kept: list[int] = []
        for line in dict.fromkeys(self._of[number] for number in numbers):
            here = [number for number in self._words[line] if numbers.start <= number < numbers.stop]
            whole = len(here) == len(self._words[line])
            if whole and (self._of_a_sheet(line) or page is not None and (self._of_the_page(here, page) or _OF_A_LETTER.match(self._line(line)))):
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

    def _of_the_page(self, here: list[int], page: Callable[[], frozenset[str]]) -> bool:
        # A whole line of the page, never a stretch of one: what is cut out of the text itself is no part of its surroundings.
        return " ".join(self.taken[one].key for one in here) in page()

    def _is_marker(self, line: int, number: int) -> bool:
        """The number that a list was given by whoever showed it, or the mark of a link in plain text."""
        word, (start, _) = self.taken[number], self._spans[line]
        marker = _MARKER.match(self._line(line))
        if marker and word.start == start + marker.start(1):
            return True
        return bool(_LINK.fullmatch(self.text[max(0, word.start - 1) : word.end + 1]))
