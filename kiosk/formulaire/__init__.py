"""The language démarches are written in: a typed model, steps, rules and exits; and the walk over them."""

from kiosk.formulaire.brouillon import DonneesIllisibles
from kiosk.formulaire.champ import (
    Aide,
    Champ,
    Choix,
    Donne,
    Euros,
    Facultatif,
    Libelle,
    Nature,
    Repete,
    Reponses,
    champs,
)
from kiosk.formulaire.declaration import CODES_COMMUNS, codes_propres, textes
from kiosk.formulaire.demarche import (
    DeclarationFausse,
    Demarche,
    DemarcheFermee,
    Depart,
    Etape,
    Fin,
    Page,
    Reassurance,
    Sortie,
    Suite,
)
from kiosk.formulaire.marche import Lieu, Marche
from kiosk.formulaire.parcours import Message, Parcours, Progression
from kiosk.formulaire.recapitulatif import Ligne, Section, recapitulatif
from kiosk.formulaire.regle import Anomalie, Contexte, Controle, Regle
from kiosk.formulaire.verification import Verdict, verifier

__all__ = [
    "CODES_COMMUNS",
    "Aide",
    "Anomalie",
    "Champ",
    "Choix",
    "Contexte",
    "Controle",
    "DeclarationFausse",
    "Demarche",
    "DemarcheFermee",
    "Depart",
    "Donne",
    "DonneesIllisibles",
    "Etape",
    "Euros",
    "Facultatif",
    "Fin",
    "Libelle",
    "Lieu",
    "Ligne",
    "Marche",
    "Message",
    "Nature",
    "Page",
    "Parcours",
    "Progression",
    "Reassurance",
    "Regle",
    "Repete",
    "Reponses",
    "Section",
    "Sortie",
    "Suite",
    "Verdict",
    "champs",
    "codes_propres",
    "recapitulatif",
    "textes",
    "verifier",
]
