"""The register's Merkle tree, kept as its complete subtrees: a head or a proof of any size reads a handful of rows."""

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from ...models import TreeHash
from ...verify.tree import EMPTY, leaf_hash, node_hash, split


def append(session: Session, index: int, data: bytes) -> None:
    """Add the `index`-th leaf (from 0) and every subtree that it completes."""
    here, level, number = leaf_hash(data), 0, index
    rows = [{"level": 0, "number": index, "hash": here}]
    while number & 1:
        here = node_hash(stored(session, level, number - 1), here)
        level, number = level + 1, number >> 1
        rows.append({"level": level, "number": number, "hash": here})
    session.execute(insert(TreeHash), rows)


def stored(session: Session, level: int, number: int) -> bytes:
    """The hash of a complete subtree."""
    return session.execute(_HASH, {"level": level, "number": number}).scalar_one()


def root(session: Session, size: int) -> bytes:
    """The root over the first `size` leaves."""
    return _over(session, 0, size) if size else EMPTY


def inclusion(session: Session, index: int, size: int) -> list[bytes]:
    """The path that proves the `index`-th leaf (from 0) in the tree of `size` (RFC 6962, 2.1.1)."""
    return _path(session, index, 0, size)


def consistency(session: Session, old: int, new: int) -> list[bytes]:
    """The path that proves that the tree of `new` leaves begins with that of `old` (RFC 6962, 2.1.2)."""
    return _grown(session, old, 0, new, whole=True) if 0 < old < new else []


def _over(session: Session, start: int, end: int) -> bytes:
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return stored(session, level, start >> level)
    middle = start + split(size)
    return node_hash(_over(session, start, middle), _over(session, middle, end))


def _path(session: Session, index: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + split(end - start)
    if index < middle:
        return [*_path(session, index, start, middle), _over(session, middle, end)]
    return [*_path(session, index, middle, end), _over(session, start, middle)]


def _grown(session: Session, old: int, start: int, end: int, *, whole: bool) -> list[bytes]:
    """RFC 6962's SUBPROOF: `old` counts from the beginning of the tree, `whole` says whether its subtree is the old tree itself."""
    if old == end:
        return [] if whole else [_over(session, start, end)]
    middle = start + split(end - start)
    if old <= middle:
        return [*_grown(session, old, start, middle, whole=whole), _over(session, middle, end)]
    return [*_grown(session, old, middle, end, whole=False), _over(session, start, middle)]


# Built once: proofs ask for many.
_HASH = select(TreeHash.hash).where(TreeHash.level == bindparam("level"), TreeHash.number == bindparam("number"))
