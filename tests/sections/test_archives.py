"""A list with its texts as a ZIP, opened as its readers open it."""

import csv
import io
from typing import Any
from zipfile import ZipFile

import pytest
import rispy
from flask import Flask
from pybtex.database import parse_string

from mission import create_app
from mission.extensions import engines
from mission.languages import TAGS
from mission.models import Person
from mission.services import publishing
from mission.web import archives
from tests.seeded import COMMUNIQUE

from .. import building
from ..conftest import Clock, environment
from ..strict import StrictClient


def opened(answer: Any) -> dict[str, str]:
    with ZipFile(io.BytesIO(answer.get_data())) as archive:
        assert archive.testzip() is None
        return {name.partition("/")[2]: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("tag", TAGS)
def test_every_text_is_there_in_each_of_its_languages_with_a_table_and_citations(client: StrictClient, tag: str) -> None:
    files = opened(client.get(f"/{tag}/communiques.zip?theme=migration"))
    rows = list(csv.DictReader(io.StringIO(files["index.csv"].removeprefix("\ufeff"))))
    named = [name for row in rows for name in list(row.values())[-1].split()]
    assert sorted(named) == sorted(name for name in files if name.startswith("texts/"))
    assert len(named) > len(rows) > 5
    assert len(parse_string(files["citations.bib"], "bibtex").entries) == len(rispy.loads(files["citations.ris"])) == len(rows)
    code = named[0].split("/")[1].split(".")[0]
    for other in TAGS:
        if f"texts/{code}.{other}.txt" in files:
            found = client.get(f"/api/v1/documents/{code}").get_json()["data"]
            assert found["texts"][other]["title"] in files[f"texts/{code}.{other}.txt"]
            assert files[f"texts/{code}.{other}.txt"] == client.get(f"/{other}/{found['section']}/{code}.txt").text
    assert f"http://localhost:8000/{tag}/communiques?theme=migration" in files["readme.txt"]


def test_it_says_that_it_is_a_demonstration_and_the_official_site_does_not(filled: Any, instance: Any, clock: Clock) -> None:
    told = "ce site n’est pas le site officiel"
    for official in (False, True):
        settings = environment(instance) | ({"MISSION_OFFICIAL": "true", "BASE_URL": "https://mission.example"} if official else {})
        app = create_app(settings, clock=clock)
        files = opened(app.test_client().get("/fr/communiques.zip", base_url="https://mission.example" if official else "http://localhost:8000"))
        for name in ("readme.txt", "citations.bib", f"texts/{COMMUNIQUE}.fr.txt"):
            assert (told in files[name]) is not official, name
    engines.dispose()


def test_the_same_list_gives_the_same_bytes_and_is_not_sent_again(client: StrictClient, clock: Clock) -> None:
    first = client.get("/ar/speeches.zip")
    clock.forward(days=3)
    second = client.get("/ar/speeches.zip")
    assert first.get_data() == second.get_data()
    assert int(first.headers["Content-Length"]) == len(first.get_data())
    again = client.get("/ar/speeches.zip", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert client.head("/ar/speeches.zip").headers["Content-Length"] == first.headers["Content-Length"]


def test_a_longer_list_is_cut_and_says_so(client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = opened(client.get("/en/communiques.zip?sort=oldest"))
    assert "Narrow the list" not in whole["readme.txt"]
    monkeypatch.setattr(archives, "MOST_TEXTS", 3)
    cut = opened(client.get("/en/communiques.zip?sort=oldest"))
    total = len({name.split(".")[0] for name in whole if name.startswith("texts/")})
    assert f"The list holds {total} texts, of which these are the first 3 in its order." in cut["readme.txt"]
    assert len(list(csv.reader(io.StringIO(cut["index.csv"])))) == 4


def test_a_list_of_nothing_is_an_archive_that_says_so(client: StrictClient) -> None:
    files = opened(client.get("/es/communiques.zip?q=inexistente"))
    assert set(files) == {"readme.txt", "index.csv", "citations.bib", "citations.ris", "citations.json"}
    assert "0 textos" in files["readme.txt"]
    assert client.get("/es/communiques.zip?page=2").status_code == 404


def test_a_withdrawn_text_carries_its_notice_and_a_recalled_one_is_not_there(app: Flask, client: StrictClient, clock: Clock) -> None:
    documents = []
    with engines.writing() as session:
        writer = building.person(session, "writer@example.org", clock())
        approver = building.person(session, "approver@example.org", clock())
        for title in ("Un texte retiré", "Un texte rappelé"):
            documents.append(building.released(session, writer, approver, clock(), translations={"fr": building.text(title)}).document_id)
            session.commit()
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
    for verb, document in zip((publishing.withdraw, publishing.recall), documents, strict=True):
        with engines.writing() as session:
            approver = session.query(Person).filter_by(email="approver@example.org").one()
            verb(session, approver, document, notices={"fr": "Un avis d’essai."}, at=clock.forward(minutes=1), demonstration=True)
    files = opened(client.get("/fr/communiques.zip?kind=communique"))
    texts = "".join(files.values())
    assert "Un avis d’essai." in files["texts/c2026-001.fr.txt"]
    assert "rappelé" not in texts.replace(files["readme.txt"], "")
    assert "texts/c2026-002.fr.txt" not in files
