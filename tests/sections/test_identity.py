"""What the site says of itself to browsers and searchers."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from mission import create_app
from mission.config import Settings
from mission.environment import SettingError
from mission.extensions import engines
from mission.languages import LANGUAGES, TAGS
from tests.seeded import COMMUNIQUE, COMMUNIQUE_REFERENCE, code

from ..conftest import Clock, environment
from ..strict import StrictClient


def linked(page: str) -> list[dict[str, Any]]:
    return [json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]


def kinds(client: StrictClient, address: str) -> set[str]:
    return {one["@type"] for one in linked(client.get(address, follow_redirects=True).text)}


def test_each_kind_of_page_says_what_it_is(client: StrictClient) -> None:
    assert kinds(client, "/fr/") == {"GovernmentOrganization"}
    assert kinds(client, f"/ar/communiques/{COMMUNIQUE}") == {"NewsArticle", "BreadcrumbList"}
    assert kinds(client, "/en/themes/migration") == {"BreadcrumbList"}


def test_an_article_names_reference_dates_and_publisher_and_no_detail_that_no_setting_gives(client: StrictClient) -> None:
    page = client.get(f"/en/communiques/{COMMUNIQUE}", follow_redirects=True).text
    article = next(one for one in linked(page) if one["@type"] == "NewsArticle")
    assert article["identifier"] == COMMUNIQUE_REFERENCE
    assert article["inLanguage"] == "en"
    assert "demonstration" in article["publisher"]["name"]
    # A milestone is written now: machines are told what it is, of which time it tells, and where that can be checked.
    assert (article["genre"], article["temporalCoverage"]) == ("Milestone", "1998")
    assert article["citation"][0]["url"].startswith("http")
    assert client.get(article["image"][0].removeprefix("http://localhost:8000")).status_code == 200
    assert not {"email", "telephone", "address"} & set(article["publisher"])
    trail = next(one for one in linked(page) if one["@type"] == "BreadcrumbList")
    assert [step["position"] for step in trail["itemListElement"]] == [1, 2, 3]
    assert all(step["item"].startswith("http://localhost:8000/en") for step in trail["itemListElement"])


@pytest.mark.parametrize("tag", TAGS)
def test_cards_manifest_and_search_are_in_each_language(client: StrictClient, tag: str) -> None:
    page = client.get(f"/{tag}/themes/migration").text
    properties = dict(re.findall(r'<meta property="(og:[a-z:_]+)" content="([^"]*)"', page))
    assert properties["og:locale"].startswith(tag)
    assert properties["og:url"] == f"http://localhost:8000/{tag}/themes/migration"
    assert {"og:title", "og:description", "og:type", "og:image", "og:site_name"} <= set(properties)
    assert client.get(properties["og:image"].removeprefix("http://localhost:8000")).status_code == 200
    lent = client.get(f"/{tag}/communiques/{code('1956-ilo-conventions')}").text
    assert ('<meta property="og:locale" content="fr_' in lent) == (tag == "fr" or 'class="doc foreign"' in lent), "a text is in the language that it is in"
    manifest = client.get(f"/{tag}/site.webmanifest").get_json()
    assert (manifest["lang"], manifest["dir"]) == (tag, LANGUAGES[tag].direction)
    assert all(client.get(icon["src"]).status_code == 200 for icon in manifest["icons"])
    search = ElementTree.fromstring(client.get(f"/{tag}/opensearch.xml").get_data())
    template = search.find("{http://a9.com/-/spec/opensearch/1.1/}Url").get("template")  # type: ignore[union-attr]
    assert template == f"http://localhost:8000/{tag}/communiques?q={{searchTerms}}"
    suggested = search.find("{http://a9.com/-/spec/opensearch/1.1/}Url[@type='application/x-suggestions+json']").get("template")  # type: ignore[union-attr]
    assert suggested == f"http://localhost:8000/{tag}/communiques/suggestions.json?q={{searchTerms}}"
    name = search.findtext("{http://a9.com/-/spec/opensearch/1.1/}ShortName")
    assert name is not None
    assert len(name) <= 16
    assert {"fr": "Maroc", "ar": "المغرب", "en": "Morocco", "es": "Marruecos"}[tag] in name


def test_icons_are_where_browsers_look(client: StrictClient) -> None:
    assert client.get("/favicon.ico").get_data().startswith(b"\x00\x00\x01\x00")


def test_weaknesses_are_reported_where_a_setting_says(client: StrictClient, instance: Path, clock: Clock) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    app = create_app(environment(instance) | {"SECURITY_CONTACT": "mailto:security@example.org"}, clock=clock)
    told = app.test_client().get("/.well-known/security.txt", base_url="http://localhost:8000").get_data(as_text=True)
    # RFC 9116, 3: some look for it at the root.
    earlier = app.test_client().get("/security.txt", base_url="http://localhost:8000")
    assert (earlier.status_code, earlier.headers["Location"]) == (301, "/.well-known/security.txt")
    assert client.get("/security.txt").status_code == 404, "it leads nowhere while there is nothing"
    assert told.splitlines() == [
        "Contact: mailto:security@example.org", "Expires: 2027-05-23T00:00:00Z", "Preferred-Languages: fr, ar, en, es",
        "Canonical: http://localhost:8000/.well-known/security.txt",
    ]  # fmt: skip
    engines.dispose()
    with pytest.raises(SettingError, match="must begin with mailto: or https://"):
        Settings.from_environment({"SECURITY_CONTACT": "javascript:alert(1)"})


def test_contact_details_appear_with_their_settings(instance: Path, clock: Clock) -> None:
    given = {"PRESS_EMAIL": "press@example.org", "PUBLISHER": "Une personne", "MISSION_ADDRESS": "Une rue", "HOSTING": "Un hébergeur",
             "RESPONSIBLE_PERSON": "Une responsable", "REUSE_LICENCE": "Une licence", "DATA_CONTROLLER": "Un bureau", "DATA_CONTACT": "donnees@example.org",
             "DATA_AUTHORITY": "Une autorité", "SERVER_LOGS": "Un journal de dix jours"}  # fmt: skip
    client = create_app(environment(instance) | given, clock=clock).test_client()
    shown = "".join(client.get(f"/fr/{name}", base_url="http://localhost:8000").get_data(as_text=True) for name in ("press", "legal", "privacy"))
    for value in given.values():
        assert value in shown
    engines.dispose()


@pytest.mark.parametrize("tag", ["fr", "ar", "en", "es"])
def test_notices_tell_a_demonstration_and_never_that_a_setting_is_empty(client: StrictClient, tag: str) -> None:
    told = {"fr": "Cette installation est une démonstration", "ar": "هذه النسخة عرض تجريبي", "en": "This installation is a demonstration", "es": "Esta instalación es una demostración"}
    empty = ("n’est réglé", "لم يُضبط", "no telephone number", "no tiene fijado")
    for name in ("legal", "privacy"):
        page = client.get(f"/{tag}/{name}").get_data(as_text=True)
        assert told[tag] in page
        assert "<p></p>" not in page
    press = client.get(f"/{tag}/press").get_data(as_text=True)
    assert not any(one in press for one in empty)
    assert 'href="#form"' not in press


def test_home_is_shared_under_the_name_of_the_site_and_a_milestone_says_when_it_was_written(client: StrictClient) -> None:
    home = client.get("/fr/").get_data(as_text=True)
    assert '<meta property="og:title" content="Mission permanente du Royaume du Maroc à Genève">' in home
    assert '<meta property="og:description" content="' in home
    assert "auprès de l’Office des Nations Unies et des autres organisations internationales à Genève (" in home
    text = client.get(f"/fr/communiques/{COMMUNIQUE}", follow_redirects=True).get_data(as_text=True)
    assert "<dt>Repère rédigé le</dt>" in text
    assert "<dt>Diffusé le</dt>" not in text


def test_a_past_event_has_no_status_nor_an_organiser_that_nobody_named(client: StrictClient) -> None:
    text = client.get(f"/fr/seminars/{code('2012-rabat-plan')}", follow_redirects=True).get_data(as_text=True)
    assert '"@type": "Event"' in text
    assert "eventStatus" not in text
    assert "organizer" not in text


def test_whoever_writes_about_a_consular_matter_knows_beforehand_what_becomes_of_it(client: StrictClient) -> None:
    assert "La Mission ne traite pas les questions consulaires" in client.get("/fr/contact").get_data(as_text=True)
