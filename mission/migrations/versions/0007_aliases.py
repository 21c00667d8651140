"""further names of themes and bodies, which the desk edits"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    for table in ("theme", "body"):
        op.add_column(table, sa.Column("aliases", sa.JSON(), nullable=False, server_default="{}"))
        op.add_column(table, sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        op.add_column(table, sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
    # A label that changes is a public act without a document.
    with op.batch_alter_table("public_change") as batch_op:
        batch_op.alter_column("document_id", existing_type=sa.Integer(), nullable=True)


def downgrade():
    # The counter must not go back: an index or a cache would take the next act for one that it knows.
    op.execute("UPDATE public_change SET document_id = (SELECT min(id) FROM document) WHERE document_id IS NULL")
    op.execute("DELETE FROM public_change WHERE document_id IS NULL")
    with op.batch_alter_table("public_change") as batch_op:
        batch_op.alter_column("document_id", existing_type=sa.Integer(), nullable=False)
    for table in ("body", "theme"):
        for column in ("edited_at", "version", "aliases"):
            op.drop_column(table, column)
