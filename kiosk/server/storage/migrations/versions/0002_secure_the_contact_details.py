"""Secure the contact details: changes that wait, codes, messages, temporary passwords; and the complete profile."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_COORDONNEE = sa.table(
    "coordonnee",
    sa.column("compte_id", sa.Uuid()),
    sa.column("nature", sa.String()),
    sa.column("valeur", sa.String()),
)


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("compte") as compte:
        compte.add_column(sa.Column("mot_de_passe_temporaire_jusqu_a", sa.DateTime(timezone=True)))
        compte.add_column(sa.Column("situation", sa.String(length=100)))
        compte.add_column(sa.Column("situation_depuis", sa.Date()))
        compte.add_column(sa.Column("coordonnees_version", sa.Integer(), nullable=False, server_default="0"))
        compte.add_column(sa.Column("coordonnees_vues_le", sa.Date()))
    with op.batch_alter_table("membre") as membre:
        membre.add_column(sa.Column("date_naissance", sa.Date()))
    op.create_table(
        "droit",
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("libelle", sa.String(length=100), nullable=False),
        sa.Column("depuis", sa.Date(), nullable=False),
        sa.Column("jusqu_a", sa.Date(), nullable=True),
        sa.Column("membre", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_droit_compte_id_compte")),
        sa.PrimaryKeyConstraint("compte_id", "rang", name=op.f("pk_droit")),
    )
    op.create_table(
        "changement",
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("nature", sa.String(length=20), nullable=False),
        sa.Column("valeur", sa.String(length=254), nullable=False),
        sa.Column("demande_le", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_changement_compte_id_compte")),
        sa.PrimaryKeyConstraint("compte_id", "nature", name=op.f("pk_changement")),
    )
    op.create_table(
        "code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("nature", sa.String(length=20), nullable=False),
        sa.Column("valeur", sa.String(length=254), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(length=32), nullable=False),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expire_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("essais", sa.Integer(), nullable=False),
        sa.Column("illisibles", sa.Integer(), nullable=False),
        sa.Column("fin", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_code_compte_id_compte")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code")),
    )
    op.create_index(op.f("ix_code_compte_id"), "code", ["compte_id"])
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("canal", sa.String(length=10), nullable=False),
        sa.Column("destinataire", sa.String(length=254), nullable=False),
        sa.Column("sujet", sa.String(length=200), nullable=False),
        sa.Column("corps", sa.Text(), nullable=True),
        sa.Column("depot_id", sa.Uuid(), nullable=True),
        sa.Column("etat", sa.String(length=20), nullable=False),
        sa.Column("essais", sa.Integer(), nullable=False),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expire_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("prochain_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("envoye_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erreur", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["compte_id"], ["compte.id"], name=op.f("fk_message_compte_id_compte")),
        sa.ForeignKeyConstraint(["depot_id"], ["depot.id"], name=op.f("fk_message_depot_id_depot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index(op.f("ix_message_compte_id"), "message", ["compte_id"])
    op.create_index(op.f("ix_message_prochain_le"), "message", ["prochain_le"])
    op.create_index(op.f("ix_echecs_attendre_jusqu_a"), "echecs", ["attendre_jusqu_a"])
    _uniformiser()


def _uniformiser() -> None:
    """Numbers were kept as typed: `06 39 98 10 42` → `+33639981042`. What is not a French number is left alone."""
    connexion = op.get_bind()
    lignes = connexion.execute(
        sa.select(_COORDONNEE.c.compte_id, _COORDONNEE.c.nature, _COORDONNEE.c.valeur).where(
            _COORDONNEE.c.nature.in_(("mobile", "fixe"))
        )
    ).all()
    for compte_id, nature, valeur in lignes:
        chiffres = re.sub(r"[\s.\-]", "", valeur)
        if re.fullmatch(r"0[1-9][0-9]{8}", chiffres):
            connexion.execute(
                sa.update(_COORDONNEE)
                .where(_COORDONNEE.c.compte_id == compte_id, _COORDONNEE.c.nature == nature)
                .values(valeur=f"+33{chiffres[1:]}")
            )


def downgrade() -> None:
    """Go back: what waited for a code, the codes and the messages are lost; the contact details in force stay."""
    op.drop_index(op.f("ix_echecs_attendre_jusqu_a"), "echecs")
    op.drop_index(op.f("ix_message_prochain_le"), "message")
    op.drop_index(op.f("ix_message_compte_id"), "message")
    op.drop_table("message")
    op.drop_index(op.f("ix_code_compte_id"), "code")
    op.drop_table("code")
    op.drop_table("changement")
    op.drop_table("droit")
    with op.batch_alter_table("membre") as membre:
        membre.drop_column("date_naissance")
    with op.batch_alter_table("compte") as compte:
        compte.drop_column("coordonnees_vues_le")
        compte.drop_column("coordonnees_version")
        compte.drop_column("situation_depuis")
        compte.drop_column("situation")
        compte.drop_column("mot_de_passe_temporaire_jusqu_a")
