"""From a filter to what the index finds for it: which documents, how many, and the counts beside each filter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session
from tantivy import Query

from ...folding import unaccented
from ...languages import TAGS
from .. import visibility
from ..filtering import COUNTED, FACETS, PAGE_SIZE, Filter, in_one_year
from ..keeping import Passing, kept, passing
from .analysis import analyse, arabic, european
from .counting import TALLY
from .engine import Engine
from .index import shelf
from .matching import Texts, spelt_in
from .meant import Spelling, spelt_otherwise
from .named import named
from .names import Names
from .queries import Narrowing
from .query import Question, nearly, pieces, understand
from .vocabulary import VOCABULARY

Counts = Mapping[str, Mapping[str, int]]
_MISSING = (0, 1, 2, 4, 8, 16)


@dataclass(frozen=True)
class Found:
    """What the index answers: identifiers in order, how many in all, and counts by filter and value.

    `begun` says that no document held the last word, and that it was taken for the beginning of one unasked.
    """

    ids: tuple[int, ...]
    total: int
    counts: Counts
    question: Question | None
    begun: bool = False


def engine(session: Session, behind: Passing = Passing.NEVER) -> Engine | None:
    """The index as it stands for the public state that this session sees; None where there is none to read. `behind` is how long what is made of
    it may be kept where it does not know the last act."""
    stamp = visibility.stamp(session)
    # Measured once a request: that costs more than many an answer.
    opened = shelf.current(stamp, measured=session.info.get("measured", False)) if shelf.folder else None
    session.info["measured"] = True
    if behind and (opened is None or opened.stamp < stamp):
        passing(session, behind)
    return Engine(opened) if opened else None


def in_step(session: Session, held: Engine) -> bool:
    """Whether the index knows every public act that the session knows."""
    return held.stamp >= visibility.stamp(session)


def names(session: Session) -> Names:
    """The names of the taxonomy."""
    return kept(session).get("names", lambda: Names.of(visibility.labels(session)))


def understood(session: Session, q: str, asked_of: Texts | None = None, *, begun: bool = False) -> Question:
    """The question that a query puts, with the index's help for words typed without accents where there is one; put to a text that may not be in
    it yet, with the help of that one too. Its last word may be only `begun`."""
    held, asked, known = engine(session), pieces(q), names(session)
    try:
        if held is not None:
            return understand(asked, known, spelt_in(asked_of or {}, held.lookup), typing=begun)
    except ValueError as error:
        shelf.damaged(error)
    return understand(asked, known, spelt_in(asked_of or {}, lambda tag, surface, begun: ()), typing=begun)


def put_to(session: Session, q: str, every: Iterable[Texts]) -> tuple[Question, ...]:
    """The questions that a query puts to texts that no index knows, of which a text has to answer one: by its words as they are written there, and
    the same without accents, since who writes a draft or a letter may leave them out."""
    together: dict[str, list[str]] = {}
    for texts in every:
        for tag, parts in texts.items():
            together.setdefault(tag, []).extend(parts)
    return tuple(understood(session, one, together) for one in dict.fromkeys((q, unaccented(q))))


def find(session: Session, held: Engine, wanted: Filter) -> Found:
    """One page of what `wanted` asks for. A last word that is not said to be begun is the beginning of one only where nothing holds it as a whole."""
    return kept(session).get(("found", held.stamp, wanted), lambda: _find(session, held, wanted))


def ids(session: Session, held: Engine, wanted: Filter, order: str, limit: int) -> list[int]:
    """The identifiers of the first `limit` documents that `wanted` asks for, in `order`."""
    question = _question(session, held, wanted)
    return held.find(_asked(held, question, wanted), limit, 0, _order(question, order))[0]


def goes_on(session: Session, held: Engine, wanted: Filter) -> bool:
    """Whether nothing holds the last word as a whole, while something holds other words that begin so. That is said of the words alone, so that a filter
    beside them makes a list smaller and never another one."""
    alone = Filter(q=wanted.q)
    return nowhere_whole(session, held, wanted) and kept(session).get(
        ("goes on", held.stamp, wanted.q), lambda: _begins(session, held, alone)
    )


def nowhere_whole(session: Session, held: Engine, wanted: Filter) -> bool:
    """Whether nothing holds the last word as a whole, and it may be the beginning of one. To be found by a stem is not to be held: *migr* is that of
    *migrants*."""
    return _may_go_on(wanted) and not (_written(session, held, wanted.q) and _held(session, held, wanted.q))


def _held(session: Session, held: Engine, q: str) -> bool:
    return kept(session).get(("whole", held.stamp, q), lambda: holds(session, held, Filter(q=q)))


def _written(session: Session, held: Engine, q: str) -> bool:
    """Whether a text has the last word as it is typed but for accents, or in its other number or gender, or it is a name, no single word, or ended by
    a sign."""
    asked = pieces(q)
    if not asked or asked[-1].quoted or asked[-1].excluded or asked[-1].symbol or named(asked, names(session), typing=False)[-1].keys:
        return True
    for tag in TAGS:
        words = analyse(asked[-1].text, tag)
        if len(words) != 1 or words[0].end != len(asked[-1].text):
            return True
        surface = words[0].surface
        # *commun* is whole where texts have *commune*.
        feminine = (f"{surface}e", f"{surface}es") if tag == "fr" else ()
        if any(held.written(tag, one) or VOCABULARY.knows(held, tag, one) for one in (surface, *european.other_numbers(surface, tag), *feminine)):
            return True
    return False


def _begins(session: Session, held: Engine, alone: Filter) -> bool:
    begun = replace(alone, begun=True)
    if not holds(session, held, begun):
        return False
    question = _question(session, held, begun)
    return not _held(session, held, alone.q) or question is not None and any(group.begun for groups in question.wanted.values() for group in groups)


def holds(session: Session, held: Engine, wanted: Filter) -> bool:
    """Whether anything is what `wanted` asks for."""
    return bool(ids(session, held, wanted, "", 1))


def near(session: Session, held: Engine, wanted: Filter, limit: int) -> Found:
    """The first `limit` documents that hold most of the words of a query of which none holds all, and at least half of them; of a day its month."""
    question = understand(nearly(pieces(wanted.q)), names(session), held.lookup, typing=False)
    most = -1 if question.empty else max(map(question.most_missing, question.wanted), default=0)
    # So that a long sentence is not asked for as often as it has words.
    for missing in (*(one for one in _MISSING if one < most), most) if most >= 0 else ():
        ids, total = held.find(held.queries.question(question, narrowing(wanted), missing=missing), limit, 0, "")
        if total:
            return Found(tuple(ids), total, {}, question)
    return Found((), 0, {}, question)


def meant(session: Session, held: Engine, wanted: Filter, reader: str) -> str:
    """Another spelling of a query that found nothing, where that finds something; empty where there is none. `reader` is a language tag."""
    spelling = Spelling(
        lambda tag, surface: VOCABULARY.knows(held, tag, surface), lambda tag, surface: VOCABULARY.around(held, tag, surface)
    )
    otherwise = spelt_otherwise(pieces(wanted.q), reader, spelling)
    return otherwise if otherwise and holds(session, held, replace(wanted, q=otherwise)) else ""


def _find(session: Session, held: Engine, wanted: Filter) -> Found:
    question = _question(session, held, wanted)
    offset = (wanted.page - 1) * PAGE_SIZE
    asked, begun = _asked(held, question, wanted), False
    order = _order(question, wanted.order)
    found, total = held.find(asked, PAGE_SIZE, offset, order)
    if question is not None and (not total or not _written(session, held, wanted.q)) and goes_on(session, held, wanted):
        question, begun = _question(session, held, replace(wanted, begun=True)), True
        asked = _asked(held, question, wanted)
        found, total = held.find(asked, PAGE_SIZE, offset, order)
    counts = kept(session).get(
        ("counted", held.stamp, replace(wanted, page=1, sort="", begun=wanted.begun or begun)), lambda: _counts(session, held, question, wanted, asked)
    )
    return Found(tuple(found), total, counts, question, begun)


def _order(question: Question | None, order: str) -> str:
    """The order in force: where no word weighs, as where one is only excluded, the newest event first."""
    return "newest" if order == "relevance" and (question is None or not any(question.wanted.values())) else order


def _may_go_on(wanted: Filter) -> bool:
    """Whether the last word, not said to be begun, may be the beginning of one: a number or a symbol that somebody has typed is whole."""
    if wanted.begun or not (words := wanted.q.split()):
        return False
    return not any(one.isdigit() for one in words[-1]) and not arabic.is_whole(words[-1])


def _question(session: Session, held: Engine, wanted: Filter) -> Question | None:
    """The question that a filter puts; None where it puts none, as somebody who has typed no more than a bracket."""
    question = understand(pieces(wanted.q), names(session), held.lookup, typing=wanted.begun) if wanted.q.strip() else None
    return None if question is None or question.empty else question


def _asked(held: Engine, question: Question | None, wanted: Filter, but: str = "") -> Query:
    return held.queries.question(question, narrowing(wanted), but=but)


def narrowing(wanted: Filter) -> Narrowing:
    """What a filter asks for besides words."""
    first, last = wanted.first_day, wanted.last_day
    alone = {name: (value,) for name in ("section", "occasion", "precision") if (value := getattr(wanted, name))}
    return Narrowing(
        facets={**{name: getattr(wanted, name) for name in FACETS}, **alone},
        first_day=first.toordinal() if first else None, last_day=last.toordinal() if last else None,
    )  # fmt: skip


def _counts(session: Session, held: Engine, question: Question | None, wanted: Filter, asked: Query) -> Counts:
    """The counts of every filter as if that filter were off: those without a value in one pass over what is `asked`, the others in one each."""
    if question is None and replace(wanted, page=1, sort="") == Filter():
        counts = TALLY.counts(session, held, (*FACETS, *wanted.spans))
    else:
        counts = _counted(held, question, wanted, asked)
    if "month" not in counts and in_one_year(counts["year"]):
        counts = counts | held.count(_asked(held, question, wanted, but="years"), ("month",))
    return {name: counts.get(name, {}) for name in COUNTED}


def _counted(held: Engine, question: Question | None, wanted: Filter, asked: Query) -> dict[str, dict[str, int]]:
    off = [name for name in FACETS if not getattr(wanted, name)]
    dated = bool(wanted.from_year or wanted.to_year)
    together = [*off, *(() if dated else wanted.spans)]
    counts = held.count(asked, together)
    for name in FACETS:
        if name not in off:
            counts |= held.count(_asked(held, question, wanted, but=name), (name,))
    if dated:
        counts |= held.count(_asked(held, question, wanted, but="years"), wanted.spans)
    return counts
