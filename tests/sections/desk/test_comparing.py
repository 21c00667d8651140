"""Any two editions of a document laid over each other, the unsettled one included; and who did what."""

import re
from html import unescape

from tests.conftest import Clock
from tests.sections.desk.test_documents import fields, settle, version, write
from tests.sections.desk.test_door import come_in, form_token
from tests.sections.desk.test_files import hand_in
from tests.strict import StrictClient


def corrected(client: StrictClient, clock: Clock) -> str:
    """The address of a document with a public edition, and a correction under way."""
    edition = write(client)
    assert client.post(f"{edition}/release", data={"token": form_token(client), "version": "1", "when": "now"}).status_code == 303
    settle(clock)
    document = client.get(edition).headers["Location"]
    begun = client.post(f"{document}/editions", data={"token": form_token(client), "change": "correction"}).headers["Location"]
    changed = fields(**{"fr-title": "Un communiqué corrigé", "fr-body": "Premier paragraphe.\n\nTroisième.", "dated": "2026-11-25", "ar-body": "<p>فقرة جديدة.</p>", "en-title": "A test", "en-body": "New."})
    assert client.post(begun, data=changed | {"token": form_token(client), "version": version(client.get(begun).text)}).status_code == 303
    return document


def test_two_editions_are_compared_word_by_word_in_each_language(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    document = corrected(client, clock)
    page = client.get(f"{document}/comparison").text
    french = page.partition('id="in-fr"')[2].partition("</section>")[0]
    assert re.search(r"<del><span class=\"visually-hidden\" lang=\"fr\">[^<]+</span>d’essai<", french)
    assert re.search(r"<ins><span class=\"visually-hidden\" lang=\"fr\">[^<]+</span>corrigé<", french)
    assert re.search(r"<ins>.*Troisième\.", french)
    assert 'dir="rtl"' in page.partition('id="in-ar"')[2].partition("</section>")[0]
    # What the desk says within a text of another language is said in the language of the desk; page and window name the text.
    assert '<ins><span class="visually-hidden" lang="fr">' in page.partition('id="in-ar"')[2].partition("</section>")[0]
    for shown in (page, client.get(f"{document}/history").text):
        assert "– Un communiqué corrigé" in shown.partition("</title>")[0]
        assert ">Un communiqué corrigé</bdi>" in shown.partition("</h1>")[2]
    assert "nouvelle" in page.partition('id="in-en"')[2].partition("</section>")[0]
    assert "24 novembre 2026" in unescape(page).replace("\u00a0", " ")
    assert "25 novembre 2026" in unescape(page).replace("\u00a0", " ")
    under_way = re.search(r"/desk/editions/\d+", client.get(document).text.partition('id="verbs"')[2])[0]  # type: ignore[index]
    assert hand_in(client, under_way, ("rapport.csv", b"pays,voix\nMaroc,1\n"), language="ar").status_code == 303
    beside = client.get(f"{document}/comparison").text.partition('id="facts"')[2].partition("</section>")[0]
    assert "Fichiers – العربية" in beside
    assert re.search(r"<ins>.*rapport\.csv", beside)
    back = client.get(f"{document}/comparison?from=2&to=1").text
    assert "English" in back.partition('id="lost"')[2]
    same = client.get(f"{document}/comparison?from=1&to=1")
    assert "une seule et même édition" in same.text
    for wrong in ("?from=9", "?to=x", "?from=1&to=-1"):
        assert client.get(f"{document}/comparison{wrong}").status_code == 404
    assert client.get("/desk/documents/999999/comparison").status_code == 404


def test_the_history_says_who_did_what(client: StrictClient, clock: Clock) -> None:
    come_in(client, clock)
    document = corrected(client, clock)
    page = client.get(f"{document}/history").text
    for words in ("a commencé le brouillon", "a diffusé", "a enregistré", "Une personne"):
        assert words in page
    assert f"{document}/comparison?from=1&amp;to=2" in page
    assert client.get("/desk/documents/999999/history").status_code == 404
