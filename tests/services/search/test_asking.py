"""Whatever somebody types is answered; the same with and without the index; and what answers is marked as it is written."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mission.extensions import engines
from mission.languages import TAGS
from mission.services import listing, visibility
from mission.services.filtering import Filter
from mission.services.markup import plain
from mission.services.search import finding, highlight
from mission.services.search.matching import matches
from mission.services.search.query import pieces, understand

WORDS = ["migration", "droits", "de", "l'homme", "Conseil", "الهجرة", "حقوق الإنسان", "OIM", "IOM", "who", "derechos", "ginebra", "rights", "2013", "-accord",
         "“droits de l’homme”", "Genève", "geneve", "santé", "A/HRC/58/L.27", "-OIM", "53/144", "والتنمية", "and", "NOT", "*", "title:x", "(", '"', "«", "l’"]  # fmt: skip
typed = st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from('"«»-*?~^()[]{}:+\\/ \'’ـًًًًً')), max_size=250)
asked = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
slow = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@slow
@given(q=typed, tag=st.sampled_from(TAGS), part=st.sampled_from([None, "results", "typed", "offers"]))
def test_anything_typed_is_answered(app: Flask, q: str, tag: str, part: str | None) -> None:
    query = {"q": q} | ({"part": part} if part else {})
    answer = app.test_client().get(f"/{tag}/communiques", query_string=query, base_url="http://localhost:8000")
    assert answer.status_code == 200


@slow
@given(q=asked)
def test_a_text_alone_answers_as_it_does_in_the_index(app: Flask, q: str) -> None:
    """Whoever follows a query gets exactly what its list would show."""
    with engines.reading() as session:
        held, names = finding.engine(session), finding.names(session)
        assert held is not None
        question = understand(pieces(q), names, held.lookup, typing=False)
        by_index = set() if question.empty else set(held.find(held.question(question, finding.narrowing(Filter())), 500, 0, "newest")[0])
        documents = visibility.unkept(session, session.execute(visibility.numbered()).all())
    by_reading = {
        one.id for one in documents
        if matches(question, {tag: (text.title, text.summary, plain(text.body)) for tag, text in one.texts.items()}, names)
    }  # fmt: skip
    assert by_reading == by_index


@slow
@given(q=asked, text=st.sampled_from(["L’accord sur les droits de l’homme et l’OIM à Genève", "<b>droits</b> & l’homme <script>", "والهجرة وحقوق الإنسان"]))
def test_what_is_marked_is_the_text_again(app: Flask, q: str, text: str) -> None:
    with engines.reading() as session:
        names = finding.names(session)
    question = understand(pieces(q), names, lambda tag, surface, begun: (), typing=False)
    for tag in ("fr", "ar"):
        assert "".join(piece.text for piece in highlight.marked(text, tag, question, names)) == text


@pytest.mark.parametrize(
    ("q", "text", "tag", "marked"),
    [
        ("accord", "L’accord de siège", "fr", ["accord"]),
        ("هجرة", "قضية الصحراء والهجرة", "ar", ["هجرة"]),
        ("المغرب", "في المَغْرِبِ وبالمـغرب", "ar", ["مَغْرِبِ", "مـغرب"]),
        ("OIM", "Accord avec l’Organisation internationale pour les migrations", "fr", ["Organisation internationale pour les migrations"]),
        ("“accord de siège”", "Un accord, puis l’accord de siège", "fr", ["accord de siège"]),
        ("migrants", "La migration des migrants", "fr", ["migrants"]),
    ],
)  # fmt: skip
def test_the_words_that_answer_are_marked_as_they_are_written(app: Flask, q: str, text: str, tag: str, marked: list[str]) -> None:
    with engines.reading() as session:
        names = finding.names(session)
    question = understand(pieces(q), names, lambda language, surface, begun: (), typing=False)
    assert [piece.text for piece in highlight.marked(text, tag, question, names) if piece.marked] == marked


def test_a_query_and_a_title_are_safe_in_the_page(app: Flask) -> None:
    page = app.test_client().get("/fr/communiques", query_string={"q": '"><script>alert(1)</script>'}, base_url="http://localhost:8000").text
    assert "<script>alert" not in page
    with engines.reading() as session:
        assert listing.find(session, Filter(q="<script>")).prepared
