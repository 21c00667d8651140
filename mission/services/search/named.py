"""Which pieces of a query are names of the taxonomy, parts of one, or may become one."""

from collections.abc import Iterator, Sequence

from ...languages import TAGS
from .analysis import STOP, Word, analyse
from .grouping import UNNAMED, Named, Piece
from .names import Names

_Run = Sequence[tuple[int, Piece]]


def named(asked: Sequence[Piece], names: Names, *, typing: bool) -> tuple[Named, ...]:
    """For each piece the names that it is, or is a part of. While somebody is `typing`, the last words may be the beginning of one."""
    found = {at: _Found() for at in range(len(asked))}
    loose = [(at, piece) for at, piece in enumerate(asked) if not piece.excluded and not piece.quoted]
    alone = [[(at, piece)] for at, piece in enumerate(asked) if piece.excluded or piece.quoted]
    for tag in TAGS:
        for run in alone:
            _read(run, names, tag, found, whole=True)
        words, places = _read(loose, names, tag, found, whole=False)
        if typing and places and places[-1] == len(asked) - 1:
            _begin(words, places, names, tag, found)
    return tuple(one.named() for one in found.values())


class _Found:
    """What has been found for one piece so far."""

    def __init__(self) -> None:
        self.keys: dict[str, None] = {}
        self.begun: dict[str, None] = {}
        self.alone = self.small = self.within = self.telling = False

    def named(self) -> Named:
        if not (self.keys or self.begun):
            return UNNAMED
        return Named(tuple(self.keys), tuple(self.begun), self.alone, self.small and not self.alone, self.within and not self.telling)


def _read(run: _Run, names: Names, tag: str, found: dict[int, _Found], *, whole: bool) -> tuple[list[Word], list[int]]:
    """Note the names that stand in a run of pieces in one language; `whole`: only a name that all of it is. Returns the words and the piece in
    which each stands."""
    text = " ".join(piece.text for _, piece in run)
    words = analyse(text, tag)
    places = list(_places(run, [word.start for word in words]))
    for first, after, key in names.asked(words, text, tag):
        if whole and (first, after) != (0, len(words)):
            continue
        covered = set(places[first:after])
        if _cut(places, first) or _cut(places, after):
            continue  # a piece of which only a part is the name is another word
        for at in covered:
            found[at].keys[key] = None
        if len(covered) > 1:
            for word, at in zip(words[first:after], places[first:after], strict=True):
                small = word.surface in STOP[tag]
                found[at].within, found[at].telling = found[at].within or small, found[at].telling or not small
        elif after - first == 1 and names.acronym(words[first].surface) == key:
            ordinary = any(words[first].surface in stop for stop in STOP.values())
            found[places[first]].alone |= ordinary or text[words[first].start : words[first].end].isupper()
            found[places[first]].small = True
    return words, places


def _begin(words: Sequence[Word], places: Sequence[int], names: Names, tag: str, found: dict[int, _Found]) -> None:
    """Note the names that the last words may become."""
    for first, key in names.begun(words, tag):
        if _cut(places, first):
            continue
        for at in {*places[first:-1]} - {places[-1]}:
            found[at].keys[key] = None
        found[places[-1]].begun[key] = None


def _cut(places: Sequence[int], at: int) -> bool:
    """Whether the words before and after a place belong to one piece."""
    return 0 < at < len(places) and places[at - 1] == places[at]


def _places(run: _Run, starts: Sequence[int]) -> Iterator[int]:
    """For each word that starts there the piece in which it stands."""
    ends, position = [], 0
    for at, piece in run:
        position += len(piece.text) + 1
        ends.append((position, at))
    for start in starts:
        yield next(at for end, at in ends if start < end)
