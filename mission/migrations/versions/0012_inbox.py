"""enquiries are assigned, answered and closed"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("enquiry") as batch_op:
        batch_op.add_column(sa.Column("assigned_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.create_foreign_key("fk_enquiry_assigned_id_person", "person", ["assigned_id"], ["id"])
    op.create_table(
        "enquiry_answer",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("enquiry_id", sa.Integer(), sa.ForeignKey("enquiry.id", name="fk_enquiry_answer_enquiry_id_enquiry", ondelete="CASCADE"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id", name="fk_enquiry_answer_person_id_person"), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letter_id", sa.Integer(), sa.ForeignKey("letter.id", name="fk_enquiry_answer_letter_id_letter", ondelete="SET NULL"), nullable=True),
    )
    op.create_index("ix_enquiry_answer_enquiry_id", "enquiry_answer", ["enquiry_id"])


def downgrade():
    op.drop_table("enquiry_answer")
    # A backup of PostgreSQL was once written with another name for it, and lives on where it was put back.
    (key,) = (one for one in sa.inspect(op.get_bind()).get_foreign_keys("enquiry") if one["constrained_columns"] == ["assigned_id"])
    with op.batch_alter_table("enquiry") as batch_op:
        batch_op.drop_constraint(key["name"], type_="foreignkey")
        for column in ("version", "closed_at", "assigned_id"):
            batch_op.drop_column(column)
