"""Previews: exactly the public page, for staff alone; a link for somebody outside that ends in every way it should, and tells nothing then."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

from flask import Flask
from lxml import html
from sqlalchemy import select

from mission.extensions import engines
from mission.languages import TAGS
from mission.models import Change, JournalEntry, Person, PreviewLink, RoleName
from mission.services import publishing
from tests import building
from tests.conftest import Clock
from tests.files import picture
from tests.sections.desk.test_documents import fields, settle, version, write
from tests.sections.desk.test_door import come_in, form_token
from tests.sections.desk.test_files import hand_in
from tests.strict import StrictClient


def link(client: StrictClient, edition: str, **changes: Any) -> str:
    data = {"token": form_token(client), "version": version(client.get(edition).text), "reader": "Une traductrice", "lasts": "24"} | changes
    made = client.post(f"{edition}/preview-links", data=data)
    assert made.status_code == 303, made.text
    return re.search(r'value="http://localhost:8000(/desk/shown/[^"]+)"', client.get(f"{edition}/preview-links").text)[1]  # type: ignore[index]


def journal(verb: str) -> list[JournalEntry]:
    with engines.reading() as session:
        return list(session.scalars(select(JournalEntry).where(JournalEntry.verb == verb)))


def visitor(app: Flask) -> StrictClient:
    app.test_client_class = StrictClient
    return app.test_client()  # type: ignore[return-value]


def test_a_reader_outside_sees_the_page_as_it_will_be_and_the_journal_knows(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    address = link(client, edition)
    outside = visitor(app)
    first = outside.get(address)
    assert (first.status_code, first.headers["Location"]) == (303, f"{address}/fr")
    seen = outside.get(f"{address}/fr")
    assert seen.status_code == 200
    assert "<p>Premier paragraphe.</p>" in seen.text
    assert "n’est pas publi" in seen.text or "pas public" in unescape(seen.text)
    assert 'href="/desk/editions' not in seen.text
    assert 'content="noindex, nofollow"' in seen.text
    assert "Set-Cookie" not in seen.headers
    assert {name: seen.headers[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")} == {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}
    assert 'dir="rtl"' in outside.get(f"{address}/ar").text
    assert [one.remark for one in journal("preview-opened")] == ["1: Une traductrice"]
    clock.forward(minutes=5)
    outside.get(f"{address}/ar")
    assert len(journal("preview-opened")) == 2
    # Each page that was opened counts; those of one minute are one line of the journal.
    assert "Ouvertures : 3" in client.get(f"{edition}/preview-links").text.replace("\u00a0", " ")
    with engines.reading() as session:
        kept = session.scalars(select(PreviewLink)).one()
        assert not any(str(value) and str(value) in address for value in (kept.reader, kept.version) if len(str(value)) > 3)


def test_a_reader_outside_sees_the_files_too_and_no_longer_than_the_text(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    hand_in(client, edition, ("photo.png", picture("PNG", (1000, 500))), ("note.txt", b"Bonjour"))
    address, outside = link(client, edition), visitor(app)
    page = outside.get(f"{address}/fr").text
    places = {one for one in re.findall(r'(?:src|href)="([^"]*/files/[^"]*)"', page)} | set(re.findall(r"(/\S*/files/\S*) \d+w", page))
    assert len(places) > 3, "the picture in its sizes, and the note"
    for place in places:
        seen = outside.get(place)
        assert (seen.status_code, seen.headers["Cache-Control"]) == (200, "no-store"), place
        assert "noindex" in seen.headers["X-Robots-Tag"]
    hand_in(client, edition, ("autre.txt", b"Bonsoir"))
    assert {outside.get(one).status_code for one in places} == {404}, "the text has changed since"


def parts(page: str) -> list[str]:
    """What stands on a public page besides its words: headings, labels of facts, landmarks, crumbs, neighbours and related texts."""
    tree = html.fromstring(page).get_element_by_id("main")
    found = [one.text_content().strip() for one in tree.xpath(".//h1 | .//h2 | .//dt | .//nav[@class='crumbs']//a | .//nav[@class='between']//a | .//*[contains(@class, 'related')]//a")]
    return found + [one.get("class") or one.tag for one in tree.xpath(".//section | .//aside | .//nav | .//*[@role='note'][not(contains(@class, 'watermark'))]")]


def test_a_preview_has_every_part_of_the_public_page(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client, **{"fr-body": "<h2>Contexte</h2><p>Premier paragraphe.</p>"})
    assert hand_in(client, edition, ("rapport.csv", b"pays,voix\nMaroc,1\n"), language="fr").status_code == 303
    for number in ("1", "2"):
        seen = client.get(f"{edition}/preview/fr").text
        handed = visitor(app).get(f"{link(client, edition)}/fr").text
        data = {"token": form_token(client), "version": version(client.get(f"{edition}/release?when=now").text), "when": "now", "confirmed": "yes"}
        assert client.post(f"{edition}/release", data=data).status_code == 303
        settle(clock)
        document = client.get(edition).headers["Location"]
        public = re.search(r'href="(/fr/communiques/c[^"]*)"', client.get(document).text)[1]  # type: ignore[index]
        wanted = parts(client.get(public).text.replace(re.search(r"MPM/C/\d+/\d+", client.get(public).text)[0], "…" if number == "1" else "MPM"))  # type: ignore[index]
        for shown in (seen, handed):
            assert parts(re.sub(r"MPM/C/\d+/\d+", "MPM", shown)) == wanted
        if number == "1":
            begun = client.post(f"{document}/editions", data={"token": form_token(client), "change": "correction"}).headers["Location"]
            corrected = fields(**{"fr-title": "Un communiqué corrigé", "fr-change_note": "Une note d’essai."})
            assert client.post(begun, data=corrected | {"token": form_token(client), "version": version(client.get(begun).text)}).status_code == 303
            edition = begun
    assert "Une note d’essai." in seen


def test_a_language_that_the_text_lacks_shows_the_page_that_its_readers_will_see(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    assert hand_in(client, edition, ("rapport.csv", b"pays,voix\nMaroc,1\n"), language="fr").status_code == 303
    seen, handed = client.get(f"{edition}/preview/es"), visitor(app).get(f"{link(client, edition)}/es")
    phone = client.get(f"{edition}/preview/es/phone")
    assert f'src="{edition}/preview/es"' in phone.text
    assert client.get(f"{edition}/preview/es.pdf").headers["Location"] == f"{edition}/preview/fr.pdf"
    data = {"token": form_token(client), "version": version(client.get(f"{edition}/release?when=now").text), "when": "now", "confirmed": "yes"}
    assert client.post(f"{edition}/release", data=data).status_code == 303
    settle(clock)
    public = re.search(r'href="/fr(/communiques/c[^"/]*)', client.get(client.get(edition).headers["Location"]).text)[1]  # type: ignore[index]
    notice = "//main//div[@class='note']"
    wanted = client.get(f"/es{public}", follow_redirects=True).text
    said = [one.text_content() for one in html.fromstring(wanted).xpath(notice)]
    assert said
    for shown in (seen, handed):
        assert html.fromstring(shown.text).xpath(f"{notice}//a/@href") == [f"{shown.request.path[:-3]}/{tag}" for tag in ("fr", "ar")]
        assert (shown.status_code, parts(re.sub(r"MPM/C/\d+/\d+", "…", wanted))) == (200, parts(shown.text))
        assert 'lang="es"' in shown.text.split("<head>")[0]
        assert "<p>Premier paragraphe.</p>" in shown.text
        assert said == [one.text_content() for one in html.fromstring(shown.text).xpath(notice)]


def test_every_end_of_a_link_answers_like_what_never_was(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    outside = visitor(app)
    never = outside.get("/desk/shown/1~abc.def/fr")
    tampered = link(client, edition)
    answers = {"never": never, "tampered": outside.get(f"{tampered[:-2]}xx/fr"), "long": outside.get(f"/desk/shown/{'9' * 40}~x.y/fr"), "letters": outside.get("/desk/shown/é~~~/fr")}
    changed = link(client, edition)
    assert outside.get(f"{changed}/fr").status_code == 200
    saved = client.post(edition, data=fields(**{"fr-title": "Autre"}) | {"token": form_token(client), "version": version(client.get(edition).text)})
    assert saved.status_code == 303
    answers["changed"] = outside.get(f"{changed}/fr")
    revoked = link(client, edition)
    number = max(re.findall(r"/desk/preview-links/(\d+)/revocation", client.get(f"{edition}/preview-links").text), key=int)
    for _ in range(2):
        assert client.post(f"/desk/preview-links/{number}/revocation", data={"token": form_token(client)}).status_code == 303
    assert len(journal("preview-revoked")) == 1
    answers["revoked"] = outside.get(f"{revoked}/fr")
    left = link(client, edition)
    with engines.writing() as session:
        maker = session.scalars(select(PreviewLink).order_by(PreviewLink.id.desc()).limit(1)).one().made_by
        maker.active = False
        session.commit()
        answers["left"] = outside.get(f"{left}/fr")
        maker.active = True
        session.commit()
    assert outside.get(f"{left}/fr").status_code == 200
    expired = link(client, edition, lasts="3")
    clock.forward(hours=2, minutes=59)
    assert outside.get(f"{expired}/fr").status_code == 200
    clock.forward(minutes=2)
    answers["expired"] = outside.get(f"{expired}/fr")
    come_in(client, clock, email="second@example.org")
    public = link(client, edition)
    client.post(f"{edition}/release", data={"token": form_token(client), "version": version(client.get(edition).text), "when": "now"})
    assert outside.get(f"{public}/fr").status_code in (200, 404)
    settle(clock)
    for name, answer in answers.items():
        assert answer.status_code == 404, name
        assert answer.headers["Cache-Control"] == never.headers["Cache-Control"], name
        assert re.sub(r"shown/[^\"<]*", "", answer.text) == re.sub(r"shown/[^\"<]*", "", never.text), name


def test_a_link_needs_a_reader_and_the_version_that_was_seen(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    token = form_token(client)
    for data, words in (({"version": "1", "reader": "", "lasts": "24"}, "Indiquez pour qui"), ({"version": "9", "reader": "x", "lasts": "24"}, "a été enregistré"), ({"version": "1", "reader": "x", "lasts": "9999"}, "Choisissez dans la liste.")):
        answer = client.post(f"{edition}/preview-links", data=data | {"token": token})
        assert answer.status_code == 422
        assert words in answer.text
    assert journal("preview-link") == []
    assert client.post("/desk/preview-links/77/revocation", data={"token": token}).status_code == 404


def test_the_frame_of_the_telephone_is_ours_alone(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    phone = client.get(f"{edition}/preview/ar/phone")
    assert f'<iframe class="phone" src="{edition}/preview/ar" width="360"' in phone.text
    assert "frame-src 'self'" in phone.headers["Content-Security-Policy"]
    framed = client.get(f"{edition}/preview/ar")
    assert "frame-ancestors 'self'" in framed.headers["Content-Security-Policy"]
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"
    for other in (edition, f"{edition}/preview/ar/phone", f"{edition}/preview-links"):
        assert "frame-ancestors 'none'" in client.get(other).headers["Content-Security-Policy"]


def test_previews_are_not_for_the_press_officer(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock, roles=(RoleName.PRESS_OFFICER,))
    for address in ("/desk/editions/1/preview/fr", "/desk/editions/1/preview/fr/phone", "/desk/editions/1/preview-links", "/desk/documents/1/comparison", "/desk/documents/1/history"):
        assert client.get(address).status_code == 403


def test_a_link_lives_as_long_as_the_text_stays_what_it_is(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    outside, token = visitor(app), form_token(client)
    handed = link(client, edition)
    number = int(edition.rpartition("/")[2])
    with engines.writing() as session:
        me = session.scalars(select(Person).where(Person.email == "first@example.org")).one()
        at, seen = clock(), 1
        for verb in ("submit", "approve", "release", "unschedule"):
            more = {"required": {}} if verb in ("submit", "release") else {}
            more |= {"release_at": at.replace(second=0) + timedelta(days=1)} if verb == "release" else {}
            seen = getattr(publishing, verb)(session, me, number, version=seen, at=at, **more).version
            assert outside.get(f"{handed}/fr").status_code == 200, verb
    assert "le texte a changé" not in client.get(f"{edition}/preview-links").text
    client.post(edition, data=fields(**{"fr-title": "Autre"}) | {"token": token, "version": str(seen)})
    assert outside.get(f"{handed}/fr").status_code == 404


def test_with_the_recall_of_a_text_no_draft_of_it_is_shown_to_anybody_and_none_waits(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("w", "a"))
        document = building.released(session, writer, approver, clock()).document_id
        session.commit()
        publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
        me = session.scalars(select(Person).where(Person.email == "first@example.org")).one()
        number = publishing.begin(session, me, document, Change.AMENDMENT, at=clock()).id
    edition, outside = f"/desk/editions/{number}", visitor(app)
    handed = link(client, edition)
    assert outside.get(f"{handed}/fr").status_code == 200
    assert f"/desk/documents/{document}" in client.get("/desk/").text.partition('id="to-write"')[2].partition("</section>")[0]
    with engines.writing() as session:
        publishing.recall(session, session.get_one(Person, approver.id), document, notices={tag: "Publié par erreur." for tag in TAGS}, at=clock.forward(minutes=1), demonstration=True)
    assert outside.get(f"{handed}/fr").status_code == 404
    assert f"/desk/documents/{document}" not in client.get("/desk/").text.partition('id="to-write"')[2].partition("</section>")[0]
