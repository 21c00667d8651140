"""what a Word file lost stays with the draft until it is read"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "loss",
        sa.Column("edition_id", sa.Integer(), sa.ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("language", sa.String(), primary_key=True),
        sa.Column("changes", sa.JSON(), nullable=False),
    )


def downgrade():
    op.drop_table("loss")
