"""Withdrawn, a text stays under a notice; recalled, it is gone in every language and from every list."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mission.extensions import engines
from mission.models import Change, Edition, Person
from mission.services import publishing, visibility
from tests.building import content, release, released, text
from tests.conftest import Clock
from tests.strict import StrictClient

SETTLE = {"prefix": "MPM", "demonstration": True}
TEXTS = {"fr": text("Mot témoin zellijtémoin"), "ar": text("كلمة زليجشاهد", "courtesy", "<p>نص.</p>")}
NOTICES = {"fr": "Remplacé par un autre texte.", "ar": "عُوض بنص آخر."}


@pytest.fixture
def code(session: Session, writer: Person, approver: Person, clock: Clock) -> str:
    edition = released(session, writer, approver, clock(), translations=TEXTS)
    publishing.settle(engines.writing, clock(), **SETTLE)
    session.expire_all()
    return str(edition.document.code)


def document_id(session: Session, code: str) -> int:
    found = visibility.by_code(session, code)
    assert found is not None
    identifier = found.id
    session.commit()
    return identifier


def test_a_withdrawn_text_stays_readable_under_its_dated_notice(
    client: StrictClient, code: str, session: Session, approver: Person, clock: Clock
) -> None:
    publishing.withdraw(session, approver, document_id(session, code), notices=NOTICES, at=clock(), demonstration=True)
    page = client.get(f"/fr/communiques/{code}", follow_redirects=True)
    assert page.status_code == 200
    assert "Remplacé par un autre texte." in page.text
    assert "Retiré le 24 novembre 2026" in page.text
    assert "zellijtémoin" in page.text
    assert "عُوض بنص آخر." in client.get(f"/ar/communiques/{code}").text


def test_it_returns_only_by_a_new_edition(client: StrictClient, code: str, session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    identifier = document_id(session, code)
    publishing.withdraw(session, approver, identifier, notices=NOTICES, at=clock(), demonstration=True)
    with pytest.raises(publishing.WrongState):
        publishing.withdraw(session, approver, identifier, notices=NOTICES, at=clock(), demonstration=True)
    # Not by one that says nothing: whoever was told of the withdrawal is told of the return.
    for silent in (Change.AMENDMENT, Change.TRANSLATION):
        with pytest.raises(publishing.ReturnsOpenly):
            publishing.begin(session, writer, identifier, silent, at=clock())
    edition = publishing.begin(session, writer, identifier, Change.CORRECTION, at=clock())
    with pytest.raises(publishing.NotesMissing) as refused:
        publishing.submit(session, writer, edition.id, version=edition.version, required={}, at=clock())
    assert refused.value.tags == ("ar", "fr")
    given = publishing.read(edition)
    noted = {tag: replace(one, change_note=f"Il revient ({tag}).") for tag, one in given.translations.items()}
    edition = publishing.save(session, writer, edition.id, replace(given, translations=noted), version=edition.version, at=clock())
    release(session, edition, writer, approver, clock())
    publishing.settle(engines.writing, clock(), **SETTLE)
    page = client.get(f"/fr/communiques/{code}").text
    assert "Remplacé par un autre texte." not in page
    assert "Il revient (fr)." in page


def test_an_amendment_begun_before_the_withdrawal_does_not_undo_it(code: str, session: Session, writer: Person, approver: Person, clock: Clock) -> None:
    identifier = document_id(session, code)
    edition = publishing.begin(session, writer, identifier, Change.AMENDMENT, at=clock())
    edition = publishing.submit(session, writer, edition.id, version=edition.version, required={}, at=clock())
    edition = publishing.approve(session, approver, edition.id, version=edition.version, at=clock())
    number, seen = edition.id, edition.version
    publishing.withdraw(session, approver, identifier, notices=NOTICES, at=clock(), demonstration=True)
    session.expire_all()
    with pytest.raises(publishing.ReturnsOpenly):
        publishing.release(session, approver, number, version=seen, required={}, at=clock())


def test_a_correction_tells_in_the_languages_that_it_corrects_and_in_no_other(
    client: StrictClient, code: str, session: Session, writer: Person, approver: Person, clock: Clock
) -> None:
    edition = publishing.begin(session, writer, document_id(session, code), Change.CORRECTION, at=clock())
    given = publishing.read(edition)

    def saved(edition: Edition, ar: str, fr: str, **more: Any) -> Edition:
        texts = {"fr": replace(given.translations["fr"], body="<p>Corrigé.</p>", change_note=fr), "ar": replace(given.translations["ar"], change_note=ar)}
        return publishing.save(session, writer, edition.id, replace(given, translations=texts, **more), version=edition.version, at=clock())

    edition = saved(edition, "ملاحظة.", "")
    with pytest.raises(publishing.NotesMissing, match="fr"):
        publishing.submit(session, writer, edition.id, version=edition.version, required={}, at=clock())
    edition = saved(session.get_one(Edition, edition.id), "ملاحظة.", "Une date.")
    with pytest.raises(publishing.NotesAstray, match="ar"):
        publishing.submit(session, writer, edition.id, version=edition.version, required={}, at=clock())
    edition = saved(session.get_one(Edition, edition.id), "", "Une date.", speaker="Une oratrice")
    # Another speaker is another one in every language.
    with pytest.raises(publishing.NotesMissing, match="ar"):
        publishing.submit(session, writer, edition.id, version=edition.version, required={}, at=clock())
    edition = saved(session.get_one(Edition, edition.id), "", "Une date.")
    release(session, edition, writer, approver, clock())
    publishing.settle(engines.writing, clock(), **SETTLE)
    assert "Une date." in client.get(f"/fr/communiques/{code}").text
    arabic = client.get(f"/ar/communiques/{code}").text
    assert "Une date." not in arabic
    assert "صُحح" not in arabic


def test_a_recalled_text_is_gone_from_everywhere_and_says_why(
    app: Flask, client: StrictClient, code: str, session: Session, approver: Person, clock: Clock
) -> None:
    identifier = document_id(session, code)
    publishing.recall(session, approver, identifier, notices=NOTICES, at=clock(), demonstration=True)
    for address in (f"/fr/communiques/{code}", f"/fr/communiques/{code}/un-titre", f"/fr/communiques/{code}/editions/1", f"/d/{code}", f"/fr/speeches/{code}"):
        answer = client.get(address)
        assert answer.status_code == 410, address
        assert "zellijtémoin" not in answer.text
    gone = client.get(f"/ar/communiques/{code}")
    assert gone.status_code == 410
    assert "عُوض بنص آخر." in gone.text
    for address in ("/fr/", "/fr/communiques", "/fr/communiques?q=zellijtemoin", "/fr/sitemap?open=communiques&open=communiques:2026"):
        assert "zellijtémoin" not in client.get(address).text, address
    with pytest.raises(publishing.Gone):
        publishing.begin(session, approver, identifier, Change.CORRECTION, at=clock())


def test_a_notice_is_wanted_in_each_language_of_the_text(code: str, session: Session, approver: Person, clock: Clock) -> None:
    with pytest.raises(publishing.NoticeMissing) as refusal:
        publishing.recall(session, approver, document_id(session, code), notices={"fr": "Erreur."}, at=clock(), demonstration=True)
    assert refusal.value.tags == ("ar",)


def test_withdrawing_stops_a_release_that_waits(session: Session, code: str, writer: Person, approver: Person, clock: Clock) -> None:
    identifier = document_id(session, code)
    edition = publishing.begin(session, writer, identifier, Change.AMENDMENT, at=clock())
    publishing.save(session, writer, edition.id, content(translations=TEXTS), version=1, at=clock())
    release(session, edition, writer, approver, clock(), clock().replace(second=0) + timedelta(minutes=5))
    publishing.withdraw(session, approver, identifier, notices=NOTICES, at=clock(), demonstration=True)
    clock.forward(hours=1)
    assert publishing.settle(engines.writing, clock(), **SETTLE) == []


def test_both_acts_stand_in_the_register(session: Session, code: str, approver: Person, clock: Clock) -> None:
    from sqlalchemy import select

    from mission.models import RegisterEntry

    identifier = document_id(session, code)
    publishing.withdraw(session, approver, identifier, notices=NOTICES, at=clock(), demonstration=True)
    publishing.recall(session, approver, identifier, notices=NOTICES, at=clock(), demonstration=True)
    acts = [one.act.value for one in session.scalars(select(RegisterEntry).order_by(RegisterEntry.sequence.desc()).limit(3))]
    assert acts == ["recall", "withdrawal", "first"]
    assert publishing.first_break(session) is None
