"""The signature inside a PDF (PAdES), where a certificate is configured and only there: a self-made one makes readers' programs warn."""

import io
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING

from ...config import Settings
from ..shown import Public

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

FIELD = "Mission"


def certify(content: bytes, found: Public, settings: Settings) -> bytes:
    """`content` certified as PAdES with no changes allowed; as it is where no certificate is configured."""
    if not settings.PDF_CERTIFICATE:
        return content
    # Read only here: most sites have no certificate, and pyHanko takes a second to load.
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

    terms = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, certify=True, docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=found.reference,
    )  # fmt: skip
    signer = signers.PdfSigner(terms, _certificate(settings.PDF_CERTIFICATE, settings.PDF_CERTIFICATE_PASSWORD))
    # pyHanko runs a loop of its own, which a thread that has one already refuses.
    with ThreadPoolExecutor(1) as apart:
        signed = apart.submit(signer.sign_pdf, IncrementalPdfFileWriter(io.BytesIO(content))).result()
    return bytes(signed.getvalue())


@lru_cache
def _certificate(path: str, password: str) -> "SimpleSigner":
    from pyhanko.sign.signers import SimpleSigner

    loaded = SimpleSigner.load_pkcs12(path, passphrase=password.encode() or None)
    if loaded is None:
        raise ValueError("PDF_CERTIFICATE cannot be read")
    return loaded
