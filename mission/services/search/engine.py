"""Questions put to the index: which documents, in which order, how many, and how many beside each filter."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

import tantivy
from tantivy import Occur, Query

from ...languages import TAGS
from ..shown import Public, Text
from .analysis import beginnings, plain_word
from .analysis.arabic import joined
from .index import Opened
from .queries import WEIGHTS, Queries, silent
from .query import Question
from .schema import ASIDE, PARTS, WRITTEN, parts_of, stems

ORDERS = {"newest": ("dated_order", tantivy.Order.Desc), "oldest": ("dated_order", tantivy.Order.Asc),
          "released": ("released_order", tantivy.Order.Desc), "settled": ("settled_order", tantivy.Order.Desc)}  # fmt: skip
_MOST_BEGUN = 60
# Letters of a word that is nearly typed.
_NEARLY = 6
_MOST_ELSEWHERE = 10
_MOST_TELLING = 12
# What a theme or a body in common weighs beside words, of which the weights are whole numbers so fine.
_SUBJECT_WEIGHT = 20
_FINE = 4


class Engine:
    """One state of the index, for the length of a request."""

    def __init__(self, opened: Opened) -> None:
        self.queries, self.searcher, self.stamp, self.name = Queries(opened.schema), opened.searcher, opened.stamp, opened.name

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

    def answering(self, question: Question, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """By document of `ids` the languages in which it answers a question: one query, whose scores are sums of a power of two for each."""
        asked = [(at, self.queries.all_of(question.wanted[tag], tag)) for at, tag in enumerate(TAGS) if question.wanted.get(tag)]
        if not ids or not asked:
            return {}
        parts = [(Occur.Should, Query.const_score_query(one, float(1 << at))) for at, one in asked]
        found = self.searcher.search(Query.boolean_query([(Occur.Must, silent(self.queries.ids(ids))), *parts]), limit=len(ids), count=False)
        numbers = self.searcher.fast_field_values("id", [address for _, address in found.hits])  # type: ignore[attr-defined]
        return {
            int(number or 0): tuple(tag for at, tag in enumerate(TAGS) if int(score or 0) >> at & 1)
            for number, (score, _) in zip(numbers, found.hits, strict=True) if score
        }  # fmt: skip

    def holding(self, tag: str, surface: str, limit: int) -> list[int]:
        """Documents of which the text in a language has a word that is written so but for accents and capitals."""
        asked = [(Occur.Should, self.queries.term(f"{tag}_{part}", WRITTEN + surface)) for part in PARTS]
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
        shared = [(Occur.Should, Query.const_score_query(self.queries.term(field, word), float(weight))) for field, word, weight in weighed]
        asked = Query.boolean_query([*shared, (Occur.MustNot, self.queries.ids([document.id, 0]))])
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
            if len(word) > 2 and self.searcher.doc_freq(field, word) > 1 and (held := self.searcher.search(self.queries.term(field, word), limit=1).count) > 1:
                weighed.append((word, round(_FINE * count * log(everything / held) ** 2)))
        return sorted(weighed, key=lambda one: (-one[1], one[0]))[:_MOST_TELLING]

def _value(key: object) -> str:
    return str(int(key)) if isinstance(key, float) else str(key)


