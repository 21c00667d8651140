"""Writing in a real browser: what is typed is kept, what is pasted or dropped is cleaned, payloads do nothing."""

from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from tests.services.intake import files

from .conftest import Visit, come_in
from .test_accessibility import complaints, look

PAYLOAD = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)> data-hx-get=/x javascript:alert(4)"


def begin(visit: Visit, name: str, language: str = "fr", *, scripts: bool = True) -> Page:
    page = come_in(visit, name, language, "administrator", scripts=scripts)
    page.goto(visit.site.address + "/desk/documents/new")
    return page


def test_what_is_typed_is_kept_and_a_page_left_alone_says_so(visit: Visit) -> None:
    page = begin(visit, "typing")
    page.locator("#dated").fill("2026-11-24")
    page.locator("#fr-title").fill("Tapé dans le navigateur")
    body = page.locator("#fr-body")
    body.click()
    page.keyboard.type("Premier paragraphe.")
    page.keyboard.press("Enter")
    page.locator("#text-fr [data-command=h2]").click()
    page.keyboard.type("Un intertitre")
    page.keyboard.press("Enter")
    page.locator("#text-fr [data-command=ul]").click()
    page.keyboard.type("Un élément")
    expect(page.locator("#saved")).to_contain_text("Enregistré à", timeout=15000)
    page.wait_for_url("**/desk/editions/*")
    assert page.evaluate("document.getElementById('fr-body-source').value") == "<p>Premier paragraphe.</p>\n<h2>Un intertitre</h2>\n<ul><li>Un élément</li></ul>"
    address = page.url
    other = page.context.new_page()
    other.goto(address)
    expect(other.locator("#fr-title")).to_have_value("Tapé dans le navigateur")
    other.locator("#fr-title").fill("Changé dans l’autre fenêtre")
    expect(other.locator("#saved")).to_contain_text("Enregistré à", timeout=15000)
    page.locator("#fr-title").fill("Changé ici")
    expect(page.locator("#saved")).to_contain_text("Non enregistré", timeout=15000)
    page.locator("#saved button").click()
    expect(page.locator("#stale .overlay del").first).to_contain_text("l’autre")
    expect(page.locator("#fr-title")).to_have_value("Changé ici")
    assert complaints(page) == []
    page.context.clear_cookies()
    page.locator("#fr-title").fill("Changé après la fin de la session")
    expect(page.locator("#saved")).to_contain_text("votre session a pris fin", timeout=15000)
    expect(page.locator("#fr-title")).to_have_value("Changé après la fin de la session")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    visit.complaints[:] = [one for one in visit.complaints if "status of 401" not in one]


@pytest.mark.parametrize("by_itself", [False, True], ids=["save", "autosave"])
def test_a_form_that_comes_back_after_its_save_leads_to_the_draft_that_it_began(visit: Visit, by_itself: bool) -> None:
    page = begin(visit, f"going-back-{by_itself}")
    # Nothing is saved before the button is pressed.
    page.route("**/desk/autosave**", lambda route: route.abort())
    page.locator("#fr-title").fill("Un texte enregistré puis repris")
    page.locator(".keeping button").first.click()
    page.wait_for_url("**/desk/editions/*")
    began = page.url.partition("?")[0]
    page.go_back()
    page.wait_for_url("**/desk/documents/new")
    expect(page.locator("#fr-title")).to_have_value("Un texte enregistré puis repris")
    page.unroute("**/desk/autosave**")
    if by_itself:
        page.locator("#fr-title").fill("Un texte enregistré puis corrigé")
        expect(page.locator("#saved")).to_contain_text("vous avez vous-même enregistré ce texte", timeout=15000)
        page.locator("#saved button").click()
    else:
        page.evaluate("document.getElementById('autosave').remove()")
        page.locator("#fr-title").fill("Un texte enregistré puis corrigé")
        page.locator(".keeping button").first.click()
    expect(page.locator("#stale")).to_be_visible()
    expect(page.locator("#fr-title")).to_have_value("Un texte enregistré puis corrigé")
    page.locator(".keeping button").first.click()
    page.wait_for_url(began + "*")
    expect(page.locator("#fr-title")).to_have_value("Un texte enregistré puis corrigé")
    # Another new text is another one.
    page.goto(visit.site.address + "/desk/documents/new")
    page.locator("#fr-title").fill("Un autre texte")
    page.locator(".keeping button").first.click()
    page.wait_for_url("**/desk/editions/*")
    assert page.url.partition("?")[0] != began
    # What kept itself was refused above, or its page was left while it was on its way.
    visit.complaints[:] = [one for one in visit.complaints if "ERR_FAILED" not in one and "Failed to fetch" not in one]


def test_a_piece_pasted_from_word_shows_as_it_is_kept(visit: Visit) -> None:
    page = begin(visit, "pasting")
    page.locator("#fr-body").click()
    html = "<p class=MsoNormal><b>Gras</b><span style='color:red'> rouge</span></p><p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.</span>Un</p><script>alert(1)</script>"
    page.evaluate("""html => { const data = new DataTransfer(); data.setData("text/html", html); data.setData("text/plain", "x");
        document.getElementById("fr-body").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }""", html)
    expect(page.locator("#fr-body ol li")).to_have_text("Un")
    expect(page.locator("#fr-body strong")).to_have_text("Gras")
    assert page.evaluate("document.getElementById('fr-body-source').value").startswith("<p><strong>Gras</strong> rouge</p>")


def source(page: Page) -> str:
    return str(page.evaluate("document.getElementById('fr-body-source').value"))


@pytest.mark.parametrize("keys", ["Shift+Enter", "Control+Enter", "beforeinput"])
def test_a_line_break_keeps_words_apart(visit: Visit, keys: str) -> None:
    page = begin(visit, f"breaking-{keys.replace('+', '-').lower()}")

    def line_break() -> None:
        # The editor hears a moment later where the arrows have led.
        page.wait_for_timeout(150)
        if keys != "beforeinput":
            page.keyboard.press(keys)
            return
        # As a keyboard on a screen does it.
        page.evaluate("""document.getElementById("fr-body").dispatchEvent(new InputEvent("beforeinput", { inputType: "insertLineBreak", bubbles: true, cancelable: true }))""")

    page.locator("#fr-body").click()
    page.keyboard.type("Ambassade du Maroc,")
    line_break()
    page.keyboard.type("Genève")
    page.keyboard.press("Enter")
    page.locator("#text-fr [data-command=ul]").click()
    page.keyboard.type("Un élément,")
    line_break()
    page.keyboard.type("sa suite")
    page.keyboard.press("Enter")
    page.keyboard.type("Un autre")
    for _ in "tre":
        page.keyboard.press("ArrowLeft")
    line_break()
    assert source(page) == (
        "<p>Ambassade du Maroc,</p>\n<p>Genève</p>\n<ul><li><p>Un élément,</p><p>sa suite</p></li><li><p>Un au</p><p>tre</p></li></ul>"
    )


def test_a_line_break_that_comes_with_a_text_keeps_words_apart(visit: Visit) -> None:
    page = begin(visit, "broken")
    paste = """([html, plain]) => { const data = new DataTransfer(); data.setData("text/html", html); data.setData("text/plain", plain);
        document.getElementById("fr-body").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }"""
    piece = "<p><strong>Ambassade<br>du <em>Maroc,<br></em>Genève</strong><br></p><h2>Un<br>titre</h2><ul><li>a<br>b</li></ul>"
    paragraphs = "<p><strong>Ambassade</strong></p>\n<p><strong>du <em>Maroc,</em></strong></p>\n<p><strong>Genève</strong></p>"
    # As the site cleans it, and as the editor reads by itself what is too long for that.
    for html in (piece, piece + "<!--" + "x" * 900_001 + "-->"):
        page.locator("#fr-body").click()
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        page.evaluate(paste, [html, ""])
        expect(page.locator("#fr-body h2")).to_have_text("Un titre")
        assert source(page).startswith(f"{paragraphs}\n<h2>Un titre</h2>\n<ul><li>")
        assert "ab" not in source(page)
    # Without an answer the plain words come, a blank between the lines.
    page.route("**/desk/cleaning", lambda route: route.fulfill(status=404))
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.evaluate(paste, [piece, "Ambassade du Maroc,\nGenève"])
    expect(page.locator("#fr-body")).to_contain_text("Genève")
    assert source(page) == "<p>Ambassade du Maroc, Genève</p>"


def test_a_word_file_is_dropped_onto_a_language(visit: Visit) -> None:
    page = begin(visit, "dropping", "ar")
    title = "تجربة بأربع لغات"
    content = list(files.communique(title))
    page.evaluate("""bytes => { const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], "x.docx", { type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document" }));
        document.getElementById("ar-title").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })); }""", content)
    expect(page.locator("#taken")).to_be_visible()
    expect(page.locator("#ar-title")).to_have_value(title)
    expect(page.locator("#saved")).to_contain_text("حُفظ", timeout=15000)


def test_one_language_at_a_time_on_a_narrow_screen_and_by_choice(visit: Visit) -> None:
    page = begin(visit, "narrow", scripts=False)
    page.locator("label[for=show-ar]").click()
    expect(page.locator("#text-ar")).to_be_visible()
    expect(page.locator("#text-fr")).not_to_be_visible()
    other = begin(visit, "narrower")
    other.set_viewport_size({"width": 360, "height": 800})
    other.reload()
    expect(other.locator("#text-fr")).to_be_visible()
    expect(other.locator("#text-ar")).not_to_be_visible()
    menu = other.locator(".rail").bounding_box()
    assert menu
    assert menu["height"] < 300, "the work begins on the first screen"


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_axe_finds_nothing_where_one_writes(visit: Visit, language: str) -> None:
    page = begin(visit, f"axe-writing-{language}", language)
    page.locator("#dated").fill("2026-11-24")
    page.locator(f"#{language}-title").fill(PAYLOAD[:190])
    page.locator(f"#{language}-summary").fill(PAYLOAD)
    page.locator(f"#{language}-body").click()
    page.keyboard.type(PAYLOAD)
    for name in ("session", "agenda_item", "speaker", "venue"):
        page.locator(f"#{name}").evaluate("(field, text) => { field.closest('details').open = true; field.value = text; }", PAYLOAD[:110])
    page.locator(".keeping button").first.click()
    page.wait_for_url("**/desk/editions/*")
    look(page, "edit")
    edition = page.url.partition("?")[0]
    number = page.locator('.bar a[href^="/desk/documents/"]').first.get_attribute("href")
    page.goto(f"{edition}/preview-links")
    page.locator("#reader").fill(PAYLOAD[:110])
    page.locator("#make button").click()
    expect(page.locator("#links .handed")).to_be_visible()
    look(page, "links")
    outside = page.locator("#links input[readonly]").input_value()
    for address in (f"{edition}/preview/{language}", f"{edition}/preview/{language}/phone", f"{visit.site.address}{number}/history", f"{visit.site.address}{number}/comparison", f"{outside}/{language}"):
        page.goto(address)
        assert complaints(page) == [], address
        assert page.locator("img[src=x], svg[onload], [data-hx-get='/x']").count() == 0
    page.goto(visit.site.address + "/desk/documents/new")
    page.locator("#dated").fill("hier")
    page.locator(".keeping button").first.click()
    expect(page.locator(".trouble")).to_be_focused()
    assert complaints(page) == []


def test_a_table_in_the_file_is_told_before_anything_is_written_over(visit: Visit, tmp_path: Path) -> None:
    page = begin(visit, "over")
    document = docx.Document()
    document.add_heading("Avec un tableau", 0)
    document.add_table(2, 2).cell(0, 0).text = "a"
    path = tmp_path / "tableau.docx"
    path.write_bytes(files.saved(document))
    page.locator("#fr-title").fill("Déjà écrit")
    page.locator("#fr-word").set_input_files(path)
    # To save is to read it first: with the page the file would be gone.
    page.locator(".keeping button").first.click()
    expect(page.locator("#taken")).to_contain_text("Tableaux")
    expect(page.locator("#fr-title")).to_have_value("Déjà écrit")
    page.locator("#taken button").click()
    expect(page.locator("#fr-title")).to_have_value("Avec un tableau")


def test_why_a_file_is_too_large_stands_at_its_field_until_another_is_chosen(visit: Visit, tmp_path: Path) -> None:
    page = begin(visit, "large")
    path, other = tmp_path / "grand.docx", tmp_path / "petit.docx"
    path.write_bytes(bytes(11 * 1024 * 1024))
    other.write_bytes(files.communique("Un petit"))
    page.locator("#dated").fill("2026-11-24")
    page.locator("#fr-title").fill("Déjà écrit")
    page.locator("#es-word").set_input_files(path)
    with page.expect_response("**/desk/autosave**"):
        page.locator("#text-es .word button").click()
    expect(page.locator("#saved")).to_contain_text("Enregistré à")
    said = page.locator("#es-word-error")
    expect(said).to_be_in_viewport()
    expect(said).to_contain_text("trop")
    assert said.get_attribute("role") == "alert"
    field = page.locator("#es-word")
    expect(field).to_be_focused()
    assert field.get_attribute("aria-describedby") == "es-word-hint es-word-error"
    # What is scrolled to under the bar that stays in view is not too small for that.
    page.evaluate("scrollTo(0, 0)")
    assert complaints(page) == []
    # What is typed goes on being kept.
    page.locator("#fr-title").fill("Écrit ensuite")
    with page.expect_response("**/desk/autosave**"):
        page.locator("#fr-summary").focus()
    expect(said).to_be_visible()
    field.set_input_files(other)
    expect(said).to_be_hidden()
    page.locator("#text-es .word button").click()
    expect(page.locator("#es-title")).to_have_value("Un petit")


def test_why_the_site_did_not_read_a_file_stands_at_its_field(visit: Visit, tmp_path: Path) -> None:
    page = begin(visit, "unread", scripts=False)
    path = tmp_path / "texte.docx"
    path.write_bytes(b"Un texte.")
    page.locator("#es-word").set_input_files(path)
    page.locator("#text-es .word button").click()
    expect(page.locator("#es-word-error")).to_contain_text("Word (.docx)")
    assert page.locator("#es-word").get_attribute("aria-invalid") == "true"
    assert page.locator(".word.wrong").count() == 1


def test_heading_links_and_checklist_follow_what_saves_itself_and_leave_the_focus_where_it_is(visit: Visit) -> None:
    page = begin(visit, "following")
    expect(page.locator("#checklist")).to_have_count(0)
    page.locator("#fr-title").press_sequentially("Un texte suivi")
    with page.expect_response("**/desk/autosave**"):
        expect(page.locator("#saved")).to_contain_text("Enregistré à", timeout=15000)
    expect(page.locator("#heading h1")).to_have_text("Communiqué")
    expect(page).to_have_title("Communiqué – Un texte suivi – Rédaction")
    expect(page.locator("#heading a")).to_have_count(3)
    expect(page.locator("#summary a, #release a")).to_have_count(2)
    lacking = page.locator("#checklist .must")
    for words in ("Saisissez la date", "Français – Le texte manque."):
        expect(lacking).to_contain_text(words)
    # Whoever goes on writing is not sent elsewhere, and hears no more than the line of what is kept.
    expect(page.locator("#fr-title")).to_be_focused()
    assert page.evaluate("document.getElementById('fr-title').selectionStart") == len("Un texte suivi")
    assert page.locator("#beyond :is([role=status], [role=alert], [aria-live])").count() == 0
    page.locator("#dated").fill("2026-11-24")
    expect(lacking).not_to_contain_text("Saisissez la date")
    body = page.locator("#fr-body")
    body.click()
    page.keyboard.type("Le Conseil a adopté le texte.")
    expect(lacking).to_have_count(0)
    expect(body).to_be_focused()
    page.keyboard.type(" La suite")
    expect(body).to_have_text("Le Conseil a adopté le texte. La suite")
    # What stands under the form is laid over: a link that has the focus keeps it, a list that was closed stays closed.
    page.evaluate("""() => { const field = document.getElementById("fr-body-source"); field.value = "<p>Un <a href='https://example.org/un'>lien</a>.</p>";
        field.dispatchEvent(new Event("input", { bubbles: true })); }""")
    expect(page.locator("#outside")).to_have_attribute("open", "")
    page.locator("#outside summary").click()
    page.locator("#checklist .bar a").focus()
    page.evaluate("""() => { const field = document.getElementById("fr-summary"); field.value = "En bref.";
        field.dispatchEvent(new Event("input", { bubbles: true })); }""")
    expect(page.locator("#checklist")).not_to_contain_text("pas de résumé")
    expect(page.locator("#checklist .bar a")).to_be_focused()
    assert page.locator("#outside").get_attribute("open") is None
    assert complaints(page) == []


def test_a_new_page_saves_itself_without_an_address_and_in_whatever_language_it_is_written(visit: Visit) -> None:
    page = begin(visit, "planting")
    page.goto(visit.site.address + "/desk/pages/new")
    page.locator("#ar-title").fill("صفحة جديدة")
    expect(page.locator("#saved")).to_contain_text("Enregistré à", timeout=15000)
    page.wait_for_url("**/desk/pages/editions/*")
    expect(page.locator("#heading h1")).to_have_text("Page")
    expect(page.locator("#ar-status")).to_have_value("original")
    expect(page.locator("#fr-status")).to_have_value("courtesy")
    expect(page.locator("#checklist .must")).to_contain_text("dernière partie de l’adresse")
    page.locator("#segment").fill("nouvelle-page")
    expect(page.locator("#checklist .must")).not_to_contain_text("dernière partie de l’adresse")
    assert complaints(page) == []
