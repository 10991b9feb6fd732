"""« Recevoir par mail »: the copy of a deposit, to the secured address of the account and to no other."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from kiosk.backend.schemas import EnvoiVue, EtatEnvoi
from ui.bridge.erreurs import Avis
from ui.components.annonce import annoncer
from ui.components.boutons import Bouton
from ui.components.cartes import ValeurSobre
from ui.components.encarts import Encart
from ui.components.lignes import dit
from ui.components.rangee import Colonne, Rangee, en_grand

RECEVOIR = "Recevoir par mail"
EN_COURS = "Envoi en cours…"
PAS_ENCORE = "Pas de mail pour l’instant\u00a0: la Caf n’a pas encore confirmé votre envoi."
SANS_MAIL = (
    "Votre compte n’a pas d’adresse mail sécurisée. "
    "Pour recevoir vos récapitulatifs, ajoutez-en une dans «\u00a0Mes coordonnées\u00a0»."
)


class RecevoirMail(Colonne):
    """The button and where the mail goes, or why it cannot; then what became of it."""

    def __init__(self, envoyer: Callable[[], None] | None, mail: str, *, transmis: bool) -> None:
        super().__init__(ecart_mm=4)
        self._envoyer = envoyer
        self._en_cours = False
        self._avis: Encart | None = None
        self._bouton = Bouton(RECEVOIR, "s", "enveloppe")
        self._bouton.setAccessibleDescription(f"À {dit(mail)}")
        self._bouton.clicked.connect(self._demander)
        self._choix = Rangee(
            self._bouton,
            ValeurSobre(f"à\u00a0{mail}"),
            ecart_mm=5,
            empiler=en_grand,
            alignement=Qt.AlignmentFlag.AlignVCenter,
        )
        self.corps.addWidget(self._choix)
        self._choix.setVisible(transmis and bool(mail))
        if not transmis:
            self._dire("discret", "", PAS_ENCORE, "enveloppe")
        elif not mail:
            self._dire("discret", "", SANS_MAIL, "enveloppe")
        if envoyer is None:
            self.hide()

    def en_cours(self) -> None:
        """Asked: the button says so, and a second press does nothing."""
        self._en_cours = True
        self._bouton.setText(EN_COURS)

    def envoye(self, envoi: EnvoiVue) -> None:
        """There is nothing left to ask."""
        self._choix.hide()
        if envoi.envoi is EtatEnvoi.PARTI:
            texte = "Il est en route. Regardez aussi dans vos courriers indésirables."
            self._annoncer("succes", "Le mail est parti", texte)
        else:
            texte = "Il partira dès que possible. Vous n’avez rien à\u00a0refaire."
            self._annoncer("info", "Le mail est en retard", texte, "horloge")
        if self._avis is not None:
            self._avis.corps.addWidget(ValeurSobre(f"Adresse\u00a0: {envoi.valeur_masquee}"))

    def refuser(self, avis: Avis) -> None:
        """What happened and what to do; the button comes back when trying again may help."""
        self._en_cours = False
        self._bouton.setText(RECEVOIR)
        self._choix.setVisible(avis.garder)
        self._annoncer("alerte", avis.titre, " ".join(x for x in (avis.texte, avis.conseil) if x))

    def _demander(self) -> None:
        if not self._en_cours and self._envoyer is not None:
            self._envoyer()

    def _annoncer(self, ton: str, titre: str, texte: str, icone: str = "") -> None:
        annoncer(self, f"{titre}. {texte}")
        self._dire(ton, titre, texte, icone)

    def _dire(self, ton: str, titre: str, texte: str, icone: str = "") -> None:
        if self._avis is not None:
            self._avis.hide()
            self._avis.deleteLater()
        self._avis = Encart(ton, titre, texte, icone)
        self.corps.insertWidget(0, self._avis)
