"""« Déclaration de grossesse » (domaine.md §3, deck « Évolution de l’écran déclaration de grossesse »)."""

from kiosk.demarches.maternite import (
    DATES,
    ENFANTS,
    PAPIERS,
    REGLES,
    TRANSMISSION,
    Maternite,
    apres_delai,
    deja_transmise,
    raconter,
    textes,
)
from kiosk.formulaire import Contexte, Demarche, Depart, Fin, Page

TITRE = "Déclaration de grossesse"


class Grossesse(Maternite):
    """A pregnancy declared from its paper form."""


def _preparer(_: Contexte) -> Depart[Grossesse]:
    return Depart(titre=TITRE, reponses=Grossesse(), textes=textes())


GROSSESSE: Demarche[Grossesse] = Demarche(
    code="grossesse",
    lettre="G",
    titre=TITRE,
    icone="poussette",
    action="Déclarer une grossesse",
    envoyer="Envoyer ma déclaration",
    reponses=Grossesse,
    preparer=_preparer,
    raconter=raconter,
    etapes=(
        TRANSMISSION,
        Page("a-savoir", "À savoir avant de commencer", "grossesse/a-savoir.md"),
        DATES,
        ENFANTS,
        apres_delai("Votre déclaration après le délai", "grossesse/apres-delai.md"),
    ),
    sorties=(
        deja_transmise(
            "Vous n’avez pas de\u00a0déclaration à\u00a0faire",
            "grossesse/deja-transmise.md",
            vers="profil",
            bouton="Continuer",
        ),
    ),
    regles=REGLES,
    fin=Fin(
        titre="Votre déclaration est envoyée",
        titre_differe="Votre déclaration est enregistrée",
        recue="La Caf l’a bien reçue.",
        papiers=PAPIERS,
        suites=(
            "La Caf étudiera vos droits, dont la prime à la naissance.",
            "Gardez votre numéro de dépôt\u00a0: il prouve votre envoi.",
        ),
    ),
)
