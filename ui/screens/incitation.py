"""« Vos coordonnées sont-elles toujours exactes ? »: asked at sign-in, and what ignoring it means."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from kiosk.backend.schemas import CoordonneesVues
from kiosk.metier.coordonnees import VERIFIABLES, NatureCoordonnee, anniversaire
from kiosk.metier.periode import en_lettres
from ui.components.boutons import Bouton
from ui.components.ecran import Action, Ecran
from ui.components.encarts import Encart
from ui.components.lignes import LignePuce
from ui.components.panneau import Panneau
from ui.components.pastilles import Sceau
from ui.components.textes import Paragraphe, Texte
from ui.screens.lignes_coordonnees import LignesCoordonnees
from ui.screens.mots_coordonnees import MOTS
from ui.screens.projet_coordonnees import Projet
from ui.shell.fenetre import Fenetre
from ui.shell.pages import SUITE

TITRE_BARRE = "Vos coordonnées"
CODE_SI_MODIFIE = "Si vous modifiez le mobile ou l’adresse mail, nous vous enverrons un code pour vérifier."
UTILITE = "À vous prévenir de vos droits, et à protéger votre compte avec un code que vous seul recevez."


class EcranIncitation(Ecran):
    """The page before the account. One of them is due, or none is secured."""

    titre_barre = TITRE_BARRE
    connecte = True

    def __init__(
        self,
        vues: CoordonneesVues,
        jour: date,
        *,
        confirmer: Callable[[], None],
        modifier: Callable[[], None],
        ignorer: Callable[[], None],
        afficher: Callable[[], None],
    ) -> None:
        super().__init__()
        self._projet = Projet(vues)
        self._confirmer, self._modifier, self._ignorer = confirmer, modifier, ignorer
        titre, pourquoi = rappel(vues, jour)
        self.corps.addWidget(Texte(titre, "h1"))
        self.corps.addWidget(Paragraphe(pourquoi, "intro"))
        self._carte = LignesCoordonnees(self._projet, afficher)
        self.corps.addWidget(self._carte)
        for phrase in (self._annonce(), CODE_SI_MODIFIE if vues.en_vigueur else ""):
            if phrase:
                self.corps.addWidget(Texte(phrase, "second"))
        self.pousser()
        self.corps.addWidget(Encart("discret", "À quoi servent-elles\u00a0?", UTILITE))
        self._proposer()
        self.pret()

    def _annonce(self) -> str:
        """What « Confirmer » brings besides a new date: codes."""
        if not (self._projet.a_verifier or self._projet.restent_en_attente):
            return ""
        annonce = self._projet.annonce()
        return (
            f"Si vous confirmez\u00a0: {annonce[0].lower()}{annonce[1:]}" if self._projet.gestes else annonce
        )

    def montrer_en_entier(self, valeurs: Mapping[NatureCoordonnee, str]) -> None:
        """What « Afficher en entier » asked for; it masks itself again."""
        self._carte.montrer_en_entier(valeurs)

    def en_cours(self) -> None:
        """The answer of the backend is awaited: nothing can be asked twice."""
        self._carte.masquer()
        *autres, suite = (replace(action, faire=_rien) for action in self.commandes)
        self.proposer(*autres, replace(suite, texte="Un instant…", icone=""))

    def quitter(self) -> None:
        self._carte.masquer()

    def _proposer(self) -> None:
        ignorer = Action("Ignorer", self._demander_ignorer, "t")
        incomplet = not any(self._projet.vue(n) or self._projet.attente(n) for n in VERIFIABLES)
        vers_modifier = "Compléter" if incomplet else "Modifier"
        icone = "plus" if incomplet else "stylo"
        if self._projet.gestes:
            suite = Action("Confirmer", self._confirmer, "p", "coche")
        elif self._projet.restent_en_attente:
            suite = Action("Saisir le code", self._confirmer)
        else:
            self.proposer(ignorer, Action(vers_modifier, self._modifier, "p", icone))
            return
        self.proposer(ignorer, Action(vers_modifier, self._modifier, "s", icone), suite)

    def _demander_ignorer(self) -> None:
        # A veil would not hide them.
        self._carte.masquer()
        self._ignorer()


def _rien() -> None:
    """Pressed while the answer is awaited."""


def rappel(vues: CoordonneesVues, jour: date) -> tuple[str, str]:
    """The title, and why the question is asked on `jour`."""
    question = "Vos coordonnées sont-elles toujours exactes\u00a0?"
    plus_ancienne = min((c.securisee_le for c in vues.en_vigueur if c.due and c.securisee_le), default=None)
    if plus_ancienne is not None:
        depuis = f"{en_lettres(plus_ancienne)}, il y a {_anciennete(plus_ancienne, jour)}"
        faire = "Merci de les confirmer ou de les\u00a0modifier."
        securisees = [c for c in vues.en_vigueur if c.securisee]
        if len(securisees) == 1:
            votre = MOTS[securisees[0].nature].votre
            return question, f"Vous avez sécurisé {votre} le {depuis}. {faire}"
        if vues.date_commune is not None:
            return question, f"Vous les avez sécurisées le {depuis}. {faire}"
        return question, f"La vérification la plus ancienne date du {depuis}. {faire}"
    presentes = {c.nature for c in vues.en_vigueur} | {a.nature for a in vues.en_attente}
    if not presentes:
        return (
            "Comment pouvons-nous vous\u00a0joindre\u00a0?",
            "Nous n’avons aucune coordonnée pour vous. Merci d’ajouter un mobile ou une adresse mail.",
        )
    if not presentes & VERIFIABLES:
        return (
            question,
            "Nous n’avons que votre téléphone fixe\u00a0: il ne peut pas être sécurisé. "
            "Ajoutez un mobile ou une adresse mail.",
        )
    if vues.en_attente:
        return (
            question,
            "Aucune n’est encore sécurisée. Merci de saisir le code reçu, ou de les modifier.",
        )
    return (
        question,
        "Aucune n’est sécurisée. Merci de les confirmer ou de les\u00a0modifier.",
    )


def _anciennete(debut: date, jour: date) -> str:
    """« un an », « plus d’un an », « plus de 3 ans »."""
    annees, limite = 1, anniversaire(debut)
    while (suivante := anniversaire(limite)) <= jour:
        annees, limite = annees + 1, suivante
    if limite == jour:
        return "un an" if annees == 1 else f"{annees}\u00a0ans"
    return "plus d’un an" if annees == 1 else f"plus de {annees}\u00a0ans"


RISQUES = (
    ("enveloppe", "vous ne recevrez pas nos messages sur vos droits et vos paiements\u00a0;"),
    ("cadenas", "vous ne recevrez pas les codes qui protègent votre compte\u00a0;"),
    ("personne", "une autre personne pourrait les recevoir à votre place."),
)


def panneau_ignorer(fenetre: Fenetre, ignorer: Callable[[], None]) -> Panneau:
    """How important they are; the primary choice is the way back."""
    quand_meme = Bouton("Ignorer quand même", "s")
    revoir = Bouton("Revoir mes coordonnées", "p")
    panneau = Panneau(
        fenetre.plan,
        "Ces coordonnées sont importantes pour vous",
        SUITE,
        quand_meme,
        revoir,
        sceau=Sceau("attente", "alerte", 24),
    )
    revoir.clicked.connect(panneau.fermer)
    quand_meme.clicked.connect(panneau.fermer)
    quand_meme.clicked.connect(ignorer)
    panneau.ferme.connect(panneau.deleteLater)
    panneau.corps.addWidget(Paragraphe("Si elles ne sont plus exactes\u00a0:", "intro"))
    for icone, risque in RISQUES:
        panneau.corps.addWidget(LignePuce(icone, risque, "alerte"))
    panneau.corps.addWidget(
        Paragraphe(
            "Nous vous poserons la question à chaque connexion, tant que vous n’aurez pas confirmé ou modifié "
            "vos coordonnées."
        )
    )
    return panneau
