"""Each entry of the register becomes a public line: signed, a leaf of the tree, and covered by a signed head."""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...models import RegisterHead, RegisterLine
from ...verify.canon import canonical
from ...verify.register import PURPOSE
from . import keys, tree
from .keys import KeyRefused, Seal, Signer


def seal_of(session: Session) -> Seal:
    """The seal that this writing session carries; raises `KeyRefused` where nobody handed one in."""
    seal = session.info.get("seal")
    if not isinstance(seal, Seal):
        raise KeyRefused("nothing was handed in to sign with")
    return seal


def seal_entry(session: Session, statement: Mapping[str, Any], digest: str, at: datetime) -> None:
    """Sign an entry (its `statement` and `digest`), append its line and its leaf, and sign the head over all of them."""
    seal = seal_of(session)
    signer = keys.ensure_current(session, seal, at)
    signature = base64.b64encode(signer.sign(PURPOSE + digest.encode() + b"\n")).decode()
    append_line(session, dict(statement) | {"digest": digest, "key": signer.key_id, "signature": signature})
    sign_head(session, seal, signer, at)


def append_line(session: Session, entry: Mapping[str, Any]) -> None:
    """Append the line of an entry as it is, and its leaf."""
    line = canonical(dict(entry))
    sequence = int(entry["sequence"])
    before = session.scalar(select(RegisterLine.ends_at).where(RegisterLine.sequence == sequence - 1)) or 0
    session.add(
        RegisterLine(sequence=sequence, key_id=entry.get("key"), line=line.decode(), ends_at=before + len(line) + 1)
    )
    tree.append(session, sequence - 1, line)


def sign_head(session: Session, seal: Seal, signer: Signer, at: datetime) -> RegisterHead:
    """Sign the head of the tree as it is now. It is dated by the act, so that a size has one head for ever."""
    session.flush()
    size = session.scalar(select(func.max(RegisterLine.sequence))) or 0
    root = tree.root(session, size)
    lines = [seal.origin, str(size), base64.b64encode(root).decode(), f"time {keys.rfc3339(at)}"]
    if seal.demonstration:
        lines.append("demonstration")
    head = RegisterHead(
        size=size, root=root, signed_at=at.replace(microsecond=0), key_id=signer.key_id, note=signer.note(lines, seal.origin)
    )  # fmt: skip
    session.add(head)
    session.flush()
    return head
