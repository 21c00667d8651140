"""The index follows each public act: one text stands in it once, as it reads now, and a recalled one not at all."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from mission.extensions import engines
from mission.models import Person
from mission.services import listing, publishing
from mission.services.filtering import FACETS, Filter
from mission.services.search import finding, indexing
from mission.services.search.counting import Counts, Tally

from ... import building
from ...conftest import Clock
from ...web.test_queries import counted as asking


def found() -> tuple[int, int]:
    """How many texts the words find, and how many the index holds in all."""
    with engines.reading() as session:
        return listing.find(session, Filter(q="essai", kind=("communique",))).total, indexing.size()


def counted(tally: Tally) -> Counts:
    """The counts of everything, as they are carried from what was counted before; the same as counted anew."""
    fields = (*FACETS, "year")
    with engines.reading() as session:
        held = finding.engine(session)
        assert held is not None
        counts = tally.counts(session, held, fields)
        assert counts == Tally().counts(session, held, fields)
        with asking() as asked:
            assert tally.counts(session, held, fields) == counts
        assert not [one for one in asked if "DISTINCT" in one], "between a state and itself nothing has changed"
        return counts


def take_back(clock: Clock, verb: Any, document: int) -> None:
    with engines.writing() as session:
        actor = session.scalars(select(Person).where(Person.email == "approver@example.org")).one()
        verb(session, actor, document, notices={"fr": "Une erreur."}, at=clock.forward(minutes=1), demonstration=True)
    indexing.keep_up(engines.reading)


def test_a_text_stands_once_through_withdrawal_and_is_gone_after_a_recall(app: Flask, clock: Clock) -> None:
    held, tally = indexing.size(), Tally()
    before = counted(tally)
    with engines.writing() as session:
        writer = building.person(session, "writer@example.org", clock())
        approver = building.person(session, "approver@example.org", clock())
        documents = [building.released(session, writer, approver, clock()).document_id for _ in range(2)]
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
    indexing.keep_up(engines.reading)
    assert found() == (2, held + 2)
    assert counted(tally)["kind"].get("communique", 0) == before["kind"].get("communique", 0) + 2
    take_back(clock, publishing.withdraw, documents[0])
    counted(tally)
    assert found() == (2, held + 2)
    take_back(clock, publishing.recall, documents[0])
    assert found() == (1, held + 1)
    assert counted(tally)["kind"]["communique"] == before["kind"].get("communique", 0) + 1
    assert not indexing.keep_up(engines.reading), "it knows the last act"
