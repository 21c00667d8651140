"""The text of the Mission's own paper, as `pdftotext` gives it, holds on the site and offline; and no word that was put to it does."""

import io
import json
import re
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from flask import Flask
from sqlalchemy import select

from mission.extensions import engines
from mission.languages import LANGUAGES
from mission.models import Blob, Document, Form, Paper, Person
from mission.services import publishing
from mission.services.dates import day, printed
from mission.services.rendering import making
from mission.services.rendering.wording import wording
from mission.services.shown import Dated
from mission.verify import paper
from mission.verify.__main__ import main
from mission.verify.comparison import Original, compare
from mission.verify.sheets import readings
from mission.verify.surroundings import Furniture
from mission.verify.words import keys
from tests.building import released
from tests.building import text as words
from tests.conftest import Clock
from tests.seeded import code, reference
from tests.strict import StrictClient
from tests.verify import named
from tests.verify.copies import SETTLE, copy

OPTIONS = ([], ["-layout"], ["-raw"])
LONG = "https://example.org/" + "-".join(["une-adresse-inventee-pour-un-essai"] * 4)
FR = (
    "<p>Le 5 mars 2026, les vingt-cinq délégations de l’essai ont examiné, pour la période 2018–2020, un échantillon inventé dont aucune phrase n’est "
    "une déclaration de qui que ce soit.</p><ol><li>Un premier point.</li><li>Un second point.</li></ol><p>La séance s’achève en 2012 et 2017.</p>"
)  # fmt: skip
AR = (
    "<p>في 5 مارس 2026، نظرت خمسة وعشرون وفدا تجريبيا، عن الفترة 2018–2020، في عينة مختلقة لا تشكل أي جملة منها تصريحا لأي أحد كان.</p>"
    "<p>بلغ العجز المختلق 12,5 مليون فرنك، ثم 3400,50 فرنكا حسب القرار A/RES/73/195، وبلغت الحرارة -3,4 درجات.</p>"
    "<p>واختُتمت الجلسة التجريبية بجنيف بعد مناقشات مختلقة جرت في 2008 و2012 و2017.</p>"
)




@pytest.fixture
def kept(app: Flask, client: StrictClient, clock: Clock, tmp_path: Path) -> Path:
    """A folder with the register, the content and the papers of a sample in French and Arabic."""
    from tests.building import person

    with engines.writing() as session:
        writer, approver = person(session, "w@example.org", clock()), person(session, "a@example.org", clock())
        texts = {
            "fr": words("Un échantillon de vingt-cinq délégations", "original", FR, summary="Résumé inventé."),
            "ar": words("عينة WHO من خمسة وعشرين وفدا", "official", AR, summary="ملخص مختلق."),
        }
        document = released(
            session, writer, approver, clock(), translations=texts, dated_start=date(2026, 3, 5), venue="Genève (Palais)",
            starts_at=datetime(2026, 3, 6, 0, 30, tzinfo=UTC), ends_at=datetime(2026, 3, 6, 2, 0, tzinfo=UTC), venue_zone="America/New_York",
            session="63e session (essai)", agenda_item="Point 4 de l’essai", speaker="Une oratrice d’essai",
            sources=[{"publisher": "Essai (Maroc)", "symbol": "", "url": LONG}],
        ).document_id  # fmt: skip
    publishing.settle(engines.writing, clock.forward(minutes=1), **SETTLE)
    with engines.writing() as session:
        edition = session.get_one(Document, document).current_edition_id
        assert edition
        making.make(session, edition, clock(), app.config["SETTINGS"])
        assert session.scalars(select(Person)).first()
        for one in session.scalars(select(Paper).where(Paper.form == Form.PDF, Paper.edition_id == edition)):
            (tmp_path / f"{one.language}.pdf").write_bytes(session.get_one(Blob, one.sha256).content)
    here = copy(client, tmp_path).folder
    entry = json.loads((here / "register.jsonl").read_text().splitlines()[-1])
    (here / "content.json").write_bytes(client.get(f"/register/content/{entry['content']}.json").data)
    return here


def test_the_text_of_the_paper_holds_on_the_site_and_offline(kept: Path, client: StrictClient, capsys: pytest.CaptureFixture[str]) -> None:
    def offline(text: str) -> tuple[int, str]:
        (kept / "received.txt").write_text(text)
        status = main(["text", str(kept / "received.txt"), str(kept / "content.json"), "--register", str(kept / "register.jsonl"),
                       "--head", str(kept / "checkpoint"), "--keys", str(kept / "mission-key.json")])  # fmt: skip
        return status, capsys.readouterr().out

    for tag in ("fr", "ar"):
        for option in OPTIONS:
            text = subprocess.run(["pdftotext", *option, str(kept / f"{tag}.pdf"), "-"], capture_output=True, check=True).stdout.decode()  # noqa: S603, S607
            answer = client.post(f"/{tag}/verify", data={"text": text}).text
            assert re.findall(r'data-verdict="(\w+)"', answer) == ["issued"], (tag, option)
            status, said = offline(text)
            assert status == 0, (tag, option, said)
            # What was put aside is said, line by line.
            assert "not compared" in said
            assert "SHA-256" in said
            changed = text.replace("2026", "2027", 1) if option else text.replace("2012", "2013")
            assert offline(changed)[0] == 1, (tag, option)
            for figure, other in (("12,5", "5,12"), ("3400,50", "3400,05"), ("3,4", "4,3")):
                assert tag == "fr" or offline(text.replace(figure, other))[0] == 1, (figure, option)
            for forged in (f"{text}\nL’échantillon rompt tout.", f"L’échantillon rompt tout.\n{text}", f"{text}\nنُشر في 30 نونبر 2031"):
                assert offline(forged)[0] == 1, (tag, option)
        # As plain text, and as its page, with when and where it was said, and by whom.
        page = client.get(f"/{tag}/communiques/c2026-001/editions/1").text
        for said in ("Genève (Palais)", "63e session (essai)", "Point 4 de l’essai", "Une oratrice d’essai"):
            assert said in page, said
            assert said in client.get(f"/{tag}/communiques/c2026-001.txt").text, said
            assert said in client.get(f"/{tag}/communiques.atom").text, said
            assert said in client.get(f"/{tag}/communiques.csv").text, said
            assert said in client.get(f"/{tag}/communiques.json").get_json()["items"][0]["_mission"].values(), said
        plain = client.get(f"/{tag}/communiques/c2026-001.txt").text
        assert offline(plain)[0] == 0, tag
        # As it is copied out of the browser that shows it, all of a line of Arabic turned round.
        with pypdfium2.PdfDocument(kept / f"{tag}.pdf") as shown:
            copied = "\n".join(sheet.get_textpage().get_text_range() for sheet in shown)
        for text, verdict, status in ((copied, "issued", 0), (copied.replace("2012", "2013"), "altered", 1), (f"{copied}\nSan José de Flores", "altered", 1)):
            answer = client.post(f"/{tag}/verify", data={"text": text}).text
            assert re.findall(r'data-verdict="(\w+)"', answer) == [verdict], (tag, text)
            assert offline(text)[0] == status, tag
        # Written again by cairo, which leaves out what the file says of letters that are drawn in parts.
        again = subprocess.run(["pdftocairo", "-pdf", str(kept / f"{tag}.pdf"), "-"], capture_output=True, check=True).stdout  # noqa: S603, S607
        answer = client.post(f"/{tag}/verify", data={"file": (io.BytesIO(again), "x.pdf")}, content_type="multipart/form-data").text
        assert re.findall(r'data-verdict="(\w+)"', answer) == ["copy"], tag


def test_the_words_of_the_paper_are_those_of_the_catalogues() -> None:
    for tag, language in LANGUAGES.items():
        said, held = wording(tag), paper.WORDS[tag]
        for name in ("mission", "country", "house", "demonstration", "retrospective", "sources", "files", "about", "check", "code", "facts", "kinds", "statuses"):
            assert held[name] == getattr(said, name), (tag, name)
        assert keys(held["site"]) == keys(said.say("Demonstration: this site is not the Mission’s official site."))
        assert held["corrected"].format("x") == said.corrected("x")
        assert held["language"] == language.name
        assert held["site"] == said.say("Demonstration: this site is not the Mission’s official site.")
        assert held["hours"].format("x", "y") == said.say("%(day)s, %(hours)s") % {"day": "x", "hours": "y"}
        assert held["to"].format("x", "y") == said.say("%(first)s to %(last)s") % {"first": "x", "last": "y"}
        assert held["clock"].format("x", "y") == said.say("%(hours)s, %(city)s time") % {"hours": "x", "city": "y"}
        for month in range(1, 13):
            for number in (1, 12):
                one = date(2026, month, number)
                assert day(one, language) in paper._joined(str(number), one, tag), (tag, one)
            for precision in ("month", "year", "day"):
                assert printed(Dated(date(2026, month, 3), None, precision), language) in paper._dated([f"2026-{month:02}-03", None, precision], tag)
            for first, last in ((1, 3), (12, 15), (27, 28)):
                dated = Dated(date(2026, month, first), date(2026, month, last), "day")
                assert printed(dated, language) in paper._dated([f"2026-{month:02}-{first:02}", f"2026-{month:02}-{last:02}", "day"], tag)
            for end in (date(2026, 12, 31), date(2027, 1, 2), date(2027, 2, 1)):
                dated = Dated(date(2026, month, 1), end, "day")
                assert end.month == month or keys(printed(dated, language)) in map(keys, paper._dated([f"2026-{month:02}-01", str(end), "day"], tag))


def test_a_line_that_a_vowel_mark_has_broken_is_one_line_again() -> None:
    """As `pdftotext -raw` sets two sheets of ours."""
    def pieces(line: str) -> str:
        return " ".join(f"\u202b{one}\u202c" for one in reversed(line.split()))

    lines = [pieces("خاطب صاحب الجلالة الملك في"), pieces("لي به إعلان مراكش للعمل بعد"), f"\u202b\u064fت\u202c\u202bو\u202c {pieces('نونبر أول اجتماع للأطراف')}",
             ".\u202bبجنيف\u202c \u202bعقد\u202c", "\u202bو\u064fي\u202c", pieces("سنة منذ شراكة من")]  # fmt: skip
    read = [keys(one) for one in readings("\n".join(lines))]
    wanted = keys("خاطب صاحب الجلالة الملك في نونبر أول اجتماع للأطراف وتلي به إعلان مراكش للعمل بعد ويعقد بجنيف سنة منذ شراكة من")
    assert wanted in read
    assert len(read) == 4, "the shorter piece may be a word of its own, and no line be broken at all"


def test_numbers_in_pieces_of_a_printed_page_stand_as_they_are_and_changed_ones_do_not_hold() -> None:
    """As `pdftotext -raw` sets a page in Arabic that a browser printed."""
    def line(*tokens: str) -> str:
        return " ".join(one if one[-1].isdigit() or one.isascii() else f"\u202b{one}\u202c" for one in reversed(tokens))

    address = "https://archive.example.org/2020/06/307293/commemorates-51st-anniversary-of-recovery"
    original = Original("عينة تجريبية في المجلس المختلق", "", "أصدرت المحكمة التجريبية في 16 أكتوبر 1975 رأيها المختلق بناء على طلب الجمعية التجريبية قبل 24 نونبر 2014 بجنيف")
    cut = address.index("anniversary")
    around = Furniture(paper=["Morocco Sample News", "16 أكتوبر 1975", f"Morocco Sample News ({address})", "MPM/R/2026/006، 16 أكتوبر 1975، الطبعة 1، http://localhost/d/r2026-006، SHA-256"])
    page = "\n".join((
        line(*original.title.split()), line(*original.body.split()[:9]), line(*original.body.split()[9:]), "", line("16", "أكتوبر", "1975"),
        f"({address[:cut]}Morocco Sample News", f"{address[cut:]})",
        "SHA-256 \u060chttp://localhost/d/r2026-006 \u060c1 \u202bالطبعة\u202c \u060c1975 \u202bأكتوبر\u202c 16 \u060cMPM/R/2026/006",
    ))  # fmt: skip

    def same(given: str) -> bool:
        found = [compare(original, read, lambda: around) for read in readings(given)]
        return any(one.comes_from_it and one.same for one in found)

    assert same(page)
    assert same(page.replace("\n", "\r\n"))
    # One that ends at its hyphen has no name there.
    assert "of- (" not in " ".join(readings(f"(https://example.org/a-sample-of-\nits-own)\n{page}"))
    for before, after in (("2014", "4102"), ("1975", "5791"), ("24", "42"), ("2026/006", "2026/007"), ("307293", "307392"), ("Sample", "Simple"), ("16 \u060c", "61 \u060c")):
        assert before in page
        assert not same(page.replace(before, after)), before


def test_an_address_that_a_sheet_breaks_inside_its_digits_is_that_address_and_no_other() -> None:
    address = "https://archive.example.org/20191105092502mp_/https://www.example.org/publisher,UNSC,,MAR,3b00f16818,0.html"
    original, around = Original("Un titre d’essai", "", "Le texte d’essai compte douze mots ou un peu plus, tous inventés pour cela."), Furniture(paper=["Sources", f"Refworld, {address}"])

    def given(*lines: str) -> str:
        return "\n".join((original.whole, "", "Sources", *lines))

    for held in ((address,), (address[:-14], address[-14:]), (address[:-12], address[-12:]), (address[:40], address[40:70], address[70:])):
        assert compare(original, given(*held), lambda: around).same, held
    other = address.replace("3b00f16818", "3b00f16819")
    for put in ((other[:-12], other[-12:]), (other,), (address[:-14], f"{address[-14:]} faux"), (address[:-14],), (f"{address}/2",), (f"{address[:-12]} 9", address[-12:])):
        assert not compare(original, given(*put), lambda: around).same, put


def test_the_names_on_paper_are_those_of_the_site() -> None:
    assert named.FILE.read_text() == named.drawn()


def test_the_paper_of_a_milestone_holds_offline_whatever_its_sources_and_days_are_called(
    client: StrictClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = copy(client, tmp_path).folder
    lines = [json.loads(one) for one in (here / "register.jsonl").read_text().splitlines()]
    for key in ("1998-iom-accession", "2014-world-human-rights-forum"):
        entry = [one for one in lines if one["name"] == reference(key)][-1]
        (here / "content.json").write_bytes(client.get(f"/register/content/{entry['content']}.json").data)
        for tag in LANGUAGES:
            (here / "paper.pdf").write_bytes(client.get(f"/{tag}/communiques/{code(key)}.pdf", follow_redirects=True).data)
            # The one reads an Arabic range of days as one word, the other as three.
            reading = ["-raw"] if (key, tag) == ("2014-world-human-rights-forum", "ar") else []
            text = subprocess.run(["pdftotext", *reading, str(here / "paper.pdf"), "-"], capture_output=True, check=True).stdout.decode()
            # The text alone, as its page gives it out, is one of its papers too.
            for received in (text, client.get(f"/{tag}/communiques/{code(key)}.txt", follow_redirects=True).text):
                (here / "received.txt").write_text(received)
                status = main(["text", str(here / "received.txt"), str(here / "content.json"), "--register", str(here / "register.jsonl"),
                               "--head", str(here / "checkpoint"), "--keys", str(here / "mission-key.json")])  # fmt: skip
                assert status == 0, (key, tag, capsys.readouterr().out)
