"""Which languages a kind of text needs: what the settings say, until an administrator says something else at the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..languages import TAGS
from ..models import Demand, Kind, Person
from .publishing.verbs import lock_public_acts, record, verb

Tags = tuple[str, ...]
REQUIRED, EXPECTED, FREE = "required", "expected", "free"


@dataclass(frozen=True)
class Demands:
    """By kind: the languages without which a text is not submitted, and those whose lack is told."""

    required: Mapping[str, Tags]
    expected: Mapping[str, Tags]

    def of(self, kind: str, tag: str) -> str:
        """``required``, ``expected`` or ``free``."""
        return REQUIRED if tag in self.required.get(kind, ()) else EXPECTED if tag in self.expected.get(kind, ()) else FREE


def current(session: Session, settings: Demands) -> Demands:
    """What holds now; `settings` for the kinds of which the desk has said nothing."""
    said = {one.kind: one for one in session.scalars(select(Demand))}
    return Demands(
        {**settings.required, **{kind: tuple(one.required) for kind, one in said.items()}},
        {**settings.expected, **{kind: tuple(one.expected) for kind, one in said.items()}},
    )


@verb
def change(session: Session, actor: Person, wanted: Mapping[Kind, Mapping[str, str]], settings: Demands, *, at: datetime) -> None:
    """Say for these kinds, by language, how much each is needed. The journal has a line for each kind that changes."""
    # Nobody else says something of a kind while it is looked at.
    lock_public_acts(session)
    before = current(session, settings)
    for kind, by_tag in wanted.items():
        if all(before.of(kind.value, tag) == by_tag[tag] for tag in TAGS):
            continue
        required, expected = ([tag for tag in TAGS if by_tag[tag] == weight] for weight in (REQUIRED, EXPECTED))
        session.merge(Demand(kind=kind.value, required=required, expected=expected))
        record(session, actor, "demand", at, remark=f"{kind.value}: {'+'.join(required)}; {'+'.join(expected)}")
