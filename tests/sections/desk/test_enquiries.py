"""Messages received: who may read them, what happens to them, and that nothing of them stays."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from mission.extensions import engines
from mission.models import Enquiry, EnquiryAnswer, EnquirySubject, JournalEntry, Letter, RoleName
from mission.services import enquiries, staff
from mission.services.enquiries import EnquiryContent, Wording
from tests.conftest import Clock
from tests.sections.desk.test_door import come_in, form_token
from tests.strict import StrictClient

WORDS = "Bonjour, <b>une</b> question d’essai.\nMerci."


def received(app: Flask, at: object, **changes: object) -> str:
    """A message as the contact form leaves it; returns its reference."""
    content = EnquiryContent(**({"subject": EnquirySubject.PRESS, "name": "Une journaliste", "email": "press@example.org", "message": WORDS, "language": "es"} | changes))  # type: ignore[arg-type]
    with engines.writing() as session:
        kept = enquiries.receive(session, content, acknowledgement=Wording("a", "a"), announcement=Wording("b", "b"), origin="x", at=at, settings=app.config["SETTINGS"])  # type: ignore[arg-type]
        return kept.reference


def version(page: str) -> str:
    return re.search(r'name="version" value="(\d+)"', page)[1]  # type: ignore[index]


@pytest.mark.parametrize("roles", [(RoleName.WRITER, RoleName.TRANSLATOR, RoleName.APPROVER)])
def test_only_the_press_officer_and_the_administrator_read(app: Flask, client: StrictClient, clock: Clock, roles: tuple[RoleName, ...]) -> None:
    reference = received(app, clock())
    come_in(client, clock, roles=roles)
    for address in ("/desk/enquiries", f"/desk/enquiries/{reference}"):
        assert client.get(address).status_code == 403
    for act in ("assignment", "answers", "closing", "opening"):
        assert client.post(f"/desk/enquiries/{reference}/{act}", data={"token": form_token(client)}).status_code == 403
    assert "/desk/enquiries" not in client.get("/desk/").text


def test_a_message_is_read_once_for_everybody_and_escaped(app: Flask, client: StrictClient, clock: Clock) -> None:
    reference = received(app, clock(), deadline=clock() + timedelta(hours=3), callback="+41 00 000 00 00", organisation="Un journal d’essai")
    come_in(client, clock, roles=(RoleName.PRESS_OFFICER,))
    listed = client.get("/desk/enquiries").text
    assert "1 non lu" in listed
    assert "Une journaliste" in listed
    page = client.get(f"/desk/enquiries/{reference}").text
    for words in ("&lt;b&gt;une&lt;/b&gt; question", "press@example.org", "+41 00 000 00 00", "Un journal d’essai", "Español"):
        assert words in page, words
    assert "non lu" not in client.get("/desk/enquiries").text
    with engines.reading() as session:
        assert session.scalars(select(JournalEntry.verb).where(JournalEntry.remark == reference)).all() == ["enquiry-read"]


def test_piles_and_subjects(app: Flask, client: StrictClient, clock: Clock) -> None:
    press = received(app, clock())
    other = received(app, clock(), subject=EnquirySubject.GENERAL, name="Un lecteur")
    come_in(client, clock)
    page = client.get("/desk/enquiries?subject=press").text
    assert press in page
    assert other not in page
    assert client.get("/desk/enquiries?pile=nothing").status_code == 404
    assert client.get("/desk/enquiries?subject=nothing").status_code == 404
    assert client.get("/desk/enquiries?page=9").status_code == 404
    assert press not in client.get("/desk/enquiries?pile=mine").text
    shown = client.get(f"/desk/enquiries/{press}").text
    me = re.search(r'<option value="(\d+)">Une personne', shown)[1]  # type: ignore[index]
    token = form_token(client)
    assert client.post(f"/desk/enquiries/{press}/assignment", data={"token": token, "version": version(shown), "to": me}).status_code == 303
    assert press in client.get("/desk/enquiries?pile=mine").text
    # The same wish once more is a second click, not somebody else's act; another wish from the same old page is refused.
    again = client.post(f"/desk/enquiries/{press}/assignment", data={"token": token, "version": version(shown), "to": me}, follow_redirects=True)
    assert (again.status_code, "est maintenant chez" in again.text) == (200, True)
    assert client.post(f"/desk/enquiries/{press}/assignment", data={"token": token, "version": version(shown), "to": ""}).status_code == 409
    shown = client.get(f"/desk/enquiries/{press}").text
    assert client.post(f"/desk/enquiries/{press}/closing", data={"token": token, "version": version(shown)}).status_code == 303
    assert press not in client.get("/desk/enquiries").text
    assert press in client.get("/desk/enquiries?pile=closed").text
    # Done twice it harms nothing.
    assert client.post(f"/desk/enquiries/{press}/closing", data={"token": token, "version": version(shown)}).status_code == 303
    shown = client.get(f"/desk/enquiries/{press}").text
    assert client.post(f"/desk/enquiries/{press}/opening", data={"token": token, "version": version(shown)}).status_code == 303
    assert press in client.get("/desk/enquiries").text


def test_it_is_given_only_to_somebody_who_reads(app: Flask, client: StrictClient, clock: Clock) -> None:
    reference = received(app, clock())
    come_in(client, clock)
    with engines.writing() as session:
        staff.invite(session, "writer@example.org", (RoleName.WRITER,), at=clock())
        session.commit()
        from mission.models import Person

        writer = session.scalar(select(Person.id).where(Person.email == "writer@example.org"))
    shown = client.get(f"/desk/enquiries/{reference}").text
    assert "writer@example.org" not in shown
    for to, status in ((str(writer), 422), ("0", 422), ("x", 400), ("9" * 30, 400)):
        assert client.post(f"/desk/enquiries/{reference}/assignment", data={"token": form_token(client), "version": version(shown), "to": to}).status_code == status


def test_an_answer_goes_out_once_in_the_language_of_whoever_wrote(app: Flask, client: StrictClient, clock: Clock) -> None:
    reference = received(app, clock())
    come_in(client, clock)
    shown = client.get(f"/desk/enquiries/{reference}").text
    given = {"token": form_token(client), "version": version(shown), "text": "Gracias por su mensaje de prueba.", "close": "y"}
    for _ in range(2):
        assert client.post(f"/desk/enquiries/{reference}/answers", data=given).status_code == 303
    with engines.reading() as session:
        letters = session.scalars(select(Letter).where(Letter.subject.contains("Respuesta"))).all()
        assert len(letters) == 1
        assert letters[0].recipient == "press@example.org"
        assert letters[0].heads["Auto-Submitted"] == "no"
        for words in ("Gracias por su mensaje de prueba.", "Misión Permanente del Reino de Marruecos", "> Bonjour, <b>une</b> question", reference, "Demostración"):
            assert words in letters[0].text, words
        assert session.scalar(select(func.count()).select_from(EnquiryAnswer)) == 1
        # The journal outlives the message, and holds nothing of it.
        for entry in session.scalars(select(JournalEntry).where(JournalEntry.verb.startswith("enquiry"))):
            assert entry.remark == reference
    page = client.get(f"/desk/enquiries/{reference}").text
    assert "Gracias por su mensaje de prueba." in page
    assert "Clos" in page


def test_what_cannot_be_sent_comes_back_as_it_was_typed(app: Flask, client: StrictClient, clock: Clock) -> None:
    reference = received(app, clock())
    come_in(client, clock)
    shown = client.get(f"/desk/enquiries/{reference}").text
    token = form_token(client)
    empty = client.post(f"/desk/enquiries/{reference}/answers", data={"token": token, "version": version(shown), "text": " "})
    assert empty.status_code == 422
    assert "Rédigez la réponse." in empty.text
    long = client.post(f"/desk/enquiries/{reference}/answers", data={"token": token, "version": version(shown), "text": "x" * 10_001})
    assert long.status_code == 422
    assert "x" * 10_001 in long.text
    me = re.search(r'<option value="(\d+)">Une personne', shown)[1]  # type: ignore[index]
    client.post(f"/desk/enquiries/{reference}/assignment", data={"token": token, "version": version(shown), "to": me})
    stale = client.post(f"/desk/enquiries/{reference}/answers", data={"token": token, "version": version(shown), "text": "Ma réponse d’essai."})
    assert stale.status_code == 409
    assert "Ma réponse d’essai." in stale.text
    assert 'role="alert"' in stale.text
    with engines.reading() as session:
        assert session.scalar(select(func.count()).select_from(EnquiryAnswer)) == 0
    assert client.get("/desk/enquiries/none").status_code == 404
    assert client.post("/desk/enquiries/none/closing", data={"token": token}).status_code == 404


def test_answers_go_with_their_message(app: Flask, client: StrictClient, clock: Clock) -> None:
    reference = received(app, clock())
    come_in(client, clock)
    shown = client.get(f"/desk/enquiries/{reference}").text
    client.post(f"/desk/enquiries/{reference}/answers", data={"token": form_token(client), "version": version(shown), "text": "Respuesta de prueba."})
    clock.forward(days=app.config["SETTINGS"].ENQUIRY_DAYS + 1)
    with engines.writing() as session:
        assert enquiries.tidy(session, clock()) == 1
        session.commit()
        for table in (Enquiry, EnquiryAnswer):
            assert session.scalar(select(func.count()).select_from(table)) == 0
        assert not [one for one in session.scalars(select(Letter)) if "prueba" in one.text]
