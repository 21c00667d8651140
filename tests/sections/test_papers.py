"""PDFs, signatures and cards in public: the right answers and headers, nothing of what is recalled, nobody waits for a worker."""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mission import create_app
from mission.extensions import engines
from mission.models import Blob, Change, Paper, Person
from mission.services import publishing
from mission.worker import tick
from tests.building import draft, person, release, released, text
from tests.conftest import Clock, environment
from tests.sections.desk.test_documents import write
from tests.sections.desk.test_door import come_in
from tests.strict import StrictClient

BASE = "/fr/communiques/c2026-001"
PAPERS = (f"{BASE}.pdf", f"{BASE}.pdf.sig", f"{BASE}/editions/1.pdf", f"{BASE}/editions/1.pdf.sig", f"{BASE}/editions/1/card.png")


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with engines.writing() as session:
        yield session


@pytest.fixture
def people(session: Session, clock: Clock) -> tuple[Person, Person]:
    return person(session, "writer@example.org", clock()), person(session, "approver@example.org", clock())


@pytest.fixture
def document(session: Session, people: tuple[Person, Person], clock: Clock) -> int:
    """A public communiqué in French and Arabic, whose papers are not made yet."""
    edition = released(session, *people, clock(), translations={"fr": text(), "ar": text("عنوان تجريبي", "courtesy", "<p>نص تجريبي.</p>")})
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    session.commit()
    return edition.document_id


def test_a_pdf_is_answered_with_everything_that_a_reader_and_a_program_need(client: StrictClient, document: int, clock: Clock) -> None:
    answer = client.get(f"{BASE}.pdf")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-1.7")
    sha256 = hashlib.sha256(answer.data)
    headers = answer.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == 'inline; filename="MPM-C-2026-001-ed1-fr.pdf"'
    assert headers["Content-Language"] == "fr"
    assert headers["ETag"] == f'"{sha256.hexdigest()}"'
    assert headers["Repr-Digest"] == f"sha-256=:{base64.b64encode(sha256.digest()).decode()}:"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "script-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Accept-Ranges"] == "bytes"
    assert headers["Cache-Control"] == f"public, max-age={60 - clock().second}"
    assert headers["X-Robots-Tag"] == "noindex", "a demonstration is kept out of search engines"
    assert '/fr/communiques/c2026-001/un-titre-d-essai>; rel="canonical"' in headers["Link"]
    assert client.get(f"{BASE}.pdf", headers={"If-None-Match": headers["ETag"]}).status_code == 304
    part = client.get(f"{BASE}.pdf", headers={"Range": "bytes=0-7"})
    assert (part.status_code, part.data, part.headers["Content-Range"]) == (206, b"%PDF-1.7", f"bytes 0-7/{len(answer.data)}")
    assert client.get(f"{BASE}.pdf", headers={"Range": "bytes=99999999-"}).status_code == 416
    assert client.head(f"{BASE}.pdf").headers["Content-Length"] == str(len(answer.data))


def test_signature_card_and_page_belong_together(client: StrictClient, document: int) -> None:
    pdf = client.get(f"{BASE}/editions/1.pdf").data
    signature = client.get(f"{BASE}/editions/1.pdf.sig")
    assert f"sha256 {hashlib.sha256(pdf).hexdigest()}" in signature.text
    assert "demonstration" in signature.text
    assert signature.headers["Content-Disposition"] == 'attachment; filename="MPM-C-2026-001-ed1-fr.pdf.sig"'
    page = client.get(f"/ar/communiques/c2026-001/{'عنوان-تجريبي'}")
    card = re.search(r'property="og:image" content="http://localhost:8000([^"]+)"', page.text)
    assert card
    assert card[1] == "/ar/communiques/c2026-001/editions/1/card.png"
    answer = client.get(card[1])
    assert (answer.content_type, answer.headers["Cross-Origin-Resource-Policy"]) == ("image/png", "cross-origin")
    assert 'property="og:image:alt" content="بلاغ MPM/C/2026/001 – عنوان تجريبي"' in page.text


def test_the_page_names_size_language_digest_and_address_on_screen_and_in_print(app: Flask, client: StrictClient, document: int, clock: Clock) -> None:
    before = client.get(f"{BASE}/un-titre-d-essai").text
    assert re.search(rf'href="{BASE}.pdf" type="application/pdf" hreflang="fr">PDF <small>\(<bdi lang="fr">Français</bdi>\)</small>', before)
    tick(app)
    clock.forward(minutes=1)
    page = client.get(f"{BASE}/un-titre-d-essai").text
    size = -(-len(client.get(f"{BASE}.pdf").data) // 1000)
    assert re.search(rf'hreflang="fr">PDF <small>\(<bdi lang="fr">Français</bdi>, <bdi>{size}\Wko</bdi>\)</small>', page)
    (digest,) = set(re.findall(r"\b[0-9a-f]{64}\b", page))
    printed = page[page.index('class="printed"') :]
    for said in (digest, "MPM/C/2026/001", "http://localhost:8000/d/c2026-001", "Démonstration"):
        assert said in printed
    plain = client.get(f"{BASE}.txt").text
    assert f"SHA-256 {digest}" in plain


def test_a_language_that_does_not_exist_leads_to_one_that_does(client: StrictClient, document: int) -> None:
    for tail in (".pdf", ".pdf.sig", "/editions/1.pdf", "/editions/1/card.png"):
        answer = client.get(f"/en/communiques/c2026-001{tail}")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{BASE}{tail}")
    assert client.get("/fr/speeches/c2026-001.pdf").headers["Location"] == f"{BASE}.pdf"
    assert client.get(f"{BASE}/editions/2.pdf").status_code == 404


def test_a_correction_has_papers_of_its_own_and_the_first_ones_stay(
    app: Flask, client: StrictClient, session: Session, document: int, people: tuple[Person, Person], clock: Clock
) -> None:
    first = client.get(f"{BASE}.pdf").data
    edition = publishing.begin(session, people[0], document, Change.CORRECTION, at=clock())
    content = publishing.read(edition)
    texts = content.translations | {"fr": replace(content.translations["fr"], body="<p>Corrigé.</p>", change_note="La date est précisée.")}
    edition = publishing.save(session, people[0], edition.id, replace(content, translations=texts), version=edition.version, at=clock())
    release(session, edition, *people, clock())
    publishing.settle(engines.writing, clock.forward(seconds=1), prefix="MPM", demonstration=True)
    second = client.get(f"{BASE}.pdf")
    assert second.data != first
    assert second.headers["Content-Disposition"] == 'inline; filename="MPM-C-2026-001-ed2-fr.pdf"'
    assert client.get(f"{BASE}/editions/2.pdf").data == second.data
    assert client.get(f"{BASE}/editions/1.pdf").data == first
    assert f'href="{BASE}/editions/1.pdf"' in client.get(f"{BASE}/editions/1").text


def test_what_is_recalled_is_gone_with_everything_drawn_from_it(client: StrictClient, session: Session, document: int, people: tuple[Person, Person], clock: Clock) -> None:
    assert [client.get(one).status_code for one in PAPERS] == [200] * 5
    publishing.recall(session, people[1], document, notices={"fr": "Publié par erreur.", "ar": "نُشر خطأ."}, at=clock(), demonstration=True)
    for one in PAPERS:
        answer = client.get(one)
        assert answer.status_code == 410
        assert "Publié par erreur." in answer.text


def test_what_is_withdrawn_is_still_read(client: StrictClient, session: Session, document: int, people: tuple[Person, Person], clock: Clock) -> None:
    first = client.get(f"{BASE}.pdf").data
    publishing.withdraw(session, people[1], document, notices={"fr": "Retiré.", "ar": "سُحب."}, at=clock(), demonstration=True)
    answer = client.get(f"{BASE}.pdf")
    assert (answer.status_code, answer.data, answer.headers["X-Robots-Tag"]) == (200, first, "noindex")


def test_a_machine_without_the_key_asks_for_patience(instance: Path, clock: Clock) -> None:
    signing = create_app(environment(instance), clock=clock)
    with engines.writing() as session:
        writer, approver = person(session, "w@example.org", clock()), person(session, "a@example.org", clock())
        released(session, writer, approver, clock())
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    reading = create_app(environment(instance) | {"SIGNS": "false"}, clock=clock)
    reading.test_client_class = StrictClient
    late = reading.test_client().get(f"{BASE}.pdf")
    assert (late.status_code, late.headers["Retry-After"], late.headers["Cache-Control"]) == (503, "5", "no-store")
    assert "Ce fichier est en préparation" in late.text
    create_app(environment(instance), clock=clock)
    tick(signing)
    create_app(environment(instance) | {"SIGNS": "false"}, clock=clock)
    assert reading.test_client().get(f"{BASE}.pdf").status_code == 200
    engines.dispose()


def test_a_preview_at_the_desk_is_kept_by_nobody(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    with engines.reading() as reading:
        before = reading.scalar(select(func.count()).select_from(Blob)), reading.scalar(select(func.count()).select_from(Paper))
    for tag in ("fr", "ar"):
        answer = client.get(f"{edition}/preview/{tag}.pdf")
        assert (answer.status_code, answer.content_type, answer.headers["Cache-Control"]) == (200, "application/pdf", "no-store")
        assert answer.data.startswith(b"%PDF-")
    # In a language that the text lacks its readers get the page of another, and so does the desk.
    assert client.get(f"{edition}/preview/es.pdf").location == f"{edition}/preview/fr.pdf"
    assert f'href="{edition}/preview/fr.pdf"' in client.get(f"{edition}/preview/fr").text
    with engines.reading() as reading:
        assert (reading.scalar(select(func.count()).select_from(Blob)), reading.scalar(select(func.count()).select_from(Paper))) == before
    client.delete_cookie("desk", path="/desk")
    assert client.get(f"{edition}/preview/fr.pdf").status_code == 303


def test_nothing_unsettled_has_a_paper(client: StrictClient, session: Session, people: tuple[Person, Person], clock: Clock) -> None:
    draft(session, people[0], clock())
    for one in PAPERS:
        assert client.get(one).status_code == 404
