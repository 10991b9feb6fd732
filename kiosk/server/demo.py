"""Fictitious people to show and test the product with; loading them twice changes nothing."""

import asyncio
import tomllib
from datetime import date, timedelta
from functools import cache
from uuid import UUID, uuid4, uuid5

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from kiosk.backend.envelope import sceller
from kiosk.backend.schemas import Dossier, Identifiants
from kiosk.demarches import CATALOGUE
from kiosk.formulaire.demarche import DemarcheFermee
from kiosk.formulaire.regle import Contexte
from kiosk.metier.coordonnees import NatureCoordonnee
from kiosk.metier.foyer import Membre, Qualite
from kiosk.metier.lecture_coordonnee import lire_coordonnee
from kiosk.metier.nir import lire_nir
from kiosk.server.cles import charger, creer_si_absents
from kiosk.server.depots import accueil
from kiosk.server.etat import Etat, assembler
from kiosk.server.horloge import Horloge, maintenant
from kiosk.server.reglages import ReglagesServeur
from kiosk.server.storage.migrer import migrer
from kiosk.server.storage.models import ChangementLigne, CompteLigne, CoordonneeLigne, DroitLigne, MembreLigne
from resources import chemin

DEMARCHE = "ressources"
_ESPACE = UUID("6f4f2b6e-4f0c-4a8e-9d55-0c8d1f6f7a10")


class _Demo(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MembreDemo(_Demo):
    """A person of the home."""

    qualite: Qualite
    prenom: str
    date_naissance: date


class SituationDemo(_Demo):
    """The family situation in words, and since when."""

    libelle: str
    depuis: date | None = None


class DroitDemo(_Demo):
    """A benefit; `pour` is a first name of the home, or nothing for the whole of it."""

    code: str
    libelle: str
    depuis: date
    jusqu_a: date | None = None
    pour: str = ""


class CoordonneeDemo(_Demo):
    """A contact detail; secured that many days before the day the demonstration plays, or not at all."""

    nature: NatureCoordonnee
    valeur: str
    securisee_il_y_a_jours: int | None = None


class ChangementDemo(_Demo):
    """A value that waits for its code."""

    nature: NatureCoordonnee
    valeur: str


class DepotDemo(_Demo):
    """A déclaration de ressources already made: whole euros of salary, one per person of the home."""

    salaires: tuple[int, ...]


class CompteDemo(_Demo):
    """One fictitious person, with the password in clear: it protects nothing.

    `situation` says what the person shows of the product; a password is temporary for `temporaire_jours` days.
    """

    situation: str
    nir: str
    mot_de_passe: str
    temporaire_jours: int | None = None
    prenom: str
    nom: str
    situation_familiale: SituationDemo
    foyer: tuple[MembreDemo, ...]
    droits: tuple[DroitDemo, ...] = ()
    coordonnees: tuple[CoordonneeDemo, ...] = ()
    changements: tuple[ChangementDemo, ...] = ()
    verrouille: bool = False
    depot_de_ressources: DepotDemo | None = Field(default=None)


@cache
def comptes_demo() -> tuple[CompteDemo, ...]:
    """The people of `resources/demo/comptes.toml`, in its order."""
    with chemin("demo", "comptes.toml").open("rb") as fichier:
        return tuple(CompteDemo.model_validate(compte) for compte in tomllib.load(fichier)["comptes"])


@cache
def fictifs() -> frozenset[UUID]:
    """The ids of their accounts: what is sent to these may be shown to anybody."""
    return frozenset(uuid5(_ESPACE, compte.nir) for compte in comptes_demo())


def amorcer_demo(reglages: ReglagesServeur, horloge: Horloge = maintenant) -> None:
    """Prepare everything a demonstration needs: schema, secrets, people. Call it before the backend starts."""
    migrer(reglages.base)
    creer_si_absents(reglages.dossier_cles)

    async def charger_tout() -> None:
        etat = assembler(reglages, horloge, charger(reglages.dossier_cles))
        try:
            await installer(etat)
        finally:
            await etat.base.fermer()

    asyncio.run(charger_tout())


async def installer(etat: Etat) -> None:
    """Add the people that are not there yet."""
    for compte in comptes_demo():
        identifiant = etat.connexion.identifiant(lire_nir(compte.nir))
        async with etat.base.lire() as session:
            connu = await session.scalar(select(CompteLigne.id).where(CompteLigne.identifiant == identifiant))
        if connu is None:
            await _ajouter(etat, compte, identifiant)


async def _ajouter(etat: Etat, compte: CompteDemo, identifiant: str) -> None:
    mot_de_passe = await etat.mots_de_passe.hacher(compte.mot_de_passe)
    async with etat.base.ecrire() as session:
        session.add(_ligne(etat, compte, identifiant, mot_de_passe))
    if compte.verrouille:
        await etat.tentatives.verrouiller(identifiant)
    if compte.depot_de_ressources is not None:
        await _deposer(etat, compte, compte.depot_de_ressources)


def _ligne(etat: Etat, compte: CompteDemo, identifiant: str, mot_de_passe: str) -> CompteLigne:
    rangs = {membre.prenom: rang for rang, membre in enumerate(compte.foyer)}
    return CompteLigne(
        id=uuid5(_ESPACE, compte.nir),
        identifiant=identifiant,
        mot_de_passe=mot_de_passe,
        mot_de_passe_temporaire_jusqu_a=None
        if compte.temporaire_jours is None
        else etat.horloge() + timedelta(days=compte.temporaire_jours),
        prenom=compte.prenom,
        nom=compte.nom,
        situation=compte.situation_familiale.libelle,
        situation_depuis=compte.situation_familiale.depuis,
        membres=[
            MembreLigne(
                rang=rang,
                qualite=membre.qualite,
                prenom=membre.prenom,
                date_naissance=membre.date_naissance,
            )
            for rang, membre in enumerate(compte.foyer)
        ],
        droits=[
            DroitLigne(
                rang=rang,
                code=droit.code,
                libelle=droit.libelle,
                depuis=droit.depuis,
                jusqu_a=droit.jusqu_a,
                membre=rangs[droit.pour] if droit.pour else None,
            )
            for rang, droit in enumerate(compte.droits)
        ],
        coordonnees=[
            CoordonneeLigne(
                nature=c.nature,
                valeur=lire_coordonnee(c.nature, c.valeur),
                securisee_le=_jours_avant(etat.aujourd_hui(), c.securisee_il_y_a_jours),
            )
            for c in compte.coordonnees
        ],
        changements=[
            ChangementLigne(
                nature=c.nature, valeur=lire_coordonnee(c.nature, c.valeur), demande_le=etat.horloge()
            )
            for c in compte.changements
        ],
    )


async def _deposer(etat: Etat, compte: CompteDemo, depot: DepotDemo) -> None:
    """Through the front door: what the demonstration shows was sealed, opened and checked like any other.

    Nothing when no campaign is open on the day that the demonstration plays.
    """
    foyer = tuple(Membre(membre.qualite, membre.prenom) for membre in compte.foyer)
    try:
        CATALOGUE[DEMARCHE].preparer(Contexte(etat.aujourd_hui(), foyer))
    except DemarcheFermee:
        return
    session = await etat.connexion.ouvrir(Identifiants(nir=compte.nir, mot_de_passe=compte.mot_de_passe))
    await etat.sessions.fermer(session.jeton)
    dossier = Dossier(
        demarche=DEMARCHE,
        date_reference=etat.aujourd_hui(),
        bon_de_depot=session.bon_de_depot,
        attestation=True,
        reponses={
            "personnes": [
                {"qualite": membre.qualite, "prenom": membre.prenom, "salaires": salaire}
                for membre, salaire in zip(compte.foyer, depot.salaires, strict=True)
            ]
        },
    )
    enveloppe = sceller(dossier, etat.secrets.publique, uuid4())
    await accueil.recevoir(etat, enveloppe.id, enveloppe.octets)


def _jours_avant(jour: date, nombre: int | None) -> date | None:
    return None if nombre is None else jour - timedelta(days=nombre)
