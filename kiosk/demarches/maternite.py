"""What « Déclaration de grossesse » and « Demande de prime à la naissance » both ask (domaine.md §3)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from kiosk.formulaire import Aide, Choix, Contexte, Etape, Libelle, Page, Regle, Reponses, Sortie, Suite
from kiosk.metier import grossesse as loi
from kiosk.metier.periode import INSECABLE, en_lettres


class Transmission(Choix):
    """Who tells the CPAM; the words are the deck's."""

    TELETRANSMISE = (
        "teletransmise",
        "a transmis votre déclaration à la CPAM",
        "L’envoi s’est fait pendant la consultation, avec votre carte Vitale.",
    )
    PAPIER = (
        "papier",
        "vous a remis un formulaire papier",
        "Il s’appelle «\u00a0Premier examen médical prénatal\u00a0» et comporte trois volets.",
    )


class Maternite(Reponses):
    """The pregnancy as its paper form tells it."""

    transmission: Annotated[
        Transmission | None,
        Libelle(
            "Votre médecin ou la sage-femme…", manquant="Choisissez une des deux réponses pour continuer."
        ),
    ] = None
    debut: Annotated[
        date | None,
        Libelle("Date présumée de début de grossesse"),
        Aide("Le médecin ou la sage-femme l’a écrite sur le formulaire."),
    ] = None
    premier_examen: Annotated[
        date | None,
        Libelle("Date du premier examen prénatal"),
        Aide("Le rendez-vous où ce formulaire a été rempli."),
    ] = None
    enfants_attendus: Annotated[
        int | None,
        Field(ge=loi.ENFANTS_MINIMUM, le=loi.ENFANTS_MAXIMUM),
        Libelle("Nombre d’enfants attendus"),
        Aide("Ceux de cette grossesse seulement."),
    ] = None


TRANSMISSION = Etape(
    "transmission",
    "Transmission de votre déclaration",
    ("transmission",),
    intro="La CPAM est votre caisse d’assurance maladie.",
    conseil="Vous ne savez pas\u00a0? Regardez les papiers remis à votre premier rendez-vous. Un conseiller peut aussi "
    "vous aider à\u00a0l’accueil.",
)
DATES = Etape("dates", "Dates de votre grossesse", ("debut", "premier_examen"))
ENFANTS = Etape(
    "enfants",
    "Enfants attendus",
    ("enfants_attendus",),
    conseil="Vous attendez plusieurs enfants\u00a0? Une attestation médicale dit combien. Vous l’enverrez à la Caf.",
)


def apres_delai(titre: str, contenu: str) -> Page:
    """The notice for a pregnancy declared late: it is accepted all the same."""
    return Page("apres-delai", titre, contenu, si=_hors_delai)


def deja_transmise(titre: str, contenu: str, vers: str, bouton: str) -> Sortie:
    """The way out when the CPAM was told: such answers are right, and there is nothing to deposit."""
    return Sortie(
        "deja-transmise",
        lambda reponses: reponses.transmission is Transmission.TELETRANSMISE,
        titre,
        contenu,
        vers=vers,
        bouton=bouton,
        sceau="succes",
    )


PAPIERS: tuple[str | Suite[Maternite], ...] = (
    "Envoyez le volet rose à la CPAM et les deux volets bleus à la Caf.",
    Suite(
        "Envoyez aussi à la Caf l’attestation médicale du nombre d’enfants attendus.",
        lambda reponses, _: plusieurs_enfants(reponses),
    ),
)


def plusieurs_enfants(reponses: Maternite) -> bool:
    """True when a medical certificate of their number is asked for."""
    return (reponses.enfants_attendus or 0) > 1


def _hors_delai(reponses: Maternite, contexte: Contexte) -> bool:
    debut = reponses.debut
    return debut is not None and loi.hors_delai(debut, contexte.date_reference)


def _debut_futur(reponses: Maternite, contexte: Contexte) -> bool:
    return reponses.debut is not None and reponses.debut > contexte.date_reference


def _debut_trop_ancien(reponses: Maternite, contexte: Contexte) -> bool:
    return reponses.debut is not None and loi.trop_ancienne(reponses.debut, contexte.date_reference)


def _examen_futur(reponses: Maternite, contexte: Contexte) -> bool:
    return reponses.premier_examen is not None and reponses.premier_examen > contexte.date_reference


def _examen_avant_debut(reponses: Maternite, contexte: Contexte) -> bool:
    """Not said of a start that is still to come: every examination is before it."""
    debut, examen = reponses.debut, reponses.premier_examen
    return debut is not None and examen is not None and examen < debut <= contexte.date_reference


REGLES: tuple[Regle[Maternite], ...] = (
    Regle[Maternite](
        "debut-futur",
        ("debut",),
        _debut_futur,
        "Cette date n’est pas encore passée. Vérifiez la date de début de grossesse.",
    ),
    Regle[Maternite](
        "plus-de-dix-mois",
        ("debut",),
        _debut_trop_ancien,
        "Cette grossesse aurait commencé il y a plus de {mois_maximum}. Vérifiez la date, ou demandez à l’accueil.",
    ),
    Regle[Maternite](
        "examen-futur",
        ("premier_examen",),
        _examen_futur,
        "Cet examen n’a pas encore eu lieu. Vérifiez sa date, ou revenez après l’examen.",
    ),
    Regle[Maternite](
        "examen-avant-debut",
        ("debut", "premier_examen"),
        _examen_avant_debut,
        "Le premier examen vient après le début de la grossesse. Vérifiez les deux dates.",
    ),
)


def textes() -> dict[str, str]:
    """What labels, messages and pages fill in; the names that answers fill in are there, empty."""
    return {
        "semaines": str(loi.SEMAINES),
        "mois_maximum": f"{loi.MOIS_MAXIMUM}{INSECABLE}mois",
        "limite_declaration": "",
    }


def raconter(reponses: Maternite, _: Contexte) -> Mapping[str, str]:
    """The words of these answers. Total: any of them may be empty."""
    debut = reponses.debut
    return {"limite_declaration": "" if debut is None else en_lettres(loi.limite_declaration(debut))}
