"""a file keeps what it still names, for the checklist"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("edition_file", sa.Column("author", sa.String(), nullable=False, server_default=""))
    op.add_column("edition_file", sa.Column("telling", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade():
    with op.batch_alter_table("edition_file") as batch_op:
        batch_op.drop_column("telling")
        batch_op.drop_column("author")
