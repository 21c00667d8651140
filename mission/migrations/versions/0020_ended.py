"""what a follower was told stays known when the list that told it ends"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade():
    _refer(nullable=True, ondelete="SET NULL")


def downgrade():
    op.execute("DELETE FROM delivery WHERE alert_id IS NULL")
    _refer(nullable=False, ondelete="CASCADE")


def _refer(*, nullable, ondelete):
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_constraint(op.f("fk_delivery_alert_id"), type_="foreignkey")
        delivery.alter_column("alert_id", existing_type=sa.Integer(), nullable=nullable)
        delivery.create_foreign_key(op.f("fk_delivery_alert_id"), "alert", ["alert_id"], ["id"], ondelete=ondelete)
