"""Codes of the initial content's milestones, so that a test names a text and not the number that it happens to bear.

On a fresh site the milestones are numbered in the order of their dates, then of their files' names (`services/seeding.py`);
a milestone added to the content moves the numbers after it.
"""

from functools import cache
from pathlib import Path

from mission.services import seeding

MILESTONES = Path(__file__).parents[1] / "mission" / "content" / "milestones"
YEAR = 2026


@cache
def _numbered() -> dict[str, int]:
    """The keys of the milestones with the numbers that they bear."""
    dated = sorted((seeding.read(path.read_text())["dated"]["start"], path.name) for path in MILESTONES.glob("*.yaml"))
    return {name.removesuffix(".yaml"): number for number, (_, name) in enumerate(dated, start=1)}


def code(key: str) -> str:
    """The code in addresses of ``1998-iom-accession``, on a site seeded in the year of the tests' clock."""
    return f"r{YEAR}-{_numbered()[key]:03}"


def reference(key: str) -> str:
    """The same as a printed reference."""
    return f"MPM/R/{YEAR}/{code(key)[-3:]}"


COMMUNIQUE, COMMUNIQUE_REFERENCE = code("1998-iom-accession"), reference("1998-iom-accession")
"""A milestone among the communiqués, in all four languages."""
