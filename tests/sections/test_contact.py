"""The contact form: nothing typed is lost, nobody is tracked, everything is kept and acknowledged."""

import email
import re
from email.policy import default
from typing import Any

from flask import Flask
from sqlalchemy import select

from mission.extensions import engines
from mission.models import Enquiry, Letter
from mission.worker import tick
from tests.conftest import Clock
from tests.strict import StrictClient


def fill(client: StrictClient, clock: Clock, tag: str = "fr", **changes: Any) -> dict[str, Any]:
    page = client.get(f"/{tag}/contact").text
    started = re.search(r'name="started" value="([^"]+)"', page)[1]  # type: ignore[index]
    clock.forward(seconds=20)
    return {"subject": "general", "name": "Une lectrice", "email": "lectrice@example.org", "organisation": "", "message": "Bonjour à vous.",
            "started": started, "email_again": ""} | changes  # fmt: skip


def kept() -> list[Enquiry]:
    with engines.reading() as session:
        return list(session.scalars(select(Enquiry)))


def test_an_enquiry_is_kept_confirmed_and_acknowledged_in_its_language(app: Flask, client: StrictClient, clock: Clock) -> None:
    for tag, words in (("fr", "Nous avons reçu votre message"), ("ar", "توصلنا برسالتكم"), ("en", "We have received your message"), ("es", "Hemos recibido su mensaje")):
        answer = client.post(f"/{tag}/contact", data=fill(client, clock, tag))
        assert answer.status_code == 303
        confirmation = client.get(answer.headers["Location"])
        reference = kept()[-1].reference
        assert reference in confirmation.text
        with engines.reading() as session:
            letters = session.scalars(select(Letter).where(Letter.enquiry_id == kept()[-1].id).order_by(Letter.id)).all()
        assert [one.recipient for one in letters] == ["lectrice@example.org", "desk@localhost"]
        assert words in letters[0].text
        assert reference in letters[0].text
        assert "Bonjour à vous." in letters[1].text


def test_without_a_mail_server_letters_are_files_that_say_it_is_a_demonstration(app: Flask, client: StrictClient, clock: Clock) -> None:
    client.post("/fr/contact", data=fill(client, clock))
    tick(app)
    files = sorted((app.config["SETTINGS"].instance / "outbox").glob("*.eml"))
    assert len(files) == 2
    message = email.message_from_bytes(files[0].read_bytes(), policy=default)
    assert message["To"] == "lectrice@example.org"
    assert "Démonstration" in message.get_content()
    tick(app)
    assert len(list((app.config["SETTINGS"].instance / "outbox").glob("*.eml"))) == 2


def test_errors_stand_beside_their_fields_and_on_top_and_nothing_is_lost(client: StrictClient, clock: Clock) -> None:
    wrong = fill(client, clock, email="pas une adresse", name="", message="Un long message " * 4, organisation="Une école")
    answer = client.post("/fr/contact", data=wrong)
    assert answer.status_code == 422
    for words in ("Saisissez votre nom.", "nom@exemple.org", 'href="#email"', 'href="#name"', "pas une adresse", "Un long message", "Une école", 'aria-invalid="true"'):
        assert words in answer.text, words
    assert not kept()


def test_a_field_is_checked_as_it_is_left(client: StrictClient) -> None:
    answer = client.post("/ar/contact?part=field&field=email", data={"email": "faux"})
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div class="field wrong" id="email-field">')
    assert "أدخلوا عنوانا إلكترونيا" in answer.text
    right = client.post("/ar/contact?part=field&field=email", data={"email": "a@example.org"})
    assert "aria-invalid" not in right.text
    assert client.post("/ar/contact?part=field&field=nothing").status_code == 404


def test_the_press_is_asked_for_its_deadline_and_number(client: StrictClient, clock: Clock) -> None:
    assert "Votre échéance" in client.get("/fr/contact?subject=press").text
    assert 'name="deadline"' in client.get("/fr/contact?subject=press&part=details").text
    answer = client.post("/fr/contact", data=fill(client, clock, subject="press", deadline="2026-12-04T14:00", callback="+41 22 000 00 00"))
    assert answer.status_code == 303
    found = kept()[-1]
    assert found.deadline is not None
    assert found.deadline.isoformat() == "2026-12-04T13:00:00+00:00"
    for never in ("0001-01-01T00:00", "9999-12-31T23:59"):
        refused = client.post("/fr/contact", data=fill(client, clock, subject="press", deadline=never))
        assert refused.status_code == 422
        assert "Saisissez une année comprise entre 1000 et 2199." in refused.text
    late = client.post("/fr/contact", data=fill(client, clock, subject="press", deadline="2020-01-01T10:00"))
    assert late.status_code == 422
    for given, right in (("abc", False), ("12", False), ("+41 (0)22 000 00 00, poste 12", True), ("٠٢٢٠٠٠٠٠٠٠", True)):
        field = client.post("/fr/contact?part=field&field=callback", data={"subject": "press", "callback": given}).text
        assert ("Indiquez un numéro de téléphone en chiffres" not in field, 'value="' + given in field) == (right, True)


def test_what_the_press_alone_is_asked_is_let_go_with_another_subject(client: StrictClient, clock: Clock) -> None:
    for room in ("contact", "press"):
        unseen = fill(client, clock, deadline="2020-01-01T10:00", callback="abc")
        assert client.post(f"/fr/{room}", data=unseen).status_code == 303
        assert client.post(f"/fr/{room}", data=unseen | {"deadline": "2026-12-04T14:00", "callback": "+41 22 000 00 00"}).status_code == 303
        undecided = client.post(f"/fr/{room}", data=unseen | {"subject": ""})
        assert undecided.status_code == 422
        assert set(re.findall(r'<li><a href="#([a-z]+)">', undecided.text)) == {"subject"}
    assert {(one.deadline, one.callback) for one in kept()} == {(None, "")}


def test_an_address_gives_the_subject_and_nothing_that_somebody_types(client: StrictClient) -> None:
    typed = "name=Quelquun&email=secret@example.org&organisation=Ecole&message=Confidentiel&deadline=2026-12-04T14:00&callback=0223334455"
    for room in ("contact", "press"):
        for part in ("", "&part=details", "&part=form"):
            answer = client.get(f"/fr/{room}?subject=press&{typed}{part}").text
            assert 'id="details"' in answer
            assert 'name="deadline"' in answer
            for words in ("Quelquun", "secret@example.org", "Ecole", "Confidentiel", "2026-12-04", "0223334455"):
                assert words not in answer, (room, part, words)


def test_a_field_that_was_checked_comes_back_as_it_was(client: StrictClient) -> None:
    page = client.get("/fr/press").text
    for name in ("deadline", "callback", "name", "email", "organisation", "message"):
        drawn = re.search(rf'<(?:input|textarea)[^>]* id="{name}"[^>]*>', page)[0]  # type: ignore[index]
        checked = client.post(f"/fr/contact?part=field&field={name}", data={"subject": "press", name: ""}).text
        again = re.search(rf'<(?:input|textarea)[^>]* id="{name}"[^>]*>', checked)[0]  # type: ignore[index]
        for one in ("type", "autocomplete", "rows"):
            assert re.findall(rf' {one}="[^"]*"', again) == re.findall(rf' {one}="[^"]*"', drawn), (name, one)


def test_consular_questions_are_told_at_once_where_to_go(client: StrictClient) -> None:
    for address in ("/fr/contact?subject=consular", "/fr/contact?subject=consular&part=details"):
        page = client.get(address).text
        assert "La Mission n’est pas un consulat." in page
        assert "https://www.diplomatie.ma/" in page


def test_the_confirmation_of_a_consular_message_leads_where_it_should_have_gone(client: StrictClient, clock: Clock) -> None:
    for subject, led in (("consular", True), ("general", False)):
        answer = client.post("/fr/contact", data=fill(client, clock, subject=subject))
        main = client.get(answer.headers["Location"]).text.partition("<main")[2].partition("</main>")[0]
        assert ('href="https://www.diplomatie.ma/' in main) == led


def test_a_program_that_fills_the_trap_or_is_too_fast_keeps_nothing(client: StrictClient, clock: Clock) -> None:
    trapped = client.post("/fr/contact", data=fill(client, clock, email_again="x@example.org"))
    fast = fill(client, clock)
    clock.forward(seconds=-19)
    hurried = client.post("/fr/contact", data=fast)
    forged = client.post("/fr/contact", data=fill(client, clock, started="forged"))
    for answer in (trapped, hurried, forged):
        assert answer.status_code == 422
        assert "Bonjour à vous." in answer.text
        assert "x@example.org" not in answer.text
    assert not kept()


def test_a_person_caught_by_mistake_sends_again(client: StrictClient, clock: Clock) -> None:
    caught = client.post("/fr/contact", data=fill(client, clock, email_again="x@example.org"))
    started = re.search(r'name="started" value="([^"]+)"', caught.text)[1]  # type: ignore[index]
    clock.forward(seconds=4)
    assert client.post("/fr/contact", data=fill(client, clock, started=started)).status_code == 303
    assert len(kept()) == 1


def test_too_many_are_told_to_wait_and_keep_what_they_wrote(client: StrictClient, clock: Clock) -> None:
    for _ in range(5):
        assert client.post("/fr/contact", data=fill(client, clock)).status_code == 303
    answer = client.post("/fr/contact", data=fill(client, clock, message="Encore un mot."))
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "Encore un mot." in answer.text
    assert "Veuillez attendre" in answer.text
    clock.forward(hours=1)
    assert client.post("/fr/contact", data=fill(client, clock)).status_code == 303


def test_no_line_break_reaches_the_head_of_a_letter(app: Flask, client: StrictClient, clock: Clock) -> None:
    for name, value in (("name", "Une\r\nBcc: all@example.org"), ("email", "a@example.org\r\nBcc: b@example.org"), ("organisation", "x\ny")):
        assert client.post("/fr/contact", data=fill(client, clock, **{name: value})).status_code == 422


def test_posts_from_elsewhere_are_refused(client: StrictClient, clock: Clock) -> None:
    data = fill(client, clock)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {}):
        assert client.post("/fr/contact", data=data, headers=headers).status_code == 403, headers
    assert client.post("/fr/contact", data=data, headers={"Origin": "http://localhost:8000"}).status_code == 303


def test_enquiries_are_deleted_after_their_delay_with_their_letters(app: Flask, client: StrictClient, clock: Clock) -> None:
    client.post("/fr/contact", data=fill(client, clock))
    clock.forward(days=367)
    tick(app)
    assert not kept()
    with engines.reading() as session:
        assert session.scalar(select(Letter.id)) is None


def test_a_forged_confirmation_does_not_exist(client: StrictClient) -> None:
    assert client.get("/fr/contact/received/abc.def").status_code == 404


def test_the_press_page_says_how_to_reach_its_service_and_keeps_whoever_has_to_correct(client: StrictClient, clock: Clock) -> None:
    page = client.get("/fr/press").text
    assert "Le service de presse est joint par le formulaire" in page
    offered = re.findall(r'<input type="radio" name="subject" value="([a-z]+)"[^>]*?( checked)?>', page)
    assert re.search(r'value="press"[^>]* checked', page)
    assert offered[0][0] == "press"
    answer = client.post("/fr/press", data=fill(client, clock, subject="press", name="", message="Une question."))
    assert answer.status_code == 422
    assert "Le service de presse est joint par le formulaire" in answer.text
    assert 'action="/fr/press"' in answer.text
    assert "Une question." in answer.text
    assert client.post("/fr/press", data=fill(client, clock, subject="press")).status_code == 303
