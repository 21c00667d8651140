"""The journal and the search of the desk."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from mission.extensions import engines
from mission.models import Edition, JournalEntry, Person, RoleName
from mission.services import publishing
from mission.services.search import indexing
from tests.building import draft, person, release, text
from tests.conftest import Clock
from tests.sections.desk.test_documents import settle, write
from tests.sections.desk.test_door import come_in, form_token
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


@pytest.mark.parametrize("name", ["first", "last"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_of_which_no_clock_can_be_sure_is_refused_and_kept(client: StrictClient, clock: Clock, name: str, day: str) -> None:
    come_in(client, clock, roles=(RoleName.ADMINISTRATOR,))
    answer = client.get(f"/desk/journal?{name}={day}")
    assert answer.status_code == 422
    assert "Saisissez une année comprise entre 1000 et 2199." in answer.text.split(f'id="{name}-error"')[1].split("</p>")[0]
    assert f'value="{day}"' in answer.text
    assert client.get(f"/desk/journal.csv?{name}={day}").status_code == 422
    for far in ("1000-01-01", "2199-12-31"):
        assert client.get(f"/desk/journal?{name}={far}").status_code == 200
        assert client.get(f"/desk/journal.csv?{name}={far}").text


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
    for words in ("n’a pas pu soumettre le texte à l’approbation", "quelqu’un d’autre avait enregistré", "a programmé la diffusion", "pour le 25 novembre 2026 à 10:30 (Genève)"):
        assert words in history, words
    assert "a diffusé" not in history, "it has not been released yet"
    administrator(client, clock)
    table = client.get("/desk/journal.csv").text
    for page in (history, client.get("/desk/journal").text.split("<tbody>")[1], table):
        words = re.sub(r"<[^>]+>|^\S+\+00:00,", " ", page, flags=re.MULTILINE)
        for machine in ("StaleEdition", "WrongState", "+00:00", "does not apply", "by now", "number:document", " password"):
            assert machine not in words, machine
    assert "Retrait – Un embargo sur les océans" in client.get("/desk/journal").text


def test_the_journal_names_texts_pages_and_the_site_as_people_do(app: Flask, client: StrictClient, clock: Clock, three: None) -> None:
    come_in(client, clock, "reader@example.org", (RoleName.PRESS_OFFICER,))
    with engines.reading() as session:
        number = session.scalars(select(Edition.id).join(Edition.release).where(~Edition.settlement.has())).one()
    for refused in ("/desk/journal", f"/desk/editions/{number}/preview/fr"):
        assert client.get(refused).status_code == 403
    administrator(client, clock)
    lines = client.get("/desk/journal").text.split("<tbody>")[1]
    assert re.search(r'<a href="/desk/editions/\d+" lang="fr" dir="ltr">Un brouillon sur les océans d’essai</a>', lines)
    assert "édition 1" not in lines
    assert "<bdi>Journal</bdi>" in lines
    assert "/desk/journal</bdi>" not in lines
    assert "Aperçu – Un embargo sur les océans" in lines
    form = client.get("/desk/journal").text.split("<tbody>")[0]
    assert form.count("Le site lui-même") == 1
    assert "system.invalid" not in form
    own = client.get("/desk/journal?person=site").text.split("<tbody>")[1]
    assert "Le site lui-même" in own
    assert "writer</bdi>" not in own
    table = client.get("/desk/journal.csv").text
    assert "system.invalid" not in table
    assert "Le site lui-même" in table


def test_what_was_told_to_the_public_stands_in_the_history_and_the_journal(app: Flask, client: StrictClient, clock: Clock) -> None:
    notices = {"fr": "Retiré pour essai " + "très " * 60 + "longtemps.", "ar": "إشعار للتجربة."}
    with engines.writing() as session:
        writer, approver = person(session, "writer@example.org", clock()), person(session, "approver@example.org", clock())
        edition = draft(session, writer, clock(), translations={"fr": text("Un essai retiré"), "ar": text("نص للتجربة", "courtesy")})
        release(session, edition, writer, approver, clock(), None)
        document = edition.document_id
        session.commit()
        publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
        session.expire_all()
        publishing.withdraw(session, approver, document, notices=notices, at=clock(), demonstration=True)
    come_in(client, clock)
    for address in (f"/desk/documents/{document}", f"/desk/documents/{document}/history"):
        page = client.get(address).text
        for tag, words in notices.items():
            assert re.search(rf'<li lang="{tag}" dir="(ltr|rtl)"><q>{re.escape(words)}</q>', page.split('id="history"')[-1].split('id="acts"')[-1]), (address, tag)
    assert client.get(f"/desk/documents/{document}").text.count(notices["ar"]) == 2, "above as well, where it says that it is withdrawn"
    with engines.writing() as session:
        approver = session.scalars(select(Person).where(Person.email == "approver@example.org")).one()
        publishing.recall(session, approver, document, notices={"fr": "Rappelé pour essai.", "ar": "إلغاء للتجربة."}, at=clock.forward(minutes=1), demonstration=True)
    page = client.get(f"/desk/documents/{document}").text
    for words in (*notices.values(), "Rappelé pour essai.", "إلغاء للتجربة."):
        assert words in page
    remarks = {row[2]: row[6] for row in csv.reader(io.StringIO(client.get("/desk/journal.csv").text))}
    assert remarks["a rappelé le texte"] == "Rappelé pour essai."
    assert remarks["a retiré"].startswith("Retiré pour essai très")
    assert remarks["a retiré"].endswith("…")
    assert len(remarks["a retiré"]) <= 200


def test_what_a_form_refuses_is_in_the_journal_too_and_never_the_words_of_a_text(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    token, number = form_token(client), edition.rpartition("/")[2]
    with engines.reading() as session:
        document = session.get_one(Edition, int(number)).document_id
    data: dict[str, Any] = {"token": token, "language": "fr", "files": (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "sceau.svg")}
    assert client.post(f"{edition}/files", data=data, content_type="multipart/form-data").status_code == 422
    word = {"token": token, "fr-word": (io.BytesIO(b"%PDF-1.7"), "texte.docx")}
    assert client.post(f"{edition}/word/fr", data=word, content_type="multipart/form-data").status_code == 422
    assert client.post(f"{edition}/return", data={"token": token, "version": "1", "remark": " "}).status_code == 422
    assert client.post(f"{edition}/override", data={"token": token, "version": "1", "reason": ""}).status_code == 422
    late = {"when": "later", "zone": "geneva", "time": "2027-03-28T02:30"}
    assert client.get(f"{edition}/release", query_string=late).status_code == 422
    assert client.post(f"{edition}/release", data=late | {"token": token, "version": "1"}).status_code == 422
    assert client.post(f"{edition}/release", data={"token": token, "version": "1", "when": "now", "zone": "geneva", "confirmed": "yes"}).status_code == 303
    settle(clock)
    assert client.post(f"/desk/documents/{document}/withdrawal", data={"token": token, "fr": "Un secret d’essai", "ar": ""}).status_code == 422
    assert client.post(f"/desk/documents/{document}/recall", data={"token": token, "fr": "Un secret d’essai", "ar": "سر", "typed": "MPM"}).status_code == 422
    assert client.post("/desk/addresses", data={"token": token, "path": "/a", "target": "/nowhere"}).status_code == 422
    # What no verb was asked for is told by the form that was refused.
    unfit = ("/desk/links/new", "/desk/taxonomy/themes/new", f"{edition}/preview-links", "/desk/people/new", "/desk/account", f"/desk/pages/{document}/place", edition)
    for address in unfit:
        assert client.post(address, data={"token": token, "name": " ", "lasts": "x", "fr-body": "Un secret d’essai"}).status_code == 422, address
    assert client.post("/desk/pages/autosave", data={"token": token, "edition": "99999"}).status_code == 422
    with engines.reading() as session:
        told = list(session.scalars(select(JournalEntry.remark).where(JournalEntry.verb == "unfit").order_by(JournalEntry.id)))
    assert told == [f"POST {one}" for one in unfit]
    with engines.reading() as session:
        lines = session.execute(select(JournalEntry.verb, JournalEntry.remark).where(JournalEntry.verb.endswith("-refused")).order_by(JournalEntry.id)).all()
    assert [tuple(one) for one in lines] == [
        ("add_files-refused", "FileRefused: sceau.svg"), ("read_word-refused", "WordRefused: not-word"), ("send_back-refused", "Incomplete: remark"),
        ("approve-refused", "Incomplete: reason"), ("release-refused", "TimeRefused"),
        ("withdraw-refused", "NoticeMissing: notice missing: ar"), ("recall-refused", "Incomplete: reference"), ("map address-refused", "LegacyRefusal: target"),
    ]  # fmt: skip
    shown = client.get("/desk/journal").text.split("<tbody")[1]
    for machine in ("Refused", "Incomplete", "Un secret d’essai", "-refused"):
        assert machine not in shown, machine
    assert "sceau.svg" in shown
    for words in ("Lien utile", "Thème ou organisation", "Lien d’aperçu – ", "Inviter quelqu’un", "Mon compte"):
        assert words in shown, words


def test_the_initial_content_is_the_sites_own_work(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    with engines.reading() as session:
        first = session.scalars(select(Edition.document_id).join(Edition.release).order_by(Edition.id)).first()
    for address in (f"/desk/documents/{first}",):
        page = client.get(address).text
        assert "system.invalid" not in page
        assert "Le site lui-même" in page


def test_the_search_names_a_text_in_the_readers_language(app: Flask, client: StrictClient, clock: Clock, three: None) -> None:
    come_in(client, clock)
    with engines.writing() as session:
        session.scalars(select(Person).where(Person.email == "first@example.org")).one().language = "ar"
        session.commit()
    page = client.get("/desk/search?q=المحيطات").text
    assert 'lang="ar" dir="rtl">محيطات للتجربة</a>' in page
    assert "Un embargo" not in page


def administrator(client: StrictClient, clock: Clock) -> None:
    client.delete_cookie("desk", path="/desk")
    come_in(client, clock, "keeper@example.org", (RoleName.ADMINISTRATOR,))
