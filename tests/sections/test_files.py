"""Files in public: below their text, as what they are, for as long as it stands; and in everything that is made of it."""

import base64
import hashlib
import io
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from mission.extensions import engines
from mission.models import Blob, Change, EditionFile, Job, Person, Rendition, SettledContent, guards
from mission.services import publishing, tidying
from mission.services.authenticity.verdicts import Verdict
from mission.services.publishing import Description
from mission.verify.__main__ import main as verify
from mission.verify.canon import digest
from tests.building import draft, person, release, text
from tests.conftest import Clock
from tests.files import handed, paper, picture
from tests.strict import StrictClient

BASE = "/fr/communiques/c2026-001"
ARABIC = "/ar/communiques/c2026-001"
PHOTO, REPORT = picture("PNG", (1700, 900)), paper()
NAME = "تقرير-الدورة.pdf"


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with engines.writing() as session:
        yield session


@pytest.fixture
def people(session: Session, clock: Clock) -> tuple[Person, Person]:
    return person(session, "writer@example.org", clock()), person(session, "approver@example.org", clock())


@pytest.fixture
def document(session: Session, people: tuple[Person, Person], clock: Clock) -> int:
    """A public communiqué in French and Arabic: in French with a picture and a table, in Arabic with a paper."""
    edition = draft(session, people[0], clock(), translations={"fr": text(), "ar": text("عنوان تجريبي", "courtesy", "<p>نص تجريبي.</p>")})
    edition = publishing.add_files(session, people[0], edition.id, "fr", [handed("délégation.png", PHOTO), handed("votes.csv", b"Pays;Vote\nA;oui\n")], at=clock())
    edition = publishing.add_files(session, people[0], edition.id, "ar", [handed("تقرير الدورة.pdf", REPORT)], at=clock())
    shown = next(one for one in edition.files if one.is_picture)
    said = {shown.id: Description("", "Une délégation devant un palais.", "La délégation <b>.", "Mission")}
    edition = publishing.describe_files(session, people[0], edition.id, said, version=edition.version, at=clock())
    release(session, edition, *people, clock())
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    session.commit()
    return edition.document_id


def test_a_file_is_answered_with_everything_that_a_reader_and_a_program_need(client: StrictClient, document: int, clock: Clock) -> None:
    for place in (f"{ARABIC}/files/{quote(NAME)}", f"{ARABIC}/editions/1/files/{quote(NAME)}"):
        answer = client.get(place)
        assert (answer.status_code, answer.data) == (200, REPORT)
        headers, sha256 = answer.headers, hashlib.sha256(REPORT)
        assert headers["Content-Type"] == "application/pdf"
        assert headers["Content-Disposition"] == f"attachment; filename=\"_____ ______.pdf\"; filename*=UTF-8''{quote('تقرير الدورة.pdf')}"
        assert headers["Content-Language"] == "ar"
        assert headers["ETag"] == f'"{sha256.hexdigest()}"'
        assert headers["Repr-Digest"] == f"sha-256=:{base64.b64encode(sha256.digest()).decode()}:"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"].endswith("; sandbox")
        assert "img-src 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == f"public, max-age={60 - clock().second}"
        assert headers["X-Robots-Tag"] == "noindex", "a demonstration is kept out of search engines"
        assert headers["Link"] == f'<http://localhost:8000{ARABIC}/files/{quote(NAME)}>; rel="canonical"'
        assert client.get(place, headers={"If-None-Match": headers["ETag"]}).status_code == 304
        part = client.get(place, headers={"Range": "bytes=0-4"})
        assert (part.status_code, part.data, part.headers["Content-Range"]) == (206, b"%PDF-", f"bytes 0-4/{len(REPORT)}")
        assert client.get(place, headers={"Range": "bytes=99999999-"}).status_code == 416
        assert client.head(place).headers["Content-Length"] == str(len(REPORT))
    table = client.get(f"{BASE}/files/votes.csv")
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert table.headers["Content-Disposition"].startswith("attachment;")


def test_a_picture_comes_in_its_named_sizes_and_no_other(client: StrictClient, document: int) -> None:
    whole = client.get(f"{BASE}/files/delegation.jpg")
    assert (whole.content_type, whole.headers["Cross-Origin-Resource-Policy"]) == ("image/jpeg", "cross-origin")
    assert whole.headers["Content-Disposition"].startswith('inline; filename="d_l_gation.jpg"')
    for name, kind in (("small.avif", "image/avif"), ("medium.webp", "image/webp"), ("large.jpg", "image/jpeg")):
        assert client.get(f"{BASE}/editions/1/files/delegation.jpg/{name}").content_type == kind
    for name in ("huge.avif", "small.png", "..%2f..%2fx", "small.avif%00", "x" * 300):
        assert client.get(f"{BASE}/editions/1/files/delegation.jpg/{name}").status_code == 404
    assert client.get(f"{BASE}/editions/1/files/votes.csv/small.avif").status_code == 404


def test_addresses_lead_home_from_other_languages_and_sections(client: StrictClient, document: int) -> None:
    for given, there in (
        ("/en/communiques/c2026-001/files/votes.csv", f"{BASE}/files/votes.csv"), ("/en/communiques/c2026-001/editions/1/files/votes.csv", f"{BASE}/editions/1/files/votes.csv"),
        ("/fr/speeches/c2026-001/files/votes.csv", f"{BASE}/files/votes.csv"),
        ("/fr/speeches/c2026-001/editions/1/files/delegation.jpg/small.webp", f"{BASE}/editions/1/files/delegation.jpg/small.webp"),
    ):  # fmt: skip
        assert client.get(given).headers["Location"] == there
    for absent in ("files/x.pdf", "files/VOTES.csv", "files/..%2fvotes.csv", "editions/1/files/%00", "files/%00", "files/a%00b.csv", "files/%ff%fe", "editions/2/files/votes.csv", "files/" + "x" * 500, "editions/1/files/votes.csv%0d%0ax"):
        assert client.get(f"{BASE}/{absent}").status_code == 404, absent
    assert client.get(f"{ARABIC}/files/votes.csv").status_code == 404


def test_the_page_shows_pictures_and_names_files(client: StrictClient, document: int) -> None:
    page = client.get(BASE).text
    below = page[page.index('id="files"') :]
    assert '<source type="image/avif" srcset="' + f"{BASE}/editions/1/files/delegation.jpg/small.avif 480w, " in below
    assert below.index("image/avif") < below.index("image/webp") < below.index("<img")
    assert re.search(r'<img src="[^"]+/medium.jpg" srcset="[^"]+" sizes="[^"]+" width="1700" height="900" alt="Une délégation devant un palais." loading="lazy"', below)
    assert "La délégation &lt;b&gt;." in below
    assert re.search(r"<bdi>Tableau \(CSV\)</bdi>, <bdi>1\Wko</bdi>", below)
    sha256 = hashlib.sha256(b"Pays;Vote\nA;oui\n").hexdigest()
    assert below.count(sha256) == 2, "on the screen and on paper"
    arabic = client.get(ARABIC).text
    assert "<bdi>تقرير الدورة.pdf</bdi>" in arabic
    english = client.get("/en/communiques/c2026-001").text
    assert f"{BASE}/editions/1/files/votes.csv" in english
    assert 'lang="en" dir="ltr"><a' in english
    data = next(json.loads(one) for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page) if "NewsArticle" in one)
    assert data["image"][0]["contentUrl"] == f"http://localhost:8000{BASE}/editions/1/files/delegation.jpg"
    assert data["image"][0]["description"] == "Une délégation devant un palais."
    assert page.count("og:image:alt") == 1
    assert "card.png" in page


def test_feeds_api_and_plain_text_tell_of_files(client: StrictClient, document: int) -> None:
    origin = "http://localhost:8000"
    atom = client.get("/fr/communiques.atom").text
    assert re.search(rf'<link rel="enclosure" type="text/csv" href="{origin}{BASE}/editions/1/files/votes.csv" length="16" title="votes.csv"', atom)
    item = next(one for one in client.get("/ar/communiques.json").get_json()["items"] if one["_mission"]["reference"] == "MPM/C/2026/001")
    assert item["attachments"] == [
        {"url": f"{origin}{ARABIC}/editions/1/files/{quote(NAME)}", "mime_type": "application/pdf", "title": "تقرير الدورة.pdf", "size_in_bytes": len(REPORT)}
    ]
    found = client.get("/api/v1/documents/c2026-001").get_json()["data"]["texts"]
    photo, table = found["fr"]["files"]
    assert (photo["name"], photo["width"], photo["alternative"], photo["credit"]) == ("délégation.jpg", 1700, "Une délégation devant un palais.", "Mission")
    assert len(photo["renditions"]) == 9
    assert client.get(photo["renditions"][0]["address"].removeprefix(origin)).status_code == 200
    assert table["sha256"] == hashlib.sha256(client.get(table["address"].removeprefix(origin)).data).hexdigest()
    plain = client.get(f"{BASE}.txt").text
    assert "votes.csv" in plain
    assert f"SHA-256 {table['sha256']}" in plain


def test_the_pdf_lists_the_files_of_its_language_with_their_digests(client: StrictClient, document: int) -> None:
    shown = words_of(client.get(f"{BASE}.pdf").data)
    assert "Fichiers" in shown
    assert "délégation.jpg" in shown
    assert hashlib.sha256(b"Pays;Vote\nA;oui\n").hexdigest() in shown.replace("\n", "").replace(" ", "")
    arabic = words_of(client.get(f"{ARABIC}.pdf").data)
    assert hashlib.sha256(REPORT).hexdigest() in arabic.replace("\n", "").replace(" ", "")


def words_of(content: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


def test_what_is_recalled_is_gone_and_what_is_withdrawn_is_still_there(
    client: StrictClient, session: Session, document: int, people: tuple[Person, Person], clock: Clock
) -> None:
    places = (f"{BASE}/files/votes.csv", f"{BASE}/editions/1/files/votes.csv", f"{BASE}/editions/1/files/delegation.jpg/small.avif", f"{BASE}/files/never.csv")
    notices = {"fr": "Publié par erreur.", "ar": "نُشر خطأ."}
    publishing.withdraw(session, people[1], document, notices=notices, at=clock(), demonstration=True)
    assert [client.get(one).status_code for one in places] == [200, 200, 200, 404]
    assert client.get(places[0]).headers["X-Robots-Tag"] == "noindex"
    publishing.recall(session, people[1], document, notices=notices, at=clock(), demonstration=True)
    for one in places:
        answer = client.get(one)
        assert answer.status_code == 410
        assert "Publié par erreur." in answer.text
        assert "délégation" not in answer.text


def test_bytes_that_another_public_text_shows_too_stay_there(client: StrictClient, session: Session, document: int, people: tuple[Person, Person], clock: Clock) -> None:
    second = draft(session, people[0], clock(), translations={"fr": text("Un autre")})
    second = publishing.add_files(session, people[0], second.id, "fr", [handed("votes.csv", b"Pays;Vote\nA;oui\n")], at=clock())
    release(session, second, *people, clock())
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
    publishing.recall(session, people[1], document, notices={"fr": "Erreur.", "ar": "خطأ."}, at=clock(), demonstration=True)
    assert client.get(f"{BASE}/files/votes.csv").status_code == 410
    assert client.get("/fr/communiques/c2026-002/files/votes.csv").status_code == 200


def test_the_register_vouches_for_every_byte_and_a_check_finds_what_was_touched(app: Flask, session: Session, document: int) -> None:
    kept = session.scalars(select(SettledContent).order_by(SettledContent.edition_id.desc())).first()
    assert kept is not None
    said = json.loads(kept.content)
    assert digest(kept.content.encode()) == kept.digest
    assert [sorted(one) for one in said["files"]["ar"]] == [["alternative", "caption", "credit", "media_type", "name", "sha256", "size"]]
    assert set(said["files"]["fr"][0]["renditions"]) == {f"{size}.{form}" for size in ("small", "medium", "large") for form in ("avif", "webp", "jpg")}
    assert list(publishing.faults(session)) == []
    guards.uninstall(session.connection())
    # SQLite lets a text stand in a column of bytes, and that is no content; PostgreSQL takes bytes alone, and they are others.
    other = "at least one byte is different" if session.get_bind().dialect.name == "postgresql" else "no content"
    for statement, where in (
        ("UPDATE edition_file SET alternative = 'Autre chose.' WHERE width IS NOT NULL", "files was changed"),
        ("UPDATE rendition SET sha256 = picture WHERE name = 'small.avif'", "files was changed"),
        ("DELETE FROM edition_file WHERE language = 'ar'", "files was changed"),
        ("UPDATE blob SET content = 'x' WHERE sha256 IN (SELECT sha256 FROM edition_file WHERE language = 'ar')", other),
    ):
        session.execute(sql("SAVEPOINT touched"))
        session.execute(sql(statement.replace("'x'", "'\\x00'") if session.get_bind().dialect.name == "postgresql" else statement))
        session.expire_all()
        found = " ".join(str(one) for one in publishing.faults(session))
        assert where in found, (statement, found)
        session.execute(sql("ROLLBACK TO SAVEPOINT touched"))
        session.expire_all()
    session.rollback()


def test_editions_without_files_keep_the_digest_that_they_had(session: Session, document: int) -> None:
    for content in session.scalars(select(SettledContent.content).limit(40)):
        assert "files" not in json.loads(content)
    # As entered before editions had files: the same value without the key.
    assert list(publishing.faults(session)) == []


def test_a_file_that_somebody_received_is_checked_by_the_small_program(client: StrictClient, document: int, session: Session, tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    digest_ = session.scalars(select(SettledContent.digest).order_by(SettledContent.edition_id.desc())).first()
    (folder / "content.json").write_bytes(client.get(f"/register/content/{digest_}.json").data)
    for place in (f"{BASE}/files/votes.csv", f"{BASE}/editions/1/files/delegation.jpg/small.webp", f"{ARABIC}/files/{quote(NAME)}"):
        (folder / "received").write_bytes(client.get(place).data)
        assert verify(["attached", str(folder / "received"), str(folder / "content.json")]) == 3, place
    assert "MPM/C/2026/001" in capsys.readouterr().out
    (folder / "received").write_bytes(client.get(f"{BASE}/files/votes.csv").data + b"\n")
    assert verify(["attached", str(folder / "received"), str(folder / "content.json")]) == 1


def test_a_file_given_to_the_page_is_known_by_its_bytes(client: StrictClient, document: int, session: Session, people: tuple[Person, Person], clock: Clock) -> None:
    def answer(content: bytes, name: str) -> str:
        got = client.post("/fr/verify", data={"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")
        return re.search(r'data-verdict="(\w+)"', got.text)[1] if "data-verdict" in got.text else str(got.status_code)  # type: ignore[index]

    votes = b"Pays;Vote\nA;oui\n"
    photo = client.get(f"{BASE}/editions/1/files/delegation.jpg/small.webp").data
    assert [answer(votes, "x.csv"), answer(photo, "x.webp"), answer(REPORT, "x.pdf")] == [Verdict.ISSUED] * 3
    assert answer(votes.replace(b"oui", b"non"), "x.csv") != Verdict.ISSUED
    # A correction without the table: then it is of an earlier edition.
    edition = publishing.begin(session, people[0], document, Change.CORRECTION, at=clock())
    table = next(one for one in edition.files if one.name == "votes.csv")
    language = table.language
    edition = publishing.remove_file(session, people[0], edition.id, table.id, version=edition.version, at=clock())
    content = publishing.read(edition)
    said = content.translations[language]
    texts = content.translations | {language: replace(said, change_note="Corrigé.")}
    edition = publishing.save(session, people[0], edition.id, replace(content, translations=texts), version=edition.version, at=clock())
    release(session, edition, *people, clock())
    publishing.settle(engines.writing, clock.forward(seconds=1), prefix="MPM", demonstration=True)
    session.commit()
    assert answer(votes, "x.csv") == Verdict.SUPERSEDED
    assert answer(photo, "x.webp") == Verdict.ISSUED
    session.expire_all()
    publishing.recall(session, people[1], document, notices={"fr": "Erreur.", "ar": "خطأ."}, at=clock(), demonstration=True)
    assert answer(photo, "x.webp") == Verdict.RECALLED


def test_an_embargoed_file_is_known_to_nobody(client: StrictClient, session: Session, people: tuple[Person, Person], clock: Clock) -> None:
    edition = draft(session, people[0], clock())
    publishing.add_files(session, people[0], edition.id, "fr", [handed("secret.txt", b"Un secret d'essai de quelques mots pour voir.")], at=clock())
    got = client.post("/fr/verify", data={"file": (io.BytesIO(b"Un secret d'essai de quelques mots pour voir."), "x.txt")}, content_type="multipart/form-data")
    assert 'data-verdict="unknown"' in got.text


def test_a_language_that_is_added_leaves_the_files_of_the_others_alone(session: Session, document: int, people: tuple[Person, Person], clock: Clock) -> None:
    edition = publishing.begin(session, people[0], document, Change.TRANSLATION, at=clock())
    content = publishing.read(edition)
    texts = content.translations | {"en": text("A title", "courtesy")}
    edition = publishing.save(session, people[0], edition.id, replace(content, translations=texts), version=edition.version, at=clock())
    edition = publishing.add_files(session, people[0], edition.id, "en", [handed("votes.csv", b"Country;Vote\nA;yes\n")], at=clock())
    edition = publishing.submit(session, people[0], edition.id, version=edition.version, required={}, at=clock())
    table = next(one for one in edition.files if one.language == "fr" and not one.is_picture)
    edition = publishing.remove_file(session, people[0], edition.id, table.id, version=edition.version, at=clock())
    with pytest.raises(publishing.NotAddition):
        publishing.submit(session, people[0], edition.id, version=edition.version, required={}, at=clock())


def test_files_of_a_language_without_a_text_hold_the_edition_up(session: Session, people: tuple[Person, Person], clock: Clock) -> None:
    edition = draft(session, people[0], clock(), translations={"fr": text(), "en": text("A title", "courtesy")})
    edition = publishing.add_files(session, people[0], edition.id, "en", [handed("note.txt", b"Hello")], at=clock())
    with pytest.raises(publishing.LanguagesMissing):
        publishing.add_files(session, people[0], edition.id, "es", [handed("note.txt", b"Hola")], at=clock())
    content = publishing.read(edition)
    edition = publishing.save(session, people[0], edition.id, replace(content, translations={"fr": content.translations["fr"]}), version=edition.version, at=clock())
    with pytest.raises(publishing.FilesWithoutText):
        publishing.submit(session, people[0], edition.id, version=edition.version, required={}, at=clock())


def test_bytes_that_nothing_shows_go_after_a_day(app: Flask, session: Session, document: int, people: tuple[Person, Person], clock: Clock) -> None:
    edition = draft(session, people[0], clock())
    edition = publishing.add_files(session, people[0], edition.id, "fr", [handed("autre.png", picture("PNG", (90, 90), (1, 2, 3))), handed("x.txt", b"x")], at=clock())
    before = set(session.scalars(select(Blob.sha256)))
    publishing.discard(session, people[0], edition.id, version=edition.version, at=clock())
    session.execute(update(Job).values(done_at=clock()))
    assert tidying.tidy(session, clock.forward(hours=1), app.config["SETTINGS"]).files == 0
    assert tidying.tidy(session, clock.forward(hours=48), app.config["SETTINGS"]).files == 5
    session.commit()
    after = set(session.scalars(select(Blob.sha256)))
    assert len(before - after) == 5
    cited = set(session.scalars(select(EditionFile.sha256))) | set(session.scalars(select(Rendition.sha256)))
    assert cited <= after
