"""What comes of a comparison: the original, each place that differs, and what can be said of all of it."""

from dataclasses import dataclass

from .words import keys

# Fewer words could come from anywhere; up to so many are a quotation rather than a copy.
LEAST_WORDS, QUOTED_WORDS = 6, 12


@dataclass(frozen=True)
class Original:
    """One language of an edition: title and summary may be missing from a copy, a part of the body may not without it being said."""

    title: str
    summary: str
    body: str
    # Numbers and bullets that may be added where the text is shown (`markup.numbers`).
    numbers: tuple[tuple[int, str, bool], ...] = ()
    # Where its links lead (`markup.addresses`).
    addresses: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """All of it, in its order."""
        return f"{self.title}\n{self.summary}\n{self.body}"


@dataclass(frozen=True)
class Difference:
    """One place: the original's words before it, what is missing or was replaced, what stands there instead, and the words after it."""

    before: str
    deleted: str
    inserted: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """`matched` words of `given` are the original's; `missing_before` and `missing_after` count words of the body that were left out
    at its ends; `aside` are lines around the text that were not compared (the page and the sheet around it), `letter` those of an e-mail in
    which it was passed on: nothing but who, when and greetings, and not the original's."""

    matched: int
    given: int
    original: int
    differences: tuple[Difference, ...]
    missing_before: int
    missing_after: int
    aside: tuple[str, ...]
    letter: tuple[str, ...] = ()
    # What was given has no accent anywhere, and was compared without them.
    unaccented: bool = False
    # Where in what was given (`unquoted`) words stand before its first and after its last common run that are not the original's; where
    # the first begins and the last ends.
    apart: tuple[tuple[int, int], ...] = ()
    begins: int = 0
    ends: int = 0
    # It begins or ends inside a line of the body: what was left out there may turn round what is left.
    torn: bool = False
    # Whatever differs is words before its first and after its last word, each set apart by an empty line.
    set_apart: bool = False
    # Places whose letters are the same, and are parted into words otherwise.
    parted: tuple[Difference, ...] = ()
    # Ends of lines, or what reads a sheet, have parted words: of these nothing can be said but that each letter is there.
    loose: bool = False

    @property
    def part(self) -> bool:
        """Whether words of the body are missing at its ends: it is a part, and no more."""
        return bool(self.missing_before or self.missing_after)

    @property
    def same(self) -> bool:
        """Whether every word that is there is the original's, in its order, with nothing between."""
        return not self.differences and not self.unaccented and not self.parted

    @property
    def surrounded(self) -> bool:
        """Whether all of the text is there, unchanged, and what differs stands around it, in paragraphs of its own."""
        return self.set_apart and bool(self.differences) and not self.part and not self.torn and not self.parted

    @property
    def around(self) -> bool:
        """Whether whatever differs is words before its first word and after its last, and none of its own is missing."""
        return self.only_added and not self.unaccented and len(self.differences) == len(self.apart)

    @property
    def quoted(self) -> bool:
        """Whether it is a few words in a row out of the original, and nothing else: too few to say more of than that they stand there."""
        return self.same and LEAST_WORDS <= self.matched == self.given < min(QUOTED_WORDS, self.original)

    @property
    def only_added(self) -> bool:
        """Whether everything that was published is there as it was, and words were put to it."""
        return bool(self.differences) and not self.parted and not any(one.deleted for one in self.differences)

    @property
    def weight(self) -> int:
        """How many words differ."""
        return sum(len(keys(f"{one.deleted} {one.inserted}")) for one in self.differences)

    @property
    def nearness(self) -> tuple[bool, bool, int, int, int]:
        """How near it is, the more the nearer: of several ways to read what was given, the one in which least differs is the one in which it was written."""
        return self.comes_from_it, self.same, -self.weight, -len(self.parted), self.matched

    @property
    def comes_from_it(self) -> bool:
        """Whether the given text can be said to come from this one at all."""
        if self.quoted:
            return True
        enough = self.matched >= min(12, max(6, self.original))
        return enough and (2 * self.matched >= self.given or 10 * self.matched >= 7 * self.original)
