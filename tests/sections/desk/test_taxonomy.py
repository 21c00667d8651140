"""Themes and organizations at the desk: who may, what shows at once, and what is refused with a sentence."""

import re
from typing import Any

import pytest

from mission.extensions import engines
from mission.models import RoleName
from mission.services import taxonomy
from tests.conftest import Clock
from tests.sections.desk.test_door import come_in, form_token
from tests.strict import StrictClient

IOM = "/desk/taxonomy/bodies/iom"
NEW = "/desk/taxonomy/themes/new"


def theme(**changes: Any) -> dict[str, Any]:
    return {
        "key": "periodic-review", "position": "35", "fr-name": "Examen périodique", "ar-name": "الاستعراض الدوري", "en-name": "Periodic review",
        "es-name": "Examen periódico", "fr-aliases": "EPU\r\nexamen universel", "en-aliases": "UPR",
    } | changes  # fmt: skip


def filled(client: StrictClient, address: str) -> dict[str, Any]:
    """A form's fields as the page has them."""
    page = client.get(address).text
    inputs = {name: value for name, value in re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page)}
    return inputs | {name: value.strip() for name, value in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)<', page)}


@pytest.mark.parametrize("roles", [(RoleName.WRITER, RoleName.TRANSLATOR, RoleName.PRESS_OFFICER)])
def test_who_neither_approves_nor_administers_is_not_admitted(client: StrictClient, clock: Clock, roles: tuple[RoleName, ...]) -> None:
    come_in(client, clock, roles=roles)
    for address in ("/desk/taxonomy", NEW, IOM):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "<h1" in answer.text
    assert client.post(NEW, data=theme(token=form_token(client))).status_code == 403
    assert client.post(IOM, data={"token": form_token(client)}).status_code == 403


@pytest.mark.parametrize("role", [RoleName.APPROVER, RoleName.ADMINISTRATOR])
def test_the_list_names_everything_in_four_languages(client: StrictClient, clock: Clock, role: RoleName) -> None:
    come_in(client, clock, roles=(role,))
    page = client.get("/desk/taxonomy").text
    for words in ("Organisation internationale pour les migrations", "المنظمة الدولية للهجرة", "<b><bdi>IOM</bdi></b>", "<bdi>ONU Migración</bdi>", "Pacto Mundial para la Migración"):
        assert words in page, words
    assert f'href="{IOM}"' in page
    assert 'href="/desk/taxonomy"' in client.get("/desk/").text


def test_a_name_changed_shows_on_every_public_page_at_once(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    for address in ("/en/communiques", "/en/communiques?body=iom", "/en/communiques.json", "/en/communiques.csv", "/fr/themes/migration"):
        assert "Zorglub" not in client.get(address).text
    fields = filled(client, IOM) | {"en-name": "Zorglub of Nations", "en-acronym": "ZORGLUB", "fr-acronym": "ZORGLUB", "token": form_token(client)}
    answer = client.post(IOM, data=fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/taxonomy#body-iom")
    assert "Zorglub of Nations" in client.get("/en/communiques").text
    for address in ("/en/communiques?body=iom", "/en/communiques.json?body=iom", "/en/communiques.csv", "/fr/communiques?body=iom"):
        assert "zorglub" in client.get(address).text.lower(), address
    for address in ("/fr/", "/fr/sitemap", "/sitemap.xml", "/fr/communiques.atom"):
        assert client.get(address).status_code == 200


def test_a_theme_is_added_and_a_text_can_be_about_it(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    fields = filled(client, NEW)
    assert fields["position"] == "150"
    answer = client.post(NEW, data=theme(token=form_token(client)))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/taxonomy#theme-periodic-review")
    with engines.reading() as session:
        entry = taxonomy.find(session, "theme", "periodic-review")
    assert entry
    assert entry.aliases == {"fr": ("EPU", "examen universel"), "en": ("UPR",)}
    assert 'value="periodic-review"' in client.get("/desk/documents/new").text
    page = client.get("/desk/taxonomy/themes/periodic-review").text
    assert 'name="key"' not in page
    assert "EPU\nexamen universel" in page.replace("\r", "")


def test_what_cannot_be_kept_says_why_and_loses_nothing(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    for changes, sentence in (
        ({"key": "Été"}, "lettres minuscules"),
        ({"key": "new"}, "lettres minuscules"),
        ({"key": "health"}, "Cette clé est déjà prise."),
        ({"key": ""}, "Saisissez une clé."),
        ({"position": "-1"}, "Saisissez un nombre de 0 à 9999."),
        ({"position": "99999"}, "Saisissez un nombre"),
        ({"es-name": " "}, "Saisissez le nom."),
        ({"es-name": "n" * 161}, "160"),
        ({"fr-aliases": "\n".join(f"n{n}" for n in range(21))}, "20 lignes"),
        ({"fr-aliases": "x" * 161}, "l’une en compte 161"),
        ({"fr-aliases": "OMS"}, "«\u00a0OMS\u00a0» désigne déjà\u00a0: Organisation mondiale de la Santé."),
        ({"fr-name": "Santé"}, "désigne déjà\u00a0: Santé."),
    ):
        answer = client.post(NEW, data=theme(**changes, token=form_token(client)))
        assert answer.status_code == 422, changes
        assert sentence in answer.text, changes
        assert "Periodic review" in answer.text
        assert 'role="alert"' in answer.text
    with engines.reading() as session:
        assert taxonomy.find(session, "theme", "periodic-review") is None


def test_a_stale_save_shows_both_and_saving_again_takes_the_place(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    token, shown = form_token(client), filled(client, IOM)
    assert client.post(IOM, data=shown | {"token": token, "en-name": "The other one"}).status_code == 303
    mine = shown | {"token": token, "en-name": "Mine", "en-aliases": "Mine too"}
    answer = client.post(IOM, data=mine)
    assert answer.status_code == 409
    for words in ("The other one", 'value="Mine"', "Mine too", "Ces noms ont été enregistrés"):
        assert words in answer.text, words
    version = re.search(r'name="version" value="(\d+)"', answer.text)[1]  # type: ignore[index]
    assert client.post(IOM, data=mine | {"version": version}).status_code == 303
    assert 'value="Mine"' in client.get(IOM).text


def test_what_does_not_exist_is_not_there(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    for address in ("/desk/taxonomy/themes/iom", "/desk/taxonomy/bodies/nothing", "/desk/taxonomy/themes/%00", "/desk/taxonomy/themes/" + "x" * 300):
        assert client.get(address).status_code == 404
        assert client.post(address, data=theme(token=form_token(client))).status_code == 404
    assert client.get("/desk/taxonomy/persons/new").status_code == 404


@pytest.mark.parametrize("junk", ["", "-1", "9" * 30, "٣", "abc"])
def test_a_version_that_is_none_is_a_stale_one(client: StrictClient, clock: Clock, junk: str) -> None:
    come_in(client, clock)
    answer = client.post(IOM, data=filled(client, IOM) | {"token": form_token(client), "version": junk})
    assert answer.status_code == 409
