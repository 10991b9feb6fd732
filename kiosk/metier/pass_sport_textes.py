"""Pass'Sport in words: what to expect, until when, and what to do (domaine.md §4, design §8).

A person may be the visitor or their child: sentences name a campaign, a birth or a coupon, and say « vous » only for
what reaches the home.
"""

from collections.abc import Mapping
from datetime import date

from kiosk.metier.montant import en_euros
from kiosk.metier.pass_sport import (
    Allocation,
    CampagneSport,
    Fenetre,
    Livraison,
    Motif,
    Situation,
    campagne_ou_rien,
    campagnes,
    derniere_terminee,
)
from kiosk.metier.periode import INSECABLE, en_lettres, mois_annee

NOMS: Mapping[Allocation, str] = {
    Allocation.ARS: "l’allocation de rentrée scolaire (ARS)",
    Allocation.AEEH: "l’allocation d’éducation de l’enfant handicapé (AEEH)",
    Allocation.AAH: "l’allocation aux adultes handicapés (AAH)",
    Allocation.BOURSIER: "une bourse d’études",
}
LIVRAISONS: Mapping[Livraison, str] = {
    Livraison.JUIN: "Ce coupon fait partie de la livraison de juin{annee}.",
    Livraison.AOUT: "Ce coupon fait partie de la livraison d’août{annee}.",
}
AUTRES_AIDES = "D’autres aides au sport existent\u00a0: demandez à votre mairie."
CROUS = "La liste des boursiers ne vient pas de la Caf\u00a0: adressez-vous au Crous."


def titre(situation: Situation) -> str:
    """The answer in a few words, for the top of a page."""
    annee = f"{INSECABLE}{situation.annee}"
    match situation.motif:
        case Motif.ENVOI | Motif.DEMANDE:
            return f"Un coupon Pass’Sport est prévu en{annee}"
        case Motif.INCONNUE:
            return f"Le Pass’Sport{annee} n’est {_pas_encore(situation.annee)} connu"
        case Motif.TERMINEE:
            return f"Le Pass’Sport{annee} est terminé"
        case _:
            return f"Pas de coupon Pass’Sport en{annee}"


def phrases(situation: Situation) -> tuple[str, ...]:
    """What to expect and what to do: sentences of 20 words at most, a question with its answer. True that day only."""
    courante = situation.campagne
    if courante is None:
        return (*_inconnue(situation.jour), f"Renseignez-vous sur {campagnes()[-1].site}.")
    if situation.motif is Motif.TERMINEE:
        return (_terminee(courante), "Le coupon ne s’utilise plus.")
    if situation.concerne:
        return (
            _coupon(courante, situation.jour),
            *_arrive(situation, courante),
            *_sinon(situation, courante),
        )
    boursier = situation.droit.allocation is Allocation.BOURSIER
    return (*_pourquoi(situation, courante), CROUS if boursier else AUTRES_AIDES)


def message(situation: Situation) -> str:
    """The same, in one line."""
    return " ".join(phrases(situation))


def message_court(situation: Situation) -> str:
    """The same, beside a page that tells how much, until when, and what to do when nothing comes."""
    courante = situation.campagne
    if courante is None or not situation.concerne:
        return message(situation)
    avant = [_coupon(courante, situation.jour)] if situation.jour < courante.ouverture else []
    return " ".join((*avant, *_arrive(situation, courante)))


def textes(jour: date) -> Mapping[str, str]:
    """What fills in the pages of `resources/pages/<langue>/pass_sport/`, whatever the day.

    `campagne` (year), `etat` (the campaign in a sentence or two), `precedente` (the one before, once it is over),
    `montant`, `debut`, `fin`, `arrivee` (how the coupon comes), `rien_recu` (a Markdown list: what to do), `lieux` (a
    Markdown list: where it is used), `site`.
    """
    courante = campagne_ou_rien(jour)
    if courante is None:
        site = campagnes()[-1].site
        return {
            "campagne": str(jour.year),
            "etat": " ".join(_inconnue(jour)),
            "precedente": _precedente(jour),
            "montant": "",
            "debut": "",
            "fin": "",
            "arrivee": "",
            "rien_recu": f"- Renseignez-vous sur {site}.\n- Demandez à l’accueil.",
            "lieux": "",
            "site": site,
        }
    return {
        "campagne": str(courante.annee),
        "etat": " ".join(_etat(courante, jour)),
        "precedente": _precedente(jour),
        "montant": en_euros(courante.montant),
        "debut": en_lettres(courante.ouverture),
        "fin": en_lettres(courante.fin),
        "arrivee": _arrivee(courante),
        "rien_recu": "\n".join(f"- {conseil}" for conseil in _conseils(courante)),
        "lieux": "\n".join(f"- {lieu}" for lieu in _lieux(courante)),
        "site": courante.site,
    }


def _coupon(courante: CampagneSport, jour: date) -> str:
    jours = "jusqu’au" if courante.ouverture <= jour else f"du {en_lettres(courante.ouverture)} au"
    montant, fin = en_euros(courante.montant), en_lettres(courante.fin)
    return f"Un coupon de {montant} est prévu, à utiliser {jours} {fin}."


def _arrive(situation: Situation, courante: CampagneSport) -> list[str]:
    """How and when it comes; what is announced is said only while it may still be true."""
    if situation.motif is Motif.DEMANDE:
        debut = en_lettres(courante.ouverture)
        return [
            f"À cet âge, le code se demande en ligne sur {courante.site}, à partir du {debut}.",
            "Joignez une attestation de paiement de la Caf.",
        ]
    fin, livraison = situation.fin_envoi, situation.livraison
    liste = [LIVRAISONS[livraison].format(annee=f"{INSECABLE}{courante.annee}")] if livraison else []
    if _envoye(situation):
        envoi = f"L’envoi est terminé depuis {mois_annee(fin)}." if fin else ""
    elif fin is not None and livraison is Livraison.AOUT:
        envoi = f"Les coupons partent au plus tard en {mois_annee(fin)}\u00a0: vous allez prochainement les recevoir."
    else:
        terme = f", au plus tard en {mois_annee(fin)}" if fin else ""
        quoi = "un courrier" if courante.support == "courrier" else "le code par mail"
        envoi = f"Le ministère chargé des Sports envoie {quoi}{terme}."
    if situation.droit.allocation is Allocation.BOURSIER:
        return [*liste, envoi, _a_temps(courante, Allocation.BOURSIER), CROUS]
    return [*liste, envoi]


def _envoye(situation: Situation) -> bool:
    return situation.fin_envoi is not None and situation.fin_envoi < situation.jour


def _sinon(situation: Situation, courante: CampagneSport) -> list[str]:
    """What to do when it should have come."""
    if not _envoye(situation):
        return []
    if courante.attestation:
        return ["Rien reçu\u00a0? Montrez au club une attestation de paiement de la Caf."]
    return [
        "Rien reçu\u00a0? Cherchez dans vos courriers indésirables.",
        f"Sinon, demandez le code sur {courante.site}.",
    ]


def _pourquoi(situation: Situation, courante: CampagneSport) -> list[str]:
    """Why there is no coupon: what the campaign asks, never what the person lacks."""
    campagne = f"La campagne{INSECABLE}{courante.annee}"
    droit = situation.droit
    match situation.motif:
        case Motif.ANNEE | Motif.PERIODE:
            return [_a_temps(courante, droit.allocation)]
        case Motif.NAISSANCE:
            fenetre = courante.naissances[droit.allocation]
            return [f"Avec {NOMS[droit.allocation]}, sont concernées les personnes nées {_entre(fenetre)}."]
        case Motif.JUIN if courante.aeeh_en_aout is not None:
            naissance, droits = mois_annee(courante.aeeh_en_aout.du), mois_annee(courante.droits.du)
            return [f"Pour une naissance en {naissance}, il faut un droit à l’AEEH en {droits}."]
        case Motif.ALLOCATION:
            return [f"{campagne} ne s’adresse pas aux étudiants boursiers."]
        case _:
            bourse = " ou à une bourse d’études" if Allocation.BOURSIER in courante.naissances else ""
            return [
                f"{campagne} est liée à une allocation de la Caf{bourse}.",
                "Un doute\u00a0? Demandez à l’accueil.",
            ]


def _a_temps(courante: CampagneSport, allocation: Allocation) -> str:
    """When a right must hold."""
    if allocation is Allocation.BOURSIER and courante.bourse is not None:
        return f"La bourse doit être obtenue au plus tard le {en_lettres(courante.bourse)}."
    if allocation is Allocation.ARS:
        avant, apres = courante.annees_ars
        quand = f"de {avant} ou de {apres}"
    else:
        du, au = courante.droits.du, courante.droits.au
        quand = f"due en {mois_annee(du) if au and du.month == au.month else du.year}"
    return f"La campagne{INSECABLE}{courante.annee} tient compte de {NOMS[allocation]} {quand}."


def _entre(fenetre: Fenetre) -> str:
    if fenetre.au is None:
        return f"à partir du {en_lettres(fenetre.du)}"
    return f"du {en_lettres(fenetre.du)} au {en_lettres(fenetre.au)}"


def _inconnue(jour: date) -> list[str]:
    campagne = f"la campagne{INSECABLE}{jour.year} du Pass’Sport"
    return [f"Nous ne connaissons {_pas_encore(jour.year)} {campagne}.", *_derniere(jour)]


def _derniere(jour: date) -> list[str]:
    """What is said of the one before, after a sentence on another campaign."""
    derniere = derniere_terminee(jour)
    if derniere is None:
        return []
    return [f"Celle de {derniere.annee} est terminée depuis le {en_lettres(derniere.fin)}."]


def _precedente(jour: date) -> str:
    """The same, on its own."""
    derniere = derniere_terminee(jour)
    return "" if derniere is None else _terminee(derniere)


def _pas_encore(annee: int) -> str:
    return "pas encore" if annee > campagnes()[-1].annee else "pas"


def _terminee(courante: CampagneSport) -> str:
    return f"La campagne{INSECABLE}{courante.annee} du Pass’Sport est terminée depuis le {en_lettres(courante.fin)}."


def _etat(courante: CampagneSport, jour: date) -> list[str]:
    if jour > courante.fin:
        return [_terminee(courante)]
    if jour >= courante.ouverture:
        return [
            f"La campagne{INSECABLE}{courante.annee} du Pass’Sport est ouverte jusqu’au {en_lettres(courante.fin)}."
        ]
    ouvre = (
        f"La campagne{INSECABLE}{courante.annee} du Pass’Sport commence le {en_lettres(courante.ouverture)}."
    )
    return [ouvre, *_derniere(jour)]


def _arrivee(courante: CampagneSport) -> str:
    if courante.support == "courrier":
        return "un courrier, à l’adresse que la Caf connaît"
    return "un mail, à l’adresse que la Caf connaît, avec un code personnel"


def _conseils(courante: CampagneSport) -> list[str]:
    if courante.attestation:
        return [
            "Montrez au club une attestation de paiement de la Caf.",
            "Une question\u00a0? Demandez à l’accueil.",
        ]
    return [
        "Cherchez dans vos courriers indésirables.",
        "Vérifiez votre adresse mail dans Mon compte.",
        f"Demandez votre code sur {courante.site}.",
    ]


def _lieux(courante: CampagneSport) -> list[str]:
    quartiers = "hors fédération, si elle est dans un quartier prioritaire ou une cité éducative"
    lieux = [
        "Dans un club affilié à une fédération sportive agréée.",
        f"Dans une association sportive agréée{'' if courante.associations == 'agreees' else f' {quartiers}'}.",
    ]
    if courante.salles:
        lieux.append("Dans une salle de sport qui a signé la charte du Pass’Sport.")
    return lieux
