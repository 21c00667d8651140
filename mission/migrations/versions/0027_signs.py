"""signs at numbers are read otherwise: the marks by which a pasted text is found are made again

Those of the oldest text go, by which `bring_up` sees that all are to be made again (`flask mission init`).
"""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("DELETE FROM text_print WHERE edition_id = (SELECT min(edition_id) FROM settled_content)")


def downgrade():
    upgrade()
