"""what a first page asks for costs the same however many documents there are"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_SUBJECTS = ("theme", "body")


def upgrade():
    op.create_index("ix_document_kind", "document", ["kind"])
    for one in _SUBJECTS:
        op.create_index(f"ix_edition_{one}_{one}_id_edition_id", f"edition_{one}", [f"{one}_id", "edition_id"])
        op.drop_index(f"ix_edition_{one}_{one}_id", f"edition_{one}")


def downgrade():
    for one in _SUBJECTS:
        op.create_index(f"ix_edition_{one}_{one}_id", f"edition_{one}", [f"{one}_id"])
        op.drop_index(f"ix_edition_{one}_{one}_id_edition_id", f"edition_{one}")
    op.drop_index("ix_document_kind", "document")
