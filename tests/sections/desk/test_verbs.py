"""The table of verbs: each verb, in each state, by each role. Whoever may not is refused by name; what leads nowhere changes nothing."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mission.extensions import engines
from mission.models import Change, Document, Edition, JournalEntry, Person, PublicChange, RegisterEntry, RoleName
from mission.services import awaiting, publishing
from tests import building
from tests.conftest import Clock
from tests.sections.desk.test_documents import settle
from tests.sections.desk.test_door import PASSWORD, come_in, form_token
from tests.strict import StrictClient

STATES = ("draft", "submitted", "approved", "released", "public", "corrected", "withdrawn", "recalled")
WRITE = (RoleName.WRITER, RoleName.TRANSLATOR, RoleName.APPROVER, RoleName.ADMINISTRATOR)
DECIDE = (RoleName.APPROVER, RoleName.ADMINISTRATOR)
NOTICES = {"fr": "Un avis d’essai."}
# Verb: who may, from which states it leads on, and what it answers elsewhere, where that is not 409.
TABLE: dict[str, tuple[tuple[RoleName, ...], tuple[str, ...], dict[str, int]]] = {
    "submission": (WRITE, ("draft", "corrected"), {}),
    "return": (DECIDE, ("submitted",), {}),
    "approval": (DECIDE, ("submitted",), {}),
    "override": (DECIDE, ("submitted",), {}),
    # Nothing is flagged in these states.
    "confirmation": (DECIDE, (), {}),
    "release": (DECIDE, ("approved",), {}),
    "unscheduling": (DECIDE, ("released",), {}),
    "discarding": ((RoleName.WRITER, *DECIDE), ("draft", "corrected"), {}),
    "editions": (WRITE, ("public", "withdrawn"), {"corrected": 303, "draft": 422, "submitted": 422, "approved": 422, "released": 422}),
    "withdrawal": (DECIDE, ("public", "corrected"), {"draft": 404, "submitted": 404, "approved": 404, "released": 404}),
    "recall": (DECIDE, ("public", "corrected", "withdrawn"), {"draft": 404, "submitted": 404, "approved": 404, "released": 404}),
}
OF_DOCUMENTS = ("editions", "withdrawal", "recall")


@pytest.fixture
def stage(app: Flask, clock: Clock) -> "Stage":
    return Stage(clock)


class Stage:
    """Two persons who bring a document into any state, by the same verbs as everybody."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        with engines.writing() as session:
            self.writer = building.person(session, "w@example.org", clock()).id
            self.approver = building.person(session, "a@example.org", clock()).id

    def bring(self, state: str) -> tuple[int, int]:
        """A document in `state`: its identifier, and that of its newest edition."""
        with engines.writing() as session:
            writer, approver = session.get_one(Person, self.writer), session.get_one(Person, self.approver)
            edition = building.draft(session, writer, self.clock())
            document, at = edition.document_id, self.clock()
            if state in ("submitted", "approved"):
                publishing.submit(session, writer, edition.id, version=1, required={}, at=at)
            if state == "approved":
                publishing.approve(session, approver, edition.id, version=2, at=at)
            if state == "released":
                building.release(session, edition, writer, approver, at, at.replace(second=0) + timedelta(days=30))
            if state in ("public", "corrected", "withdrawn", "recalled"):
                building.release(session, edition, writer, approver, at)
                session.commit()
                publishing.settle(engines.writing, at, prefix="MPM", demonstration=True)
                session.expire_all()
            if state == "corrected":
                edition = publishing.begin(session, writer, document, Change.AMENDMENT, at=at)
            if state == "withdrawn":
                publishing.withdraw(session, approver, document, notices=NOTICES, at=at, demonstration=True)
            if state == "recalled":
                publishing.recall(session, approver, document, notices=NOTICES, at=at, demonstration=True)
            return document, edition.id


def posting(client: StrictClient, verb: str, document: int, edition: int) -> Any:
    with engines.reading() as session:
        held = session.get(Edition, edition)
        version = held.version if held else 0
        known = session.get(Document, document)
        reference = known.reference if known else ""
    where = f"/desk/documents/{document}/{verb}" if verb in OF_DOCUMENTS else f"/desk/editions/{edition}/{verb}"
    more = {"remark": "À revoir.", "reason": "Personne d’autre.", "when": "now", "change": "correction", "typed": reference or "x", **NOTICES}
    return client.post(where, data={"token": form_token(client), "version": str(version), **more})


def everything(session: Session, document: int) -> tuple[Any, ...]:
    """All that a verb could change in a document."""
    editions = [(one.id, one.version, one.state, one.approved_by_id) for one in session.scalars(select(Edition).where(Edition.document_id == document).order_by(Edition.id))]
    acts = session.scalar(select(func.count(JournalEntry.id)).where(~JournalEntry.verb.endswith("-refused"), JournalEntry.verb.notlike("sign-in%"), JournalEntry.document_id == document))
    return editions, acts, session.scalar(select(func.count(RegisterEntry.sequence))), session.scalar(select(func.max(PublicChange.stamp)))


@pytest.mark.parametrize("role", list(RoleName))
def test_each_verb_in_each_state_by_each_role(client: StrictClient, clock: Clock, stage: Stage, role: RoleName) -> None:
    come_in(client, clock, "somebody@example.org", (role,))
    # What was refused has changed nothing, as is seen each time: the same text is asked for the next verb.
    held: dict[str, tuple[int, int]] = {}
    for verb, (may, leads, elsewhere) in TABLE.items():
        for state in STATES:
            document, edition = held[state] = held.get(state) or stage.bring(state)
            with engines.reading() as session:
                before = everything(session, document)
            answer = posting(client, verb, document, edition)
            with engines.reading() as session:
                after = everything(session, document)
            where = f"{verb} of what is {state} by {role}"
            if role not in may:
                assert (answer.status_code, after) == (403, before), where
            elif state in leads:
                assert answer.status_code == 303, f"{where}: {answer.text[-2000:]}"
                assert after != before, where
                del held[state]
            else:
                assert (answer.status_code, after) == (elsewhere.get(state, 409), before), where


def test_the_table_names_every_verb_of_the_desk(app: Flask) -> None:
    found = {rule.rule.rpartition("/")[2] for rule in app.url_map.iter_rules() if rule.endpoint.startswith("desk.acts.") and "POST" in (rule.methods or ())}
    assert found == set(TABLE)


def test_the_page_offers_exactly_the_verbs_that_would_be_carried_out(client: StrictClient, clock: Clock, stage: Stage) -> None:
    come_in(client, clock, "somebody@example.org", (RoleName.APPROVER,))
    # Override is for one's own work, of which there is none here.
    for state in STATES:
        document, edition = stage.bring(state)
        page = client.get(f"/desk/documents/{document}").text
        for verb, (_, leads, _) in TABLE.items():
            where = f"/desk/documents/{document}/{verb}" if verb in OF_DOCUMENTS else f"/desk/editions/{edition}/{verb}"
            assert (f'"{where}"' in page) == (state in leads and verb != "override"), (state, verb)


@pytest.mark.parametrize("verb", [verb for verb, (_, leads, _) in TABLE.items() if leads])
def test_a_double_click_is_over_and_a_second_tab_does_no_harm(client: StrictClient, clock: Clock, stage: Stage, verb: str) -> None:
    come_in(client, clock, "somebody@example.org", (RoleName.APPROVER,))
    document, edition = stage.bring(TABLE[verb][1][0])
    token = form_token(client)
    with engines.reading() as session:
        version = session.get_one(Edition, edition).version
        known = session.get_one(Document, document)
        data = {"token": token, "version": str(version), "seen": str(known.current_edition_id or ""), "remark": "À revoir.", "reason": "Personne.", "when": "now",
                "change": "amendment", "typed": known.reference or "", **NOTICES}  # fmt: skip
    where = f"/desk/documents/{document}/{verb}" if verb in OF_DOCUMENTS else f"/desk/editions/{edition}/{verb}"
    first = client.post(where, data=data)
    with engines.reading() as session:
        once = everything(session, document)
    second = client.post(where, data=data)
    with engines.reading() as session:
        assert everything(session, document) == once
    assert (first.status_code, second.status_code) == (303, 303)
    assert client.get(second.headers["Location"]).status_code == 200
    if verb != "editions":
        assert "C’était déjà fait" in client.get(second.headers["Location"]).text


def other_person(app: Flask, clock: Clock, email: str, *roles: RoleName) -> StrictClient:
    client: Any = app.test_client()
    come_in(client, clock, email, roles)
    return client


def test_a_translator_discards_a_draft_in_which_nobody_else_has_written_and_is_told_of_one_that_was_begun(
    app: Flask, client: StrictClient, clock: Clock, stage: Stage
) -> None:
    document, _ = stage.bring("public")
    come_in(client, clock, "one@example.org", (RoleName.TRANSLATOR,))
    for written_in in (False, True):
        begun = client.post(f"/desk/documents/{document}/editions", data={"token": form_token(client), "change": "correction"}).headers["Location"]
        number = int(begun.rpartition("/")[2])
        if written_in:
            with engines.writing() as session:
                edition = session.get_one(Edition, number)
                publishing.save(session, session.get_one(Person, stage.writer), number, publishing.read(edition), version=edition.version, at=clock())
        assert (f"{begun}/discarding" in client.get(f"/desk/documents/{document}").text) is not written_in
        assert client.get(f"{begun}/discarding").status_code == (403 if written_in else 200)
        assert posting(client, "discarding", document, number).status_code == (403 if written_in else 303)
    with engines.reading() as session:
        assert session.scalars(select(JournalEntry.remark).where(JournalEntry.verb == "discard-refused")).all() == ["OthersWork"]
    # Asked for another kind of edition, the desk does not lead into this one without a word; for the same, it does.
    for change, place in (("amendment", f"/desk/documents/{document}?done=under-way"), ("correction", begun)):
        assert client.post(f"/desk/documents/{document}/editions", data={"token": form_token(client), "change": change}).headers["Location"] == place
    assert "était déjà en cours" in client.get(f"/desk/documents/{document}?done=under-way").text


def test_what_somebody_else_did_meanwhile_is_told_on_a_plain_page(app: Flask, client: StrictClient, clock: Clock, stage: Stage) -> None:
    come_in(client, clock, "one@example.org", (RoleName.APPROVER,))
    document, edition = stage.bring("submitted")
    other = other_person(app, clock, "two@example.org", RoleName.APPROVER)
    data = {"token": form_token(client), "version": "2", "remark": "Non."}
    assert other.post(f"/desk/editions/{edition}/approval", data={"token": form_token(other), "version": "2"}).status_code == 303
    answer = client.post(f"/desk/editions/{edition}/return", data=data)
    assert answer.status_code == 409
    for words in ("Rien n’a été fait", "a approuvé", "Une personne", f'href="/desk/documents/{document}"'):
        assert words in answer.text


def test_ones_own_text_is_approved_only_for_a_reason_and_listed_until_another_confirms(app: Flask, client: StrictClient, clock: Clock, stage: Stage) -> None:
    come_in(client, clock, "own@example.org", (RoleName.WRITER, RoleName.APPROVER))
    from tests.sections.desk.test_documents import write

    edition = write(client)
    token = form_token(client)
    client.post(f"{edition}/submission", data={"token": token, "version": "1"})
    refused = client.post(f"{edition}/approval", data={"token": token, "version": "2"})
    assert refused.status_code == 422
    assert "Quelqu’un d’autre doit approuver" in refused.text
    assert f'href="{edition}/override"' in refused.text
    assert client.post(f"{edition}/override", data={"token": token, "version": "2", "reason": "  "}).status_code == 422
    assert client.post(f"{edition}/override", data={"token": token, "version": "2", "reason": "Urgence d’essai."}).status_code == 303
    assert "Urgence d’essai." in client.get("/desk/").text
    other = other_person(app, clock, "other@example.org", RoleName.APPROVER)
    assert "Urgence d’essai." in other.get("/desk/").text
    assert client.post(f"{edition}/confirmation", data={"token": token}).status_code == 422
    assert other.post(f"{edition}/confirmation", data={"token": form_token(other)}).status_code == 303
    assert "Aucune approbation n’attend d’être confirmée." in client.get("/desk/").text


@pytest.mark.parametrize(
    ("zone", "time", "words"),
    [
        ("geneva", "2027-03-28T02:30", "n’existe pas"), ("new-york", "2027-03-14T02:30", "n’existe pas"), ("geneva", "2027-10-31T02:30", "deux fois"),
        ("new-york", "2027-11-07T01:30", "deux fois"), ("utc", "2026-11-24T09:30", "passée"), ("utc", "2026-11-24T10:30:30", "minute entière"),
        ("geneva", "2036-01-01T00:00", "plus de deux ans"), ("geneva", "0001-01-01T00:00", "passée"), ("geneva", "9999-12-31T23:59", "plus de deux ans"),
        ("moon", "2026-12-04T14:00", ""), ("geneva", "٢٠٢٦-12-04T14:00", ""), ("geneva", "\x00", "minute entière"),
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_is_refused_with_what_was_typed(client: StrictClient, clock: Clock, stage: Stage, zone: str, time: str, words: str) -> None:
    come_in(client, clock, "somebody@example.org", (RoleName.APPROVER,))
    _, edition = stage.bring("approved")
    for answer in (
        client.get(f"/desk/editions/{edition}/release", query_string={"when": "later", "zone": zone, "time": time}),
        client.post(f"/desk/editions/{edition}/release", data={"token": form_token(client), "version": "3", "when": "later", "zone": zone, "time": time}),
    ):
        if words:
            assert answer.status_code == 422
            assert words in answer.text


def test_a_time_is_taken_as_people_write_it(client: StrictClient, clock: Clock, stage: Stage) -> None:
    come_in(client, clock, "somebody@example.org", (RoleName.APPROVER,))
    _, edition = stage.bring("approved")
    for written in ("4 décembre 2026 à 14:00", "04/12/2026 14h00", "4 December 2026 at 14:00", "4 دجنبر 2026 في 14:00", "4 de diciembre de 2026 a las 14:00", "2026-12-04 14:00"):
        asked = client.get(f"/desk/editions/{edition}/release", query_string={"when": "later", "zone": "utc", "time": written})
        assert asked.status_code == 200, written
        assert "2026-12-04T14:00" in asked.text, written
    wrong = client.get(f"/desk/editions/{edition}/release", query_string={"when": "later", "zone": "utc", "time": "demain"})
    assert "4 décembre 2026 à 14:00" in wrong.text
    assert "2026-12-04T" not in wrong.text


def test_what_was_just_released_does_not_wait_any_more(client: StrictClient, clock: Clock, stage: Stage) -> None:
    come_in(client, clock, "somebody@example.org", (RoleName.APPROVER,))
    document, edition = stage.bring("approved")
    data = {"token": form_token(client), "version": "3", "when": "now"}
    page = client.post(f"/desk/editions/{edition}/release", data=data, follow_redirects=True).text
    assert "devient public dans les secondes" in page
    assert page.count("En cours de diffusion") >= 2
    assert "En attente de son heure" not in page
    history = page.split('id="history"')[1]
    assert "a diffusé" in history
    assert "pour le" not in history


@pytest.mark.parametrize(("tag", "mark"), [("ar", "،"), ("fr", ",")])
def test_a_language_has_its_own_comma(client: StrictClient, clock: Clock, stage: Stage, tag: str, mark: str) -> None:
    come_in(client, clock, "somebody@example.org", (RoleName.APPROVER,))
    with engines.writing() as session:
        session.scalars(select(Person).where(Person.email == "somebody@example.org")).one().language = tag
        session.commit()
    _, edition = stage.bring("approved")
    document, _ = stage.bring("public")
    pages = [client.get(f"/desk/editions/{edition}/release").text, *(client.get(f"/desk/documents/{document}/{verb}").text for verb in ("withdrawal", "recall"))]
    for page in pages:
        said = re.search(r"<p><strong><bdi.*?</p>", page)
        assert said
        assert mark in said[0]
        assert {"،": ",", ",": "،"}[mark] not in re.sub(r"<[^>]+>", "", said[0])


def test_of_an_hour_that_comes_twice_either_can_be_meant(client: StrictClient, clock: Clock, stage: Stage) -> None:
    come_in(client, clock, "somebody@example.org", (RoleName.APPROVER,))
    for which, shown in (("first", "00:30"), ("second", "01:30")):
        document, edition = stage.bring("approved")
        query = {"when": "later", "zone": "geneva", "time": "2027-10-31T02:30"}
        asked = client.get(f"/desk/editions/{edition}/release", query_string=query)
        assert 'name="which"' in asked.text
        assert "UTC+2" in asked.text
        confirmed = client.get(f"/desk/editions/{edition}/release", query_string=query | {"which": which})
        assert confirmed.status_code == 200
        clocks = confirmed.text[confirmed.text.index('class="clocks"') :]
        assert f"<b>{shown}</b>" in clocks
        assert client.post(f"/desk/editions/{edition}/release", data=query | {"which": which, "token": form_token(client), "version": "3"}).status_code == 303
        after = client.get(f"/desk/documents/{document}").text
        for city in ("Genève", "Rabat", "New York", "UTC"):
            assert city in after
        assert f"<b>{shown}</b>" in after


def test_the_four_clocks_know_ramadan_and_summer(app: Flask) -> None:
    from datetime import UTC, datetime

    from mission.sections.desk.clocks import faces

    with app.test_request_context("/fr/"):
        for moment, hours in (
            (datetime(2026, 1, 15, 12, tzinfo=UTC), ("13:00", "13:00", "07:00", "12:00")),
            (datetime(2026, 2, 25, 12, tzinfo=UTC), ("13:00", "12:00", "07:00", "12:00")),
            (datetime(2026, 3, 29, 12, tzinfo=UTC), ("14:00", "13:00", "08:00", "12:00")),
            (datetime(2026, 10, 25, 12, tzinfo=UTC), ("13:00", "13:00", "08:00", "12:00")),
        ):
            assert tuple(one.hour for one in faces(moment)) == hours


def test_the_countdown_asks_again_without_keeping_the_session_awake(client: StrictClient, clock: Clock, stage: Stage) -> None:
    come_in(client, clock, "somebody@example.org", (RoleName.APPROVER,))
    document, _ = stage.bring("released")
    for _ in range(10):
        clock.forward(minutes=4)
        last = client.get(f"/desk/documents/{document}?part=waiting", headers={"HX-Request": "true"})
    assert (last.status_code, last.headers.get("HX-Redirect")) == (401, "/desk/sign-in")
    client.post("/desk/sign-in", data={"email": "somebody@example.org", "password": PASSWORD})
    part = client.get("/desk/?part=scheduled")
    assert part.text.strip().startswith("<section")
    assert "Temps restant" in part.text


def test_what_leads_nowhere_any_more_waits_for_nobody_and_can_be_made_a_correction_or_discarded(client: StrictClient, clock: Clock, stage: Stage) -> None:
    come_in(client, clock, "somebody@example.org", (RoleName.APPROVER,))
    for taken_back in ("withdraw", "recall"):
        document, _ = stage.bring("public")
        with engines.writing() as session:
            writer, approver = session.get_one(Person, stage.writer), session.get_one(Person, stage.approver)
            edition = publishing.begin(session, writer, document, Change.TRANSLATION, at=clock())
            content = replace(publishing.read(edition), translations=publishing.read(edition).translations | {"ar": building.text("عنوان", "courtesy")})
            publishing.save(session, writer, edition.id, content, version=1, at=clock())
            publishing.submit(session, writer, edition.id, version=2, required={}, at=clock())
            publishing.approve(session, approver, edition.id, version=3, at=clock())
            getattr(publishing, taken_back)(session, approver, document, notices=NOTICES, at=clock(), demonstration=True)
            number = edition.id
        page = client.get("/desk/").text
        assert f"/desk/documents/{document}" not in page.partition('id="to-release"')[2].partition("</section>")[0]
        shown = client.get(f"/desk/documents/{document}").text
        assert f"/desk/editions/{number}/release" not in shown
        assert f"/desk/editions/{number}/discarding" in shown
        if taken_back == "withdraw":
            assert "Ce texte a été retiré" in unescape(shown)
            assert 'value="correction"' in client.get(f"/desk/editions/{number}").text
        assert client.get(f"/desk/editions/{number}/discarding").status_code == 200
        assert posting(client, "discarding", document, number).status_code == 303
        with engines.reading() as session:
            assert session.get(Edition, number) is None


def test_the_overview_shows_each_their_part(app: Flask, client: StrictClient, clock: Clock, stage: Stage) -> None:
    brought = {state: stage.bring(state)[0] for state in STATES}
    come_in(client, clock, "press@example.org", (RoleName.PRESS_OFFICER,))
    page = client.get("/desk/").text
    assert 'href="/desk/enquiries"' in page
    assert 'id="under-way"' not in page
    assert not re.search(r"/desk/documents/\d", page), "no link that would be refused"
    for role, shown, hidden in (
        (RoleName.WRITER, ("to-write", "under-way", "missing"), ("to-approve", "to-translate", "enquiries")),
        (RoleName.TRANSLATOR, ("to-translate",), ("to-approve",)),
        (RoleName.APPROVER, ("to-approve", "to-confirm", "to-release", "scheduled"), ("to-translate",)),
    ):
        other = other_person(app, clock, f"{role}@example.org", role)
        page = other.get("/desk/").text
        for one in shown:
            assert f'id="{one}"' in page, (role, one)
        for one in hidden:
            assert f'id="{one}"' not in page, (role, one)
    for one in page.partition('id="missing"')[2].partition("</section>")[0].split("<h3>")[1:]:
        assert one.count("<li>") <= 5, "the newest, not all"
        assert not any(f'/desk/documents/{brought[state]}"' in one for state in ("withdrawn", "recalled")), "what was taken back wants no translation"
    chart = page[page.index('id="chart"') :]
    assert 'role="img" aria-label="Textes diffusés par mois' in chart
    # Four of the eight were released, the corrected one once.
    assert '<th scope="row">novembre 2026</th><td>4</td><td>0</td>' in chart


def test_what_waits_for_somebody_stays_when_others_begin_texts(app: Flask, client: StrictClient, clock: Clock) -> None:
    """All drafts of one's own, also those given back, and never one's own text to approve, whoever begins another one meanwhile."""
    writer = other_person(app, clock, "own@example.org", RoleName.WRITER)
    approver = other_person(app, clock, "second@example.org", RoleName.APPROVER, RoleName.WRITER)
    with engines.writing() as session:
        own, second = (session.scalars(select(Person).where(Person.email == f"{one}@example.org")).one() for one in ("own", "second"))
        # An approver besides, so that nobody's own text is theirs to approve.
        other = building.person(session, "other@example.org", clock())
        drafts = [building.draft(session, own, clock.forward(minutes=1)).document_id for _ in range(2)]
        submitted = building.draft(session, second, clock.forward(minutes=1))
        publishing.submit(session, second, submitted.id, version=submitted.version, required={}, at=clock.forward(minutes=1))
        building.draft(session, other, clock.forward(minutes=1))
        session.commit()
        waiting = submitted.document_id
    page = writer.get("/desk/").text.partition('id="to-write"')[2].partition("</section>")[0]
    assert [f"/desk/documents/{one}" in page for one in drafts] == [True, True]
    page = approver.get("/desk/").text.partition('id="to-approve"')[2].partition("</section>")[0]
    assert f"/desk/documents/{waiting}" not in page


def test_a_list_that_is_cut_short_says_how_many_there_are_begins_with_what_has_waited_longest_and_leads_to_the_rest(
    app: Flask, client: StrictClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, most in (("MOST", 2), ("FEW", 1), ("PAGE_SIZE", 3)):
        monkeypatch.setattr(awaiting, name, most)
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("w", "a"))
        made = [building.draft(session, writer, clock.forward(minutes=1), translations={"fr": building.text(f"Texte {name}")}) for name in "abcdef"]
        for one in reversed(made[:5]):
            publishing.submit(session, writer, one.id, version=one.version, required={}, at=clock.forward(minutes=1))
        for name in "gh":
            building.released(session, writer, approver, clock(), translations={"fr": building.text(f"Texte {name}")})
    settle(clock)
    seen = {role: other_person(app, clock, f"{role}@example.org", role) for role in (RoleName.APPROVER, RoleName.TRANSLATOR)}

    def rows(address: str, part: str, role: RoleName = RoleName.APPROVER) -> tuple[str, list[str]]:
        shown = seen[role].get(address).text.partition(f'id="{part}"')[2].partition("</section>")[0]
        return shown, re.findall(r">Texte (\w)<", shown)

    shown, found = rows("/desk/", "to-approve")
    assert ('<span class="count">5</span>' in shown, found) == (True, ["e", "d"])
    assert '<a href="/desk/lists/to-approve">À approuver – les 5</a>' in unescape(shown)
    assert rows("/desk/lists/to-approve", "listed")[1] == ["e", "d", "c"]
    assert rows("/desk/lists/to-approve?page=2", "listed")[1] == ["b", "a"]
    assert rows("/desk/", "under-way")[1] == ["f", "e"]
    assert "/desk/lists/under-way" in rows("/desk/", "under-way")[0]
    assert rows("/desk/lists/under-way?page=2", "listed")[1] == ["c", "b", "a"]
    assert "/desk/lists/missing-ar" in rows("/desk/", "missing")[0]
    assert set(rows("/desk/lists/missing-ar", "listed")[1]) == {"g", "h"}
    assert rows("/desk/lists/to-translate", "listed", RoleName.TRANSLATOR)[1] == ["f"]
    for role, address in ((RoleName.TRANSLATOR, "to-approve"), (RoleName.APPROVER, "nothing"), (RoleName.APPROVER, "to-approve?page=3"), (RoleName.APPROVER, "missing-xx")):
        assert seen[role].get(f"/desk/lists/{address}").status_code == 404, address


def test_the_chart_counts_a_text_once_in_each_of_its_languages(client: StrictClient, clock: Clock) -> None:
    texts = {"fr": building.text()}
    with engines.writing() as session:
        writer, approver = (building.person(session, f"{name}@example.org", clock()) for name in ("w", "a"))
        edition = building.released(session, writer, approver, clock(), translations=texts)
        for change, more in ((Change.TRANSLATION, {"es": building.text("Un título", "courtesy")}), (Change.CORRECTION, {"fr": building.text("Corrigé", change_note="Une note.")})):
            settle(clock)
            clock.forward(days=10)
            session.expire_all()
            texts |= more
            edition = publishing.begin(session, writer, edition.document_id, change, at=clock())
            edition = publishing.save(session, writer, edition.id, building.content(translations=texts), version=edition.version, at=clock())
            building.release(session, edition, writer, approver, clock())
        settle(clock)
    come_in(client, clock, "somebody@example.org", (RoleName.WRITER,))
    chart = client.get("/desk/").text.partition('id="chart"')[2]
    assert '<th scope="row">novembre 2026</th><td>1</td><td>0</td><td>0</td><td>0</td>' in chart
    assert '<th scope="row">décembre 2026</th><td>0</td><td>0</td><td>0</td><td>1</td>' in chart
    client.post("/desk/account", data={"token": form_token(client), "name": "Alguien", "language": "es"})
    assert '<bdi lang="es">Un título</bdi>' in client.get("/desk/").text.partition('id="released"')[2], "by its title in the person's language"


def test_the_page_of_a_release_refuses_at_once_and_keeps_the_moment_that_was_chosen(client: StrictClient, clock: Clock, stage: Stage) -> None:
    come_in(client, clock, "somebody@example.org", (RoleName.APPROVER,))
    for state in ("draft", "submitted"):
        _, edition = stage.bring(state)
        early = client.get(f"/desk/editions/{edition}/release")
        assert early.status_code == 422
        assert "Seul un texte approuvé" in early.text
        with engines.reading() as session:
            seen = session.get_one(Edition, edition).version
        late = client.post(f"/desk/editions/{edition}/release", data={"token": form_token(client), "version": str(seen), "when": "now"})
        assert "Seul un texte approuvé" in late.text
        assert "allé plus loin" not in late.text
    document, edition = stage.bring("approved")
    chosen = {"when": "later", "time": "2026-12-04T14:00", "zone": "rabat"}
    confirm = client.get(f"/desk/editions/{edition}/release", query_string=chosen).text
    assert "Il n’y a pas de texte en" in confirm
    other = unescape(re.search(r'href="([^"]*again=1[^"]*)"', confirm)[1])  # type: ignore[index]
    again = client.get(other).text
    assert 'value="2026-12-04T14:00"' in again
    assert '<option selected value="rabat">' in again
    with engines.reading() as session:
        seen = session.get_one(Edition, edition).version
    done = client.post(f"/desk/editions/{edition}/release", data=chosen | {"token": form_token(client), "version": str(seen)})
    page = client.get(done.headers["Location"]).text
    assert "Programmé." in page
    assert ">Diffusé" not in page
