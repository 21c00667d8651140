"""Codes of the initial content's milestones, so that a test names a text and not the number that it happens to bear.

On a fresh site the milestones are numbered in the order of their dates, then of their files' names (`services/seeding.py`);
a milestone added to the content moves the numbers after it.
"""

from pathlib import Path

import yaml

MILESTONES = Path(__file__).parents[1] / "mission" / "content" / "milestones"
YEAR = 2026


def code(key: str) -> str:
    """The code in addresses of ``1998-iom-accession``, on a site seeded in the year of the tests' clock."""
    dated = sorted((yaml.safe_load(path.read_text())["dated"]["start"], path.name) for path in MILESTONES.glob("*.yaml"))
    return f"r{YEAR}-{[name for _, name in dated].index(f'{key}.yaml') + 1:03}"


def reference(key: str) -> str:
    """The same as a printed reference."""
    return f"MPM/R/{YEAR}/{code(key)[-3:]}"


COMMUNIQUE, COMMUNIQUE_REFERENCE = code("1998-iom-accession"), reference("1998-iom-accession")
"""A milestone among the communiqués, in all four languages."""
