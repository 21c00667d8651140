"""The register: the public, append-only list of everything settled, withdrawn or recalled."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model
from .types import Moment, choice


class Act(StrEnum):
    """What a register entry records."""

    FIRST = "first"
    CORRECTION = "correction"
    AMENDMENT = "amendment"
    TRANSLATION = "translation"
    WITHDRAWAL = "withdrawal"
    RECALL = "recall"


class RegisterEntry(Model):
    """One act. `content_digest` is the SHA-256 of what became public (RFC 8785 JSON); `digest` is that of this entry, which
    names `previous`, the digest of the entry before it: nothing can be changed, dropped or put in between unnoticed."""

    __tablename__ = "register_entry"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    recorded_at: Mapped[Moment]
    act: Mapped[Act] = mapped_column(choice(Act))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    # The reference of a numbered document; section and path of a page.
    name: Mapped[str]
    edition: Mapped[int]
    content_digest: Mapped[str]
    demonstration: Mapped[bool]
    previous: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)


class RegisterLine(Model):
    """An entry as the world reads it: the bytes of its line in `/register.jsonl`, signed by `key_id`. What was entered before there was a key
    has neither, and is covered by the signed heads. `ends_at` counts the bytes up to the end of the line."""

    __tablename__ = "register_line"

    sequence: Mapped[int] = mapped_column(ForeignKey("register_entry.sequence"), primary_key=True, autoincrement=False)
    key_id: Mapped[str | None]
    line: Mapped[str]
    ends_at: Mapped[int] = mapped_column(BigInteger)


class TreeHash(Model):
    """A complete subtree of the register's Merkle tree (RFC 6962): the `number`-th of 2^`level` lines. Any head or proof is made of a few."""

    __tablename__ = "tree_hash"

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class RegisterHead(Model):
    """The head of the tree at `size` lines, as a signed note (C2SP checkpoint)."""

    __tablename__ = "register_head"

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    signed_at: Mapped[Moment]
    key_id: Mapped[str]
    note: Mapped[str]


class KeyStatement(Model):
    """What was said in public about a key: made, followed by another, revoked. `body` is canonical JSON, signed by each of `signatures`."""

    __tablename__ = "key_statement"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    recorded_at: Mapped[Moment]
    body: Mapped[str]
    signatures: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class SettledContent(Model):
    """The canonical content of a settled edition, byte for byte what the register vouches for."""

    __tablename__ = "settled_content"

    edition_id: Mapped[int] = mapped_column(ForeignKey("settlement.edition_id"), primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(index=True)
    content: Mapped[str]


class TextPrint(Model):
    """One mark out of the words of a settled text: where a given text comes from is found by the marks that it shares. Derived."""

    __tablename__ = "text_print"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    mark: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True, autoincrement=False)
    language: Mapped[str] = mapped_column(primary_key=True)
