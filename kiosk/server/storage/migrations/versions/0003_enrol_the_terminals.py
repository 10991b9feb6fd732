"""Enrol the terminals: their names, the hashes of their credentials, the codes that wait to be used."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "terminal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nom", sa.String(length=80), nullable=False),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enrole_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("vu_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoque_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("empreinte", sa.LargeBinary(length=32), nullable=True),
        sa.Column("empreinte_depuis", sa.DateTime(timezone=True), nullable=True),
        sa.Column("empreinte_suivante", sa.LargeBinary(length=32), nullable=True),
        sa.Column("empreinte_enrolement", sa.LargeBinary(length=32), nullable=True),
        sa.Column("renouveler_depuis", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suivante_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_repere", sa.String(length=3), nullable=True),
        sa.Column("code_empreinte", sa.LargeBinary(length=32), nullable=True),
        sa.Column("code_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_essais", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terminal")),
        sa.UniqueConstraint("code_repere", name=op.f("uq_terminal_code_repere")),
    )
    op.create_index(
        "uq_terminal_nom_en_usage",
        "terminal",
        ["nom"],
        unique=True,
        sqlite_where=sa.text("revoque_le IS NULL"),
        postgresql_where=sa.text("revoque_le IS NULL"),
    )


def downgrade() -> None:
    """Go back: every terminal has to be enrolled again."""
    op.drop_index("uq_terminal_nom_en_usage", "terminal")
    op.drop_table("terminal")
