"""How often each kind of page asks the database: when nothing is kept yet, and afterwards. A number that grows is a decision."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from mission.extensions import engines
from mission.services import keeping
from tests.seeded import COMMUNIQUE

from ..strict import StrictClient

# Address: queries with nothing kept, queries afterwards (the mark of the public state alone).
PAGES = {
    "/fr/": (12, 1),
    "/fr/communiques": (6, 1),
    f"/fr/communiques/{COMMUNIQUE}": (20, 1),
    "/fr/themes/migration/iom": (26, 1),
    "/fr/seminars": (22, 1),  # the milestones of the days that its chronology names
    "/fr/sitemap": (6, 1),
    "/fr/communiques.atom": (12, 1),
    "/fr/press": (1, 1),
    "/fr/contact": (1, 1),
    "/fr/alerts?theme=migration": (3, 1),
    "/fr/theme/migrations": (8, 2),
    "/sitemap.xml": (1, 1),
}


@contextmanager
def counted() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        if statement != "BEGIN":
            asked.append(statement)

    event.listen(engines.reader, "before_cursor_execute", note)
    yield asked
    event.remove(engines.reader, "before_cursor_execute", note)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_no_more_than_this(app: Flask, client: StrictClient, address: str) -> None:
    first, afterwards = PAGES[address]
    client.get("/robots.txt")  # the look for overdue releases, once a second
    keeping.forget(engines.reader)
    with counted() as asked:
        assert client.get(address).status_code in (200, 404)
    assert len(asked) == first, "\n".join(asked)
    with counted() as asked:
        client.get(address)
    assert len(asked) == afterwards, "\n".join(asked)
