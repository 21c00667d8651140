"""Pages at the desk: made, moved with all below them, put in order, withdrawn; and the useful links."""

import io
import re
from html import unescape
from typing import Any

import pytest
from lxml import html
from sqlalchemy import select

from mission.extensions import engines
from mission.models import Document, Edition, PageAddress, Person
from mission.services import publishing, tree, visibility
from tests.conftest import Clock
from tests.files import picture
from tests.sections.desk.test_documents import settle, version
from tests.sections.desk.test_door import come_in, form_token
from tests.sections.desk.test_files import hand_in, say
from tests.services.intake import files
from tests.strict import StrictClient
from tests.web.test_queries import counted


def texts(title: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag, status in (("fr", "original"), ("ar", "courtesy"), ("en", "courtesy"), ("es", "courtesy")):
        found |= {f"{tag}-title": f"{title} {tag}", f"{tag}-summary": "…", f"{tag}-body": "<p>Un texte d’essai.</p>", f"{tag}-status": status}
    return found


def identifier(section: str, path: str) -> int:
    with engines.reading() as session:
        found = visibility.page_at(session, section, path)
        assert found is not None
        return found.id


def make(client: StrictClient, below: int, segment: str, **changes: Any) -> str:
    data = texts(f"Page {segment}") | {"token": form_token(client), "parent": str(below), "segment": segment, "position": "50"} | changes
    answer = client.post("/desk/pages/new", data=data)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def bench(client: StrictClient, document: str) -> str:
    return re.search(r'href="(/desk/pages/editions/\d+)"', client.get(document).text)[1]  # type: ignore[index]


def release(client: StrictClient, clock: Clock, document: str) -> None:
    edition = bench(client, document).replace("/pages", "")
    page = client.get(f"{edition}/release?when=now").text
    answer = client.post(f"{edition}/release", data={"token": form_token(client), "version": version(page), "when": "now", "confirmed": "yes"})
    assert answer.status_code == 303, answer.text
    settle(clock)


def edited(client: StrictClient, document: str, **changes: Any) -> Any:
    """Save the page's form as it stands, with `changes`."""
    place = bench(client, document)
    page = client.get(place).text
    values: dict[str, Any] = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    values |= {name: value for value, name in re.findall(r'<input[^>]*value="([^"]*)"[^>]*name="([^"]+)"', page)}
    values["parent"] = (re.search(r'<option selected value="(\d+)">', page.partition('name="parent"')[2]) or [None, ""])[1]
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', page, re.DOTALL):
        values[name] = text.replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"').replace("&amp;", "&")
    for tag in ("fr", "ar", "en", "es"):
        values[f"{tag}-status"] = re.search(rf'name="{tag}-status".*?<option selected value="(\w+)">', page, re.DOTALL)[1]  # type: ignore[index]
    return client.post(place, data=values | changes)


def begin(client: StrictClient, document: str) -> None:
    assert client.post(f"{document}/editions", data={"token": form_token(client), "change": "amendment"}).status_code == 303


def test_a_page_is_made_below_another_and_is_nowhere_before_its_release(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    document = make(client, identifier("themes", "migration"), "essai")
    assert client.get("/fr/themes/migration/essai").status_code == 404
    edition = bench(client, document).replace("/pages", "")
    preview = client.get(f"{edition}/preview/ar")
    assert "Page essai ar" in preview.text
    # As the page will be: below the pages above it, which lead back, and at the width of a telephone; there is no paper of a page.
    assert 'href="/ar/themes/migration"' in preview.text.partition('class="crumbs"')[2].partition("</nav>")[0]
    assert client.get(f"{edition}/preview/ar/phone").status_code == 200
    assert client.get(f"{edition}/preview/ar.pdf").status_code == 404
    assert f'href="{bench(client, document)}"' in preview.text
    assert client.get(edition).headers["Location"] == bench(client, document)
    release(client, clock, document)
    assert "Page essai fr" in client.get("/fr/themes/migration/essai").text
    assert "Page essai en" in client.get("/en/themes/migration").text
    assert "essai" in client.get("/desk/pages").text


def test_a_moved_page_takes_those_below_along_and_every_old_address_leads_on_in_one_step(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    document = f"/desk/documents/{identifier('themes', 'migration')}"
    begin(client, document)
    answer = edited(client, document, segment="mobilite", parent=str(identifier("themes", "health")))
    assert answer.status_code == 303, answer.text
    release(client, clock, document)
    for old, new in (("/fr/themes/migration", "/fr/themes/health/mobilite"), ("/ar/themes/migration/iom", "/ar/themes/health/mobilite/iom")):
        moved = client.get(old)
        assert (moved.status_code, moved.headers["Location"]) == (301, new)
        assert client.get(new).status_code == 200
    taken = client.post("/desk/pages/new", data=texts("Rivale") | {"token": form_token(client), "parent": str(identifier("themes", "")), "segment": "migration", "position": "1"})
    rival = taken.headers["Location"]
    assert "a eu, cette adresse" in client.get(rival).text
    begin(client, document)
    edited(client, document, segment="migration", parent=str(identifier("themes", "")))
    release(client, clock, document)
    assert client.get("/fr/themes/migration").status_code == 200
    assert client.get("/fr/themes/health/mobilite/iom").headers["Location"] == "/fr/themes/migration/iom"


def test_a_theme_stays_what_its_page_is_about_wherever_the_page_moves(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    followed = "/en/communiques.atom?theme={}"
    for theme, parent, place in (("health", "", "public-health"), ("global-compact", "migration", "migration/pact")):
        document = f"/desk/documents/{identifier('themes', theme)}"
        begin(client, document)
        assert edited(client, document, segment=place.rpartition("/")[2], parent=str(identifier("themes", parent))).status_code == 303
        edition = bench(client, document).replace("/pages", "")
        release(client, clock, document)
        for shown in (f"/en/themes/{place}", f"{edition}/preview/en"):
            page = client.get(shown).text
            assert f'href="{followed.format(theme)}"' in page, shown
            assert f'href="/en/communiques?theme={theme}"' in page, shown
            assert 'id="rooms"' in page, shown
    assert 'href="/en/communiques.atom?body=iom"' in client.get("/en/themes/migration/iom").text


def test_a_page_below_a_theme_that_is_about_nothing_has_no_empty_heading(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    for segment in ("seafarers", "who"):
        release(client, clock, make(client, identifier("themes", "health"), segment))
    empty, called = client.get("/en/themes/health/seafarers").text, client.get("/en/themes/health/who").text
    assert 'id="rooms"' not in empty
    assert "/en/communiques.atom" not in empty
    assert 'href="/en/communiques.atom?body=who"' in called, "one that says nothing is about what its address is called after"


def test_a_page_goes_neither_below_itself_nor_to_another_section_without_those_below_it(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    document = f"/desk/documents/{identifier('themes', 'migration')}"
    begin(client, document)
    below = edited(client, document, parent=str(identifier("themes", "migration/iom")))
    assert below.status_code == 422
    elsewhere = edited(client, document, parent=str(identifier("about", "")))
    assert elsewhere.status_code == 303
    assert "déplacez d’abord les pages" in client.get(document).text


def test_two_pages_that_would_stand_below_each_other_do_not_both_settle(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    one, two = identifier("themes", "health"), identifier("themes", "trade")
    for page, above in ((one, two), (two, one)):
        begin(client, f"/desk/documents/{page}")
        edited(client, f"/desk/documents/{page}", parent=str(above))
        edition = bench(client, f"/desk/documents/{page}").replace("/pages", "")
        shown = client.get(f"{edition}/release?when=later&time=2026-11-24T11:00").text
        data = {"token": form_token(client), "version": version(shown), "when": "later", "time": "2026-11-24T11:00", "confirmed": "yes"}
        assert client.post(f"{edition}/release", data=data).status_code == 303
    clock.forward(hours=1)
    settle(clock)
    assert client.get("/fr/themes/trade/health").status_code == 200
    assert client.get("/fr/themes/trade").status_code == 200


@pytest.mark.parametrize("segment", ["", "Deux Mots", "c2026-014", "à", "x" * 81, "../x"])
def test_a_segment_that_is_no_address_is_refused_and_nothing_typed_is_lost(client: StrictClient, clock: Clock, segment: str) -> None:
    come_in(client, clock)
    data = texts("Perdue") | {"token": form_token(client), "parent": str(identifier("themes", "")), "segment": segment, "position": "x"}
    answer = client.post("/desk/pages/new", data=data)
    assert answer.status_code == 422
    assert "Perdue fr" in answer.text
    assert "Saisissez un nombre" in answer.text


@pytest.mark.parametrize(("given", "proposed"), [("Essai 4b bis", "essai-4b-bis"), ("Été, à Genève !", "ete-a-geneve"), ("هجرة", ""), ("c2026-014", "")])
def test_for_words_that_are_no_address_one_is_proposed_and_taken_with_the_next_save(client: StrictClient, clock: Clock, given: str, proposed: str) -> None:
    come_in(client, clock)
    data = texts("Proposée") | {"token": form_token(client), "parent": str(identifier("themes", "")), "segment": given, "position": "50"}
    answer = client.post("/desk/pages/new", data=data)
    assert answer.status_code == 422
    assert f'value="{proposed or given}"' in answer.text
    assert given in answer.text
    if proposed:
        assert client.post("/desk/pages/new", data=data | {"segment": proposed}).status_code == 303


def test_a_half_finished_page_is_kept_and_its_address_and_original_are_asked_for_before_it_is_submitted(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    window = {"token": form_token(client), "parent": str(identifier("themes", "migration")), "segment": "", "position": "50"}
    window |= {f"{tag}-status": "original" if tag == "fr" else "courtesy" for tag in ("fr", "ar", "en", "es")}
    answer = client.post("/desk/pages/new", data=window | {"ar-summary": "ملخص.", "fr-label": "", "en-label": "Short", "es-status": "official"})
    assert answer.status_code == 303, answer.text
    document = answer.headers["Location"]
    place = bench(client, document)
    page = client.get(place).text
    checklist = page.partition('id="checklist"')[2].partition('class="must"')[2].partition("</ul>")[0]
    for words in ("العربية – Le titre manque.", "العربية – Le texte manque.", "English – Le titre manque.", "Écrivez la dernière partie de l’adresse", "Indiquez quelle langue est l’original."):
        assert words in unescape(checklist).replace("\u00a0", " "), words
    assert 'value="Short"' in page
    assert client.get(f"{place.replace('/pages', '')}/preview/ar").status_code == 200
    # In the tree it has no address yet, least of all that of the page above it.
    row = client.get("/desk/pages").text.partition(f'<tr id="page-{document.rpartition("/")[2]}">')[2].partition("</tr>")[0]
    assert '<bdi dir="ltr">themes/…</bdi>' in row
    # Only Arabic has words any more: it is the original, though nobody has said so.
    assert edited(client, document, **{"en-label": "", "fr-status": "original", "ar-status": "courtesy", "ar-title": "صفحة"}).status_code == 303
    with engines.reading() as session:
        edition = session.get_one(Edition, int(place.rpartition("/")[2]))
        assert ({tag: one.status for tag, one in edition.translations.items()}, edition.segment) == ({"ar": "original"}, None)
    submitted = {"token": form_token(client), "version": version(client.get(place).text)}
    assert edited(client, document, **texts("Entière")).status_code == 303
    submitted["version"] = version(client.get(place).text)
    refused = client.post(f"{place.replace('/pages', '')}/submission", data=submitted)
    assert refused.status_code == 422
    assert "dernière partie de l’adresse" in unescape(refused.text)


def test_a_new_page_is_kept_as_it_is_written_without_an_address_and_in_any_language(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    window = {"token": form_token(client), "parent": str(identifier("themes", "migration")), "segment": "", "position": "50", "key": "d" * 32, "edition": "0"}
    window |= {f"{tag}-status": "original" if tag == "fr" else "courtesy" for tag in ("fr", "ar", "en", "es")}
    assert "Rien à enregistrer" in client.post("/desk/pages/autosave", data=window).text
    first = client.post("/desk/pages/autosave", data=window | {"ar-title": "صفحة"})
    assert first.status_code == 200
    assert "Non enregistré" not in first.text
    number = re.search(r'data-edition="(\d+)"', first.text)[1]  # type: ignore[index]
    assert number != "0"
    # What cannot stand in an address does not hold the rest up.
    other = client.post("/desk/pages/autosave", data=window | {"key": "e" * 32, "ar-title": "أخرى", "segment": "Deux Mots"})
    assert other.status_code == 200
    assert "tout sauf" in other.text
    with engines.reading() as session:
        for one in (int(number), int(number) + 1):
            edition = session.get_one(Edition, one)
            assert (edition.original and edition.original.language, edition.segment) == ("ar", None)
            assert edition.parent_id == int(window["parent"])


def test_a_recalled_page_is_gone_at_each_of_its_addresses_but_not_while_pages_stand_below_it(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    notices = {tag: "Publiée par erreur (essai)." for tag in ("fr", "en", "es")} | {"ar": "نُشرت خطأ.", "token": form_token(client)}
    above = f"/desk/documents/{identifier('themes', 'migration')}"
    refused = client.post(f"{above}/recall", data=notices | {"typed": "themes/migration"})
    assert refused.status_code == 422
    assert "Des pages se trouvent sous celle-ci" in refused.text
    first = client.post(f"/desk/documents/{identifier('speeches', '')}/recall", data=notices | {"typed": "speeches"})
    assert first.status_code == 422
    assert "première page de sa rubrique" in first.text, "all that stands in the section would be reached no more"
    assert client.get("/fr/speeches").status_code == 200
    document = f"/desk/documents/{identifier('themes', 'migration/iom')}"
    assert client.post(f"{document}/withdrawal", data=notices).status_code == 303
    assert "Publiée par erreur (essai)." in client.get("/fr/themes/migration/iom").text
    assert client.post(f"{document}/recall", data=notices | {"typed": "themes/migration/iom"}).status_code == 303
    assert client.get("/es/themes/migration/iom").status_code == client.get("/es/pages/270.html").status_code == 410
    onward = re.findall(r'<p><a class="alone" href="([^"]+)"', client.get("/es/themes/migration/iom").text.split("<main")[1].split("</main>")[0])
    assert onward == ["/es/themes"]
    assert client.get("/Es/themes/migration/iom/").headers["Location"] == "/es/themes/migration/iom"
    assert "rappel" in client.get(document).text.lower()


def test_a_page_has_files_that_stay_where_they_were_and_go_with_it(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    document = make(client, identifier("themes", "migration"), "pieces")
    edition = bench(client, document).replace("/pages", "")
    assert f'href="{edition}/files"' in client.get(bench(client, document)).text
    assert hand_in(client, edition, ("photo.png", picture("PNG", (1000, 500))), ("تقرير.txt", "مرحبا".encode())).status_code == 303
    shown = client.get(f"{edition}/files").text
    number = re.search(r'name="file(\d+)-alternative"', shown)[1]  # type: ignore[index]
    assert say(client, edition, **{f"file{number}-alternative": "Un essai."}).status_code == 303

    def places() -> set[str]:
        page = client.get("/fr/themes/migration/pieces").text
        return set(re.findall(r'(?:src|href)="(/fr/register/\d+/files/[^"]*)"', page)) | set(re.findall(r"(/fr/register/\S*/files/\S*) \d+w", page))

    release(client, clock, document)
    first = places()
    assert len(first) > 3, "the picture in its sizes, and the text"
    assert {client.get(one).status_code for one in first} == {200}
    text = next(one for one in first if one.endswith(".txt"))
    assert client.get(text).data == "مرحبا".encode()
    assert client.get(text.replace("/fr/", "/ar/", 1)).status_code == 404, "the Arabic has no such file"
    # To give it another number among its siblings takes nothing from it.
    assert client.post(f"/desk/pages/{document.rpartition('/')[2]}/place", data={"token": form_token(client), "position": "55"}).status_code == 303
    release(client, clock, document)
    second = places()
    assert len(second) == len(first)
    assert not second & first
    assert {client.get(one).status_code for one in first | second} == {200}
    assert f'href="{text}"' in client.get(text.partition("/files")[0]).text, "the earlier edition is read at its entry, with its files"
    notices = {tag: "Publiée par erreur (essai)." for tag in ("fr", "en", "es")} | {"ar": "نُشرت خطأ.", "token": form_token(client), "typed": "themes/migration/pieces"}
    assert client.post(f"{document}/recall", data=notices).status_code == 303
    assert {client.get(one).status_code for one in first | second} == {410}
    assert client.get("/fr/register/1/files/x.txt").status_code == 404


def order(client: StrictClient) -> list[str]:
    page = client.get("/fr/themes").text
    found = re.findall(r'href="/fr/themes/([a-z-]+)"', page[page.index('id="main"') :])
    return list(dict.fromkeys(found))


def test_a_page_goes_up_by_a_button_and_to_its_number_by_a_field(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    before = order(client)
    moved = before[2]
    page = identifier("themes", moved)
    assert client.post(f"/desk/pages/{page}/place", data={"token": form_token(client), "move": "up"}).status_code == 303
    assert order(client) == before, "nothing changes before it is released"
    release(client, clock, f"/desk/documents/{page}")
    assert order(client) == [before[0], moved, before[1], *before[3:]]
    client.post(f"/desk/pages/{page}/place", data={"token": form_token(client), "position": "9999"})
    release(client, clock, f"/desk/documents/{page}")
    assert order(client)[-1] == moved
    assert client.post(f"/desk/pages/{page}/place", data={"token": form_token(client), "move": "down"}).headers["Location"] == f"/desk/pages#page-{page}"


@pytest.mark.parametrize("given", ["", "3e", "-1", "1.5", "9" * 30])
def test_a_number_that_is_none_is_told_at_its_field_in_the_tree(client: StrictClient, clock: Clock, given: str) -> None:
    come_in(client, clock)
    before = order(client)
    page = identifier("themes", before[2])
    answer = client.post(f"/desk/pages/{page}/place", data={"token": form_token(client), "position": given})
    assert answer.status_code == 422
    summary = answer.text.split('class="trouble"')[1].split("</div>")[0]
    assert "autofocus" in summary
    assert f'href="#position-{page}"' in summary
    fields = re.findall(r'<input id="position-(\d+)"([^>]*)>', answer.text)
    assert len(fields) > 10, "the tree stands there again"
    wrong = {number: looks for number, looks in fields if "aria-invalid" in looks}
    assert list(wrong) == [str(page)]
    assert f'value="{given}"' in wrong[str(page)]
    assert f'aria-describedby="position-{page}-error"' in wrong[str(page)]
    assert "Saisissez un nombre" in answer.text.split(f'id="position-{page}-error"')[1].split("</p>")[0]
    assert order(client) == before


def test_a_number_that_is_taken_on_both_sides_renumbers_what_has_to_be(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    with engines.writing() as session:
        from mission.models import Person

        actor = session.scalars(select(Person).where(Person.email == "first@example.org")).one()
        pages = [identifier("themes", segment) for segment in order(client)]
        for page in pages:
            publishing.place(session, actor, page, 5, at=clock())
        wanted = sorted(pages)
        for _ in range(3):
            last = wanted.index(max(pages))
            publishing.shift(session, actor, max(pages), -1, at=clock())
            wanted[last - 1], wanted[last] = wanted[last], wanted[last - 1]
            held = publishing.amending.siblings(session, pages[0])
            assert sorted(held, key=lambda one: (held[one], one)) == wanted


def link(client: StrictClient, **changes: Any) -> dict[str, Any]:
    page = client.get("/desk/links/0/0").text
    values = {"token": form_token(client), "version": version(page), "seen": re.search(r'name="seen" value="(\d+)"', page)[1]}  # type: ignore[index]
    return values | {"group": "0", "href": "https://essai.example.org/", "fr": "Lien d’essai", "ar": "رابط تجريبي", "en": "Sample link", "es": "Enlace de prueba"} | changes


def test_a_link_is_added_in_its_place_in_four_languages_and_is_public_after_release(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    kept = client.get("/fr/links").text.count("<li><a href=")
    answer = client.post("/desk/links/new", data=link(client, position="2"))
    assert answer.status_code == 303, answer.text
    assert "essai.example.org" not in client.get("/fr/links").text
    document = f"/desk/documents/{identifier('links', '')}"
    release(client, clock, document)
    for tag, name in (("fr", "Lien d’essai"), ("ar", "رابط تجريبي"), ("en", "Sample link"), ("es", "Enlace de prueba")):
        page = client.get(f"/{tag}/links").text.partition('class="directory"')[2]
        found = re.findall(r'<li><a href="([^"]+)"[^>]*>([^<]+)</a>', page)
        assert found[1] == ("https://essai.example.org/", name)
    assert client.get("/fr/links").text.count("<li><a href=") == kept + 1
    assert client.post("/desk/links/0/1", data=link(client, remove="yes")).status_code == 303
    new_group = link(client, group="4", group_fr="Groupe d’essai", group_ar="مجموعة تجريبية", group_en="Sample group", group_es="Grupo de prueba")
    assert client.post("/desk/links/new", data=new_group).status_code == 303
    release(client, clock, document)
    page = client.get("/ar/links").text
    assert "مجموعة تجريبية" in page
    assert "La Mission permanente n’est pas un consulat" in client.get("/fr/links").text


def test_two_people_at_the_links_lose_nothing(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    opened = client.get("/desk/links/0/0").text
    same = dict(re.findall(r'name="(\w+)"[^>]* value="([^"]*)"', opened)) | {"group": "0", "token": form_token(client)}
    assert client.post("/desk/links/0/0", data={name: unescape(value) for name, value in same.items() if name != "remove"}).status_code == 303
    assert version(client.get("/desk/links/0/0").text) == version(opened), "saved as it was opened, it is no draft"
    first, second = link(client, fr="Premier essai"), link(client, fr="Second essai", group="1")
    assert client.post("/desk/links/new", data=first).status_code == 303
    stale = client.post("/desk/links/new", data=second)
    assert stale.status_code == 409
    assert "Second essai" in stale.text
    assert client.post("/desk/links/new", data=second | {"version": version(stale.text), "seen": re.search(r'name="seen" value="(\d+)"', stale.text)[1]}).status_code == 303  # type: ignore[index]
    page = client.get("/desk/links").text
    assert "Premier essai" in page
    assert "Second essai" in page
    # Whoever changes a link that was changed meanwhile changes that one, and sees what stands there now.
    at = re.search(r'href="(/desk/links/\d+/\d+)"[^>]*><bdi>Second essai', page)[1]  # type: ignore[index]
    opened = dict(re.findall(r'name="(version|seen|opened|groups)" value="([^"]*)"', client.get(at).text))
    mine = link(client, fr="Le mien", group="1") | opened
    assert client.post(at, data=link(client, fr="Le leur", group="1") | opened).status_code == 303
    stale = client.post(at, data=mine)
    assert (stale.status_code, f'action="{at}"' in stale.text, "Le leur" in stale.text) == (409, True, True)
    assert client.post(at, data=mine | dict(re.findall(r'name="(version|seen)" value="(\d+)"', stale.text))).status_code == 303
    page = client.get("/desk/links").text
    assert ("Le mien" in page, "Le leur" in page, "Second essai" in page) == (True, False, False)


@pytest.mark.parametrize("href", ["javascript:alert(1)", "un.org", "https://", "", "https://a b.org/", "http://[x"])
def test_a_link_that_leads_nowhere_is_refused(client: StrictClient, clock: Clock, href: str) -> None:
    come_in(client, clock)
    answer = client.post("/desk/links/new", data=link(client, href=href, es=""))
    assert answer.status_code == 422
    assert "adresse entière" in answer.text


def test_every_address_of_every_page_stays_its_own(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    with engines.reading() as session:
        held = {(one.section, one.path): one.document_id for one in session.scalars(select(PageAddress))}
        paths = {one.id: one.path for one in session.scalars(select(Document).where(Document.path.is_not(None)))}
    assert all(any(document == one and path == where for (_, where), document in held.items()) for one, path in paths.items())


def test_a_page_is_written_like_a_text_with_an_editor_kept_as_it_is_typed_and_both_texts_shown(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    blank = client.get("/desk/pages/new").text
    for words in ("data-rich", 'id="autosave"', "prosemirror", 'data-command="h3"'):
        assert words in blank, words
    parent = re.search(r'<option[^>]* value="(\d+)"', blank.split('id="parent"')[1])[1]  # type: ignore[index]
    statuses = {"fr-status": "original", "ar-status": "courtesy", "en-status": "courtesy", "es-status": "courtesy"}
    typed = statuses | {"token": form_token(client), "key": "d" * 32, "parent": parent, "segment": "essai-page", "position": "10", "fr-title": "Une page d’essai", "fr-body": "<p>Un.</p>"}
    first = client.post("/desk/pages/autosave", data=typed | {"edition": "0"})
    assert first.status_code == 200, first.text
    number = re.search(r'name="edition" value="(\d+)"', first.text)[1]  # type: ignore[index]
    was = unescape(re.search(r'name="was" value="([^"]*)"', first.text)[1])  # type: ignore[index]
    # One field that cannot be read leaves the rest to be kept; somebody else writes in another language meanwhile.
    partly = client.post("/desk/pages/autosave", data=typed | {"edition": number, "version": "1", "was": was, "segment": "Pas Ainsi", "fr-title": "Une page corrigée"})
    assert "tout sauf ceci" in partly.text
    other = client.post("/desk/pages/autosave", data=typed | {"edition": number, "version": "1", "was": was, "key": "e" * 32, "ar-title": "صفحة", "ar-body": "<p>نص.</p>"})
    assert other.status_code == 200, other.text
    address = f"/desk/pages/editions/{number}"
    page = client.get(address).text
    for words in ("Une page corrigée", "صفحة", "essai-page"):
        assert words in page, words
    conflict = client.post(address, data=typed | {"version": "1", "was": was, "key": "f" * 32, "fr-title": "Un autre titre"})
    assert conflict.status_code == 409
    both = conflict.text.split('id="stale"')[1].split("<form")[0]
    assert "<del>" in both
    assert "<ins>" in both
    assert 'value="Un autre titre"' in conflict.text
    assert 'value="صفحة"' in conflict.text


def test_a_page_opened_as_a_draft_says_that_it_was_submitted_since_and_offers_no_save_once_it_is_scheduled(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    place = bench(client, make(client, identifier("themes", "migration"), "essai-soumis"))
    number, opened = int(place.rpartition("/")[2]), client.get(place).text

    def save(page: str) -> Any:
        return client.post(place, data=dict(html.fromstring(page).get_element_by_id("writing").form_values()) | {"fr-title": "Autrement"})

    def newest() -> Edition:
        with engines.reading() as session:
            return session.get_one(Edition, number)

    with engines.writing() as session:
        writer = session.scalars(select(Person).where(Person.email == "first@example.org")).one()
        publishing.submit(session, writer, number, version=newest().version, required={}, at=clock())
    refused = save(opened)
    assert (refused.status_code, newest().stage) == (409, "submitted")
    assert "ce texte a été soumis" in refused.text
    assert 'value="Autrement"' in refused.text
    assert save(refused.text).status_code == 303
    assert newest().stage == "draft"
    opened = client.get(place).text
    late = {"token": form_token(client), "version": version(opened), "when": "later", "time": "2026-12-24T10:00", "zone": "geneva", "confirmed": "yes"}
    assert client.post(f"{place.replace('/pages', '')}/release", data=late).status_code == 303
    refused = save(opened)
    assert refused.status_code == 409
    assert html.fromstring(refused.text).get_element_by_id("writing").xpath(".//button[not(@type='button')]") == []
    assert "Enregistrer ce texte en refait" not in refused.text


def test_two_editions_of_a_page_are_compared_with_their_place_and_their_name_in_menus(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    document = f"/desk/documents/{identifier('themes', 'migration/iom')}"
    begin(client, document)
    assert edited(client, document, **{"fr-label": "Un nom court", "fr-summary": "Un autre résumé.", "position": "77", "segment": "autre-nom"}).status_code == 303
    assert f'{document}/comparison"' in client.get(document).text
    page = client.get(f"{document}/comparison").text
    beside = page.partition('id="facts"')[2].partition("</section>")[0]
    for label, words in (("Dernière partie de l’adresse", "autre-nom"), ("Place parmi ses voisines", "77"), ("Français – Nom court dans les menus", "Un nom court")):
        assert label in beside, label
        assert re.search(rf"<ins>.*{words}", beside), words
    assert re.search(r"<ins>.*Un autre", page.partition('id="in-fr"')[2].partition("</section>")[0])
    history = client.get(f"{document}/history").text
    assert f"{document}/comparison?from=1&amp;to=2" in history


def test_a_word_file_fills_a_language_of_a_page_and_its_list_stays_until_it_is_put_away(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    data = {"token": form_token(client), "key": "a" * 32, "parent": str(identifier("themes", "migration")), "segment": "essai-word", "position": "50"}
    data |= {"fr-status": "original", "ar-status": "courtesy", "en-status": "courtesy", "es-status": "courtesy"}

    def take(place: str, tag: str, **more: str) -> str:
        content = {f"{tag}-word": (io.BytesIO(files.cluttered()), "page.docx")}
        answer = client.post(f"{place}/word/{tag}", data=data | more | content, content_type="multipart/form-data", headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 200, answer.text
        return unescape(answer.text).replace("\u00a0", " ").replace("\u202f", " ")

    taken = take("/desk/pages/new", "fr")
    assert 'value="Tout ce qui ne reste pas"' in taken
    assert "Commentaires : 1" in taken
    told = re.search(r'name="fr-told" value="([^"]*)"', taken)[1]  # type: ignore[index]
    saved = client.post("/desk/pages/new", data=data | {"fr-title": "Une page lue", "fr-body": "<p>Lue.</p>", "fr-told": told})
    place = saved.headers["Location"].partition("?")[0]
    assert place.startswith("/desk/pages/editions/"), "what is to be read leads back to the form"
    checklist = client.get(f"{place}?part=checklist").text
    assert checklist.strip().startswith("<section")
    assert "العربية" in checklist.partition('class="must"')[2].partition("</ul>")[0], "a page is required in every language"
    assert "Commentaires" in client.get(place).text
    # What saving takes out is told in the form too, also on the way back from the preview.
    entered = {"fr-title": "Une page lue", "fr-body": "<p>Lue.</p><img src=x>", "version": version(client.get(place).text), "then": "preview"}
    preview = client.post(place, data=data | entered).headers["Location"]
    assert "Images" in client.get(unescape(re.search(rf'href="({place}\?[^"]*)"', client.get(preview).text)[1])).text.partition('id="removed"')[2].partition("</div>")[0]  # type: ignore[index]
    over = take(place, "fr", version=version(client.get(place).text), **{"fr-title": "Une page lue", "fr-body": "<p>Lue.</p>"})
    assert f'formaction="{place}/word/fr/put"' in over
    assert 'value="Une page lue"' in over
    seen = {"fr-title": "Une page lue", "fr-body": "<p>Lue.</p>", "version": version(client.get(place).text), "seen": "fr"}
    assert client.post(place, data=data | seen).headers["Location"].startswith("/desk/documents/")
    assert "Commentaires" not in client.get(place).text


def test_what_a_page_can_no_longer_become_by_itself_is_made_a_correction_in_the_same_form(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    document = f"/desk/documents/{identifier('themes', 'migration/iom')}"
    begin(client, document)
    assert 'value="correction"' not in client.get(bench(client, document)).text
    edited(client, document, **{"fr-title": "Un titre écrit avant le retrait"})
    client.post(f"{document}/withdrawal", data={tag: "Un avis d’essai." for tag in ("fr", "en", "es")} | {"ar": "إشعار.", "token": form_token(client)})
    place = bench(client, document)
    assert 'value="correction"' in client.get(place).text
    assert edited(client, document, then="correction").headers["Location"] == place
    notes = {f"{tag}-change_note": "La page revient (essai)." for tag in ("fr", "ar", "en", "es")}
    assert edited(client, document, **notes).headers["Location"] == document
    release(client, clock, document)
    page = client.get("/fr/themes/migration/iom").text
    assert "Un titre écrit avant le retrait" in page
    assert "Un avis d’essai." not in page


def test_the_tree_of_the_desk_is_read_at_once_however_many_pages_it_has(client: StrictClient) -> None:
    with engines.reading() as session, counted() as asked:
        assert len(tree.nodes(session)) > 20
    assert len(asked) < 8
