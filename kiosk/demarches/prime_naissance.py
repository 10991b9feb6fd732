"""« Demande de prime à la naissance » (domaine.md §3, deck « Évolution de l’écran déclaration de grossesse »)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from kiosk.demarches import maternite
from kiosk.demarches.maternite import (
    DATES,
    ENFANTS,
    PAPIERS,
    REGLES,
    TRANSMISSION,
    Maternite,
    apres_delai,
    deja_transmise,
)
from kiosk.formulaire import (
    Aide,
    Contexte,
    Demarche,
    DemarcheFermee,
    Depart,
    Etape,
    Fin,
    Libelle,
    Page,
    Suite,
)
from kiosk.metier import prime_naissance as loi
from kiosk.metier.baremes import BaremeInconnu
from kiosk.metier.montant import en_euros, en_euros_centimes
from kiosk.metier.periode import INSECABLE, en_lettres, mois_annee

TITRE = "Demande de prime à la naissance"
TITRE_DU_JOUR = "Demande de prime à\u00a0la\u00a0naissance"


class PrimeNaissance(Maternite):
    """The request, and what decides which ceilings apply to it."""

    parent_isole: Annotated[
        bool | None,
        Libelle("Vivez-vous sans conjoint\u00a0?"),
        Aide("Mariage, Pacs ou vie de couple\u00a0: répondez «\u00a0Non\u00a0»."),
    ] = None
    deux_revenus: Annotated[
        bool | None,
        Libelle("Avez-vous tous les deux un revenu\u00a0?"),
        Aide("{deux_revenus}"),
    ] = None


def _preparer(contexte: Contexte) -> Depart[PrimeNaissance]:
    jour = contexte.date_reference
    if not loi.ouverte(jour):
        raise DemarcheFermee("Cette demande n’est pas ouverte à cette date. Demandez à l’accueil.")
    return Depart(titre=TITRE_DU_JOUR, reponses=PrimeNaissance(), textes=_textes(jour))


def _textes(jour: date) -> dict[str, str]:
    return {
        **maternite.textes(),
        "deux_revenus": _deux_revenus(jour),
        "montant": "",
        "plafonds": "",
        "versement": "",
        "fin_versement": "",
    }


def _raconter(reponses: PrimeNaissance, contexte: Contexte) -> Mapping[str, str]:
    """The words of these answers. Total: any of them may be empty."""
    jour = contexte.date_reference
    return {
        **maternite.raconter(reponses, contexte),
        "montant": _montant(jour, reponses.enfants_attendus or 1),
        "plafonds": _plafonds(jour, reponses),
        "versement": _versement(jour, reponses.debut),
        "fin_versement": _fin_versement(reponses.debut),
    }


def _deux_revenus(jour: date) -> str:
    try:
        plafonds = loi.plafonds(jour.year)
    except BaremeInconnu:
        return "Chacun a gagné sa vie par son travail, il y a deux ans."
    return (
        f"Chacun a gagné au moins {en_euros(plafonds.deux_revenus)} par son travail en {plafonds.ressources}."
    )


def _montant(jour: date, enfants: int) -> str:
    try:
        montant = loi.montant(jour)
    except BaremeInconnu:
        return "Le montant de cette année n’est pas encore connu ici. Demandez-le à l’accueil."
    phrases = [
        f"**{en_euros_centimes(montant.par_enfant)}** par enfant attendu, depuis le {en_lettres(montant.depuis)}."
    ]
    if enfants > 1:
        total = en_euros_centimes(enfants * montant.par_enfant)
        phrases.append(f"Pour vos {_enfants(enfants)} attendus\u00a0: **{total}**.")
    return " ".join(phrases)


def _plafonds(jour: date, reponses: PrimeNaissance) -> str:
    try:
        plafonds = loi.plafonds(jour.year)
    except BaremeInconnu:
        return "Les plafonds de cette année ne sont pas encore connus ici. Demandez-les à l’accueil."
    majore = bool(reponses.parent_isole or reponses.deux_revenus)
    lignes = [
        f"- {_enfants(rang)}\u00a0: {en_euros(plafond)}"
        for rang, plafond in enumerate(plafonds.pour(majore), start=1)
    ]
    return "\n".join(
        (
            f"Plafonds de {plafonds.annee} {_pour_qui(reponses)}, à comparer à vos revenus de {plafonds.ressources}. "
            "Comptez vos enfants à charge et ceux que vous attendez\u00a0:",
            "",
            *lignes,
            f"- Par enfant en plus\u00a0: {en_euros(plafonds.par_enfant)}",
        )
    )


def _pour_qui(reponses: PrimeNaissance) -> str:
    if reponses.parent_isole:
        return "pour un parent seul"
    return f"pour un couple avec {'deux revenus' if reponses.deux_revenus else 'un seul revenu'}"


def _versement(jour: date, debut: date | None) -> str:
    """When it is paid, and the day the Caf looks at, whose amount and ceilings count."""
    if debut is None:
        return ""
    limite = loi.versement(debut)
    if limite is None:
        quand = (
            f"Votre grossesse a commencé avant le {en_lettres(loi.AVANT_NAISSANCE)}\u00a0: "
            "la prime peut être versée après la naissance."
        )
    elif jour <= limite:
        quand = f"Si vous y avez droit, la prime est versée au plus tard fin **{mois_annee(limite)}**."
    else:
        quand = (
            f"Le versement était prévu fin **{mois_annee(limite)}**. Votre demande est étudiée quand même."
        )
    return (
        f"- {quand}\n- La Caf regarde votre situation au **{en_lettres(loi.examen(debut))}**. "
        "Le montant et les plafonds retenus sont ceux de ce jour."
    )


def _fin_versement(debut: date | None) -> str:
    limite = None if debut is None else loi.versement(debut)
    return "" if limite is None else mois_annee(limite)


def _verse_bientot(reponses: PrimeNaissance, contexte: Contexte) -> bool:
    limite = None if reponses.debut is None else loi.versement(reponses.debut)
    return limite is not None and contexte.date_reference <= limite


def _enfants(nombre: int) -> str:
    return f"{nombre}{INSECABLE}{'enfants' if nombre > 1 else 'enfant'}"


PRIME_NAISSANCE: Demarche[PrimeNaissance] = Demarche(
    code="prime_naissance",
    lettre="P",
    titre=TITRE,
    icone="cadeau",
    action="Demander la prime à la naissance",
    envoyer="Envoyer ma demande",
    reponses=PrimeNaissance,
    preparer=_preparer,
    raconter=_raconter,
    etapes=(
        TRANSMISSION,
        Page("a-savoir", "À savoir avant de commencer", "prime_naissance/a-savoir.md"),
        DATES,
        ENFANTS,
        apres_delai("Votre demande après le délai", "prime_naissance/apres-delai.md"),
        Etape("situation", "Votre situation", ("parent_isole",)),
        Etape(
            "revenus",
            "Vos revenus",
            ("deux_revenus",),
            si=lambda reponses: not reponses.parent_isole,
            conseil="Comptez aussi les indemnités d’accident du travail ou de maladie professionnelle.",
        ),
        Page("votre-prime", "Votre prime", "prime_naissance/votre-prime.md"),
    ),
    sorties=(
        deja_transmise(
            "Vous n’avez pas de\u00a0demande à\u00a0remplir",
            "prime_naissance/deja-transmise.md",
            vers="compte",
            bouton="Revenir à mon compte",
        ),
    ),
    regles=REGLES,
    fin=Fin(
        titre="Votre demande est envoyée",
        titre_differe="Votre demande est enregistrée",
        recue="La Caf l’a bien reçue et va l’étudier.",
        papiers=PAPIERS,
        suites=(
            "Un conseiller étudie votre droit, selon vos ressources.",
            Suite(
                "Si vous y avez droit, la prime est versée au plus tard fin\u00a0{fin_versement}.",
                _verse_bientot,
            ),
            "Gardez votre numéro de dépôt\u00a0: il prouve votre envoi.",
        ),
    ),
)
