"""What stands from the left or bears vowels on the Mission's own papers in Arabic holds as `pdftotext` gives it back, and not where it was changed."""

import re
import subprocess
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from mission.extensions import engines
from mission.models import Blob, Document, Form, Paper
from mission.services import publishing
from mission.services.rendering import making
from mission.verify.comparison import Original, compare
from mission.verify.sheets import readings
from mission.verify.surroundings import Furniture
from mission.verify.words import keys
from tests.building import person, released
from tests.building import text as words
from tests.conftest import Clock
from tests.strict import StrictClient
from tests.verify.copies import SETTLE

OPTIONS = {"default": [], "layout": ["-layout"], "raw": ["-raw"]}
# With one word more in each paragraph, so that a line breaks at each place.
SPANS = "".join(f"<p>{'كلمة ' * many}عن الفترة 1999–2000 في هذه العينة، ثم 2024–2025.</p>" for many in range(6, 24))
SIGNS = "".join(f"<p>{'كلمة ' * many}أي +7 و-3 و±2 و12:30-14:00، +41 22 791 81 81.</p>" for many in range(8, 22))
SHARES = "".join(f"<p>{'كلمة ' * many}بلغت النسبة 4.25% في هذه العينة التجريبية، ثم ارتفعت (12%) إلى ٣٫٥٪.</p>" for many in range(9, 20))
NUMBERS = (
    "<p>بلغت الحرارة في هذه المدينة التجريبية +7 درجات بعد يوم طويل، وكان هامش الخطأ ±2 في المائة.</p>"
    "<p>يمكن الاتصال بالبعثة التجريبية على الرقم +41 22 791 81 81 خلال ساعات العمل.</p><ul><li>+212 537 76 28 41</li><li>نقطة ثانية في هذه العينة</li></ul>"
    "<p>تعقد الجلسة التجريبية صباحا 10:30-12:45 في قاعة الاجتماعات، والمبلغ 12 500 درهم، أي +7 و-3 و±2 في هذه العينة.</p>"
)  # fmt: skip
VOWELS = (
    "<p>قَالَ السَّفِيرُ إِنَّ الوفود حضرت، وسوف يُوقَّع الاتفاق التجريبي ثم تُقدَّم التقارير إلى المجلس في جنيف.</p>"
    "<p>أُعِدَّ هذا النص مُشَكَّلا للتجربة وحدها.</p><p>قُدِّم تقريرٌ مفصَّلٌ عن أشغال الدورة التجريبية.</p>"
)
BODIES = {"spans": SPANS, "signs": SIGNS, "shares": SHARES, "numbers": NUMBERS, "vowels": VOWELS, "both": NUMBERS + VOWELS}
# What somebody changes in each, in the whole of what was read: a figure, a sign, a word, their order.
CHANGES = {
    "spans": [("2024", "2023"), ("1999", "1998")],
    "signs": [("791", "719"), ("7", "8")],
    "shares": [("4.25", "4.52"), ("12", "21")],
    "numbers": [("537", "573"), ("12:45", "12:54"), ("+", "-"), ("+", ""), ("±", "+"), ("±", "")],
    "vowels": [("الوفود", "الجنود"), ("وسوف", "ولن"), ("التجريبية", "التجريبي")],
    "both": [("791", "719"), ("10:30", "10:31"), ("الوفود", "الجنود")],
}


@pytest.fixture
def read(app: Flask, client: StrictClient, clock: Clock, tmp_path: Path) -> dict[tuple[str, str], str]:
    """What `pdftotext` makes of a paper of each body, by body and option."""
    made = {}
    with engines.writing() as session:
        writer, approver = person(session, "w@example.org", clock()), person(session, "a@example.org", clock())
        settled = {}
        for name, body in BODIES.items():
            french = f"<p>Un texte de la sorte « {name} », inventé pour la comparaison et pour rien d’autre ici.</p>"
            texts = {
                "fr": words(f"Un essai de {name}", "original", french, summary="Résumé inventé."),
                "ar": words(f"عينة تجريبية من نوع {name}", "official", f"<p>هذا نص تجريبي مختلق في جنيف.</p>{body}", summary="ملخص مختلق."),
            }
            settled[name] = released(session, writer, approver, clock(), translations=texts).document_id
    publishing.settle(engines.writing, clock.forward(minutes=1), **SETTLE)
    with engines.writing() as session:
        for name, document in settled.items():
            edition = session.get_one(Document, document).current_edition_id
            assert edition
            making.make(session, edition, clock(), app.config["SETTINGS"])
            paper = session.scalars(select(Paper).where(Paper.form == Form.PDF, Paper.edition_id == edition, Paper.language == "ar")).one()
            (tmp_path / "paper.pdf").write_bytes(session.get_one(Blob, paper.sha256).content)
            for mode, option in OPTIONS.items():
                made[name, mode] = subprocess.run(["pdftotext", *option, str(tmp_path / "paper.pdf"), "-"], capture_output=True, check=True).stdout.decode()  # noqa: S603, S607
    return made


def verdict(client: StrictClient, text: str) -> list[str]:
    return re.findall(r'data-verdict="(\w+)"', client.post("/ar/verify", data={"text": text}).text)


def test_numbers_signs_and_vowels_of_a_paper_in_arabic_hold_and_changed_ones_do_not(read: dict[tuple[str, str], str], client: StrictClient) -> None:
    mistaken = []
    for (name, mode), text in read.items():
        # As a browser sends what was pasted, too.
        for given in (text, text.replace("\n", "\r\n")):
            if (said := verdict(client, given)) != ["issued"]:
                mistaken.append((name, mode, said))
        start = text.index("‫هذا") if mode != "raw" else text.index("ملخص")
        for before, after in CHANGES[name]:
            changed = text[:start] + text[start:].replace(before, after, 1)
            if before in text[start:] and verdict(client, changed) != ["altered"]:
                mistaken.append((name, mode, f"{before} → {after}"))
    assert mistaken == []


def test_a_label_that_a_sheet_parts_at_a_vowel_mark_is_a_label_and_no_other_is() -> None:
    original = Original("عنوان تجريبي مختلق", "", "اجتمع الوفد التجريبي أمس في المدينة المختلقة مع ممثلي المنظمات وشكرهم على الحوار.")
    held = Furniture(paper=["صُحح في 27 نونبر 2026", "نُشر في", "26 نونبر 2026"])
    for line, put_in in (
        ("صُ حح في 27 نونبر 2026", 0), ("ص حح في 27 نونبر 2026", 0), ("ن شر في 26 نونبر 2026", 0), ("ص حح في 28 نونبر 2026", 1), ("ص رح في 27 نونبر 2026", 1), ("ص ح ح في 27 نونبر 2026", 1),
    ):  # fmt: skip
        found = compare(original, f"{line}\n{original.whole}", lambda: held)
        assert (len(found.differences), len(found.aside)) == (put_in, 1 - put_in), line


def test_no_word_is_lost_where_lines_are_put_behind_each_other() -> None:
    doubled = "\u0651\u064e\u0642"
    # Each goes on in the other, in a ring; and a line that nothing goes on in.
    ring = [f"\u202bو{doubled}ع أول \u202b{doubled}\u202c", f"\u202bو{doubled}ع ثان {doubled}\u202c", f"\u202bو{doubled}ع ثالث {doubled}\u202c", "\u202bرابع\u202c"]
    for read in readings("\n".join(ring)):
        assert {"أول", "ثان", "ثالث", "رابع"} <= set(keys(read))
