"""Names that the desk gives are one word in every language, as soon as the worker has ticked."""

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from mission.extensions import engines
from mission.services import publishing, taxonomy, visibility
from mission.services.search import indexing
from mission.services.search.index import shelf
from mission.services.search.names import Names
from mission.services.taxonomy import Entry
from mission.worker import tick
from tests import building
from tests.conftest import Clock
from tests.strict import StrictClient

TITLE = "Le Maroc présente son rapport à l’EPZ"
ALIASES = {"fr": ("EPZ",), "en": ("UPZ", "Universal review"), "ar": ("الاستعراض الدوري المعمق",), "es": ("EPZ",)}


@pytest.fixture
def told(app: Flask, clock: Clock) -> None:
    """A sample that says EPZ, in French alone."""
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("writer", "approver"))
        building.released(session, writer, approver, clock(), themes=(), bodies=(), translations={"fr": building.text(TITLE)})
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
    indexing.keep_up(engines.reading)


def rename(kind: str, key: str, clock: Clock, **changes: Any) -> None:
    with engines.writing() as session:
        actor = building.person(session, f"{key}-{clock().timestamp()}@example.org", clock.forward(seconds=1))
        entry = taxonomy.find(session, kind, key)
        assert entry
        taxonomy.change(session, actor, replace(entry, **changes), version=entry.version, at=clock())


def read(client: StrictClient, address: str) -> str:
    """A page without the marks around the words that were asked for."""
    return re.sub("</?mark>", "", client.get(address).text)


def add_theme(clock: Clock) -> None:
    with engines.writing() as session:
        actor = building.person(session, "keeper@example.org", clock())
        names = {"fr": "Examen périodique", "ar": "الاستعراض الدوري", "en": "Periodic review", "es": "Examen periódico"}
        taxonomy.add(session, actor, Entry(kind="theme", key="review", position=25, names=names, aliases=ALIASES), at=clock())


@pytest.mark.parametrize("kind", ["theme", "body"])
def test_a_further_name_finds_what_the_others_say_in_any_language(
    app: Flask, client: StrictClient, clock: Clock, told: None, kind: str
) -> None:
    for tag, q in (("en", "UPZ"), ("fr", "UPZ"), ("ar", "UPZ"), ("en", "universal review")):
        assert TITLE not in read(client, f"/{tag}/communiques?q={q}")
    if kind == "theme":
        add_theme(clock)
    else:
        rename("body", "itu", clock, aliases=ALIASES)
    tick(app)
    for tag, q in (("en", "UPZ"), ("es", "upz"), ("fr", "UPZ"), ("en", "universal review"), ("ar", "الاستعراض الدوري المعمق"), ("ar", "EPZ")):
        assert TITLE in read(client, f"/{tag}/communiques?q={q}"), (tag, q)
    # Quotation marks ask for the words as they are written.
    assert TITLE not in read(client, "/en/communiques?q=%22universal review%22")


@pytest.mark.parametrize("joined", ["ل", "ب", "ف", "ك", "و", "ول", "وب", "فل"])
def test_a_name_of_which_the_first_word_has_three_letters_is_known_behind_what_is_joined_to_it(
    app: Flask, client: StrictClient, clock: Clock, joined: str
) -> None:
    title = f"عينة عن السمور {joined}نزع السلاح"
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("writer", "approver"))
        building.released(session, writer, approver, clock(), themes=(), bodies=(), translations={"ar": building.text(title)})
        building.released(session, writer, approver, clock(), themes=(), bodies=(), translations={"ar": building.text(f"عينة عن السنجاب {joined}نزع الملكية")})
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
    indexing.keep_up(engines.reading)
    for q in ("désarmement", "disarmament", "نزع السلاح", f"{joined}نزع السلاح"):
        page = client.get("/ar/communiques", query_string={"q": f"السمور {q}"}).text
        assert f"{joined}<mark>نزع السلاح</mark>" in page, q
        assert "السنجاب" not in client.get("/ar/communiques", query_string={"q": q, "sort": "released"}).text, q


def test_a_further_name_is_offered_while_somebody_types(client: StrictClient, clock: Clock, told: None) -> None:
    rename("theme", "human-rights", clock, aliases={"en": ("UPZ",)})
    with engines.reading() as session:
        from mission.services.search import offering

        assert ("theme", "human-rights") in offering.names(session, "upz", "es")


def test_a_label_edited_at_the_desk_is_found_after_the_workers_tick(app: Flask, client: StrictClient, clock: Clock, told: None) -> None:
    with engines.reading() as session:
        before = visibility.labels(session).themes["disarmament"]
    rename("theme", "disarmament", clock, names={**before, "fr": "Zorglub", "en": "EPZ"})
    assert 'value="disarmament"' in client.get("/fr/communiques").text
    assert "Zorglub" in client.get("/fr/communiques").text
    tick(app)
    assert TITLE in read(client, "/fr/communiques?q=zorglub")
    opened = shelf.current()
    assert opened
    with engines.reading() as session:
        assert opened.stamp == visibility.stamp(session)


def test_another_place_in_the_list_builds_no_new_index(app: Flask, clock: Clock, told: None) -> None:
    opened = shelf.current()
    assert opened
    rename("theme", "health", clock, position=5)
    tick(app)
    followed = shelf.current()
    assert followed
    assert followed.name == opened.name
    with engines.reading() as session:
        labels = visibility.labels(session)
        assert followed.stamp == visibility.stamp(session)
    backwards = replace(labels, themes=dict(reversed(labels.themes.items())))
    assert Names.of(labels).version == Names.of(backwards).version
    assert Names.of(labels).version != Names.of(replace(labels, aliases={})).version
