"""Citations, read by other people's parsers, and the card that offers them."""

import json
import re
from datetime import date
from urllib.parse import quote, urlsplit

import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from flask import Flask
from pybtex.database import parse_string
from pylatexenc.latex2text import LatexNodes2Text
from sqlalchemy import select

from mission.extensions import engines
from mission.languages import TAGS
from mission.models import Change, Document, Kind, Person, Precision
from mission.services import publishing
from mission.services.search import indexing

from .. import building
from ..conftest import Clock
from ..strict import StrictClient, read

AWKWARD = "L’accord « œuvre » : 50 % & {accolades} C:\\x_y #1 ~ ^ $5 – “fin”"
SAID = {"session": "63e session d’essai", "agenda_item": "Point 4", "speaker": "Une oratrice"}
ARABIC = "البيان: 50% من {المشاريع} & أكثر"


@pytest.fixture
def code(app: Flask, clock: Clock) -> str:
    """A communiqué in French and Arabic, with everything in its titles that the formats find awkward."""
    with engines.writing() as session:
        writer = building.person(session, "writer@example.org", clock())
        approver = building.person(session, "approver@example.org", clock())
        texts = {"fr": building.text(AWKWARD, summary="Ligne un,\nligne deux."), "ar": building.text(ARABIC, "courtesy", summary="ملخص للاختبار.")}
        building.released(session, writer, approver, clock(), translations=texts, dated_start=date(2026, 11, 23), **SAID)
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
    return "c2026-001"


def latex(value: str) -> str:
    """What LaTeX would print. The parser does not know these two commands, and sets the circumflex as a letter of its own."""
    known = value.replace(r"\textbraceleft{}", "⦃").replace(r"\textbraceright{}", "⦄")
    printed = LatexNodes2Text(keep_braced_groups=False).latex_to_text(known)
    return printed.replace("⦃", "{").replace("⦄", "}").replace("ˆ", "^")


@pytest.mark.parametrize(("tag", "title"), [("fr", AWKWARD), ("ar", ARABIC)])
def test_bibtex_is_read_back_as_it_was(client: StrictClient, code: str, tag: str, title: str) -> None:
    answer = client.get(f"/{tag}/communiques/{code}.bib")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=MPM-C-2026-001-{tag}.bib"
    entry = parse_string(answer.text, "bibtex").entries[f"MPM-C-2026-001-{tag}"]
    assert latex(entry.fields["title"]) == title
    assert (entry.fields["year"], entry.fields["month"], entry.fields["date"]) == ("2026", "November", "2026-11-23")
    assert entry.fields["url"] == f"http://localhost:8000/{tag}/communiques/{code}"
    assert entry.fields["number"] == "MPM/C/2026/001"
    # Where it was said, and by whom.
    assert latex(entry.fields["eventtitle"]) == {"fr": "63e session d’essai, Point 4", "ar": "63e session d’essai، Point 4"}[tag]
    assert "Une oratrice" in latex(entry.fields["note"])
    cited = {form: client.get(f"/{tag}/communiques/{code}.{form}").text for form in ("ris", "csl.json")}
    assert json.loads(cited["csl.json"])[0]["event-title"] == latex(entry.fields["eventtitle"])
    assert all(one in cited["ris"] for one in SAID.values())
    # The Mission is no person with a first and a last name.
    assert len(entry.persons["author"]) == 1
    assert not entry.persons["author"][0].first_names


def test_ris_is_read_back_as_it_was(client: StrictClient, code: str) -> None:
    answer = client.get(f"/fr/communiques/{code}.ris")
    assert answer.get_data().count(b"\n") == answer.get_data().count(b"\r\n")
    (entry,) = rispy.loads(answer.text)
    assert entry["title"] == AWKWARD
    assert entry["authors"] == ["Mission permanente du Royaume du Maroc à Genève"]
    assert entry["accession_number"] == "MPM/C/2026/001"
    assert (entry["year"], entry["date"], entry["language"]) == ("2026", "2026/11/23/", "fr")
    assert entry["abstract"] == "Ligne un, ligne deux."
    assert entry["keywords"] == ["Migrations", "OIM"]
    assert entry["urls"] == [f"http://localhost:8000/fr/communiques/{code}"]


def test_csl_json_is_set_by_a_real_processor(client: StrictClient, code: str) -> None:
    answer = client.get(f"/ar/communiques/{code}.csl.json")
    assert answer.content_type == "application/vnd.citationstyles.csl+json"
    items = json.loads(answer.text)
    assert items[0]["title"] == ARABIC
    assert items[0]["issued"] == {"date-parts": [[2026, 11, 23]]}
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON([{**items[0], "id": items[0]["id"].lower()}]), formatter.plain)
    bibliography.register(Citation([CitationItem(items[0]["id"].lower())]))
    set_in_type = str(bibliography.bibliography()[0])
    assert ARABIC in set_in_type
    assert "2026" in set_in_type


def test_a_milestone_is_cited_by_the_day_of_its_release(app: Flask, client: StrictClient, clock: Clock) -> None:
    with engines.writing() as session:
        writer = building.person(session, "writer@example.org", clock())
        approver = building.person(session, "approver@example.org", clock())
        edition = building.draft(session, writer, clock(), kind=Kind.MILESTONE, dated_start=date(1956, 7, 1), precision=Precision.MONTH)
        building.release(session, edition, writer, approver, clock())
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
    indexing.keep_up(engines.reading)
    found = client.get("/api/v1/search?q=essai&kind=milestone").get_json()["data"][0]
    (item,) = json.loads(client.get(found["texts"]["fr"]["citations"]["csl"].removeprefix("http://localhost:8000")).text)
    assert item["issued"] == {"date-parts": [[2026, 11, 24]]}
    assert item["event-date"] == {"date-parts": [[1956, 7]]}
    assert "sources publiques" in item["note"]


@pytest.mark.parametrize("tag", TAGS)
def test_the_card_offers_a_sentence_addresses_and_a_letter(client: StrictClient, code: str, tag: str) -> None:
    page = client.get(f"/{tag}/communiques/{code}").text
    card = page.partition('id="share"')[2].partition("</section>")[0]
    for wanted in ("MPM/C/2026/001", "http://localhost:8000/d/c2026-001", f"http://localhost:8000/<wbr>{tag}/<wbr>communiques/<wbr>{code}<", "mailto:?subject="):
        assert wanted in card, wanted
    assert {a["href"] for a in read(f"<p>{card}").all("a")} >= {f"/{tag}/communiques/{code}.{form}" for form in ("bib", "ris", "csl.json")}
    elsewhere = [a["href"] or "" for a in read(f"<p>{card}").all("a") if (a["href"] or "").startswith("https://")]
    assert [urlsplit(one).hostname for one in elsewhere] == ["wa.me", "t.me", "x.com", "www.linkedin.com", "www.facebook.com"]
    assert all(f"{quote('http://localhost:8000/', safe='')}{tag}%2Fcommuniques%2F{code}" in one and " " not in one for one in elsewhere)
    assert "{accolades}" not in card or tag != "ar"
    letter = next(a["href"] for a in read(f"<p>{card}").all("a") if (a["href"] or "").startswith("mailto:"))
    assert letter is not None
    assert " " not in letter
    assert "+" not in letter
    assert "%0D%0A" in letter


def test_a_citation_says_that_a_text_was_withdrawn_and_is_gone_with_a_recalled_one(client: StrictClient, code: str, clock: Clock) -> None:
    from mission.models import Person

    def take_back(verb: object) -> None:
        with engines.writing() as session:
            approver = session.query(Person).filter_by(email="approver@example.org").one()
            document = session.execute(building.select(building.Edition.document_id).order_by(building.Edition.id.desc())).scalars().first()
            verb(session, approver, document, notices={"fr": "Un essai.", "ar": "للاختبار."}, at=clock.forward(minutes=1), demonstration=True)  # type: ignore[operator]

    take_back(publishing.withdraw)
    assert "Retiré le 24 novembre 2026." in client.get(f"/fr/communiques/{code}.ris").text
    take_back(publishing.recall)
    for form in ("bib", "ris", "csl.json"):
        gone = client.get(f"/fr/communiques/{code}.{form}")
        assert gone.status_code == 410
        assert "accolades" not in gone.text


@pytest.mark.parametrize("tag", TAGS)
def test_every_form_carries_reference_digest_and_address(client: StrictClient, code: str, tag: str) -> None:
    digest = json.loads(client.get("/register.jsonl").text.splitlines()[-1])["content"]
    page = client.get(f"/{tag}/communiques/{code}").text
    shown = page.partition('id="share-sentence"')[2].partition("</p>")[0]
    letter = page.partition("mailto:")[2].partition('"')[0]
    forms = [shown, letter.replace("%20", " ").replace("%2F", "/").replace("%3A", ":"), page.partition('class="citation"')[2].partition("</span>")[0]]
    forms += [client.get(f"/{tag}/communiques/{code}.{form}").text for form in ("bib", "ris", "csl.json")]
    for form in forms:
        assert "MPM/C/2026/001" in form
        assert digest in form
        assert "http://localhost:8000/" in form


def test_a_later_edition_is_cited_with_the_comma_of_its_language(app: Flask, client: StrictClient, clock: Clock, code: str) -> None:
    with engines.writing() as session:
        writer, approver = (session.scalars(select(Person).where(Person.email == f"{name}@example.org")).one() for name in ("writer", "approver"))
        document = session.scalars(select(Document).where(Document.code == code)).one()
        edition = publishing.begin(session, writer, document.id, Change.AMENDMENT, at=clock())
        building.release(session, edition, writer, approver, clock())
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
    for tag, mark, other in (("ar", "، الطبعة 2", ", الطبعة"), ("fr", ", édition 2", "،")):
        page = client.get(f"/{tag}/communiques/{code}", follow_redirects=True).text
        card = re.sub(r"<[^>]+>", "", page.partition('id="share"')[2].partition("</section>")[0])
        said = re.search(r"MPM/C/2026/001[^)]*\)", card)
        assert said, tag
        assert mark in said[0], said[0]
        assert other not in said[0]
