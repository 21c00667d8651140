"""signatures, heads and tree of the register; settled contents; marks of texts"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "register_line",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key_id", sa.String(), nullable=True),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["sequence"], ["register_entry.sequence"], name=op.f("fk_register_line_sequence")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_register_line")),
    )
    op.create_table(
        "tree_hash",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("level", "number", name=op.f("pk_tree_hash")),
    )
    op.create_table(
        "register_head",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_register_head")),
    )
    op.create_table(
        "key_statement",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("signatures", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_key_statement")),
    )
    op.create_table(
        "settled_content",
        sa.Column("edition_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["settlement.edition_id"], name=op.f("fk_settled_content_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_settled_content")),
    )
    op.create_index(op.f("ix_settled_content_digest"), "settled_content", ["digest"])
    op.create_table(
        "text_print",
        sa.Column("mark", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("edition_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_text_print_edition_id")),
        sa.PrimaryKeyConstraint("mark", "edition_id", "language", name=op.f("pk_text_print")),
        sqlite_with_rowid=False,
    )


def downgrade():
    for table in ("text_print", "settled_content", "key_statement", "register_head", "tree_hash", "register_line"):
        op.drop_table(table)
