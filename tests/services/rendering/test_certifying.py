"""With a certificate the PDF itself says whose it is and that nothing may change; without one it says nothing of the kind."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from flask import Flask
from pyhanko.pdf_utils.generic import DictionaryObject, NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from sqlalchemy.orm import Session

from mission.config import Settings
from mission.environment import SettingError
from mission.extensions import engines
from mission.models import Form, Person
from mission.services import papers
from mission.services.authenticity import keys
from mission.services.rendering import making
from mission.verify import detached, notes
from tests.conftest import Clock

from .conftest import run, seen, settled

PASSWORD = "only a test"  # noqa: S105


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A test certificate with its key, as a Mission would get one from its authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Certificate of a test")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1)).not_valid_after(datetime.now(UTC) + timedelta(days=30))
        .add_extension(x509.KeyUsage(True, True, False, False, False, True, False, False, False), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("certificate") / "mission.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"test", key, made, None, BestAvailableEncryption(PASSWORD.encode())))
    return path


@pytest.fixture
def signed(app: Flask, session: Session, people: tuple[Person, Person], clock: Clock, certificate: Path) -> papers.Kept:
    """The French PDF of a sample, made on a site with a certificate."""
    edition = settled(session, people, clock())
    settings: Settings = replace(app.config["SETTINGS"], PDF_CERTIFICATE=str(certificate), PDF_CERTIFICATE_PASSWORD=PASSWORD)
    settings.check()
    making.make(session, edition, clock(), settings)
    with engines.reading() as reading:
        kept = papers.find(reading, seen(edition), "fr", Form.PDF)
    assert kept is not None
    return kept


def status(content: bytes, certificate: Path) -> PdfSignatureStatus:
    found = pkcs12.load_key_and_certificates(certificate.read_bytes(), PASSWORD.encode())[1]
    from asn1crypto.x509 import Certificate
    from cryptography.hazmat.primitives.serialization import Encoding

    assert found is not None
    trusted = ValidationContext(trust_roots=[Certificate.load(found.public_bytes(Encoding.DER))])
    (signature,) = PdfFileReader(io.BytesIO(content)).embedded_signatures
    # In a thread of its own: pyHanko starts an event loop, and a browser of this worker may have one running in the main thread.
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(validate_pdf_signature, signature, trusted).result()


def test_pyhanko_finds_it_whole_certified_and_covering_everything(signed: papers.Kept, certificate: Path) -> None:
    found = status(signed.content, certificate)
    assert (found.intact, found.valid, found.trusted, found.bottom_line) == (True, True, True, True)
    assert found.coverage.name == "ENTIRE_FILE"
    (signature,) = PdfFileReader(io.BytesIO(signed.content)).embedded_signatures
    assert signature.docmdp_level is not None
    assert signature.docmdp_level.name == "NO_CHANGES"
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_pdfsig_and_qpdf_find_it_sound(signed: papers.Kept, tmp_path: Path) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed.content)
    said = run("pdfsig", "-nocert", file)
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", file)


def test_one_changed_byte_and_an_appended_revision_are_found(signed: papers.Kept, certificate: Path) -> None:
    at = len(signed.content) // 3
    changed = signed.content[:at] + bytes([signed.content[at] ^ 1]) + signed.content[at + 1 :]
    assert not status(changed, certificate).bottom_line
    writer = IncrementalPdfFileWriter(io.BytesIO(signed.content))
    writer.root["/Added"] = writer.add_object(DictionaryObject({"/Later": NumberObject(1)}))
    writer.update_root()
    appended = io.BytesIO()
    writer.write(appended)
    assert appended.getvalue().startswith(signed.content)
    assert not status(appended.getvalue(), certificate).bottom_line


def test_the_detached_signature_is_over_the_bytes_that_readers_get(session: Session, signed: papers.Kept) -> None:
    public = keys.known(session)
    note = notes.parse(signed.signature)
    assert detached.check(note, signed.content, public) == []
    assert detached.check(note, signed.content + b"%", public) != []


def test_without_a_certificate_nothing_inside_pretends_to_be_a_signature(app: Flask, session: Session, people: tuple[Person, Person], clock: Clock) -> None:
    edition = settled(session, people, clock())
    making.make(session, edition, clock(), app.config["SETTINGS"])
    with engines.reading() as reading:
        kept = papers.find(reading, seen(edition), "ar", Form.PDF)
    assert kept is not None
    assert list(PdfFileReader(io.BytesIO(kept.content)).embedded_signatures) == []


def test_a_certificate_that_cannot_be_used_stops_the_start_in_a_sentence(certificate: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.p12").write_bytes(b"")
    for path, password in ((certificate, "wrong"), (tmp_path / "empty.p12", ""), (tmp_path / "nowhere.p12", "")):
        with pytest.raises(SettingError, match="PDF_CERTIFICATE must be a PKCS#12 file"):
            Settings.from_environment({"PDF_CERTIFICATE": str(path), "PDF_CERTIFICATE_PASSWORD": password})
