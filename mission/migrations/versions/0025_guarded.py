"""the bytes of what was published are not deleted either, nor its rows replaced or emptied: the guards are made again after each migration, this one
with them"""

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
