"""From a form to the site: write, look at it, release now or later, correct, withdraw, recall."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

from flask import Flask
from lxml import html

from mission.extensions import engines
from mission.models import Edition, Person, RoleName
from mission.services import publishing
from mission.services.publishing import content
from tests.building import draft, person, text
from tests.conftest import Clock
from tests.sections.desk.test_door import come_in, form_token
from tests.strict import StrictClient


def fields(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "communique", "section": "communiques", "dated": "2026-11-24", "precision": "day", "themes": ["migration"], "bodies": ["iom"],
        "fr-title": "Un communiqué d’essai", "fr-summary": "En bref.", "fr-body": "Premier paragraphe.\n\nSecond.", "fr-status": "original",
        "ar-title": "بلاغ تجريبي", "ar-summary": "باختصار.", "ar-body": "<p>فقرة.</p>", "ar-status": "courtesy",
        "en-status": "courtesy", "es-status": "courtesy",
    } | changes  # fmt: skip


def write(client: StrictClient, **changes: Any) -> str:
    answer = client.post("/desk/documents/new", data=fields(**changes) | {"token": form_token(client)})
    assert answer.status_code == 303, answer.text
    # What saving has taken out is told in the address.
    return answer.headers["Location"].partition("?")[0]


def version(page: str) -> str:
    return re.search(r'name="version" value="(\d+)"', page)[1]  # type: ignore[index]


def settle(clock: Clock) -> None:
    publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)


def test_a_communique_goes_from_form_to_site_in_two_languages(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    page = client.get(edition)
    assert "Premier paragraphe." in page.text
    preview = client.get(f"{edition}/preview/ar")
    assert "بلاغ تجريبي" in preview.text
    assert 'dir="rtl"' in preview.text
    assert client.get("/fr/communiques?q=essai").text.count("Un communiqué d’essai") == 0
    token = form_token(client)
    released = client.post(f"{edition}/release", data={"token": token, "version": version(page.text), "when": "now"})
    assert released.status_code == 303, released.text
    settle(clock)
    shown = client.get("/fr/communiques/c2026-001")
    assert "<p>Premier paragraphe.</p>" in shown.text
    assert "MPM/C/2026/001" in shown.text
    assert "بلاغ تجريبي" in client.get("/ar/communiques/c2026-001").text
    assert "Un communiqué d’essai" in client.get("/fr/communiques").text
    assert "Un communiqué d’essai" in client.get("/fr/sitemap?open=communiques&open=communiques:2026").text
    english = client.get("/en/communiques/c2026-001").text
    assert 'lang="fr"' in english
    assert 'content="noindex"' in english
    assert "This text does not exist in the language of this page." in english


def test_a_later_release_waits_for_its_minute(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    data = {"token": form_token(client), "version": "1", "when": "later", "time": "2026-11-24T10:45"}
    assert client.post(f"{edition}/release", data=data).status_code == 303
    settle(clock)
    assert client.get("/fr/communiques/c2026-001").status_code == 404
    clock.forward(minutes=15)
    settle(clock)
    assert client.get("/fr/communiques/c2026-001").status_code == 200


def test_geneva_times_that_do_not_exist_or_exist_twice_are_refused(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    for time, words in (("2027-03-28T02:30", "n’existe pas"), ("2027-10-31T02:30", "deux fois"), ("2020-01-01T10:00", "passée"), ("demain", "par exemple"), ("", "par exemple")):
        data = {"token": form_token(client), "version": "1", "when": "later", "time": time}
        answer = client.post(f"{edition}/release", data=data)
        assert answer.status_code == 422
        assert words in answer.text, time


def test_bad_input_gets_a_sentence_and_loses_nothing(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    wrong = fields(**{"dated": "hier", "fr-title": "", "fr-status": "courtesy"}) | {"token": form_token(client)}
    answer = client.post("/desk/documents/new", data=wrong)
    assert answer.status_code == 422
    for kept in ("hier", "Premier paragraphe.", "بلاغ تجريبي", 'value="migration" checked'):
        assert kept in answer.text
    assert "Saisissez la date" in answer.text
    two = client.post("/desk/documents/new", data=fields(**{"ar-status": "original"}) | {"token": form_token(client)})
    assert two.status_code == 422
    assert "Une langue, et une seule, est l’original." in two.text
    nothing = {"token": form_token(client), "kind": "page", "section": "nowhere", "themes": ["x"]}
    refused = client.post("/desk/documents/new", data=nothing)
    assert refused.status_code == 422
    assert 'href="#fr-title"' in refused.text
    # Whoever works in Arabic is led to the Arabic.
    client.post("/desk/account", data={"token": nothing["token"], "name": "Une", "language": "ar"})
    assert 'href="#ar-title"' in client.post("/desk/documents/new", data=nothing).text
    for name in ("kind", "section", "themes"):
        # What is not offered, or not any more, is told in the person's language, not in the library's.
        assert "Choisissez dans la liste." in refused.text.partition(f'id="{name}-error"')[2][:200], name
    assert "valid choice" not in refused.text


def test_a_stale_save_shows_both_texts(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    token = form_token(client)
    first = fields(**{"fr-title": "La version d’une autre"}) | {"token": token, "version": "1"}
    assert client.post(edition, data=first).status_code == 303
    second = fields(**{"fr-title": "Ma version"}) | {"token": token, "version": "1"}
    answer = client.post(edition, data=second)
    assert answer.status_code == 409
    assert "La version d’une autre" in answer.text
    assert "Ma version" in answer.text
    again = second | {"version": version(answer.text)}
    assert client.post(edition, data=again).status_code == 303


def test_extra_fields_change_nothing(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client, stage="approved", release_at="2020-01-01", approved_by_id="1", reference="MPM/C/2020/001", number="7")
    assert "Brouillon" in client.get(edition).text


def test_boxes_keep_the_order_of_themes_in_which_the_first_is_the_most_important(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    with engines.writing() as session:
        row = session.get(Edition, int(edition.rpartition("/")[2]))
        assert row is not None
        content.write(session, row, replace(publishing.read(row), themes=("trade", "health")))
        session.commit()
    for chosen, kept in ((["health", "trade"], ("trade", "health")), (["health", "labour", "trade"], ("trade", "health", "labour")), (["labour"], ("labour",))):
        shown = client.get(edition).text
        assert client.post(edition, data=fields(themes=chosen) | {"token": form_token(client), "version": version(shown)}).status_code == 303
        with engines.reading() as session:
            row = session.get(Edition, int(edition.rpartition("/")[2]))
            assert row is not None
            assert publishing.read(row).themes == kept


def test_markup_from_the_form_is_cleaned(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    body = "<p onclick=x>A<script>alert(1)</script><img src=x onerror=y><a href='javascript:z' data-hx-get=/x>B</a></p>"
    edition = write(client, **{"fr-body": body, "fr-title": "<script>alert(2)</script>"})
    preview = client.get(f"{edition}/preview/fr").text
    assert "<p>A B</p>" in preview
    assert "alert(1)" not in preview
    assert "<script>alert" not in preview


def released(client: StrictClient, clock: Clock) -> str:
    edition = write(client)
    client.post(f"{edition}/release", data={"token": form_token(client), "version": "1", "when": "now"})
    settle(clock)
    return edition


def test_a_correction_says_so_to_its_readers(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = released(client, clock)
    document = client.get(edition).headers["Location"]
    begun = client.post(f"{document}/editions", data={"token": form_token(client), "change": "correction"}).headers["Location"]
    token = form_token(client)
    # Where one would submit it, it is said that there is nothing to be submitted yet.
    for page in (client.get(begun), client.get(document), client.post(f"{begun}/submission", data={"token": token, "version": "1"})):
        assert "Rien n’a encore été changé" in unescape(page.text)
        assert "Rédigez la note publique" not in page.text
    without_note = fields(**{"fr-title": "Un communiqué corrigé"}) | {"token": token, "version": "1"}
    client.post(begun, data=without_note)
    refused = client.post(f"{begun}/release", data={"token": token, "version": "2", "when": "now"})
    assert refused.status_code == 422
    assert "Rédigez la note publique" in refused.text
    client.post(begun, data=without_note | {"version": "2", "fr-change_note": "La date était fausse."})
    assert client.post(f"{begun}/release", data={"token": token, "version": "3", "when": "now"}).status_code == 303
    settle(clock)
    page = client.get("/fr/communiques/c2026-001").text
    assert "La date était fausse." in page
    assert "Corrigé le 24 novembre 2026" in page
    old = client.get("/fr/communiques/c2026-001/editions/1").text
    assert "Un communiqué d’essai" in old
    assert "Il en existe une plus récente." in old


def test_withdrawal_and_recall_have_their_buttons(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = released(client, clock)
    document = client.get(edition).headers["Location"]
    assert f'href="{document}/withdrawal"' in client.get(document).text
    token = form_token(client)
    missing = client.post(f"{document}/withdrawal", data={"token": token, "fr": "Retiré pour essai."})
    assert missing.status_code == 422
    assert "Retiré pour essai." in missing.text
    notices = {"token": token, "fr": "Retiré pour essai.", "ar": "سُحب للتجربة."}
    for verb in ("withdrawal", "recall"):
        # What the public will read in Arabic is French: it is asked about first, and was done neither time.
        astray = notices | {"ar": "Retiré pour essai.", "typed": "MPM/C/2026/001"}
        asked = client.post(f"{document}/{verb}", data=astray)
        assert (asked.status_code, 'name="confirmed"' in asked.text, asked.text.count("Retiré pour essai.")) == (422, True, 2)
        assert "une autre langue que la leur\u00a0: العربية." in asked.text, "which of them"
        assert client.get("/fr/communiques/c2026-001").text.count("Retiré") == 0
    assert client.post(f"{document}/withdrawal", data=notices | {"ar": "MPM/C/2026/001 (Genève)", "confirmed": "yes"}).status_code == 303
    assert "Retiré pour essai." in client.get("/fr/communiques/c2026-001").text
    untyped = client.post(f"{document}/recall", data=notices)
    assert untyped.status_code == 422
    assert "Tapez exactement MPM/C/2026/001" in untyped.text
    assert client.get("/fr/communiques/c2026-001").status_code == 200
    assert client.post(f"{document}/editions", data={"token": token, "change": "correction"}).status_code == 303
    assert 'id="findings"' in client.get(document).text
    assert client.post(f"{document}/recall", data=notices | {"typed": " mpm/c/2026/001"}).status_code == 303
    gone = client.get("/fr/communiques/c2026-001")
    assert (gone.status_code, "Tous les communiqués" in gone.text) == (410, True)
    assert 'id="findings"' not in client.get(document).text, "what was begun goes no further"


def test_two_people_and_nobody_releases_their_own_draft(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    with engines.writing() as session:
        person(session, "second@example.org", clock(), RoleName.APPROVER)
    edition = write(client)
    answer = client.post(f"{edition}/release", data={"token": form_token(client), "version": "1", "when": "now"})
    assert answer.status_code == 422
    assert "Quelqu’un d’autre doit approuver" in answer.text


def test_a_draft_can_be_discarded(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    assert client.post(f"{edition}/discarding", data={"token": form_token(client), "version": "1"}).status_code == 303
    assert client.get(edition).status_code == 404


def test_what_was_written_for_a_text_that_has_moved_on_stands_on_the_page_that_says_so(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    with engines.writing() as session:
        other = person(session, "other@example.org", clock(), RoleName.WRITER)
        edition = draft(session, other, clock(), translations={"fr": text("Un titre d’essai", "original", "<p>Texte d’essai.</p>")})
        publishing.submit(session, other, edition.id, version=edition.version, required={}, at=clock())
        number, seen = edition.id, edition.version
        session.commit()
    with engines.writing() as session:
        other, edition = session.get_one(Person, other.id), session.get_one(Edition, number)
        publishing.save(session, other, number, publishing.read(edition), version=edition.version, at=clock.forward(minutes=1))
    token = form_token(client)
    for where, given in ((f"/desk/editions/{number}/return", {"remark": "Une remarque longue\net précieuse."}),
                         (f"/desk/editions/{number}/override", {"reason": "Une raison précieuse."})):  # fmt: skip
        answer = client.post(where, data=given | {"token": token, "version": str(seen)})
        assert answer.status_code == 409, answer.text
        assert html.fromstring(answer.text).xpath("//textarea[@readonly]/text()") == list(given.values())


def test_a_second_window_that_asks_for_another_minute_is_not_told_that_this_was_done(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    given = {"token": form_token(client), "version": "1", "when": "later", "time": "2026-12-01T10:00"}
    first = client.post(f"{edition}/release", data=given)
    assert first.status_code == 303
    again = client.post(f"{edition}/release", data=given)
    assert "again=1" in again.headers["Location"], "the same twice is once"
    for other in ({"time": "2026-12-02T10:00"}, {"when": "now", "time": ""}):
        refused = client.post(f"{edition}/release", data=given | other)
        assert refused.status_code == 409, refused.headers
        assert "Rien n’a été fait" in refused.text


def test_a_draft_that_was_discarded_meanwhile_gives_back_what_was_typed(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    page = client.get(edition).text
    assert client.post(f"{edition}/discarding", data={"token": form_token(client), "version": version(page)}).status_code == 303
    lost = client.post(edition, data=fields(**{"fr-title": "Un titre précieux"}) | {"token": form_token(client), "version": version(page)})
    assert lost.status_code == 404
    found = html.fromstring(lost.text)
    assert found.xpath("string(//*[@name='fr-title']/@value)") == "Un titre précieux"
    assert "quelqu’un l’a abandonné" in lost.text
    (form,) = found.xpath("//form[.//*[@name='fr-title']]")
    assert form.get("action") == "/desk/documents/new"
    sent = {one.get("name"): one.get("value") or "" for one in form.xpath(".//input[@type='hidden']")}
    made = client.post("/desk/documents/new", data=fields(**{"fr-title": "Un titre précieux"}) | sent | {"token": form_token(client)})
    assert made.status_code == 303
    assert "Un titre précieux" in client.get(made.headers["Location"]).text
    # An address that never was, without a text: nothing is there.
    assert client.post("/desk/editions/999999", data={"token": form_token(client)}).status_code == 404
