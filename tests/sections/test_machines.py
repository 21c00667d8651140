"""What machines ask for."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mission.extensions import engines
from mission.languages import TAGS
from mission.models import Kind, Person
from mission.services import listing, publishing, visibility
from tests.strict import StrictClient

from .. import building
from ..conftest import Clock

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def test_a_demonstration_is_kept_from_robots(client: StrictClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.status_code == 200
    assert answer.text.splitlines() == ["User-agent: *", "Disallow: /"]


def test_robots_walk_the_official_site_but_not_the_many_ways_to_open_its_map(app: Flask, client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], MISSION_OFFICIAL=True))
    told = RobotFileParser()
    told.parse(client.get("/robots.txt").text.splitlines())
    assert [one for one in ("/fr/", "/fr/sitemap", "/ar/communiques?theme=migration", "/en/sitemap.xml") if not told.can_fetch("*", one)] == []
    assert [one for one in ("/desk/", *(f"/{tag}/sitemap?{asked}=themes&open=kingdom" for tag in TAGS for asked in ("open", "at"))) if told.can_fetch("*", one)] == []
    assert told.site_maps() == ["http://localhost:8000/sitemap.xml"]
    toggles = re.findall('<a class="toggle"[^>]*>', client.get("/fr/sitemap").text)
    assert toggles
    assert all('rel="nofollow"' in one for one in toggles)


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


def test_a_room_changed_with_the_last_act_on_what_it_shows(app: Flask, client: StrictClient, clock: Clock) -> None:
    def changed() -> dict[str, datetime]:
        entries = ElementTree.fromstring(client.get("/sitemap/1.xml").data).findall(f"{MAP}url")
        times = {urlsplit(one.findtext(f"{MAP}loc") or "").path: one.findtext(f"{MAP}lastmod") for one in entries}
        return {place: datetime.fromisoformat(at) for place, at in times.items() if at}

    def after(act: Callable[..., object], *given: int, **content: Any) -> set[str]:
        """The French places that change with an act, which two persons do at a time."""
        before, at = changed(), clock.forward(minutes=1)
        with engines.writing() as session:
            act(session, *(building.person(session, f"{name}-{at:%M}@example.org", at) for name in ("writer", "approver")), at, *given, **content)
        publishing.settle(engines.writing, at, prefix="MPM", demonstration=True)
        moved = {place: when for place, when in changed().items() if when != before.get(place)}
        assert set(moved.values()) == {at.replace(microsecond=0)}
        return {place for place in moved if place.startswith("/fr/") and "2026-" not in place}

    def recall(session: Session, _: Person, approver: Person, at: datetime, document: int) -> None:
        publishing.recall(session, approver, document, notices={"fr": "Publié par erreur."}, at=at, demonstration=True)

    assert "/fr/contact" not in changed()
    always = {"/fr/", "/fr/sitemap"}
    texts = always | {"/fr/communiques", "/fr/themes/migration", "/fr/themes/migration/iom"}
    assert after(building.released) == texts
    with engines.reading() as session:
        (communique,) = listing.newest(session, 1)
        themes = visibility.page_at(session, "themes", "")
    assert themes is not None
    seminar = {"kind": Kind.SEMINAR, "section": "seminars", "themes": ("trade",), "bodies": ()}
    assert after(building.released, **seminar) == always | {"/fr/communiques", "/fr/seminars", "/fr/themes/trade"}
    page = {"kind": Kind.PAGE, "section": "themes", "segment": "new", "parent_id": themes.id, "themes": (), "bodies": (), "dated_start": None, "precision": None}
    assert after(building.released, **page) == always | {"/fr/themes", "/fr/themes/new"}
    assert after(recall, communique.id) == texts
