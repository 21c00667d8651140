"""A released sample in four languages, with every block that a text can have, and what reads a PDF back."""

import re
import subprocess
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mission.extensions import engines
from mission.models import Kind, Person
from mission.services import publishing, visibility
from mission.services.shown import Public
from tests.building import person, released, text
from tests.conftest import Clock

FRENCH = """<p>Échantillon : la Mission exprime sa <strong>profonde préoccupation</strong> ; « le droit » s’applique à tous, <em>sans exception</em>.</p>
<h2>Un partenariat établi en 1998</h2><p>Voir l’<a href="https://www.iom.int/">Organisation</a> et <a href="/fr/themes">cette page</a>.</p>
<ul><li>Premier point : l’œuvre accomplie depuis 2006</li><li>Second point</li></ul><ol><li>Décider ;</li><li>agir.</li></ol>
<blockquote><p>Rien ne se fait sans confiance.</p></blockquote>
<dl class="figures"><dt>Part</dt><dd>46 %</dd><dd>2024, capacité</dd></dl>
<h3>Suite</h3>""" + "".join(f"<p>Paragraphe {n} : le Conseil a examiné la question, et la Mission a rappelé ses principes.</p>" for n in range(30))
ARABIC = """<p>عيّنة: تعرب البعثة عن <strong>بالغ انشغالها</strong>؛ وتذكّر بأن « القانون الدولي » يسري على الجميع. نصّ تجريبي، أُنشئ سنة 1998 ويُعقد بجنيف.</p>
<h2>شراكة منذ سنة 1998</h2><p>انضم المغرب إلى <a href="https://www.iom.int/">المنظمة الدولية للهجرة</a> (OIM) سنة 1998، وهو من أعضائها.</p>
<ul><li>النقطة الأولى في الأُمم المتحدة</li><li>النقطة الثانية</li></ul><blockquote><p>لا شيء يتم دون ثقة.</p></blockquote>
<dl class="figures"><dt>الحصة</dt><dd>46 %</dd></dl>""" + "".join(f"<p>الفقرة {n}: نظر المجلس في المسألة، وذكرت البعثة بمبادئها.</p>" for n in range(30))
BODIES = {
    "fr": FRENCH, "ar": ARABIC, "en": "<p>A sample: “quoted”, nothing more.</p><ul><li>one</li></ul>",
    "es": "<p>Una muestra: ¿cooperación? ¡Nada más!</p>",
}  # fmt: skip
TITLES = {"fr": "Un titre d’essai : l’œuvre commune", "ar": "عنوان تجريبي للمُهمة المشتركة", "en": "A sample title", "es": "Un título de muestra"}


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with engines.writing() as session:
        yield session


@pytest.fixture
def people(session: Session, clock: Clock) -> tuple[Person, Person]:
    return person(session, "writer@example.org", clock()), person(session, "approver@example.org", clock())


def settled(session: Session, people: tuple[Person, Person], at: datetime, kind: Kind = Kind.STATEMENT) -> int:
    """The edition of a sample that is public in four languages, and has its job."""
    texts = {tag: text(TITLES[tag], "original" if tag == "fr" else "courtesy", body, summary="") for tag, body in BODIES.items()}
    source = {"publisher": "Nations Unies", "symbol": "A/HRC/RES/33/1", "url": "https://undocs.org/A/HRC/RES/33/1"}
    edition = released(session, *people, at, kind=kind, translations=texts, sources=(source,), themes=(), bodies=())
    publishing.settle(engines.writing, at, prefix="MPM", demonstration=True)
    session.expire_all()
    session.commit()
    return edition.id


def seen(edition_id: int) -> Public:
    with engines.reading() as session:
        found = visibility.settled(session, edition_id)
    assert found is not None
    return found


def run(*command: str | Path) -> str:
    """What a tool prints; its failure is the test's."""
    made = subprocess.run([str(one) for one in command], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return made.stdout


def words(text: str) -> list[str]:
    """The words of an extracted text. poppler writes what runs from left to right in an Arabic line in the order of the eye: punctuation at
    the edges of such a stretch is put back into the order of reading. Vowel signs slip by a letter and are left out."""
    text = re.sub("\u202a([^\u202c]*)\u202c", _as_read, text)
    text = re.sub("[\u200e\u200f\u202a-\u202e\u064b-\u0652]", "", unicodedata.normalize("NFC", text))
    return text.split()


def _as_read(stretch: re.Match[str]) -> str:
    before, core, after = re.fullmatch(r"(\W*)(.*?)(\W*)", stretch[1], re.DOTALL).groups()  # type: ignore[union-attr]
    return after[::-1] + core + before[::-1]
