"""What somebody asks for: words, "exact phrases", -excluded words. Everything else that is typed is just text."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ...languages import TAGS
from ..filtering import LONGEST
from .analysis import STOP, Word, analyse
from .analysis.letters import fold, lower
from .names import Names

MOST_WORDS = 16
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»״＂", '"'))
_MINUS = "-−–"
_PIECE = re.compile(rf'(?:(?<=\s)|^)(?P<not>[{_MINUS}]?)"(?P<phrase>[^"]+)"|(?P<word>[^\s"]+)')
# A prefix of fewer letters begins too many words to mean one of them.
_LEAST_PREFIX = 2

# From a folded word (and whether it is only the beginning of one) to the stems of the words that are written so in a language.
Lookup = Callable[[str, str, bool], tuple[str, ...]]


@dataclass(frozen=True)
class Piece:
    """One thing asked for: a word as it was typed, or what stood in quotation marks."""

    text: str
    quoted: bool
    excluded: bool


@dataclass(frozen=True)
class Group:
    """What one piece means in one language: any of `terms`, any of `phrases`, or, of lesser weight, any of `begun`.

    `exact` phrases are of surfaces, the others of stems.
    """

    terms: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    exact: bool = False
    begun: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """A query as it is understood: by language tag what a text must hold, and what it must not.

    `lines` are the stems of the words that stand together, by language: a text that has them in this order answers better.
    """

    wanted: Mapping[str, tuple[Group, ...]]
    excluded: Mapping[str, tuple[Group, ...]]
    lines: Mapping[str, tuple[str, ...]]
    names: frozenset[str]

    @property
    def empty(self) -> bool:
        """Whether nothing that is asked for is a word."""
        return not any(self.wanted.values()) and not any(self.excluded.values())


def pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a query. A quotation mark without its fellow is no mark at all."""
    text = text[:LONGEST].translate(_QUOTES)
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
            found.append(Piece(word.lstrip(_MINUS) if excluded else word, False, excluded))
    return tuple(one for one in found if one.text)[:MOST_WORDS]


def understand(asked: Sequence[Piece], names: Names, lookup: Lookup, *, typing: bool) -> Question:
    """The question that the pieces put, in every language. While somebody is `typing`, the last word may be the beginning of one."""
    known = _names(asked, names)
    wanted: dict[str, tuple[Group, ...]] = {}
    excluded: dict[str, tuple[Group, ...]] = {}
    lines: dict[str, tuple[str, ...]] = {}
    for tag in TAGS:
        read = [(piece, analyse(piece.text, tag)) for piece in asked]
        groups = [
            (piece, words, _group(piece, words, tag, known.get(at, ()), lookup, typing and at == len(asked) - 1))
            for at, (piece, words) in enumerate(read) if words
        ]  # fmt: skip
        asking = [(piece, words, group) for piece, words, group in groups if not piece.excluded]
        # Words without a subject need not be there, unless nothing else is asked for or they are a name.
        telling = [one for one in asking if one[0].quoted or one[2].begun or not _idle(one[1], tag) or any(t[0] == "@" for t in one[2].terms)]
        wanted[tag] = tuple(dict.fromkeys(group for _, _, group in telling or asking))
        excluded[tag] = tuple(group for piece, _, group in groups if piece.excluded)
        loose = [word.forms[0] for piece, words, _ in asking if not piece.quoted for word in words]
        lines[tag] = tuple(loose) if 1 < len(loose) <= 8 else ()
    return Question(wanted, excluded, lines, frozenset(key for keys in known.values() for key in keys))


def _idle(words: Sequence[Word], tag: str) -> bool:
    return all(word.surface in STOP[tag] for word in words)


def _names(asked: Sequence[Piece], names: Names) -> dict[int, tuple[str, ...]]:
    """For each piece the names that it is, or is a part of."""
    found: dict[int, dict[str, None]] = {}
    loose = [(at, piece) for at, piece in enumerate(asked) if not piece.excluded and not piece.quoted]
    alone = [[(at, piece)] for at, piece in enumerate(asked) if piece.excluded or piece.quoted]
    for run in [loose, *alone]:
        text = " ".join(piece.text for _, piece in run)
        ends, position = [], 0
        for at, piece in run:
            position += len(piece.text) + 1
            ends.append((position, at))
        for tag in TAGS:
            words = analyse(text, tag)
            for first, after, key in names.asked(words, text, tag):
                if run is not loose and (first, after) != (0, len(words)):
                    continue
                for word in words[first:after]:
                    found.setdefault(next(at for end, at in ends if word.start < end), {})[key] = None
    return {at: tuple(keys) for at, keys in found.items()}


def _group(piece: Piece, words: Sequence[Word], tag: str, names: tuple[str, ...], lookup: Lookup, typing: bool) -> Group:
    if piece.quoted:
        # A name in quotation marks is asked for as it is written.
        return Group(phrases=(tuple(word.surface for word in words),), exact=True)
    if len(words) > 1:
        whole = tuple(dict.fromkeys(form for word in words for form in word.more))
        return Group(terms=(*whole, *names), phrases=(tuple(word.forms[0] for word in words),))
    terms = (*_forms(words[0], piece.text, tag, lookup), *names)
    begun: tuple[str, ...] = ()
    if typing and len(words[0].surface) >= _LEAST_PREFIX:
        begun = tuple(one for one in lookup(tag, words[0].surface, True) if one not in terms)
    return Group(terms=terms, begun=begun)


def _forms(word: Word, written: str, tag: str, lookup: Lookup) -> tuple[str, ...]:
    """What a word of a query is found by. Typed without accents it means the words that are written so but for their accents:
    Snowball would take the *e* of *communique* for an ending and look for *commun*."""
    if tag == "ar" or (tag == "fr" and lower(written) != fold(lower(written))):
        return word.forms
    surface = word.surface
    # Snowball parts some plurals from their singulars, as *años* from *año*.
    plural = () if tag == "en" else (*(surface[:-cut] for cut in (1, 2) if len(surface) > cut + 1 and surface[-1] in "sx"), surface + "s")
    spelt = (surface, *plural)
    found = tuple(dict.fromkeys(stem for one in spelt for stem in lookup(tag, one, False)))
    return found if found and tag == "fr" else tuple(dict.fromkeys((*word.forms, *found)))


__all__ = ["LONGEST", "Group", "Lookup", "Piece", "Question", "pieces", "understand"]
