"""The signature beside a file: what papers and exports call for each file that they make."""

from datetime import datetime

from ...verify import detached
from ...verify.canon import digest
from ...verify.detached import Signed
from .keys import KeyRefused, Seal, rfc3339


def sign_file(seal: Seal, content: bytes, *, name: str, edition: int, language: str, media_type: str, at: datetime) -> str:
    """The text of the `.sig` for a file: `name` is the reference or place, `edition` the public number. Raises `KeyRefused` without a key."""
    if seal.signer is None:
        raise KeyRefused("this machine holds no signing key")
    said = Signed(name, edition, language, media_type, digest(content), rfc3339(at), seal.demonstration)
    return seal.signer.note(detached.lines(said), seal.origin)
