"""The person, the home and the terminal that every picture and screen test starts from."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from kiosk.backend.recepisse import texte_recepisse
from kiosk.backend.schemas import Compte, CoordonneesVues, DroitVue, MembreVue, SituationVue
from kiosk.demarches import CATALOGUE
from kiosk.demarches.ajpa import AJPA
from kiosk.formulaire import Contexte, Message, Parcours
from kiosk.metier.foyer import Membre, Qualite
from kiosk.metier.numero_depot import numero
from kiosk.terminal.settings import Reglages
from kiosk.terminal.visite import ReglagesVisite
from ui.screens.compte import Offre
from ui.screens.fin import DIFFEREE, SUITES_DIFFEREES, Bilan

JOUR = date(2022, 12, 1)
QUAND = datetime(2022, 12, 1, 10, 42, tzinfo=UTC)
DEPOT = UUID("11111111-2222-4333-8444-555555555555")
FOYER = (
    Membre(Qualite.VOUS, "Camille"),
    Membre(Qualite.CONJOINT, "Alexandre"),
    Membre(Qualite.AUTRE, "Lina"),
)
COMPTE = Compte.model_validate(
    {
        "prenom": "Camille",
        "nom": "Martin",
        "foyer": [
            {"qualite": m.qualite, "prenom": m.prenom, "date_naissance": naissance}
            for m, naissance in zip(FOYER, ("1985-06-12", "1983-11-02", "2014-04-30"), strict=True)
        ],
        "coordonnees": {
            "version": 3,
            "incitation": True,
            "date_commune": "2021-10-07",
            "en_vigueur": [
                {
                    "nature": "mobile",
                    "valeur_masquee": "06 •• •• •• 42",
                    "securisee": True,
                    "securisee_le": "2021-10-07",
                    "due": True,
                },
                {
                    "nature": "mail",
                    "valeur_masquee": "c•••••@exemple.fr",
                    "securisee": True,
                    "securisee_le": "2021-10-07",
                    "due": True,
                },
                {"nature": "fixe", "valeur_masquee": "01 •• •• •• 17", "securisee": False},
            ],
        },
        "situation": {"libelle": "En couple", "depuis": "2015-06-20"},
        "droits": [
            {"code": "af", "libelle": "Allocations familiales", "depuis": "2019-03-01"},
            {
                "code": "ars",
                "libelle": "Allocation de rentrée scolaire",
                "depuis": "2022-08-01",
                "jusqu_a": "2022-08-31",
                "pour": "Lina",
            },
        ],
        "depots": [
            {
                "id": str(DEPOT),
                "numero": numero("R", DEPOT),
                "demarche": "ressources",
                "titre": "Déclaration de ressources\u00a02020",
                "recu_le": "2021-12-01T09:30:00+01:00",
                "etat": etat,
            }
            for etat in ("recu", "document_attendu", "traite")
        ],
        "a_faire": [
            {
                "demarche": "ressources",
                "titre": "Déclaration de ressources\u00a02021",
                "avant_le": "2022-12-31",
            }
        ],
    }
)
LONGUE = "m•••••@associationdeshabitantsdugrandlyonetdesmontsdulyonnais.exemple.fr"
"""A masked address that no line holds whole in large letters, with nowhere to break but in a word."""

PLEIN = COMPTE.model_copy(
    update={
        "prenom": "Marie-Emmanuelle",
        "foyer": (
            *COMPTE.foyer,
            MembreVue(qualite=Qualite.AUTRE, prenom="Maximilien-Alexandre", date_naissance=date(2001, 1, 1)),
            MembreVue(qualite=Qualite.AUTRE, prenom="Noé"),
        ),
        "situation": SituationVue(libelle="Séparée, en attente de jugement de divorce"),
        "coordonnees": CoordonneesVues.model_validate(
            {
                "version": 4,
                "en_vigueur": [
                    {
                        "nature": "mobile",
                        "valeur_masquee": "06 •• •• •• 42",
                        "securisee": True,
                        "securisee_le": "2021-10-07",
                        "due": True,
                    },
                    {
                        "nature": "mail",
                        "valeur_masquee": LONGUE,
                        "securisee": True,
                        "securisee_le": "2022-09-01",
                    },
                ],
                "en_attente": [
                    {"nature": "mobile", "valeur_masquee": "07\u00a0••\u00a0••\u00a0••\u00a018"},
                    {"nature": "mail", "valeur_masquee": LONGUE},
                ],
            }
        ),
        "droits": (
            *COMPTE.droits,
            DroitVue(
                code="aeeh",
                libelle="Allocation d’éducation de l’enfant handicapé",
                depuis=date(2019, 6, 1),
                pour="Maximilien-Alexandre",
            ),
        ),
    }
)
"""An account with long names, its dates apart, and a value that waits for its code."""

VIDE = COMPTE.model_copy(
    update={
        "foyer": (),
        "situation": None,
        "droits": (),
        "a_faire": (),
        "depots": (),
        "coordonnees": CoordonneesVues(version=0, incitation=True),
    }
)
"""An account that says nothing yet."""

OFFRE = Offre("ressources", "Déclarer mes ressources\u00a02021", "euro", "Déclarer mes ressources")


AUTRES_OFFRES = (
    Offre("grossesse", "Déclarer une grossesse", "poussette", "Déclarer une grossesse"),
    Offre(
        "prime_naissance", "Demander la prime à la naissance", "cadeau", "Demander la prime à la naissance"
    ),
    Offre("ajpa", AJPA.action, AJPA.icone, AJPA.action),
)


def reassurances(combien: int) -> tuple[Message, ...]:
    """The first conditions that a request in a bad way does not meet, in the words of the form."""
    reponses = {
        "date_demande": JOUR.isoformat(),
        "statut_aidant": "salarie_prive",
        "conge_demande": False,
        "jours_deja_pris": 60,
        "prestations_en_cours": ["aah", "prepare", "chomage"],
        "remunere_par_aide": True,
        "aide": {
            "nom": "Martin",
            "prenom": "Jeanne",
            "date_naissance": "1965-03-02",
            "reside_en_france": False,
            "lien": "ascendant",
            "situation": "perte_autonomie",
            "gir": "5",
        },
        "mois": [{"mois": "2022-12", "jours": 20}],
    }
    messages = Parcours.recu(AJPA, reponses, Contexte(JOUR, FOYER)).reassurances()
    assert len(messages) >= combien, messages
    return messages[:combien]


def bilan_ajpa(combien: int, transmis: bool = True) -> Bilan:
    """The receipt of a request that misses so many conditions."""
    walk = Parcours(AJPA, Contexte(JOUR, FOYER))
    fin, titre = walk.demarche.fin, walk.depart.titre
    assert fin is not None
    return replace(
        bilan(transmis),
        titre_barre=titre,
        titre=fin.titre if transmis else fin.titre_differe,
        texte=fin.recue if transmis else DIFFEREE,
        numero=numero("A", DEPOT),
        recepisse=texte_recepisse("Caf du Rhône", titre, numero("A", DEPOT), QUAND),
        suites=walk.suites() if transmis else SUITES_DIFFEREES,
        messages=reassurances(combien),
    )


def bilan(transmis: bool = True) -> Bilan:
    """The receipt of a déclaration de ressources."""
    walk = Parcours(CATALOGUE["ressources"], Contexte(JOUR, FOYER))
    fin, titre = walk.demarche.fin, walk.depart.titre
    return Bilan(
        titre_barre=titre,
        titre=fin.titre if transmis else fin.titre_differe,
        texte=fin.recue if transmis else DIFFEREE,
        numero=numero("R", DEPOT),
        quand=QUAND,
        transmis=transmis,
        recepisse=texte_recepisse("Caf du Rhône", titre, numero("R", DEPOT), QUAND),
        suites=[walk.texte(s) for s in fin.suites] if transmis else SUITES_DIFFEREES,
    )


def rien(*_: object) -> None:
    """An action that nobody waits for."""


def reglages(**change: object) -> ReglagesVisite:
    """The settings of a terminal as its supervisor hands them over."""
    base: dict[str, object] = {"date_reference": JOUR, "caf_nom": "Caf du Rhône", "inactivite_s": 120}
    return Reglages.model_validate(base | change).visite()
