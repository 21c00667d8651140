"""The tree against the vectors of RFC 6962's reference implementation, and the note against the one of its format."""

import hashlib
from pathlib import Path

import pytest
from flask import Flask

from mission.extensions import engines
from mission.models import TreeHash
from mission.services.authenticity import tree as stored
from mission.verify import notes, tree

# certificate-transparency, `merkle_tree_test.cc`: the leaves and what follows from them.
LEAVES = [bytes.fromhex(one) for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]  # fmt: skip
INCLUSION = {
    (0, 1): [],
    (0, 8): ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"],
    (5, 8): ["bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
}  # fmt: skip
CONSISTENCY = {
    (1, 1): [],
    (1, 8): INCLUSION[0, 8],
    (6, 8): ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
    (2, 5): ["5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"],
}  # fmt: skip


def second_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962, 2.1, word for word: a second opinion."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\1" + second_root(leaves[:k]) + second_root(leaves[k:])).digest()


def test_roots() -> None:
    assert tree.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    for size, root in enumerate(ROOTS, 1):
        assert tree.root([tree.leaf_hash(one) for one in LEAVES[:size]]).hex() == root
        assert second_root(LEAVES[:size]).hex() == root


def test_paths() -> None:
    for (index, size), path in INCLUSION.items():
        whole = [bytes.fromhex(one) for one in path]
        leaf, root = tree.leaf_hash(LEAVES[index]), bytes.fromhex(ROOTS[size - 1])
        assert tree.included(leaf, index, size, whole, root)
        assert not tree.included(tree.leaf_hash(b"other"), index, size, whole, root)
        assert not tree.included(leaf, index + 1, size, whole, root)
        assert not tree.included(leaf, index, size, [*whole, leaf], root)
    for (old, new), path in CONSISTENCY.items():
        whole = [bytes.fromhex(one) for one in path]
        first, second = bytes.fromhex(ROOTS[old - 1]), bytes.fromhex(ROOTS[new - 1])
        assert tree.consistent(old, new, whole, first, second)
        assert not tree.consistent(old, new, whole, second, bytes(32))
        assert old == new or not tree.consistent(old, new, whole[:-1], first, second)


def test_kept_subtrees_prove_every_size(app: Flask) -> None:
    leaves = [bytes([number]) * number for number in range(33)]
    with engines.writer.connect() as connection:
        from mission.models import guards

        guards.uninstall(connection)
        connection.execute(TreeHash.__table__.delete())
        connection.commit()
    with engines.writing() as session:
        for number, one in enumerate(leaves):
            stored.append(session, number, one)
        roots = [stored.root(session, size) for size in range(len(leaves) + 1)]
        for size in range(1, len(leaves) + 1):
            assert roots[size] == second_root(leaves[:size])
            for index in range(size):
                assert tree.included(tree.leaf_hash(leaves[index]), index, size, stored.inclusion(session, index, size), roots[size])
            for old in range(1, size + 1):
                assert tree.consistent(old, size, stored.consistency(session, old, size), roots[old], roots[size]), (old, size)


def test_a_note_of_others_is_read_and_ours_is_theirs(tmp_path: Path) -> None:
    # golang.org/x/mod/sumdb/note, the example of the format.
    key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    signed = text + "\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    import base64

    public = base64.b64decode(key.split("+", 2)[2])[1:]
    assert notes.verifier_key("PeterNeumann", public) == key
    assert notes.signed_by(notes.parse(signed), [public]) == public
    assert notes.signed_by(notes.parse(signed.replace("problem,", "problem;")), [public]) is None
    for broken in (text, signed[:-1], signed.replace("\u2014", "-"), signed.replace("x08go", "!08go")):
        with pytest.raises(notes.Unreadable):
            notes.parse(broken)
