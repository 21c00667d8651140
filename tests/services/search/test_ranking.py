"""Which answer comes first: the title before the summary before the text, words together before words apart, the newer of two alike."""

from datetime import date

import pytest
from flask import Flask

from mission.extensions import engines
from mission.services import listing, publishing
from mission.services.filtering import Filter
from mission.services.search import indexing
from tests import building
from tests.conftest import Clock

BODY = "<p>Phrase invariable et sans objet pour donner un corps au texte.</p>"
SAMPLES = {
    "title": {"title": "Le zellige de Fès", "summary": "Un résumé quelconque."},
    "summary": {"title": "Un titre quelconque", "summary": "Le zellige de Fès."},
    "body": {"title": "Un titre quelconque", "summary": "Un résumé quelconque.", "body": "<p>Le zellige de Fès.</p>" + BODY},
    "together": {"title": "Un autre titre", "summary": "La caravane du thé arrive."},
    "apart": {"title": "Un autre titre", "summary": "Le thé arrive avec la caravane."},
    "older": {"title": "Le moucharabieh restauré", "summary": "Un résumé."},
    "newer": {"title": "Le moucharabieh restauré", "summary": "Un résumé."},
    "revised": {"title": "Le projet A/C.3/79/L.50/Rev.1 est déposé", "summary": "A/C.3/79/L.50/Rev.1", "body": "<p>A/C.3/79/L.50/Rev.1</p>"},
    "exact": {"title": "Un projet parmi d’autres", "summary": "Un résumé.", "body": "<p>Le projet A/C.3/79/L.50 est déposé.</p>"},
}


@pytest.fixture
def told(app: Flask, clock: Clock) -> dict[int, str]:
    """A site with the samples; their names by document."""
    names = {}
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("writer", "approver"))
        for name, words in SAMPLES.items():
            day = date(2024, 5, 1) if name == "newer" else date(2023, 5, 1)
            texts = {"fr": building.text(**({"body": BODY} | words))}
            names[building.released(session, writer, approver, clock(), dated_start=day, themes=(), bodies=(), translations=texts).document_id] = name
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
    indexing.keep_up(engines.reading)
    return names


def found(told: dict[int, str], q: str, **more: str) -> list[str]:
    with engines.reading() as session:
        return [told[one.id] for one in listing.find(session, Filter(q=q, **more)).documents if one.id in told]  # type: ignore[arg-type]


def test_the_title_comes_before_the_summary_before_the_text(told: dict[int, str]) -> None:
    assert found(told, "zellige") == ["title", "summary", "body"]


def test_words_together_come_before_words_apart(told: dict[int, str]) -> None:
    assert found(told, "caravane thé") == ["together", "apart"]
    assert found(told, "“caravane du thé”") == ["together"]


def test_of_two_alike_the_newer_comes_first(told: dict[int, str]) -> None:
    assert found(told, "moucharabieh") == ["newer", "older"]
    assert found(told, "moucharabieh", sort="oldest") == ["older", "newer"]


def test_an_excluded_word_takes_texts_away(told: dict[int, str]) -> None:
    assert set(found(told, "quelconque -zellige")) == set()
    assert "together" in found(told, "titre -zellige")


def test_a_text_answers_to_its_reference_and_its_code(told: dict[int, str]) -> None:
    with engines.reading() as session:
        first = listing.find(session, Filter(q="moucharabieh")).documents[0]
        for asked in (first.reference or "", (first.reference or "").lower(), first.code or ""):
            assert [one.id for one in listing.find(session, Filter(q=asked)).documents] == [first.id]


def test_a_reference_is_found_beside_other_words_in_quotation_marks_and_in_part(told: dict[int, str]) -> None:
    with engines.reading() as session:
        first = listing.find(session, Filter(q="moucharabieh")).documents[0]
        reference = first.reference or ""
        short = reference.partition("/")[2]
        for asked in (
            f"communiqué {reference}", f"ref {reference}", f"réf. : {reference}", f"ref:{reference}", f"“{reference}”", f"البلاغ {reference}", f"({reference})", short,
            f"{reference.translate(str.maketrans('0123456789', '٠١٢٣٤٥٦٧٨٩'))}", f"moucharabieh {reference}", f"ref {first.code}", f"“{first.code}”",
        ):  # fmt: skip
            assert [one.id for one in listing.find(session, Filter(q=asked)).documents] == [first.id], asked
        for asked in (f"zellige {reference}", f"moucharabieh -{reference}", f"{reference}0", reference[-3:]):
            assert first.id not in [one.id for one in listing.find(session, Filter(q=asked)).documents], asked
        for asked in (reference[:2], reference[:5], reference[:-1], short[:-1], f"moucharabieh {reference[:-1]}"):
            assert listing.find(session, Filter(q=asked, begun=True)).total, asked


def test_the_text_of_a_reference_comes_before_those_that_speak_of_it(told: dict[int, str], clock: Clock) -> None:
    with engines.reading() as session:
        zellige = listing.find(session, Filter(q="zellige")).documents[0]
        borne = zellige.reference or ""
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}.second@example.org", clock()) for name in ("writer", "approver"))
        building.released(session, writer, approver, clock(), themes=(), bodies=(), translations={"fr": building.text(title=f"{borne}, {borne}", summary=borne)})
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
    indexing.keep_up(engines.reading)
    with engines.reading() as session:
        listed = listing.find(session, Filter(q=borne))
    assert listed.total == 2
    assert listed.documents[0].id == zellige.id


def test_a_symbol_as_it_is_asked_for_comes_before_those_that_go_on(told: dict[int, str]) -> None:
    assert found(told, "A/C.3/79/L.50") == ["exact", "revised"]
    assert found(told, "A/C.3/79/L.50/Rev.1") == ["revised"]


def test_what_is_misspelt_is_offered_as_the_index_spells_it(told: dict[int, str]) -> None:
    with engines.reading() as session:
        assert listing.find(session, Filter(q="zelige")).total == 0
        assert listing.meant(session, Filter(q="zelige"), "fr") == "zellige"
        assert listing.meant(session, Filter(q="xqxqxqxqxq"), "fr") == ""
