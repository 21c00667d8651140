"""alerts by mail"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FREQUENCY = sa.Enum("immediate", "daily", "weekly", name="frequency", native_enum=False, create_constraint=True, length=32)


def upgrade():
    _followers()
    with op.batch_alter_table("letter") as letter:
        letter.add_column(sa.Column("follower_id", sa.Integer(), nullable=True))
        letter.add_column(sa.Column("html", sa.String(), nullable=False, server_default=""))
        letter.add_column(sa.Column("heads", sa.JSON(), nullable=False, server_default="{}"))
        letter.create_foreign_key(op.f("fk_letter_follower_id"), "follower", ["follower_id"], ["id"], ondelete="CASCADE")
        letter.create_index(op.f("ix_letter_follower_id"), ["follower_id"])
    with op.batch_alter_table("letter") as letter:
        # The default was for the letters that are there already.
        letter.alter_column("html", server_default=None)
        letter.alter_column("heads", server_default=None)
    _deliveries()


def _followers():
    op.create_table(
        "follower",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follower")),
        sa.UniqueConstraint("name", name=op.f("uq_follower_name")),
    )
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follower_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("frequency", FREQUENCY, nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["follower_id"], ["follower.id"], name=op.f("fk_alert_follower_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("follower_id", "language", "address", name=op.f("uq_alert_follower_id_language_address")),
    )
    op.create_index(op.f("ix_alert_confirmed_at"), "alert", ["confirmed_at"])
    op.create_table(
        "digest",
        sa.Column("frequency", FREQUENCY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("frequency", "day", name=op.f("pk_digest")),
    )


def _deliveries():
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follower_id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("register_sequence", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["follower_id"], ["follower.id"], name=op.f("fk_delivery_follower_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_delivery_alert_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_delivery_document_id")),
        sa.ForeignKeyConstraint(["register_sequence"], ["register_entry.sequence"], name=op.f("fk_delivery_register_sequence")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_delivery_letter_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("follower_id", "register_sequence", name=op.f("uq_delivery_follower_id_register_sequence")),
    )
    op.create_index("ix_delivery_alert_id_told_at", "delivery", ["alert_id", "told_at"])
    op.create_index("ix_delivery_document_id_told_at", "delivery", ["document_id", "told_at"])
    op.create_index(op.f("ix_delivery_letter_id"), "delivery", ["letter_id"])


def downgrade():
    op.drop_table("delivery")
    with op.batch_alter_table("letter") as letter:
        letter.drop_index(op.f("ix_letter_follower_id"))
        letter.drop_constraint(op.f("fk_letter_follower_id"), type_="foreignkey")
        letter.drop_column("heads")
        letter.drop_column("html")
        letter.drop_column("follower_id")
    op.drop_table("digest")
    op.drop_table("alert")
    op.drop_table("follower")
