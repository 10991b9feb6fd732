"""The answers as the person reads them back: check-answers and the PDF show the same rows."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from kiosk.formulaire.champ import Champ, Choix, Nature, champs
from kiosk.formulaire.demarche import Etape, noms_demandes
from kiosk.formulaire.lecture import VIDE
from kiosk.formulaire.marche import Lieu
from kiosk.formulaire.parcours import Parcours
from kiosk.metier.montant import en_euros
from kiosk.metier.periode import en_lettres

NON_RENSEIGNE = "Non renseigné"
RIEN = "Rien à déclarer"
AUCUNE = "Aucune"


@dataclass(frozen=True, slots=True)
class Ligne:
    """One row: question, answer, and the dotted path (or step code) that « Modifier » goes to."""

    libelle: str
    valeur: str
    chemin: str
    vide: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """The rows about one person, or about the form itself."""

    titre: str
    lignes: tuple[Ligne, ...]


def en_clair(parcours: Parcours[Any], lieu: Lieu, champ: Champ, valeur: object) -> str:
    """One answer in words, on the screen that asks it."""
    match valeur:
        case bool():
            return "Oui" if valeur else "Non"
        case Choix():
            return parcours.texte(valeur.libelle, lieu)
        case int() if champ.nature is Nature.MONTANT:
            return en_euros(valeur)
        case date():
            return en_lettres(valeur)
        case _:
            return str(valeur)


def _lignes(parcours: Parcours[Any], lieu: Lieu) -> list[Ligne]:
    etape = lieu.etape
    assert isinstance(etape, Etape)
    lignes = []
    connus = champs(parcours.demarche.portee(etape.pour))
    for nom in etape.champs:
        champ, chemin = connus[nom], lieu.chemin(nom)
        libelle = parcours.texte(champ.libelle.texte, lieu)
        if champ.elements is not None:
            noms = [
                parcours.nom_element(champ.nom, n) for n in range(len(getattr(parcours.reponses, champ.nom)))
            ]
            lignes.append(Ligne(libelle, ", ".join(noms) or NON_RENSEIGNE, chemin))
        elif champ.cases:
            choisis = [en_clair(parcours, lieu, champ, c) for c in getattr(parcours.reponses, champ.nom)]
            premiere = lieu.chemin(noms_demandes(champ)[0])
            lignes.append(Ligne(libelle, ", ".join(choisis) or AUCUNE, premiere))
        elif (valeur := parcours.marche.lus.get(chemin, VIDE).valeur) is not None:
            lignes.append(Ligne(libelle, en_clair(parcours, lieu, champ, valeur), chemin))
    if lignes:
        return lignes
    # A step left empty keeps one row, so that it can be read back and changed like the others.
    montants = all(parcours.champ(chemin).nature is Nature.MONTANT for chemin in lieu.chemins)
    return [Ligne(parcours.titre(lieu), RIEN if montants else NON_RENSEIGNE, lieu.code, vide=True)]


def recapitulatif(parcours: Parcours[Any]) -> tuple[Section, ...]:
    """Every step on the walked path, in its order, gathered by person."""
    sections: list[Section] = []
    for _, lieux in groupby(parcours.marche.etapes, key=lambda lieu: lieu.prefixe or lieu.ordre):
        premier, *suite = lieux
        if premier.rang is not None and isinstance(premier.etape, Etape):
            titre = parcours.nom_element(premier.etape.pour, premier.rang)
        else:
            titre = parcours.titre(premier)
        lignes = [ligne for lieu in (premier, *suite) for ligne in _lignes(parcours, lieu)]
        sections.append(Section(titre, tuple(lignes)))
    return tuple(sections)
