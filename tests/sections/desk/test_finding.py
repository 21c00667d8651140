"""What the search of the desk finds is what this very person may open, for each role."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mission.extensions import engines
from mission.folding import unaccented
from mission.models import Change, Edition, Person, RoleName
from mission.services import looking, publishing, staff
from mission.services.publishing import WRITING
from mission.services.search import indexing
from tests import building
from tests.building import Description, content, draft, release, text, with_files
from tests.conftest import Clock
from tests.sections.desk.entering import stand
from tests.sections.desk.test_enquiries import received
from tests.sections.desk.test_journal import three  # noqa: F401
from tests.strict import StrictClient

SECRETS = ("Un brouillon sur les océans", "Un embargo sur les océans", "Un rappel sur les océans")
QUESTIONS = ("océans", "محيطات", "Un texte d’essai", "mpm/c/2026/001", "migration", "royaume", "OMM", "example")


@pytest.mark.parametrize("role", list(RoleName), ids=lambda role: role.value)
def test_everything_that_a_person_finds_opens_for_them(app: Flask, client: StrictClient, clock: Clock, three: None, role: RoleName) -> None:  # noqa: F811
    received(app, clock(), message="Une question sur les oceans.", language="fr")
    with engines.writing() as session:
        staff.invite(session, "someone@example.org", (role,), at=clock())
    stand(client, clock, "someone@example.org")
    opened = 0
    for question in QUESTIONS:
        page = client.get("/desk/search", query_string={"q": question}).text.split("<main")[1]
        if role not in WRITING:
            assert not [words for words in SECRETS if words in page], (role, question)
        links = set(re.findall(r'href="(/[^"]+)"', page))
        assert len(links) <= 60
        for address in sorted(links)[:12]:
            assert client.get(address.replace("&amp;", "&"), follow_redirects=True).status_code == 200, (role, question, address)
            opened += 1
    assert opened > 10
    page = client.get("/desk/search?q=océans").text
    assert (role in WRITING) == all(words in page for words in SECRETS)


def test_what_was_taken_back_is_called_so_at_the_desk(app: Flask, client: StrictClient, clock: Clock, three: None) -> None:  # noqa: F811
    with engines.writing() as session:
        writer, approver = (session.query(Person).filter_by(email=f"{one}@example.org").one() for one in ("writer", "approver"))
        kept = draft(session, writer, clock(), translations={"fr": text("Un retrait sur les lacs d’essai")})
        release(session, kept, writer, approver, clock(), None)
        withdrawn, edition = kept.document_id, kept.id
        session.commit()
        publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
        session.expire_all()
        publishing.withdraw(session, approver, withdrawn, notices={"fr": "Un avis d’essai."}, at=clock(), demonstration=True)
    stand(client, clock, "writer@example.org")
    released = client.get("/desk/").text.split('id="released"')[1].split("</section>")[0]
    for title, word in (("Un rappel", "Rappelé"), ("Un retrait", "Retiré")):
        row = released.split(title)[1].split("</tr>")[0]
        assert f"<td>{word}</td>" in row
        assert "Public" not in row
    history = client.get(f"/desk/documents/{withdrawn}/history").text.split('id="acts"')[0]
    assert "<td>Retiré</td>" in history
    for nothing in ("%", '"', "🙂", "-"):
        assert "Aucun texte ne contient ces mots." in client.get("/desk/search", query_string={"q": nothing}).text, nothing
    recalled = client.get("/desk/search?q=rappel océans").text
    assert "<td>Rappelé</td>" in recalled
    assert "Non public" not in recalled
    preview = client.get(f"/desk/editions/{edition}/preview/fr").text
    assert "ceci n’est pas public" not in preview
    assert "retiré" in preview.split("watermark")[1].split("</strong>")[0].casefold()


def test_files_and_earlier_editions_are_found_and_named_by_whoever_may_see_them(app: Flask, client: StrictClient, clock: Clock) -> None:
    def described(words: str, title: str) -> Edition:
        made = with_files(session, writer, draft(session, writer, clock(), translations={"fr": text(title)}), clock())
        said = {one.id: Description("", words, f"Légende {words}") for one in made.files}
        return publishing.describe_files(session, writer, made.id, said, version=made.version, at=clock())

    with engines.writing() as session:
        writer, approver = (building.person(session, f"{one}@example.org", clock()) for one in ("writer", "approver"))
        described("Un phare blanc", "Un brouillon d’essai")
        public, gone = described("Un phare éteint", "Un communiqué sur les voiliers"), described("Un phare lointain", "Un rappel d’essai")
        for one in (public, gone):
            release(session, one, writer, approver, clock(), None)
        document, recalled = public.document_id, gone.document_id
        session.commit()
        publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
        session.expire_all()
        publishing.recall(session, approver, recalled, notices={"fr": "Un avis d’essai."}, at=clock(), demonstration=True)
        begun = publishing.begin(session, writer, document, Change.CORRECTION, at=clock())
        corrected = content(translations={"fr": replace(text("Un communiqué sur les navires"), change_note="Une note d’essai.")})
        publishing.save(session, writer, begun.id, corrected, version=1, at=clock())
        release(session, begun, writer, approver, clock(), None)
        session.commit()
        publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
        staff.invite(session, "press@example.org", (RoleName.PRESS_OFFICER,), at=clock())
    indexing.keep_up(engines.reading)

    def found(q: str) -> list[tuple[str, str]]:
        page = client.get("/desk/search", query_string={"q": q}).text.split('id="beside"')[1:]
        rows = page[0].split("</section>")[0].split("<tr>")[2:] if page else []
        return [(re.search(r">([^<]+)</a>", row)[1], re.search(r'edition-state">([^<]+)', row)[1]) for row in rows]  # type: ignore[index]

    everything = [(title, "Fichier") for title in ("Un communiqué sur les navires", "Un rappel d’essai", "Un brouillon d’essai")]
    for name, files in (("writer", everything), ("press", everything[:1])):
        stand(client, clock, f"{name}@example.org")
        assert found("phares") == found("legende phare") == found("photo phare") == files, name
        assert found("phare -éteint") == files[1:], name
        assert found("voilier") == [("Un communiqué sur les voiliers", "Édition antérieure")], name
        assert found("navires") == found("le") == found("-phare") == found("محيط") == [], name


def test_files_of_earlier_editions_notes_and_notices_are_found_by_whoever_may_see_them(app: Flask, client: StrictClient, clock: Clock) -> None:
    def settled(session: Session) -> None:
        session.commit()
        publishing.settle(engines.writing, clock(), prefix="MPM", demonstration=True)
        session.expire_all()

    with engines.writing() as session:
        writer, approver = (building.person(session, f"{one}@example.org", clock()) for one in ("writer", "approver"))
        corrected, withdrawn, gone = (draft(session, writer, clock(), translations={"fr": text(f"Un essai {one}")}) for one in ("rouge", "vert", "secret"))
        with_files(session, writer, corrected, clock())
        said = {one.id: Description("Le quai", "Un goéland posé", "Légende du voilier") for one in corrected.files}
        publishing.describe_files(session, writer, corrected.id, said, version=corrected.version, at=clock())
        for one in (corrected, withdrawn, gone):
            release(session, one, writer, approver, clock(), None)
        documents = [one.document_id for one in (corrected, withdrawn, gone)]
        settled(session)
        # Its file goes, and the note says so; a draft after it has a note that nobody outside reads.
        begun = publishing.begin(session, writer, documents[0], Change.CORRECTION, at=clock())
        for number in [one.id for one in begun.files]:
            publishing.remove_file(session, writer, begun.id, number, version=begun.version, at=clock())
        noted = content(translations={"fr": replace(text("Un essai rouge"), change_note="Une girouette a été ôtée.")})
        publishing.save(session, writer, begun.id, noted, version=begun.version, at=clock())
        release(session, begun, writer, approver, clock(), None)
        settled(session)
        under_way = publishing.begin(session, writer, documents[0], Change.CORRECTION, at=clock())
        unread = content(translations={"fr": replace(text("Un essai rouge"), change_note="Un sémaphore manque.")})
        publishing.save(session, writer, under_way.id, unread, version=under_way.version, at=clock())
        publishing.withdraw(session, approver, documents[1], notices={"fr": "Retiré pour une éclipse."}, at=clock(), demonstration=True)
        publishing.recall(session, approver, documents[2], notices={"fr": "Rappelé pour une avalanche."}, at=clock(), demonstration=True)
        staff.invite(session, "press@example.org", (RoleName.PRESS_OFFICER,), at=clock())
        session.commit()
    indexing.keep_up(engines.reading)

    def found(q: str) -> list[tuple[str, str]]:
        page = client.get("/desk/search", query_string={"q": q}).text.split('id="beside"')[1:]
        rows = page[0].split("</section>")[0].split("<tr>")[2:] if page else []
        return [(re.search(r">([^<\s][^<]*)</(?:a|bdi)>", row)[1], re.search(r'edition-state">([^<]+)', row)[1]) for row in rows]  # type: ignore[index]

    for name in ("writer", "press"):
        stand(client, clock, f"{name}@example.org")
        for q in ("goélands", "quai", "légende voilier"):
            assert found(q) == [("Un essai rouge", "Fichier d’une édition antérieure")], (name, q)
        assert found("girouette") == [("Un essai rouge", "Note d’une correction")], name
        assert found("sémaphore") == ([("Un essai rouge", "Note d’une correction")] if name == "writer" else []), name
        assert found("éclipse") == [("Un essai vert", "Avis de retrait")], name
        assert found("avalanche") == [("Un essai secret" if name == "writer" else "MPM/C/2026/003", "Avis de rappel")], name
    assert "secret" not in client.get("/desk/search?q=avalanche").text.split("<main")[1]


WRITTEN = {
    "fr": ("réunion", "communiqué", "lycée", "hébergées", "zéolithée"), "es": ("reunión", "garantía", "zarzuelón"), "ar": ("إعلان", "زرافيّة"),
}  # fmt: skip


@pytest.mark.parametrize("tag", WRITTEN)
def test_drafts_and_letters_are_found_however_they_or_the_words_asked_for_are_accented(app: Flask, clock: Clock, tag: str) -> None:
    """No index knows their words: not one that says how a word is written that no public text bears."""

    def plainly(word: str) -> str:
        return unaccented(word).replace("إ", "ا").replace("\u0651", "")

    spellings = {one: tuple(dict.fromkeys((one, plainly(one), plainly(one).upper()))) for one in WRITTEN[tag]}
    with engines.writing() as session:
        writer = building.person(session, "writer@example.org", clock())
        drafts = {
            (one, spelt): draft(session, writer, clock(), translations={tag: text(f"Xx {spelt} xx")}).document_id
            for one, every in spellings.items() for spelt in every
        }  # fmt: skip
        session.commit()
    for every in spellings.values():
        for spelt in every:
            received(app, clock.forward(hours=1), message=f"Xx {spelt} xx", language=tag)
    with engines.reading() as session:
        writer = session.query(Person).filter_by(email="writer@example.org").one()
        for word, every in spellings.items():
            for q in (*every, word.upper(), f"“{word}”"):
                seen = looking.look(session, writer, q)
                assert {row.document_id for row in seen.unsettled} == {document for (one, _), document in drafts.items() if one == word}, q
                assert len(seen.enquiries) == len(every), q
