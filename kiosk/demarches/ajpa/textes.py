"""What fills in the texts: the values of the day, and the words of these answers. No amount is written in a text."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from kiosk.demarches.ajpa.aide import Gir
from kiosk.demarches.ajpa.conditions import prestations_a_dire
from kiosk.demarches.ajpa.regles import mois_avant_droit, mois_en_double, mois_trop_lointains
from kiosk.demarches.ajpa.reponses import (
    Ajpa,
    debut_du_droit,
    demies_demandees,
    jour_de_la_demande,
    situation_depuis,
    statut_depuis,
)
from kiosk.formulaire import Contexte
from kiosk.metier import ajpa as loi
from kiosk.metier.baremes import BaremeInconnu
from kiosk.metier.periode import INSECABLE, en_lettres, mois_annee

SANS_REPONSE = (
    "statut",
    "statut_depuis",
    "situation_depuis",
    "date_demande",
    "jours_deja_pris",
    "jours_demandes",
    "limite_carriere",
    "limite_par_personne",
    "limite_gir",
    "prestations",
    "taux",
    "gir",
    "debut_du_droit",
    "mois_en_double",
    "mois_avant_droit",
    "mois_trop_lointains",
)


def textes(jour: date) -> dict[str, str]:
    """The values in force at the reference date; the names that answers fill in are there, empty."""
    return {
        **dict.fromkeys(SANS_REPONSE, ""),
        "ouverture": en_lettres(loi.OUVERTURE),
        "elargissement": en_lettres(loi.ELARGISSEMENT),
        "montants": _montants(jour),
        "jours_par_mois": _jours(2 * loi.JOURS_PAR_MOIS),
        "plafonds": _plafonds(jour),
        "dernier_gir": _gir(loi.dernier_gir(jour)),
        "taux_minimum": _pourcentage(loi.TAUX_MINIMUM),
        "age_autonomie": _ans(loi.AGE_PERTE_AUTONOMIE),
        "age_maximum": _ans(loi.AGE_MAXIMUM),
        "ecart": _ans(loi.ECART_DE_GENERATION),
        "dernier_mois": mois_annee(_plus_tard(jour, loi.MOIS_A_VENIR)),
    }


def raconter(reponses: Ajpa, contexte: Contexte) -> Mapping[str, str]:
    """The words of these answers. Total: any of them may be empty."""
    jour = jour_de_la_demande(reponses, contexte)
    plafond = loi.plafond(jour)
    aidee = reponses.aide
    return {
        "statut": _minuscule(reponses.statut_aidant.libelle) if reponses.statut_aidant else "",
        "statut_depuis": _jour(statut_depuis(reponses)),
        "situation_depuis": _jour(situation_depuis(aidee)),
        "date_demande": en_lettres(jour),
        "jours_deja_pris": _jours(2 * (reponses.jours_deja_pris or 0)),
        "jours_demandes": _jours(demies_demandees(reponses)),
        "limite_carriere": _jours(2 * plafond.carriere),
        "limite_par_personne": _jours(2 * plafond.par_personne) if plafond.par_personne else "",
        "limite_gir": _gir(loi.dernier_gir(jour)),
        "prestations": ", ".join(_minuscule(p.libelle) for p in prestations_a_dire(reponses)),
        "taux": "" if aidee.taux_incapacite is None else _pourcentage(aidee.taux_incapacite),
        "gir": _gir(aidee.gir.groupe) if aidee.gir and aidee.gir.groupe else "",
        "debut_du_droit": en_lettres(debut_du_droit(reponses, contexte)),
        "mois_en_double": _liste(mois_en_double(reponses)),
        "mois_avant_droit": _liste(mois_avant_droit(reponses, contexte)),
        "mois_trop_lointains": _liste(mois_trop_lointains(reponses, contexte)),
    }


def _montants(jour: date) -> str:
    try:
        montants = loi.montants(jour)
    except BaremeInconnu:
        return "Le montant de cette année n’est pas encore connu ici. Demandez-le à l’accueil."
    journee, seul = _euros(montants.journee), _euros(montants.journee_seul)
    if montants.demi_journee is None:
        return (
            f"**{journee}** par jour si vous vivez en couple, **{seul}** si vous vivez seul. "
            "La moitié pour une demi-journée."
        )
    return f"**{journee}** par jour, **{_euros(montants.demi_journee)}** par demi-journée."


def _plafonds(jour: date) -> str:
    plafond = loi.plafond(jour)
    carriere = f"{_jours(2 * plafond.carriere)} au plus sur toute la carrière"
    if plafond.par_personne is None:
        return carriere
    return f"{_jours(2 * plafond.par_personne)} au plus pour une même personne aidée, {carriere}"


def _plus_tard(jour: date, mois: int) -> date:
    """The first day of the month that comes so many months later."""
    annees, rang = divmod(jour.month - 1 + mois, 12)
    return date(min(jour.year + annees, date.max.year), rang + 1, 1)


def _euros(montant: Decimal) -> str:
    return f"{montant}{INSECABLE}€".replace(".", ",")


def _jours(demies: int) -> str:
    """From half-days: « 1 jour », « 10,5 jours »."""
    nombre = f"{demies // 2},5" if demies % 2 else str(demies // 2)
    return f"{nombre}{INSECABLE}{'jour' if demies < 4 else 'jours'}"  # French plurals begin at two


def _ans(nombre: int) -> str:
    return f"{nombre}{INSECABLE}ans"


def _pourcentage(nombre: int) -> str:
    return f"{nombre}{INSECABLE}%"


def _gir(groupe: int) -> str:
    return Gir(str(groupe)).libelle


def _jour(jour: date | None) -> str:
    return "" if jour is None else en_lettres(jour)


def _liste(mois: Iterable[date]) -> str:
    return ", ".join(mois_annee(m) for m in mois)


def _minuscule(libelle: str) -> str:
    """A label inside a sentence; an acronym at its head keeps its capitals."""
    return libelle if libelle[1:2].isupper() else libelle[0].lower() + libelle[1:]
