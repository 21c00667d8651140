"""Texts by mail as a reader meets them: nothing without the mailbox's word, nothing by a look, nothing that tells who is known."""

import email
import re
from email.message import EmailMessage
from email.policy import default
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from mission import create_app
from mission.extensions import engines
from mission.models import Alert, Delivery, Follower, Letter
from mission.services.alerts import asking
from tests.conftest import Clock, environment
from tests.services.alerts.conftest import Desk, desk, letters, session, work
from tests.strict import StrictClient

__all__ = ["desk", "session"]
TAGS = ("fr", "ar", "en", "es")
SOMEBODY = "lectrice@example.org"


def ask(client: StrictClient, tag: str = "fr", query: str = "?theme=migration", **changes: Any) -> Any:
    return client.post(f"/{tag}/alerts{query}", data={"email": SOMEBODY, "frequency": "immediate", "email_again": ""} | changes)


def link(letter: Letter, word: str) -> str:
    """The address in a letter with this word in it, as a path."""
    return urlsplit(re.search(rf"http://localhost:8000(\S*/{word}/\S+)", letter.text)[1]).path  # type: ignore[index]


def follow(client: StrictClient, **how: Any) -> None:
    ask(client, **how)
    assert client.post(link(letters(how.get("email", SOMEBODY))[-1], "confirm")).status_code == 303


def count(table: Any) -> int:
    with engines.reading() as reading:
        return reading.scalar(select(func.count()).select_from(table)) or 0


def sent(app: Flask) -> list[EmailMessage]:
    work(app)
    folder = app.config["SETTINGS"].instance / "outbox"
    return [email.message_from_bytes(one.read_bytes(), policy=default) for one in sorted(folder.glob("*.eml"))]  # type: ignore[misc]


@pytest.mark.parametrize("tag", TAGS)
def test_from_the_list_to_the_letter_and_out_again(app: Flask, client: StrictClient, desk: Desk, tag: str) -> None:
    listed = client.get(f"/{tag}/communiques?theme=migration").text
    assert f'href="/{tag}/alerts?theme=migration"' in listed
    assert client.get(f"/{tag}/alerts?theme=migration").status_code == 200
    answer = ask(client, tag)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/{tag}/alerts/sent")
    confirming = link(letters()[0], "confirm")
    for _ in range(3):
        assert client.get(confirming).status_code == 200
    desk.publish()
    assert len(sent(app)) == 1, "a look has confirmed nothing"
    assert client.post(confirming).status_code == 303
    client.get(confirming)
    app.config["CLOCK"].forward(seconds=2)
    desk.publish()
    message = sent(app)[1]
    assert message["To"] == SOMEBODY
    assert message["Content-Language"] == tag
    assert message["List-Id"] == f"<{tag}.alerts.localhost>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    ending = urlsplit(message["List-Unsubscribe"].strip("<>")).path
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert body is not None
        assert "Un texte d’essai." in body.get_content()
        assert ending in body.get_content()
    html = message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert f'<html lang="{tag}" dir="{"rtl" if tag == "ar" else "ltr"}">' in html
    assert not re.search(r"<img|<script|<link|<style|url\(|utm_|\?", html.replace("?theme=migration", ""))
    assert tag != "fr" or "ni correction ni rappel d’un texte qu’elle a reçu ne lui parviendra plus" in client.get(ending).text
    assert count(Alert) == 1, "a look has ended nothing"
    assert client.post(ending, data={"List-Unsubscribe": "One-Click"}, headers={}).status_code == 200
    assert count(Alert) == count(Follower) == count(Letter) == count(Delivery) == 0
    assert client.post(ending, data={"List-Unsubscribe": "One-Click"}, headers={}).status_code == 200
    assert client.get(ending).status_code == 200


def test_the_head_of_a_letter_is_one_that_programs_read(app: Flask, client: StrictClient, desk: Desk) -> None:
    follow(client)
    desk.publish()
    work(app)
    raw = sorted((app.config["SETTINGS"].instance / "outbox").glob("*.eml"))[1].read_bytes()
    assert re.search(rb"^List-Unsubscribe: <http://localhost:8000/fr/alerts/unsubscribe/[\w~.-]+>$", raw, re.MULTILINE)
    assert b"[D=C3=A9monstration]" in raw or b"demonstration" in raw.lower() or b"=?utf-8?" in raw
    assert "Démonstration" in str(sent(app)[1]["Subject"])


def test_the_page_answers_alike_whether_an_address_is_known_or_not(
    app: Flask, client: StrictClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(client)
    written: list[str] = []
    way_in = asking.letters.way_in
    monkeypatch.setattr(asking.letters, "way_in", lambda follower, *given: written.append(follower.email) or way_in(follower, *given))
    before = len(letters())
    known, unknown = ask(client), ask(client, email="autre@example.org")
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    answers = [client.post("/fr/alerts/link", data={"email": one}) for one in (SOMEBODY, "inconnue@example.org", "autre@example.org")]
    assert len({(one.status_code, one.headers["Location"], one.text) for one in answers}) == 1
    assert len(letters()) == before + 2
    assert written[-3:] == [SOMEBODY, "inconnue@example.org", "autre@example.org"], "each costs the same time"
    assert letters("inconnue@example.org") == []
    with engines.reading() as reading:
        assert set(reading.scalars(select(Follower.name))) == {SOMEBODY, "autre@example.org"}
    assert len(letters("autre@example.org")) == 1, "an address that has confirmed nothing gets no link"


def test_asking_again_changes_nothing_before_the_mailbox_says_so(app: Flask, client: StrictClient) -> None:
    follow(client)
    ask(client, frequency="weekly")
    with engines.reading() as reading:
        assert reading.scalars(select(Alert)).one().frequency.value == "immediate"
    assert "/alerts/manage/" in letters()[-1].text


def test_one_address_is_not_flooded_and_nobody_learns_that_it_was_not(client: StrictClient) -> None:
    answers = [ask(client, query=f"?q=mot{number}") for number in range(9)]
    assert {one.status_code for one in answers} == {303}
    assert len(letters()) == 5


def test_one_place_asks_ten_times_an_hour_and_loses_nothing(client: StrictClient, clock: Clock) -> None:
    for number in range(10):
        assert ask(client, email=f"une{number}@example.org").status_code == 303
    late = ask(client, "es", email="tarde@example.org")
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 0
    assert "tarde@example.org" in late.text
    assert "Espere" in late.text
    assert client.post("/fr/alerts/link", data={"email": SOMEBODY}).status_code == 429
    clock.forward(hours=1)
    assert ask(client).status_code == 303


@pytest.mark.parametrize("tag", TAGS)
def test_a_wrong_address_is_told_and_kept(client: StrictClient, tag: str) -> None:
    for wrong in ({"email": "pas une adresse"}, {"email": ""}, {"frequency": "hourly"}, {"email": "a@example.org\r\nBcc: b@example.org"}):
        answer = ask(client, tag, **wrong)
        assert answer.status_code == 422, wrong
        assert 'role="alert"' in answer.text
    assert "pas une adresse" in ask(client, tag, email="pas une adresse").text
    assert client.post(f"/{tag}/alerts/link", data={"email": "x"}).status_code == 422
    trapped = ask(client, tag, email_again="x")
    assert trapped.status_code == 422
    assert SOMEBODY in trapped.text
    assert count(Letter) == 0


def test_the_link_shows_changes_and_ends(app: Flask, client: StrictClient) -> None:
    follow(client)
    follow(client, query="?section=speeches", tag="ar")
    client.post("/en/alerts/link", data={"email": SOMEBODY.upper()})
    managing = link(letters()[-1], "manage")
    shown = client.get(managing)
    assert shown.headers["Cache-Control"] == "no-store"
    assert "noindex" in shown.text
    for words in ("Migration", "Royal speeches", SOMEBODY, "العربية"):
        assert words in shown.text, words
    assert client.post(f"{managing}/frequency", data={"alert": "1", "frequency": "daily"}).status_code == 303
    assert client.post(f"{managing}/frequency", data={"alert": "1", "frequency": "daily", "language": "es"}).headers["Location"] == f"{managing}?done=changed"
    assert client.post(f"{managing}/frequency", data={"alert": "1", "frequency": "daily", "language": "de"}).status_code == 404
    assert "The change is saved." in client.get(f"{managing}?done=changed").text
    with engines.reading() as reading:
        assert (reading.get_one(Alert, 1).frequency.value, reading.get_one(Alert, 1).language) == ("daily", "es")
    assert client.post(f"{managing}/ending", data={"alert": "1"}).headers["Location"] == f"{managing}?done=ended"
    assert client.post(f"{managing}/ending", data={"alert": "1"}).status_code == 404
    assert "It is your last alert" in client.get(managing).text
    assert client.post(f"{managing}/ending", data={"alert": "2"}).headers["Location"] == "/en/alerts/forgotten"
    assert "No correction or recall of a text that you have received will reach you any more." in client.get("/en/alerts/forgotten").text
    assert count(Follower) == count(Letter) == 0
    assert client.get(managing).status_code == 404


def test_letters_come_in_the_language_that_is_chosen_and_one_list_once_in_each(client: StrictClient) -> None:
    assert '<option lang="fr" selected value="fr">' in client.get("/fr/alerts").text
    assert ask(client, language="de").status_code == 422
    ask(client, language="ar")
    assert letters()[0].language == "ar"
    assert "/ar/alerts/confirm/" in letters()[0].text
    assert client.post(link(letters()[0], "confirm")).status_code == 303
    follow(client)
    ask(client, tag="es")
    client.post("/en/alerts/link", data={"email": SOMEBODY})
    managing = link(letters()[-1], "manage")
    twice = client.post(f"{managing}/frequency", data={"alert": "1", "frequency": "weekly", "language": "fr"}).headers["Location"]
    assert "You receive this list in that language already" in client.get(twice).text
    assert client.post(f"{managing}/frequency", data={"alert": "1", "frequency": "weekly", "language": "es"}).headers["Location"].endswith("changed")
    with engines.reading() as reading:
        assert sorted((one.language, one.frequency.value) for one in reading.scalars(select(Alert))) == [("es", "weekly"), ("fr", "immediate")]


def test_the_speeches_of_an_occasion_are_followed_alone(client: StrictClient) -> None:
    page = client.get("/fr/speeches?occasion=throne").text
    assert 'href="/fr/alerts?occasion=throne&amp;section=speeches"' in page
    assert "Fête du Trône" in client.get("/fr/alerts?occasion=throne&section=speeches").text
    follow(client, query="?occasion=throne&section=speeches")
    with engines.reading() as reading:
        assert reading.scalars(select(Alert)).one().query == {"section": "speeches", "occasion": "throne"}


def test_a_link_opens_its_own_holders_alerts_alone(client: StrictClient) -> None:
    follow(client)
    follow(client, email="autre@example.org")
    client.post("/fr/alerts/link", data={"email": "autre@example.org"})
    managing = link(letters("autre@example.org")[-1], "manage")
    for act in ("ending", "frequency"):
        assert client.post(f"{managing}/{act}", data={"alert": "1", "frequency": "weekly"}).status_code == 404
    assert count(Alert) == 2
    assert client.post(f"{managing}/frequency", data={"alert": "2", "frequency": "hourly"}).status_code == 404
    assert client.post(f"{managing}/forgetting").status_code == 303
    assert count(Alert) == count(Follower) == 1


def test_links_expire_serve_one_purpose_and_are_not_made_by_hand(client: StrictClient, clock: Clock) -> None:
    ask(client)
    confirming = link(letters()[0], "confirm")
    token = confirming.rpartition("/")[2]
    for path in (f"/fr/alerts/manage/{token}", f"/fr/alerts/unsubscribe/{token}", f"{confirming}x", "/fr/alerts/confirm/1~x~9999999999.abc", "/fr/alerts/confirm/é"):
        assert client.get(path).status_code == 404, path
        assert "n’ouvre plus rien" in client.get(path).text
    assert client.post(f"/fr/alerts/unsubscribe/{token}", headers={}).status_code == 404
    clock.forward(hours=49)
    assert client.get(confirming).status_code == 404
    assert client.post(confirming).status_code == 404
    assert count(Alert) == 1


def test_an_old_key_still_reads_and_a_foreign_one_does_not(instance: Any, client: StrictClient, clock: Clock) -> None:
    ask(client)
    confirming = link(letters()[0], "confirm")
    own = (instance / "secret_key").read_text()
    for key, fallbacks, status in (("n" * 40, own, 200), ("n" * 40, "", 404)):
        other = create_app(environment(instance) | {"SECRET_KEY": key, "SECRET_KEY_FALLBACKS": fallbacks}, clock=clock)
        assert other.test_client().get(confirming, base_url="http://localhost:8000").status_code == status


def test_one_view_alone_needs_no_word_of_a_browser(app: Flask, client: StrictClient) -> None:
    bare = [name for name, view in app.view_functions.items() if getattr(view, "bears_its_token", False)]
    assert bare == ["alerts.unsubscribe"]
    ask(client)
    confirming = link(letters()[0], "confirm")
    for path in (confirming, "/fr/alerts", "/fr/alerts/link", "/fr/alerts/manage/x/forgetting", "/fr/alerts/manage/x/ending", "/fr/alerts/manage/x/frequency"):
        for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
            assert client.post(path, data={"List-Unsubscribe": "One-Click"}, headers=headers).status_code == 403, path


def test_the_same_list_is_the_same_alert_whatever_its_address_looks_like(client: StrictClient) -> None:
    for query in ("?theme=migration&kind=speech", "?kind=speech&theme=migration", "?kind=speech&theme=migration&page=3&sort=oldest&nonsense=1"):
        ask(client, query=query)
    assert count(Alert) == 1
    assert letters()[0].text.count("Migrations") == 1


def test_junk_in_the_address_falls_away(client: StrictClient) -> None:
    for query in ("?from=2020&to=2010", "?section=communiques", "?q=%00", "?q=" + "a" * 5000, "?nonsense=1", "?session=99e"):
        assert client.get(f"/fr/alerts{query}").status_code == 200, query
        assert ask(client, query=query, email="").status_code == 422


@pytest.mark.parametrize("query", ["?theme=nope", "?theme=migration&body=nope", "?from=abc&to=99999", "?section=kingdom", "?section=nope", "?from=²²²²", "?section=%FF", "?q=(", "?q=%22-&theme=migration", "?occasion=throne", "?section=speeches&occasion=nope"])
def test_nobody_follows_more_than_was_asked_for_without_being_told(client: StrictClient, query: str) -> None:
    """A filter that there is not is named, what was typed stays, and the next press follows the list that is shown."""
    said = "ne contient ni mot ni nombre à chercher" if "q=" in query else "Aucune liste n’a ce filtre"
    asked = client.get(f"/fr/alerts{query}")
    assert asked.status_code == 404
    assert said in asked.text
    answer = ask(client, query=query)
    assert answer.status_code == 422
    assert said in answer.text
    assert SOMEBODY in answer.text
    assert re.search(r'value="immediate"[^>]* checked|checked[^>]* value="immediate"', answer.text)
    assert count(Alert) == count(Letter) == 0
    action = unescape(re.search(r'id="form" action="([^"]+)"', answer.text)[1])  # type: ignore[index]
    assert ask(client, query=action.removeprefix("/fr/alerts")).status_code == 303


def test_no_address_of_ones_own_is_printed(client: StrictClient) -> None:
    ask(client)
    confirming = link(letters()[-1], "confirm")
    page = client.get(confirming).text
    assert '<p class="printed" dir="auto"></p>' in page


def test_letters_lead_to_the_sites_own_address_whatever_host_was_asked(app: Flask, client: StrictClient) -> None:
    client.post("/fr/alerts", data={"email": SOMEBODY, "frequency": "daily"}, headers={"Sec-Fetch-Site": "same-origin", "X-Forwarded-Host": "evil.example"})
    assert "evil" not in letters()[0].text + letters()[0].html
