"""The Merkle tree of RFC 6962 (section 2.1): heads, and proofs that a line is in it or that it only grew."""

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf; the byte before it keeps leaves and nodes apart."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(before: bytes, after: bytes) -> bytes:
    """The hash of a node from those of its two halves."""
    return hashlib.sha256(b"\x01" + before + after).digest()


def split(size: int) -> int:
    """The largest power of two below `size` (at least 2): where a tree divides."""
    return 1 << (size - 1).bit_length() - 1


class Growing:
    """A tree that takes leaf after leaf and can say its root at any time, with a few hashes in memory."""

    def __init__(self) -> None:
        self.size = 0
        self._whole: list[bytes] = []

    def add(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Take the hash of the next leaf; returns every subtree that it completes, as level, number and hash."""
        made, level, number, here = [], 0, self.size, leaf
        made.append((0, number, here))
        while number & 1:
            here = node_hash(self._whole.pop(), here)
            level, number = level + 1, number >> 1
            made.append((level, number, here))
        self._whole.append(here)
        self.size += 1
        return made

    def root(self) -> bytes:
        """The root of all leaves taken so far."""
        if not self._whole:
            return EMPTY
        here = self._whole[-1]
        for before in reversed(self._whole[:-1]):
            here = node_hash(before, here)
        return here


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over the hashes of leaves."""
    grown = Growing()
    for leaf in leaves:
        grown.add(leaf)
    return grown.root()


def included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether `path` proves that the leaf with this hash is the `index`-th (from 0) of `size` under `root` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, here = index, size - 1, leaf
    for beside in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            here = node_hash(beside, here)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            here = node_hash(here, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and here == root


def consistent(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether `path` proves that the tree of `new` leaves begins with that of `old` (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not path and old_root == new_root
    if old == 0:
        return not path
    if not 0 < old < new or not path:
        return False
    steps = list(path) if old & (old - 1) else [old_root, *path]
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = steps[0]
    for beside in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first, second = node_hash(beside, first), node_hash(beside, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root
