"""What became of the saved pages: the lines of the report."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a page."""

    DRAFT = "draft"
    JOINED = "another language of a draft"
    KNOWN = "known already"
    DUPLICATE = "the same text as another page"
    REDIRECT = "redirect"
    SKIPPED = "left out by the mapping"
    UNPLACED = "not placed"


@dataclass(frozen=True)
class Placed:
    """A line of the report: the page, what became of it, its title, and what a person should look at."""

    path: str
    outcome: Outcome
    title: str = ""
    remarks: tuple[str, ...] = ()


def counted(report: list[Placed]) -> dict[Outcome, int]:
    """How many pages became what."""
    return dict(Counter(one.outcome for one in report))
