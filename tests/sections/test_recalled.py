"""A text that was recalled and released again, corrected, under a new reference: whoever holds the recalled one is told of the recall."""

import io
import subprocess
from dataclasses import dataclass, field
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from mission.extensions import engines
from mission.models import Blob, Document, Form, Paper, Person
from mission.services import publishing
from mission.services.rendering import making
from mission.verify.comparison import Original
from mission.verify.markup import plain
from tests.building import draft, person, release, text
from tests.conftest import Clock
from tests.strict import StrictClient

from .test_gathered import verdicts
from .test_verify import ORIGINALS, SETTLE, TEXTS

# What the recalled sample said, and the one that stands says.
ERRORS = {"fr": ("1 500,25", "15 000,25"), "ar": ("1500", "15000"), "en": ("1,500.25", "15,000.25"), "es": ("1.500,25", "15.000,25")}
NOTICES = {
    "fr": "Ce communiqué d’essai donnait un chiffre inventé qui est faux ; un autre a été publié.",
    "ar": "تضمن هذا البلاغ التجريبي رقما مختلقا غير صحيح، ونشر بلاغ آخر.",
    "en": "This sample communiqué gave an invented figure that is wrong; another was issued.",
    "es": "Este comunicado de muestra daba una cifra inventada que es falsa; se publicó otro.",
}
WRONG = {tag: (title, summary, body.replace(*ERRORS[tag])) for tag, (title, summary, body) in TEXTS.items()}
RECALLED = {tag: Original(title, summary, plain(body)) for tag, (title, summary, body) in WRONG.items()}


@dataclass
class Kept:
    """What somebody kept of the sample before it was recalled, by language."""

    document: int = 0
    digests: set[str] = field(default_factory=set)
    papers: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, bytes] = field(default_factory=dict)
    plain: dict[str, str] = field(default_factory=dict)


def issue(clock: Clock, samples: dict[str, tuple[str, str, str]]) -> int:
    """A communiqué of the sample, settled; its document."""
    with engines.writing() as session:
        writer, approver = (
            session.scalars(select(Person).where(Person.email == f"{one}@example.org")).one_or_none() or person(session, f"{one}@example.org", clock())
            for one in ("writer", "approver")
        )
        texts = {tag: text(title, "original" if tag == "fr" else "official", body, summary=summary) for tag, (title, summary, body) in samples.items()}
        document = release(session, draft(session, writer, clock(), translations=texts), writer, approver, clock()).document_id
    publishing.settle(engines.writing, clock.forward(minutes=1), **SETTLE)
    return document


@pytest.fixture
def kept(app: Flask, clock: Clock, client: StrictClient) -> Kept:
    """The sample with its error, kept, recalled, and released again without it."""
    made = Kept(issue(clock, WRONG))
    with engines.writing() as session:
        edition = session.get_one(Document, made.document).current_edition_id or 0
        making.make(session, edition, clock(), app.config["SETTINGS"])
    with engines.reading() as session:
        for one in session.scalars(select(Paper).where(Paper.edition_id == edition, Paper.form == Form.PDF)):
            made.papers[one.language] = session.get_one(Blob, one.sha256).content
            made.digests.add(one.sha256)
    for tag in TEXTS:
        made.pages[tag] = client.get(f"/{tag}/communiques/c2026-001").data
        made.plain[tag] = client.get(f"/{tag}/communiques/c2026-001.txt").text
    with engines.writing() as session:
        approver = session.scalars(select(Person).where(Person.email == "approver@example.org")).one()
        publishing.recall(session, approver, made.document, notices=NOTICES, at=clock.forward(minutes=1), demonstration=True)
    clock.forward(days=1)
    issue(clock, TEXTS)
    return made


def copies(kept: Kept, tag: str) -> dict[str, dict[str, object]]:
    """What is given of the recalled text, in the ways in which somebody may hold it."""
    paper, own = kept.papers[tag], RECALLED[tag]
    head = {"fr": "Communiqué\n12 mars 2026", "ar": "بلاغ\n12 مارس 2026", "en": "Communiqué\n12 March 2026", "es": "Comunicado\n12 de marzo de 2026"}[tag]
    made: dict[str, dict[str, object]] = {
        "its body": {"text": own.body}, "all of its words": {"text": own.whole},
        "its plain text": {"text": kept.plain[tag]}, "a paste with its head": {"text": f"{head}\nMPM/C/2026/001\n{own.whole}"},
        "its saved page": {"file": (io.BytesIO(kept.pages[tag]), "page.html")}, "its PDF": {"file": (io.BytesIO(paper), "c.pdf")},
    }
    for option in ("-enc UTF-8", "-layout", "-raw"):
        ran = subprocess.run(["pdftotext", *option.split(), "-", "-"], input=paper, capture_output=True, check=True)  # noqa: S603, S607
        made[f"pdftotext {option}"] = {"text": ran.stdout.decode()}
    return made


def answer(client: StrictClient, tag: str, **given: object) -> str:
    """The answer alone, as it is read."""
    page = client.post(f"/{tag}/verify", data=given, content_type="multipart/form-data").text
    begins = page.index('<section id="answer"')
    return unescape(page[begins : page.index("<form", begins) if "<form" in page[begins:] else len(page)])


@pytest.mark.parametrize("tag", TEXTS)
def test_repro(kept: Kept, client: StrictClient, tag: str) -> None:
    found = {way: verdicts(client, tag, **given) for way, given in copies(kept, tag).items()}
    print(found)
    assert {way: one[0] for way, one in found.items() if one != ["recalled"]} == {}
