"""words are found by an index outside the database"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    op.drop_table("folded_text")


def downgrade():
    op.create_table(
        "folded_text",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_folded_text_document_id")),
        sa.PrimaryKeyConstraint("document_id", "language", name=op.f("pk_folded_text")),
    )
