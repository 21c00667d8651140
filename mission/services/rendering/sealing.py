"""What proves a PDF: the certified signature inside it, where a certificate is configured, and the detached one beside it."""

import io
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from ...config import Settings
from ..shown import Public

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

# The signature over bytes, and the fingerprint of the key that made it.
Sign = Callable[[bytes], tuple[bytes, str]]
FIELD = "Mission"


def seal(content: bytes, found: Public, settings: Settings) -> bytes:
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
    sealed = signers.PdfSigner(terms, _certificate(settings.PDF_CERTIFICATE, settings.PDF_CERTIFICATE_PASSWORD)).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content))
    )
    return bytes(sealed.getvalue())


@lru_cache
def _certificate(path: str, password: str) -> "SimpleSigner":
    from pyhanko.sign.signers import SimpleSigner

    loaded = SimpleSigner.load_pkcs12(path, passphrase=password.encode() or None)
    if loaded is None:
        raise ValueError("PDF_CERTIFICATE cannot be read")
    return loaded


def draws(settings: Settings) -> bool:
    """Whether this machine makes papers: an official site's are signed, so only a machine that holds a key does."""
    return not settings.MISSION_OFFICIAL or signer(settings) is not None


def signer(settings: Settings) -> Sign | None:
    """What makes detached signatures; None on a machine that holds no key."""
    return None
