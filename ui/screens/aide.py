"""Short panels over the page: help at sign-in, and « Terminer ma session » when answers would be lost."""

from collections.abc import Callable
from dataclasses import dataclass

from ui.components.boutons import Bouton
from ui.components.panneau import Panneau
from ui.components.textes import Paragraphe
from ui.shell.fenetre import Fenetre
from ui.shell.pages import SUITE


@dataclass(frozen=True, slots=True)
class Aide:
    """A title and what to do."""

    titre: str
    textes: tuple[str, ...]


AIDES = {
    "oubli": Aide(
        "Mot de passe oublié",
        (
            "Demandez à l’accueil\u00a0: un conseiller peut vous aider à en obtenir un nouveau.",
            "Un conseiller ne vous demandera jamais votre mot de passe.",
        ),
    ),
    "premiere": Aide(
        "Première connexion",
        (
            "Utilisez les 13 premiers caractères de votre numéro de Sécurité sociale et le mot de passe que la "
            "Caf vous a donné.",
            "Vous n’en avez pas\u00a0? Un conseiller peut vous aider à l’accueil.",
        ),
    ),
}


def panneau_aide(fenetre: Fenetre, aide: Aide) -> Panneau:
    """A help over the page, with one button to go back to it."""
    compris = Bouton("Revenir à la page", "p")
    panneau = Panneau(fenetre.plan, aide.titre, SUITE, compris)
    compris.clicked.connect(panneau.fermer)
    panneau.ferme.connect(panneau.deleteLater)
    for texte in aide.textes:
        panneau.corps.addWidget(Paragraphe(texte, "intro"))
    return panneau


def panneau_fin(fenetre: Fenetre, terminer: Callable[[], None]) -> Panneau:
    """« Terminer ma session » while something was typed and not sent: staying is the primary choice."""
    rester = Bouton("Continuer ma démarche", "p")
    finir = Bouton("Terminer", "s", "sortie")
    panneau = Panneau(fenetre.plan, "Terminer votre session\u00a0?", SUITE, finir, rester)
    rester.clicked.connect(panneau.fermer)
    finir.clicked.connect(terminer)
    panneau.ferme.connect(panneau.deleteLater)
    panneau.corps.addWidget(
        Paragraphe("Vos réponses n’ont pas été envoyées. Si vous terminez, elles seront effacées.", "intro")
    )
    return panneau
