"""Whether a text answers a question, without an index: for whoever follows a query and gets each text as it becomes public."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from ..shown import Dated
from .analysis import Word, analyse, beginnings
from .analysis.arabic import joined
from .grouping import Lookup, opens, stands
from .names import Names
from .query import Group, Question
from .writing import references, spans

# By language tag: the title, the summary and the plain text of a document.
Texts = Mapping[str, Sequence[str]]
# The words of a part of a text, and all that they are found by.
_Part = tuple[Sequence[Word], frozenset[str]]
# Parts of texts that are kept as they were read: one text is held against every alert, and all drafts against each letter that somebody types.
_KEPT = 1000


def matches(question: Question, texts: Texts, names: Names, codes: Sequence[str | None] = (), dated: Dated | None = None) -> bool:
    """Whether one of the languages of a document holds all that is asked for, and none holds what is excluded. `codes` are what the document
    itself bears, and `dated` is its date."""
    return _answers(question, _read_all(texts, names, codes, dated))


def answers(questions: Iterable[Question], texts: Texts, names: Names, codes: Sequence[str | None] = (), dated: Dated | None = None) -> bool:
    """Whether a document answers any of these questions; to one in which nothing is a word there is no answer."""
    asked = [one for one in questions if not one.empty]
    read = _read_all(texts, names, codes, dated) if asked else {}
    return any(_answers(one, read) for one in asked)


def _read_all(texts: Texts, names: Names, codes: Sequence[str | None], dated: Dated | None) -> dict[str, list[_Part]]:
    borne = [*(_found([word]) for word in references(*codes)), ([], frozenset(spans(dated)))]
    return {tag: [*(_read(part, tag, names) for part in parts), *borne] for tag, parts in texts.items()}


def _answers(question: Question, read: Mapping[str, Sequence[_Part]]) -> bool:
    if any(_has(group, parts) for tag, parts in read.items() for group in question.excluded.get(tag, ())):
        return False
    if not any(question.wanted.values()):
        return True
    return any(
        bool(question.wanted.get(tag)) and all(_has(group, parts) for group in question.wanted[tag]) for tag, parts in read.items()
    )


def spelt_in(texts: Texts, lookup: Lookup) -> Lookup:
    """`lookup`, which knows the words of an index, with those of texts that may not be there yet: what is asked for without accents may be a word
    that no text has borne before."""
    read = {tag: [word for part in parts for word in _analysed(part, tag)] for tag, parts in texts.items()}
    stems = {tag: {(word.surface, word.forms[0]) for word in words} for tag, words in read.items()}

    def going_on(tag: str, surface: str) -> tuple[str, ...]:
        asked = beginnings(surface)
        aside = {(form, form) for word in read.get(tag, ()) for form in (*word.forms[1:], *word.more)}
        found = {stem for written, stem in stems.get(tag, set()) | aside if written.startswith(asked)}
        return tuple(dict.fromkeys((*lookup(tag, surface, True), *sorted(found))))

    def spelt(tag: str, surface: str, begun: bool) -> tuple[str, ...]:
        if begun:
            return going_on(tag, surface)
        known, here = lookup(tag, surface, False), stems.get(tag, ())
        found = [stem for written, stem in here if written == surface]
        if tag == "ar" and (known or found):
            # What the index knows with a preposition joined to it, it has weighed already.
            found += [stem for one in joined(surface) for written, stem in here if written == one and not lookup(tag, one, False)]
        return tuple(dict.fromkeys((*known, *sorted(found))))

    return spelt if stems else lookup


@lru_cache(_KEPT)
def _analysed(part: str, tag: str) -> tuple[Word, ...]:
    return tuple(analyse(part, tag))


@lru_cache(_KEPT)
def _read(part: str, tag: str, names: Names) -> _Part:
    words, found = _found(_analysed(part, tag))
    return words, found | {key for _, _, key in names.written(words, part, tag)}


def _found(words: Sequence[Word]) -> _Part:
    return words, frozenset(form for word in words for form in (*word.forms, *word.more))


def _has(group: Group, parts: Sequence[_Part]) -> bool:
    return any(
        any(term in found for term in (*group.terms, *group.begun, *(() if words else (group.dated,))))
        or any(_line(phrase, words, group.exact) for phrase in group.phrases)
        or any(opens(phrase, words, at) for phrase in group.opened for at in range(len(words)))
        for words, found in parts
    )


def _line(phrase: Sequence[str], words: Sequence[Word], exact: bool) -> bool:
    """Whether the words of a phrase stand beside each other."""
    return any(stands(phrase, words, at, exact) for at in range(len(words) - len(phrase) + 1))
