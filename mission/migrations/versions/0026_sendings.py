"""a form of the desk that is sent again is answered as it was the first time"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "sending",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("opened", sa.String(), nullable=True),
    )


def downgrade():
    op.drop_table("sending")
