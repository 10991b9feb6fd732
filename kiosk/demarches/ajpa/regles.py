"""What is refused at the field: answers that cannot be true, days that nobody can have."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from kiosk.demarches.ajpa.aidant import regle
from kiosk.demarches.ajpa.aide import Lien, PersonneAidee
from kiosk.demarches.ajpa.mois import MoisDemande, demies, lire_mois, rang
from kiosk.demarches.ajpa.reponses import Ajpa, debut_du_droit, jour_de_la_demande
from kiosk.formulaire import Contexte, Regle
from kiosk.metier import ajpa as loi
from kiosk.metier.foyer import Qualite

ENFANTS = (Lien.DESCENDANT, Lien.ENFANT_A_CHARGE)


# -- the person helped ---------------------------------------------------------------------------------------


def _naissance_aidant(contexte: Contexte) -> date | None:
    """The birth date of the person who asks, when the account knows it."""
    return next((m.date_naissance for m in contexte.foyer if m.qualite is Qualite.VOUS), None)


def _naissance_future(aidee: PersonneAidee, contexte: Contexte) -> bool:
    return aidee.date_naissance is not None and aidee.date_naissance > contexte.date_reference


def _parent_trop_jeune(aidee: PersonneAidee, contexte: Contexte) -> bool:
    if aidee.lien is not Lien.ASCENDANT or aidee.date_naissance is None or _naissance_future(aidee, contexte):
        return False
    naissance = _naissance_aidant(contexte)
    if naissance is not None:
        return loi.ans_revolus(aidee.date_naissance, naissance) < loi.ECART_DE_GENERATION
    formulaire: Any = contexte.formulaire
    jour = jour_de_la_demande(formulaire, contexte) if formulaire is not None else contexte.date_reference
    return loi.ans_revolus(aidee.date_naissance, jour) < loi.AGE_MINIMUM_AIDANT + loi.ECART_DE_GENERATION


def _enfant_trop_age(aidee: PersonneAidee, contexte: Contexte) -> bool:
    naissance = _naissance_aidant(contexte)
    if aidee.lien not in ENFANTS or aidee.date_naissance is None or naissance is None:
        return False
    return loi.ans_revolus(naissance, aidee.date_naissance) < loi.ECART_DE_GENERATION


# -- the months ----------------------------------------------------------------------------------------------


def _mois(reponses: Ajpa) -> list[date]:
    return [jour for jour in (lire_mois(m.mois) for m in reponses.mois) if jour is not None]


def mois_en_double(reponses: Ajpa) -> Iterable[date]:
    """The months asked for more than once."""
    return sorted(mois for mois, fois in Counter(_mois(reponses)).items() if fois > 1)


def mois_avant_droit(reponses: Ajpa, contexte: Contexte) -> Iterable[date]:
    """The months that were over before the right existed."""
    debut = rang(debut_du_droit(reponses, contexte))
    return sorted({mois for mois in _mois(reponses) if rang(mois) < debut})


def mois_trop_lointains(reponses: Ajpa, contexte: Contexte) -> Iterable[date]:
    """The months too far after the month of the reference date."""
    limite = rang(contexte.date_reference) + loi.MOIS_A_VENIR
    return sorted({mois for mois in _mois(reponses) if rang(mois) > limite})


def demi_journees_possibles(reponses: Ajpa) -> bool:
    """Half-days are not for those whose status counts whole days only; without a status, they are."""
    statut = regle(reponses.statut_aidant)
    return statut is None or statut.demi_journees


def _demi_journee_impossible(mois: MoisDemande, contexte: Contexte) -> bool:
    formulaire: Any = contexte.formulaire
    return bool(mois.demi_journees) and formulaire is not None and not demi_journees_possibles(formulaire)


def _trop_deja_pris(reponses: Ajpa, contexte: Contexte) -> bool:
    plafond = loi.plafond(jour_de_la_demande(reponses, contexte))
    return (reponses.jours_deja_pris or 0) > plafond.carriere


REGLES: tuple[Regle[Ajpa] | Regle[PersonneAidee] | Regle[MoisDemande], ...] = (
    Regle[Ajpa](
        "demande-future",
        ("date_demande",),
        lambda r, contexte: r.date_demande is not None and r.date_demande > contexte.date_reference,
        "La date de votre demande ne peut pas être après aujourd’hui.",
    ),
    Regle[Ajpa](
        "demande-avant-ouverture",
        ("date_demande",),
        lambda r, _: r.date_demande is not None and r.date_demande < loi.OUVERTURE,
        "Cette allocation existe depuis le {ouverture}. Écrivez une date à partir de ce jour.",
    ),
    Regle[Ajpa](
        "trop-de-jours-deja-pris",
        ("jours_deja_pris",),
        _trop_deja_pris,
        "Vous ne pouvez pas avoir déjà pris plus de {limite_carriere}. Vérifiez ce nombre.",
        lit=("date_demande",),
    ),
    Regle[PersonneAidee](
        "naissance-future",
        ("date_naissance",),
        _naissance_future,
        "Cette date de naissance n’est pas encore passée. Vérifiez l’année.",
        pour="aide",
    ),
    Regle[PersonneAidee](
        "naissance-trop-ancienne",
        ("date_naissance",),
        lambda a, contexte: (
            a.date_naissance is not None
            and loi.ans_revolus(a.date_naissance, contexte.date_reference) > loi.AGE_MAXIMUM
        ),
        "Avec cette date, la personne aurait plus de {age_maximum}. Vérifiez l’année.",
        pour="aide",
    ),
    Regle[PersonneAidee](
        "parent-trop-jeune",
        ("date_naissance", "lien"),
        _parent_trop_jeune,
        "Votre parent ou grand-parent a au moins {ecart} de plus que vous. Vérifiez sa date de naissance, ou qui "
        "est cette personne pour vous.",
        pour="aide",
    ),
    Regle[PersonneAidee](
        "enfant-trop-age",
        ("date_naissance", "lien"),
        _enfant_trop_age,
        "Cet enfant a au moins {ecart} de moins que vous. Vérifiez sa date de naissance, ou choisissez un autre "
        "lien.",
        pour="aide",
    ),
    Regle[Ajpa](
        "mois-en-double",
        ("mois",),
        lambda r, _: bool(mois_en_double(r)),
        "Chaque mois se demande une seule fois. En double\u00a0: {mois_en_double}.",
    ),
    Regle[Ajpa](
        "mois-avant-droit",
        ("mois",),
        lambda r, contexte: bool(mois_avant_droit(r, contexte)),
        "Vous pouvez demander des jours à partir du {debut_du_droit}. Retirez\u00a0: {mois_avant_droit}.",
        lit=("statut_aidant", "date_demande"),
    ),
    Regle[Ajpa](
        "mois-trop-lointain",
        ("mois",),
        lambda r, contexte: bool(mois_trop_lointains(r, contexte)),
        "Vous pouvez demander des jours jusqu’à {dernier_mois}. Retirez\u00a0: {mois_trop_lointains}.",
    ),
    Regle[MoisDemande](
        "mois-sans-jour",
        ("jours", "demi_journees"),
        lambda m, _: demies(m) == 0,
        "Écrivez vos jours pour ce mois. Rien ce mois-là\u00a0? Retirez le mois de la liste.",
        pour="mois",
    ),
    Regle[MoisDemande](
        "trop-de-jours-dans-le-mois",
        ("jours", "demi_journees"),
        lambda m, _: demies(m) > 2 * loi.JOURS_PAR_MOIS,
        "Vous pouvez demander {jours_par_mois} au plus par mois. Deux demi-journées comptent pour un jour.",
        pour="mois",
    ),
    Regle[MoisDemande](
        "demi-journee-impossible",
        ("demi_journees",),
        _demi_journee_impossible,
        "Avec le chômage indemnisé, demandez seulement des journées entières. Effacez les demi-journées.",
        pour="mois",
    ),
)
