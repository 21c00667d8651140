"""A form that is sent twice at once, by a double click or by two connections, ends as if it had been sent once: every form of the desk."""

import io
import re
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from mission.extensions import engines
from mission.languages import TAGS
from mission.models import (
    Document,
    Edition,
    EnquirySubject,
    Errand,
    Job,
    JournalEntry,
    Kind,
    LegacyAddress,
    Person,
    PreviewLink,
    RoleName,
    Sending,
    StaffSession,
)
from mission.sections.desk import once
from mission.sections.desk.cookies import form_token
from mission.services import directory, legacy, publishing, sending, staff
from mission.services.staff.arriving import new_link
from mission.services.staff.hashing import hashed
from mission.web.access import ANYBODY
from tests import building
from tests.conftest import Clock
from tests.files import paper
from tests.sections.desk.entering import PASSWORD, stand
from tests.sections.desk.test_documents import fields
from tests.sections.desk.test_enquiries import received
from tests.sections.desk.test_matrix import doors
from tests.sections.desk.test_pages import identifier
from tests.sections.desk.test_pages import texts as page_texts
from tests.strict import StrictClient

ME, OTHER = "one@example.org", "other@example.org"


class Desk:
    """One person at the desk, whose forms arrive twice at the same moment."""

    def __init__(self, app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app, self.clock = app, clock
        with engines.writing() as session:
            self.me, self.other = (building.person(session, one, clock()).id for one in (ME, OTHER))
            session.commit()
        self.clients = [app.test_client(), app.test_client()]
        self.stand()
        self.beginning: Any = None
        take = sending.take

        def together(session: Any, key: str, at: Any, **how: Any) -> Any:
            # SQLite has one writer: the second waits before it comes here.
            if self.beginning is not None and session.get_bind().dialect.name == "postgresql":
                self.beginning.wait(30)
            return take(session, key, at, **how)

        monkeypatch.setattr(sending, "take", together)

    def stand(self) -> None:
        self.seal = stand(self.clients[0], self.clock, ME)
        self.clients[1].set_cookie("desk", self.clients[0].get_cookie("desk", path="/desk").value, path="/desk")  # type: ignore[union-attr]

    def token(self, sheet: str = "") -> str:
        with self.app.test_request_context():
            return form_token(self.seal) + (sheet or secrets.token_hex(16))

    def twice(self, address: str, status: int = 303, lines: int = 1, **data: Any) -> list[TestResponse]:
        """The same form by two connections at once: both are answered alike, and the journal has the lines of one."""
        token, before, answers = self.token(), self.last(), {}
        files = data.pop("files", None)
        start = self.beginning = threading.Barrier(2)

        def send(n: int) -> None:
            start.wait(30)
            handed = {"files": [(io.BytesIO(files), "note.pdf")]} if files else {}
            answers[n] = self.clients[n].post(address, data={"token": token, **data, **handed})

        senders = [threading.Thread(target=send, args=(n,)) for n in (0, 1)]
        for one in senders:
            one.start()
        for one in senders:
            one.join(60)
        self.beginning = None
        told = [(one.status_code, one.headers.get("Location")) for one in answers.values()]
        assert len(told) == 2, address
        assert told[0] == told[1], (address, told)
        assert told[0][0] == status, (address, told, answers[0].text[-3000:])
        with engines.reading() as session:
            new = list(session.scalars(select(JournalEntry.verb).where(JournalEntry.id > before)))
        assert len(new) == lines, (address, new)
        assert not [one for one in new if "refused" in one or one == "unfit"], (address, new)
        return list(answers.values())

    def last(self) -> int:
        with engines.reading() as session:
            return session.scalar(select(func.max(JournalEntry.id))) or 0

    def edition(self, edition_id: int) -> Edition:
        with engines.reading() as session:
            found = session.get_one(Edition, edition_id)
            assert found.document.id
            return found

    def made(self, *, by: str = OTHER, **how: Any) -> Edition:
        with engines.writing() as session:
            writer = session.scalars(select(Person).where(Person.email == by)).one()
            made = building.draft(session, writer, self.clock(), **how)
            assert made.document.id
            return made

    def brought(self, edition: Edition, *verbs: str) -> Edition:
        """An edition of the other person, brought on by these verbs."""
        with engines.writing() as session:
            other, me = session.get_one(Person, self.other), session.get_one(Person, self.me)
            for name in verbs:
                version = session.get_one(Edition, edition.id).version
                session.rollback()
                more: dict[str, Any] = {"submit": {"required": {}}, "release": {"required": {}}}.get(name, {})
                if name == "later":
                    name, more = "release", {"required": {}, "release_at": self.clock().replace(second=0) + timedelta(days=2)}
                getattr(publishing, name)(session, other if name == "submit" else me, edition.id, version=version, at=self.clock(), **more)
        publishing.settle(engines.writing, self.clock(), prefix="MPM", demonstration=True)
        return self.edition(edition.id)

    def count(self, table: Any, *where: Any) -> int:
        with engines.reading() as session:
            return session.scalar(select(func.count()).select_from(table).where(*where)) or 0


@pytest.fixture
def desk(app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Desk:
    app.test_client_class = StrictClient
    return Desk(app, clock, monkeypatch)


def texts(desk: Desk) -> None:
    before = desk.count(Document)
    key = secrets.token_hex(16)
    first, second = desk.twice("/desk/documents/new", key=key, **fields())
    assert desk.count(Document) == before + 1, "one text"
    edition = int(first.headers["Location"].rpartition("/")[2])
    desk.twice(f"/desk/editions/{edition}", key=key, version="1", **fields(**{"fr-title": "Autrement"}))
    assert desk.edition(edition).version == 2
    page = page_texts("Neuve") | {"parent": str(identifier("themes", "migration")), "segment": "deux-fois", "position": "50"}
    (made, _) = desk.twice("/desk/pages/new", key=secrets.token_hex(16), **page)
    assert desk.count(Document) == before + 2, "one page"
    document = int(made.headers["Location"].rpartition("/")[2])
    with engines.reading() as session:
        under_way = publishing.unsettled_edition(session, document)
        assert under_way is not None
    desk.twice(f"/desk/pages/editions/{under_way.id}", version="1", **(page | {"fr-title": "Autrement"}))


def verbs(desk: Desk) -> None:
    one = desk.made(by=ME)
    for name, more in (
        ("submission", {}), ("return", {"remark": "À revoir."}), ("submission", {}), ("override", {"reason": "Seule ici."}),
        ("release", {"when": "later", "time": f"{desk.clock() + timedelta(days=2):%Y-%m-%dT%H:%M}", "zone": "geneva"}), ("unscheduling", {}),
    ):  # fmt: skip
        desk.twice(f"/desk/editions/{one.id}/{name}", version=str(desk.edition(one.id).version), **more)
    theirs = desk.brought(desk.made(), "submit")
    desk.twice(f"/desk/editions/{theirs.id}/approval", version=str(theirs.version))
    with engines.writing() as session:
        flagged = desk.brought(desk.made(), "submit")
        publishing.approve(session, session.get_one(Person, desk.other), flagged.id, version=flagged.version, at=desk.clock(), override=True, reason="Seul.")
    desk.twice(f"/desk/editions/{flagged.id}/confirmation")
    away = desk.made()
    desk.twice(f"/desk/editions/{away.id}/discarding", version="1")
    public = desk.brought(desk.made(), "submit", "approve", "release")
    (begun, _) = desk.twice(f"/desk/documents/{public.document_id}/editions", change="correction", seen=str(public.id))
    assert begun.headers["Location"].startswith("/desk/editions/")
    desk.twice(f"/desk/documents/{public.document_id}/withdrawal", fr="Un avis d’essai.", seen=str(public.id))
    desk.twice(f"/desk/documents/{public.document_id}/recall", fr="Un avis d’essai.", seen=str(public.id), typed=public.document.reference)


def pages(desk: Desk) -> None:
    page = identifier("themes", "migration")
    desk.twice(f"/desk/pages/{page}/place", move="down")
    desk.twice(f"/desk/pages/{page}/place", position="77")


def lists(desk: Desk) -> None:
    links = identifier("links", "")

    def seen() -> dict[str, str]:
        with engines.reading() as session:
            document = session.get_one(Document, links)
            shown = publishing.unsettled_edition(session, links) or document.current_edition
            assert shown is not None
            held = directory.read(publishing.read(shown))
            return {"seen": str(shown.id), "version": str(shown.version), "groups": str(len(held)), "opened": held[0].links[0].href}

    words = {"fr": "Lien", "ar": "رابط", "en": "Link", "es": "Enlace"}
    desk.twice("/desk/links/new", group="0", href="https://essai.example.org/", **words, **seen())
    page = desk.clients[0].get("/desk/links").text
    assert page.count("essai.example.org") == 1, "one link"
    desk.twice("/desk/links/0/0", group="0", href="https://autre.example.org/", **words, **seen())
    names = {f"{tag}-name": f"Essai {tag}" for tag in ("fr", "ar", "en", "es")}
    desk.twice("/desk/taxonomy/themes/new", key="essai-deux", position="500", **names)
    desk.twice("/desk/taxonomy/themes/essai-deux", position="501", version="1", **names)
    bodies = {f"{tag}-name": f"Organe {tag}" for tag in ("fr", "ar", "en", "es")}
    desk.twice("/desk/taxonomy/bodies/new", key="organe-deux", position="500", **bodies)
    desk.twice("/desk/taxonomy/bodies/organe-deux", position="501", version="1", **bodies)
    desk.twice("/desk/addresses", path="/fr/x/deux.html", target="/fr/themes")
    desk.twice("/desk/addresses/remove", path="/fr/x/deux.html")
    demanded = {f"{kind.value}_{tag}": "expected" if kind is Kind.SPEECH else "free" for kind in Kind for tag in TAGS}
    kinds = desk.clients[0].post("/desk/languages", data={"token": desk.token(), **demanded})
    assert kinds.status_code == 303
    desk.twice("/desk/languages", **(demanded | {f"speech_{tag}": "free" for tag in TAGS}))


def previews(desk: Desk) -> None:
    one = desk.made(by=ME)
    desk.twice(f"/desk/editions/{one.id}/preview-links", version="1", reader="Le Temps", lasts="24")
    assert desk.count(PreviewLink) == 1
    with engines.reading() as session:
        link = session.scalars(select(PreviewLink.id)).one()
    desk.twice(f"/desk/preview-links/{link}/revocation")


def files(desk: Desk) -> None:
    one = desk.made(by=ME)
    (answer, _) = desk.twice(f"/desk/editions/{one.id}/files", language="fr", files=paper())
    assert "double" not in answer.headers["Location"]
    kept = desk.edition(one.id)
    with engines.reading() as session:
        file = session.get_one(Edition, one.id).files[0].id
    desk.twice(f"/desk/editions/{one.id}/files/descriptions", version=str(kept.version), **{f"file{file}-name": "Autre.pdf"})
    desk.twice(f"/desk/editions/{one.id}/files/{file}/replacement", version=str(kept.version + 1), files=paper() + b"\n")
    assert desk.edition(one.id).version == kept.version + 2


def enquiries(desk: Desk) -> None:
    reference = received(desk.app, desk.clock(), subject=EnquirySubject.PRESS, name="Une journaliste")
    version = 1
    for name, more in (("assignment", {"to": str(desk.me)}), ("answers", {"text": "Merci.", "close": "y"}), ("opening", {}), ("closing", {})):
        desk.twice(f"/desk/enquiries/{reference}/{name}", version=str(version), **more)
        version += 1


def people(desk: Desk) -> None:
    (answer, _) = desk.twice("/desk/people/new", email="new@example.org", language="fr", roles="writer")
    new = answer.headers["Location"].partition("?")[0]
    for name, more, lines in (("roles", {"roles": ["approver"]}, 1), ("invitation", {}, 1), ("invitation/withdrawal", {}, 1), ("sessions", {}, 0), ("factors", {}, 1),
                              ("disabling", {}, 1), ("enabling", {}, 1)):  # fmt: skip
        desk.twice(f"{new}/{name}", lines=lines, **more)


def account(desk: Desk) -> None:
    desk.twice("/desk/account", name="Autre nom", language="fr")
    desk.twice("/desk/account/password", password=PASSWORD)


def entrance(desk: Desk) -> None:
    """Whichever answer the browser reads last: it is in, by one session."""
    with engines.writing() as session:
        me = session.get_one(Person, desk.me)
        me.password, me.totp_secret = hashed(PASSWORD), pyotp.random_base32()
        code = pyotp.TOTP(me.totp_secret).at(desk.clock())
        session.commit()
        invited = staff.invite(session, "new@example.org", (RoleName.WRITER,), at=desk.clock())

    def is_in(email: str, *, before: int = 0) -> None:
        with engines.reading() as session:
            mine = select(Person.id).where(Person.email == email).scalar_subquery()
            living = session.scalars(select(StaffSession.token_digest).where(StaffSession.person_id == mine, StaffSession.ended_at.is_(None))).all()
        held = [staff.digest(one.get_cookie("desk", path="/desk").value) for one in desk.clients]  # type: ignore[union-attr]
        assert len(living) == before + 1, email
        assert set(living) & set(held)
        # The last answer that was made is the one that lets in.
        desk.clients[0].set_cookie("desk", next(c.get_cookie("desk", path="/desk").value for c, h in zip(desk.clients, held, strict=True) if h in living), path="/desk")  # type: ignore[union-attr]
        desk.clients[1].set_cookie("desk", desk.clients[0].get_cookie("desk", path="/desk").value, path="/desk")  # type: ignore[union-attr]
        assert desk.clients[0].get("/desk/account").status_code == 200

    with engines.reading() as session:
        desk.seal = session.scalars(select(StaffSession.seal).where(StaffSession.person_id == desk.me)).one()
    desk.twice("/desk/account/confirm", password=PASSWORD, code=code)
    is_in(ME)
    desk.twice("/desk/account/factor/removal", lines=1)
    is_in(ME)
    desk.twice("/desk/sign-out")
    for one in desk.clients:
        one.delete_cookie("desk", path="/desk")
    desk.clock.forward(minutes=5)
    desk.twice("/desk/sign-in", email=ME, password=PASSWORD)
    is_in(ME)
    for one in desk.clients:
        one.delete_cookie("desk", path="/desk")
    desk.twice(f"/desk/invitation/{invited}", name="Neuve", language="fr", password=PASSWORD)
    is_in("new@example.org")
    before = desk.count(Job, Job.name == staff.FORGOTTEN_JOB)
    desk.twice("/desk/forgotten", email=ME, lines=0)
    assert desk.count(Job, Job.name == staff.FORGOTTEN_JOB) == before + 1
    with engines.writing() as session:
        link = new_link(session, session.get_one(Person, desk.me), Errand.PASSWORD, timedelta(minutes=30), at=desk.clock())
        session.commit()
    desk.twice(f"/desk/password/{link}", password=f"{PASSWORD} autrement")


@pytest.mark.parametrize("room", [texts, verbs, pages, lists, previews, files, enquiries, people, account, entrance], ids=lambda room: room.__name__)
def test_a_form_sent_twice_at_once_ends_as_if_it_had_been_sent_once(desk: Desk, room: Callable[[Desk], None]) -> None:
    room(desk)


def test_each_form_of_the_desk_that_was_done_is_answered_by_its_door(app: Flask, clock: Clock, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "take", lambda session, key, at, only_known=False: sending.Answer("/desk/known", ""))
    anew, here = set(), "/desk/known"
    for method, address, who in doors(app):
        if method == "POST" and who != (ANYBODY,) and desk.clients[0].post(address, data={"token": desk.token()}).headers.get("Location") != here:
            anew.add(address)
    # What is sent by its page alone, and what reads a file or a pasted piece and keeps nothing.
    assert {one for one in anew if "/word/" not in one} == {"/desk/autosave", "/desk/pages/autosave", "/desk/cleaning"}


def test_a_refused_form_is_refused_again_and_another_word_makes_another_form(desk: Desk) -> None:
    sheet, client = secrets.token_hex(16), desk.clients[0]

    def add(path: str, target: str) -> TestResponse:
        return client.post("/desk/addresses", data={"token": desk.token(sheet), "path": path, "target": target})

    assert [add("/fr/x/1.html", "/nowhere").status_code for _ in range(2)] == [422, 422]
    assert [add("/fr/x/1.html", "/fr/themes").status_code for _ in range(2)] == [303, 303]
    assert add("/fr/x/2.html", "/fr/themes").status_code == 303
    assert desk.count(LegacyAddress, LegacyAddress.path.like("/fr/x/_.html")) == 2
    # From another page it is another wish.
    sheet = secrets.token_hex(16)
    assert add("/fr/x/1.html", "/fr/themes").status_code == 422


def test_what_a_killed_process_left_under_way_is_done_by_whoever_sends_it_again(desk: Desk) -> None:
    token = desk.token()
    data = {"token": token, "path": "/fr/x/1.html", "target": "/fr/themes"}
    with desk.app.test_request_context(method="POST", path="/desk/addresses", data=data):
        key = once.sending(desk.me)
    with engines.writing() as session:
        session.add(Sending(key=key, begun_at=desk.clock() - timedelta(minutes=2)))
        session.commit()
    assert desk.clients[0].post("/desk/addresses", data=data).status_code == 303
    with engines.reading() as session:
        assert session.get_one(Sending, key).answer == "/desk/addresses"
    with engines.writing() as session:
        staff.tidy(session, desk.clock() + timedelta(days=2), desk.app.config["SETTINGS"])
        assert session.get(Sending, key) is None


def test_a_form_that_let_somebody_in_lets_in_again_for_two_clicks_and_no_longer(app: Flask, clock: Clock) -> None:
    """Its code, or its passkey, holds once (RFC 6238, 5.2)."""
    with engines.writing() as session:
        assert sending.take(session, "key", clock()) is None
        sending.done(session, "key", "/desk", "digest of a session")
        assert sending.take(session, "key", clock.forward(seconds=4)) == sending.Answer("/desk", "digest of a session")
        assert sending.take(session, "key", clock.forward(seconds=2)) == sending.Answer("/desk", "")


def test_two_windows_that_add_the_same_at_once_add_it_once_and_the_other_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is about to write when the other is. On SQLite, and where the second waits for the first, they do not meet."""
    meeting: Any = None

    def meet(function: Any) -> Any:
        def met(*args: Any, **kwargs: Any) -> Any:
            if meeting is not None:
                with suppress(threading.BrokenBarrierError):
                    meeting.wait(0.5)
            return function(*args, **kwargs)

        return met

    monkeypatch.setattr(legacy, "lead", meet(legacy.lead))
    monkeypatch.setattr(directory, "put", meet(directory.put))
    words = {"fr": "Lien", "ar": "رابط", "en": "Link", "es": "Enlace"}
    opened = dict(re.findall(r'name="(seen|version)" value="(\d+)"', desk.clients[0].get("/desk/links/new").text))
    demanded = {f"{kind.value}_{tag}": "expected" for kind in Kind for tag in TAGS}
    for address, data, found in (
        ("/desk/addresses", {"path": "/fr/x/1.html", "target": "/fr/themes"}, [303, 422]),
        ("/desk/addresses/remove", {"path": "/fr/x/1.html"}, [303, 404]),
        ("/desk/links/new", {"group": "0", "href": "https://essai.example.org/", **words, **opened}, [303, 409]),
        ("/desk/languages", demanded, [303, 303]),
    ):
        meeting, answers = threading.Barrier(2), []

        def send(client: Any, answers: list[int], where: str = address, given: dict[str, str] = data) -> None:
            answers.append(client.post(where, data={"token": desk.token(), **given}).status_code)

        senders = [threading.Thread(target=send, args=(one, answers)) for one in desk.clients]
        for one in senders:
            one.start()
        for one in senders:
            one.join(60)
        assert sorted(answers) == found, address
