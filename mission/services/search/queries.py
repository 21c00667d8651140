"""A question and what narrows it as queries of tantivy: what a document has to hold, what must not be in it, and how much each thing weighs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Occur, Query

from ...languages import TAGS
from .analysis.arabic import parted
from .names import MARK
from .query import Group, Question
from .schema import APART, PARTS, WRITTEN

# A word in the title says more than one in the summary, and that more than one in the text.
WEIGHTS = {"title": 8.0, "summary": 2.5, "body": 1.0}
_LINE_WEIGHT = 2.0
# A symbol as it is asked for counts more than any in which it stands, and the document that bears a reference more than any that speaks of it.
_EXACT_WEIGHT = 20.0
_CODE_WEIGHT = 1000.0
_TAGGED = 1.5
_BEGUN_SCORE = 0.4
_FEW = 64


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """What the documents of an answer have in common besides words. Days are proleptic Gregorian ordinals, both included."""

    facets: Mapping[str, tuple[str, ...]]
    first_day: int | None = None
    last_day: int | None = None
    ids: tuple[int, ...] = ()


class Queries:
    """What can be asked of an index with these fields."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def question(self, question: Question | None, narrowing: Narrowing, *, but: str = "", missing: int = 0) -> Query:
        """The query of tantivy for a question and a narrowing, leaving out the filter named `but`; `missing` is how many of the words a document
        need not hold. The document whose reference is asked for comes before those that speak of it."""
        parts: list[tuple[Occur, Query]] = [(Occur.Must, one) for one in self._narrowed(narrowing, but)]
        if question is not None:
            if asked := [self._in_language(question, tag, missing) for tag in TAGS if question.wanted[tag] and question.most_missing(tag) >= missing]:
                parts.append((Occur.Must, Query.disjunction_max_query(asked, 0.1)))
            parts += [(Occur.MustNot, self._anywhere(group, tag)) for tag in TAGS for group in question.excluded[tag]]
            parts += [(Occur.Should, self._tagged(name)) for name in question.names if not name.startswith(f"{MARK}term:")]
            parts += [(Occur.Should, Query.boost_query(self.term("code", code), _CODE_WEIGHT)) for code in question.codes]
        if not any(occur == Occur.Must for occur, _ in parts):
            # A query of nothing but what must not be would find nothing; and the index's own state is no document.
            parts += [(Occur.MustNot, self.term("id", 0)), (Occur.Must, silent(Query.all_query()))]
        return Query.boolean_query(parts)

    def titled(self, tag: str, forms: Sequence[str], begun: Sequence[str], narrowing: Narrowing, without: Question | None = None) -> Query:
        """The query for titles in a language that hold every one of `forms` and, where given, any of `begun`, of documents of a narrowing that hold
        nothing of what the question `without` excludes."""
        parts = [(Occur.Must, one) for one in self._narrowed(narrowing, "")]
        parts += [(Occur.Must, self.term(f"{tag}_title", one)) for one in forms]
        if begun:
            parts.append((Occur.Must, self.any_of(f"{tag}_title", begun)))
        if without is not None:
            parts += [(Occur.MustNot, self._anywhere(group, one)) for one in TAGS for group in without.excluded[one]]
        return Query.boolean_query(parts)

    def all_of(self, groups: Sequence[Group], tag: str, missing: int = 0) -> Query:
        """All of the groups, or all but so many of those that are not firm."""
        loose = sum(not group.firm for group in groups) if missing else 0
        asked = [(Occur.Should if loose and not group.firm else Occur.Must, self._anywhere(group, tag)) for group in groups]
        return Query.boolean_query(asked, minimum_number_should_match=loose - missing if loose else None)

    def ids(self, ids: Sequence[int]) -> Query:
        """The documents with these identifiers."""
        return self.any_of("id", ids)

    def any_of(self, field: str, values: Sequence[str] | Sequence[int]) -> Query:
        """Documents with any of these values. A set of terms goes through all that the index holds of the field: it is for many."""
        if len(values) > _FEW:
            return Query.term_set_query(self._schema, field, list(values))
        return Query.boolean_query([(Occur.Should, Query.term_query(self._schema, field, one, "basic")) for one in values])

    def term(self, field: str, value: str | int) -> Query:
        """Documents with this value in a field."""
        return Query.term_query(self._schema, field, value, "freq" if isinstance(value, str) else "basic")

    def _narrowed(self, narrowing: Narrowing, but: str) -> list[Query]:
        made = [
            self.any_of(name, values) for name, values in narrowing.facets.items() if values and name != but
        ]
        if but != "years":
            if narrowing.first_day is not None:
                made.append(Query.range_query(self._schema, "ends", tantivy.FieldType.Unsigned, lower_bound=narrowing.first_day))
            if narrowing.last_day is not None:
                made.append(Query.range_query(self._schema, "begins", tantivy.FieldType.Unsigned, upper_bound=narrowing.last_day))
        if narrowing.ids:
            made.append(self.ids(narrowing.ids))
        return [silent(one) for one in made]

    def _in_language(self, question: Question, tag: str, missing: int) -> Query:
        asked = self.all_of(question.wanted[tag], tag, missing)
        if line := question.lines[tag]:
            bonus = [
                (Occur.Should, Query.boost_query(Query.phrase_query(self._schema, f"{tag}_{part}", list(line)), _LINE_WEIGHT * WEIGHTS[part]))
                for part in PARTS
            ]
            asked = Query.boolean_query([(Occur.Must, asked), *bonus])
        return asked

    def _anywhere(self, group: Group, tag: str) -> Query:
        """A group in any part of a text."""
        found: list[tuple[Occur, Query]] = []
        for part in PARTS:
            field, weight = f"{tag}_{part}", WEIGHTS[part]
            found += [(Occur.Should, Query.boost_query(self.term(field, term), weight)) for term in group.terms]
            line = weight * (_EXACT_WEIGHT if group.exact and group.terms else 1)
            found += [(Occur.Should, Query.boost_query(self._phrase(field, phrase, group.exact), line)) for phrase in group.phrases]
            found += [(Occur.Should, Query.boost_query(self._opened(field, phrase), _BEGUN_SCORE * weight)) for phrase in group.opened]
            if group.begun:
                found.append((Occur.Should, Query.const_score_query(self.any_of(field, group.begun), _BEGUN_SCORE * weight)))
        if group.dated:
            # The date is of the document, and answers in the languages that it has.
            of_that = Query.boolean_query([(Occur.Must, self.term("code", group.dated)), (Occur.Must, self.term("text", tag))])
            found.append((Occur.Should, Query.const_score_query(of_that, WEIGHTS["summary"])))
        return Query.boolean_query(found)

    def _phrase(self, field: str, phrase: Sequence[str], exact: bool) -> Query:
        """A phrase of stems, or of surfaces, which may stand behind what is joined to its first word."""
        words = [WRITTEN + word if exact else word for word in phrase]
        if not (exact and parted(phrase)):
            return self._line(field, words)
        return Query.boolean_query([(Occur.Should, self._line(field, [first, *words[1:]])) for first in (words[0], APART + phrase[0])])

    def _line(self, field: str, words: Sequence[str]) -> Query:
        return Query.phrase_query(self._schema, field, list(words)) if len(words) > 1 else self.term(field, words[0])

    def _opened(self, field: str, phrase: Sequence[str]) -> Query:
        """A phrase of which the last word is only begun."""
        return Query.phrase_prefix_query(self._schema, field, [*phrase[:-1], WRITTEN + phrase[-1]])

    def _tagged(self, name: str) -> Query:
        kind, _, key = name.lstrip("@").partition(":")
        return Query.const_score_query(self.term(kind, key), _TAGGED)


def silent(query: Query) -> Query:
    """A query that decides without weighing."""
    return Query.const_score_query(query, 0.0)
