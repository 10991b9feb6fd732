"""« Cette borne est hors service »: grey, plain, and where to go instead."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.terminal.link_messages import HorsService
from kiosk.terminal.visite import Profil, ReglagesVisite
from ui.components.ecran import Ecran
from ui.components.listes import LigneMedaillon, ListeNumerotee
from ui.components.pastilles import Sceau
from ui.components.scene import Scene
from ui.components.textes import Paragraphe, Texte
from ui.screens.horaires import OUVERT, lignes
from ui.theme import Forme, actuel


class EcranHorsService(Ecran):
    """Shown until someone of the staff puts the terminal back in service. Nothing to press."""

    barre = False
    avec_clavier = False
    bord_a_bord = True

    def __init__(self, reglages: ReglagesVisite, fermeture: HorsService) -> None:
        super().__init__()
        quoi = "Cette borne" if reglages.profil is Profil.BORNE else "Cet ordinateur"
        self.setAccessibleName(f"{quoi} est hors service")
        self._mots = QVBoxLayout()
        self._mots.addWidget(Texte("Caf", "marque"))
        self._mots.addWidget(Sceau("muet", "outil"))
        self._mots.addWidget(Texte(f"{quoi} est hors service", "h1"))
        self._mots.addWidget(Paragraphe("Vous ne pouvez pas l’utiliser pour le moment.", "intro"))
        self._mots.addWidget(Texte("Vous pouvez", "h2"))
        appeler = f"Appeler la Caf au {reglages.caf_telephone}, ou aller sur caf.fr."
        self._mots.addWidget(
            ListeNumerotee(
                [
                    "Vous adresser à un conseiller, à l’accueil.",
                    "Utiliser une autre borne ou un ordinateur en libre-service.",
                    appeler,
                ]
            )
        )
        if reglages.caf_horaires:
            self._mots.addWidget(LigneMedaillon("horloge", OUVERT, lignes(reglages.caf_horaires)))
        self._mots.addStretch(1)
        self._repere = Texte(f"Repère pour l’équipe\u00a0: {fermeture.motif}", "mini")
        self.corps.addLayout(self._mots, 3)
        self._horaires = bool(reglages.caf_horaires)
        self._scene = Scene(muet=True)
        self.corps.addWidget(self._scene, 2)
        self.corps.addWidget(self._repere)
        self.pret()

    def mesurer(self) -> None:
        super().mesurer()
        mesures = actuel().mesures
        # Above a screen that lies, people would lose their heads to the hours.
        self._scene.setVisible(mesures.forme is Forme.PORTRAIT or not self._horaires)
        self._mots.setContentsMargins(mesures.marge, mesures.mm(8), mesures.marge, mesures.mm(6))
        self._mots.setSpacing(mesures.mm(6))
        self._repere.setContentsMargins(mesures.marge, mesures.mm(4), mesures.marge, mesures.mm(4))
