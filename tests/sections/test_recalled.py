"""A text that was recalled and released again, corrected, under a new reference: whoever holds the recalled one is told of the recall."""

import io
import re
import subprocess
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

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
# What stands above the text where it is copied from.
HEADS = {"fr": "Communiqué\n12 mars 2026", "ar": "بلاغ\n12 مارس 2026", "en": "Communiqué\n12 March 2026", "es": "Comunicado\n12 de marzo de 2026"}


@dataclass
class Kept:
    """What somebody kept of the sample before it was recalled, by language."""

    papers: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, bytes] = field(default_factory=dict)
    plain: dict[str, str] = field(default_factory=dict)


def issue(clock: Clock, samples: dict[str, tuple[str, str, str]]) -> int:
    """A communiqué of the sample, settled; its document."""
    with engines.writing() as session:
        held = {one.email: one for one in session.scalars(select(Person))}
        writer, approver = (held.get(one) or person(session, one, clock()) for one in ("writer@example.org", "approver@example.org"))
        texts = {tag: text(title, "original" if tag == "fr" else "official", body, summary=summary) for tag, (title, summary, body) in samples.items()}
        document = release(session, draft(session, writer, clock(), translations=texts), writer, approver, clock()).document_id
    publishing.settle(engines.writing, clock.forward(minutes=1), **SETTLE)
    return document


def issued_again(app: Flask, clock: Clock, client: StrictClient, *, on_paper: bool) -> Kept:
    """The sample with its error is kept, recalled, and released again without it."""
    made, document = Kept(), issue(clock, WRONG)
    if on_paper:
        with engines.writing() as session:
            making.make(session, session.get_one(Document, document).current_edition_id or 0, clock(), app.config["SETTINGS"])
        with engines.reading() as session:
            papers = select(Paper.language, Blob.content).join(Blob, Blob.sha256 == Paper.sha256).where(Paper.form == Form.PDF)
            made.papers = {row.language: row.content for row in session.execute(papers)}
    for tag in TEXTS:
        made.pages[tag] = client.get(f"/{tag}/communiques/c2026-001").data
        made.plain[tag] = client.get(f"/{tag}/communiques/c2026-001.txt").text
    with engines.writing() as session:
        approver = session.scalars(select(Person).where(Person.email == "approver@example.org")).one()
        publishing.recall(session, approver, document, notices=NOTICES, at=clock.forward(minutes=1), demonstration=True)
    clock.forward(days=1)
    issue(clock, TEXTS)
    return made


def copies(kept: Kept, tag: str, folder: Path) -> dict[str, dict[str, object]]:
    """What is given of the recalled text, in the ways in which somebody may hold it."""
    paper, own = folder / f"{tag}.pdf", RECALLED[tag]
    paper.write_bytes(kept.papers[tag])
    made: dict[str, dict[str, object]] = {
        "its body": {"text": own.body}, "all of its words": {"text": own.whole}, "its plain text": {"text": kept.plain[tag]},
        "a paste with its head": {"text": f"{HEADS[tag]}\nMPM/C/2026/001\n{own.whole}"}, "a paste with its day": {"text": f"{HEADS[tag]}\n{own.whole}"},
        "another figure, and its reference": {"text": f"MPM/C/2026/001\n{own.whole.replace('25', '35', 1)}"},
        "its saved page": {"file": (io.BytesIO(kept.pages[tag]), "page.html")}, "its PDF": {"file": (io.BytesIO(kept.papers[tag]), "c.pdf")},
    }  # fmt: skip
    for option in ("-nopgbrk", "-layout", "-raw"):
        ran = subprocess.run(["pdftotext", option, paper, "-"], capture_output=True, check=True)  # noqa: S603, S607
        made[f"pdftotext {option}"] = {"text": ran.stdout.decode()}
    again = paper.with_suffix(".again")
    subprocess.run(["qpdf", "--linearize", paper, again], check=True)  # noqa: S603, S607
    return made | {"its PDF, saved again": {"file": (io.BytesIO(again.read_bytes()), "c.pdf")}}


def answer(client: StrictClient, tag: str, **given: object) -> str:
    """The answer alone, as it is read."""
    page = client.post(f"/{tag}/verify", data=given, content_type="multipart/form-data").text
    begins = page.index('<section id="answer"')
    return unescape(page[begins : page.index("</section>", begins)])


def test_who_holds_a_recalled_text_hears_of_the_recall(app: Flask, clock: Clock, client: StrictClient, tmp_path: Path) -> None:
    kept = issued_again(app, clock, client, on_paper=True)
    for tag in TEXTS:
        found = {way: verdicts(client, tag, **given) for way, given in copies(kept, tag, tmp_path).items()}
        assert {way: one for way, one in found.items() if one != ["recalled"]} == {}, tag
    for given in (RECALLED["fr"].whole, kept.plain["fr"]):
        said = answer(client, "fr", text=given)
        assert NOTICES["fr"] in said
        assert "sans lui être identique" not in said
        # The one that stands is named besides, and nothing is shown of the other.
        for shown in ("/fr/communiques/c2026-002", "MPM/C/2026/002", "Un de nos textes en vigueur"):
            assert shown in said
        for secret in ("Lire l’original", ERRORS["fr"][1]):
            assert secret not in said


def test_a_text_that_stands_is_not_taken_for_the_recalled_one_that_it_resembles(app: Flask, clock: Clock, client: StrictClient) -> None:
    issued_again(app, clock, client, on_paper=False)
    for tag, own in ORIGINALS.items():
        error, right = ERRORS[tag][1], ERRORS[tag][0]
        page, plain_text = client.get(f"/{tag}/communiques/c2026-002").data, client.get(f"/{tag}/communiques/c2026-002.txt").text
        replaces = f"MPM/C/2026/001 -> MPM/C/2026/002\n\n{own.whole}"
        for given, wanted in ((own.whole, "issued"), (own.body, "issued"), (plain_text, "issued"), (replaces, "surrounded")):
            assert verdicts(client, tag, text=given) == [wanted], (tag, given)
        assert verdicts(client, tag, file=(io.BytesIO(page), "page.html")) == ["copy"], tag
        for given in (own.whole, own.body, plain_text):
            assert verdicts(client, tag, text=given.replace(right, "1777")) == ["altered"], (tag, given)
            assert verdicts(client, tag, text=given.replace(right, error)) == ["recalled"], (tag, given)
        assert "c2026-001" not in answer(client, tag, text=own.whole.replace(right, "1777"))


def test_what_tells_of_a_recall_is_known(app: Flask, clock: Clock, client: StrictClient) -> None:
    issued_again(app, clock, client, on_paper=False)
    for tag, notice in NOTICES.items():
        page = client.get(f"/{tag}/communiques/c2026-001").text
        pasted = re.sub("<[^>]+>", "\n", page[page.index("<main") : page.index("</main>")])
        for given in ({"file": (io.BytesIO(page.encode()), "page.html")}, {"text": unescape(pasted)}, {"text": f"MPM/C/2026/001: {notice}"}):
            said = answer(client, tag, **given)
            assert 'data-verdict="recalled"' in said, (tag, given)
            assert notice in said, (tag, given)
        for text_of in (pasted.replace("2026/001", "2026/002").replace("2026-001", "2026-002"), pasted.replace(notice, "Un avis que personne n’a donné.")):
            assert verdicts(client, tag, text=unescape(text_of)) == ["unknown"], (tag, text_of)
    assert "its other words were not compared" in answer(client, "en", text=f"MPM/C/2026/001\n{NOTICES['en']}")
