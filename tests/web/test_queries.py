"""How often each kind of page asks the database. A number that grows is a decision.

Every answer begins with one query, the mark of the public state. It is the only one where the front has the page, or the reader has it. Where it
has not, the application asks for the mark again, in its own transaction, and reads what is not kept yet.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from mission.extensions import engines
from mission.services import keeping
from tests.seeded import COMMUNIQUE

from ..strict import StrictClient

DOCUMENT = f"/fr/communiques/{COMMUNIQUE}"
# No view answers it: what it means is looked for.
NOWHERE = "/fr/theme/migrations"
# Address: queries with nothing kept; with values kept, but not the page; and for who asks after another. Who has the page costs one.
PAGES = {
    "/fr/": (13, 1, 1),
    "/fr/communiques": (7, 1, 1),
    "/fr/communiques?theme=migration": (7, 1, 1),
    "/ar/communiques?q=اتفاق": (8, 1, 1),
    "/fr/communiques?q=oim&part=results": (8, 1, 1),
    DOCUMENT: (21, 1, 1),
    f"{DOCUMENT}/editions/1": (11, 1, 1),
    f"{DOCUMENT}/editions": (10, 3, 1),
    f"{DOCUMENT}.txt": (9, 1, 1),
    f"{DOCUMENT}.bib": (9, 1, 1),
    "/fr/themes/migration/iom": (39, 1, 1),
    "/fr/speeches": (21, 1, 1),
    "/fr/speeches?occasion=throne": (17, 1, 1),
    "/fr/seminars": (21, 1, 1),
    "/fr/seminars.ics": (6, 3, 1),
    "/fr/sitemap": (7, 1, 1),
    "/fr/sitemap?open=kingdom": (7, 1, 1),
    "/sitemap.xml": (3, 3, 1),
    "/sitemap/1.xml": (9, 3, 1),
    "/fr/communiques.atom": (13, 1, 1),
    "/fr/speeches.json": (13, 1, 1),
    "/fr/communiques.csv": (8, 3, 1),
    "/fr/communiques/suggestions.json?q=oim": (7, 1, 1),
    "/fr/press": (1, 1, 1),
    "/fr/contact": (1, 1, 1),
    "/fr/alerts?theme=migration": (7, 1, 1),
    "/fr/alerts/link": (1, 1, 1),
    "/fr/legal": (1, 1, 1),
    "/fr/verify": (1, 1, 1),
    "/fr/register": (9, 5, 1),
    "/fr/register/1": (22, 7, 1),
    "/fr/key": (3, 3, 1),
    "/fr/api": (11, 1, 1),
    "/robots.txt": (1, 1, 1),
    "/favicon.ico": (1, 1, 1),
    "/fr/site.webmanifest": (1, 1, 1),
    "/fr/opensearch.xml": (1, 1, 1),
    "/register/checkpoint": (3, 1, 1),
    "/register/checkpoint/90": (3, 3, 1),
    "/register/inclusion/90/1": (12, 12, 1),
    "/register/consistency/90/91": (9, 9, 1),
    "/.well-known/mission-key.json": (4, 4, 1),
    "/register/mission-verify.pyz": (1, 1, 1),
    "/register/verification.txt": (1, 1, 1),
}
# Their own bytes give these their ETags, and they are read each time: files, what is counted, what is told by a key.
READ_EACH_TIME = {
    "/": (302, 1, 1),
    f"/d/{COMMUNIQUE}": (302, 7, 1),
    f"{DOCUMENT}/x": (301, 7, 1),
    "/fr/theme/migrations": (404, 12, 3),
    "/fr/communiques/c2026-777": (404, 10, 5),
    f"{DOCUMENT}/editions/2/changes": (404, 20, 5),
    f"{DOCUMENT}.pdf": (200, 8, 3),
    f"{DOCUMENT}.pdf.sig": (200, 8, 3),
    f"{DOCUMENT}/editions/1/card.png": (200, 9, 3),
    f"{DOCUMENT}/files/x.txt": (404, 15, 4),
    f"{DOCUMENT}/editions/1/files/x.txt": (404, 15, 3),
    f"{DOCUMENT}/editions/1/files/x.jpg/small.webp": (404, 15, 3),
    f"/fr/seminars/{COMMUNIQUE}.ics": (404, 14, 3),
    "/fr/communiques.zip": (200, 33, 8),
    "/register.jsonl": (200, 5, 4),
    f"/register/content/{'0' * 64}.json": (404, 10, 4),
    "/api/v1": (200, 3, 1),
    "/api/v1/documents": (200, 7, 2),
    f"/api/v1/documents/{COMMUNIQUE}": (200, 8, 1),
    "/api/v1/search?q=oim": (200, 6, 1),
    "/api/v1/themes": (200, 3, 1),
    "/api/v1/bodies": (200, 3, 1),
    "/api/v1/openapi.json": (200, 12, 2),
    "/healthz": (200, 0, 0),
    "/.well-known/security.txt": (404, 12, 3),
}


@contextmanager
def counted() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        if statement != "BEGIN":
            asked.append(statement)

    before = engines.asked
    event.listen(engines.reader, "before_cursor_execute", note)
    yield asked
    event.remove(engines.reader, "before_cursor_execute", note)
    asked += ["the mark"] * (engines.asked - before)


def asked_for(client: StrictClient, address: str, status: int, **headers: str) -> list[str]:
    with counted() as asked:
        assert client.get(address, headers=headers).status_code == status, address
    return asked


def test_a_page_asks_no_more_than_this(app: Flask, client: StrictClient) -> None:
    client.get("/robots.txt")  # the look for overdue releases, once a second
    found, shelf = {}, app.extensions["front"].shelf
    for address in PAGES:
        shelf.clear()
        keeping.forget(engines.reader)
        first = len(asked_for(client, address, 200))
        shelf.clear()
        then = len(asked_for(client, address, 200))
        found[address] = (first, then, len(asked_for(client, address, 200)))
        tag = client.get(address).headers["ETag"]
        shelf.clear()
        keeping.forget(engines.reader)
        assert asked_for(client, address, 304, **{"If-None-Match": tag}) == ["the mark"], address
    assert found == PAGES


def test_what_is_read_each_time_asks_no_more_than_this(app: Flask, client: StrictClient) -> None:
    client.get("/robots.txt")
    found = {}
    for address, (status, *_) in READ_EACH_TIME.items():
        client.get(f"{DOCUMENT}.pdf")  # drawn once
        keeping.forget(engines.reader)
        first = len(asked_for(client, address, status))
        found[address] = (status, first, len(asked_for(client, address, status)))
    assert found == READ_EACH_TIME


def test_the_walk_knows_every_room(app: Flask) -> None:
    """A view that nobody counts is named. Desk and forms with a token are one person's, and /readyz is a machine's: they have no speed to lose."""
    adapter = app.url_map.bind("")
    counted = {adapter.match(address.partition("?")[0])[0].partition(".")[2] for address in (*PAGES, *READ_EACH_TIME) if address != NOWHERE}
    apart = {"received", "show_confirmation", "manage", "show_ending", "sent", "forgotten", "ready"}
    missing = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.rule.startswith("/desk")
               and rule.endpoint.partition(".")[2] not in counted | apart}  # fmt: skip
    assert not missing

