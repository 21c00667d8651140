"""Files at the desk: handed in, described, replaced, refused, released with their text, and gone with it."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from mission.extensions import engines
from mission.models import Blob, Edition, EditionFile, Rendition
from mission.services import publishing
from mission.services.filing.carrying import said_of
from tests.conftest import Clock
from tests.files import open_text, paper, picture, sheet, word
from tests.sections.desk.test_documents import fields, settle, version, write
from tests.sections.desk.test_door import come_in, form_token
from tests.strict import StrictClient

BASE = "/fr/communiques/c2026-001"


def hand_in(client: StrictClient, edition: str, *files: tuple[str, bytes], language: str = "fr", **more: Any) -> Any:
    data = {"token": form_token(client), "language": language, "files": [(io.BytesIO(content), name) for name, content in files]} | more
    return client.post(f"{edition}/files", data=data, content_type="multipart/form-data")


def rows() -> list[EditionFile]:
    with engines.reading() as session:
        return list(session.scalars(select(EditionFile).order_by(EditionFile.language, EditionFile.position)))


def described(client: StrictClient, edition: str, **more: str) -> dict[str, str]:
    """The form of what is said of the files, as the page gives it."""
    page = client.get(f"{edition}/files").text
    form = {"token": form_token(client), "version": version(page)}
    for name, value in re.findall(r'<input[^>]*name="(file\d+-\w+)"[^>]*value="([^"]*)"', page):
        form[name] = value
    for name, value in re.findall(r'<textarea[^>]*name="(file\d+-\w+)"[^>]*>\s*([^<]*)</textarea>', page):
        form[name] = value
    return form | more


def say(client: StrictClient, edition: str, **more: str) -> Any:
    return client.post(f"{edition}/files/descriptions", data=described(client, edition, **more))


def release(client: StrictClient, edition: str) -> Any:
    page = client.get(edition).text
    return client.post(f"{edition}/release", data={"token": form_token(client), "version": version(page), "when": "now"})


def test_a_column_of_formulas_called_a_table_is_refused_with_the_reason(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    answer = hand_in(client, write(client), ("colonne.csv", b"nom\n=1+1\n"), ("note.txt", b"nom\n=1+1\n"))
    assert "colonne.csv" in answer.text
    assert "Ce tableau contient des formules" in answer.text
    assert [one.name for one in rows()] == ["note.txt"]


def test_several_files_come_in_at_once_and_stand_below_the_text(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    answer = hand_in(client, edition, ("photo de famille.png", picture("PNG", (1000, 500))), ("بلاغ صحفي.pdf", paper()), ("tableau.csv", b"a;b\n1;2\n"))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{edition}/files")
    photo, pdf, table = rows()
    assert [one.name for one in (photo, pdf, table)] == ["photo de famille.jpg", "بلاغ صحفي.pdf", "tableau.csv"]
    assert [one.address for one in (photo, pdf, table)] == ["photo-de-famille.jpg", "بلاغ-صحفي.pdf", "tableau.csv"]
    page = client.get(f"{edition}/files")
    assert "photo de famille.jpg" in page.text
    for source in re.findall(r'(?:src|href)="(/desk/editions/[^"]+/files/fr/[^"]+)"', page.text):
        got = client.get(source)
        assert (got.status_code, got.headers["Cache-Control"]) == (200, "no-store"), source
        assert "sandbox" in got.headers["Content-Security-Policy"]
    refused = release(client, edition)
    assert refused.status_code == 422
    assert "photo de famille.jpg" in refused.text
    checklist = client.get(edition).text.partition('id="checklist"')[2]
    assert "photo de famille.jpg" in checklist.partition('class="must"')[2].partition("</ul>")[0]
    said = {f"file{photo.id}-alternative": "Une délégation devant le Palais des Nations.", f"file{photo.id}-caption": "La délégation.", f"file{photo.id}-credit": "Mission"}
    assert say(client, edition, **said).status_code == 303
    preview = client.get(f"{edition}/preview/fr").text
    assert 'alt="Une délégation devant le Palais des Nations."' in preview
    assert release(client, edition).status_code == 303
    assert client.get(BASE).status_code == 404
    assert client.get(f"{BASE}/files/photo-de-famille.jpg").status_code == 404
    settle(clock)
    shown = client.get(BASE).text
    assert "<figcaption><span>La délégation.</span> <small>Mission</small>" in shown
    assert f'href="{BASE}/editions/1/files/%D8%A8%D9%84%D8%A7%D8%BA-%D8%B5%D8%AD%D9%81%D9%8A.pdf"' in shown
    for source in re.findall(rf'({BASE}/editions/1/files/[^" ]+)', shown):
        assert client.get(source).status_code == 200, source
    assert 'loading="lazy"' in shown
    assert re.search(r'width="1000" height="500"', shown)


def test_refused_files_have_their_sentences_and_the_others_are_kept(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    answer = hand_in(client, edition, ("bon.txt", b"Bonjour"), ("dessin.svg", b"<svg onload=x>"), ("photo.jpg", b"<html>"), ("prog.pdf", b"MZ\x90\x00"), ("vide.txt", b""))
    assert answer.status_code == 422
    assert "4 fichiers n’ont pas été acceptés" in answer.text
    assert "Les autres sont gardés." in answer.text
    assert answer.text.count("dessin (SVG)") == 2
    assert "Ce fichier est vide." in answer.text
    assert [one.name for one in rows()] == ["bon.txt"]
    for given in ({"files": []}, {"language": "en"}, {"language": "xx"}):
        nothing = client.post(f"{edition}/files", data={"token": form_token(client), "language": "fr"} | given, content_type="multipart/form-data")
        assert nothing.status_code == 422


@pytest.mark.parametrize(("given", "name", "address"), [
    ("../../../etc/passwd", "passwd.txt", "passwd.txt"), ("C:\\Users\\x\\CON.txt", "_CON.txt", "con.txt"), ("a\x00b.txt", "ab.txt", "ab.txt"),
    ("photo\u202etxt.exe", "phototxt.txt", "phototxt.txt"), ("n" * 300 + ".txt", "n" * 116 + ".txt", "n" * 80 + ".txt"),
    ("تقرير الدورة ٥٧.txt", "تقرير الدورة ٥٧.txt", "تقرير-الدورة-٥٧.txt"), ("<script>alert(1)</script>.txt", "script.txt", "script.txt"),
    ('x"; filename=evil.html', "x ; filename=evil.txt", "x-filename-evil.txt"), ("", "file.txt", "file.txt"), ("%2e%2e%2fx.txt", "%2e%2e%2fx.txt", "2e-2e-2fx.txt"),
    (".htaccess", "htaccess.txt", "htaccess.txt"), ("page.php.txt", "page.txt", "page.txt"),
])  # fmt: skip
def test_names_are_what_can_be_seen_of_them(client: StrictClient, clock: Clock, given: str, name: str, address: str) -> None:
    from mission.services.filing import naming

    assert naming.shown(given, "text/plain") == name
    assert naming.place(name, ()) == address
    if not given or set(given) & set('\x00"\\'):
        return
    come_in(client, clock)
    edition = write(client)
    assert hand_in(client, edition, (given, b"Bonjour")).status_code == 303
    (file,) = rows()
    assert (file.name, file.address) == (name, address)
    from urllib.parse import quote

    assert client.get(f"{edition}/files").status_code == 200
    got = client.get(f"{edition}/files/fr/{quote(address)}")
    assert got.data == b"Bonjour"
    assert got.headers["Content-Disposition"].isascii()
    assert got.headers["Content-Disposition"].startswith('attachment; filename="')


def test_the_same_file_twice_is_once_and_two_files_of_one_name_are_two(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    for _ in range(2):
        assert hand_in(client, edition, ("note.txt", b"Bonjour")).status_code == 303
    twice = hand_in(client, edition, ("note.txt", b"Bonsoir"), ("note bis.txt", b"Bonsoir"))
    assert twice.status_code == 303
    told = client.get(twice.headers["Location"]).text
    assert "n’ont pas été mis deux fois" in told
    assert "note bis.txt" in told
    assert hand_in(client, edition, ("note.txt", b"Bonjour"), language="ar").status_code == 303
    assert [(one.language, one.name, one.address) for one in rows()] == [
        ("ar", "note.txt", "note.txt"), ("fr", "note.txt", "note.txt"), ("fr", "note (2).txt", "note-2.txt"),
    ]  # fmt: skip
    with engines.reading() as session:
        assert len(session.scalars(select(Blob.sha256).where(Blob.media_type == "text/plain")).all()) == 2


def test_extra_fields_change_nothing(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    hand_in(client, edition, ("note.txt", b"Bonjour"), sha256="0" * 64, media_type="text/html", line="x", edition_id="1", alternative="x")
    (file,) = rows()
    say(client, edition, **{f"file{file.id}-sha256": "0" * 64, f"file{file.id}-address": "../x", f"file{file.id}-media_type": "text/html", "act": "remove:999999"})
    say(client, edition, act="up:x", **{"file999-name": "autre"})
    (after,) = rows()
    assert (after.sha256, after.media_type, after.address, after.edition_id) == (file.sha256, "text/plain", "note.txt", int(edition.rsplit("/", 1)[1]))


def test_files_are_put_in_order_taken_out_and_renamed_and_nothing_typed_is_lost(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    hand_in(client, edition, ("un.txt", b"1"), ("deux.txt", b"2"), ("trois.txt", b"3"))
    first, second, third = rows()
    assert say(client, edition, act=f"down:{first.id}", **{f"file{second.id}-caption": "Le deuxième."}).status_code == 303
    assert [(one.name, one.caption) for one in rows()] == [("deux.txt", "Le deuxième."), ("un.txt", ""), ("trois.txt", "")]
    # Two names that change places.
    say(client, edition, **{f"file{first.id}-name": "trois.txt", f"file{third.id}-name": "un.pdf"})
    assert [one.name for one in rows()] == ["deux.txt", "trois (2).txt", "un.txt"]
    say(client, edition, act=f"remove:{second.id}")
    assert [one.name for one in rows()] == ["trois (2).txt", "un.txt"]
    long = say(client, edition, **{f"file{first.id}-caption": "mot " * 200, f"file{first.id}-name": "Un nom\nsur deux lignes"})
    assert long.status_code == 422
    assert "mot mot" in long.text
    assert say(client, edition, **{f"file{first.id}-caption": "avec\x00zéro", f"file{first.id}-alternative": "\x00"}).status_code in (303, 422)
    stale = client.post(f"{edition}/files/descriptions", data=described(client, edition) | {"version": "1", f"file{first.id}-caption": "Écrit trop tard."})
    assert stale.status_code == 409
    assert "Écrit trop tard." in stale.text


def test_whoever_writes_meanwhile_loses_nothing_to_a_stale_form(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    hand_in(client, edition, ("un.txt", b"1"))
    before = described(client, edition)
    hand_in(client, edition, ("deux.txt", b"2"))
    second = rows()[1]
    say(client, edition, **{f"file{second.id}-caption": "Le mot d’une autre."})
    stale = client.post(f"{edition}/files/descriptions", data=before)
    assert stale.status_code == 409
    assert "Le mot d’une autre." in stale.text


def test_a_file_is_replaced_and_keeps_what_is_said_of_it(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    hand_in(client, edition, ("rapport.pdf", paper()))
    (file,) = rows()
    say(client, edition, **{f"file{file.id}-caption": "Le rapport."})

    def replace(name: str, content: bytes) -> Any:
        data = {"token": form_token(client), "version": version(client.get(f"{edition}/files").text), "files": (io.BytesIO(content), name)}
        return client.post(f"{edition}/files/{file.id}/replacement", data=data, content_type="multipart/form-data")

    assert replace("autre.svg", b"<svg>").status_code == 422
    assert replace("autre nom.pdf", paper(lambda writer: writer.add_blank_page(10, 10))).status_code == 303
    (after,) = rows()
    assert (after.name, after.caption, after.line) == ("rapport.pdf", "Le rapport.", file.line)
    assert after.sha256 != file.sha256
    assert replace("rapport.docx", word()).status_code == 303
    assert [(one.name, one.address, one.line) for one in rows()] == [("rapport.docx", "rapport.docx", file.line)]
    data = {"token": form_token(client), "version": "1", "files": (io.BytesIO(paper()), "x.pdf")}
    assert client.post(f"{edition}/files/{file.id}/replacement", data=data, content_type="multipart/form-data").status_code == 409
    nothing = {"token": form_token(client), "version": "1"}
    assert client.post(f"{edition}/files/{file.id}/replacement", data=nothing, content_type="multipart/form-data").status_code == 422


def test_a_picture_replaced_by_a_paper_by_mistake_has_its_words_again_once_a_picture_stands_there(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    hand_in(client, edition, ("photo.png", picture("PNG", (400, 200))))
    (file,) = rows()
    say(client, edition, **{f"file{file.id}-alternative": "Une délégation arrive.", f"file{file.id}-caption": "L’arrivée."})

    def replace(name: str, content: bytes) -> None:
        data = {"token": form_token(client), "version": version(client.get(f"{edition}/files").text), "files": (io.BytesIO(content), name)}
        assert client.post(f"{edition}/files/{file.id}/replacement", data=data, content_type="multipart/form-data").status_code == 303

    replace("rapport.pdf", paper())
    # Of a paper it is said nowhere, and what else is said of the paper takes nothing from it.
    assert say(client, edition, **{f"file{file.id}-credit": "Mission"}).status_code == 303
    for address in (f"{edition}/files", f"{edition}/preview/fr", "/desk/search?q=délégation"):
        assert "Une délégation arrive." not in client.get(address).text, address
    with engines.reading() as session:
        (said,) = said_of(session.get_one(Edition, file.edition_id), "fr")
    assert (said["alternative"], said["caption"]) == ("", "L’arrivée.")
    replace("photo nouvelle.png", picture("PNG", (300, 300)))
    (after,) = rows()
    assert (after.media_type, after.alternative, after.caption, after.credit) == ("image/jpeg", "Une délégation arrive.", "L’arrivée.", "Mission")
    assert 'alt="Une délégation arrive."' in client.get(f"{edition}/preview/fr").text


def test_files_reopen_what_was_agreed_and_whoever_adds_them_is_an_author(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    number = int(edition.rsplit("/", 1)[1])
    with engines.writing() as session:
        from tests.building import person

        other = person(session, "other@example.org", clock())
        publishing.submit(session, other, number, version=1, required={}, at=clock())
    hand_in(client, edition, ("note.txt", b"Bonjour"))
    with engines.reading() as session:
        from mission.models import Edition, Person
        from mission.services.publishing.verbs import authors

        found = session.get_one(Edition, number)
        assert (found.state.value, found.version) == ("draft", 3)
        assert authors(session, found) == {session.scalars(select(Person.id).where(Person.email == "first@example.org")).one()}


def test_what_a_file_still_tells_stands_on_its_page_and_in_the_checklist_for_as_long_as_it_is_there(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    named = paper(lambda writer: writer.add_metadata({"/Author": "Une Personne"}))
    exif = Image.Exif()
    exif[0x013B] = "Une personne"
    assert hand_in(client, edition, ("nommé.pdf", named), ("photos.docx", word(**{"word/media/image1.tif": picture("TIFF", exif=exif)}))).status_code == 303
    for page in (client.get(f"{edition}/files").text, client.get(edition).text.partition('id="checklist"')[2]):
        plain = re.sub(r"<[^>]+>|[\u2068\u2069]", "", page)
        assert "nommé.pdf – Une Personne" in plain
        assert re.search(r"Les images de ce[^:]*fichiers? peuvent dire[^:]*:\s*photos\.docx", plain)
    client.post(f"{edition}/files/descriptions", data=described(client, edition, act=f"remove:{rows()[0].id}"))
    assert "Une Personne" not in client.get(f"{edition}/files").text + client.get(edition).text


def test_a_language_that_the_text_lacks_is_refused_with_the_summary_on_top(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    answer = hand_in(client, write(client), ("note.txt", b"Bonjour"), language="es")
    assert answer.status_code == 422
    assert '<a href="#language"' in answer.text.partition('role="alert"')[2].partition("</div>")[0]
    assert "<title>Erreur" in answer.text


def test_all_types_that_are_taken(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    given = (("a.docx", word()), ("b.xlsx", sheet()), ("c.odt", open_text()), ("d.gif", picture("GIF")), ("e.webp", picture("WEBP", (30, 30))), ("f.avif", picture("AVIF", (40, 40))))
    assert hand_in(client, edition, *given).status_code == 303
    assert [one.name for one in rows()] == ["a.docx", "b.xlsx", "c.odt", "d.jpg", "e.jpg", "f.jpg"]
    with engines.reading() as session:
        assert session.scalar(select(Rendition.name).limit(1))


def test_too_much_at_once_is_said_and_not_read(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    assert hand_in(client, edition, *((f"{number}.txt", str(number).encode()) for number in range(13))).status_code == 422
    large = hand_in(client, edition, ("gros.txt", b"x" * (21 * 1024 * 1024)))
    assert large.status_code == 422
    assert "dépasse" in large.text
    assert hand_in(client, edition, *((f"{number}.txt", b"x" * (16 * 1024 * 1024)) for number in range(4))).status_code == 413
    assert rows() == []


def test_what_is_frozen_takes_no_files(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    hand_in(client, edition, ("note.txt", b"Bonjour"))
    (file,) = rows()
    form = described(client, edition)
    release(client, edition)
    settle(clock)
    assert hand_in(client, edition, ("autre.txt", b"Bonsoir")).status_code == 422
    assert client.post(f"{edition}/files/descriptions", data=form | {"act": f"remove:{file.id}"}).status_code in (409, 422)
    page = client.get(f"{edition}/files").text
    assert 'type="file"' not in page
    assert "note.txt" in page
    assert len(rows()) == 1


@pytest.mark.parametrize("statement", [
    "UPDATE edition_file SET name = 'x.txt'", "DELETE FROM edition_file", "UPDATE blob SET content = '0' WHERE sha256 IN (SELECT sha256 FROM edition_file)",
    "INSERT INTO edition_file SELECT id + 1000, edition_id, language, position, line, name, 'x.txt', sha256, media_type, size, width, height, alternative, caption, credit, added_at, author, telling FROM edition_file",
    "UPDATE rendition SET sha256 = picture", "DELETE FROM rendition", "UPDATE blob SET content = '0' WHERE sha256 IN (SELECT sha256 FROM rendition)",
    "INSERT INTO rendition SELECT picture, 'other.jpg', sha256, media_type, size, width, height FROM rendition WHERE name = 'small.jpg'",
])  # fmt: skip
def test_the_database_itself_refuses_to_change_a_released_file(client: StrictClient, clock: Clock, statement: str) -> None:
    come_in(client, clock)
    edition = write(client)
    hand_in(client, edition, ("photo.jpg", picture()))
    (file,) = rows()
    say(client, edition, **{f"file{file.id}-alternative": "Un essai."})
    assert release(client, edition).status_code == 303
    with engines.writer.connect() as connection, pytest.raises(DBAPIError, match="does not change|drawn once"):
        connection.execute(text(statement))


def test_a_new_edition_has_the_files_and_an_old_address_leads_to_what_replaced_it(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    hand_in(client, edition, ("rapport.txt", b"premier"), ("annexe.txt", b"annexe"))
    release(client, edition)
    settle(clock)
    document = client.get(edition).headers["Location"]
    begun = client.post(f"{document}/editions", data={"token": form_token(client), "change": "correction"}).headers["Location"]
    report, annex = [one for one in rows() if one.edition_id == int(begun.rsplit("/", 1)[1])]
    say(client, begun, act=f"remove:{annex.id}")
    data = {"token": form_token(client), "version": version(client.get(f"{begun}/files").text), "files": (io.BytesIO(paper()), "x.pdf")}
    assert client.post(f"{begun}/files/{report.id}/replacement", data=data, content_type="multipart/form-data").status_code == 303
    # Nothing of it shows before its minute.
    assert client.get(f"{BASE}/files/rapport.txt").data == b"premier"
    assert client.get(f"{BASE}/files/rapport.pdf").status_code == 404
    page = client.get(begun).text
    client.post(begun, data=fields(**{"fr-change_note": "Le rapport est remplacé."}) | {"token": form_token(client), "version": version(page)})
    assert release(client, begun).status_code == 303
    settle(clock)
    assert client.get(f"{BASE}/files/rapport.pdf").data.startswith(b"%PDF-")
    moved = client.get(f"{BASE}/files/rapport.txt")
    assert (moved.status_code, moved.headers["Location"]) == (302, f"{BASE}/files/rapport.pdf")
    gone = client.get(f"{BASE}/files/annexe.txt")
    assert (gone.status_code, gone.headers["Location"]) == (302, f"{BASE}/editions/1/files/annexe.txt")
    assert client.get(f"{BASE}/editions/1/files/rapport.txt").data == b"premier"
    assert client.get(f"{BASE}/editions/2/files/rapport.txt").status_code == 404
    assert client.get(f"{BASE}/editions/1/files/annexe.txt").data == b"annexe"
