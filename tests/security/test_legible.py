"""What is no character of a text is kept by no form, on either database, and no paper fails by it."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from mission.extensions import engines
from mission.languages import LANGUAGES
from mission.legible import legible
from mission.models import Enquiry, RoleName, Translation, Withdrawal
from mission.services import publishing, staff, visibility
from mission.services.markup import canonical
from mission.services.rendering import pdf
from tests import building
from tests.conftest import Clock
from tests.sections.desk.entering import form_token, stand
from tests.sections.desk.test_writing import fields
from tests.sections.test_contact import fill
from tests.strict import StrictClient


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\x00b\x01c", "abc"), ("exa\x02mple", "example"), ("d’un\x0bseul\x0ccoup", "d’un seul coup"), ("l\x92État \x85", "l’État …"), ("\x7f\x81\ufdd0\uffff\U0001ffffa", "a"),
        ("\tdeux\r\nlignes\n", "\tdeux\r\nlignes\n"), ("نص\u200cعربي \u200f", "نص\u200cعربي \u200f"), ("🌍 \u00a0\u202f«\ufffd»", "🌍 \u00a0\u202f«\ufffd»"), ("", ""),
    ],
)  # fmt: skip
def test_nothing_goes_that_can_be_seen(given: str, kept: str) -> None:
    assert legible(given) == kept


def test_a_text_holds_none_however_it_was_written() -> None:
    assert canonical("<p>a\x01b&#2;c&#x1b;d&#146;e\ufffe</p>") == "<p>abcd’e</p>"


def test_a_visitor_and_a_journalist_are_answered(client: StrictClient, clock: Clock) -> None:
    for place in ("/fr/register?q=a%00b", "/fr/communiques?q=a%00b%01", "/ar/communiques?part=offers&q=%00", "/fr/speeches?occasion=%00", "/fr/alerts?q=%00a", "/api/v1/search?q=a%00b"):
        assert client.get(place).status_code in (200, 400), place
    assert client.post("/fr/contact", data=fill(client, clock, message="Une question\x00 d’es\x01sai, assez longue.", name="Une\x00 lectrice")).status_code == 303
    assert client.post("/fr/press", data=fill(client, clock, subject="press", message="Une question\x00 de la presse.")).status_code == 303
    with engines.reading() as session:
        kept = session.execute(select(Enquiry.name, Enquiry.message).order_by(Enquiry.id)).all()
    assert [one[1] for one in kept] == ["Une question d’essai, assez longue.", "Une question de la presse."]
    assert kept[0][0] == "Une lectrice"
    assert client.post("/desk/sign-in", data={"email": "a\x00@example.org", "password": "\x00"}).status_code == 422
    assert client.post("/en/verify", data={"text": "A text that\x00 nobody here has written or released."}, content_type="multipart/form-data").status_code == 200


def test_a_text_of_the_desk_and_the_notice_of_its_withdrawal_hold_none(client: StrictClient, clock: Clock) -> None:
    with engines.writing() as session:
        staff.invite(session, "all@example.org", tuple(RoleName), at=clock())
    stand(client, clock, "all@example.org")
    given = fields(**{"fr-title": "Un\x01 titre d’essai", "fr-summary": "En\x00 bref", "fr-body": "<p>Mot\x02 à\x1b mot.</p>"}) | {"token": form_token(client)}
    assert client.post("/desk/documents/new", data=given).status_code == 303
    with engines.writing() as session:
        written = session.scalar(select(Translation).where(Translation.title == "Un titre d’essai"))
        assert written is not None
        assert (written.summary, written.body) == ("En bref", "<p>Mot à mot.</p>")
        one, other = building.person(session, "w@example.org", clock()), building.person(session, "a@example.org", clock())
        document_id = building.released(session, one, other, clock()).document_id
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
    with engines.writing() as session:
        notices = {"fr": "Un avis\x00 d’essai."}
        publishing.withdraw(session, building.person(session, "x@example.org", clock()), document_id, notices=notices, at=clock.forward(minutes=1), demonstration=True)
    with engines.reading() as session:
        kept = session.scalar(select(Withdrawal).where(Withdrawal.document_id == document_id))
        assert kept is not None
        assert kept.notices["fr"] == "Un avis d’essai."


def test_a_text_that_an_older_site_let_in_has_its_paper(app: Flask, clock: Clock) -> None:
    with engines.writing() as session:
        one, other = building.person(session, "w@example.org", clock()), building.person(session, "a@example.org", clock())
        edition = building.released(session, one, other, clock())
        document_id = edition.document_id
    publishing.settle(engines.writing, clock.forward(minutes=1), prefix="MPM", demonstration=True)
    with engines.reading() as session:
        shown = visibility.by_id(session, document_id)
    assert shown is not None
    text = shown.texts["fr"]
    spoilt = replace(shown, texts={"fr": replace(text, summary="En\x01 bref", body="<p>Mot\x02 à mot.</p>")})
    house = pdf.House("http://localhost:8000", official=False)
    assert pdf.document(spoilt, LANGUAGES["fr"], house).startswith(b"%PDF")
