"""What somebody received is recognised however it was copied, and a changed number or name is shown: more than a hundred copies."""

import io
import json
import quopri
import re
import threading
import time
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from itertools import zip_longest
from pathlib import Path

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import select

from mission.config import ROOT
from mission.extensions import engines
from mission.models import Blob, Change, Document, Edition, Form, Kind, Paper, Person, RegisterEntry, SettledContent, Settlement
from mission.services import publishing
from mission.services.authenticity import effort, finding, marks
from mission.services.markup import canonical, readable
from mission.verify.comparison import Original, compare
from mission.verify.markup import plain
from mission.verify.surroundings import Furniture
from tests.building import draft, person, release, text
from tests.conftest import Clock
from tests.strict import StrictClient

# Labelled samples: no statement of anybody.
TEXTS = {
    "fr": ("Texte d’essai : 25 États à Genève", "Résumé d’essai pour la vérification des copies.", "<p>Le 12 mars 2026, à l’issue de la session d’essai, 25 États ont adopté l’œuvre commune de coopération ; la vice-présidente Amina Exemple a salué « une avancée ».</p><h2>Des chiffres inventés</h2><p>Le budget s’élève à 1 500,25 francs, soit 3,5 % de plus qu’en 2014–2016 ; les anti-discriminations restent un échantillon.</p><ol><li>Premier point inventé de la liste.</li><li>Second point inventé de la liste.</li></ol><p>La réunion suivante se tiendra à Rabat-Exemple, avec une efficacité officielle.</p>"),
    "ar": ("نص تجريبي: خمس وعشرون دولة في جنيف", "ملخص تجريبي للتحقق من النسخ.", "<p>في 12 مارس 2026، وعند اختتام الدورة التجريبية، اعتمدت 25 دولة عملا مشتركا للتعاون، وأشادت نائبة الرئيس أمينة المثال بهذا التقدم.</p><h2>أرقام مختلقة</h2><p>تبلغ الميزانية المختلقة 1500 فرنك، أي بزيادة 3,5 % مقارنة مع الفترة السابقة، وهذا مجرد مثال.</p><p>سيعقد الاجتماع المقبل في مدينة الرباط المثال وفق جدول الأعمال التجريبي.</p>"),
    "en": ("Sample text: 25 States in Geneva", "A sample summary for the verification of copies.", "<p>On 12 March 2026, at the close of the sample session, 25 States adopted the common work on co-operation; Vice-President Amina Example welcomed “a step forward”.</p><h2>Invented figures</h2><p>The budget amounts to 1,500.25 francs, which is 3.5% more than in 2014–2016; this is an invented sample.</p><p>The next meeting will be held in Rabat-Example on an official and efficient footing.</p>"),
    "es": ("Texto de muestra: 25 Estados en Ginebra", "Un resumen de muestra para verificar copias.", "<p>El 12 de marzo de 2026, al término de la sesión de muestra, 25 Estados aprobaron la obra común de cooperación; la vicepresidenta Amina Ejemplo celebró «un avance».</p><h2>Cifras inventadas</h2><p>El presupuesto asciende a 1.500,25 francos, un 3,5 % más que en 2014–2016; esto es una muestra inventada.</p><p>La próxima reunión se celebrará en Rabat-Ejemplo de manera oficial y eficiente.</p>"),
}
ORIGINALS = {tag: Original(title, summary, plain(canonical(body))) for tag, (title, summary, body) in TEXTS.items()}
SETTLE = {"prefix": "MPM", "demonstration": True}


def wrapped(text: str, width: int = 62) -> str:
    """Broken into lines as mail programs and sheets do."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            if len(line) + len(word) > width:
                lines.append(line.rstrip())
                line = ""
            line += word + " "
        lines += [line.rstrip(), ""]
    return "\n".join(lines)


def hyphenated(text: str) -> str:
    """Long words parted at the ends of lines."""
    return re.sub(r"\b([^\W\d_]{5})([^\W\d_]{5,})\b", "\\1-\n\\2", text, count=6)


def vowelled(text: str) -> str:
    return re.sub("([\u0628-\u064a])(?=[\u0621-\u064a])", "\\1\u064e", text)


def presented(text: str) -> str:
    """In presentation forms, as poor PDFs give Arabic back."""
    forms = {}
    for number in range(0xFE70, 0xFEFD):
        plain_form = unicodedata.normalize("NFKC", chr(number))
        if len(plain_form) == 1:
            forms.setdefault(plain_form, chr(number))
    return "".join(forms.get(one, one) for one in text.replace("لا", "\ufefb"))


def sheets(text: str) -> str:
    """As pdftotext gives it: heads, feet and pages between the lines."""
    lines = wrapped(text, 70).split("\n")
    middle = lines.index("", len(lines) // 2)
    foot = ["", "MPM/C/2026/001 – https://mission.example/d/c2026-001 – 1/2", "\f" + "Mission permanente du Royaume du Maroc à Genève", ""]
    return "\n".join(["MPM/C/2026/001", "", *lines[:middle], *foot, *lines[middle:], "", "2", "\f"])


# Page and moment in one line, as browsers print them below each sheet.
FEET = ("1 sur 2    26/11/2026 17:12", "1 of 2    11/26/26, 5:12\u202fPM", "1 de 2    26/11/26, 17:12", "1 من 2    \u200f26/11/2026، 5:12 م",
        "PM 5:12 ,11/26/26    1/2", "١/٢    م٥:١٢ ،٢٠٢٦/\u200f١١/\u200f٢٦")  # fmt: skip


def footed(text: str) -> str:
    """As `pdftotext -layout` gives a page that a browser has printed, a line to a sheet."""
    return "\n".join(f"{line}\n{FEET[number % len(FEET)]}\n\f" for number, line in enumerate(text.split("\n")))


WAYS: dict[str, Callable[[Original], str]] = {
    "whole": lambda one: one.whole,
    "without a head": lambda one: one.body,
    "without a summary": lambda one: f"{one.title}\n{one.body}",
    "in one line": lambda one: " ".join(one.whole.split()),
    "in short lines": lambda one: wrapped(one.whole, 40),
    "with spaces": lambda one: one.whole.replace(" ", " \u00a0 ").replace("\n", "\r\n\r\n\t"),
    "quoted": lambda one: "Bonjour,\n\nvoici le texte.\n\n" + "\n".join(f"> {line}" for line in wrapped(one.whole).split("\n")),
    "quoted twice": lambda one: "\n".join(f">> {line}" for line in wrapped(one.body).split("\n")),
    "forwarded": lambda one: f"-----Original message-----\nFrom: press@example.org\nSubject: {one.title}\nDate: Tue, 24 Nov 2026\n\n{one.whole}",
    "other quotes": lambda one: one.whole.translate(str.maketrans({"’": "'", "«": '"', "»": '"', "“": '"', "”": '"', "–": "-", "…": "."})),
    "other spaces": lambda one: re.sub(r"[\u00a0\u202f]", " ", one.whole),
    "capitals": lambda one: f"{one.title.upper()}\n{one.body}",
    "decomposed": lambda one: unicodedata.normalize("NFD", one.whole),
    "compatible": lambda one: unicodedata.normalize("NFKC", one.whole),
    "ligatures": lambda one: one.whole.replace("ffi", "\ufb03").replace("fi", "\ufb01").replace("oe", "œ"),
    "soft hyphens": lambda one: re.sub(r"(\w{4})(\w{4})", "\\1\u00ad\\2", one.whole),
    "hyphenated": lambda one: hyphenated(one.whole) if one is not ORIGINALS["ar"] else wrapped(one.whole, 30),
    "sheets": lambda one: sheets(one.whole),
    "with another browser’s feet": lambda one: footed(one.whole),
    "bullets": lambda one: "\n".join(f"• {line}" for line in one.body.split("\n")),
    "marks of direction": lambda one: "\u202b" + one.whole.replace(" ", " \u200f") + "\u202c",
    "tatweel": lambda one: re.sub("([\u0628\u0633\u0634\u0645])(?=[\u0621-\u064a])", "\\1\u0640\u0640", one.whole),
    "vowels": lambda one: vowelled(one.whole),
    "presentation forms": lambda one: presented(one.whole) if one is ORIGINALS["ar"] else one.whole,
    "lam-alef turned round": lambda one: re.sub("ل([اأإآ])", "\\1ل", one.whole),
    "per cent on the other side": lambda one: re.sub(r"(3[.,]5)\s?%", r"% \1", one.whole),
    "arabic digits": lambda one: one.whole.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    "broken between its letters": lambda one: re.sub("([\u0621-\u064a]{1,3}[\u0627\u062f\u0631\u0648\u0642])(?=[\u0621-\u064a]{2})", "\\1 ", re.sub("([\u0642\u0641\u0646\u064a\u062a])(?=[\u0621-\u064a])", "\\1 ", one.whole)),
    "read as plain text": lambda one: readable(canonical(next(body for title, _, body in TEXTS.values() if title == one.title)))[0],
    "its first half": lambda one: "\n".join(one.body.split("\n")[: -(len(one.body.split("\n")) // 2)]),
    "its second half": lambda one: "\n".join(one.body.split("\n")[len(one.body.split("\n")) // 2 :]),
}
CHANGES: dict[str, tuple[tuple[str, str], ...]] = {
    "fr": (("12 mars", "13 mars"), ("25 États ont", "35 États ont"), ("1 500,25", "1 500,26"), ("3,5 %", "35 %"), ("Amina", "Samira"), ("ont adopté", "n’ont pas adopté"), ("2014–2016", "2014–2018"), ("Rabat-Exemple", "Alger-Exemple"), ("francs", "euros"), ("Second point inventé de la liste.\n", "")),
    "ar": (("12 مارس", "13 مارس"), ("25 دولة عملا", "35 دولة عملا"), ("1500", "1600"), ("3,5 %", "35 %"), ("أمينة", "سميرة"), ("اعتمدت", "لم تعتمد"), ("الرباط المثال", "الجزائر المثال"), ("فرنك", "يورو")),
    "en": (("12 March", "13 March"), ("25 States adopted", "35 States adopted"), ("1,500.25", "1,500.35"), ("3.5%", "35%"), ("Amina", "Samira"), ("adopted", "rejected"), ("2014–2016", "2014–2018"), ("Rabat-Example", "Algiers-Example"), ("francs", "euros")),
    "es": (("12 de marzo", "13 de marzo"), ("25 Estados aprobaron", "35 Estados aprobaron"), ("1.500,25", "1.500,35"), ("3,5 %", "35 %"), ("Amina", "Samira"), ("aprobaron", "no aprobaron"), ("2014–2016", "2014–2018"), ("francos", "euros")),
}  # fmt: skip
COPIES = [(tag, name) for tag in TEXTS for name in WAYS]
ALTERED = [(tag, name, change) for tag in TEXTS for name in ("whole", "without a head", "quoted", "sheets", "in short lines", "broken between its letters") for change in CHANGES[tag]]


def sample(at: Clock, session: object) -> Edition:
    writer, approver = person(session, "writer@example.org", at()), person(session, "approver@example.org", at())  # type: ignore[arg-type]
    texts = {tag: text(title, "original" if tag == "fr" else "official", body, summary=summary) for tag, (title, summary, body) in TEXTS.items()}
    edition = draft(session, writer, at(), translations=texts)  # type: ignore[arg-type]
    return release(session, edition, writer, approver, at())  # type: ignore[arg-type]


@pytest.fixture
def issued(app: Flask, clock: Clock) -> int:
    """The sample communiqué, settled; its document."""
    with engines.writing() as session:
        document = sample(clock, session).document_id
    publishing.settle(engines.writing, clock(), **SETTLE)
    return document


# Of the sheets and addresses that `WAYS` puts around the text.
AROUND = Furniture(["MPM/C/2026/001", "https://mission.example/d/c2026-001"], own=["MPM/C/2026/001", "c2026-001"], site="https://mission.example")


def verdict(client: StrictClient, tag: str = "fr", **given: object) -> str:
    answer = client.post(f"/{tag}/verify", data=given, content_type="multipart/form-data")
    assert answer.status_code == 200, answer.text
    found = re.search(r'data-verdict="(\w+)"', answer.text)
    assert found
    return found[1]


def test_every_copy_is_recognised_and_every_change_is_seen(issued: int) -> None:
    assert len(COPIES) + len(ALTERED) >= 100
    mistaken = []
    with engines.reading() as session:
        for tag, name in COPIES:
            found = finding.find(session, WAYS[name](ORIGINALS[tag]), lambda *of: AROUND)
            if found is None or not found.comparison.same or (found.document_id, found.language) != (issued, tag):
                mistaken.append((tag, name, found and found.comparison.differences))
        for tag, name, (before, after) in ALTERED:
            original = ORIGINALS[tag]
            assert before in original.body, before
            changed = Original(original.title, original.summary, original.body.replace(before, after, 1))
            found = finding.find(session, WAYS[name](changed), lambda *of: AROUND)
            if found is None or len(found.comparison.differences) not in (1, 2) or found.document_id != issued:
                mistaken.append((tag, name, before, after, found and found.comparison.differences))
    assert mistaken == []


@pytest.mark.parametrize("added", ["La Mission annonce aussi son retrait.", "Le Maroc ne participera pas à la session."])
def test_a_sentence_put_before_between_or_after_is_an_alteration(issued: int, added: str) -> None:
    lines = ORIGINALS["fr"].body.split("\n")
    with engines.reading() as session:
        for place in range(len(lines) + 1):
            found = finding.find(session, "\n".join([*lines[:place], added, *lines[place:]]))
            assert found is not None
            assert [one.inserted for one in found.comparison.differences] == [added.rstrip(".")], place


def test_what_is_not_ours_is_not_known(issued: int, client: StrictClient) -> None:
    for given in ("Un texte qui n’a rien à voir avec ce que ce site a publié, et qui parle de tout autre chose encore.", "mot " * 500):
        assert verdict(client, text=given) == "unknown"
    assert verdict(client, reference="MPM/C/2026/777") == "unknown"
    assert verdict(client, reference="https://mission.example.net/d/c2026-001") == "unknown", "a cloned site’s address"
    assert verdict(client, reference="XXX/C/2026/001") == "unknown"


def test_a_reference_an_address_and_a_digest_are_known(issued: int, client: StrictClient) -> None:
    with engines.reading() as session:
        digest = session.scalars(select(SettledContent.digest).order_by(SettledContent.edition_id.desc())).first()
    for given in ("MPM/C/2026/001", " mpm/c/2026/001 ", "c2026-001", "http://localhost:8000/d/c2026-001", "http://localhost:8000/fr/communiques/c2026-001/x", digest):
        assert verdict(client, reference=given) == "issued", given
    assert verdict(client, text="MPM/C/2026/001") == "issued"
    answer = client.get("/ar/verify?reference=MPM/C/2026/001")
    assert answer.status_code == 200
    assert 'data-verdict="issued"' in answer.text
    assert "/ar/communiques/c2026-001" in answer.text


def test_a_text_and_a_file_at_once_are_refused_and_the_text_is_kept(issued: int, client: StrictClient) -> None:
    forged = ORIGINALS["fr"].whole.replace("25", "26")
    answer = client.post("/fr/verify", data={"text": forged, "file": (io.BytesIO(ORIGINALS["fr"].whole.encode()), "a.txt")})
    assert answer.status_code == 422
    assert "data-verdict" not in answer.text
    assert 'id="file-error"' in answer.text
    assert re.search(r"<textarea[^>]*>[^<]*26\sÉtats", unescape(answer.text))


def test_the_answer_says_where_it_differs_in_the_direction_of_the_text(issued: int, client: StrictClient) -> None:
    answer = client.post("/fr/verify", data={"text": ORIGINALS["ar"].whole.replace("1500", "1600")})
    assert 'data-verdict="altered"' in answer.text
    part = answer.text[answer.text.index('<ol class="differences"') :]
    assert part.startswith('<ol class="differences" lang="ar" dir="rtl">')
    assert re.search(r"<del>.*1500.*</del>.*<ins>.*1600.*</ins>", part)


def test_a_demonstration_says_so_in_every_answer(issued: int, client: StrictClient) -> None:
    for given in (ORIGINALS["fr"].whole, ORIGINALS["fr"].whole.replace("25", "26"), "Rien de tout cela n’est connu ici, absolument rien."):
        answer = client.post("/en/verify", data={"text": given})
        assert "this answer is not the Mission’s" in answer.text
        assert "genuine" not in answer.text.replace("never called genuine", "")


def test_the_whole_page_copied_or_saved_is_recognised(issued: int, client: StrictClient) -> None:
    for tag in TEXTS:
        page = client.get(f"/{tag}/communiques/c2026-001", follow_redirects=True)
        assert verdict(client, tag, file=(io.BytesIO(page.data), "page.html")) == "copy", tag
        assert verdict(client, tag, file=(io.BytesIO(page.data.replace(b"12 mar", b"13 mar").replace("12 مارس".encode(), "13 مارس".encode()).replace(b"12 de mar", b"13 de mar").replace(b"12 Mar", b"13 Mar")), "page.html")) == "altered", tag
        plain_text = client.get(f"/{tag}/communiques/c2026-001.txt")
        assert verdict(client, tag, text=plain_text.text) == "issued", tag
    # The end of a letter of ours.
    note = client.get("/register/checkpoint").text
    ending = ("-- \nMission permanente du Royaume du Maroc à Genève\n\nLa tête signée du registre au moment où cette lettre a été écrite, telle qu’elle a été publiée\u00a0:\n"
              f"http://localhost:8000/register/checkpoint\n\n{note}\n"
              "Cette adresse suit la liste Communiqués.\nhttp://localhost:8000/fr/communiques\n\nMettre fin à cette alerte\nhttp://localhost:8000/fr/alerts/Ab-3_x")  # fmt: skip
    assert verdict(client, text=f"{ORIGINALS['fr'].whole}\n\n{ending}") == "issued"
    size = note.splitlines()[1]
    for taken, put in (("Cette adresse", "Ce pays"), ("\ntime ", "\n1000 personnes\ntime "), (note, f"{size}\n"), (note, f"{note.strip()} en 1000\n")):
        assert verdict(client, text=f"{ORIGINALS['fr'].whole}\n\n{ending}".replace(taken, put)) == "surrounded", put
    assert verdict(client, text=ORIGINALS["fr"].whole) == "issued"


def test_words_around_a_whole_unchanged_text_do_not_make_it_altered_and_words_in_it_do(issued: int, client: StrictClient, clock: Clock) -> None:
    one = ORIGINALS["fr"]
    quoted, head = "\n".join(f"> {line}" for line in one.whole.split("\n")), "De : Jean Dupont <j@example.org>\nEnvoyé : mardi 24 novembre 2026 10:12\nÀ : Rédaction"
    around = (
        f"{quoted}\n\nJean Dupont\nRédacteur, Journal d’essai\n+41 22 000 00 00", f"{head}\nObjet : TR: communiqué\n\n{one.whole}",
        f"Regardez ceci, c’est pour demain.\n\n{one.whole}\n\n-- \nJean Dupont", f"{one.body}\n\nJean Dupont, rédacteur",
    )  # fmt: skip
    for given in around:
        answer = client.post("/fr/verify", data={"text": given}).text
        assert re.findall(r'data-verdict="(\w+)"', answer) == ["surrounded"], given
        assert 'class="answer wait"' in answer
        assert "Jean Dupont" in answer or "TR: communiqué" in answer, "what stands around it is shown"
    sentence = "Et rien d’autre ne vaut."
    for given in (
        f"{one.whole} {sentence}", f"{one.whole}\n{sentence}", one.whole.replace("Des chiffres", f"{sentence}\n\nDes chiffres"), f"{sentence}\n\n{one.body}",
        f"{one.whole.replace('25 États ont', '35 États ont')}\n\nJean Dupont", f"{one.body.rpartition(chr(10))[0]}\n\n{sentence}",
    ):  # fmt: skip
        assert verdict(client, text=given) == "altered", given
    # What looks like our paper or our page, and says more, is another one.
    for content in (word(f"{one.whole}\n\n{sentence}"), "".join(f"<p>{line}</p>" for line in (*one.whole.split("\n"), sentence)).encode()):
        assert verdict(client, file=(io.BytesIO(content), "x")) == "altered"
    corrected(issued, clock, body=TEXTS["fr"][2].replace("12 mars", "14 mars"), change_note="Une date d’essai.")
    assert verdict(client, text=around[0]) == "superseded"


def test_a_text_that_was_put_together_otherwise_is_altered(issued: int, client: StrictClient) -> None:
    for tag in TEXTS:
        lines = [line for line in ORIGINALS[tag].whole.split("\n") if line.strip()]
        head, body = lines[:2], lines[2:]
        for other in ([*body[1:], body[0]], [*body, body[0]], [body[-1], *body[:-1]], [body[0], body[0], *body[1:]]):
            assert verdict(client, tag, text="\n".join((*head, *other))) == "altered", (tag, other)


def test_a_page_that_is_no_document_is_recognised_too(client: StrictClient) -> None:
    for address in ("/fr/themes/migration/iom", "/ar/about", "/en/kingdom", "/es/autonomy"):
        page = client.get(address)
        assert verdict(client, address[1:3], file=(io.BytesIO(page.data), "page.html")) == "copy", address
        # As it is printed: where a link leads away, the address stands behind its words.
        printed = re.sub(rb'(<a href="(https?://[^"]+)"[^>]*>.*?</a>)', rb"\1 (\2)", page.data)
        assert printed != page.data
        for given, said in ((printed, "copy"), (printed.replace(b"</a> (http", b"</a> (http://essai.example/http"), "altered")):
            assert verdict(client, address[1:3], file=(io.BytesIO(given), "page.html")) == said, address


def word(text: str) -> bytes:
    """A Word file with these paragraphs."""
    paragraphs = "".join(f"<w:p><w:r><w:t xml:space=\"preserve\">{line.replace('&', '&amp;')}</w:t></w:r></w:p>" for line in text.split("\n"))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
        archive.writestr("_rels/.rels", '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>')
        archive.writestr("word/document.xml", f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{paragraphs}</w:body></w:document>')
    return made.getvalue()


def printed(text: str, language: str) -> bytes:
    """A PDF with these paragraphs."""
    import typst

    escaped = re.sub(r"([\\#$*_`<>@=\-+/~\[\]\"'])", r"\\\1", text).replace("\n", "\n\n")
    # Broken by the width of a narrow page, hyphenated as the language is.
    source = f'#set text(lang: "{language}", hyphenate: true)\n#set page(width: 9cm, height: 12cm, footer: [MPM\\/C\\/2026\\/001 #h(1fr) #context counter(page).display("1/1", both: true)])\n#set par(justify: true)\n{escaped}'
    return typst.compile(source.encode())


def test_word_files_and_pdfs_are_read(issued: int, client: StrictClient) -> None:
    for tag in TEXTS:
        whole = ORIGINALS[tag].whole
        assert verdict(client, tag, file=(io.BytesIO(word(whole)), "texte.docx")) == "copy", tag
        assert verdict(client, tag, file=(io.BytesIO(word(whole.replace("25", "26"))), "texte.docx")) == "altered", tag
    # Arabic where the machine has letters for it.
    arabic = ("ar",) if any(Path("/usr/share/fonts").rglob("DejaVuSans.ttf")) else ()
    for tag in ("fr", "en", "es", *arabic):
        assert verdict(client, tag, file=(io.BytesIO(printed(ORIGINALS[tag].whole, tag)), "texte.pdf")) == "copy", tag
    for tag in arabic:
        figures = WAYS["arabic digits"](ORIGINALS[tag])
        assert verdict(client, tag, file=(io.BytesIO(printed(figures, tag)), "texte.pdf")) == "copy"
        assert verdict(client, tag, file=(io.BytesIO(printed(figures.replace("١٢", "٢١"), tag)), "texte.pdf")) == "altered"
        assert verdict(client, tag, file=(io.BytesIO(printed(ORIGINALS[tag].whole.replace("12", "13"), tag)), "texte.pdf")) == "altered", tag


def test_hostile_and_unreadable_files_get_a_sentence(client: StrictClient) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (70 * 1024 * 1024))
    for content, name in ((bomb.getvalue(), "bombe.docx"), (b"%PDF-1.7 broken", "x.pdf"), (b"\x89PNG\r\n\x1a\n\0\0\0\0", "x.png"), (b"PK\x03\x04broken", "x.docx"), (b"", "empty.txt"), (b"   ", "blank.txt")):
        answer = client.post("/fr/verify", data={"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")
        assert answer.status_code == 422, name
        assert 'id="file-error"' in answer.text, name
    # What was typed beside a file that is too large is still there; a request beyond all measure is not read.
    for size, status in ((10 * 1024 * 1024 + 1, 422), (12 * 1024 * 1024, 422), (30 * 1024 * 1024, 422), (61 * 1024 * 1024, 413)):
        given = {"text": "Un texte d’essai tapé ici.", "file": (io.BytesIO(b"a" * size), "x.txt"), "reference": "MPM/C/2026/001"}
        answer = client.post("/fr/verify", data=given, content_type="multipart/form-data")
        assert answer.status_code == status, size
        assert 'id="file-error"' in answer.text
        assert ("Un texte d’essai tapé ici.</textarea>" in answer.text, 'value="MPM/C/2026/001"' in answer.text) == (status == 422,) * 2, size
    for letters in (200_001, 3_000_000):
        kept = client.post("/fr/verify", data={"text": "x" * letters, "reference": "MPM/C/2026/001"})
        assert kept.status_code == 422
        assert "MPM/C/2026/001" in kept.text
        assert "x" * letters in kept.text
        assert 'id="text-error"' in kept.text
    assert client.post("/fr/verify", data={}).status_code == 422


def corrected(document_id: int, clock: Clock, **changes: str) -> None:
    """A correction of the sample's French text."""
    with engines.writing() as session:
        writer, approver = (session.scalars(select(Person).where(Person.email == f"{one}@example.org")).one() for one in ("writer", "approver"))
        edition = publishing.begin(session, writer, document_id, Change.CORRECTION, at=clock())
        content = publishing.read(edition)
        texts = dict(content.translations)
        from dataclasses import replace

        texts["fr"] = replace(texts["fr"], **changes)
        edition = publishing.save(session, writer, edition.id, replace(content, translations=texts), version=edition.version, at=clock())
        release(session, edition, writer, approver, clock())
    publishing.settle(engines.writing, clock.forward(minutes=1), **SETTLE)


def test_a_part_of_a_text_is_called_one_in_the_sentence_itself(issued: int, client: StrictClient) -> None:
    line = ORIGINALS["fr"].body.split("\n")[0]
    for given, said in ((line, "Il est coupé"), (" ".join(line.split()[:-3]), "")):
        answer = client.post("/fr/verify", data={"text": given}).text
        assert re.search(r'<h2 id="verdict">Partie d’un texte', answer), given
        assert ("Il est coupé à l’intérieur d’un paragraphe" in answer) != bool(said)


def test_halves_of_two_languages_are_no_whole_and_a_head_alone_is_the_beginning(issued: int, client: StrictClient) -> None:
    fr, ar = ORIGINALS["fr"], ORIGINALS["ar"]
    beginning, end = "\n".join(fr.whole.split("\n")[:3]), "\n".join(ar.body.split("\n")[1:])
    half = client.post("/en/verify", data={"text": f"{beginning}\n{end}"}).text
    assert "Parts of one text of ours in several languages, put together" in half
    assert "You gave the beginning of the text: its end is missing." in half
    assert "Look first at number" in half
    both = client.post("/fr/verify", data={"text": f"{fr.whole}\n{ar.whole}"}).text
    assert "contient un de nos textes, en plusieurs langues" in both
    assert "Voyez d’abord" not in both
    # Paragraph by paragraph, as in a table of two columns; of such a copy each language is held against its own.
    for tag, one in (("fr", fr), ("ar", ar)):
        turns = zip_longest(ORIGINALS["en"].whole.split("\n"), one.whole.split("\n"), fillvalue="")
        taking_turns = "\n\n".join(f"{line}\n{there}" for line, there in turns)
        both = client.post("/fr/verify", data={"text": taking_turns}).text
        assert both.count('data-verdict="issued"') == 3, tag
        assert "contient un de nos textes, en plusieurs langues" in both
        forged = client.post("/fr/verify", data={"text": taking_turns.replace("12 March", "13 March")}).text
        assert "Voyez d’abord le numéro 1\u00a0: Publié, mais altéré ici" in forged
    altered = client.post("/fr/verify", data={"text": f"{fr.whole}\n{ar.whole.replace('1500', '1600')}"}).text
    assert "Voyez d’abord le numéro 2\u00a0: Publié, mais altéré ici" in altered
    head = client.post("/en/verify", data={"text": f"{fr.title}\n{fr.summary}"}).text
    assert "You gave the beginning of the text: its end is missing." in head


def test_a_correction_supersedes_the_language_that_it_changed(issued: int, client: StrictClient, clock: Clock) -> None:
    corrected(issued, clock, body=TEXTS["fr"][2].replace("12 mars", "14 mars"), change_note="Une date d’essai.")
    assert verdict(client, text=ORIGINALS["fr"].whole) == "superseded"
    assert verdict(client, text=ORIGINALS["fr"].whole.replace("12 mars", "14 mars")) == "issued"
    assert verdict(client, text=ORIGINALS["es"].whole) == "issued", "the others did not change"
    assert verdict(client, reference="http://localhost:8000/fr/communiques/c2026-001/editions/1") == "superseded"
    for given in ({"reference": "MPM/C/2026/001"}, {"text": "MPM/C/2026/001"}, {"reference": "http://localhost:8000/d/c2026-001"}):
        answer = client.post("/fr/verify", data=given).text
        assert "Ce texte a été corrigé le" in answer, given
        assert 'class="answer wait"' in answer
    answer = client.post("/fr/verify", data={"text": ORIGINALS["fr"].whole})
    assert "/fr/communiques/c2026-001/editions/1" in answer.text


def test_an_earlier_edition_is_named_by_the_title_that_it_had(issued: int, client: StrictClient, clock: Clock) -> None:
    with engines.reading() as session:
        digest, sequence = session.execute(select(RegisterEntry.digest, RegisterEntry.sequence).where(RegisterEntry.document_id == issued)).one()
    corrected(issued, clock, title="Un titre d’essai corrigé", change_note="Titre d’essai corrigé.")
    before = TEXTS["fr"][0]
    for given in ({"reference": digest}, {"text": ORIGINALS["fr"].whole}, {"reference": "http://localhost:8000/fr/communiques/c2026-001/editions/1"}):
        found = html.fromstring(client.post("/fr/verify", data=given).text)
        assert found.xpath("string(//*[@class='found'])") == before, given
        assert found.xpath("//*[@class='found']/a/@href") == ["/fr/communiques/c2026-001/editions/1"]
    rows = html.fromstring(client.get("/fr/register").text).xpath("//*[@id='entries']/li")
    named = {row.xpath("string(.//a[1]/@href)"): (row.xpath("string(.//a[2])"), row.xpath("string(.//a[2]/@href)")) for row in rows}
    assert named[f"/fr/register/{sequence}"] == (before, "/fr/communiques/c2026-001/editions/1")
    title, address = named[f"/fr/register/{sequence + 1}"]
    assert title == "Un titre d’essai corrigé"
    assert address.startswith("/fr/communiques/c2026-001/un-titre")
    assert html.fromstring(client.get(f"/fr/register/{sequence}").text).xpath("string(//*[@class='standfirst'])") == before


def test_a_withdrawn_and_a_recalled_text_are_said_to_be_so(issued: int, client: StrictClient, clock: Clock) -> None:
    notices = {tag: f"Avis d’essai {tag}." for tag in TEXTS}
    with engines.writing() as session:
        approver = session.scalars(select(Person).where(Person.email == "approver@example.org")).one()
        publishing.withdraw(session, approver, issued, notices=notices, at=clock.forward(minutes=1), demonstration=True)
        approver_id = approver.id
    assert verdict(client, text=ORIGINALS["en"].whole) == "withdrawn"
    assert "Avis d’essai fr." in client.get("/fr/communiques/c2026-001/editions/1").text
    with engines.writing() as session:
        publishing.recall(session, session.get_one(Person, approver_id), issued, notices=notices, at=clock.forward(minutes=1), demonstration=True)
    for given in (ORIGINALS["en"].whole, ORIGINALS["fr"].whole.replace("25", "26")):
        answer = client.post("/fr/verify", data={"text": given})
        assert 'data-verdict="recalled"' in answer.text
        shown = answer.text[answer.text.index('<section id="answer"') : answer.text.index("</section>", answer.text.index('<section id="answer"'))]
        assert "Avis d’essai fr." in shown
        for secret in ("Amina", "25 États", "25 States", TEXTS["fr"][0]):
            assert secret not in shown
    assert verdict(client, reference="c2026-001") == "recalled"


def test_what_is_embargoed_is_not_known(app: Flask, client: StrictClient, clock: Clock) -> None:
    with engines.writing() as session:
        writer, approver = person(session, "writer@example.org", clock()), person(session, "approver@example.org", clock())
        texts = {"fr": text(*(TEXTS["fr"][0], "original", TEXTS["fr"][2]), summary=TEXTS["fr"][1])}
        release(session, draft(session, writer, clock(), kind=Kind.STATEMENT, translations=texts), writer, approver, clock(), clock().replace(second=0) + timedelta(minutes=10))
    assert verdict(client, text=ORIGINALS["fr"].whole) == "unknown"
    assert verdict(client, reference="MPM/D/2026/001") == "unknown"


def test_marks_can_be_made_again(issued: int) -> None:
    from mission.models import TextPrint

    with engines.writing() as session:
        before = sorted(session.execute(select(TextPrint.mark, TextPrint.edition_id, TextPrint.language)).all())
        marks.rewrite(session)
        session.commit()
        assert sorted(session.execute(select(TextPrint.mark, TextPrint.edition_id, TextPrint.language)).all()) == before
        content = json.loads(session.scalars(select(SettledContent.content).limit(1)).one())
        assert session.scalars(select(Document.id).limit(1)).one()
    assert set(content["translations"]) <= set(TEXTS)


def test_a_digest_is_known_as_it_is_shortened_on_the_page(issued: int, client: StrictClient) -> None:
    page = client.get("/fr/communiques/c2026-001", follow_redirects=True).text
    shown = re.search(r"<summary><bdi><code>([0-9a-f]{6})…([0-9a-f]{6})</code>", page)
    assert shown
    start, end = shown.groups()
    whole = re.search(rf"{start}[0-9a-f]{{52}}{end}", page)
    assert whole
    for given in (f"{start}…{end}", f"SHA-256 : {start} … {end}", f"{start}...{end.upper()}", whole[0][:12], f"{whole[0][:20]}…"):
        assert verdict(client, reference=given) == "issued", given
        assert verdict(client, text=given) == "issued", given
    assert verdict(client, reference=f"{start}…{'0' * 6 if end != '0' * 6 else '1' * 6}") == "unknown"
    with engines.writing() as session:
        last = session.scalars(select(RegisterEntry).order_by(RegisterEntry.sequence.desc()).limit(1)).one()
        same = {name: getattr(last, name) for name in ("recorded_at", "act", "document_id", "name", "edition", "content_digest", "demonstration", "previous")}
        session.add_all(RegisterEntry(sequence=last.sequence + one, digest=f"{'ab' * 6}{one:052x}", **same) for one in (1, 2))
        session.commit()
    several = client.get(f"/fr/verify?reference={'ab' * 6}").text
    assert 'data-verdict="unreadable"' in several
    assert "Plusieurs empreintes" in several
    assert verdict(client, reference=f"{'ab' * 6}…01") == "issued"
    short = f"{start}…{end[-2:]}"
    for few in (client.get(f"/fr/verify?reference={short}").text, client.post("/fr/verify", data={"text": short}).text):
        assert 'data-verdict="unreadable"' in few
        assert "au moins douze caractères" in few


def test_words_too_few_are_told_so_and_what_is_no_reference_is_told_so(issued: int, client: StrictClient) -> None:
    for given in ("Genève, le 24 novembre", "…", "a" * 5000):
        answer = client.post("/fr/verify", data={"text": given})
        assert answer.status_code == 422, given
        assert 'id="text-error"' in answer.text
    for given in ("bonjour", "MPM", "http://localhost:8000/fr/verify", "0123"):
        assert verdict(client, reference=given) == "unreadable", given


@pytest.mark.parametrize("given", [
    "MPM-C-2026-001", "MPM/C/2026/1", "MPM C/2026/001".replace(" ", "/"), "c2026-1", "C/2026/001", "MPM/C/٢٠٢٦/٠٠١", "MPM／C／2026／001", "mpm / c / 2026 / 001",
    "mpm c 2026 1", "Communiqué MPM/C/2026/001", "MPM/C/2026/001 édition 1", "http://localhost:8000/fr/register/121", "\u200eMPM/C/2026/001\u200f", "/fr/communiques/c2026-001", "fr/communiques/c2026-001/slug?q=1#x", "localhost:8000/ar/communiques/c2026-001", "http://localhost:8000/es/communiques/c2026-001.pdf?x=1",
    "(MPM/C/2026/001).", "MPM/C/2026/001 du 24 novembre 2026", "HTTP://LOCALHOST:8000/D/C2026-001", "« Titre » (Communiqué MPM/C/2026/001), 24 novembre 2026. http://localhost:8000/d/c2026-001",
])  # fmt: skip
def test_references_are_understood_as_people_type_them(issued: int, client: StrictClient, given: str) -> None:
    assert verdict(client, reference=given) == "issued"


def test_a_thousand_references_are_no_citation() -> None:
    from mission.services import references

    assert references.cited("MPM/C/2026/001 " * 1000) == ["MPM/C/2026/001"]
    assert references.cited(" ".join(f"MPM/C/2026/{one:03}" for one in range(1000))) == []


def test_a_citation_as_the_page_offers_it_is_known_and_a_sentence_with_a_reference_is_not(issued: int, client: StrictClient) -> None:
    page = client.get("/fr/communiques/c2026-001", follow_redirects=True).text
    citation = plain(page[page.index('id="share-sentence"') + 20 : page.index("Copier la citation")]).split("\n")[0].strip()
    assert "SHA-256" in citation
    assert verdict(client, text=citation) == "issued"
    for word in ("Genève", "2026.", "MPM/C/2026/001"):
        assert verdict(client, text=citation.replace(word, f"{word} quitte", 1)) == "unknown", word


def test_a_citation_that_names_another_site_or_another_text_beside_is_not_known(issued: int, client: StrictClient) -> None:
    for beside in ("https://mission.example/d/c2026-001", "MPM/R/2026/001", "MPM/C/2026/0011", "0" * 64):
        assert verdict(client, reference=f"Communiqué MPM/C/2026/001, 24 novembre 2026. {beside}") == "unknown", beside


def test_the_mission_s_own_paper_is_known_by_its_bytes_and_by_its_words(app: Flask, issued: int, client: StrictClient, clock: Clock) -> None:
    import hashlib
    import subprocess

    from mission.services.rendering import making

    with engines.writing() as session:
        edition = session.get_one(Document, issued).current_edition_id
        assert edition
        making.make(session, edition, clock(), app.config["SETTINGS"])
    with engines.reading() as session:
        kept = [(one.language, one.form.value, session.get_one(Blob, one.sha256).content) for one in session.scalars(select(Paper).where(Paper.edition_id == edition))]
    assert len(kept) == 8
    for tag, form, content in kept:
        assert verdict(client, tag, file=(io.BytesIO(content), "x")) == "issued", (tag, form)
        assert verdict(client, tag, reference=hashlib.sha256(content).hexdigest()) == "issued", (tag, form)
        if form == "pdf":
            for option in ([], ["-layout"]):
                copied = subprocess.run(["pdftotext", *option, "-", "-"], input=content, capture_output=True, check=True).stdout.decode()  # noqa: S607
                assert verdict(client, tag, text=copied) == "issued", (tag, option)
                assert verdict(client, tag, text=copied.replace("1500", "1600").replace("1 500,25", "1 600,25").replace("1,500", "1,600").replace("1.500", "1.600")) in ("altered",), (tag, option)
    # The page of an earlier edition tells the size of its own paper, and not that of the newest.
    corrected(issued, clock, body=TEXTS["fr"][2].replace("12 mars", "14 mars") + "<p>Un paragraphe d’essai dans d’autres lettres : Ŵ Ķ Ż ß œ Æ Ñ ½ § ¶ †.</p>" * 9, change_note="Un essai.")
    with engines.writing() as session:
        making.make(session, session.get_one(Document, issued).current_edition_id or 0, clock(), app.config["SETTINGS"])
    sizes = [re.findall(r"\d+\sko", client.get(address, follow_redirects=True).text) for address in ("/fr/communiques/c2026-001", "/fr/communiques/c2026-001/editions/1")]
    assert sizes[0] != sizes[1]
    page = client.get("/fr/communiques/c2026-001/editions/1")
    assert verdict(client, file=(io.BytesIO(page.data), "page.html")) == "superseded"


def test_a_reference_of_another_text_is_told(issued: int, client: StrictClient) -> None:
    answer = client.post("/en/verify", data={"text": ORIGINALS["fr"].whole, "reference": "MPM/R/2026/001"})
    assert "belongs to another text than these words" in answer.text
    answer = client.post("/en/verify", data={"text": ORIGINALS["fr"].whole, "reference": "MPM/C/2026/001"})
    assert "belongs to another text" not in answer.text


def test_numbers_are_the_same_only_where_they_are(issued: int) -> None:
    from mission.verify.comparison import compare

    def same(first: str, second: str) -> bool:
        frame = "Le texte d’essai inventé dit que {} francs furent versés à l’échantillon de Genève hier."
        return compare(Original("", "", frame.format(first)), frame.format(second)).same

    for first, second in (("1 000", "1000"), ("1\u202f500,25", "1500,25"), ("1,500.25", "1500.25"), ("1.500,25", "1 500,25"), ("1,000,000", "1000000"), ("53", "٥٣"),
                          ("− 5 %", "−5 %"), ("−5 %", "− 5 %"), ("L511-1", "L511‑1"), ("242, 338", "242 , 338"), ("COVID-19", "COVID‑19"), ("1'000", "1000"), ("1 000 000", "1000000")):
        assert same(first, second), (first, second)
    for first, second in (("5 3", "53"), ("1 000", "1001"), ("3,5", "35"), ("1 000", "10 000"), ("12 34", "1234"), ("2014–2016", "2016–2014"),
                          # Of thousands in one language, of a fraction in another.
                          ("3,125 %", "3125 %"), ("0,375", "0 375"), ("0,375", "0375"), ("2,150", "2 150"), ("1,000", "1000"), ("12.500", "12,500"), ("0 375", "0375"),
                          ("242, 338 et 497", "242338 et 497"), ("242, 338 et 497", "242 338 et 497"), ("98, 100", "98100"), ("3 × 500", "3500"),
                          ("− 5 %", "5 %"), ("−5 %", "5 %"), ("L511-1", "L51-11"), ("L511-1", "L5111")):
        assert not same(first, second), (first, second)


def test_signs_at_a_number_are_seen_however_they_are_written() -> None:
    from mission.verify.comparison import compare

    frame = "Le texte d’essai inventé dit que {} francs furent versés à l’échantillon de Genève hier."
    for first, second in (
        ("5 %", ".5 %"), ("35", ",35"), ("$5", "-$5"), ("$5", "≤ $5"), ("€1,500", "-€1,500"), ("35", "\u207b35"), ("35", "\u2a7e35"), ("35", "≯35"), ("35", "↓35"), ("35", "35+"),
        ("35", "−\u00ad35"), ("35", "-\u061c35"), ("35", "−\ufe0f35"), ("35", f"−{chr(160) * 13}35"), ("35", "35％"), ("35", "＄35"), ("35", "\u202e35\u202c"), ("12", "\u202e12"),
    ):
        assert not compare(Original("", "", frame.format(first)), frame.format(second)).same, (first, second)
        assert compare(Original("", "", frame.format(second)), frame.format(second)).same, second
    line = "{}12 °C furent mesurés à Genève pendant la nuit de l’essai inventé, disent les notes de la station."
    for sign in ("–", "−", "− "):
        assert not compare(Original("", "", line.format("")), line.format(sign)).same, sign
    assert compare(Original("", "", line.format("")), line.format("– ")).same, "the dash of a list"


def test_thousands_before_a_number_are_no_number_of_an_item(app: Flask) -> None:
    body = "<ol><li>500 bourses d’essai sont attribuées chaque année aux étudiants inventés.</li><li>250 dirhams d’essai sont versés à chacun d’eux.</li></ol>"
    original = next(iter(marks.originals({"translations": {"fr": {"title": "Un titre d’essai inventé", "summary": "Un résumé d’essai.", "body": body}}}).values()))
    listed = original.whole.replace("500 bourses", "1. 500 bourses").replace("250 dirhams", "2. 250 dirhams")
    assert compare(original, listed).same
    for given in ("1 500 bourses", "1\u00a0500 bourses", "1\u202f500 bourses"):
        assert not compare(original, original.whole.replace("500 bourses", given)).same, given


def test_no_return_is_not_the_return_in_a_plain_text() -> None:
    frame = "قال الممثل التجريبي في جلسة جنيف المختلقة إنه {} ممكنة إلى ما كان من قبل، وشكر الحاضرين على صبرهم."
    assert not compare(Original("", "", frame.format("لا عودة")), frame.format("العودة")).same
    letter = "صرح الوفد التجريبي بأنه {} توقع السيدة المختلقة على النص المعروض في جلسة جنيف التجريبية يوم أمس."
    assert not compare(Original("", "", letter.format("لم")), letter.format("أ لم")).same


def test_a_count_of_votes_in_arabic_is_not_turned_round() -> None:
    from mission.verify.comparison import compare

    frame = "اعتمد المجلس التجريبي القرار المختلق بأغلبية {} صوتا في جلسة جنيف التجريبية يوم أمس."
    for first, second, same in (("2014–2016", "2016–2014", False), ("25–10", "25-10", True), ("25–10", "10–25", False)):
        assert compare(Original("", "", frame.format(first)), frame.format(second)).same is same, (first, second)


def test_years_of_a_span_are_taken_as_turned_where_a_sheet_was_read_and_nowhere_else() -> None:
    from mission.verify.comparison import compare

    frame = "كان المغرب التجريبي عضوا في المجلس المختلق في الفترة {} وعضوا في لجنة الاتفاق التجريبية بعد ذلك بسنوات كثيرة."
    original, swapped = Original("", "", frame.format("1979–1981")), frame.format("1981–1979")
    printed = presented(swapped)
    # As paper gives it out: with marks of direction, in shapes that are printed, with every lam-alef turned.
    for given in (frame.format("\u202a1981–1979\u202c"), printed, swapped.replace("الاتفاق", "االتفاق"), swapped.replace("المغرب", "\u202bالمغرب\u202c")):
        assert compare(original, given).same, given
    far = f"{swapped}\n\n\u202bمرحبا\u202c"
    for given in (swapped, swapped.replace("–", "-"), swapped.replace("لجنة الاتفاق", "اللجنة"), f"\u200f{swapped}", far, frame.format("\u202a1981–1978\u202c")):
        assert not compare(original, given).same, given


def test_the_digest_of_a_recall_is_known(issued: int, client: StrictClient, clock: Clock) -> None:
    from mission.models import Act, RegisterEntry

    with engines.writing() as session:
        approver = session.scalars(select(Person).where(Person.email == "approver@example.org")).one()
        publishing.recall(session, approver, issued, notices={tag: "Avis d’essai." for tag in TEXTS}, at=clock.forward(minutes=1), demonstration=True)
    with engines.reading() as session:
        digest = session.scalars(select(RegisterEntry.digest).where(RegisterEntry.act == Act.RECALL)).one()
    assert verdict(client, reference=digest) == "recalled"
    answer = client.post("/en/verify", data={"text": ORIGINALS["fr"].whole.replace("25", "26")})
    assert "resembles a recalled text" in answer.text
    # Of the words on its sheet nothing is left to be compared; one more among its own is one.
    one = ORIGINALS["fr"]
    for given, differs in (
        (one.whole, False), (f"Royaume d’essai\nCommuniqué 7\n{one.whole}\nSur ce texte\nDiffusé le 3 avril", False), (f"Communiqué 7\n{one.whole}".replace("25", "26"), True),
        (one.whole.replace("\n", "\nUne ligne de plus, inventée.\n"), True), (one.whole.replace("Amina", "Am ina"), "Amina" in one.whole),
    ):  # fmt: skip
        answer = client.post("/en/verify", data={"text": given}).text
        assert 'data-verdict="recalled"' in answer
        assert ("resembles a recalled text" in answer) is differs, given


def test_letters_and_older_encodings_are_read_and_what_is_not_is_told(issued: int, client: StrictClient) -> None:
    from email.message import EmailMessage

    from pypdf import PdfWriter

    letter = EmailMessage()
    letter["From"], letter["Subject"] = "press@example.org", TEXTS["fr"][0]
    letter.set_content(ORIGINALS["fr"].whole)
    for tag, content in (
        ("fr", letter.as_bytes()), ("fr", ORIGINALS["fr"].whole.encode("cp1252")), ("es", ORIGINALS["es"].whole.encode("cp1252")),
        ("ar", ORIGINALS["ar"].whole.encode("cp1256")), ("ar", ORIGINALS["ar"].whole.encode("utf-16")), ("fr", ORIGINALS["fr"].whole.encode("utf-16-le")),
    ):  # fmt: skip
        assert verdict(client, tag, file=(io.BytesIO(content), "x")) == ("copy" if content.startswith(b"From:") else "issued"), (tag, content[:40])
    # Passed on whole, as a file of another e-mail, whose own words are told to be so.
    for words, said in (("Voir ci-joint.", "copy"), ("Voici le texte que nous avons reçu hier soir, et que je crois faux.", "surrounded")):
        around = EmailMessage()
        around["From"] = "a@example.org"
        around.set_content(words)
        around.add_attachment(letter)
        answer = client.post("/fr/verify", data={"file": (io.BytesIO(around.as_bytes()), "x.eml")}, content_type="multipart/form-data").text
        assert f'data-verdict="{said}"' in answer, words
        assert said == "copy" or "que je crois faux" in answer
    # Folded by the program that sent it, in the middle of its subject too; each line that goes on ends in a space, which may be one more.
    for ending, more in ((" \n", "flowed"), ("  \n", "flowed; delsp=yes")):
        folded = "\n".join(re.sub(r"(.{40,60}) ", rf"\1{ending}", line) for line in f"From: a@example.org\nSubject: {TEXTS['fr'][0]}\n\n{ORIGINALS['fr'].whole}".split("\n"))
        content = f"From: a@example.org\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8; format={more}\nContent-Transfer-Encoding: 8bit\n\n{folded}".encode()
        assert verdict(client, file=(io.BytesIO(content), "x.eml")) == "copy", more
    # As one file, as browsers of telephones save a page: it does not say how its letters are written.
    for tag in ("fr", "ar"):
        page = quopri.encodestring("".join(f"<p>{line}</p>" for line in f"<!DOCTYPE html>\n{ORIGINALS[tag].whole}".split("\n")).encode())
        content = (b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="x"\r\n\r\n--x\r\n'
                   b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + page + b"\r\n--x--\r\n")  # fmt: skip
        assert verdict(client, tag, file=(io.BytesIO(content), "page.mhtml")) == "copy", tag
    blank, locked = io.BytesIO(), io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(300, 300)
    writer.write(blank)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(locked)
    for content, said in ((blank.getvalue(), "picture of a text"), (locked.getvalue(), "locked with a password"), (b"", "This file is empty"), (b"{\\rtf1 words}", "This file cannot be read")):
        answer = client.post("/en/verify", data={"file": (io.BytesIO(content), "x")}, content_type="multipart/form-data")
        assert answer.status_code == 422, said
        assert said in answer.text


def test_haste_is_held_back_and_loses_nothing(instance: Path, clock: Clock) -> None:
    from mission import create_app
    from tests.conftest import environment

    app = create_app(environment(instance) | {"VERIFY_PER_MINUTE": "2"}, clock=clock)
    client = app.test_client()
    given = {"text": "Un texte d’essai que personne ne connaît ici, vraiment personne."}
    own = {"base_url": "http://localhost:8000", "headers": {"Sec-Fetch-Site": "same-origin"}}
    assert [client.post("/fr/verify", data=given, **own).status_code for _ in range(3)] == [200, 200, 429]  # type: ignore[arg-type]
    answer = client.post("/fr/verify", data=given, **own)  # type: ignore[arg-type]
    assert "que personne ne connaît ici" in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    engines.dispose()


# Each was once passed over in silence because of its shape.
PUT_IN = (
    "À : tous, l’échantillon déclare la guerre à son voisin le 3 mai.", "De : source sûre, l’échantillon votera contre dès demain.",
    "L’échantillon est gravement malade, a écrit le cabinet d’essai hier soir", "On Friday the sample was hospitalised, wrote the cabinet in a note",
    "في بيان عاجل قررنا الحرب على الجار كتب السفير أمس", "من: مصدر مأذون، المثال ينسحب غدا", "Objet : RUPTURE", "Subject: The sample withdraws",
    "Date : 1er avril 2027", "التاريخ: 1 أبريل 2027", "À : Guerre Totale", "MPM/C/2031/001", "https://evil.example/download", "SHA-256 " + "ab" * 32, "Un exemple dément.",
    "[99]", "300.", "12)", "Importance : High", "Attachments: victory.pdf", "Sujet : RUPTURE", "De : Presse <a@example.org>\nImportance: the war begins",
    "De : Presse <a@example.org>\nPièces jointes : la guerre commence.pdf", "[10:12, 24/11/2026] Jean Exemple: la guerre commence", "Jean Exemple:",
    "[24/11/2026 10:12] L’échantillon nie tout:", "24/11/2026, 10:12 - Guerre Totale Demain Matin:",
)


def test_a_line_is_put_aside_for_what_it_says_and_never_for_its_shape(issued: int) -> None:
    whole = ORIGINALS["fr"].whole
    quoted = "\n".join(f"> {one}" for one in whole.split("\n"))
    with engines.reading() as session:
        for line in PUT_IN:
            middle = whole.replace("\nLa réunion", f"\n{line}\nLa réunion")
            for given in (f"{line}\n{whole}", f"{whole}\n{line}", middle, f"{line}\n{quoted}", f"{quoted}\n{line}"):
                found = finding.find(session, given, lambda *of: AROUND)
                assert found is not None
                assert found.comparison.differences, given


HEADS = (
    "De : Presse <presse@example.org>\nEnvoyé : mardi 24 novembre 2026 10:12\nÀ : redaction@example.org; Essai <a@example.org>\nObjet : TR : {title}\n\nBonjour,",
    "Le mar. 24 nov. 2026 à 10:12, Jean Exemple <jean@example.org> a écrit :", "On Tue, Nov 24, 2026 at 10:12 AM Jean Example <jean@example.org>\nwrote:",
    "De : Jean Exemple\nEnvoyé : mardi 24 novembre 2026 10:12\nÀ : Claire Exemple\nObjet : {title}", "---------- Forwarded message ---------\nFrom: <a@example.org>",
    "في 24 نوفمبر 2026، 10:12، كتب Jean Example <jean@example.org>:",
    "-------- Message transféré --------\nSujet : \t{title}\nDate : \tTue, 24 Nov 2026 09:00:00 +0100\nDe : \tPresse <a@example.org>\nPour : \tb@example.org",
    "Début du message transféré :\n\nDe: Presse <a@example.org>\nObjet: {title}\nDate: 24 novembre 2026 à 09:00:00 UTC+1\nÀ: b@example.org",
    "From: Press <a@example.org>\nSent: Tuesday, November 24, 2026 9:00 AM\nAttachments: c2026-001-fr.pdf; c2026-001-ar.pdf\nSubject: FW: {folded}\nImportance: High",
    "Inicio del mensaje reenviado:\n\nDe: Prensa <a@example.org>\nFecha: 24 de noviembre de 2026, 9:00:00 GMT+1",
    "-------- رسالة معاد توجيهها --------\nمن: الصحافة <a@example.org>\nتم الإرسال: الثلاثاء، 24 نوفمبر، 2026 09:00\nالأهمية: عالية",
    "بداية الرسالة المعاد توجيهها:\n\nمن: الصحافة <a@example.org>\nالتاريخ: 24 نوفمبر 2026 في 9:00:00 ص غرينتش+1",
    "[10:12, 24/11/2026] Jean Exemple: ", "[24/11/2026 10:12:03] ~ Jean Exemple:\n", "24/11/2026, 10:12 - Jean Exemple:",
)  # fmt: skip


def test_the_head_of_a_message_is_put_aside_and_shown(issued: int, client: StrictClient) -> None:
    original = ORIGINALS["fr"]
    for head in HEADS:
        given = head.format(title=original.title, folded=original.title.replace(" États", "\nÉtats"))
        # A chat program writes on in the same line.
        between = "" if given.endswith(": ") else "\n\n"
        answer = client.post("/fr/verify", data={"text": f"{given}{between}{original.whole}\n\nCordialement"})
        assert 'data-verdict="issued"' in answer.text, given
        shown = answer.text[answer.text.index('<div class="left">') :]
        assert "example.org" in shown or "Jean Exemple" in shown
        assert "Cordialement" in shown


def test_nothing_that_is_given_is_cut_off_in_silence(issued: int, client: StrictClient) -> None:
    long = ORIGINALS["fr"].whole + "\nRoyaume du Maroc" * 6800 + "\nL’échantillon rompt ses relations avec tous les exemples."
    assert client.post("/fr/verify", data={"text": long}).status_code == 422
    letter = b"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n" + long.encode() * 5
    for content in (long.encode(), letter):
        assert client.post("/fr/verify", data={"file": (io.BytesIO(content), "x")}, content_type="multipart/form-data").status_code == 422
    many = "\n".join(["Royaume du Maroc"] * 25 + ["De : Jean Exemple <jean@example.org>", ORIGINALS["fr"].whole])
    answer = client.post("/fr/verify", data={"text": many})
    assert "jean@example.org" in answer.text[: answer.text.index("<form class=\"form\"")]
    assert "× 25" in answer.text


def test_the_numbers_of_lists_and_links_are_known_at_their_place_alone(issued: int) -> None:
    from mission.verify.comparison import compare
    from mission.verify.markup import addresses, numbers

    body = canonical('<p>Voir <a href="https://example.org/">l’échantillon inventé</a> de cette page d’essai.</p><ol><li>Un premier point.</li><li>Un second point.</li></ol>')
    original = Original("", "", plain(body), numbers(body), addresses(body))
    text = "Voir l’échantillon inventé{} de cette page d’essai.\n{}Un premier point.\n{}Un second point."
    for marks_of in (("", "", ""), (" [1]", "1. ", "2) "), (" [1]", "– ", "– "), (" (https://example.org/)", "", "")):
        assert compare(original, text.format(*marks_of)).same, marks_of
    for marks_of in ((" (https://example.net/)", "", ""), (" [2]", "", ""), ("", "2. ", "3. "), (" 1", "", ""), ("", "1. ", "1. ")):
        assert not compare(original, text.format(*marks_of)).same, marks_of


def test_what_stands_in_place_of_a_last_name_or_a_title_is_a_replacement(issued: int) -> None:
    from mission.verify.comparison import compare

    original = ORIGINALS["fr"]
    for before, after in (("efficacité officielle", "efficacité douteuse"), ("Le 12 mars 2026", "Ce 12 mars 2026")):
        found = compare(Original("", "", original.body), original.body.replace(before, after))
        assert [(one.deleted in before, one.inserted in after) for one in found.differences] == [(True, True)]
        assert (found.missing_before, found.missing_after) == (0, 0)
    found = compare(original, f"L’essai quitte la ville\n{original.summary}\n{original.body}")
    assert [(one.deleted, one.inserted) for one in found.differences] == [(original.title, "L’essai quitte la ville")]


def letter_of(plain_text: str, page: str = "", attached: bytes = b"") -> bytes:
    from email.message import EmailMessage

    letter = EmailMessage()
    letter["From"], letter["Subject"] = "press@example.org", "Essai"
    letter.set_content(plain_text)
    if page:
        letter.add_alternative(page, subtype="html")
    if attached:
        letter.add_attachment(attached, maintype="application", subtype="pdf", filename="texte.pdf")
    return letter.as_bytes()


def test_a_file_that_is_not_ours_is_never_answered_as_one_that_is(issued: int, client: StrictClient) -> None:
    """Whatever it shows beside its words: read, or said not to have been compared."""
    whole, lines = ORIGINALS["fr"].whole, ORIGINALS["fr"].whole.split("\n")
    page = "<html><head><title>x</title><body>" + "".join(f"<p>{one}</p>" for one in lines)
    forged = "L’échantillon condamne tous les exemples."

    def given(content: bytes) -> tuple[str, str]:
        answer = client.post("/en/verify", data={"file": (io.BytesIO(content), "x")}, content_type="multipart/form-data")
        assert answer.status_code == 200
        found = re.search(r'<section id="answer" class="answer (\w+)".*?data-verdict="(\w+)">(.*?)</section>', answer.text, re.DOTALL)
        assert found
        assert found[1] != "good"
        return found[2], found[3]

    verdict_, said = given(page.encode())
    assert verdict_ == "copy"
    assert "this file is not the file that" in said
    assert "Read the original" in said
    assert given(f'{page}<style>p::after{{content:"{forged}"}}</style>'.encode())[1].count("its own style") == 1
    assert given(f'{page}<input value="{forged}">'.encode())[0] == "altered"
    assert given(page.replace("2026", '<b style="display: none">2026</b><i>2027</i>').encode())[0] == "altered"
    assert "Pictures stand in it" in given(f"{page}<img src=x>".encode())[1]
    assert given(letter_of(whole, page.replace("12 mars", "13 mars")))[0] == "altered"
    assert given(letter_of(whole.replace("12 mars", "13 mars"), page))[0] == "altered"
    assert given(letter_of(whole, page))[0] == "copy"
    plain_word = word(whole)
    for name, content in {
        "header": '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:hdr>',
        "footer": '<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:ftr>',
    }.items():
        made = io.BytesIO(plain_word)
        with zipfile.ZipFile(made, "a") as archive:
            archive.writestr(f"word/{name}1.xml", content.format(forged))
        assert given(made.getvalue())[0] == "altered", name
    swapped = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(whole))) as old, zipfile.ZipFile(swapped, "w") as new:
        for one in old.namelist():
            shown = "".join(f'<w:sym w:font="Symbol" w:char="F03{digit}"/>' for digit in "2027")
            new.writestr(one, old.read(one).replace(b"12 mars 2026", f"12 mars </w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>2026</w:t></w:r><w:r>{shown}<w:t>".encode()))
    assert given(swapped.getvalue())[0] == "altered"


def test_our_own_pdf_saved_again_is_known_and_is_not_called_ours(app: Flask, issued: int, client: StrictClient, clock: Clock) -> None:
    from PIL import Image
    from pypdf import PdfReader, PdfWriter
    from pypdf.annotations import FreeText

    from mission.models import Blob, Form, Paper
    from mission.services.rendering import making

    with engines.writing() as session:
        edition = session.get_one(Document, issued).current_edition_id
        assert edition
        making.make(session, edition, clock(), app.config["SETTINGS"])
    with engines.reading() as session:
        kept = {one.language: session.get_one(Blob, one.sha256).content for one in session.scalars(select(Paper).where(Paper.edition_id == edition, Paper.form == Form.PDF))}

    def given(tag: str, content: bytes) -> tuple[str, str]:
        answer = client.post(f"/{tag}/verify", data={"file": (io.BytesIO(content), "x.pdf")}, content_type="multipart/form-data")
        found = re.search(r'data-verdict="(\w+)">(.*?)</section>', answer.text, re.DOTALL)
        assert found
        return found[1], found[2]

    for tag in ("fr", "ar"):
        writer, saved = PdfWriter(clone_from=PdfReader(io.BytesIO(kept[tag]))), io.BytesIO()
        writer.write(saved)
        assert given(tag, saved.getvalue())[0] == "copy", tag
        assert given(tag, kept[tag] + b"\n")[0] == "copy", tag
        for more in (b"\n1 0 obj<<>>endobj\n%%EOF", b"%%EOF"):
            # What tells readers where to begin is not at the end any more: they look for it, and so does this site.
            found, said = given(tag, kept[tag] + more)
            assert found == "copy", (tag, more)
            assert str(len(more)) in re.sub("<[^>]*>", "", said), said
        noted, annotated = PdfWriter(clone_from=PdfReader(io.BytesIO(kept[tag]))), io.BytesIO()
        noted.add_annotation(0, FreeText(text="L’échantillon rompt avec tous les exemples.", rect=(50, 550, 200, 650)))
        noted.write(annotated)
        found, said = given(tag, annotated.getvalue())
        assert found == "altered", tag
        assert ("تسيء البرامج قراءة العربية" in said) == (tag == "ar"), "of Arabic that was saved again it is said that programs read it badly"
    picture, covered = io.BytesIO(), PdfWriter(clone_from=PdfReader(io.BytesIO(kept["fr"])))
    Image.new("RGB", (400, 200), "white").save(picture, "PDF")
    covered.pages[0].merge_page(PdfReader(picture).pages[0])
    made = io.BytesIO()
    covered.write(made)
    found, said = given("en", made.getvalue())
    assert found == "copy"
    assert "Pictures stand in it" in said
    carried = letter_of("Bonjour, voici un courriel d’essai qui porte un fichier.", attached=kept["fr"])
    found, said = given("en", carried)
    assert found == "issued"
    assert "What the e-mail says itself is not known to us" in said
    assert "texte.pdf" in said


def test_what_was_entered_with_a_key_that_was_revoked_is_not_issued(app: Flask, issued: int, client: StrictClient, clock: Clock) -> None:
    from mission.services.authenticity import keys
    from mission.services.authenticity.keys import Signer
    from mission.services.rendering import making

    with engines.writing() as session:
        making.make(session, session.get_one(Document, issued).current_edition_id or 0, clock(), app.config["SETTINGS"])
        old = session.info["seal"].signer
        keys.rotate(session, old, fresh := Signer.new(), clock.forward(minutes=1), demonstration=True)
        keys.revoke(session, old.key_id, fresh, clock.forward(minutes=1), since=clock() - timedelta(days=1), reason="Un essai.")
        session.commit()
        edition = session.get_one(Document, issued).current_edition_id or 0
        paper = session.scalars(select(Paper).where(Paper.edition_id == edition, Paper.form == Form.PDF)).first()
        kept, beside = session.get_one(Blob, paper.sha256).content, paper.signature
        entry = session.get_one(Settlement, edition).register_sequence
    answer = client.post("/fr/verify", data={"file": (io.BytesIO(kept), "x.pdf")}).text
    assert "La signature jointe à ce fichier" in answer
    assert 'data-verdict="revoked"' in answer
    assert "La clé qui l’a signée a été révoquée" in client.get(f"/fr/register/{entry}").text
    assert verdict(client, text=ORIGINALS["fr"].whole) == "revoked"
    assert verdict(client, reference="MPM/C/2026/001") == "revoked"
    altered = client.post("/fr/verify", data={"text": ORIGINALS["fr"].whole.replace("12 mars", "13 mars")}).text
    assert 'data-verdict="altered"' in altered
    assert "Le texte auquel le vôtre ressemble a été inscrit avec une clé qui ne compte plus" in altered
    signature = client.post("/fr/verify", data={"file": (io.BytesIO(beside.encode()), "x.pdf.sig")}).text
    assert 'data-verdict="revoked"' in signature
    assert "Signé avec une clé qui ne compte plus" in signature
    assert "elle ne prouve rien" in signature


def test_a_correction_with_a_key_that_was_revoked_sends_nobody_to_itself(issued: int, client: StrictClient, clock: Clock) -> None:
    from mission.services.authenticity import keys
    from mission.services.authenticity.keys import Signer

    stolen = clock.forward(minutes=1)
    corrected(issued, clock, body=TEXTS["fr"][2].replace("12 mars", "14 mars"), change_note="Une date d’essai.")
    with engines.writing() as session:
        old = session.info["seal"].signer
        keys.rotate(session, old, fresh := Signer.new(), clock.forward(minutes=1), demonstration=True)
        keys.revoke(session, old.key_id, fresh, clock.forward(minutes=1), since=stolen, reason="Un essai.")
        session.commit()
    answer = client.post("/fr/verify", data={"text": ORIGINALS["fr"].whole}).text
    assert 'data-verdict="superseded"' in answer
    assert "une édition ultérieure a été inscrite avec une clé qui ne compte plus" in answer
    assert "Utilisez la plus récente" not in answer
    assert "Lire l’édition la plus récente" not in answer
    assert verdict(client, text=ORIGINALS["fr"].whole.replace("12 mars", "14 mars")) == "revoked"
    answer = client.post("/fr/verify", data={"text": ORIGINALS["es"].whole}).text
    assert 'data-verdict="issued"' in answer, "its words were there before"
    assert "La clé qui a signé une édition ultérieure de ce texte a été révoquée" in answer
    assert 'class="answer wait"' in answer


def test_a_reference_that_nobody_gave_is_told(issued: int, client: StrictClient) -> None:
    answer = client.post("/en/verify", data={"text": ORIGINALS["fr"].whole, "reference": "MPM/C/2027/777"})
    assert "is none of ours" in answer.text
    assert 'class="answer wait"' in answer.text


def test_a_quotation_of_six_words_is_found_and_called_a_quotation(issued: int, client: StrictClient) -> None:
    for given in ("ont adopté l’œuvre commune de coopération", TEXTS["fr"][0] + " Résumé d’essai", "anti-discriminations restent un échantillon. Premier point inventé de"):
        assert verdict(client, text=given) == "quoted", given
    assert verdict(client, text="ont adopté l’œuvre commune de discorde") == "unknown"
    for part, tone in ((ORIGINALS["fr"].body.partition("\n")[2], "near"), (ORIGINALS["fr"].body, "good")):
        assert f'class="answer {tone}"' in client.post("/fr/verify", data={"text": part}).text, "a part is never answered as the whole"


def test_a_language_that_was_added_supersedes_nothing(issued: int, client: StrictClient, clock: Clock) -> None:
    """A correction of the French leaves the Arabic as it was, and its address does not say otherwise of it."""
    from mission.models import RegisterEntry

    with engines.reading() as session:
        first = session.scalars(select(RegisterEntry.content_digest).order_by(RegisterEntry.sequence.desc())).first()
    with engines.writing() as session:
        writer, approver = (session.scalars(select(Person).where(Person.email == f"{one}@example.org")).one() for one in ("writer", "approver"))
        edition = publishing.begin(session, writer, issued, Change.AMENDMENT, at=clock())
        release(session, publishing.save(session, writer, edition.id, publishing.read(edition), version=edition.version, at=clock()), writer, approver, clock())
    publishing.settle(engines.writing, clock.forward(minutes=1), **SETTLE)
    assert verdict(client, reference="http://localhost:8000/fr/communiques/c2026-001/editions/1") == "issued"
    assert verdict(client, reference=str(first)) == "issued"
    corrected(issued, clock, body=TEXTS["fr"][2].replace("12 mars", "14 mars"), change_note="Une date d’essai.")
    assert verdict(client, reference=str(first)) == "superseded"


def test_a_page_whose_head_was_left_open_is_read(issued: int, client: StrictClient) -> None:
    page = "<!doctype html><html><head><title>x</title><meta charset=utf-8><body>" + "".join(f"<p>{one}</p>" for one in ORIGINALS["fr"].whole.split("\n"))
    assert verdict(client, file=(io.BytesIO(page.encode()), "x.html")) == "copy"


@pytest.mark.parametrize(("before", "after"), [
    ("3,5 %", "–3,5 %"), ("3,5 %", "\u20113,5 %"), ("3,5 %", "－3,5 %"), ("soit 3,5", "soit - 3,5"), ("25 États ont", "< 25 États ont"), ("25 États ont", "≠ 25 États ont"),
    ("25 États ont", "2⁵ États ont"), ("1 500,25 francs", "1 500,25 ¥ francs"), ("ont adopté", "ont a⃒d⃒o⃒p⃒t⃒é⃒"), ("12 mars", "1̶2 mars"), ("une avancée »", "une avancée ? »"),
])  # fmt: skip
def test_a_sign_that_changes_what_a_word_says_is_a_difference(before: str, after: str) -> None:
    from mission.verify.comparison import compare

    original, changed = ORIGINALS["fr"], ORIGINALS["fr"].whole.replace(before, after, 1)
    assert changed != original.whole
    found = compare(original, changed)
    assert len(found.differences) == 1
    assert compare(Original("", "", changed), original.whole).differences or " - " in after, "nor may one be taken away, but for a dash between two parts"
    dashes = ("session – 25 États", "session —\n25 États", "session - 25 États", "session\n– 25 États")
    frame = "Le texte d’essai inventé parle de la {} à Genève, et de nul autre échantillon."
    assert all(compare(Original("", "", frame.format(dashes[0])), frame.format(one)).same for one in dashes), "a dash between two parts stays punctuation"
    assert compare(Original("", "", "Voici la liste d’essai inventée de ce texte :\n25 États d’abord.\n30 villes ensuite."),
                   "Voici la liste d’essai inventée de ce texte :\n- 25 États d’abord.\n– 30 villes ensuite.").same  # fmt: skip


def test_what_is_cut_out_between_title_and_text_is_a_difference() -> None:
    from mission.verify.comparison import compare

    original = ORIGINALS["fr"]
    whole, title = original.whole, original.title
    for cut in ("Le 12 mars 2026, à l’issue de la session d’essai,", "pour la vérification des copies.\nLe 12", "Résumé d’essai pour la", ": 25 États à Genève\nRésumé d’essai pour"):
        assert cut in whole
        assert compare(original, whole.replace(cut, "")).differences, cut
    title = "Le texte d’essai de ce jour est une invention pour Genève"
    assert compare(Original(title, "", original.body), f"Le texte d’essai de Genève\n{original.body}").differences
    for part in (original.body[original.body.index("ont adopté") :], f"{original.title}\n{original.body}", f"{original.title}\nRésumé d’essai pour"):
        assert compare(original, part).same
    # A title of a few words is no chance either, and what is cut is said to be.
    original = Original("Appel commun", "", "La Mission ne dit nulle part que cet échantillon approuve le projet inventé de la ville, et le regrette.\nElle le redira.")
    for torn in ("cet échantillon approuve le projet inventé de la ville, et le regrette.", "cet échantillon approuve le projet inventé de la ville"):
        assert compare(original, f"Appel commun\n{torn}").differences, torn
        assert compare(original, torn).same
        assert compare(original, torn).torn
        assert compare(original, torn.replace("ville", "vil")).differences or torn.endswith("regrette.")
    whole = compare(original, original.body.split("\n")[0])
    assert (whole.part, whole.torn, whole.same) == (True, False, True)


def test_a_part_of_a_text_that_says_some_things_more_than_once_is_taken_for_what_it_is() -> None:
    from mission.verify.comparison import compare

    title = "La conférence inventée sur les copies se tient à Genève"
    summary = "Tenue en mars avec la ville, elle traite de copies, des écarts entre textes et d’une offre d’essai faite à Genève"
    first = "La conférence inventée sur les copies se tient en mars, et traite de copies pour le Palais des essais de Genève."
    last = "Il y est question de marques, de copies et de noms, des écarts entre textes et d’une offre d’essai faite à Genève."
    twice = "Tenue en mars avec la ville, elle traite de copies, et des marques inventées de ces copies, jusque tard dans la nuit."
    original = Original(title, summary, f"{first}\n{twice}\n{last}")
    for part in (summary, first, twice, last, f"{title}\n{original.body}", f"{title}\n{last}", f"{title}\n{summary}", f"{title}\n{twice}\n{last}"):
        found = compare(original, part)
        assert not found.differences, (part, found.differences)
        assert found.comes_from_it, part
    for torn in (f"{first}\n{last}", f"{title}\n{original.body}".replace("traite de copies, ", "traite ").replace("avec la ville, ", ""), summary.replace("ne offre", "ne autre")):
        assert compare(original, torn).differences, torn


def test_a_title_whose_words_changed_places_is_no_line_of_the_sheet(app: Flask, clock: Clock, client: StrictClient) -> None:
    title = "انتصار المثال أمام النموذج"
    with engines.writing() as session:
        texts = {"ar": text(title, "original", TEXTS["ar"][2], summary=TEXTS["ar"][1])}
        writer, approver = person(session, "writer@example.org", clock()), person(session, "approver@example.org", clock())
        release(session, draft(session, writer, clock(), translations=texts), writer, approver, clock())
    publishing.settle(engines.writing, clock(), **SETTLE)
    assert verdict(client, "ar", text=f"{title}\n{ORIGINALS['ar'].body}") == "issued"
    assert verdict(client, "ar", text=f"انتصار النموذج أمام المثال\n{ORIGINALS['ar'].body}") == "altered"


def test_what_is_compared_is_bounded_and_few_wait_for_it(issued: int, client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
    forged = ORIGINALS["fr"].whole.replace("25", "26")
    taken: list[int] = []
    monkeypatch.setattr(finding, "compare", lambda original, text, *more: taken.append(len(original.whole) + len(text)) or compare(original, text, *more))
    monkeypatch.setattr(effort, "_LETTERS", 0)
    monkeypatch.setattr(effort, "_TIMES", 1)
    for given in ({"text": forged}, {"file": (io.BytesIO(forged.encode()), "a.txt")}):
        answer = client.post("/en/verify", data=given)
        assert answer.status_code == 422
        assert "Give one text at a time." in answer.text
        assert "data-verdict" not in answer.text
    assert not taken, "nothing beyond the bound is begun"
    monkeypatch.setattr(effort, "_TIMES", 16)
    assert verdict(client, text=forged) == "altered"
    assert taken
    # Those that wait already leave no room; it is there again once they are gone.
    monkeypatch.setattr(effort, "_places", places := threading.BoundedSemaphore(1))
    with places:
        answer = client.post("/en/verify", data={"text": forged})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "5")
    assert "in a few seconds" in answer.text
    assert verdict(client, text=forged) == "altered"


def test_one_text_is_compared_and_as_many_wait_as_the_guide_says() -> None:
    over, refused = threading.Event(), list[int]()

    def give(number: int) -> None:
        try:
            with effort.bounded(1):
                over.wait(20)
        except effort.Busy:
            refused.append(number)

    given = [threading.Thread(target=give, args=(number,)) for number in range(12)]
    for one in given:
        one.start()
    time.sleep(0.5)
    waiting = len(given) - len(refused) - 1
    over.set()
    for one in given:
        one.join()
    guide = (ROOT / "docs" / "operations.md").read_text()
    assert f"compares one at a time and lets {('none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven')[waiting]} wait" in guide


def test_no_answer_goes_through_a_whole_table(app: Flask, issued: int, client: StrictClient) -> None:
    """With 100,000 texts one that was added to, quoted or unknown is answered as soon as with ten."""
    from typing import Any

    from sqlalchemy import event

    asked: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, values: Any, *more: Any) -> None:
        asked.append((statement, values))

    event.listen(engines.reader, "before_cursor_execute", note)
    try:
        whole = ORIGINALS["fr"].whole
        for given in (whole, f"{whole}\nUne phrase inventée que personne n’a publiée.", f"MPM/C/2026/001\n{whole.replace('25', '26')}", "De tout autres mots que personne ne connaît ici, " * 5):
            client.post("/fr/verify", data={"text": given})
        client.get("/fr/verify?reference=MPM/C/2026/001")
    finally:
        event.remove(engines.reader, "before_cursor_execute", note)
    large = re.compile(r"SCAN (document|settlement|edition|translation|text_print|settled_content|register_entry|register_line|paper|blob|edition_file)\b")
    with engines.reader.connect() as connection:
        scanned = {
            (statement, row.detail) for statement, values in asked if statement.startswith("SELECT")
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values) if large.match(row.detail)
        }  # fmt: skip
    assert scanned == set()
