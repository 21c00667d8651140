"""Questions put to the index: which documents, in which order, how many, and how many beside each filter."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

import tantivy
from tantivy import Occur, Query

from ...languages import TAGS
from ..shown import Public, Text
from .analysis import beginnings, plain_word
from .analysis.arabic import joined, parted
from .index import Opened
from .names import MARK
from .query import Group, Question
from .schema import APART, ASIDE, PARTS, WRITTEN, parts_of, stems

# A word in the title says more than one in the summary, and that more than one in the text.
WEIGHTS = {"title": 8.0, "summary": 2.5, "body": 1.0}
_LINE_WEIGHT = 2.0
# A symbol as it is asked for counts more than any in which it stands, and the document that bears a reference more than any that speaks of it.
_EXACT_WEIGHT = 20.0
_CODE_WEIGHT = 1000.0
_TAGGED = 1.5
_BEGUN_SCORE = 0.4
FACETS = ("theme", "body", "kind", "text", "session", "section")
ORDERS = {"newest": ("dated_order", tantivy.Order.Desc), "oldest": ("dated_order", tantivy.Order.Asc),
          "released": ("released_order", tantivy.Order.Desc), "settled": ("settled_order", tantivy.Order.Desc)}  # fmt: skip
_MOST_BEGUN = 60
_FEW = 64
# Letters of a word that is nearly typed.
_NEARLY = 6
_MOST_ELSEWHERE = 10
_MOST_TELLING = 12
# What a theme or a body in common weighs beside words, of which the weights are whole numbers so fine.
_SUBJECT_WEIGHT = 20
_FINE = 4


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """What the documents of an answer have in common besides words. Days are proleptic Gregorian ordinals, both included."""

    facets: Mapping[str, tuple[str, ...]]
    first_day: int | None = None
    last_day: int | None = None
    ids: tuple[int, ...] = ()


class Engine:
    """One state of the index, for the length of a request."""

    def __init__(self, opened: Opened) -> None:
        self._schema, self.searcher, self.stamp, self.name = opened.schema, opened.searcher, opened.stamp, opened.name

    def lookup(self, tag: str, surface: str, begun: bool) -> tuple[str, ...]:
        """The stems of the words of a language that are written `surface` but for their accents, or what is found that begins with it; the
        commonest first. In Arabic, a word to which a preposition may be joined is one where texts have it without more often."""
        counted = self._elsewhere(tag, surface) | self._counted(tag, beginnings(surface), 2000) if begun else self._spelt(tag, surface)
        if counted and tag == "ar" and not begun:
            most = sum(counted.values())
            counted |= {stem: count for one in joined(surface) for stem, count in self._spelt(tag, one).items() if count <= most}
        return tuple(sorted(counted, key=lambda stem: (-counted[stem], stem))[:_MOST_BEGUN])

    def _spelt(self, tag: str, surface: str) -> dict[str, int]:
        return self._counted(tag, (f"{surface}|",), 20, surface)

    def _elsewhere(self, tag: str, surface: str) -> dict[str, int]:
        """What the words of other languages that begin so are in this one: to finish such a word finds nothing more than to have begun it."""
        if len(surface) < _NEARLY or not surface.isascii():
            return {}
        others = (word for other in TAGS if other != tag for word, _ in self.searcher.terms_with_prefix(f"{other}_words", surface, limit=_MOST_ELSEWHERE))
        return {form: 0 for word in others for form in plain_word(word.partition(ASIDE)[0], tag)[1]}

    def _counted(self, tag: str, beginnings: Iterable[str], limit: int, surface: str = "") -> dict[str, int]:
        """By stem the number of documents with a word that begins so, or that is `surface`."""
        counted: dict[str, int] = {}
        for one in beginnings:
            for word, count in self.searcher.terms_with_prefix(f"{tag}_words", one, limit=limit):
                spelt, _, stem = word.rpartition("|")
                if not surface or spelt == surface:
                    counted[stem] = counted.get(stem, 0) + count
        return counted

    def written(self, tag: str, surface: str) -> bool:
        """Whether a text in a language has a word that is written so but for accents, or is found by it as by a part or a whole of its own."""
        return bool(self.searcher.terms_with_prefix(f"{tag}_words", f"{surface}|", limit=1))

    def has(self, tag: str, stem: str) -> bool:
        """Whether any text in a language is found by a stem."""
        return any(self.searcher.doc_freq(f"{tag}_{part}", stem) for part in PARTS)

    def words(self, tag: str, beginning: str) -> list[tuple[str, int]]:
        """The words of a language in the index that begin so, with the number of documents that hold each."""
        found = self.searcher.terms_with_prefix(f"{tag}_words", beginning)
        return [(surface, count) for word, count in found if not (surface := word.rpartition("|")[0]).endswith(ASIDE)]

    def find(self, asked: Query, limit: int, offset: int, order: str) -> tuple[list[int], int]:
        """The identifiers of the documents from `offset`, and how many there are in all. `order` is one of ORDERS, else by relevance."""
        if order in ORDERS:
            field, direction = ORDERS[order]
            found = self.searcher.search(asked, limit=limit, offset=offset, order_by_field=field, order=direction)
        else:
            found = self.searcher.search(asked, limit=limit, offset=offset, weight_by_field="newness")
        return [int(one or 0) for one in self.searcher.fast_field_values("id", [address for _, address in found.hits])], int(found.count)  # type: ignore[attr-defined]

    def count(self, asked: Query, fields: Iterable[str]) -> dict[str, dict[str, int]]:
        """How many of the documents have each value of each field."""
        wanted = {name: {"terms": {"field": name, "size": 5000}} for name in fields}
        found = self.searcher.aggregate(asked, wanted) if wanted else {}
        return {
            name: {_value(one["key"]): int(one["doc_count"]) for one in found[name]["buckets"]} for name in wanted
        }

    def question(self, question: Question | None, narrowing: Narrowing, *, but: str = "", missing: int = 0) -> Query:
        """The query of tantivy for a question and a narrowing, leaving out the filter named `but`; `missing` is how many of the words a document
        need not hold. The document whose reference is asked for comes before those that speak of it."""
        parts: list[tuple[Occur, Query]] = [(Occur.Must, one) for one in self._narrowed(narrowing, but)]
        if question is not None:
            if asked := [self._in_language(question, tag, missing) for tag in TAGS if question.wanted[tag] and question.most_missing(tag) >= missing]:
                parts.append((Occur.Must, Query.disjunction_max_query(asked, 0.1)))
            parts += [(Occur.MustNot, self._anywhere(group, tag)) for tag in TAGS for group in question.excluded[tag]]
            parts += [(Occur.Should, self._tagged(name)) for name in question.names if not name.startswith(f"{MARK}term:")]
            parts += [(Occur.Should, Query.boost_query(self._term("code", code), _CODE_WEIGHT)) for code in question.codes]
        if not any(occur == Occur.Must for occur, _ in parts):
            # A query of nothing but what must not be would find nothing; and the index's own state is no document.
            parts += [(Occur.MustNot, self._term("id", 0)), (Occur.Must, _silent(Query.all_query()))]
        return Query.boolean_query(parts)

    def answering(self, question: Question, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """By document of `ids` the languages in which it answers a question: one query, whose scores are sums of a power of two for each."""
        asked = [(at, self._all(question.wanted[tag], tag)) for at, tag in enumerate(TAGS) if question.wanted.get(tag)]
        if not ids or not asked:
            return {}
        parts = [(Occur.Should, Query.const_score_query(one, float(1 << at))) for at, one in asked]
        found = self.searcher.search(Query.boolean_query([(Occur.Must, _silent(self._ids(ids))), *parts]), limit=len(ids), count=False)
        numbers = self.searcher.fast_field_values("id", [address for _, address in found.hits])  # type: ignore[attr-defined]
        return {
            int(number or 0): tuple(tag for at, tag in enumerate(TAGS) if int(score or 0) >> at & 1)
            for number, (score, _) in zip(numbers, found.hits, strict=True) if score
        }  # fmt: skip

    def titled(self, tag: str, forms: Sequence[str], begun: Sequence[str], narrowing: Narrowing, without: Question | None = None) -> Query:
        """The query for titles in a language that hold every one of `forms` and, where given, any of `begun`, of documents of a narrowing that hold
        nothing of what the question `without` excludes."""
        parts = [(Occur.Must, one) for one in self._narrowed(narrowing, "")]
        parts += [(Occur.Must, self._term(f"{tag}_title", one)) for one in forms]
        if begun:
            parts.append((Occur.Must, self._any(f"{tag}_title", begun)))
        if without is not None:
            parts += [(Occur.MustNot, self._anywhere(group, one)) for one in TAGS for group in without.excluded[one]]
        return Query.boolean_query(parts)

    def holding(self, tag: str, surface: str, limit: int) -> list[int]:
        """Documents of which the text in a language has a word that is written so but for accents and capitals."""
        asked = [(Occur.Should, self._term(f"{tag}_{part}", WRITTEN + surface)) for part in PARTS]
        return self.find(Query.boolean_query(asked), limit, 0, "")[0]

    def alike(self, document: Public, limit: int) -> list[int]:
        """The documents most like this one in the words that tell it from others, in themes and bodies.

        Weights are whole numbers that follow from what the texts are: whatever the index has been through, and in whichever order its documents
        stand, it answers the same.
        """
        weighed = [(kind, key, _SUBJECT_WEIGHT) for kind, keys in (("theme", document.themes), ("body", document.bodies)) for key in keys]
        weighed += [
            (f"{tag}_{part}", word, weight * round(4 * WEIGHTS[part]))
            for tag, text in document.texts.items() for word, weight in self._telling(text) for part in PARTS
        ]  # fmt: skip
        shared = [(Occur.Should, Query.const_score_query(self._term(field, word), float(weight))) for field, word, weight in weighed]
        asked = Query.boolean_query([*shared, (Occur.MustNot, self._ids([document.id, 0]))])
        # More than are wanted: those that are alike to the same degree have an order of their own.
        found = self.searcher.search(asked, limit=4 * limit, count=False, weight_by_field="newness")
        ids = self.searcher.fast_field_values("id", [address for _, address in found.hits])  # type: ignore[attr-defined]
        ordered = sorted(((score, int(one or 0)) for (score, _), one in zip(found.hits, ids, strict=True)), reverse=True)
        return [one for _, one in ordered[:limit]]

    def _telling(self, text: Text) -> list[tuple[str, int]]:
        """The words of a text that are frequent in it and rare elsewhere, with their weight (tf · idf²), the most telling first."""
        counted = Counter(word for part, written in parts_of(text).items() for word in stems(written, text.language) * int(WEIGHTS[part]))
        everything, field = self.searcher.num_docs - 1, f"{text.language}_body"
        weighed = []
        for word, count in counted.items():
            # What only this document holds leads nowhere. `doc_freq` counts what was written anew twice until the index is tidied: enough to
            # leave a word out by, and not to weigh it by.
            if len(word) > 2 and self.searcher.doc_freq(field, word) > 1 and (held := self.searcher.search(self._term(field, word), limit=1).count) > 1:
                weighed.append((word, round(_FINE * count * log(everything / held) ** 2)))
        return sorted(weighed, key=lambda one: (-one[1], one[0]))[:_MOST_TELLING]

    def _ids(self, ids: Sequence[int]) -> Query:
        return self._any("id", ids)

    def _any(self, field: str, values: Sequence[str] | Sequence[int]) -> Query:
        """Documents with any of these values. A set of terms goes through all that the index holds of the field: it is for many."""
        if len(values) > _FEW:
            return Query.term_set_query(self._schema, field, list(values))
        return Query.boolean_query([(Occur.Should, Query.term_query(self._schema, field, one, "basic")) for one in values])

    def _narrowed(self, narrowing: Narrowing, but: str) -> list[Query]:
        made = [
            self._any(name, values) for name, values in narrowing.facets.items() if values and name != but
        ]
        if but != "years":
            if narrowing.first_day is not None:
                made.append(Query.range_query(self._schema, "ends", tantivy.FieldType.Unsigned, lower_bound=narrowing.first_day))
            if narrowing.last_day is not None:
                made.append(Query.range_query(self._schema, "begins", tantivy.FieldType.Unsigned, upper_bound=narrowing.last_day))
        if narrowing.ids:
            made.append(self._ids(narrowing.ids))
        return [_silent(one) for one in made]

    def _in_language(self, question: Question, tag: str, missing: int) -> Query:
        asked = self._all(question.wanted[tag], tag, missing)
        if line := question.lines[tag]:
            bonus = [
                (Occur.Should, Query.boost_query(Query.phrase_query(self._schema, f"{tag}_{part}", list(line)), _LINE_WEIGHT * WEIGHTS[part]))
                for part in PARTS
            ]
            asked = Query.boolean_query([(Occur.Must, asked), *bonus])
        return asked

    def _all(self, groups: Sequence[Group], tag: str, missing: int = 0) -> Query:
        """All of the groups, or all but so many of those that are not firm."""
        loose = sum(not group.firm for group in groups) if missing else 0
        asked = [(Occur.Should if loose and not group.firm else Occur.Must, self._anywhere(group, tag)) for group in groups]
        return Query.boolean_query(asked, minimum_number_should_match=loose - missing if loose else None)

    def _anywhere(self, group: Group, tag: str) -> Query:
        """A group in any part of a text."""
        found: list[tuple[Occur, Query]] = []
        for part in PARTS:
            field, weight = f"{tag}_{part}", WEIGHTS[part]
            found += [(Occur.Should, Query.boost_query(self._term(field, term), weight)) for term in group.terms]
            line = weight * (_EXACT_WEIGHT if group.exact and group.terms else 1)
            found += [(Occur.Should, Query.boost_query(self._phrase(field, phrase, group.exact), line)) for phrase in group.phrases]
            found += [(Occur.Should, Query.boost_query(self._opened(field, phrase), _BEGUN_SCORE * weight)) for phrase in group.opened]
            if group.begun:
                found.append((Occur.Should, Query.const_score_query(self._any(field, group.begun), _BEGUN_SCORE * weight)))
        if group.dated:
            # The date is of the document, and answers in the languages that it has.
            of_that = Query.boolean_query([(Occur.Must, self._term("code", group.dated)), (Occur.Must, self._term("text", tag))])
            found.append((Occur.Should, Query.const_score_query(of_that, WEIGHTS["summary"])))
        return Query.boolean_query(found)

    def _phrase(self, field: str, phrase: Sequence[str], exact: bool) -> Query:
        """A phrase of stems, or of surfaces, which may stand behind what is joined to its first word."""
        words = [WRITTEN + word if exact else word for word in phrase]
        if not (exact and parted(phrase)):
            return self._line(field, words)
        return Query.boolean_query([(Occur.Should, self._line(field, [first, *words[1:]])) for first in (words[0], APART + phrase[0])])

    def _line(self, field: str, words: Sequence[str]) -> Query:
        return Query.phrase_query(self._schema, field, list(words)) if len(words) > 1 else self._term(field, words[0])

    def _opened(self, field: str, phrase: Sequence[str]) -> Query:
        """A phrase of which the last word is only begun."""
        return Query.phrase_prefix_query(self._schema, field, [*phrase[:-1], WRITTEN + phrase[-1]])

    def _tagged(self, name: str) -> Query:
        kind, _, key = name.lstrip("@").partition(":")
        return Query.const_score_query(self._term(kind, key), _TAGGED)

    def _term(self, field: str, value: str | int) -> Query:
        return Query.term_query(self._schema, field, value, "freq" if isinstance(value, str) else "basic")


def _silent(query: Query) -> Query:
    """A query that decides without weighing."""
    return Query.const_score_query(query, 0.0)


def _value(key: object) -> str:
    return str(int(key)) if isinstance(key, float) else str(key)


