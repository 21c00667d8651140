"""The index follows the public acts: what is known already is replaced, never held twice."""

from flask import Flask

from mission.extensions import engines
from mission.models import Person
from mission.services import listing, publishing
from mission.services.alerts.matching import among
from mission.services.filtering import Filter
from mission.services.search import finding, indexing
from mission.services.search.analysis.letters import fold
from mission.services.search.vocabulary import Vocabulary

from ... import building
from ...conftest import Clock

ACCENTED = "Décès musée lycée marée chaussée noyé agréées"


def test_an_act_is_taken_in_once_and_what_it_changes_is_replaced(app: Flask, clock: Clock) -> None:
    before, vocabulary = indexing.size(), Vocabulary(grown=1)
    assert not spelt(vocabulary, "zibelien")
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("writer", "approver"))
        edition = building.released(session, writer, approver, clock(), translations={"fr": building.text("Échantillon au mot zibeline", summary=f"{ACCENTED}.")})
        document = edition.document_id
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
    with engines.reading() as session:
        missed = [one for one in fold(ACCENTED).lower().split() if among(session, Filter(q=f"{one} zibeline"), [document]) != {document}]
        assert not missed, "who follows a word without its accents gets the first text that bears it, which the index does not know yet"
    assert indexing.keep_up(engines.reading)
    assert not indexing.keep_up(engines.reading), "there is nothing more to take in"
    assert indexing.size() == before + 1
    assert found("zibeline", "communique") == (document,)
    assert spelt(vocabulary, "zibelien") == {"zibeline"}, "a new word is known although not all words are read again"
    with engines.writing() as session:
        publishing.recall(session, session.get_one(Person, approver.id), document, notices={"fr": "Publié par erreur."}, at=clock.forward(minutes=1), demonstration=True)
    assert indexing.keep_up(engines.reading)
    assert not indexing.keep_up(engines.reading)
    assert indexing.size() == before
    assert found("zibeline", "communique") == ()


def spelt(vocabulary: Vocabulary, beginning: str) -> set[str]:
    """The words like this one among which the one that was meant is looked for."""
    with engines.reading() as session:
        held = finding.engine(session)
        assert held is not None
        assert not vocabulary.knows(held, "fr", beginning)
        return {word for words in vocabulary.around(held, "fr", beginning) for word in words if word.startswith("zibel")}


def found(q: str, kind: str) -> tuple[int, ...]:
    """The documents that the index alone finds, with a filter."""
    with engines.reading() as session:
        held = finding.engine(session)
        assert held is not None
        listed = listing.find(session, Filter(q=q, kind=(kind,)))
        ids = tuple(finding.ids(session, held, Filter(q=q, kind=(kind,)), "", 10))
        assert listed.total == len(ids)
        return ids
