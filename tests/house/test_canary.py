"""Nothing tells that something is coming: a word planted under embargo is nowhere, one second before; everywhere, after.

The walk takes its addresses from the map of addresses, so that a new route is covered without being told; a route whose
parameters it cannot fill fails the test.
"""

import re
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from mission.extensions import engines
from mission.models import Kind, Person
from mission.services import publishing
from mission.services.search import indexing
from tests.building import draft, person, release, text
from tests.conftest import Clock
from tests.strict import StrictClient

# Written so that no folding, slug or stem makes it anything else.
CANARY = "qanarixyz"
# Stands beside it in every text and is never typed by the walk: whoever says it has read the text.
SECRET = "wazirubqa"
LANGUAGES = ("fr", "ar", "en", "es")
QUERIES = ("", f"?q={CANARY}", "?theme=migration", "?kind=communique", "?open=communiques&open=communiques:2026&open=kingdom", "?part=results",
           f"?part=results&q={CANARY}", f"?part=typed&q={CANARY}", f"?part=offers&q={CANARY}", f"?part=names&q={CANARY}", "?part=branch&at=communiques:2026&open=communiques:2026", "?part=branch&at=kingdom&open=kingdom", "?sort=released")  # fmt: skip


@pytest.fixture
def minute(app: Flask, clock: Clock) -> str:
    """An embargoed communiqué and an embargoed page; returns the minute at which they settle."""
    at = clock().replace(second=0) + timedelta(minutes=10)
    texts = {tag: text(f"{CANARY} {SECRET}", "original" if tag == "fr" else "courtesy", f"<p>{CANARY} {SECRET} texte.</p>", summary=f"{CANARY} {SECRET} en bref.") for tag in LANGUAGES}
    with engines.writing() as session:
        writer = person(session, "writer@example.org", clock())
        approver = person(session, "approver@example.org", clock())
        plant(session, writer, approver, clock, at, texts, Kind.COMMUNIQUE)
        plant(session, writer, approver, clock, at, texts, Kind.PAGE, section="kingdom", segment=CANARY, parent_id=page_above(session))
    return at.isoformat()


def page_above(session: object) -> int:
    from mission.services import visibility

    found = visibility.page_at(session, "kingdom", "")  # type: ignore[arg-type]
    assert found is not None
    return found.id


def plant(session: object, writer: Person, approver: Person, clock: Clock, at: object, texts: object, kind: Kind, **more: object) -> None:
    edition = draft(session, writer, clock(), kind=kind, translations=texts, **more)  # type: ignore[arg-type]
    release(session, edition, writer, approver, clock(), at)  # type: ignore[arg-type]


VALUES = {"code": ("c2026-001", "r2026-001"), "slug": (f"{CANARY}-titre", "x"), "number": ("1", "2"), "path": ("", CANARY, "migration/iom"), "token": ("none",), "form": ("atom", "json", "csv"), "name": ("legal", "privacy", "accessibility")}


def addresses(app: Flask) -> list[str]:
    """Every public address that the map knows, in every language, with parameters that would hit if the text were there."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.rule.startswith("/desk"):
            found.extend(filled(rule))
    return found


def filled(rule: Rule) -> list[str]:
    made = [rule.rule.replace("<language:language>", tag) for tag in LANGUAGES] if "<language:" in rule.rule else [rule.rule]
    for name in rule.arguments - {"language"}:
        assert name in VALUES, f"the walk cannot fill {name} of {rule.rule}"
        placed = re.compile(rf"<(?:[^<>]+:)?{name}>")
        made = [placed.sub(value, one) for one in made for value in VALUES[name]]
    return made


def everything(response: TestResponse) -> str:
    return response.get_data().decode(errors="replace") + str(response.headers) + response.status


def walk(app: Flask, client: StrictClient) -> dict[str, str]:
    """What every address answers, with every query, whole."""
    seen = {}
    for address in addresses(app):
        for query in QUERIES:
            seen[address + query] = everything(client.get(address + query))
    return seen


def test_before_its_minute_an_embargoed_text_is_nowhere(app: Flask, client: StrictClient, clock: Clock, minute: str) -> None:
    from datetime import datetime

    clock.at = datetime.fromisoformat(minute) - timedelta(seconds=1)
    for address, answer in walk(app, client).items():
        assert SECRET not in answer, f"{address} tells"
        assert "09:40" not in answer, f"{address} tells the hour"
        assert "10:40" not in answer, f"{address} tells the hour"


def test_an_embargoed_address_answers_like_one_that_never_was(app: Flask, client: StrictClient, clock: Clock, minute: str) -> None:
    from datetime import datetime

    clock.at = datetime.fromisoformat(minute) - timedelta(seconds=1)
    for hidden, absent in (
        ("/fr/communiques/c2026-001", "/fr/communiques/c2026-777"),
        (f"/ar/kingdom/{CANARY}", "/ar/kingdom/qanariyyy"),
        ("/d/c2026-001", "/d/c2026-777"),
        ("/en/communiques/c2026-001/editions/1", "/en/communiques/c2026-777/editions/1"),
    ):
        one, other = client.get(hidden), client.get(absent)
        assert one.status_code == other.status_code == 404
        assert dict(one.headers) == dict(other.headers)
        # The language switcher repeats the address that was asked for, and nothing else differs.
        assert re.sub("c2026-001|" + CANARY, "x", one.text) == re.sub("c2026-777|qanariyyy", "x", other.text)


def test_at_its_minute_and_after_it_is_everywhere_it_belongs(app: Flask, client: StrictClient, clock: Clock, minute: str) -> None:
    from datetime import datetime

    clock.at = datetime.fromisoformat(minute)
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    indexing.keep_up(engines.reading)
    for at in (clock(), clock.forward(seconds=1)):
        clock.at = at
        for tag in LANGUAGES:
            for address in (f"/{tag}/", f"/{tag}/communiques", f"/{tag}/communiques?q={CANARY}", f"/{tag}/kingdom", f"/{tag}/kingdom/{CANARY}",
                            f"/{tag}/sitemap?open=kingdom", f"/{tag}/sitemap?part=branch&at=communiques:2026&open=communiques:2026"):  # fmt: skip
                # What was asked for is marked, wherever it stands.
                assert f"{CANARY} {SECRET}" in re.sub("</?mark>", "", client.get(address).text), address
            assert f"{SECRET} texte." in client.get(f"/{tag}/communiques/c2026-001").text


def test_a_dead_worker_delays_nothing(client: StrictClient, clock: Clock, minute: str) -> None:
    from datetime import datetime

    clock.at = datetime.fromisoformat(minute) + timedelta(seconds=3)
    assert f"{CANARY} {SECRET}" in client.get("/fr/communiques").text


def test_every_public_answer_expires_at_the_next_whole_minute(client: StrictClient, clock: Clock, minute: str) -> None:
    for address in ("/fr/", "/fr/communiques", "/fr/nothing", "/fr/communiques/c2026-001", f"/fr/kingdom/{CANARY}"):
        assert client.get(address).headers["Cache-Control"] == f"public, max-age={60 - clock().second}"
