"""What somebody typed is never lost at the door: not when the session has ended, not when a proof is asked for."""

import html
import re

from flask import Flask
from sqlalchemy import select

from mission.extensions import engines
from mission.models import Edition, KeptForm, Person, RoleName
from mission.sections.desk.cookies import form_token as token_of
from mission.services import staff
from tests.conftest import Clock
from tests.strict import StrictClient

from .entering import PASSWORD, come_in, form_token, person, stand

TEXT = {
    "kind": "communique", "section": "communiques", "dated": "2026-11-24", "precision": "day", "fr-title": "Un titre « d’essai »", "fr-status": "original",
    "fr-body": "Première ligne.\n\nفقرة ثانية <b>& fin</b>.", "themes": "migration", "bodies": "iom",
}  # fmt: skip
WHOLE = TEXT | {"ar-status": "courtesy", "en-status": "courtesy", "es-status": "courtesy"}
WHO = {"email": "first@example.org", "password": PASSWORD}


def fields(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes to `action`."""
    form = re.search(rf'<form[^>]* action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    assert form is not None, action
    return {html.unescape(name): html.unescape(value) for name, value in re.findall(r'name="([^"]*)" value="([^"]*)"', form[0])}


def test_a_text_posted_after_the_end_of_a_session_comes_back_and_goes_on(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    entry = {"path": "/fr/pages/270.html", "target": "/fr/themes", "note": TEXT["fr-body"]}
    posted = entry | {"token": form_token(client)}
    clock.forward(minutes=45)
    assert client.post("/desk/addresses", data=posted).headers["Location"] == "/desk/sign-in?kept=1"
    assert "revient" in client.get("/desk/sign-in?kept=1").text
    assert client.post("/desk/sign-in", data=WHO).headers["Location"] == "/desk/kept"
    again = fields(client.get("/desk/kept").text, "/desk/addresses")
    assert {name: value for name, value in again.items() if name not in ("token", "kept_form")} == entry
    assert again["token"] != posted["token"]
    done = client.post("/desk/addresses", data=again)
    assert done.status_code == 303, done.text
    assert entry["path"] in client.get("/desk/addresses").text
    # Done is done: it is not offered again.
    assert 'action="/desk/addresses"' not in client.get("/desk/kept").text


def test_also_after_signing_out_in_another_tab_and_after_an_administrator_ended_it(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    token = form_token(client)
    copied = client.get_cookie("desk", path="/desk").value  # type: ignore[union-attr]
    clock.forward(minutes=1)
    client.post("/desk/sign-out", data={"token": token})
    # The browser sends no cookie any more: the form itself says whose it is.
    assert client.get_cookie("desk", path="/desk") is None
    line = client.post("/desk/autosave?in=fr", data=TEXT | {"token": token}, headers={"HX-Request": "true", "Sec-Fetch-Site": "same-origin"})
    assert (line.status_code, "il revient" in line.text) == (401, True)
    assert client.post("/desk/documents/new", data=TEXT | {"token": token}).headers["Location"] == "/desk/sign-in?kept=1"
    assert "revient" in client.get("/desk/sign-in?kept=1").text
    assert client.post("/desk/sign-in", data=WHO).headers["Location"] == "/desk/kept"
    back = re.search(r'href="(/desk/documents/new\?kept=\d+)"', client.get("/desk/kept").text)
    assert back is not None
    assert "Première ligne." in client.get(back[1]).text
    # Signed in again meanwhile, the form of the earlier session is still theirs.
    assert client.post("/desk/documents/new", data=TEXT | {"token": token}).headers["Location"] == "/desk/kept"
    assert TEXT["fr-title"] in html.unescape(client.get("/desk/kept").text)
    client.set_cookie("desk", copied, path="/desk")
    assert client.post("/desk/documents/new", data=TEXT | {"fr-title": "Autre", "token": token}).headers["Location"] == "/desk/sign-in?kept=1"
    with engines.reading() as session:
        assert len(session.scalars(select(KeptForm)).all()) == 2


def test_without_a_cookie_nothing_is_kept_but_for_the_person_of_the_form(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    token = form_token(client)
    client.post("/desk/sign-out", data={"token": token})
    posted = TEXT | {"token": token}
    for data in (TEXT, TEXT | {"token": "0" * 64}, TEXT | {"token": token[:-1]}, TEXT | {"token": "ü" * 64}):
        assert client.post("/desk/documents/new", data=data).headers["Location"] == "/desk/sign-in"
    # From elsewhere, and larger than any text.
    assert client.post("/desk/documents/new", data=posted, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    large = client.post("/desk/editions/1/word/fr", data=posted | {"fr-summary": "x" * 9_000_000})
    assert large.headers.get("Location") == "/desk/sign-in"
    with engines.writing() as session:
        assert session.scalars(select(KeptForm)).all() == []
        staff.invite(session, "other@example.org", tuple(RoleName), at=clock())
    # Somebody else at the same browser is refused, and sees nothing of it.
    stand(client, clock, "other@example.org")
    assert client.post("/desk/documents/new", data=posted).status_code == 403
    assert "Premi" not in client.get("/desk/kept").text
    stand(client, clock)
    assert "Première ligne." in client.get("/desk/kept").text
    # After some days a token says nothing any more.
    client.delete_cookie("desk", path="/desk")
    clock.forward(hours=60)
    assert client.post("/desk/documents/new", data=posted | {"fr-title": "Autre"}).headers["Location"] == "/desk/sign-in"


def test_htmx_is_told_to_leave_and_its_text_is_kept_once(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    posted = TEXT | {"token": form_token(client)}
    clock.forward(minutes=45)
    for _ in range(3):
        answer = client.post("/desk/documents/new?part=form&x=1", data=posted, headers={"HX-Request": "true", "Sec-Fetch-Site": "same-origin"})
        assert (answer.status_code, answer.headers["HX-Redirect"], answer.data) == (401, "/desk/sign-in?kept=1", b"")
    client.post("/desk/sign-in", data=WHO)
    # As a whole page, at its own address.
    assert re.search(r'href="/desk/documents/new\?kept=\d+"', client.get("/desk/kept").text)
    with engines.reading() as session:
        assert len(session.scalars(select(KeptForm)).all()) == 1


def test_it_is_shown_to_nobody_else_and_cannot_be_read_in_the_table(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    token = form_token(client)
    clock.forward(minutes=45)
    client.post("/desk/documents/new", data=TEXT | {"token": token, "password": "never kept", "code": "123456"})
    with engines.writing() as session:
        kept = session.scalars(select(KeptForm)).one()
        assert b"Premi" not in kept.sealed
        staff.invite(session, "other@example.org", tuple(RoleName), at=clock())
    stand(client, clock, "other@example.org")
    assert "Premi" not in client.get("/desk/kept").text
    assert client.get(f"/desk/kept/{kept.id}").headers["Location"] == "/desk/kept"
    client.post("/desk/kept/discarding", data={"kept": str(kept.id), "token": form_token(client)})
    stand(client, clock)
    page = client.get("/desk/kept").text
    assert "Première ligne." in page
    assert "never kept" not in page
    assert "123456" not in page
    client.post("/desk/kept/discarding", data={"kept": str(kept.id), "token": form_token(client)})
    assert "Première ligne." not in client.get("/desk/kept").text


def change(email: str, roles: tuple[RoleName, ...] | None, clock: Clock) -> None:
    """What an administrator does to a person while they write: other roles; none (None) lets them in no more, all of them let them in again."""
    with engines.writing() as session:
        keeper = session.scalars(select(Person).where(Person.email == "first@example.org")).one()
        whose = session.scalars(select(Person).where(Person.email == email)).one().id
        if roles is None:
            staff.disable(session, keeper, whose, at=clock())
        elif not session.get_one(Person, whose).active:
            staff.enable(session, keeper, whose, at=clock())
        else:
            staff.change_roles(session, keeper, whose, roles, at=clock())


HX = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
WRITER = "writer@example.org"


def test_a_role_that_is_changed_while_somebody_types_gives_their_words_back(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    come_in(client, clock, WRITER, (RoleName.WRITER,))
    begun = client.post("/desk/documents/new", data=WHOLE | {"token": form_token(client), "key": "c" * 32}).headers["Location"]
    posted = WHOLE | {"token": form_token(client), "key": "c" * 32, "edition": begun.rpartition("/")[2], "version": "1", "fr-title": "Tapé & gardé"}
    change(WRITER, (RoleName.PRESS_OFFICER,), clock)
    line = client.post("/desk/autosave?in=fr", data=posted | {"fr-title": "À demi"}, headers=HX)
    assert (line.status_code, "votre rôle a changé" in line.text, "session" in line.text) == (401, True, False)
    refused = client.post(begun, data=posted)
    assert refused.status_code == 403
    assert "Votre rôle a changé" in refused.text
    assert refused.headers["Cache-Control"] == "no-store"
    main = refused.text.split("<main")[1]
    assert "Tapé &amp; gardé" in main
    assert "Première ligne." in main
    # Of what they may see no longer nothing comes, and nothing leads there.
    assert begun not in main
    assert client.get(begun).status_code == 403
    # What needs no text is kept as well; a button alone is nothing.
    assert client.post("/desk/addresses", data={"token": posted["token"], "path": "/a", "target": "/fr/themes"}).status_code == 403
    assert "rôle" in client.post(f"{begun}/submission", data={"token": posted["token"], "version": "1"}).text
    kept = client.get("/desk/kept").text.split("<main")[1]
    assert kept.count("<section") == 2
    assert "Tapé &amp; gardé" in kept
    assert f'href="{begun}' not in kept
    assert 'action="/desk/addresses"' not in kept
    assert "À demi" not in kept
    with engines.reading() as session:
        edition = session.get_one(Edition, int(begun.rpartition("/")[2]))
        assert edition.translations["fr"].title == WHOLE["fr-title"]
    # A form of another session, or of none, keeps nothing.
    for token in ("0" * 64, ""):
        assert client.post("/desk/documents/new", data=TEXT | {"token": token}).status_code == 403
    assert client.post("/desk/documents/new", data=posted, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.get("/desk/kept").text.count('<section class="sheet kept"') == 2
    change(WRITER, (RoleName.WRITER,), clock)
    back = re.search(rf'href="({begun}\?kept=(\d+))"', client.get("/desk/kept").text)
    assert back is not None
    assert 'value="Tapé &amp; gardé"' in client.get(back[1]).text
    saved = client.post(begun, data=posted | {"token": form_token(client), "kept_form": back[2]})
    assert saved.status_code == 303, saved.text
    assert "Tapé" not in client.get("/desk/kept").text


def test_whoever_is_let_in_no_more_while_they_type_finds_their_words_when_they_are_let_in_again(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    come_in(client, clock, WRITER, (RoleName.WRITER,))
    token = form_token(client)
    posted = TEXT | {"token": token, "key": "c" * 32}
    clock.forward(minutes=1)
    change(WRITER, None, clock)
    line = client.post("/desk/autosave?in=fr", data=posted | {"fr-title": "À demi"}, headers=HX)
    assert (line.status_code, "ne vous admet plus" in line.text, "connectez-vous" in line.text) == (401, True, False)
    answer = client.post("/desk/documents/new", data=posted)
    assert answer.headers["Location"] == "/desk/sign-in?kept=disabled"
    told = client.get("/desk/sign-in?kept=disabled").text
    assert "ne vous admet plus" in told
    assert "Premi" not in told
    # They are out, and see nothing.
    assert client.post("/desk/sign-in", data=WHO | {"email": WRITER}).status_code == 422
    assert client.get("/desk/kept").headers["Location"].startswith("/desk/sign-in")
    client.delete_cookie("desk", path="/desk")
    assert client.post("/desk/documents/new", data=posted).headers["Location"] == "/desk/sign-in?kept=disabled"
    for wrong in ("0" * 64, token[:-1], ""):
        assert client.post("/desk/documents/new", data=posted | {"token": wrong}).headers["Location"] == "/desk/sign-in"
    unknown = client.post("/desk/autosave?in=fr", data=posted | {"token": "0" * 64}, headers=HX)
    assert (unknown.status_code, "Copiez votre texte" in unknown.text, "il revient" in unknown.text) == (401, True, False)
    with engines.reading() as session:
        assert len(session.scalars(select(KeptForm)).all()) == 1
    change(WRITER, (RoleName.WRITER,), clock)
    assert client.post("/desk/sign-in", data=WHO | {"email": WRITER}).headers["Location"] == "/desk/kept"
    back = re.search(r'href="(/desk/documents/new\?kept=\d+)"', client.get("/desk/kept").text)
    assert back is not None
    assert "Première ligne." in client.get(back[1]).text


def test_another_person_without_the_role_at_the_same_browser_sees_nothing_and_its_own_person_finds_it(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    posted = TEXT | {"token": form_token(client), "key": "c" * 32}
    with engines.writing() as session:
        staff.invite(session, WRITER, (RoleName.PRESS_OFFICER,), at=clock())
    stand(client, clock, WRITER)
    answer = client.post("/desk/documents/new", data=posted)
    assert (answer.status_code, "Premi" in answer.text) == (403, False)
    assert "Premi" not in client.get("/desk/kept").text
    stand(client, clock)
    assert "Première ligne." in client.get("/desk/kept").text


def test_nothing_is_kept_for_strangers_or_for_long(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    token = form_token(client)
    clock.forward(minutes=45)
    client.post("/desk/documents/new", data=TEXT | {"token": "0" * 64})
    client.post("/desk/documents/new", data=TEXT)
    with engines.writing() as session:
        assert session.scalars(select(KeptForm)).all() == []
    client.post("/desk/documents/new", data=TEXT | {"token": token})
    clock.forward(hours=25)
    stand(client, clock)
    assert "Première ligne." not in client.get("/desk/kept").text
    with engines.writing() as session:
        staff.tidy(session, clock(), app.config["SETTINGS"])
        session.commit()
        assert session.scalars(select(KeptForm)).all() == []


def test_at_most_some_twenty_are_kept(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    token = form_token(client)
    clock.forward(minutes=45)
    for number in range(25):
        client.post("/desk/documents/new", data=TEXT | {"token": token, "fr-title": f"Titre {number}"})
    with engines.reading() as session:
        assert len(session.scalars(select(KeptForm)).all()) == 20


def test_what_is_grave_asks_for_a_fresh_proof_and_goes_on_with_what_was_entered(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    token = form_token(client)
    data = {"email": "new@example.org", "language": "ar", "roles": ["writer", "translator"], "token": token}
    clock.forward(minutes=6)
    sent = client.post("/desk/people/new", data=data)
    assert re.fullmatch(r"/desk/account/confirm\?kept=\d+", sent.headers["Location"])
    page = client.get(sent.headers["Location"]).text
    number = fields(page, "/desk/account/confirm")["kept"]
    wrong = client.post("/desk/account/confirm", data={"token": token, "kept": number, "password": "faux"})
    assert wrong.status_code == 422
    assert fields(wrong.text, "/desk/account/confirm")["kept"] == number
    before = client.get_cookie("desk", path="/desk").value  # type: ignore[union-attr]
    right = client.post("/desk/account/confirm", data={"token": token, "kept": number, "password": PASSWORD})
    assert right.headers["Location"] == f"/desk/kept/{number}"
    assert client.get_cookie("desk", path="/desk").value != before  # type: ignore[union-attr]
    page = client.get(right.headers["Location"]).text
    assert "data-goes-on" in page
    # Without scripts nothing goes by itself, and the page says what to press.
    assert "Rien n’est encore fait" in page
    pairs = re.findall(r'name="([^"]*)" value="([^"]*)"', re.search(r"<form[^>]*data-goes-on.*?</form>", page, re.DOTALL)[0])  # type: ignore[index]
    assert [value for name, value in pairs if name == "roles"] == ["writer", "translator"]
    done = client.post("/desk/people/new", data={name: [v for n, v in pairs if n == name] for name, _ in pairs})
    assert done.status_code == 303
    assert person("new@example.org").language == "ar"
    # A form of which nothing was typed says what it would do, and to whom.
    clock.forward(minutes=6)
    for way, act in (("disabling", "Ne plus admettre"), ("factors", "Réinitialiser les facteurs"), ("roles", "Rôles")):
        client.post(f"/desk/people/{person('new@example.org').id}/{way}", data={"token": token, "roles": ["writer"]})
        assert re.search(rf"<h2[^>]*>{act} – <bdi>new@example.org</bdi>", client.get("/desk/kept").text), way
    # Pages that were open before the confirmation stay good: their forms belong to the same sitting.
    assert client.post("/desk/account", data={"token": token, "name": "Autre nom", "language": "fr"}).status_code == 303


def test_a_stale_proof_opens_no_grave_door_however_one_came_in(app: Flask, client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    fresh = sorted({
        (method, re.sub(r"<[^>]+>", "1", rule.rule))
        for rule in app.url_map.iter_rules() if getattr(app.view_functions[rule.endpoint], "fresh", False)
        for method in (rule.methods or set()) & {"GET", "POST"}
    })  # fmt: skip
    assert len(fresh) > 10
    for strong in (False, True):
        seal = stand(client, clock, strong=strong)
        with app.test_request_context():
            data = {"token": token_of(seal)}
        clock.forward(minutes=6)
        for method, address in fresh:
            answer = client.open(address, method=method, data=data if method == "POST" else None)
            assert answer.headers.get("Location", "").startswith("/desk/account/confirm"), (method, address, answer.status_code)


def test_a_proof_is_asked_for_no_more_than_can_be_counted(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    token = form_token(client)
    for _ in range(12):
        last = client.post("/desk/account/confirm", data={"token": token, "password": "faux"})
    assert last.status_code == 429
    assert client.post("/desk/account/confirm", data={"token": token, "password": PASSWORD}).status_code == 429


def test_a_text_leads_back_into_its_form_in_its_own_words_and_the_newest_alone(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    key = "c" * 32
    begun = client.post("/desk/documents/new", data=WHOLE | {"token": form_token(client), "key": key}).headers["Location"]
    number, token = begun.rpartition("/")[2], form_token(client)
    clock.forward(minutes=45)
    typed = WHOLE | {"token": token, "key": key, "edition": number, "version": "1", "fr-word": "[object File]", "es-status": "courtesy"}
    for n in range(3):
        client.post("/desk/autosave?in=fr", data=typed | {"fr-title": f"Après {n}"}, headers={"HX-Request": "true", "Sec-Fetch-Site": "same-origin"})
    client.post(begun, data=typed | {"fr-title": "Le dernier état"})
    assert client.post("/desk/sign-in", data=WHO).headers["Location"] == "/desk/kept"
    page = client.get("/desk/kept").text
    main = page.split("<main")[1]
    assert main.count("Le dernier état") >= 1
    for machine in ("Après", "/desk/autosave", "object File", "fr-body", "&lt;b&gt;", "es-status", "Europe/Zurich", key):
        assert machine not in main, machine
    for words in ("Communiqué", "Titre", "Première ligne.", "Date de l’événement"):
        assert words in main, words
    back = re.search(rf'href="({begun}\?kept=(\d+))"', page)
    assert back is not None
    form = client.get(back[1]).text
    assert 'value="Le dernier état"' in form
    assert "n’est pas encore enregistré" in form
    saved = client.post(begun, data=typed | {"fr-title": "Le dernier état", "token": form_token(client), "kept_form": back[2]})
    assert saved.status_code == 303
    assert "Le dernier état" not in client.get("/desk/kept").text
    # Seen once, what is left does not stand in the way at each sign-in, and the overview leads to it.
    token = form_token(client)
    clock.forward(minutes=45)
    client.post("/desk/addresses", data={"path": "/b", "target": "/fr/themes", "token": token})
    assert client.post("/desk/sign-in", data=WHO).headers["Location"] == "/desk/kept"
    clock.forward(minutes=45)
    assert client.post("/desk/sign-in", data=WHO).headers["Location"] == "/desk/"
    assert 'href="/desk/kept"' in client.get("/desk/").text


def test_what_is_grave_is_named_when_it_goes_on(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    begun = client.post("/desk/documents/new", data=WHOLE | {"token": form_token(client)}).headers["Location"]
    token = form_token(client)
    clock.forward(minutes=6)
    data = {"token": token, "version": "1", "when": "later", "time": "2026-12-04T14:00", "zone": "geneva"}
    number = client.post(f"{begun}/release", data=data).headers["Location"].partition("=")[2]
    for address in ("passkeys/removal", "factor"):
        client.post(f"/desk/account/{address}", data={"token": token, "passkey": "1"})
    kept = client.get("/desk/kept").text
    for words in ("Supprimer une clé d’accès", "Associer une application d’authentification"):
        assert words in kept, words
    on = client.post("/desk/account/confirm", data={"token": token, "kept": number, "password": PASSWORD}).headers["Location"]
    main = client.get(on).text.split("<main")[1].split("<form")[0]
    for words in ("Diffusion", "Un titre", "14:00", "Genève"):
        assert words in main, words
    for machine in ("zone", "version", f"{begun}/release"):
        assert machine not in main.split("<h2")[1], machine
