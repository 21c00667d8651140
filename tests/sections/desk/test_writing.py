"""The form of a text: saved whole or half, by hand and by itself, once and never over somebody else's words; Word files; the checklist."""

import re
import threading
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import unquote

import docx
import pytest
from flask import Flask
from lxml import html
from sqlalchemy import func, select

from mission.extensions import engines
from mission.languages import LANGUAGES
from mission.models import Change, Edition, JournalEntry, Person, RoleName, State
from mission.services import desk, publishing
from tests import building
from tests.conftest import Clock
from tests.sections.desk.entering import stand
from tests.sections.desk.test_documents import fields, settle, version, write
from tests.sections.desk.test_door import come_in, form_token
from tests.services.intake import files
from tests.strict import StrictClient

HX = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
KEY = "0123456789abcdef0123456789abcdef"


def count(model: Any = Edition) -> int:
    with engines.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def keep(client: StrictClient, edition: int | str = 0, seen: str = "0", key: str = KEY, **changes: Any) -> Any:
    data = fields(**changes) | {"token": form_token(client), "edition": str(edition), "version": seen, "key": key}
    return client.post("/desk/autosave", data=data, headers=HX)


def test_an_incomplete_text_is_kept_and_the_checklist_says_what_is_missing(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client, **{"fr-title": "", "fr-status": "courtesy", "dated": "", "fr-body": "Seulement un début.", "ar-body": "Le Maroc a présenté devant le Conseil une déclaration sur les droits, et les délégations ont salué son engagement pour la paix."})
    page = client.get(edition).text
    for sentence in ("Français – Le titre manque.", "Indiquez quelle langue est l’original.", "Saisissez la date", "semblent être en : Français", "Il n’y a pas de texte dans cette langue : English"):
        assert sentence in unescape(page).replace("\u00a0", " "), sentence
    part = client.get(f"{edition}?part=checklist")
    assert part.text.startswith('<section class="sheet" id="checklist">')
    assert client.get(f"{edition}?part=other").status_code == 404


def test_a_communique_is_expected_in_french_and_arabic_until_an_administrator_says_otherwise(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client, **{"ar-title": "", "ar-summary": "", "ar-body": ""})
    document = re.search(r'"(/desk/documents/\d+)"', client.get(edition).text)[1]  # type: ignore[index]
    assert "Les lecteurs attendent" in client.get(edition).text
    table = client.get("/desk/languages").text
    assert '<a href="/desk/languages" aria-current="page">' in table
    held = {name: re.search(r'<option selected value="(\w+)"', inner)[1] for name, inner in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', table, re.DOTALL)}  # type: ignore[index]
    assert {name for name, weight in held.items() if weight != "free"} == {f"page_{tag}" for tag in LANGUAGES} | {
        f"{kind}_{tag}" for kind in ("communique", "statement", "speech", "seminar") for tag in ("fr", "ar")}  # fmt: skip
    token = form_token(client)
    refused = client.post("/desk/languages", data=held | {"token": token, "communique_es": "perhaps"})
    assert refused.status_code == 422
    assert 'aria-invalid="true" aria-label="Communiqué – Espagnol"' in refused.text
    assert client.post("/desk/languages", data=held | {"token": token, "communique_ar": "free", "communique_es": "required"}).status_code == 303
    page = client.get(edition).text
    assert "Les lecteurs attendent" not in page
    assert "exigé dans cette langue" in page
    refused = client.post(f"{edition}/submission", data={"token": token, "version": version(client.get(document).text)})
    assert refused.status_code == 422
    assert "español" in refused.text.lower()
    assert "exigé : Español" in unescape(client.get("/desk/journal").text).replace("\u00a0", " ")


@pytest.mark.parametrize("wrong", [
    {"precision": "week"}, {"precision": ""}, {"dated": "0001-01-01"}, {"dated": "9999-12-31"}, {"dated_end": "9999-12-31"},
    {"starts": "0001-01-01T00:00"}, {"starts": "9999-12-31T23:59", "venue_zone": "America/New_York"}, {"starts": "2026-11-24T09:00", "venue_zone": "Mars/Base"},
    {"kind": "page"}, {"section": "elsewhere"}, {"themes": ["nothing"]}, {"fr-status": "perhaps"}, {"occasion": "perhaps"},
], ids=repr)  # fmt: skip
def test_what_no_calendar_and_no_list_has_is_said_and_nothing_is_lost(client: StrictClient, clock: Clock, wrong: dict[str, Any]) -> None:
    come_in(client, clock)
    before = count()
    refused = client.post("/desk/documents/new", data=fields(**wrong) | {"token": form_token(client)})
    assert refused.status_code == 422
    named = {address.removeprefix("#") for address in html.fromstring(refused.text).xpath("//*[@role='alert']//a/@href")}
    assert named & set(wrong), named
    assert "Premier paragraphe." in refused.text
    assert count() == before
    kept = keep(client, **wrong)
    # What can be read is kept; of what kind a text is has to be known.
    assert kept.status_code == (422 if "kind" in wrong else 200), kept.text
    assert count() == before + ("kind" not in wrong)


@pytest.mark.parametrize(("given", "words"), [
    ({}, "Le lieu et les horaires du séminaire ne sont pas indiqués."), ({"starts": "2026-11-24T09:30"}, "Le lieu du séminaire n’est pas indiqué."),
    ({"venue": "Rabat"}, "Les horaires du séminaire ne sont pas indiqués."),
])  # fmt: skip
def test_the_checklist_names_only_what_is_missing_of_place_and_hours(client: StrictClient, clock: Clock, given: dict[str, str], words: str) -> None:
    come_in(client, clock)
    page = unescape(client.get(write(client, kind="seminar", section="seminars", **given)).text)
    assert words in page
    assert page.count("du séminaire ne sont pas indiqués") + page.count("du séminaire n’est pas indiqué") == 1


def test_every_field_goes_round(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    given = {"kind": "seminar", "section": "seminars", "dated_end": "2026-11-25", "session": "58e session", "agenda_item": "Point 4", "speaker": "Une oratrice", "occasion": "",
             "venue": "Rabat, salle d’essai", "venue_zone": "Africa/Casablanca", "starts": "2026-11-24T09:30", "ends": "2026-11-24T12:00"}  # fmt: skip
    edition = write(client, **given)
    page = client.get(edition).text
    for name in ("dated_end", "session", "agenda_item", "speaker", "venue", "starts", "ends"):
        assert f'value="{given[name]}"' in unescape(page), name
    assert '<option selected value="Africa/Casablanca">Rabat' in page
    assert "09:30–12:00" in client.get(f"{edition}/preview/fr").text
    with engines.reading() as session:
        kept = session.get(Edition, int(edition.rpartition("/")[2]))
        assert kept is not None
        assert kept.starts_at is not None
        assert kept.starts_at.isoformat() == "2026-11-24T08:30:00+00:00"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"starts": "2027-03-28T02:30"}, "n’existe pas"), ({"starts": "2027-10-31T02:30"}, "deux fois"), ({"starts": "demain", "ends": "2026-11-24T12:00"}, "par exemple"),
        ({"ends": "2026-11-24T12:00"}, "La fin vient après"), ({"starts": "2026-11-24T12:00", "ends": "2026-11-24T11:00"}, "La fin vient après"),
        ({"dated_end": "2026-11-01"}, "La fin vient après"), ({"dated": "2026"}, "Saisissez la date"), ({"venue_zone": "../etc/passwd"}, ""), ({"fr-body": "x" * 200_001}, ""),
        ({"ar-title": "x" * 201}, "Arabe – Titre"), ({"kind": "page"}, ""), ({"section": "desk"}, ""), ({"themes": ["none"]}, ""), ({"occasion": "x"}, ""),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_and_kept_in_the_form(client: StrictClient, clock: Clock, given: dict[str, Any], words: str) -> None:
    come_in(client, clock)
    answer = client.post("/desk/documents/new", data=fields(**given) | {"token": form_token(client), "key": KEY})
    assert answer.status_code == 422
    assert words in answer.text
    assert ("La fin vient après" in answer.text) == words.startswith("La fin"), "an end is not wrong because its beginning is"
    assert given.get("fr-body", "Premier paragraphe.") in answer.text
    assert f'value="{KEY}"' in answer.text


def test_a_form_sent_twice_begins_one_draft(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    before, data = count(), fields() | {"token": form_token(client), "key": KEY, "version": "0"}
    first, second = (client.post("/desk/documents/new", data=data) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    # Back, and sent with other words: neither is lost without a word, and it was nobody else.
    third = client.post("/desk/documents/new", data=data | {"fr-title": "Changé entre-temps"})
    assert third.status_code == 409
    assert "Vous avez vous-même enregistré ce texte" in third.text
    assert shown(third.text, "fr-title") == "Changé entre-temps"
    assert re.search(r'name="over" value="[^"]*fr\.title', third.text)
    assert count() == before + 1
    over, was = (re.search(rf'name="{name}" value="([^"]*)"', third.text)[1] for name in ("over", "was"))  # type: ignore[index]
    again = data | {"fr-title": "Changé entre-temps", "version": version(third.text), "over": over, "was": unescape(was)}
    assert client.post(first.headers["Location"], data=again).status_code == 303
    page = client.get(first.headers["Location"]).text
    assert "Changé entre-temps" in page
    # What went out is kept for its own writer too.
    assert data["fr-title"] in client.get("/desk/kept").text
    # The same opened form, sent, gone back to, and sent again.
    opened = again | {"version": version(page), "was": prints(page), "key": "d" * 32}
    assert client.post(first.headers["Location"], data=opened | {"fr-title": "Premier envoi"}).status_code == 303
    assert client.post(first.headers["Location"], data=opened | {"fr-title": "Second envoi"}).status_code == 409
    assert shown(client.get(first.headers["Location"]).text, "fr-title") == "Premier envoi"


def test_what_is_typed_is_kept_by_itself_and_makes_one_edition_and_one_line(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    before, lines = count(), count(JournalEntry)
    first = keep(client)
    assert first.status_code == 200
    assert "Enregistré à 10:30" in first.text.replace("\u00a0", " ")
    edition = re.search(r'name="edition" value="(\d+)"', first.text)[1]  # type: ignore[index]
    for n, seen in enumerate((version(first.text), "1", "1")):
        # The answers of the last two were lost on the way: this window's own saves are nobody else's.
        again = keep(client, edition, seen, **{"fr-title": f"Titre {n}"})
        assert again.status_code == 200, again.text
    unchanged = keep(client, edition, "1", **{"fr-title": "Titre 2"})
    assert version(unchanged.text) == "4"
    assert count() == before + 1
    assert count(JournalEntry) == lines + 1
    clock.forward(minutes=20)
    keep(client, edition, "4", **{"fr-title": "Plus tard"})
    assert count(JournalEntry) == lines + 2


def test_what_stands_around_the_form_follows_each_save_that_happens_by_itself(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)

    def lacking(answer: Any) -> str:
        # Nothing in it is announced: what is kept is said in the line alone.
        around = answer.text.partition('<div class="bar" id="heading" data-hx-swap-oob="outerMorph">')[2]
        assert around
        assert "role=" not in around
        assert "aria-live" not in around
        return unescape(around.partition('id="checklist"')[2].partition('class="must"')[2].partition("</ul>")[0]).replace("\u00a0", " ")

    first = keep(client, **{"dated": "", "fr-body": ""})
    number = re.search(r'data-edition="(\d+)"', first.text)[1]  # type: ignore[index]
    assert "Saisissez la date" in lacking(first)
    assert "Français – Le texte manque." in lacking(first)
    for address in (f"/desk/editions/{number}/preview-links", f"/desk/editions/{number}/files", "/desk/documents/", "/history"):
        assert address in first.text, address
    assert re.search(r"<title>Communiqué – Un communiqué d’essai – ", first.text)
    second = keep(client, number, "1", **{"fr-body": "", "kind": "statement"})
    assert "Saisissez la date" not in lacking(second)
    assert "Français – Le texte manque." in lacking(second)
    assert "<h1>Déclaration</h1>" in second.text
    # What somebody else has added meanwhile is saved too, and so it is spoken of.
    was = unescape(re.search(r'name="was" value="([^"]*)"', second.text)[1])  # type: ignore[index]
    assert keep(client, number, "2", "e" * 32, **{"fr-body": "Un texte.", "kind": "statement", "was": was}).status_code == 200
    merged = keep(client, number, "2", **{"fr-body": "", "ar-title": "بلاغ آخر", "kind": "statement", "was": was})
    assert merged.status_code == 200
    assert lacking(merged) == ""
    stale = keep(client, number, "2", "f" * 32, **{"fr-title": "Autrement", "fr-body": "Un autre texte.", "kind": "statement", "was": was})
    assert stale.status_code == 409
    assert "oob" not in stale.text
    assert "oob" not in keep(client, number, "9", **{f"{tag}-{name}": "" for tag in ("fr", "ar") for name in ("title", "summary", "body")}).text


def test_what_somebody_else_saved_is_not_written_over(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    number = edition.rpartition("/")[2]
    assert keep(client, number, "1", key="f" * 32, **{"fr-title": "La version d’une autre", "fr-body": "<p>Premier paragraphe récrit.</p>", "speaker": "Une autre"}).status_code == 200
    line = keep(client, number, "1", **{"fr-title": "Ma version"})
    assert line.status_code == 409
    assert version(line.text) == "1"
    assert "vous avez vous-même enregistré" in line.text
    page = client.post(edition, data=fields(**{"fr-title": "Ma version"}) | {"token": form_token(client), "version": "1", "key": KEY})
    assert page.status_code == 409
    both = page.text.partition('id="stale"')[2].partition("<form")[0]
    assert re.search(r"<del>.*autre", both)
    assert "La version d’une autre" in both
    assert "récrit." in both
    assert "Une autre" in both
    assert 'value="Ma version"' in page.text
    assert client.post(edition, data=fields(**{"fr-title": "Ma version"}) | {"token": form_token(client), "version": version(page.text), "key": KEY}).status_code == 303


def test_saving_by_itself_touches_drafts_alone_and_says_why_not(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    number = int(edition.rpartition("/")[2])
    with engines.writing() as session:
        writer = session.scalars(select(Person).where(Person.email == "first@example.org")).one()
        publishing.submit(session, writer, number, version=1, required={}, at=clock())
    assert 'id="autosave"' not in client.get(edition).text
    refused = keep(client, number, "1", **{"fr-title": "Autre"})
    assert refused.status_code == 422
    with engines.reading() as session:
        assert session.get(Edition, number).state is State.SUBMITTED  # type: ignore[union-attr]
    assert keep(client, 999999, "1").status_code == 422


@pytest.mark.parametrize("approved", [False, True], ids=["submitted", "approved"])
def test_a_page_opened_as_a_draft_takes_no_approval_back_before_it_says_so(client: StrictClient, clock: Clock, approved: bool) -> None:
    come_in(client, clock)
    edition = write(client)
    number, opened = int(edition.rpartition("/")[2]), client.get(edition).text
    with engines.writing() as session:
        writer = session.scalars(select(Person).where(Person.email == "first@example.org")).one()
        publishing.submit(session, writer, number, version=1, required={}, at=clock())
        if approved:
            publishing.approve(session, building.person(session, "approver@example.org", clock()), number, version=2, at=clock())

    def save(page: str, **changes: str) -> Any:
        carried = {name: value for name, value in html.fromstring(page).get_element_by_id("writing").form_values() if name in ("token", "key", "was", "version", "draft", "over")}
        return client.post(edition, data=fields(**changes) | carried)

    def state() -> State:
        with engines.reading() as session:
            return session.get_one(Edition, number).state

    agreed = State.APPROVED if approved else State.SUBMITTED
    refused = save(opened, **{"fr-title": "Autrement"})
    assert refused.status_code == 409
    assert state() is agreed
    assert ("ce texte a été approuvé" if approved else "ce texte a été soumis") in unescape(refused.text)
    assert shown(refused.text, "fr-title") == "Autrement"
    assert 'id="stale"' not in refused.text, "nobody has changed a word meanwhile"
    assert save(refused.text, **{"fr-title": "Autrement"}).status_code == 303
    assert state() is State.DRAFT
    # A page that was opened as what it is says so, and saves at once.
    with engines.writing() as session:
        writer = session.scalars(select(Person).where(Person.email == "first@example.org")).one()
        publishing.submit(session, writer, number, version=session.get_one(Edition, number).version, required={}, at=clock())
    assert save(client.get(edition).text, **{"fr-title": "Encore"}).status_code == 303
    assert state() is State.DRAFT


def test_the_page_of_a_save_that_a_schedule_refuses_offers_none(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    opened = client.get(edition).text
    number = int(edition.rpartition("/")[2])
    released = client.post(f"{edition}/release", data={"token": form_token(client), "version": version(opened), "when": "later", "time": "2026-12-24T10:00", "zone": "geneva"})
    assert released.status_code == 303, released.text
    with engines.reading() as session:
        assert session.get_one(Edition, number).state is State.RELEASED
    refused = client.post(edition, data=fields(**{"fr-title": "Trop tard"}) | {"token": form_token(client), "version": version(opened), "key": KEY, "was": prints(opened), "draft": "1"})
    assert refused.status_code == 422
    assert "Ce n’est plus possible" in unescape(refused.text)
    assert shown(refused.text, "fr-title") == "Trop tard"
    assert html.fromstring(refused.text).get_element_by_id("writing").xpath(".//button[not(@type='button')]") == []
    assert "Enregistrer ce texte en refait" not in refused.text


def test_the_only_language_with_words_is_the_original_unless_somebody_has_said_otherwise(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)

    def statuses(edition: str) -> dict[str, str]:
        with engines.reading() as session:
            return {tag: one.status.value for tag, one in session.get_one(Edition, int(edition.rpartition("/")[2])).translations.items()}

    nothing = {f"fr-{name}": "" for name in ("title", "summary", "body")}
    assert statuses(write(client, **nothing)) == {"ar": "original"}
    assert statuses(write(client, **nothing, **{"ar-status": "official"})) == {"ar": "official"}
    assert statuses(write(client, **nothing, **{"fr-status": "courtesy"})) == {"ar": "courtesy"}
    assert statuses(write(client)) == {"fr": "original", "ar": "courtesy"}


def test_a_session_that_ended_leaves_the_text_in_the_page(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    token = form_token(client)
    clock.forward(hours=20)
    answer = client.post("/desk/autosave?in=fr", data=fields() | {"token": token, "edition": edition.rpartition("/")[2], "version": "1", "key": KEY}, headers=HX)
    assert answer.status_code == 401
    assert "HX-Redirect" not in answer.headers
    assert "votre session a pris fin" in answer.text
    assert version(answer.text) == "1"
    assert answer.headers["Cache-Control"] == "no-store"


def test_translators_write_and_the_press_officer_does_not(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock, roles=(RoleName.TRANSLATOR,))
    assert keep(client).status_code == 200
    client.delete_cookie("desk", path="/desk")
    come_in(client, clock, email="press@example.org", roles=(RoleName.PRESS_OFFICER,))
    assert client.get("/desk/documents/new").status_code == 403
    assert keep(client).status_code == 401
    assert client.post("/desk/cleaning", data={"token": form_token(client), "html": "x"}).status_code == 403


def word(client: StrictClient, address: str, tag: str, content: bytes, **changes: Any) -> Any:
    import io

    data = fields(**changes) | {"token": form_token(client), "key": KEY, f"{tag}-word": (io.BytesIO(content), "communique.docx")}
    return client.post(f"{address}/word/{tag}", data=data, content_type="multipart/form-data", headers={"Sec-Fetch-Site": "same-origin"})


def test_a_word_file_fills_an_empty_language_and_tells_what_it_left_out(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    before = count()
    answer = word(client, "/desk/documents/new", "en", files.cluttered())
    assert answer.status_code == 200
    page = unescape(answer.text).replace("\u00a0", " ")
    assert 'value="Tout ce qui ne reste pas"' in page
    assert "<p>a – b</p>" in page
    for sentence in ("Tableaux : 1", "Commentaires : 1", "Images : 1", "Zones de texte : 1", "Soulignement"):
        assert sentence in page, sentence
    assert "Premier paragraphe." in page
    assert count() == before


def test_a_word_file_that_was_chosen_and_not_read_is_spoken_of(client: StrictClient, clock: Clock) -> None:
    """Without scripts the form is sent as fields alone: of the file comes its name."""
    come_in(client, clock)
    chosen = {"ar-word": "communique.docx", "fr-word": ""}
    words = "العربية – Le fichier Word choisi n’a pas été lu."
    refused = client.post("/desk/documents/new", data=fields(**{"fr-title": "", "fr-body": ""}) | chosen | {"token": form_token(client), "dated": "hier"})
    assert refused.status_code == 422
    assert words in unescape(refused.text).replace("\u00a0", " ")
    edition = write(client)
    saved = client.post(edition, data=fields() | chosen | {"token": form_token(client), "version": version(client.get(edition).text)})
    assert words in unescape(client.get(saved.headers["Location"]).text).replace("\u00a0", " ").partition('id="removed"')[2].partition("</div>")[0]


def test_what_a_word_file_lost_stays_with_the_draft_until_its_list_is_put_away_or_replaced(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    taken = word(client, "/desk/documents/new", "en", files.cluttered())
    told = {"en-told": re.search(r'name="en-told" value="([^"]*)"', taken.text)[1]}  # type: ignore[index]
    data = fields(**{"en-title": "Read", "en-body": "Read."}) | {"token": form_token(client), "key": KEY}

    def says(page: str) -> bool:
        return "Commentaires : 1, laissés de côté" in unescape(page).replace("\u202f", " ").replace("\u00a0", " ")

    # Before anything is saved the form carries it; afterwards the draft has it, also after a look at the preview.
    assert says(client.post("/desk/documents/new", data=data | told | {"dated": "2026-99-99"}).text)
    saved = client.post("/desk/documents/new", data=data | told | {"then": "preview"})
    place = saved.headers["Location"].partition("/preview")[0]
    data |= {"version": version(client.get(place).text), "token": form_token(client)}
    assert client.post(place, data=data).status_code == 303
    kept = client.get(place).text
    assert says(kept)
    assert 'name="en-told"' not in kept
    assert client.post(place, data=data | {"seen": "en"}).status_code == 303
    assert not says(client.get(place).text)
    assert client.post(place, data=data | told).status_code == 303
    assert says(client.get(place).text)
    # Another file took its place, and lost nothing.
    assert client.post(place, data=data | {"en-told": ""}).status_code == 303
    assert "told-en" not in client.get(place).text
    # Nobody makes the page say something else.
    assert client.post(place, data=data | {"fr-told": "tables:x evil:3 <b>:1", "de-told": "tables:1"}).status_code == 303
    assert "told-" not in client.get(place).text


def test_a_word_file_writes_over_nothing_until_it_is_said(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    offered = word(client, edition, "fr", files.communique(), **{"fr-title": "Tapé entre-temps"})
    assert offered.status_code == 200
    assert 'value="Tapé entre-temps"' in offered.text
    assert "rien n’a été remplacé" in offered.text
    assert "Rien n’est enregistré" not in offered.text, "with scripts it is, like what is typed"
    given = {name: unescape(re.search(rf'name="{name}" value="([^"]*)"', offered.text)[1]) for name in ("word-title", "word-body")}  # type: ignore[index]
    data = fields() | given | {"token": form_token(client), "key": KEY, "version": "1"}
    put = client.post(f"{edition}/word/fr/put", data=data)
    assert 'value="Un essai de communiqué"' in put.text
    assert "Premier paragraphe de l’essai." in put.text
    assert 'value="1"' in put.text
    hostile = client.post(f"{edition}/word/fr/put", data=data | {"word-body": "<p onclick=x>a<script>alert(1)</script></p>", "word-title": "<script>b</script>"})
    assert "<script>b" not in hostile.text
    assert "alert(1)" not in hostile.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choisissez d’abord"), (b"%PDF-1.7", "n’est pas un fichier Word"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "97–2003"),
        (files.rebuilt(files.communique(), files.kept, **{"word/vbaProject.bin": b"x"}), "macros"),
        (b"PK\x03\x04" + b"0" * (10 * 1024 * 1024), "trop volumineux"), (files.communique()[:-100], "endommagé"),
        (files.with_document("<!DOCTYPE a><a/>"), "sort de lui-même"),
    ],
    ids=range(7),
)  # fmt: skip
def test_a_file_that_is_refused_gets_its_sentence_and_the_form_keeps_everything(client: StrictClient, clock: Clock, content: bytes, words: str) -> None:
    come_in(client, clock)
    answer = word(client, "/desk/documents/new", "fr", content) if content else client.post("/desk/documents/new/word/fr", data=fields() | {"token": form_token(client)})
    assert answer.status_code == 422
    assert words in answer.text
    assert "Premier paragraphe." in answer.text
    assert "بلاغ تجريبي" in answer.text


def test_a_word_file_of_any_size_gets_its_sentence_and_a_way_on(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    some = word(client, "/desk/documents/new", "fr", b"x" * (45 * 1024 * 1024))
    assert some.status_code == 422
    assert "10 mégaoctets" in some.text.split('id="fr-word-error"')[1].split("</p>")[0]
    assert "Premier paragraphe." in some.text
    # More than all files together: it is not read, and with it the form.
    for place in ("/desk/documents/new", "/desk/pages/new"):
        answer = word(client, place, "fr", b"x" * (61 * 1024 * 1024))
        assert answer.status_code == 413
        main = unescape(answer.text).split("<main")[1]
        for told in ("10 mégaoctets", "Retour", 'href="/desk/"'):
            assert told in main, told
        assert 'class="rail"' in answer.text, "the desk is all around"


def test_a_long_arabic_speech_fits(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client, **{"ar-body": "كلمة " * 39_000})
    assert client.get(edition).text.count("كلمة") > 38_000


def test_what_is_pasted_comes_back_clean(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    data = {"token": form_token(client), "html": "<div data-hx-get=/x>Un<script>alert(1)</script><b>mot</b></div><p class=MsoNormal>Deux<o:p></o:p></p>"}
    answer = client.post("/desk/cleaning", data=data)
    assert answer.text == "<p>Un<strong>mot</strong></p>\n<p>Deux</p>"
    assert answer.headers["Content-Disposition"] == "attachment"
    assert client.post("/desk/cleaning", data=data | {"html": "x" * 1_000_001}).status_code == 413
    assert client.post("/desk/cleaning", data={"html": "x"}).status_code == 403


def test_a_language_added_leaves_the_others_to_the_byte(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client, **{"fr-body": "<h2>Un</h2>\n\n<p>Deux</p>", "session": "58e\u00a0session"})
    assert client.post(f"{edition}/release", data={"token": form_token(client), "version": "1", "when": "now"}).status_code == 303
    settle(clock)
    document = client.get(edition).headers["Location"]
    begun = client.post(f"{document}/editions", data={"token": form_token(client), "change": "translation"}).headers["Location"]
    page = client.get(begun).text
    area = unescape(re.search(r'<input type="hidden" name="fr-body" value="([^"]*)"', page)[1])  # type: ignore[index]
    sent = fields(**{"fr-body": area.replace("\n", "\r\n"), "session": "58e\u00a0session", "es-title": "Un comunicado de prueba", "es-body": "<p>Un párrafo.</p>"})
    assert client.post(begun, data=sent | {"token": form_token(client), "version": "1"}).status_code == 303
    released = client.post(f"{begun}/release", data={"token": form_token(client), "version": "2", "when": "now"})
    assert released.status_code == 303, released.text


def prints(page: str) -> str:
    return unescape(re.search(r'name="was" value="([^"]*)"', page)[1])  # type: ignore[index]


def shown(page: str, name: str) -> str:
    return unescape(re.search(rf'id="{name}"[^>]* value="([^"]*)"', page)[1])  # type: ignore[index]


def test_the_kind_chosen_after_the_first_save_is_kept_until_the_text_is_public(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    first = keep(client)
    edition = re.search(r'name="edition" value="(\d+)"', first.text)[1]  # type: ignore[index]
    assert keep(client, edition, version(first.text), kind="statement").status_code == 200
    page = client.get(f"/desk/editions/{edition}").text
    assert '<option selected value="statement">' in page
    assert client.post(f"/desk/editions/{edition}", data=fields(kind="page") | {"token": form_token(client), "version": "2"}).status_code == 422
    client.post(f"/desk/editions/{edition}/release", data={"token": form_token(client), "version": version(page), "when": "now"})
    settle(clock)
    assert client.get("/d/d2026-001").status_code in (302, 303, 308, 301)
    document = client.get(f"/desk/editions/{edition}").headers["Location"]
    begun = client.post(f"{document}/editions", data={"token": form_token(client), "change": "amendment"}).headers["Location"]
    client.post(begun, data=fields(kind="speech", speaker="Une oratrice") | {"token": form_token(client), "version": "1"})
    with engines.reading() as session:
        assert session.get(Edition, int(begun.rpartition("/")[2])).document.kind.value == "statement"  # type: ignore[union-attr]


def test_one_field_that_cannot_be_read_does_not_stop_the_rest_from_being_kept(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    line = keep(client, edition.rpartition("/")[2], "1", dated="un de ces jours", **{"fr-title": "Le titre avance", "ar-summary": "س" * 500})
    assert line.status_code == 200
    assert "tout sauf ceci" in line.text
    page = client.get(edition).text
    assert shown(page, "fr-title") == "Le titre avance"
    assert shown(page, "dated") == "2026-11-24"
    assert "باختصار." in page
    for written in ("4 décembre 2026", "4.12.2026", "December 4, 2026", "٤ دجنبر 2026", "4 de diciembre de 2026", "1er déc. 2026"):
        answer = client.post("/desk/documents/new", data=fields(dated=written) | {"token": form_token(client)})
        assert answer.status_code == 303, written
        assert shown(client.get(answer.headers["Location"]).text, "dated") in ("2026-12-04", "2026-12-01"), written
    # A form in which nothing is written yet is no trouble.
    nothing = client.post("/desk/autosave", data={"token": form_token(client), "kind": "communique", "section": "communiques", "precision": "day", "fr-status": "original", "ar-status": "courtesy", "en-status": "courtesy", "es-status": "courtesy"}, headers=HX)  # fmt: skip
    assert nothing.status_code == 200
    assert 'class="saved"' in nothing.text


def test_a_form_that_saves_itself_speaks_of_no_word_file(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    # As htmx sends each field of files, whether somebody chose one or not.
    fields_of_files = {f"{tag}-word": "[object File]" for tag in ("fr", "ar", "en", "es")}
    assert re.search(r">\s*Enregistré à \d\d:\d\d\s*<", keep(client, **fields_of_files).text)


def test_two_persons_in_two_languages_do_not_stop_each_other_and_undo_nothing(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    edition = write(client)
    number, opened = edition.rpartition("/")[2], prints(client.get(edition).text)
    other = keep(client, number, "1", key="f" * 32, was=opened, **{"ar-status": "official", "ar-title": "عنوان آخر"})
    assert other.status_code == 200
    mine = keep(client, number, "1", was=opened, **{"fr-title": "Ma version"})
    assert mine.status_code == 200, mine.text
    assert "Modifié entre-temps ailleurs, et gardé tel quel : العربية – Ce qu’est ce texte, العربية – Titre." in unescape(mine.text).replace("\xa0", " ")
    # And once more, with what the line has told; the other goes on too.
    # This window still shows the other's fields as they were: whoever types in one of them has to see both, and nothing of either is lost.
    for again in (keep(client, number, version(mine.text), was=prints(mine.text), **{"fr-title": "Ma version", "ar-title": "عنواني"}),
                  client.post(f"/desk/editions/{number}", data=fields(**{"fr-title": "Ma version", "ar-title": "عنواني"}) | {"token": form_token(client), "version": version(mine.text), "key": KEY, "was": prints(mine.text)})):  # fmt: skip
        assert again.status_code == 409
    with engines.reading() as session:
        assert session.get_one(Edition, int(number)).translations["ar"].title == "عنوان آخر"
    assert keep(client, number, version(mine.text), was=prints(mine.text), **{"fr-title": "Ma version seconde"}).status_code == 200
    again = keep(client, number, version(other.text), key="f" * 32, was=prints(other.text), **{"ar-status": "official", "ar-title": "عنوان ثالث"})
    assert again.status_code == 200
    page = client.get(edition).text
    assert shown(page, "fr-title") == "Ma version seconde"
    assert shown(page, "ar-title") == "عنوان ثالث"
    assert '<option selected value="official">' in page.split('id="ar-status"')[1].split("</select>")[0]


def test_a_save_that_was_put_together_with_another_ones_says_who_changed_which_fields(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock, email="other@example.org")
    edition = write(client)
    opened = prints(client.get(edition).text)
    client.delete_cookie("desk", path="/desk")
    come_in(client, clock)
    page = prints(client.get(edition).text)
    stand(client, clock, "other@example.org")
    assert "Modifié" not in keep(client, edition.rpartition("/")[2], "1", key="f" * 32, was=opened, **{"ar-title": "عنوان آخر", "dated": "2026-11-20"}).text
    stand(client, clock)
    saved = keep(client, edition.rpartition("/")[2], "1", was=page, **{"fr-title": "Ma version"})
    sent = fields(**{"fr-title": "Ma version seconde"}) | {"token": form_token(client), "version": version(saved.text), "key": KEY, "was": prints(saved.text)}
    answer = client.post(edition, data=sent | {"then": "preview"})
    way, _mark, told = answer.headers["Location"].partition("?")
    assert (answer.status_code, way) == (303, f"{edition}/preview/fr")
    for page in (saved.text, client.get(f"{edition}?{told}").text.partition('id="removed"')[2].partition("</div>")[0]):
        assert re.search(r"Modifié entre-temps par \u2068[^\u2069]+\u2069, et gardé tel quel\s: العربية – Titre, Date de l’événement\.", unescape(page)), page
    assert f"{edition}?{told}" in unescape(client.get(answer.headers["Location"]).text)
    assert "Modifié" not in client.get(f"{edition}?meanwhile=x+fr.nothing&by=1").text


def test_who_saves_at_the_same_moment_is_named_with_what_they_changed_and_nobody_else(
    app: Flask, client: StrictClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another save arrives just when it is looked who else has saved. It waits for this one, and tells of it."""
    come_in(client, clock)
    edition = write(client)
    number, opened = edition.rpartition("/")[2], prints(client.get(edition).text)
    other, heard, asked = app.test_client(), [], desk.saves_since
    assert isinstance(other, StrictClient)
    come_in(other, clock, email="other@example.org")
    token = form_token(other)
    sent = fields(**{"ar-title": "عنوان آخر"}) | {"token": token, "edition": number, "version": "1", "key": "f" * 32, "was": opened}
    arriving = threading.Thread(target=lambda: heard.append(other.post("/desk/autosave", data=sent)))

    def asking(*given: Any) -> Any:
        monkeypatch.setattr(desk, "saves_since", asked)
        found = asked(*given)
        arriving.start()
        arriving.join(0.5)
        return found

    monkeypatch.setattr(desk, "saves_since", asking)
    mine = keep(client, number, "1", was=opened, **{"fr-title": "Ma version"})
    arriving.join(60)
    assert "Modifié" not in mine.text, "the other one comes after it"
    assert re.search(r"Modifié entre-temps par \u2068Une personne\u2069, et gardé tel quel\s: Français – Titre\.", unescape(heard[0].text)), heard[0].text


def test_after_both_texts_were_shown_only_what_one_touched_is_written_and_the_rest_is_kept_for_the_other(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock, email="other@example.org")
    edition = write(client)
    opened = prints(client.get(edition).text)
    client.delete_cookie("desk", path="/desk")
    come_in(client, clock)
    number = edition.rpartition("/")[2]
    stand(client, clock, "other@example.org")
    assert keep(client, number, "1", key="f" * 32, was=opened, **{"fr-title": "Leur titre", "ar-status": "official"}).status_code == 200
    stand(client, clock)
    conflict = client.post(edition, data=fields(**{"fr-title": "Mon titre", "fr-summary": "Mon résumé."}) | {"token": form_token(client), "version": "1", "key": KEY, "was": opened})
    assert conflict.status_code == 409
    assert shown(conflict.text, "fr-title") == "Mon titre"
    assert '<option selected value="official">' in conflict.text.split('id="ar-status"')[1].split("</select>")[0]
    over = re.search(r'name="over" value="([^"]*)"', conflict.text)[1]  # type: ignore[index]
    assert over == "fr.title"
    saved = client.post(edition, data=fields(**{"fr-title": "Mon titre", "fr-summary": "Mon résumé.", "ar-status": "official"}) | {
        "token": form_token(client), "version": version(conflict.text), "key": KEY, "was": prints(conflict.text), "over": over})  # fmt: skip
    assert saved.status_code == 303
    page = client.get(edition).text
    assert shown(page, "fr-title") == "Mon titre"
    assert '<option selected value="official">' in page.split('id="ar-status"')[1].split("</select>")[0]
    stand(client, clock, "other@example.org")
    kept = client.get("/desk/kept").text
    assert "Leur titre" in kept
    assert f'href="{edition}"' in kept
    assert f'action="{edition}' not in kept


def test_what_saving_and_pasting_take_out_is_said(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    body = '<h3>Trop bas</h3><p>Un <a href="htp:/x">lien</a><img src="/x.png"></p><script>alert(1)</script>'
    saved = client.post("/desk/documents/new", data=fields(**{"fr-body": body}) | {"token": form_token(client)})
    seen = client.post("/desk/documents/new", data=fields(**{"fr-body": body}) | {"token": form_token(client), "then": "preview"})
    # The way back from the preview tells it as well.
    back = unescape(re.search(r'href="(/desk/editions/[^"?]+\?[^"]*)"', client.get(seen.headers["Location"]).text)[1])  # type: ignore[index]
    assert back.partition("?")[2] == saved.headers["Location"].partition("?")[2]
    page = unescape(client.get(back).text).replace("\u00a0", " ")
    for words in ("Enregistré. Pas tel que saisi", "Images : 1", "Programmes, formulaires ou films : 1", "Leurs mots restent", "du premier niveau"):
        assert words in page, words
    line = keep(client, saved.headers["Location"].partition("?")[0].rpartition("/")[2], "1", **{"fr-body": body.replace("bas", "haut")})
    assert "Images" in line.text
    assert "Pas tel que saisi" not in client.get(saved.headers["Location"].partition("?")[0]).text
    assert client.get(f"{saved.headers['Location']}&fr-x=9&xx-images=2&fr-images=a").status_code == 200
    pasting = client.post("/desk/cleaning", data={"token": form_token(client), "html": "<p>Un <u>mot</u></p><img src=x>"})
    assert "Images" in unquote(pasting.headers["X-Changed"])
    assert "Soulignement" in unquote(pasting.headers["X-Changed"])
    assert client.post("/desk/cleaning", data={"token": form_token(client), "html": "<p>Rien.</p>"}).headers["X-Changed"] == ""


def test_a_link_of_a_forbidden_kind_in_a_word_file_is_listed(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    document = docx.Document()
    files.link(document, document.add_paragraph("Voir "), "javascript:alert(1)", "ce lien")
    page = word(client, "/desk/documents/new", "es", files.saved(document)).text
    assert "ce lien" in page
    assert "Leurs mots restent" in page


def test_the_checklist_stands_where_one_acts_and_another_language_stops_a_release_until_it_is_read(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    french = "<p>Le Maroc a présenté devant le Conseil une déclaration sur les droits, et les délégations ont salué son engagement pour la paix.</p>"
    edition = write(client, **{"en-title": "Une déclaration du Maroc", "en-body": french, "en-status": "official"})
    document = re.search(r"/desk/documents/\d+", client.get(edition).text)[0]  # type: ignore[index]
    for address in (document, f"{edition}/release", f"{edition}/release?when=now"):
        assert "semblent être en" in client.get(address).text, address
    data = {"token": form_token(client), "version": "1", "when": "now"}
    stopped = client.post(f"{edition}/release", data=data)
    assert stopped.status_code == 422
    assert 'name="confirmed"' in stopped.text
    with engines.reading() as session:
        assert session.get(Edition, int(edition.rpartition("/")[2])).state is State.DRAFT  # type: ignore[union-attr]
    for _ in range(2):
        assert client.post(f"{edition}/release", data=data | {"confirmed": "yes"}).status_code == 303


def adding(clock: Clock) -> tuple[int, int]:
    """A public text in French and Arabic, and a draft that is to add a language: document and edition."""
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("w", "a"))
        texts = {"fr": building.text(body="<p>Un texte public d’essai.</p>"), "ar": building.text("نص للتجربة", "courtesy", "<p>نص.</p>", summary="موجز.")}
        edition = building.draft(session, writer, clock(), translations=texts)
        building.release(session, edition, writer, approver, clock())
        document = edition.document_id
        session.commit()
        settle(clock)
        session.expire_all()
        return document, publishing.begin(session, writer, document, Change.TRANSLATION, at=clock()).id


def as_shown(page: str) -> dict[str, Any]:
    """What a browser sends of the form as it stands."""
    found: dict[str, Any] = {}
    for name, value in html.fromstring(page).get_element_by_id("writing").form_values():
        found.setdefault(name, []).append(value)
    return found


def test_a_draft_that_adds_a_language_shows_the_others_to_be_read(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    document, number = adding(clock)
    place = f"/desk/editions/{number}"
    page = client.get(place).text
    assert 'type="hidden" name="fr-title"' in page
    assert 'id="fr-title"' not in page
    assert 'id="fr-word"' not in page
    assert "<p>Un texte public d’essai.</p></div></details>" in page
    assert 'id="es-title"' in page
    assert 'type="hidden" name="section"' in page
    assert not re.search(r'id="(?:section|dated|speaker|starts)"', page), "what is public besides the words is only shown"
    assert "24 novembre" in page or "2026-11-24" in page
    nothing_yet = client.get(f"/desk/documents/{document}").text
    assert "n’en contient encore aucune nouvelle" in nothing_yet
    spanish = {"es-title": "Un título de prueba", "es-summary": "Resumen.", "es-body": "<p>Un texto de prueba.</p>", "es-status": "official"}
    assert client.post(place, data=as_shown(page) | spanish).status_code == 303
    assert client.post(f"{place}/submission", data={"token": form_token(client), "version": version(client.get(place).text)}).headers["Location"].endswith("done=submit")


def test_what_such_a_draft_may_not_change_is_refused_by_name_and_kept(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    document, number = adding(clock)
    place = f"/desk/editions/{number}"
    shown = as_shown(client.get(place).text)
    changed = shown | {"fr-title": "Un titre changé", "speaker": "Une oratrice", "es-title": "Un título", "es-summary": "Resumen.", "es-body": "<p>Un texto.</p>"}
    refused = client.post(place, data=changed)
    assert refused.status_code == 422
    words = unescape(refused.text)
    assert "Orateur" in words or "Oratrice" in words or "intervenant" in words.lower()
    for said in ("Français – Titre", 'id="speaker"', 'value="Un titre changé"', 'value="Une oratrice"', 'value="Un título"', "Remettez-le comme avant", 'value="correction"'):
        assert said in words, said
    assert 'id="fr-title"' in words, "what is to be put back can be written in"
    assert 'type="hidden" name="fr-body"' in words
    with engines.reading() as session:
        kept = session.get_one(Edition, number)
        assert (kept.translations["fr"].title, set(kept.translations)) == ("Un titre d’essai", {"fr", "ar"})
    saved_by_itself = client.post("/desk/autosave", data=changed, headers=HX)
    assert saved_by_itself.status_code == 422
    assert "Français – Titre" in saved_by_itself.text
    # It becomes a correction at one press, with all that was typed.
    assert client.post(place, data=changed | {"then": "correction"}).status_code == 303
    with engines.reading() as session:
        kept = session.get_one(Edition, number)
        assert (kept.change, kept.translations["fr"].title, kept.translations["es"].title) == (Change.CORRECTION, "Un titre changé", "Un título")
    page = client.get(place).text
    assert 'id="fr-title"' in page
    assert 'id="fr-change_note"' in page
    assert 'value="correction"' not in page
    assert f"/desk/documents/{document}" in page


def test_an_old_draft_that_changed_more_says_what_to_undo(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    document, number = adding(clock)
    with engines.writing() as session:
        writer, edition = session.scalars(select(Person).where(Person.email == "w@example.org")).one(), session.get_one(Edition, number)
        texts = publishing.read(edition).translations
        texts = texts | {"ar": replace(texts["ar"], summary="موجز آخر."), "es": building.text("Un título", "courtesy")}
        publishing.save(session, writer, number, replace(publishing.read(edition), translations=texts), version=edition.version, at=clock())
    assert "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 – Résumé" in unescape(client.get(f"/desk/documents/{document}").text)
    page = client.get(f"/desk/editions/{number}").text
    assert 'id="ar-summary"' in page
    assert 'type="hidden" name="ar-title"' in page
