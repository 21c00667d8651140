"""The register and the keys for people: searched, read in four languages, each entry at its own address with its proof."""

import base64
import hashlib
import json

import pytest
from flask import Flask
from lxml import html
from werkzeug.test import TestResponse

from mission.cli import commands
from mission.extensions import engines
from mission.folding import folded
from mission.languages import LANGUAGES, TAGS
from mission.services import visibility
from mission.services.authenticity import keys
from mission.services.authenticity.keys import Signer
from mission.services.rendering import cards
from mission.services.rendering.pdf import House
from mission.services.rendering.wording import wording
from mission.verify import notes, tree
from mission.verify.register import read_head

from ..conftest import Clock
from ..seeded import COMMUNIQUE, COMMUNIQUE_REFERENCE
from ..strict import StrictClient

DATES = {"fr": "24 novembre 2026", "ar": "24 نونبر 2026", "en": "24 November 2026", "es": "24 de noviembre de 2026"}


def read(answer: TestResponse) -> html.HtmlElement:
    return html.fromstring(answer.text)


def words_of(found: html.HtmlElement) -> str:
    return str(found.text_content()).replace("\u00a0", " ")


@pytest.mark.parametrize("tag", TAGS)
def test_the_register_is_searched_and_read(client: StrictClient, tag: str) -> None:
    entry = json.loads(client.get("/register.jsonl").text.splitlines()[-1])
    for words in (entry["name"], entry["name"].lower(), entry["digest"], entry["content"][:12],
                  f"{entry['digest'][:6]}…{entry['digest'][-6:]}", f"SHA-256 {entry['content'][:32]} {entry['content'][32:]}"):  # fmt: skip
        found = read(client.get(f"/{tag}/register", query_string={"q": words}))
        assert found.xpath("//*[@id='entries']//a[contains(@href, '/register/')]/@href") == [f"/{tag}/register/{entry['sequence']}"], words
    row = words_of(found.xpath("//*[@id='entries']/li")[0])
    assert DATES[tag] in row
    assert "2026-11" not in row
    title = json.loads(client.get(f"/register/content/{entry['content']}.json").text)["translations"]["fr"]["title"]
    words = " ".join(title.split()[:-1])
    # As it stands, and as somebody writes it who has no accents, or capitals without them.
    assert not words.isascii()
    for written in (words, words.upper(), folded(words), folded(words).upper()):
        titled = read(client.get(f"/{tag}/register", query_string={"q": written}))
        assert f"/{tag}/register/{entry['sequence']}" in titled.xpath("//*[@id='entries']//a/@href"), written
    of_content = (
        "This digest is that of the text below, in every language, as the register holds it. Whether the words that you have are its words, only the text "
        "itself can show: paste it."
    )  # fmt: skip
    for digest, said in ((entry["content"], of_content),
                         (entry["digest"], "This digest is that of an entry of the register, about the text below.")):  # fmt: skip
        assert wording(tag).say(said) in read(client.get(f"/{tag}/verify", query_string={"reference": digest})).text_content()
    assert not read(client.get(f"/{tag}/register?q=introuvable")).xpath("//*[@id='entries']//a")
    assert client.get(f"/{tag}/register?act=recall").status_code == 200


@pytest.mark.parametrize("tag", TAGS)
def test_an_entry_has_its_own_address_and_its_proof_leads_to_the_head(client: StrictClient, tag: str) -> None:
    lines = client.get("/register.jsonl").data.splitlines()
    entry = read(client.get(f"/{tag}/register/40"))
    links = entry.xpath("//main//dl//a/@href")
    content, proof, head = (next(one for one in links if part in one) for part in ("/content/", "/inclusion/", "/checkpoint/"))
    known = read_head(notes.parse(client.get(head).text))
    path = [base64.b64decode(one) for one in client.get(proof).json["path"]]
    assert tree.included(tree.leaf_hash(lines[39]), 39, known.size, path, known.root)
    assert hashlib.sha256(client.get(content).data).hexdigest() == json.loads(lines[39])["content"]
    old = read_head(notes.parse(client.get("/register/checkpoint/40").text))
    grown = [base64.b64decode(one) for one in client.get(f"/register/consistency/40/{known.size}").json["path"]]
    assert tree.consistent(40, known.size, grown, old.root, known.root)


@pytest.mark.parametrize("tag", TAGS)
def test_a_milestone_says_what_it_is_wherever_it_is_shown(client: StrictClient, monkeypatch: pytest.MonkeyPatch, tag: str) -> None:
    entry = next(one for line in client.get("/register.jsonl").text.splitlines() if (one := json.loads(line))["name"] == COMMUNIQUE_REFERENCE)
    said = wording(tag).retrospective
    assert said in client.get(f"/{tag}/register/{entry['sequence']}").text
    assert said in client.get(f"/{tag}/verify", query_string={"reference": COMMUNIQUE_REFERENCE}).text.partition('id="answer"')[2]
    page = read(client.get(f"/{tag}/communiques/{COMMUNIQUE}", follow_redirects=True))
    assert said in page.xpath("//meta[@property='og:image:alt']/@content")[0]
    monkeypatch.setattr(cards.typesetting, "png", lambda name, values: values["note"].encode())
    with engines.reading() as session:
        found = visibility.by_code(session, COMMUNIQUE)
        assert found is not None
        assert cards.card(found, LANGUAGES[tag], House("https://mission.example", False)).decode() == said


@pytest.mark.parametrize("tag", TAGS)
def test_the_keys_are_read_by_people(app: Flask, client: StrictClient, clock: Clock, tag: str) -> None:
    with engines.writing() as session:
        old, fresh = session.info["seal"].signer, Signer.new()
        keys.rotate(session, old, fresh, clock.forward(minutes=1), demonstration=True)
        keys.revoke(session, old.key_id, fresh, clock.forward(minutes=1), since=clock(), reason="Un essai.")
        session.commit()
    page = read(client.get(f"/{tag}/key"))
    text = words_of(page.xpath("//main")[0])
    assert text.count(DATES[tag]) == 5, "in use (twice), replaced, revoked (twice)"
    assert "T09:" not in text
    groups = page.xpath("//code[@class='fingerprint']")[0].text.split()
    assert ("".join(groups), len(groups)) == (hashlib.sha256(fresh.public).hexdigest(), 16)
    codes = page.xpath("//main//code/text()")
    assert base64.b64encode(fresh.public).decode() in codes
    assert "_mission-key.localhost" in codes
    assert f"v=mission-key1; k=ed25519; p={base64.b64encode(fresh.public).decode()}; sha256={hashlib.sha256(fresh.public).hexdigest()}" in codes
    assert len(page.xpath("//main//div[@class='doc']/ul/li")) == 3
    assert not page.xpath("//main//div[@class='doc']//a[starts-with(@href, 'http')]"), "no address is invented"
    listed = app.test_cli_runner().invoke(commands, ["key", "list"]).output
    assert " ".join(groups) in listed
