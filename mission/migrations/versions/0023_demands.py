"""the desk says which languages a kind of text needs"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "demand",
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("required", sa.JSON(), nullable=False),
        sa.Column("expected", sa.JSON(), nullable=False),
    )


def downgrade():
    op.drop_table("demand")
