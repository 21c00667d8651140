"""the bytes of what was published are neither changed nor deleted, nor its rows replaced or emptied: the guards are made again after each migration, this one
with them"""

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
