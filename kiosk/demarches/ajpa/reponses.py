"""The answers to the request, and what is read from them in more than one place."""

from datetime import date
from typing import Annotated

from pydantic import Field

from kiosk.demarches.ajpa.aidant import Prestation, Statut, regle
from kiosk.demarches.ajpa.aide import Gir, PersonneAidee, Situation
from kiosk.demarches.ajpa.mois import MoisDemande, demies, mois_precedent
from kiosk.formulaire import Aide, Contexte, Facultatif, Libelle, Repete, Reponses
from kiosk.metier import ajpa as loi


class Ajpa(Reponses):
    """A request for the allocation journalière du proche aidant (domaine.md §6)."""

    statut_aidant: Annotated[
        Statut | None, Libelle("Quelle est votre situation\u00a0?"), Aide("Votre travail, ou son absence.")
    ] = None
    date_demande: Annotated[
        date | None, Libelle("Date de votre demande"), Aide("Celle d’aujourd’hui, le plus souvent.")
    ] = None
    jours_deja_pris: Annotated[
        int | None,
        Field(ge=0),
        Facultatif(),
        Libelle("Jours déjà pris avec cette allocation"),
        Aide("Aucun\u00a0? Laissez vide. Deux demi-journées comptent pour un jour."),
    ] = None
    conge_demande: Annotated[
        bool | None,
        Libelle("L’avez-vous demandé à votre employeur\u00a0?"),
        Aide("L’allocation accompagne ce congé."),
    ] = None
    prestations_en_cours: Annotated[tuple[Prestation, ...], Libelle("Aides que vous recevez")] = ()
    remunere_par_aide: Annotated[
        bool | None,
        Libelle("La personne aidée vous paie-t-elle\u00a0?"),
        Aide("Avec l’allocation d’autonomie (Apa) ou la prestation de compensation (PCH)."),
    ] = None
    aide: Annotated[PersonneAidee, Libelle("La personne que vous aidez")] = PersonneAidee()
    mois: Annotated[
        tuple[MoisDemande, ...],
        Libelle("Mois demandés", manquant="Choisissez au moins un mois."),
        Repete(
            cle="mois",
            ajout=mois_precedent,
            fixe="",
            bouton="Ajouter le mois précédent",
            icone="calendrier",
        ),
    ] = ()


def jour_de_la_demande(reponses: Ajpa, contexte: Contexte) -> date:
    """The day that conditions are looked at; the reference date while it is not known."""
    return reponses.date_demande or contexte.date_reference


def statut_depuis(reponses: Ajpa) -> date | None:
    """The day from which the status opens the right; None when it never does, or is not known."""
    trouvee = regle(reponses.statut_aidant)
    return None if trouvee is None else trouvee.depuis


def situation_depuis(aidee: PersonneAidee) -> date | None:
    """The same for the situation of the person helped."""
    return None if aidee.situation is None else loi.situations()[aidee.situation.value]


def gir_depuis(aidee: PersonneAidee) -> date | None:
    """The same for the GIR, where a loss of autonomy is asked about."""
    if aidee.situation is not Situation.PERTE_AUTONOMIE or aidee.gir is None or aidee.gir is Gir.INCONNU:
        return None
    return loi.gir_depuis(int(aidee.gir))


def demies_demandees(reponses: Ajpa) -> int:
    """What is asked for in all, counted in half-days."""
    return sum(demies(mois) for mois in reponses.mois)


def debut_du_droit(reponses: Ajpa, contexte: Contexte) -> date:
    """The first day that may be asked for.

    What opened later than the allowance counts only when it is open at the day of the request: before, the condition
    is not met and the end page says so.
    """
    jour = jour_de_la_demande(reponses, contexte)
    ouvertures = (statut_depuis(reponses), situation_depuis(reponses.aide), gir_depuis(reponses.aide))
    return max((o for o in ouvertures if o is not None and o <= jour), default=loi.OUVERTURE)
