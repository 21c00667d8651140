"""addresses of an earlier site"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "legacy_address",
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(document_id IS NULL) <> (room IS NULL)", name=op.f("ck_legacy_address_one_target")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_legacy_address_document_id")),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_legacy_address")),
    )
    # Lists are read in the order of their dates, and a document is found from its newest edition.
    op.create_index(op.f("ix_document_current_edition_id"), "document", ["current_edition_id"])
    op.create_index("ix_edition_section_dated_start", "edition", ["section", "dated_start", "document_id"])


    if op.get_bind().dialect.name == "postgresql":
        # Forgotten by the first tables; SQLite cannot add it afterwards.
        op.create_foreign_key(op.f("fk_document_current_edition_id"), "document", "edition", ["current_edition_id"], ["id"])


def downgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("fk_document_current_edition_id"), "document", type_="foreignkey")
    op.drop_index("ix_edition_section_dated_start", table_name="edition")
    op.drop_index(op.f("ix_document_current_edition_id"), table_name="document")
    op.drop_table("legacy_address")
