"""Copies that hold more or less than one text: several pasted together, one without accents, a page saved on an earlier day."""

import io
import json
import re
import unicodedata
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import delete, select

from mission.extensions import engines
from mission.models import Document, Person, TextPrint
from mission.services import publishing
from mission.services.authenticity import marks
from mission.services.rendering import making
from tests.building import released, text
from tests.conftest import Clock
from tests.strict import StrictClient

from .test_verify import ORIGINALS, SETTLE, TEXTS, WAYS, corrected, issued, word

__all__ = ["issued"]
OTHER = (
    "Second texte d’essai : le programme inventé", "Un autre résumé d’essai, pour deux textes dans un même collage.",
    "<p>La commission d’essai a examiné neuf rapports imaginaires et en a retenu quatre, dont aucun ne décrit un fait réel ni un engagement.</p>"
    "<p>Une séance supplémentaire, également fictive, complétera cet échantillon avant la clôture des travaux de démonstration.</p>",
)
OTHERS = "\n".join((OTHER[0], OTHER[1], *re.findall("<p>(.*?)</p>", OTHER[2])))
FORGED = "L’échantillon rompt ses relations avec tous les exemples et quitte la ville demain matin."


@pytest.fixture
def both(issued: int, clock: Clock) -> int:
    """Two samples, settled."""
    with engines.writing() as session:
        writer, approver = (session.scalars(select(Person).where(Person.email == f"{one}@example.org")).one() for one in ("writer", "approver"))
        released(session, writer, approver, clock(), translations={"fr": text(OTHER[0], "original", OTHER[2], summary=OTHER[1])})
    publishing.settle(engines.writing, clock.forward(minutes=1), **SETTLE)
    return issued


def verdicts(client: StrictClient, tag: str = "fr", **given: object) -> list[str]:
    """The verdict over all, and where there is more than one that of each."""
    answer = client.post(f"/{tag}/verify", data=given, content_type="multipart/form-data")
    assert answer.status_code == 200, answer.text
    return re.findall(r'data-verdict="(\w+)"', answer.text)


def unaccented(written: str) -> str:
    """As typed on a machine without accents."""
    parted = unicodedata.normalize("NFD", written.replace("œ", "oe"))
    return unicodedata.normalize("NFC", "".join(one for one in parted if not "\u0300" <= one <= "\u036f")).translate(str.maketrans("أإآى", "اااي"))


def test_each_of_several_texts_is_named(both: int, client: StrictClient) -> None:
    first = ORIGINALS["fr"].whole
    for given in (f"{first}\n\n{OTHERS}", f"{OTHERS}\n{ORIGINALS['ar'].whole}", f"{first}\n{ORIGINALS['es'].whole}", " ".join(f"{first} {OTHERS}".split())):
        assert verdicts(client, text=given) == ["issued", "issued", "issued"], given
    assert verdicts(client, text="\n".join((first, OTHERS, *(ORIGINALS[tag].whole for tag in ("ar", "en", "es"))))) == ["issued"] * 6
    assert verdicts(client, text=f"{first}\n{OTHERS}".replace("neuf rapports", "dix rapports")) == ["altered", "issued", "altered"]
    assert verdicts(client, text=f"{first}\n{FORGED}\n{OTHERS}")[0] == "altered"
    assert verdicts(client, file=(io.BytesIO(word(f"{first}\n{OTHERS}")), "x.docx")) == ["copy", "copy", "copy"]
    answer = client.post("/fr/verify", data={"text": f"{first}\n{OTHERS}", "reference": "MPM/C/2026/002"}).text
    assert "MPM/C/2026/001" in answer
    assert TEXTS["fr"][0] in answer
    assert OTHER[0] in answer
    assert "appartient à un autre texte" not in answer
    assert client.post("/en/verify", data={"text": f"{first}\n{OTHERS}", "reference": "MPM/R/2026/001"}).text.count("belongs to another text") == 2


def test_a_forged_sentence_among_several_texts_is_shown_and_the_same_text_twice_is_none(both: int, client: StrictClient) -> None:
    first = ORIGINALS["fr"].whole
    for given in (f"{FORGED}\n{first}\n{OTHERS}", f"{first}\n{FORGED}\n{OTHERS}", f"{first}\n{OTHERS}\n{FORGED}"):
        answer = client.post("/fr/verify", data={"text": given}).text
        assert re.findall(r'data-verdict="(\w+)"', answer)[0] == "altered"
        assert FORGED.rstrip(".") in answer[answer.index('class="differences"') : answer.index("<form class=\"form\"")], given
        assert "<details" not in answer[answer.index('id="answer"') : answer.index("<form class=\"form\"")], "the title of the second is not put aside with the first"
    assert verdicts(client, text=f"{first}\n{first}") == ["altered"]
    assert verdicts(client, text=f"{first}\n{ORIGINALS['fr'].body}") == ["altered"]


@pytest.mark.parametrize("tag", ["fr", "ar", "es"])
def test_a_text_without_any_accent_is_said_to_be_that(issued: int, client: StrictClient, tag: str) -> None:
    original = ORIGINALS[tag]
    for name in ("whole", "without a head", "quoted", "in short lines", "capitals"):
        assert verdicts(client, tag, text=unaccented(WAYS[name](original))) == ["bare"], name
    assert verdicts(client, tag, file=(io.BytesIO(word(unaccented(original.whole))), "x.docx")) == ["bare"]
    changed = unaccented(original.whole).replace("25", "26")
    answer = client.post("/en/verify", data={"text": changed}).text
    assert 'data-verdict="altered"' in answer
    assert "Every accent is missing" in answer
    assert answer.count("<del>") <= 4, "the places that were changed alone, and the words of the legend"


def test_some_accents_that_are_missing_are_places_that_differ(issued: int, client: StrictClient) -> None:
    original = ORIGINALS["fr"].whole
    for given in (original.replace("salué", "salue"), original.replace("é", "e"), unaccented(original).replace("Resume", "Résumé")):
        assert verdicts(client, text=given) == ["altered"]


def test_marks_of_an_earlier_program_are_made_again_when_the_site_starts(issued: int, app: Flask, client: StrictClient) -> None:
    with engines.writing() as session:
        assert marks.bring_up(session) == 0
        session.execute(delete(TextPrint))
        session.commit()
    assert verdicts(client, text=ORIGINALS["fr"].whole) == ["unknown"]
    from mission.cli import commands

    assert app.test_cli_runner().invoke(commands, ["init"]).exit_code == 0
    assert verdicts(client, text=ORIGINALS["fr"].whole) == ["issued"]


def test_a_page_of_an_earlier_day_is_known_with_what_stood_beside_its_text(both: int, client: StrictClient, clock: Clock) -> None:
    addresses = [f"/{tag}/communiques/c2026-001" for tag in ("fr", "ar")] + ["/fr/themes/migration/iom", "/ar/themes/migration", "/fr/communiques/c2026-002"]
    pages = {one: client.get(one, follow_redirects=True).get_data(as_text=True) for one in addresses}
    with engines.writing() as session:
        writer, approver = (session.scalars(select(Person).where(Person.email == f"{one}@example.org")).one() for one in ("writer", "approver"))
        for number in range(9):
            texts = {"fr": text(f"ÉCHANTILLON inventé numéro {number}"), "ar": text(f"عينة مختلقة رقم {number}", "official", summary="ملخص.")}
            released(session, writer, approver, clock(), translations=texts, dated_start=date(2026, 11, 24 - number))
    publishing.settle(engines.writing, clock.forward(minutes=1), **SETTLE)
    for address, page in pages.items():
        tag = address[1:3]
        now = client.get(address, follow_redirects=True).get_data(as_text=True)
        assert now != page
        assert verdicts(client, tag, file=(io.BytesIO(page.encode()), "x.html")) == ["copy"], address
        for place in ('<aside class="aside"', "</aside>", "</nav>"):
            forged = page.replace(place, f"<p>{FORGED}</p>{place}", 1)
            answer = client.post("/fr/verify", data={"file": (io.BytesIO(forged.encode()), "x.html")}, content_type="multipart/form-data").text
            assert 'data-verdict="altered"' in answer, (address, place)
            assert FORGED.rstrip(".") in answer, (address, place)
    # What another text is called is known; what it was never called is not.
    page = pages["/fr/communiques/c2026-001"]
    assert OTHER[0] in page
    assert verdicts(client, file=(io.BytesIO(page.replace(OTHER[0], "L’échantillon rompt tout").encode()), "x.html")) == ["altered"]


def test_the_title_of_another_text_does_not_pass_for_this_one_s(both: int, client: StrictClient) -> None:
    body = ORIGINALS["fr"].body
    assert verdicts(client, text=f"{OTHER[0]}\n{body}") == ["altered"]
    for content in (word(f"{OTHER[0]}\n{body}"), "".join(f"<p>{one}</p>" for one in f"<html>\n{OTHER[0]}\n{body}".split("\n")).encode()):
        assert verdicts(client, file=(io.BytesIO(content), "x")) == ["altered"]
    assert verdicts(client, text=f"{ORIGINALS['fr'].title}\n{body}\n{OTHER[0]}") == ["issued"], "beside its own, as on the page"


def test_what_the_site_gives_out_beside_a_text_is_known_for_what_it_is(both: int, app: Flask, client: StrictClient, clock: Clock) -> None:
    with engines.writing() as session:
        making.make(session, session.get_one(Document, both).current_edition_id or 0, clock(), app.config["SETTINGS"])
    lines = client.get("/register.jsonl").text.splitlines()
    entry = json.loads(next(one for one in lines if '"MPM/C/2026/001"' in one))
    given = {
        "signature": client.get("/fr/communiques/c2026-001.pdf.sig").text, "content of the text": client.get(f"/register/content/{entry['content']}.json").text,
        "an entry": lines[entry["sequence"] - 1], "follow each other": "\n".join(lines), "signed head": client.get("/register/checkpoint").text,
        "public keys": client.get("/.well-known/mission-key.json").text,
    }  # fmt: skip

    def told(name: str, content: str) -> None:
        for how in ({"text": content}, {"file": (io.BytesIO(content.encode()), name)}):
            answer = client.post("/en/verify", data=how, content_type="multipart/form-data").text
            assert 'data-verdict="proof"' in answer, name
            assert name in answer, name
            assert any(title in answer for title, _, _ in TEXTS.values()) == (name in ("signature", "content of the text", "an entry")), name

    for name, content in given.items():
        told(name, content)
    told("content of the text", json.dumps(json.loads(given["content of the text"]), indent=2))
    told("follow each other", "\n".join(lines[3:9]))
    for name, (before, after) in {
        "signature": ("edition 1", "edition 2"), "content of the text": ("12 mars", "13 mars"), "an entry": ('"edition":1', '"edition":2'),
        "follow each other": ('"sequence":7', '"sequence":8'), "signed head": ("time 2", "time 3"), "public keys": ('"public":"', '"public":"A'),
    }.items():  # fmt: skip
        forged = given[name].replace(before, after)
        assert forged != given[name]
        assert "proof" not in verdicts(client, text=forged), name
    twice = given["content of the text"].replace("{", '{"name":"MPM/C/2031/001",', 1)
    assert twice != given["content of the text"]
    assert "proof" not in verdicts(client, text=twice)
    for hostile in ("{" * 50_000, '{"a":' * 20_000, '{"sequence":99999999999999999999}', '{"sequence":true}', "mission-document/1\n\n\u2014 x AAAAAAAA"):
        assert client.post("/fr/verify", data={"text": hostile}).status_code in (200, 422), hostile[:20]
    corrected(both, clock, body=TEXTS["fr"][2].replace("12 mars", "14 mars"), change_note="Une date d’essai.")
    assert verdicts(client, text=given["content of the text"]) == ["superseded"]
