"""« Pass’Sport » without an account: a few questions, an answer for the day, nothing kept (domaine.md §4)."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated

from kiosk.formulaire import (
    Aide,
    Choix,
    Contexte,
    Demarche,
    Depart,
    Donne,
    Etape,
    Libelle,
    Page,
    Regle,
    Reponses,
    Sortie,
)
from kiosk.metier import pass_sport as regles
from kiosk.metier import pass_sport_textes as mots
from kiosk.metier.periode import INSECABLE


class AllocationRecue(Choix):
    """What is received, as `regles.Allocation` names it."""

    ARS = "ars", "Allocation de rentrée scolaire (ARS)"
    AEEH = "aeeh", "Allocation d’éducation de l’enfant handicapé (AEEH)"
    AAH = "aah", "Allocation aux adultes handicapés (AAH)"
    BOURSIER = "boursier", "Bourse d’études", "Bourse ou aide annuelle du Crous, bourse régionale."
    AUCUNE = "aucune", "Aucune de ces aides"


ANNEES = tuple(sorted({annee for campagne in regles.campagnes() for annee in campagne.annees_ars}))


class AnneeAllocation(Choix):
    """The year of an ARS: those that a known campaign looks at, or another one. A number on the wire."""

    AUTRE = "autre", "Une autre année"
    # The years are dated values, so these members have no literal names.
    vars().update({f"A{annee}": (str(annee), str(annee)) for annee in ANNEES})

    @classmethod
    def _missing_(cls, value: object) -> "AnneeAllocation | None":
        """`2022` is read as `"2022"`; a year that no campaign looks at is another one."""
        ecrite = str(value)
        if not re.fullmatch(r"[0-9]{4}", ecrite):
            return None
        return next((annee for annee in cls if annee.value == ecrite), cls.AUTRE)

    @property
    def annee(self) -> int | None:
        """None for another year."""
        return None if self is AnneeAllocation.AUTRE else int(self.value)


class PassSport(Reponses):
    """Four answers at most, kept nowhere. `campagne` is the year of the day's campaign, None while it is not known."""

    campagne: Annotated[int | None, Donne()] = None
    date_naissance: Annotated[
        date | None, Libelle("Date de naissance"), Aide("La vôtre, ou celle de votre enfant.")
    ] = None
    allocation: Annotated[AllocationRecue | None, Libelle("Aide reçue pour cette personne")] = None
    annee_allocation: Annotated[
        AnneeAllocation | None,
        Libelle("Année de l’allocation"),
        Aide("L’année de son versement, à la rentrée."),
    ] = None
    droit_en_juin: Annotated[
        bool | None,
        Libelle("Cette personne avait-elle droit à l’AEEH ce mois-là\u00a0?"),
        Aide("La date est sur la notification de la Caf."),
    ] = None


def _demande_l_annee(reponses: PassSport) -> bool:
    return reponses.allocation is AllocationRecue.ARS


def _demande_juin(reponses: PassSport) -> bool:
    """With an AEEH, the right in June decides for who turned 20 that month."""
    naissance = reponses.date_naissance
    return (
        reponses.allocation is AllocationRecue.AEEH
        and naissance is not None
        and any(c.annee == reponses.campagne and c.vingt_ans_en_juin(naissance) for c in regles.campagnes())
    )


def _complete(reponses: PassSport) -> bool:
    """Everything was asked that the answer depends on; nothing is when the campaign is not known."""
    return reponses.campagne is None or (
        reponses.date_naissance is not None
        and reponses.allocation is not None
        and not (_demande_l_annee(reponses) and reponses.annee_allocation is None)
        and not (_demande_juin(reponses) and reponses.droit_en_juin is None)
    )


def _situation(reponses: PassSport, contexte: Contexte) -> regles.Situation | None:
    """What these answers come to, None while one is missing."""
    if not _complete(reponses):
        return None
    annee = reponses.annee_allocation
    return regles.examiner(
        contexte.date_reference,
        reponses.date_naissance or contexte.date_reference,
        regles.Droit(
            regles.Allocation(reponses.allocation or AllocationRecue.AUCUNE),
            annee=annee.annee if annee is not None else None,
            en_juin=reponses.droit_en_juin,
        ),
    )


def _preparer(contexte: Contexte) -> Depart[PassSport]:
    jour = contexte.date_reference
    courante = regles.campagne_ou_rien(jour)
    annees = [str(annee) for annee in reversed(courante.annees_ars)] if courante is not None else []
    return Depart(
        titre=f"Pass’Sport{INSECABLE}{courante.annee if courante is not None else jour.year}",
        reponses=PassSport(campagne=courante.annee if courante is not None else None),
        textes={**mots.textes(jour), "reponse": "", "message": "", "suite": "", "sceau": "info"},
        choix={"annee_allocation": (*map(AnneeAllocation, annees), AnneeAllocation.AUTRE)},
    )


def _raconter(reponses: PassSport, contexte: Contexte) -> Mapping[str, str]:
    situation = _situation(reponses, contexte)
    if situation is None:
        return {}
    lieux = mots.textes(contexte.date_reference)["lieux"]
    return {
        "reponse": mots.titre(situation),
        "message": "\n\n".join(mots.phrases(situation)),
        "sceau": "succes" if situation.concerne else "info",
        "suite": f"## Où l’utiliser\n\n{lieux}" if situation.concerne else "",
    }


def _resultat(reponses: PassSport, contexte: Contexte) -> Mapping[str, object]:
    situation = _situation(reponses, contexte)
    if situation is None:
        return {}
    return {
        "livraison": situation.livraison.value if situation.livraison is not None else None,
        "montant": situation.montant,
        "campagne": situation.annee,
        "message": mots.message(situation),
    }


PASS_SPORT: Demarche[PassSport] = Demarche(
    code="pass_sport",
    lettre="S",
    titre="Pass’Sport",
    icone="sport",
    action="Ai-je droit au Pass’Sport\u00a0?",
    reponses=PassSport,
    preparer=_preparer,
    raconter=_raconter,
    resultat=_resultat,
    etapes=(
        Page("a-savoir", "Le Pass’Sport en\u00a0{campagne}", "pass_sport/a-savoir.md"),
        Etape("naissance", "Pour qui\u00a0?", ("date_naissance",)),
        Etape("allocation", "Quelle aide recevez-vous\u00a0?", ("allocation",)),
        Etape("annee", "De quelle année\u00a0?", ("annee_allocation",), si=_demande_l_annee),
        Etape("juin", "En juin\u00a0{campagne}", ("droit_en_juin",), si=_demande_juin),
    ),
    regles=(
        Regle[PassSport](
            "naissance-a-venir",
            ("date_naissance",),
            lambda r, contexte: r.date_naissance is not None and r.date_naissance > contexte.date_reference,
            "Cette date est à venir. Vérifiez l’année de naissance.",
        ),
    ),
    sorties=(
        Sortie(
            "resultat",
            _complete,
            "{reponse}",
            "pass_sport/resultat.md",
            vers="accueil",
            bouton="Terminer",
            sceau="{sceau}",
        ),
    ),
)
