"""What a release costs with everything drawn from it: settling, four PDFs and four cards, detached and certified signatures.

In process, on SQLite in a temporary folder, one sample of three pages in four languages. The first making loads fonts and templates; later
ones are what a worker does. Milliseconds of CPU. No figure here is a test.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from flask import Flask
from flask_migrate import upgrade

from mission import create_app
from mission.config import Settings
from mission.extensions import engines
from mission.languages import LANGUAGES
from mission.services import publishing, visibility
from mission.services.rendering import cards, making, pdf
from tests.benchmarks.report import machine, write
from tests.building import person, released, text

TIMES = 10
PARAGRAPH = {
    "fr": "<p>Échantillon : le Conseil a examiné la question ; la Mission a rappelé ses principes.</p>",
    "ar": "<p>عيّنة: نظر المجلس في المسألة، وذكّرت البعثة بمبادئها التي أُعلنت من قبل.</p>",
    "en": "<p>Sample: the Council considered the question; the Mission recalled its principles.</p>",
    "es": "<p>Muestra: el Consejo examinó la cuestión; la Misión recordó sus principios.</p>",
}


def site() -> Flask:
    folder = Path(tempfile.mkdtemp())
    app = create_app({"MISSION_INSTANCE": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'mission.sqlite'}"})
    with app.app_context():
        upgrade()
    return app


def certificate(folder: Path) -> str:
    """A certificate of this run alone."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Certificate of a measurement")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1)).not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "certificate.p12").write_bytes(pkcs12.serialize_key_and_certificates(None, key, made, None, NoEncryption()))
    return str(folder / "certificate.p12")


def milliseconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def release(app: Flask, settings: Settings, people: tuple[int, int]) -> tuple[float, float, int]:
    """Milliseconds of CPU to settle one sample, and to draw, sign and keep its papers; and its edition."""
    from mission.models import Person

    at = app.config["CLOCK"]()
    with engines.writing() as session:
        writer, approver = (session.get_one(Person, one) for one in people)
        texts = {
            tag: text(f"Sample {tag}", "original" if tag == "fr" else "courtesy", PARAGRAPH[tag] * 40) for tag in LANGUAGES
        }  # fmt: skip
        edition = released(session, writer, approver, at, translations=texts, themes=(), bodies=()).id
    settling = milliseconds(lambda: publishing.settle(engines.writing, at, prefix="MPM", demonstration=True))
    with engines.writing() as session:
        return settling, milliseconds(lambda: making.make(session, edition, at, settings)), edition


def main() -> int:
    app, said = site(), []
    plain: Settings = app.config["SETTINGS"]
    with engines.writing() as session:
        people = person(session, "w@example.org", app.config["CLOCK"]()).id, person(session, "a@example.org", app.config["CLOCK"]()).id
    for name, settings in (("detached signatures", plain), ("certified as well", replace(plain, PDF_CERTIFICATE=certificate(plain.instance)))):
        first, *later = [release(app, settings, people) for _ in range(TIMES + 1)]
        best = [min(one[n] for one in later) for n in (0, 1)]
        said.append(
            f"- With {name}: settling {best[0]:.0f} ms; four PDFs and four cards drawn, signed and kept {best[1]:.0f} ms "
            f"(the first time {first[1]:.0f} ms)."
        )
    house = pdf.House(plain.base_url, official=False)
    with engines.reading() as session:
        found = visibility.settled(session, first[2])
    assert found is not None
    for tag, language in LANGUAGES.items():
        paper = min(milliseconds(lambda language=language: pdf.document(found, language, house)) for _ in range(TIMES))  # type: ignore[misc]
        card = min(milliseconds(lambda language=language: cards.card(found, language, house)) for _ in range(TIMES))  # type: ignore[misc]
        said.append(f"- {tag}: PDF {paper:.1f} ms, {len(pdf.document(found, language, house)) / 1000:.0f} kB; card {card:.1f} ms.")
    text_of_all = "\n".join(said)
    print(text_of_all)
    about = "Written by `python -m tests.benchmarks.papers`: one sample of three pages in four languages. Milliseconds of CPU, the best of ten."
    write("A release with its papers", f"{machine('typst', 'pyHanko', 'cryptography', 'SQLite')}\n\n{about}\n\n{text_of_all}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
