"""What machines ask for."""

import xml.etree.ElementTree as ElementTree
from datetime import datetime
from urllib.parse import urlsplit

from flask import Flask

from mission.extensions import engines
from mission.services import publishing
from tests.strict import StrictClient

from .. import building
from ..conftest import Clock

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def test_a_demonstration_is_kept_from_robots(client: StrictClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.status_code == 200
    assert answer.text.splitlines() == ["User-agent: *", "Disallow: /"]


def test_every_address_of_the_site_map_answers_and_names_its_languages_both_ways(client: StrictClient) -> None:
    index = ElementTree.fromstring(client.get("/sitemap.xml").data)
    files = [urlsplit(one.text or "").path for one in index.iter(f"{MAP}loc")]
    assert files == ["/sitemap/1.xml"]
    entries = ElementTree.fromstring(client.get(files[0]).data).findall(f"{MAP}url")
    languages = {one.findtext(f"{MAP}loc"): {link.get("hreflang"): link.get("href") for link in one.iter(LINK)} for one in entries}
    assert len(languages) == len(entries) > 200
    for others in languages.values():
        # Where the French text exists among others, readers of no language of ours are led to it.
        default = others.pop("x-default", None)
        assert default == (others.get("fr") if len(others) > 1 else None)
    for place, others in languages.items():
        assert place in others.values()
        assert all(languages[other] == others for other in others.values()), place
    for place in list(languages)[::15]:
        answer = client.get(urlsplit(place or "").path)
        assert answer.status_code == 200, place
        assert f'<link rel="canonical" href="{place}">' in answer.text


def test_the_site_map_tells_when_each_text_last_changed(client: StrictClient) -> None:
    tree = ElementTree.fromstring(client.get("/sitemap/1.xml").data)
    assert all((one.text or "")[:2] == "20" and "T" in (one.text or "") for one in tree.iter(f"{MAP}lastmod"))


def test_a_file_that_the_index_does_not_name_is_nowhere(client: StrictClient) -> None:
    assert client.get("/sitemap/2.xml").status_code == 404
    assert client.get("/sitemap/0.xml").status_code == 404


def test_rooms_without_documents_are_there_too(client: StrictClient) -> None:
    told = client.get("/sitemap/1.xml").get_data(as_text=True)
    for place in ("/fr/", "/ar/communiques", "/en/contact", "/es/press", "/fr/accessibility", "/ar/legal"):
        assert f"<loc>http://localhost:8000{place}</loc><" in told


def test_home_and_lists_changed_with_the_last_public_act(app: Flask, client: StrictClient, clock: Clock) -> None:
    def changed(path: str) -> str | None:
        entries = ElementTree.fromstring(client.get("/sitemap/1.xml").data).findall(f"{MAP}url")
        return next(one.findtext(f"{MAP}lastmod") for one in entries if one.findtext(f"{MAP}loc") == f"http://localhost:8000{path}")

    places = ("/fr/", "/ar/communiques", "/en/speeches", "/es/sitemap")
    before = {place: changed(place) for place in places}
    assert all(before.values())
    with engines.writing() as session:
        writer = building.person(session, "writer@example.org", clock())
        building.released(session, writer, building.person(session, "approver@example.org", clock()), clock())
    at = clock.forward(minutes=1)
    publishing.settle(engines.writing, at, prefix="MPM", demonstration=True)
    for place in places:
        assert datetime.fromisoformat(changed(place) or "") == at.replace(microsecond=0) > datetime.fromisoformat(before[place] or "")
    assert changed("/fr/contact") is None
