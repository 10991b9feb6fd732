"""Lay the first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "compte",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("identifiant", sa.String(length=64), nullable=False),
        sa.Column("mot_de_passe", sa.String(length=255), nullable=False),
        sa.Column("prenom", sa.String(length=100), nullable=False),
        sa.Column("nom", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compte")),
        sa.UniqueConstraint("identifiant", name=op.f("uq_compte_identifiant")),
    )
    op.create_table(
        "echecs",
        sa.Column("identifiant", sa.String(length=64), nullable=False),
        sa.Column("nombre", sa.Integer(), nullable=False),
        sa.Column("attendre_jusqu_a", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("identifiant", name=op.f("pk_echecs")),
    )
    op.create_table(
        "bon_de_depot",
        sa.Column("empreinte", sa.LargeBinary(length=32), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("expire_le", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_bon_de_depot_compte_id_compte")),
        sa.PrimaryKeyConstraint("empreinte", name=op.f("pk_bon_de_depot")),
    )
    op.create_index(op.f("ix_bon_de_depot_compte_id"), "bon_de_depot", ["compte_id"])
    op.create_index(op.f("ix_bon_de_depot_expire_le"), "bon_de_depot", ["expire_le"])

    op.create_table(
        "coordonnee",
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("nature", sa.String(length=20), nullable=False),
        sa.Column("valeur", sa.String(length=254), nullable=False),
        sa.Column("securisee_le", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_coordonnee_compte_id_compte")),
        sa.PrimaryKeyConstraint("compte_id", "nature", name=op.f("pk_coordonnee")),
    )
    op.create_table(
        "depot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(length=32), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("numero", sa.String(length=32), nullable=False),
        sa.Column("demarche", sa.String(length=50), nullable=False),
        sa.Column("titre", sa.String(length=200), nullable=False),
        sa.Column("date_reference", sa.Date(), nullable=False),
        sa.Column("recu_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("etat", sa.String(length=30), nullable=False),
        sa.Column("foyer", sa.JSON(), nullable=False),
        sa.Column("parcours", sa.JSON(), nullable=False),
        sa.Column("reponses", sa.JSON(), nullable=False),
        sa.Column("recapitulatif", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_depot_compte_id_compte")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_depot")),
        sa.UniqueConstraint("numero", name=op.f("uq_depot_numero")),
    )
    op.create_index(op.f("ix_depot_compte_id"), "depot", ["compte_id"])

    op.create_table(
        "membre",
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("qualite", sa.String(length=20), nullable=False),
        sa.Column("prenom", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_membre_compte_id_compte")),
        sa.PrimaryKeyConstraint("compte_id", "rang", name=op.f("pk_membre")),
    )
    op.create_table(
        "session",
        sa.Column("empreinte", sa.LargeBinary(length=32), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("ouverte_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("vue_le", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_session_compte_id_compte")),
        sa.PrimaryKeyConstraint("empreinte", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_compte_id"), "session", ["compte_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_session_compte_id"), "session")

    op.drop_table("session")
    op.drop_table("membre")
    op.drop_index(op.f("ix_depot_compte_id"), "depot")

    op.drop_table("depot")
    op.drop_table("coordonnee")
    op.drop_index(op.f("ix_bon_de_depot_expire_le"), "bon_de_depot")
    op.drop_index(op.f("ix_bon_de_depot_compte_id"), "bon_de_depot")

    op.drop_table("bon_de_depot")
    op.drop_table("echecs")
    op.drop_table("compte")
