"""Editions in public: an address for ever, a page of them, what each changed, bytes that never change; and the register's own pages."""

import json
import re
import subprocess
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import select

from mission.extensions import engines
from mission.models import Change, Edition, PageAddress, Person, SettledContent
from mission.services import publishing
from mission.services.authenticity.contents import as_entered
from mission.verify.__main__ import main
from mission.verify.canon import canonical
from mission.verify.canon import digest as digest_of
from tests.building import draft, person, release, text
from tests.conftest import Clock
from tests.strict import StrictClient
from tests.verify.copies import copy

SETTLE = {"prefix": "MPM", "demonstration": True}
BODY = "<p>Un premier paragraphe d’essai, avec le nombre 14.</p><p>Un second paragraphe d’essai.</p>"


@pytest.fixture
def document(app: Flask, clock: Clock) -> int:
    """A sample communiqué in two languages, corrected once."""
    with engines.writing() as session:
        writer, approver = person(session, "writer@example.org", clock()), person(session, "approver@example.org", clock())
        texts = {"fr": text("Un titre d’essai", body=BODY), "ar": text("عنوان تجريبي", "official", "<p>فقرة تجريبية أولى، والعدد 14.</p>")}
        edition = draft(session, writer, clock(), translations=texts)
        release(session, edition, writer, approver, clock())
        identifier = edition.document_id
    publishing.settle(engines.writing, clock(), **SETTLE)
    change(identifier, clock, Change.CORRECTION, fr={"body": BODY.replace("14", "15"), "change_note": "Le nombre d’essai était faux."})
    return identifier


def change(document_id: int, clock: Clock, kind: Change, **texts: dict[str, str]) -> None:
    with engines.writing() as session:
        writer, approver = (session.scalars(select(Person).where(Person.email == f"{one}@example.org")).one() for one in ("writer", "approver"))
        edition: Edition = publishing.begin(session, writer, document_id, kind, at=clock())
        content = publishing.read(edition)
        changed = {tag: replace(one, **texts.get(tag, {})) for tag, one in content.translations.items()}
        edition = publishing.save(session, writer, edition.id, replace(content, translations=changed), version=edition.version, at=clock())
        release(session, edition, writer, approver, clock())
    publishing.settle(engines.writing, clock.forward(minutes=1), **SETTLE)


def test_machines_read_when_a_corrected_text_was_first_published(document: int, client: StrictClient, clock: Clock) -> None:
    page = client.get("/fr/communiques/c2026-001", follow_redirects=True).text
    article = next(found for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page) if (found := json.loads(one))["@type"] == "NewsArticle")
    (entry,) = (one for one in client.get("/fr/communiques.json").get_json()["items"] if one["_mission"]["reference"] == "MPM/C/2026/001")
    first, last = (datetime.fromisoformat(article[name]) for name in ("datePublished", "dateModified"))
    assert first == datetime.fromisoformat(entry["date_published"])
    assert first < last


def test_a_corrected_page_says_so_on_top_and_leads_to_its_editions(document: int, client: StrictClient) -> None:
    page = client.get("/fr/communiques/c2026-001", follow_redirects=True).text
    note = page.index("Le nombre d’essai était faux.")
    assert note < page.index("<h1")
    assert 'href="/fr/communiques/c2026-001/editions"' in page[note : page.index("<h1")]


def test_what_was_corrected_stays_on_top_of_every_later_edition_in_the_languages_that_were_told(
    app: Flask, document: int, client: StrictClient, clock: Clock, tmp_path: Path
) -> None:
    change(document, clock, Change.AMENDMENT, fr={"change_note": ""}, ar={"title": "عنوان تجريبي معدل"})
    change(document, clock, Change.CORRECTION, fr={"title": "Un autre titre d’essai", "change_note": "Le titre d’essai était faux."})
    change(document, clock, Change.AMENDMENT, fr={"change_note": ""}, ar={"title": "عنوان تجريبي آخر"})
    place, notes = "/fr/communiques/c2026-001", ["Le titre d’essai était faux.", "Le nombre d’essai était faux."]
    for tail, told in (("", notes), ("/editions/5", notes), ("/editions/4", notes), ("/editions/3", notes[1:]), ("/editions/1", []), (".txt", notes)):
        page = client.get(place + tail, follow_redirects=True).text
        assert [one for one in notes if one in page.partition("<h1")[0]] == told, tail
        assert "essai était faux" not in client.get((place + tail).replace("fr", "ar", 1), follow_redirects=True).text, tail
    assert all(one in client.get("/fr/communiques.atom").text for one in notes)
    # Its paper says so too, and a text copied from it holds offline: the content of the edition vouches for what it says of earlier ones.
    (tmp_path / "paper.pdf").write_bytes(client.get(f"{place}.pdf", follow_redirects=True).data)
    here = copy(client, tmp_path)
    entry = json.loads(client.get("/register.jsonl").text.splitlines()[-1])
    (tmp_path / "content.json").write_bytes(client.get(f"/register/content/{entry['content']}.json").data)
    said = subprocess.run(["pdftotext", str(tmp_path / "paper.pdf"), str(tmp_path / "paper.txt")], check=True)  # noqa: S603, S607
    assert said.returncode == 0
    text = (tmp_path / "paper.txt").read_text()
    assert all(one in text for one in notes)
    assert main(["text", str(tmp_path / "paper.txt"), str(tmp_path / "content.json"), "--register", here.place("register.jsonl"),
                 "--head", here.place("checkpoint"), "--keys", here.place("mission-key.json")]) == 0  # fmt: skip
    assert 'data-verdict="issued"' in client.post("/fr/verify", data={"text": text}).text
    # What was entered before contents told of earlier corrections holds as it was entered.
    with engines.reading() as session:
        assert list(publishing.faults(session)) == []
        content = json.loads(session.scalars(select(SettledContent.content).order_by(SettledContent.edition_id.desc())).first() or "")
    told = content.pop("corrections")
    assert [one["edition"] for one in told] == [4, 2]
    assert as_entered(content | {"corrections": told}, digest_of(canonical(content))) == content


def test_a_corrected_page_of_the_tree_leads_to_its_editions_in_the_register(document: int, client: StrictClient, clock: Clock) -> None:
    with engines.writing() as session:
        page_id = session.scalars(select(PageAddress.document_id).where(PageAddress.section == "about", PageAddress.path == "")).one()
    change(page_id, clock, Change.CORRECTION, **{tag: {"body": BODY, "change_note": f"Note d’essai {tag}."} for tag in ("fr", "ar", "en", "es")})
    entry = json.loads(client.get("/register.jsonl").text.splitlines()[-1])
    for tag in ("fr", "ar", "en", "es"):
        page = html.fromstring(client.get(f"/{tag}/about").text)
        (place,) = page.xpath("//*[@role='note'][contains(., 'Note d’essai')]//a/@href")
        assert (place, page.xpath("//dl[@class='facts']//a/@href")[0]) == (f"/{tag}/register?q=%2F{tag}%2Fabout", place)
        found = html.fromstring(client.get(place).text).xpath("//*[@id='entries']//a[contains(@href, '/register/')]/@href")
        assert (found[0], len(found)) == (f"/{tag}/register/{entry['sequence']}", 2)
        texts = [client.get(one).text for one in found]
        assert [f"Note d’essai {tag}." in one for one in (*texts, client.get(place).text)] == [True, False, True]
        assert "avec le nombre 14" in texts[0]
        assert ["overlay" in one for one in texts] == [True, False], "what it changed stands with the text"
        printed = page.xpath("//*[@class='printed']")[0].text_content()
        for said in (f"http://localhost:8000/{tag}/about", entry["content"], str(entry["sequence"])):
            assert said in printed


@pytest.mark.parametrize("tag", ["fr", "ar", "en", "es"])
def test_the_page_of_editions_has_dates_notes_and_what_changed(document: int, client: StrictClient, tag: str) -> None:
    document_page = client.get(f"/{tag}/communiques/c2026-001", follow_redirects=True)
    page = client.get(f"/{tag}/communiques/c2026-001/editions")
    assert page.status_code == 200
    # Its own way from the home page, although its canonical address is that of the document.
    way = re.compile(r'"BreadcrumbList".*?</script>')
    assert way.findall(page.text) != way.findall(document_page.text)
    assert "Le nombre d’essai était faux." in page.text
    for address in re.findall(rf'href="(/{tag}/communiques/c2026-001/editions/[^"]+)"', page.text):
        assert client.get(address).status_code == 200, address
    assert client.get(f"/{tag}/speeches/c2026-001/editions").headers["Location"] == f"/{tag}/communiques/c2026-001/editions"
    assert client.get(f"/{tag}/communiques/c2026-777/editions").status_code == 404


def test_the_comparison_marks_what_was_taken_out_and_put_in_for_everybody(document: int, client: StrictClient) -> None:
    page = client.get("/fr/communiques/c2026-001/editions/2/changes").text
    overlay = page[page.index('class="doc overlay"') :]
    assert overlay.startswith('class="doc overlay" lang="fr" dir="ltr"')
    assert re.search(r"<del><span class=\"visually-hidden\" lang=\"\w\w\">[^<]+</span>14\.<span", overlay)
    assert re.search(r"<ins><span class=\"visually-hidden\" lang=\"\w\w\">[^<]+</span>15\.<span", overlay)
    assert "Nothing changed in the words" in client.get("/ar/communiques/c2026-001/editions/2/changes").text or "لم يتغير" in client.get("/ar/communiques/c2026-001/editions/2/changes").text
    for absent in (1, 3, 999):
        assert client.get(f"/fr/communiques/c2026-001/editions/{absent}/changes").status_code == 404


def test_the_content_of_a_first_edition_is_the_same_bytes_after_five_more(document: int, client: StrictClient, clock: Clock) -> None:
    def contents() -> dict[int, bytes]:
        lines = [json.loads(line) for line in client.get("/register.jsonl").text.splitlines()]
        return {one["edition"]: client.get(f"/register/content/{one['content']}.json").data for one in lines if one["name"] == "MPM/C/2026/001"}

    before = contents()
    for number in range(5):
        change(document, clock, Change.AMENDMENT, fr={"title": f"Un titre d’essai {number}", "change_note": ""})
    after = contents()
    assert len(after) == 7
    assert {number: after[number] for number in before} == before
    assert client.get("/fr/communiques/c2026-001/editions/1").status_code == 200


def test_a_recall_takes_every_edition_and_content_and_leaves_the_entries(document: int, client: StrictClient, clock: Clock) -> None:
    lines = [json.loads(line) for line in client.get("/register.jsonl").text.splitlines()]
    digests = [one["content"] for one in lines if one["name"] == "MPM/C/2026/001"]
    with engines.writing() as session:
        approver = session.scalars(select(Person).where(Person.email == "approver@example.org")).one()
        publishing.recall(session, approver, document, notices={"fr": "Rappel d’essai.", "ar": "سحب تجريبي."}, at=clock.forward(hours=14), demonstration=True)
    assert clock().date().day == 24
    assert "25 novembre 2026" in client.get("/fr/communiques/c2026-001").text, "the day that it is in Geneva"
    for address in ("editions", "editions/1", "editions/2", "editions/2/changes"):
        assert client.get(f"/fr/communiques/c2026-001/{address}").status_code == 410, address
    for digest in digests:
        assert client.get(f"/register/content/{digest}.json").status_code == 410
    last = len(lines) + 1
    for sequence in (last, last - 1, last - 2):
        page = client.get(f"/fr/register/{sequence}")
        assert page.status_code == 200
        assert "paragraphe d’essai" not in page.text
        assert "Un titre d’essai" not in page.text
    assert "MPM/C/2026/001" in client.get("/fr/register?act=recall").text


@pytest.mark.parametrize("tag", ["fr", "ar", "en", "es"])
def test_the_register_is_searched_by_name_digest_and_act(document: int, client: StrictClient, tag: str) -> None:
    def found(query: str) -> int:
        return len(re.findall(rf'href="/{tag}/register/\d+"', client.get(f"/{tag}/register?{query}").text))

    digest = json.loads(client.get("/register.jsonl").text.splitlines()[-1])["digest"]
    assert found("") == 50
    assert found("page=2") > 0
    assert found("q=mpm/c/2026") == 2
    assert found(f"q={digest[:12]}") == 1
    assert found("q=themes/migration") >= 1
    assert found("act=correction") == 1
    assert found("q=%25") == 0
    for words in ("c2026-001", "C2026-1", "mpm-c-2026-001", "/d/c2026-001", "http://localhost:8000/ar/communiques/c2026-001/un-titre", "c٢٠٢٦-٠٠١"):
        assert found(urlencode({"q": words})) == 2, words
    assert found("q=xyz-c-2026-001") == found("q=c2026-999") == 0
    nonsense = client.get(f"/{tag}/register?act=nonsense").text
    assert "nonsense" in html.fromstring(nonsense).xpath("//main//*[@role='note']")[0].text_content()
    assert len(re.findall(rf'href="/{tag}/register/\d+"', nonsense)) == 50
    assert client.get(f"/{tag}/register?page=99").status_code == 404
    assert client.get(f"/{tag}/register/9999").status_code == 404
    for sequence in (1, 60, 91, 92):
        assert client.get(f"/{tag}/register/{sequence}").status_code == 200


def test_feeds_carry_the_signed_head(document: int, client: StrictClient) -> None:
    note = client.get("/register/checkpoint").text
    assert client.get("/fr/communiques.json").json["_mission"]["register"]["checkpoint"] == note
    assert note.splitlines()[2] in client.get("/ar/communiques.atom").text


def test_the_keys_are_shown_to_people_and_programs(client: StrictClient) -> None:
    known = client.get("/.well-known/mission-key.json").json
    assert known["demonstration"] is True
    assert known["keys"][0]["note_key"].startswith("localhost/register+")
    for tag in ("fr", "ar", "en", "es"):
        assert known["keys"][0]["fingerprint"] in client.get(f"/{tag}/key").text
