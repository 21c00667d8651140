"""The vectors on the page that documents the formats are what the code makes and accepts."""

import base64
import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mission.services.authenticity.keys import Signer
from mission.verify import notes
from mission.verify.keyring import Key
from mission.verify.register import Checking, check_head
from mission.verify.tree import leaf_hash

PAGE = Path(__file__).parents[2] / "docs" / "verification.md"


def test_the_documented_vectors_hold() -> None:
    shown = PAGE.read_text().split("content is `{}`:\n\n")[1]
    lines = [line.removeprefix("    ") for line in shown.splitlines()]
    public, key_id, line, root = lines[0].removeprefix("public "), lines[1].removeprefix("key "), lines[2], lines[3].removeprefix("root ")
    signer = Signer(Ed25519PrivateKey.from_private_bytes(b"\x01" * 32))
    assert (base64.b64encode(signer.public).decode(), signer.key_id) == (public, key_id)
    assert leaf_hash(line.encode()).hex() == root
    keys = {key_id: Key(key_id, signer.public, "2025-01-01T00:00:00Z")}
    checking = Checking(keys)
    assert list(checking.faults([line.encode()], [1])) == []
    note = notes.parse("\n".join(lines[4:]).rstrip("\n") + "\n")
    assert check_head(note, keys, checking.roots) == []
    assert json.loads(line)["sequence"] == 1
