"""Keep the time zone of the hall where a deposit was made: its receipt shows the hour that was read there."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply: those taken in before were shown in Paris's hour."""
    with op.batch_alter_table("depot") as depot:
        depot.add_column(
            sa.Column("fuseau", sa.String(length=64), nullable=False, server_default="Europe/Paris")
        )


def downgrade() -> None:
    """Go back: every hour is Paris's again."""
    with op.batch_alter_table("depot") as depot:
        depot.drop_column("fuseau")
