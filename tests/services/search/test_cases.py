"""The pairs of `cases.yaml`: what a journalist types finds what it should, and nothing that it should not, through the real page."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mission import create_app
from mission.addresses import document as address_of
from mission.extensions import engines
from mission.models import Document
from mission.services import listing, seeding
from mission.services.filtering import Filter
from mission.services.search import indexing
from tests import building
from tests.benchmarks import samples
from tests.cluster import Cluster
from tests.conftest import Clock, environment, fill

HERE = Path(__file__).parent
TAGS = {"french": "fr", "arabic": "ar", "english": "en", "spanish": "es"}


def cases() -> list[dict[str, Any]]:
    """Every pair with its languages and a number."""
    found = []
    for name in ("cases.yaml", "shared-cases.yaml"):
        for group, pairs in seeding.read((HERE / name).read_text(encoding="utf-8")).items():
            for pair in pairs:
                tag = TAGS.get(group, "")
                found.append({"text_lang": tag, "query_lang": tag, "prefix": False} | pair)
    return found


CASES = cases()


@pytest.fixture
def told(app: Flask, clock: Clock) -> dict[tuple[str, str], str]:
    """A site that holds every text of the cases as a labelled sample, settled; codes by language and text."""
    keys = list(dict.fromkeys((case["text_lang"], case["doc"]) for case in CASES))
    with engines.writing() as session:
        writer = building.person(session, "writer@example.org", clock()).id
        texts = ({tag: {"title": text, "summary": "", "body": "<p>…</p>"}} for tag, text in keys)
        numbers = samples.put(session.connection(), texts, writer, about=False)
        session.commit()
        places = {key: session.get_one(Document, number).code or "" for key, number in zip(keys, numbers, strict=True)}
    assert indexing.keep_up(engines.reading)
    return places


def test_there_are_enough_pairs() -> None:
    assert len(CASES) >= 250
    assert sum(not case["match"] for case in CASES) >= 60


def test_every_pair_holds(app: Flask, request: pytest.FixtureRequest) -> None:
    """All pairs at once, on a site that holds all their texts: a list of what does not hold says more than the first failure."""
    if engines.writer.dialect.name == "postgresql":
        pytest.skip("the index is the same; that lists and counts are, is looked at below")
    told: dict[tuple[str, str], str] = request.getfixturevalue("told")
    client, wrong = app.test_client(), []
    for case in CASES:
        code = told[case["text_lang"], case["doc"]]
        if (code in _codes(client, case)) != case["match"]:
            wrong.append(f"{case['query']!r} {'misses' if case['match'] else 'finds'} {case['doc']!r} ({case['text_lang']})")
    assert not wrong, "\n".join(wrong)


def test_both_databases_give_the_same_documents_and_counts(app: Flask, cluster: Cluster | None, tmp_path: Path) -> None:
    """Of the initial content, for every query of the cases and of the relevance."""
    if cluster is None:
        pytest.skip("asked where the suite runs on PostgreSQL, of a site on SQLite beside it")
    here = _answers()
    engines.dispose()
    create_app(environment(fill(tmp_path / "sqlite")), clock=Clock())
    assert engines.writer.dialect.name == "sqlite"
    assert sum(bool(found) for found, _ in here.values()) > 100
    assert {q: found for q, found in _answers().items() if here[q] != found} == {}


def _answers() -> dict[tuple[str, bool], tuple[set[str | None], Any]]:
    """By query, and whether somebody is still typing it, what is found and counted."""
    labelled = seeding.read((HERE / "relevance.yaml").read_text(encoding="utf-8"))
    asked = {(one["query"], one.get("prefix", False)) for one in (*CASES, *labelled)}
    with engines.reading() as session:
        return {one: _found(session, *one) for one in sorted(asked)}


def _found(session: Session, q: str, typing: bool) -> tuple[set[str | None], Any]:
    first = listing.find(session, Filter(q=q, begun=typing))
    pages = [first, *(listing.find(session, Filter(q=q, page=number, begun=typing)) for number in range(2, first.last_page + 1))]
    return {document.code for page in pages for document in page.documents}, first.counts


def _codes(client: Any, case: dict[str, Any]) -> set[str]:
    """The codes of every result of the query, page after page, as the reader of its language sees them."""
    tag, codes = case["query_lang"], set()
    for page in range(1, 40):
        query = {"q": case["query"], "page": str(page)} | ({"part": "typed"} if case["prefix"] else {})
        answer = client.get(f"/{tag}/communiques", query_string=query, base_url="http://localhost:8000")
        if answer.status_code == 404:
            break
        assert answer.status_code == 200
        marker = address_of(tag, "communiques", "c")
        codes |= {part[:9].rstrip("/\"") for part in answer.text.partition('class="near"')[0].split(f'<a href="{marker[:-1]}')[1:]}
        if 'rel="next"' not in answer.text:
            break
    return codes
