"""People whose contact details a test chooses, and what the database says of them afterwards."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from httpx2 import Client, Response
from sqlalchemy import Engine, NullPool, create_engine, select
from sqlalchemy.orm import Session

from kiosk.server.identity.sessions import empreinte
from kiosk.server.storage.models import (
    ChangementLigne,
    CodeLigne,
    CompteLigne,
    CoordonneeLigne,
    MembreLigne,
    MessageLigne,
    SessionLigne,
)

EnVigueur = Mapping[str, tuple[str, date | None]]
"""By kind: the stored value, and the day it was secured."""


@dataclass(frozen=True)
class Personne:
    """A person signed in on one terminal, and what they may ask there."""

    http: Client
    compte_id: UUID
    jeton: str

    @property
    def entetes(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.jeton}"}

    def coordonnees(self) -> dict[str, Any]:
        """What `GET /compte` shows of them."""
        reponse = self.http.get("/api/v1/compte", headers=self.entetes)
        assert reponse.status_code == 200, reponse.text
        vues: dict[str, Any] = reponse.json()["coordonnees"]
        return vues

    def completes(self) -> dict[str, str]:
        reponse = self.http.get("/api/v1/coordonnees", headers=self.entetes)
        assert reponse.status_code == 200, reponse.text
        return {c["nature"]: c["valeur"].replace("\u00a0", " ") for c in reponse.json()["coordonnees"]}

    def demander(self, *, version: int | None = None, **gestes: str | tuple[str, str]) -> Response:
        """`mobile="confirmer"`, or `mobile=("modifier", "06 39 98 10 42")`; on the version of now by default."""
        corps = {
            "version": self.coordonnees()["version"] if version is None else version,
            "gestes": [
                {"nature": nature, "geste": geste}
                if isinstance(geste, str)
                else {"nature": nature, "geste": geste[0], "valeur": geste[1]}
                for nature, geste in gestes.items()
            ],
        }
        return self.http.post("/api/v1/coordonnees", json=corps, headers=self.entetes)

    def demander_code(self, nature: str, verification_id: UUID | None = None) -> Response:
        corps = {"id": str(verification_id or uuid4()), "nature": nature}
        return self.http.post("/api/v1/coordonnees/verifications", json=corps, headers=self.entetes)

    def recevoir_code(self, nature: str) -> UUID:
        """The id of a code that was asked for and sent."""
        reponse = self.demander_code(nature)
        assert reponse.status_code == 201, reponse.text
        return UUID(reponse.json()["id"])

    def saisir(self, verification_id: UUID, code: str) -> Response:
        chemin = f"/api/v1/coordonnees/verifications/{verification_id}/code"
        return self.http.post(chemin, json={"code": code}, headers=self.entetes)


class Registre:
    """The database of a backend, read and filled behind its back."""

    def __init__(self, url: str) -> None:
        self._moteur: Engine = create_engine(url.replace("sqlite+aiosqlite", "sqlite"), poolclass=NullPool)

    @contextmanager
    def session(self) -> Iterator[Session]:
        with Session(self._moteur, expire_on_commit=False) as session, session.begin():
            yield session

    def inscrire(self, vigueur: EnVigueur, *, vues_le: date | None = None) -> UUID:
        """Somebody new, with these contact details in force."""
        compte_id = uuid4()
        with self.session() as session:
            session.add(
                CompteLigne(
                    id=compte_id,
                    identifiant=secrets.token_hex(32),
                    mot_de_passe="-",
                    prenom="Camille",
                    nom="Martin",
                    coordonnees_vues_le=vues_le,
                    membres=[MembreLigne(rang=0, qualite="vous", prenom="Camille")],
                    coordonnees=[
                        CoordonneeLigne(nature=nature, valeur=valeur, securisee_le=securisee_le)
                        for nature, (valeur, securisee_le) in vigueur.items()
                    ],
                )
            )
        return compte_id

    def connecter(self, http: Client, compte_id: UUID, instant: datetime) -> Personne:
        """A session of that account, as of `instant`."""
        jeton = secrets.token_urlsafe(32)
        with self.session() as session:
            session.add(
                SessionLigne(
                    empreinte=empreinte(jeton), compte_id=compte_id, ouverte_le=instant, vue_le=instant
                )
            )
        return Personne(http, compte_id, jeton)

    @contextmanager
    def tenir(self, compte_id: UUID) -> Iterator[None]:
        """Hold the rows of an account and of its codes on PostgreSQL, as another request would."""
        with self.session() as session:
            session.get_one(CompteLigne, compte_id, with_for_update=True)
            session.scalars(select(CodeLigne).where(CodeLigne.compte_id == compte_id).with_for_update()).all()
            yield

    def en_vigueur(self, compte_id: UUID) -> dict[str, tuple[str, date | None]]:
        with self.session() as session:
            lignes = session.scalars(select(CoordonneeLigne).where(CoordonneeLigne.compte_id == compte_id))
            return {ligne.nature: (ligne.valeur, ligne.securisee_le) for ligne in lignes}

    def en_attente(self, compte_id: UUID) -> dict[str, str]:
        with self.session() as session:
            lignes = session.scalars(select(ChangementLigne).where(ChangementLigne.compte_id == compte_id))
            return {ligne.nature: ligne.valeur for ligne in lignes}

    def vues_le(self, compte_id: UUID) -> date | None:
        with self.session() as session:
            return session.get_one(CompteLigne, compte_id).coordonnees_vues_le

    def version(self, compte_id: UUID) -> int:
        with self.session() as session:
            return session.get_one(CompteLigne, compte_id).coordonnees_version

    def codes(self, compte_id: UUID) -> list[CodeLigne]:
        with self.session() as session:
            return list(
                session.scalars(
                    select(CodeLigne).where(CodeLigne.compte_id == compte_id).order_by(CodeLigne.cree_le)
                )
            )

    def messages(self, compte_id: UUID) -> list[MessageLigne]:
        with self.session() as session:
            return list(
                session.scalars(
                    select(MessageLigne)
                    .where(MessageLigne.compte_id == compte_id)
                    .order_by(MessageLigne.cree_le, MessageLigne.id)
                )
            )

    def code_recu(self, verification_id: UUID) -> str:
        """The six digits that the message of this verification holds."""
        with self.session() as session:
            corps = session.get_one(MessageLigne, verification_id).corps or ""
        trouves: list[str] = re.findall(r"(?<!\d)\d{6}(?!\d)", corps)
        assert len(trouves) == 1
        return trouves[0]


def faux(code: str) -> str:
    """Six digits that are not `code`."""
    return f"{(int(code) + 1) % 1_000_000:06d}"
