"""passkeys, recovery codes, sessions that say where and how fresh they are, forms kept over the end of a session"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)


def upgrade():
    op.add_column("person", sa.Column("handle", sa.String(), nullable=True))
    person = sa.table("person", sa.column("id", sa.Integer()), sa.column("handle", sa.String()))
    connection = op.get_bind()
    for (found,) in connection.execute(sa.select(person.c.id)).all():
        connection.execute(person.update().where(person.c.id == found).values(handle=secrets.token_urlsafe(24)))
    # Not by rewriting the table, to which half of the others point.
    op.create_index("ix_person_handle", "person", ["handle"], unique=True)
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.add_column(sa.Column("errand", sa.String(32), nullable=False, server_default="invitation"))
        batch_op.create_check_constraint("errand", "errand IN ('invitation', 'password')")
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.alter_column("errand", existing_type=sa.String(32), server_default=None)
    # Whoever is signed in signs in once more: what their sessions now say is not known of the old ones.
    op.drop_table("staff_session")
    op.create_table(
        "staff_session",
        sa.Column("token_digest", sa.String(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.Column("fresh_at", moment, nullable=False),
        sa.Column("strong", sa.Boolean(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("ended_at", moment, nullable=True),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("credential", sa.String(), nullable=False, unique=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("used_at", moment, nullable=True),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
    )
    op.create_table(
        "spent_challenge",
        sa.Column("digest", sa.String(), primary_key=True),
        sa.Column("spent_at", moment, nullable=False),
    )
    op.create_table(
        "kept_form",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("why", sa.Enum("ended", "confirm", native_enum=False, create_constraint=True, length=32, name="parting"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
    )


def downgrade():
    for table in ("kept_form", "spent_challenge", "recovery_code", "passkey", "staff_session"):
        op.drop_table(table)
    op.create_table(
        "staff_session",
        sa.Column("token_digest", sa.String(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("seen_at", moment, nullable=False),
    )
    # A link to a new password must not come back as an invitation.
    op.execute("DELETE FROM invitation WHERE errand = 'password'")
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.drop_constraint("errand", type_="check")
        batch_op.drop_column("errand")
    op.drop_index("ix_person_handle", "person")
    op.drop_column("person", "handle")
