"""Where a given text comes from: the edition with which it shares most marks, then a comparison word by word with what was settled."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, func, select, union_all
from sqlalchemy.orm import Session

from ...models import Document, Edition, Recall, SettledContent, Settlement, TextPrint
from ...verify.broken import is_broken
from ...verify.comparison import Comparison, Original, compare
from ...verify.surroundings import Furniture, unquoted
from ...verify.words import keys, words
from . import effort, recalls
from .marks import SURE_WORDS, every_run, marks, of_title, originals

# Longer than any text of ours; what is longer is refused rather than cut, or compared for minutes.
MOST_WORDS = 20_000
# Shorter than this, a text could come from anywhere.
LEAST_WORDS = 6
_MOST_MARKS = 400
# A mark that more texts carry than this says little; it is looked at last.
_COMMON = 200
_CANDIDATES = 8
# A text that shares this many times fewer marks than the best is not looked at.
_TAIL = 5
_AT_ONCE = 40
# By so many of its longest words a short quotation is looked for, in so many of the newest editions.
_HELD = 3
_LOOKED_THROUGH = 5000
# Texts of ours in a row that are told apart; what is beyond is words that were put in.
_MOST_TEXTS = 8
_CODES = re.compile(r"\b[cdvsr]\d{4}-\d{3,9}\b")

Around = Callable[[int, str], Furniture]


@dataclass(frozen=True)
class Found:
    """The edition that a given text comes from, in which language, and how the two compare."""

    document_id: int
    edition_id: int
    number: int
    language: str
    comparison: Comparison
    recalled: bool
    # The newest edition's text in this language is the same, or this is the newest.
    current: bool
    # Of a recalled text one that is not recalled, and that the given text comes from nearly as well.
    resembling: "Found | None" = None


@dataclass(order=True)
class _Candidate:
    rank: tuple[int, int, int, int]
    found: Found = field(compare=False)
    original: Original = field(compare=False)


def find(session: Session, text: str, around: Around = lambda document_id, language: Furniture()) -> Found | None:
    """Where `text` comes from, or None: then nobody here knows it. `around` gives what stands around a document on its page and paper
    (by its identifier, in a language)."""
    taken = words(text)
    if len(taken) < LEAST_WORDS:
        return None
    if len(taken) > MOST_WORDS:
        raise ValueError("longer than what is compared: nothing is ever cut")
    given = [one.key for one in taken]
    best = _best(session, _shared(session, marks(given) if len(given) >= SURE_WORDS else every_run(given)), text, around)
    if best is None and len(given) < SURE_WORDS:
        best = _best(session, _holding(session, given, text), text, around)
    if best is None and is_broken(taken):
        best = _best(session, _named(session, text) or _of_pieces(session, given, text), text, around)
    return best.found if best else None


def find_all(session: Session, text: str, around: Around = lambda document_id, language: Furniture()) -> list[Found | None]:
    """Where `text` comes from; where several texts follow each other in it, where each does, in their order. What stands before or after one, and
    comes from none, is words put to it. Of one text whose languages take turns in it, where each language does."""
    plain = unquoted(text)
    found = _parted(session, plain, around, [_MOST_TEXTS])
    if found[0] is None or None in found or not _weights(found):
        return found
    turns = _by_language(session, plain, found[0].edition_id)
    sorted_out = [find(session, one, around) for one in turns] if len(turns) > 1 else []
    same = {one and one.document_id for one in sorted_out} == {found[0].document_id}
    return list(sorted_out) if same and _weights(sorted_out) < _weights(found) else found


def _by_language(session: Session, text: str, edition_id: int) -> list[str]:
    """The lines of each language of an edition, put together where these take turns; a line that is of none, or of several, goes with the one before."""
    content = session.scalars(select(SettledContent.content).where(SettledContent.edition_id == edition_id)).one()
    spoken = {tag: set(keys(original.whole)) for tag, original in originals(json.loads(content)).items()}
    turns: list[tuple[str, str]] = []
    for line in text.split("\n"):
        said = keys(line)
        shared = sorted(((sum(one in known for one in said), tag) for tag, known in spoken.items()), reverse=True)
        sure = bool(said) and 2 * shared[0][0] > len(said) and (len(shared) == 1 or shared[0][0] > shared[1][0])
        turns.append((shared[0][1] if sure else turns[-1][0] if turns else shared[0][1], line))
    return ["\n".join(line for of, line in turns if of == tag) for tag in dict.fromkeys(tag for tag, _ in turns)]


def _parted(session: Session, text: str, around: Around, left: list[int]) -> list[Found | None]:
    left[0] -= 1
    found = find(session, text, around)
    if found is None:
        return [None]
    before: list[Found | None] = []
    after: list[Found | None] = []
    own = text
    for start, end in sorted(found.comparison.apart, reverse=True):
        rest = text[start:end]
        if left[0] < 1 or len(keys(rest)) < SURE_WORDS:
            continue
        others = _parted(session, rest, around, left)
        # The same text once more is one that was put together otherwise.
        if None in others or _of(found) in [_of(one) for one in others]:
            continue
        # Its title may stand on the page of the other, and have been put aside with it.
        begins = 0 if start < found.comparison.begins else found.comparison.ends
        wider = _parted(session, text[begins:end], around, [1]) if begins < start and len(others) == 1 else others
        if None not in wider and [_of(one) for one in wider] == [_of(one) for one in others] and _weights(wider) <= _weights(others):
            start, others = begins, wider
        own = f"{own[:start]}\n{own[end:]}"
        if end <= found.comparison.begins:
            before = others
        else:
            after = others
    return [*before, find(session, own, around) or found if before or after else found, *after]


def _of(found: Found | None) -> tuple[int, str]:
    return (found.document_id, found.language) if found else (0, "")


def _weights(found: Iterable[Found | None]) -> int:
    return sum(one.comparison.weight for one in found if one)


def _best(session: Session, places: Counter[tuple[int, str]], text: str, around: Around) -> _Candidate | None:
    """The text from which this comes most nearly. What stands around a recalled one on its page is not known any more, and it is not passed over for
    that: whoever holds it has to hear of the recall."""
    every = sorted(_candidates(session, places, text, around))
    gone = next((one for one in every if one.found.recalled), None)
    stands = next((one for one in every if not one.found.recalled), None)
    if gone is None or stands is None:
        return gone or stands
    compared, names = _beside(gone, stands, text, around), recalls.own_names(session, gone.found.document_id)
    if not recalls.is_recalled(compared, stands.found.comparison, stands.original, names, text):
        return stands
    return replace(gone, found=replace(gone.found, comparison=compared, resembling=stands.found))


def _beside(gone: _Candidate, stands: _Candidate, text: str, around: Around) -> Comparison:
    """The comparison with a recalled text, around which what stands on the page of another is known too: so it was on its own."""
    if not gone.found.comparison.differences or not stands.found.comparison.differences:
        return gone.found.comparison
    effort.spend(len(gone.original.whole) + len(text))
    ours, other = gone.found, stands.found
    again = compare(gone.original, text, lambda: around(ours.document_id, ours.language).joined(around(other.document_id, other.language)))
    return max(gone.found.comparison, again, key=lambda one: one.nearness)


def _named(session: Session, text: str) -> Counter[tuple[int, str]]:
    """The texts whose addresses stand in a copy: of words that were broken no mark leads to them."""
    named = sorted(set(_CODES.findall(text)))[:_CANDIDATES]
    return Counter({(edition_id, "ar"): 1 for edition_id in session.scalars(select(Document.current_edition_id).where(Document.code.in_(named))) if edition_id})


def _length(word: str) -> tuple[int, str]:
    """By length, and words of one length in the same order every time: the same copy has the same answer."""
    return len(word), word


def _of_pieces(session: Session, given: list[str], text: str) -> Counter[tuple[int, str]]:
    """The newest texts that hold the longest pieces of words of Arabic, or those that come next in length where one of them was changed."""
    pieces = sorted({one for one in given if one > "\u0620"}, key=_length, reverse=True)
    tried = (_holding(session, pieces[start : start + _HELD], text) for start in range(0, 3 * _HELD, _HELD))
    return next((found for found in tried if found), Counter())


def _holding(session: Session, given: list[str], text: str) -> Counter[tuple[int, str]]:
    """The newest texts that hold the longest of these few words, which no mark may lead to. Looked for letter by letter, and so not in all."""
    # Written as they are compared: what is folded for comparing (œ, presentation forms) stands in the content as it was written.
    written = {one for one in text.lower().split() if one.isalpha()}
    plain = sorted({one for one in given if one in written and (one.isascii() or "\u0621" <= one[0] <= "\u064a")}, key=_length)[-_HELD:]
    if not plain:
        return Counter()
    newest = session.scalar(select(func.max(SettledContent.edition_id))) or 0
    statement = select(SettledContent.edition_id, SettledContent.content).where(SettledContent.edition_id > newest - _LOOKED_THROUGH)
    for word in plain:
        statement = statement.where(SettledContent.content.ilike(f"%{word}%"))
    found: Counter[tuple[int, str]] = Counter()
    for edition_id, content in session.execute(statement.order_by(SettledContent.edition_id.desc()).limit(_CANDIDATES)):
        for tag, original in originals(json.loads(content)).items():
            if shared := len(set(given) & set(keys(original.whole))):
                found[(edition_id, tag)] = shared
    return found


def _candidates(session: Session, places: Counter[tuple[int, str]], text: str, around: Around) -> Iterable[_Candidate]:
    """Every edition of the documents that share most marks, in the language that shares them, compared."""
    most = places.most_common(_CANDIDATES)
    likely = [place for place, shared in most if shared * _TAIL >= most[0][1]]
    documents: dict[int, set[str]] = {}
    of = {row.id: row.document_id for row in session.execute(select(Edition.id, Edition.document_id).where(Edition.id.in_([one for one, _ in likely])))}
    for edition_id, language in likely:
        documents.setdefault(of[edition_id], set()).add(language)
    for document_id, languages in documents.items():
        document = session.execute(_DOCUMENT, {"document": document_id}).one()
        rows = session.execute(_EDITIONS, {"document": document_id}).all()
        texts = [(row.edition_id, row.public_number, originals(json.loads(row.content))) for row in rows]
        for language in languages:
            yield from _of_document(document, language, texts, text, around)


def _of_document(document: Any, language: str, texts: list[tuple[int, int, dict[str, Original]]], text: str, around: Around) -> Iterable[_Candidate]:
    now = next((originals.get(language) for edition, _, originals in texts if edition == document.current_edition_id), None)
    for edition_id, number, by_language in texts:
        original = by_language.get(language)
        if original is None:
            continue
        compared = _compared(original, text, document, lambda: around(document.id, language))
        if compared.comes_from_it:
            found = Found(document.id, edition_id, number, language, compared, document.recalled is not None, current=original == now)
            yield _Candidate((compared.weight, -compared.matched, int(not found.current), -number), found, original)


def _compared(original: Original, text: str, document: Any, around: Callable[[], Furniture]) -> Comparison:
    """What stands around a document costs more to draw than all else: where a text does not name it, only if it comes from it all the same."""
    effort.spend(len(original.whole) + len(text))
    if document.code and document.code not in text.lower() and document.reference not in text:
        compared = compare(original, text)
        if not compared.comes_from_it or not compared.differences:
            return compared
    return compare(original, text, around)


def _shared(session: Session, given: set[int]) -> Counter[tuple[int, str]]:
    """How many marks each language of each edition shares with what is given; marks that many texts carry count only where no other does."""
    spread = sorted(given)[:: max(1, len(given) // _MOST_MARKS)]
    rare: Counter[tuple[int, str]] = Counter()
    common: Counter[tuple[int, str]] = Counter()
    for places in _by_mark(session, spread):
        (common if len(places) > _COMMON else rare).update(places)
    return rare or common


def titled(session: Session, lines: Iterable[str]) -> set[int]:
    """Editions of which one of these lines is a title, word for word; of a title that many bear, the newest."""
    sought = {of_title(called) for one in lines if (called := keys(one))}
    return {one for places in _by_mark(session, sorted(sought)) for one in sorted({edition_id for edition_id, _ in places})[-_CANDIDATES:]}


def _by_mark(session: Session, sought: list[int]) -> Iterable[list[tuple[int, str]]]:
    """For each of these marks that texts carry, which do."""
    for start in range(0, len(sought), _AT_ONCE):
        by_mark: dict[int, list[tuple[int, str]]] = {}
        some = sought[start : start + _AT_ONCE]
        for row in session.execute(_carrying(len(some)), {f"mark_{place}": mark for place, mark in enumerate(some)}):
            by_mark.setdefault(row.mark, []).append((row.edition_id, row.language))
        yield from by_mark.values()


@cache
def _carrying(count: int) -> Select[tuple[int, int, str]]:
    """For each of so many marks the texts that carry it, up to one more than is still rare: no mark costs more than that."""
    # Built once: to build it costs more than to run it.
    sought = [bindparam(f"mark_{place}", type_=BigInteger) for place in range(count)]
    each = [
        select(
            select(mark.label("mark"), TextPrint.edition_id, TextPrint.language)
            .where(TextPrint.mark == mark).order_by(TextPrint.edition_id.desc()).limit(_COMMON + 1).subquery()
        )
        for mark in sought
    ]  # fmt: skip
    return select(union_all(*each).subquery())


_EDITIONS = (
    select(SettledContent.edition_id, Settlement.public_number, SettledContent.content)
    .join(Settlement, Settlement.edition_id == SettledContent.edition_id)
    .where(Settlement.document_id == bindparam("document"))
    .order_by(Settlement.public_number)
)
_DOCUMENT = (
    select(Document.id, Document.code, Document.reference, Document.current_edition_id, Recall.document_id.label("recalled"))
    .outerjoin(Recall, Recall.document_id == Document.id).where(Document.id == bindparam("document"))
)  # fmt: skip
