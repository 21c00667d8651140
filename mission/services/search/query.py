"""What somebody asks for: words, "exact phrases", -excluded words. Everything else that is typed is just text."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ... import addresses
from ...languages import TAGS
from ..dates import asked as asked_for
from ..filtering import LONGEST
from ..references import LETTER, STROKE
from ..shown import Dated
from .analysis import STOP, Word, analyse
from .analysis.letters import SPACES, fold, lower
from .analysis.stopwords import LABELS
from .grouping import Group, Lookup, Named, Piece, group, labels_only, unlabelled
from .named import named
from .names import Names

# As many as a sentence of that length has: a word beyond them would be left out without a word.
MOST_WORDS = 32
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»״＂", '"'))
_MINUS = "-−–"
# Thousands may be set apart by a space: 5 000.
_NUMBER = rf'(?<![^\s"])[1-9]\d{{0,2}}(?:[{SPACES}]\d{{3}})+(?![^\s"])'
# A reference of ours as it is told on the telephone: MPM R 2026 3, r 2026 003, mpm/r/2026/3. Not S/2026/3, which is a symbol of the United Nations.
_LOOSE = re.compile(
    rf"(?<![^\s(\[«“\"])(?:(?P<issuer>[a-z][a-z0-9]{{1,7}}){STROKE}(?P<by>{LETTER}){STROKE}|(?P<letter>{LETTER})(?:(?!\s*/){STROKE})?)"
    rf"(?P<year>\d{{4}}){STROKE}(?P<number>\d{{1,6}})(?=[.,;:!?)\]»”\"؟،؛]*(?:\s|$))",
    re.IGNORECASE,
)
# A number as it is told: nº2797, N° 2797.
_NUMERO = re.compile(r"(?<!\w)n[º°]\s?(?=\d)", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
# In words: 31 de octubre de 2025.
_LONGEST_DATE = 5
_PIECE = re.compile(rf'(?:(?<=\s)|^)(?P<not>[{_MINUS}]?)"(?P<phrase>[^"]+)"|(?P<word>{_NUMBER}|[^\s"]+)')

@dataclass(frozen=True)
class Question:
    """A query as it is understood: by language tag what a text must hold, and what it must not.

    `lines` are the stems of the words that stand together, by language: a text that has them in this order answers better. `codes` are the
    references of ours that are asked for.
    """

    wanted: Mapping[str, tuple[Group, ...]]
    excluded: Mapping[str, tuple[Group, ...]]
    lines: Mapping[str, tuple[str, ...]]
    names: frozenset[str]
    codes: tuple[str, ...] = ()

    def most_missing(self, tag: str) -> int:
        """How many of the words a text in a language may lack and still hold the most of them."""
        groups = self.wanted.get(tag, ())
        loose = sum(not one.firm for one in groups)
        # Whoever names a text by its reference, or a resolution by its number, means that one, whatever is said beside it.
        return loose if any(one.firm and not one.dated for one in groups) else min(loose, len(groups) // 2)

    @property
    def empty(self) -> bool:
        """Whether nothing that is asked for is a word."""
        return not any(self.wanted.values()) and not any(self.excluded.values())


def pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a query. A quotation mark without its fellow is no mark at all."""
    text = _LOOSE.sub(_tight, unicodedata.normalize("NFKC", _NUMERO.sub("", text[:LONGEST])).translate(_QUOTES))
    if text.count('"') % 2:
        head, _, tail = text.rpartition('"')
        text = f"{head} {tail}"
    found = []
    for match in _PIECE.finditer(text):
        if match["phrase"] is not None:
            found.append(Piece(match["phrase"].strip(), True, bool(match["not"])))
        else:
            word = match["word"]
            excluded = word[0] in _MINUS and len(word) > 1 and (match.start() == 0 or text[match.start() - 1].isspace())
            found.append(Piece(unlabelled(word.lstrip(_MINUS) if excluded else word), False, excluded))
    return tuple(_dates([one for one in found if one.text]) if _YEAR.search(text) else (one for one in found if one.text))[:MOST_WORDS]


def _dates(found: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, each day in words as one of them. A month stays a word, for it may be one: the Green March 1975."""
    at = 0
    while at < len(found):
        runs = (found[at : at + length] for length in range(min(_LONGEST_DATE, len(found) - at), 0, -1))
        run, dated = next((run, dated) for run in runs if (dated := _dated(run)) or len(run) == 1)
        if dated and dated.precision == "day":
            yield replace(run[0], text=" ".join(one.text for one in run), date=dated)
        else:
            yield from (replace(one, date=_dated([one]) or dated) for one in run)
        at += len(run)


def _dated(run: Sequence[Piece]) -> Dated | None:
    return None if any(one.quoted for one in run) or any(one.excluded for one in run[1:]) else asked_for(" ".join(one.text for one in run))


def _tight(found: re.Match[str]) -> str:
    """A reference as it is written on the document that bears it, its year and number in three European digits or more; one of which the number
    is only begun by its noughts as far as it was typed."""
    said, letter, digits = found["issuer"] or "", found["by"] or found["letter"], found["number"]
    year, number = int(found["year"]), int(digits)
    if said and fold(lower(said)) not in LABELS:
        whole = addresses.reference(said, letter, year, number)
    else:
        whole = f"{said} {addresses.code(letter, year, number)}".lstrip()
    begun = len(digits) < 3 and not int(digits[0])
    return whole[: len(digits) - 3] if begun else whole


def nearly(asked: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces with the month of each day in its place."""
    return tuple(replace(one, date=replace(one.date, precision="month")) if one.date and one.date.precision == "day" else one for one in asked)


def wordless(q: str) -> bool:
    """Whether there is nothing in a query that could be looked for: signs alone, as a bracket."""
    return bool(q.strip()) and not any(analyse(one.text, tag) for one in pieces(q) for tag in TAGS)


def understand(asked: Sequence[Piece], names: Names, lookup: Lookup, *, typing: bool) -> Question:
    """The question that the pieces put, in every language. While somebody is `typing`, the last word may be the beginning of one."""
    if typing and _last_unsaid(asked):
        asked, typing = asked[:-1], False
    known = named(asked, names, typing=typing)
    referred = any(piece.refers for piece in asked if not piece.excluded)
    codes = tuple(piece.code for piece in asked if piece.code and not piece.excluded)
    wanted: dict[str, tuple[Group, ...]] = {}
    excluded: dict[str, tuple[Group, ...]] = {}
    lines: dict[str, tuple[str, ...]] = {}
    for tag in TAGS:
        read = [(at, piece, words) for at, piece in enumerate(asked) if (words := analyse(piece.text, tag))]
        groups = [
            (piece, words, known[at], group(piece, words, tag, known[at], lookup, typing and at == len(asked) - 1)) for at, piece, words in read
        ]  # fmt: skip
        asking = [one for one in groups if not one[0].excluded]
        telling = [one for one in asking if one[0].quoted or _telling(*one[1:], tag) and not (referred and labels_only(one[1]))]
        wanted[tag] = tuple(dict.fromkeys(found for *_, found in telling or asking))
        excluded[tag] = tuple(found for piece, *_, found in groups if piece.excluded)
        loose = [word.forms[0] for piece, words, *_ in asking if not piece.quoted for word in words]
        lines[tag] = tuple(loose) if 1 < len(loose) <= 8 else ()
    return Question(wanted, excluded, lines, frozenset(key for one in known for key in (*one.keys, *one.begun)), codes)


def _last_unsaid(asked: Sequence[Piece]) -> bool:
    """Whether the last piece says nothing yet, while another one does."""
    last = asked[-1] if len(asked) > 1 else None
    if last is None or last.quoted or last.excluded or not last.unsaid:
        return False
    return any(not one.excluded and analyse(one.text, TAGS[0]) for one in asked[:-1])


def _telling(words: Sequence[Word], named: Named, found: Group, tag: str) -> bool:
    """Whether a group has to be found: words without a subject need not be there, unless they are an acronym or only begun; nor small words
    within a name, for which the others stand."""
    if named.alone or found.begun or found.opened:
        return True
    return not named.within and not all(word.surface in STOP[tag] for word in words)


__all__ = ["LONGEST", "Group", "Lookup", "Piece", "Question", "nearly", "pieces", "understand", "wordless"]
