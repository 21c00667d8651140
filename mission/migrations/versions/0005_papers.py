"""papers: PDFs and cards of settled editions"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("form", sa.Enum("pdf", "card", name="form", native_enum=False, create_constraint=True, length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["settlement.edition_id"], name=op.f("fk_paper_edition_id")),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_paper_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("edition_id", "language", "form", "number", name=op.f("uq_paper_edition_id_language_form_number")),
    )
    op.create_index(op.f("ix_paper_sha256"), "paper", ["sha256"])
    _order_papers()


def _order_papers():
    """What settled before there were papers gets its own: one job for each edition of a numbered document."""
    job = sa.table(
        "job", sa.column("name"), sa.column("details", sa.JSON), sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("due_at", sa.DateTime(timezone=True)), sa.column("attempts"), sa.column("last_error"),
    )  # fmt: skip
    settled = "SELECT s.edition_id FROM settlement s JOIN document d ON d.id = s.document_id WHERE d.kind <> 'page' ORDER BY s.register_sequence"
    now = datetime.now(UTC)
    now = now.replace(tzinfo=None) if op.get_bind().dialect.name == "sqlite" else now
    rows = [
        {"name": "make-papers", "details": {"edition": one}, "created_at": now, "due_at": now, "attempts": 0, "last_error": ""}
        for one in op.get_bind().scalars(sa.text(settled))
    ]
    if rows:
        op.bulk_insert(job, rows)


def downgrade():
    op.execute("DELETE FROM job WHERE name = 'make-papers'")
    op.drop_index(op.f("ix_paper_sha256"), table_name="paper")
    op.drop_table("paper")
