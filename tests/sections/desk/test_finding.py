"""What the search of the desk finds is what this very person may open, for each role."""

import re

import pytest
from flask import Flask

from mission.extensions import engines
from mission.models import Person, RoleName
from mission.services import publishing, staff
from mission.services.publishing import WRITING
from tests.building import draft, release, text
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
    recalled = client.get("/desk/search?q=rappel océans").text
    assert "<td>Rappelé</td>" in recalled
    assert "Non public" not in recalled
    preview = client.get(f"/desk/editions/{edition}/preview/fr").text
    assert "ceci n’est pas public" not in preview
    assert "retiré" in preview.split("watermark")[1].split("</strong>")[0].casefold()
