"""files of editions: pictures in their sizes, and documents"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "rendition",
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["picture"], ["blob.sha256"], name=op.f("fk_rendition_picture")),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_rendition_sha256")),
        sa.PrimaryKeyConstraint("picture", "name", name=op.f("pk_rendition")),
    )
    op.create_index(op.f("ix_rendition_sha256"), "rendition", ["sha256"])
    op.create_table(
        "edition_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("alternative", sa.String(), nullable=False),
        sa.Column("caption", sa.String(), nullable=False),
        sa.Column("credit", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_edition_file_edition_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_edition_file_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_file")),
        sa.UniqueConstraint("edition_id", "language", "address", name=op.f("uq_edition_file_edition_id_language_address")),
    )
    op.create_index(op.f("ix_edition_file_edition_id"), "edition_file", ["edition_id"])
    op.create_index(op.f("ix_edition_file_sha256"), "edition_file", ["sha256"])
    op.create_index(op.f("ix_edition_file_line"), "edition_file", ["line"])


def downgrade():
    op.drop_table("edition_file")
    op.drop_table("rendition")
