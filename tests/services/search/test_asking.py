"""Whatever somebody types is answered; the same with and without the index; and what answers is marked as it is written."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from mission.extensions import engines
from mission.languages import TAGS
from mission.services import listing, visibility
from mission.services.alerts.matching import among
from mission.services.filtering import Filter
from mission.services.markup import plain
from mission.services.search import finding, highlight, index
from mission.services.search.matching import matches
from mission.services.search.query import MOST_WORDS, pieces, understand

WORDS = ["migration", "droits", "de", "l'homme", "Conseil", "الهجرة", "حقوق الإنسان", "OIM", "IOM", "who", "derechos", "ginebra", "rights", "2013", "-accord",
         "“droits de l’homme”", "Genève", "geneve", "santé", "A/HRC/58/L.27", "-OIM", "53/144", "والتنمية", "deux", "lois", "seis", "AU", "بجنيف", "MPM/R/2026/001", "ref", "R/2026/002", "“r2026-003”", "L.27", "haut-commissariat", "and", "NOT", "*", "title:x", "(", '"', "«", "l’", "ـ", "ʼ", "ء", "لـ194", "هيأة", "“حقوق الإنسان”", "“نزع السلاح”", "الآليات", "O.N.U.", "31/10/2025", "Oct 31, 2025", "octobre 2025", "2024", "30 يوليو 2024"]  # fmt: skip
typed = st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from('"«»-*?~^()[]{}:+\\/ \'’ʼـًًًءً')), max_size=250)
asked = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
slow = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


# What one answer may cost, whatever is typed: no more than so many words of it are read, each of them looked up in every language.
MOST_COST = {"statements": 12, "questions": 12, "parts of a question": 1500, "looked up": MOST_WORDS * len(TAGS) * 8}


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """How often the database and the index are asked meanwhile, and how much at once."""
    seen, ask = Counter[str](), index._Telling.__getattr__

    def telling(searcher: index._Telling, name: str) -> Any:
        found = ask(searcher, name)

        def asked_of(*given: Any, **how: Any) -> Any:
            if name in ("search", "aggregate"):
                seen["questions"] += 1
                seen["parts of a question"] = max(seen["parts of a question"], str(given[0]).count("TermQuery(") + str(given[0]).count("PhraseQuery"))
            elif name != "fast_field_values":
                seen["looked up"] += 1
            return found(*given, **how)

        return asked_of if callable(found) else found

    def stated(*_: Any) -> None:
        seen["statements"] += 1

    event.listen(engines.reader, "before_cursor_execute", stated)
    index._Telling.__getattr__ = telling  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        index._Telling.__getattr__ = ask  # type: ignore[method-assign]
        event.remove(engines.reader, "before_cursor_execute", stated)


@slow
@example(q="a b " * 60, tag="fr", part=None)
@example(q="م droits co", tag="ar", part="typed")
@example(q="haut-commissariat/" * 11, tag="en", part="results")
@given(q=st.one_of(typed, st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)), tag=st.sampled_from(TAGS), part=st.sampled_from([None, "results", "typed", "offers"]))
def test_anything_typed_is_answered_within_the_bound(app: Flask, q: str, tag: str, part: str | None) -> None:
    """A bound of work, which is the same on every machine: how long it takes is measured by `make bench`."""
    query = {"q": q} | ({"part": part} if part else {})
    with counted() as cost:
        answer = app.test_client().get(f"/{tag}/communiques", query_string=query, base_url="http://localhost:8000")
    assert answer.status_code == 200
    assert [name for name, most in MOST_COST.items() if cost[name] > most] == [], cost


@slow
@example(q="who 2024")
@given(q=asked)
def test_a_text_alone_answers_as_it_does_in_the_index(app: Flask, q: str) -> None:
    """Whoever follows a query gets exactly what its list would show."""
    with engines.reading() as session:
        held, names = finding.engine(session), finding.names(session)
        assert held is not None
        question = understand(pieces(q), names, held.lookup, typing=False)
        by_index = set(held.find(held.queries.question(question, finding.narrowing(Filter())), 500, 0, "newest")[0])
        documents = visibility.unkept(session, session.execute(visibility.numbered()).all())
    by_reading = {
        one.id for one in documents
        if matches(question, {tag: (text.title, text.summary, plain(text.body)) for tag, text in one.texts.items()}, names, (one.code, one.reference), one.dated)
    }  # fmt: skip
    assert by_reading == by_index


def test_a_text_is_found_by_its_date_however_that_is_written(app: Flask) -> None:
    """In any language and order, in figures or words, and by its month or year; a text that only speaks of the day is found too."""
    with engines.reading() as session:
        def found(q: str) -> set[str]:
            return {one.reference or "" for one in listing.find(session, Filter(q=q)).documents}

        for day in ("31 octobre 2025", "31 de octubre de 2025", "31 October 2025", "October 31, 2025", "Oct 31 2025", "31 أكتوبر 2025", "٣١/١٠/٢٠٢٥", "31/10/2025", "31.10.2025", "10/31/2025", "2025-10-31"):
            assert found(day) == {"MPM/R/2026/102"}, day
            assert found(f"2797 {day}") == {"MPM/R/2026/102"}, day
        assert found("6 نوفمبر 1975") == {"MPM/R/2026/007"}, "as other countries name the month"
        assert found("green march 1975") == {"MPM/R/2026/007"}, "March is a month, and a march"
        assert "MPM/R/2026/102" in found("octobre 2025") & found("oct. 2025") & found("octubre de 2025") & found("résolution 2025")
        assert "MPM/R/2026/102" in found("sécurité") - found("sécurité -31/10/2025")
        assert not found("31/10/2024") | found("32/10/2025") | found("“31/10/2025”")
        assert [one.reference for one in listing.near(session, Filter(q="30 July 2024"), 5).documents] == ["MPM/R/2026/092"], "of the month, where none is of the day"


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
        ("جنيف", "لقاء بجنيف، وبجنيف والجنيف", "ar", ["جنيف", "جنيف", "جنيف"]),
        ("حقوق", "لحقوق المرأة وحقوق الطفل وبحقوقها", "ar", ["حقوق", "حقوق", "حقوقها"]),
        ("اتفاق", "لاتفاقية واتفاقية واتفاقا", "ar", ["اتفاقية", "اتفاقية", "اتفاقا"]),
        ("وزارة", "وزارة ووزارة", "ar", ["وزارة", "وزارة"]),
        ("cooperation", "Co‑operation and re-cooperation, l’audio-visuel", "en", ["Co‑operation", "cooperation"]),
        ("antitorture", "La loi anti-torture, anti-crise", "fr", ["anti-torture"]),
        ("جنيف", "بجنيف-الرباط", "ar", ["جنيف"]),
        ("اللاجئين", "مساعدة للاجئين", "ar", ["لاجئين"]),
        ("مجلس حقوق الإنسان", "دورة لمجلس حقوق الإنسان", "ar", ["مجلس حقوق الإنسان"]),
        ('"حقوق الإنسان"', "مجلس لحقوق الإنسان، وحقوق الإنسان، وبحقوق الإنسان", "ar", ["حقوق الإنسان"] * 3),
        ('"اللاجئين والنازحين"', "مساعدة للاجئين والنازحين", "ar", ["لاجئين والنازحين"]),
        ("آلية", "الآليات وبآليتها وإليها", "ar", ["آليات", "آليتها"]),
        ("communiqué", "LE COMMUNIQUE DE PRESSE", "fr", ["COMMUNIQUE"]),
        ("لحقوق الإنسان", "مجلس لحقوق الإنسان", "ar", ["حقوق الإنسان"]),
        ("OIM accord", "Accord avec l’Organisation internationale pour les migrations", "fr", ["Accord", "Organisation internationale pour les migrations"]),
        ("droits de l’homme", "Les droits de l’homme au bout de la session de juin", "fr", ["droits de l’homme"]),
        ("droits de l’homme", "Human rights in Mar del Plata, de facto", "en", ["Human rights"]),
        ("organisation mondiale de la santé", "La note de l’OMS et de la Suisse", "fr", ["OMS"]),
        ("Consejo de Seguridad", "La carta de Rabat al Consejo de Seguridad", "es", ["Consejo de Seguridad"]),
        ("Conference on Disarmament", "A note on the Conference on Disarmament", "en", ["Conference on Disarmament"]),
        ("IOM", "اتفاق مع L’OIM", "ar", ["OIM"]),
        ("accord", "اتفاق المقر (l’accord de siège)", "ar", ["accord"]),
        ("AU", "Le Maroc au sommet de l’UA", "fr", ["UA"]),
        ("L.27", "Le projet A/HRC/58/L.27 est adopté", "fr", ["A/HRC/58/L.27"]),
        ("S-30/1", "S-31/1, S–30/1 et 30 sur 1", "fr", ["S–30/1"]),
        ("الله", "الله وبالله والله لله له", "ar", ["الله", "الله", "الله", "لله"]),
        ('"الله"', "الله وبالله له", "ar", ["الله", "الله"]),
        ("له", "الله له", "ar", ["له"]),
        ('"accord de siège"', "Un texte sans rien. " * 9 + "Oui—non—ici—voici—l’accord de siège. " + "Autre chose. " * 9, "fr", ["accord de siège"]),
    ],
)  # fmt: skip
def test_the_words_that_answer_are_marked_as_they_are_written(app: Flask, q: str, text: str, tag: str, marked: list[str]) -> None:
    with engines.reading() as session:
        names = finding.names(session)
    question = understand(pieces(q), names, lambda language, surface, begun: (), typing=False)
    assert [piece.text for piece in highlight.marked(text, tag, question, names) if piece.marked] == marked


def test_a_passage_of_a_name_shows_the_name_and_not_its_small_words(app: Flask) -> None:
    with engines.reading() as session:
        names = finding.names(session)
    question = understand(pieces("Organisation mondiale de la propriété intellectuelle"), names, lambda language, surface, begun: (), typing=False)
    text = "Le bureau de la session a pris note de la lettre du groupe de travail des experts. " * 4 + "Les Assemblées de l’OMPI se sont réunies."
    assert [piece.text for piece in highlight.Marker(question, names).passage(text, "fr") if piece.marked] == ["OMPI"]


@pytest.mark.parametrize(
    "q",
    ["haut-commissariat", "Haut-Commissariat aux droits", "الهجرة", "المنظمة الدولية", "الإنسان", "بالتعاون", "والهجرة", "مجلس حقوق الإنسان", "human rights",
     "droits de l’homme", "MPM/R/2026/001", "communiqué MPM/R/2026/001", "S/RES/2797", "A/HRC/36/6", "UNHCR", "l’accord de siège", "Marruecos", "accord -pêche", "; Genève", "-xyz Genève"],
)  # fmt: skip
def test_nothing_found_never_stands_in_the_middle_of_what_finds_something(app: Flask, q: str) -> None:
    with engines.reading() as session:
        assert listing.find(session, Filter(q=q)).total, q
        *before, last = q.split(" ")
        empty = [part for n in range(1, len(last) + 1) if not listing.find(session, Filter(q=(part := " ".join([*before, last[:n]])), begun=True)).total]
    assert empty == []


def test_a_word_nearly_typed_finds_what_it_will_and_a_sign_alone_says_nothing(app: Flask) -> None:
    with engines.reading() as session:
        nearly, whole = (listing.find(session, Filter(q=q, begun=True)).documents for q in ("coordinatio", "coordination"))
        assert {one.id for one in nearly} >= {one.id for one in whole} != set()
        everything = listing.find(session, Filter()).total
        assert [listing.find(session, Filter(q=q, begun=typing)).total for q in "(\"-؟" for typing in (True, False)] == [everything] * 8
        newest = [one.id for one in listing.find(session, Filter()).documents]
        assert among(session, Filter(q="("), newest) == set() != among(session, Filter(), newest), "nobody follows everything by a sign"
        assert [one.id for one in listing.find(session, Filter(q="-zibeline")).documents] == newest, "where no word weighs, the newest first"


def test_a_query_and_a_title_are_safe_in_the_page(app: Flask) -> None:
    page = app.test_client().get("/fr/communiques", query_string={"q": '"><script>alert(1)</script>'}, base_url="http://localhost:8000").text
    assert "<script>alert" not in page
    with engines.reading() as session:
        assert listing.find(session, Filter(q="<script>")).prepared
