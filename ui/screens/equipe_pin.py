"""The door of the staff's page: their code, or how to choose one where there is none."""

import time
from collections.abc import Callable

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QHideEvent, QRegularExpressionValidator, QShowEvent
from PySide6.QtWidgets import QWidget

from kiosk.terminal.link_equipe import Porte
from kiosk.terminal.pin import LONGUEUR_MAX
from ui.components.annonce import annoncer
from ui.components.champs import ChampMotDePasse
from ui.components.compte_a_rebours import CompteARebours, dans
from ui.components.ecran import Action, Ecran
from ui.components.encarts import Encart
from ui.components.textes import Paragraphe, Texte

TITRE_BARRE = "Équipe"
RETOUR, OUVRIR, VERIFICATION = "Retour", "Ouvrir", "Vérification…"
CODE = "Code de l’équipe"
EXPLICATION = "Cette page est réservée à l’équipe de l’accueil."
FAUX, RECOMMENCEZ = "Ce code n’est pas le bon", "Écrivez-le à nouveau. Chaque essai est noté dans le journal."
TROP, ATTENDEZ = "Trop d’essais à la suite", "Prochain essai dans"
SANS_REPONSE = "Le code n’a pas pu être vérifié"
DISQUE = "Le disque du poste ne répond pas. Réessayez, puis appelez l’assistance."
SANS_CODE = "Aucun code n’est choisi"
POUR_CHOISIR = (
    "La page de l’équipe ne s’ouvre pas sans code. "
    "Qui installe les postes peut en choisir un, avec cette commande\u00a0:"
)
COMMANDE = "caf-kiosk pin"


class EcranPin(Ecran):
    """The code's page. `ouvrir` gets the digits; the owner answers with `dire`."""

    titre_barre = TITRE_BARRE

    def __init__(
        self,
        ouvrir: Callable[[str], None],
        retour: Callable[[], None],
        horloge: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._ouvrir, self._retour = ouvrir, retour
        self._occupe = False
        self._attend = False
        self._avis = Encart("alerte", icone="cadenas")
        self._avis.hide()
        self._code = ChampMotDePasse(CODE, afficher_possible=False)
        self._code.saisie.clavier_voulu = "code"
        self._code.saisie.setInputMethodHints(
            Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhHiddenText
        )
        chiffres = QRegularExpression(f"[0-9]{{0,{LONGUEUR_MAX}}}")
        self._code.saisie.setValidator(QRegularExpressionValidator(chiffres, self))
        self._code.valide.connect(self.valider)
        self.corps.addWidget(Texte("Accès de l’équipe", "h1"))
        self.corps.addWidget(Paragraphe(EXPLICATION, "intro"))
        self.corps.addWidget(self._avis)
        self.corps.addWidget(self._code)
        self.pousser()
        self._compte = CompteARebours(horloge, self)
        self._compte.change.connect(self._compter)
        self._proposer()
        self.pret()

    def dire(self, porte: Porte, attente_s: int = 0) -> None:
        """What became of the code."""
        self._occupe = self._attend = False
        self._code.vider()
        self._compte.partir(attente_s)
        if porte is Porte.REFUSEE and not attente_s:
            self._avertir(FAUX, RECOMMENCEZ)
        elif porte is Porte.INDISPONIBLE:
            self._avertir(SANS_REPONSE, DISQUE)
        elif porte is Porte.A_SAISIR:
            self._avis.hide()
        if attente_s:
            annoncer(self._avis, f"{TROP}. {ATTENDEZ} {dans(attente_s)}.")
        self._proposer()
        self._code.setFocus()

    def valider(self) -> None:
        """« Ouvrir », or Enter."""
        saisi = self._code.valeur()
        if saisi and not self._occupe and not self._compte.restant:
            self._occupe = True
            self._avis.hide()
            self._proposer()
            self._ouvrir(saisi)

    def depart(self) -> QWidget | None:
        return self._code

    def quitter(self) -> None:
        self._code.vider()

    def _avertir(self, titre: str, texte: str) -> None:
        self._avis.ecrire(titre, texte)
        self._avis.show()
        annoncer(self._avis, f"{titre}. {texte}")

    def _compter(self, restant: int) -> None:
        if restant:
            self._avis.ecrire(TROP, f"{ATTENDEZ} {dans(restant)}.")
            self._avis.show()
        elif self._attend:
            self._avis.hide()
        self._attend = restant > 0
        self._proposer()

    def _proposer(self) -> None:
        retour = Action(RETOUR, self._retour, "s", "gauche")
        if self._occupe:
            self.proposer(retour, Action(VERIFICATION, _rien))
        elif self._compte.restant:
            self.proposer(retour)
        else:
            self.proposer(retour, Action(OUVRIR, self.valider))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._compte.regarder(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._compte.regarder(False)


class EcranSansPin(Ecran):
    """No code was ever chosen on this terminal: how to, and no way further."""

    titre_barre = TITRE_BARRE

    def __init__(self, retour: Callable[[], None]) -> None:
        super().__init__()
        self.corps.addWidget(Texte(SANS_CODE, "h1"))
        self.corps.addWidget(Paragraphe(POUR_CHOISIR, "intro"))
        self.corps.addWidget(Encart("info", COMMANDE, "Le guide d’exploitation dit comment."))
        self.pousser()
        self.proposer(Action(RETOUR, retour, "p", "gauche"))
        self.pret()


def _rien() -> None:
    """What a button that says « Vérification… » does."""
