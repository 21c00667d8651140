"""The journal and the search of the desk."""

import csv
import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from mission.extensions import engines
from mission.models import Edition, Person, RoleName
from mission.services import publishing
from mission.services.search import indexing
from tests.building import draft, person, release, text
from tests.conftest import Clock
from tests.sections.desk.test_door import come_in
from tests.sections.desk.test_enquiries import received
from tests.strict import StrictClient


@pytest.fixture
def three(app: Flask, clock: Clock) -> None:
    """A draft, an embargoed text and a recalled one."""
    with engines.writing() as session:
        writer, approver = person(session, "writer@example.org", clock()), person(session, "approver@example.org", clock())
        draft(session, writer, clock(), translations={"fr": text("Un brouillon sur les océans d’essai")})
        waiting = draft(session, writer, clock(), translations={"fr": text("Un embargo sur les océans d’essai"), "ar": text("محيطات للتجربة", "courtesy")})
        gone = draft(session, writer, clock(), translations={"fr": text("Un rappel sur les océans d’essai")})
        release(session, gone, writer, approver, clock(), None)
        release(session, waiting, writer, approver, clock(), clock().replace(second=0) + timedelta(days=1))
        document = gone.document_id
        session.commit()
        publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
        session.expire_all()
        publishing.recall(session, approver, document, notices={"fr": "Un avis d’essai."}, at=clock(), demonstration=True)
    indexing.keep_up(engines.reading)


def test_the_journal_is_the_administrators(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock, roles=(RoleName.WRITER, RoleName.APPROVER, RoleName.PRESS_OFFICER))
    assert client.get("/desk/journal").status_code == 403
    assert client.get("/desk/journal.csv").status_code == 403


def test_the_journal_is_filtered_and_taken_along(client: StrictClient, clock: Clock, three: None) -> None:
    come_in(client, clock, roles=(RoleName.ADMINISTRATOR,))
    page = client.get("/desk/journal").text
    for words in ("a rappelé le texte", "approver", "MPM/C/2026/001", "Une personne"):
        assert words in page, words
    recalls = client.get("/desk/journal?verb=recall").text
    assert "1 ligne<" in recalls
    assert "1 ligne<" not in page
    found = client.get("/desk/journal?reference=mpm/c/2026/001").text
    assert "a rappelé" in found
    assert "a été invité" not in found.split("<tbody>")[1]
    assert "0 ligne" in client.get("/desk/journal?last=2020-01-01").text
    rows = list(csv.reader(io.StringIO(client.get("/desk/journal.csv?verb=recall").text.removeprefix("\ufeff"))))
    assert [row[2] for row in rows[1:]] == ["a rappelé le texte"]
    assert [row[-1] for row in rows[1:]] == ["recall"]
    assert rows[1][5] == "MPM/C/2026/001"
    everything = list(csv.reader(io.StringIO(client.get("/desk/journal.csv").text)))
    assert len(everything) > 100


def test_a_filter_that_means_nothing_says_so(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock, roles=(RoleName.ADMINISTRATOR,))
    for query, sentence in (("first=hier", "Saisissez un jour"), ("first=2026-02-02&last=2026-01-01", "avant le premier"), ("reference=" + "x" * 41, "40"), ("person=999999", "")):
        answer = client.get(f"/desk/journal?{query}")
        assert answer.status_code == 422, query
        assert sentence in answer.text
        assert 'role="alert"' in answer.text
        assert client.get(f"/desk/journal.csv?{query}").status_code == 422
    assert client.get("/desk/journal?page=999").status_code == 404


def test_the_search_of_the_desk_sees_what_the_public_does_not(app: Flask, client: StrictClient, clock: Clock, three: None) -> None:
    reference = received(app, clock(), message="Une question sur les oceans.", language="fr")
    come_in(client, clock)
    page = client.get("/desk/search?q=océan").text
    for words in ("Un brouillon sur les océans", "Un embargo sur les océans", "Un rappel sur les océans", "Brouillon", reference):
        assert words in page, words
    assert "محيطات" not in page
    assert "Un embargo" in client.get("/desk/search?q=المحيطات").text
    assert "Un embargo" not in client.get("/fr/communiques?q=océans").text
    public = client.get("/desk/search?q=migration").text
    assert 'id="public"' in public
    assert 'id="unsettled"' not in public
    assert "Un rappel" in client.get("/desk/search?q=mpm/c/2026/001").text
    assert reference in client.get(f"/desk/search?q={reference}").text
    assert "first@example.org" in client.get("/desk/search?q=FIRST@").text
    assert "Aucun" in client.get("/desk/search?q=qanarixyz").text
    for strange in ("%00", "%22", "a" * 3000, "-", "%F0%9F%98%80", "q=&q=x"):
        assert client.get(f"/desk/search?q={strange}").status_code == 200


def test_a_writer_finds_no_messages_and_no_persons(app: Flask, client: StrictClient, clock: Clock) -> None:
    reference = received(app, clock(), message="Une question sur les oceans.", language="fr")
    come_in(client, clock, roles=(RoleName.WRITER,))
    page = client.get("/desk/search?q=oceans").text
    assert reference not in page
    assert "first@example.org" not in client.get("/desk/search?q=first").text.split("<main")[1]


def test_the_journal_and_the_history_speak_no_language_of_machines(app: Flask, client: StrictClient, clock: Clock, three: None) -> None:
    come_in(client, clock, "reader@example.org", (RoleName.WRITER,))
    with engines.writing() as session:
        writer = session.scalars(select(Person).where(Person.email == "writer@example.org")).one()
        waiting = session.scalars(select(Edition).join(Edition.release).where(~Edition.settlement.has())).one()
        number, document = waiting.id, waiting.document_id
        for verb, given in (("submit", {"required": {}, "version": 1}), ("save", {"content": publishing.read(waiting), "version": 1}), ("approve", {"version": 9})):
            with pytest.raises(publishing.Refusal):
                getattr(publishing, verb)(session, writer, number, at=clock(), **given)
    client.get(f"/desk/documents/{document}/withdrawal")
    history = client.get(f"/desk/documents/{document}/history").text.split('id="acts"')[1]
    for words in ("refusé\u00a0: a soumis", "quelqu’un d’autre avait enregistré", "pour le 25 novembre 2026 à 10:30 (Genève)"):
        assert words in history, words
    administrator(client, clock)
    table = client.get("/desk/journal.csv").text
    for page in (history, client.get("/desk/journal").text.split("<tbody>")[1], table):
        words = re.sub(r"<[^>]+>|^\S+\+00:00,", " ", page, flags=re.MULTILINE)
        for machine in ("StaleEdition", "WrongState", "+00:00", "does not apply", "by now", "number:document", " password"):
            assert machine not in words, machine
    assert "Retrait – Un embargo sur les océans" in client.get("/desk/journal").text


def administrator(client: StrictClient, clock: Clock) -> None:
    client.delete_cookie("desk", path="/desk")
    come_in(client, clock, "keeper@example.org", (RoleName.ADMINISTRATOR,))
