"""What can be said of what somebody gave, and which of several answers says least good."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from ...verify.comparison import Comparison
from ..shown import Notice, Public


class Verdict(StrEnum):
    """What can be said."""

    ISSUED = "issued"
    ALTERED = "altered"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    RECALLED = "recalled"
    UNKNOWN = "unknown"
    # The words are those that were published, and the file that holds them is none that was.
    COPY = "copy"
    # A few words in a row that stand in a text that was published.
    QUOTED = "quoted"
    # The words are those that were published, and all their accents are missing.
    BARE = "bare"
    # Letter for letter it is what was published, and its letters are parted into words otherwise.
    PARTED = "parted"
    # All of it is there as it was published, and other words stand before or after it.
    SURROUNDED = "surrounded"
    # It was entered by a key of which that no longer counts.
    REVOKED = "revoked"
    # It is no text, and proves one: a signature, a content, an entry, a head, a key.
    PROOF = "proof"
    # What was given is no reference, digest or address at all.
    UNREADABLE = "unreadable"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer. `document` is the newest edition of the text that was found (None where it is unknown or recalled); `edition`, `newest` and
    `settled_at` tell which edition the given text is; `comparison` is None where only a reference was given."""

    verdict: Verdict
    name: str = ""
    document: Public | None = None
    edition: int = 0
    newest: int = 0
    settled_at: datetime | None = None
    language: str = ""
    notice: Notice | None = None
    comparison: Comparison | None = None
    sequence: int = 0
    # What a file is: ``pdf`` or ``card`` (the very bytes that are kept); what a digest is of: ``entry`` of the register, ``content`` of an edition,
    # ``file``; of a proof ``signature`` (``spent`` by a key that no longer counts), ``json``, ``line``, ``register``, ``head`` or ``keys``; of
    # words that tell of a recall ``notice``.
    what: str = ""
    # The text was given with a reference that is ``another`` text's, or ``unknown`` here.
    disagrees: str = ""
    # It is of the words of a file that is none of ours; `unread` names what stands in that file and was not compared.
    copied: bool = False
    unread: tuple[str, ...] = ()
    # Files in an e-mail that are ours byte for byte, by name.
    attached: tuple[str, ...] = ()
    # What else was given with it is not the same: another body of an e-mail, what stands around a file in one.
    beside: str = ""
    # A newer edition exists, and has left this language as it was; or what changed it was no correction.
    amended: bool = False
    # It is of a PDF beside which stands the signature of a key that did not count any more when it signed.
    unsigned: bool = False
    # It was entered, or the edition that came after it, with a key that no longer counts.
    uncounted: bool = False
    uncounted_since: bool = False
    # When the text was last corrected, where a reference was given that its copies from before bear as well.
    corrected_at: datetime | None = None
    # It is of the words of a PDF in Arabic, which programs read badly once it was printed or saved again.
    poorly: bool = False
    # It is of a file below the text, byte for byte, and not of the text.
    of_file: bool = False
    # How many bytes of a file, from its beginning, are a PDF that was published, and how many were put to its end.
    grown: tuple[int, int] = (0, 0)
    # Of a text that was recalled: another one that stands, and resembles what was given.
    resembling: Public | None = None


# From the gravest on: what an answer for several texts says.
GRAVITY = (
    Verdict.RECALLED, Verdict.REVOKED, Verdict.ALTERED, Verdict.UNKNOWN, Verdict.UNREADABLE, Verdict.WITHDRAWN, Verdict.SUPERSEDED, Verdict.BARE,
    Verdict.PARTED, Verdict.SURROUNDED, Verdict.COPY, Verdict.QUOTED, Verdict.PROOF, Verdict.ISSUED,
)  # fmt: skip
UNKNOWN = Answer(verdict=Verdict.UNKNOWN)
UNREADABLE = Answer(verdict=Verdict.UNREADABLE)


def agreeing(given: Answer, referred: Answer) -> Answer:
    """The answer for a text that came with a reference: where the reference is known and another text's, it says so."""
    if not given.name or given.name == referred.name:
        return given
    return replace(given, disagrees="another" if referred.name else "unknown")


def copied(found: Answer, unread: tuple[str, ...], kind: str) -> Answer:
    """The answer for the words of a file of a `kind` that is byte for byte none of ours: never the same as for one that is. A letter may say something
    around a text that it passes on; what looks like our paper or page, and says more than it, is another. Of a PDF programs guess where a word ends."""
    verdict = Verdict.COPY if found.verdict in (Verdict.ISSUED, Verdict.QUOTED) or (kind, found.verdict) == ("pdf", Verdict.PARTED) else found.verdict
    if kind != "letter" and found.document and found.comparison and found.comparison.surrounded and verdict is not Verdict.REVOKED:
        verdict = Verdict.ALTERED
    return replace(found, verdict=verdict, copied=True, unread=unread)


def gravest(found: Sequence[Answer]) -> Answer:
    """Of the answers for several texts in one file the one that says least good of it."""
    worst = gravest_of(found)
    return worst if len({(one.verdict, one.name) for one in found}) == 1 else replace(worst, beside="bodies")


def gravest_of(found: Sequence[Answer]) -> Answer:
    """The one that says least good."""
    return min(found, key=lambda one: GRAVITY.index(one.verdict))


def doubt(found: Answer) -> tuple[int, int]:
    """How far from well an answer is: the less, the better a text was read."""
    # What was recalled is known: one that resembles it is not read better for being another that was altered.
    as_if = Verdict.ALTERED if found.verdict is Verdict.RECALLED else found.verdict
    rank = len(GRAVITY) if found.verdict is Verdict.UNKNOWN else len(GRAVITY) - 1 - GRAVITY.index(as_if)
    return rank, found.comparison.weight if found.comparison else 0
