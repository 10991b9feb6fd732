"""The staff's page: how the terminal is, and what can be done about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from kiosk.terminal.diagnostic import Constat
from ui.components.annonce import annoncer
from ui.components.boutons import Bouton
from ui.components.ecran import Action, Ecran
from ui.components.encarts import Encart
from ui.components.rangee import Colonne, Rangee
from ui.components.textes import Texte
from ui.screens.equipe_constats import CarteConstat, CarteEnOrdre, a_traiter
from ui.screens.equipe_mots import Mots
from ui.screens.equipe_pin import TITRE_BARRE

FERMER, REDEMARRER = "Fermer", "Redémarrer"
HORS_SERVICE, EN_SERVICE = "Mettre hors service", "Remettre en service"
EXAMINER = "Examiner de nouveau"
EN_COURS, PATIENCE = "Examen en cours…", "Cela prend quelques secondes."
SANS_REPONSE = "L’examen n’a pas répondu"
SUITE_SANS_REPONSE = (
    "Touchez « Examiner de nouveau ». Si cela se répète, redémarrez, puis appelez l’assistance."
)
TOUT_VA_BIEN = "Tout est en ordre"
ECHEC = "Rien n’a changé"
SUITE_ECHEC = "Le disque du poste refuse d’écrire. Redémarrez le poste, puis appelez l’assistance."


@dataclass(frozen=True, slots=True)
class Gestes:
    """What the buttons do. `arreter` is None where the settings do not allow it."""

    fermer: Callable[[], None]
    examiner: Callable[[], None]
    redemarrer: Callable[[], None]
    mettre_hors_service: Callable[[], None]
    remettre_en_service: Callable[[], None]
    arreter: Callable[[], None] | None = None


class EcranEquipe(Ecran):
    """The state of the terminal; `montrer` as often as there is something new."""

    titre_barre = TITRE_BARRE

    def __init__(self, gestes: Gestes, mots: Mots) -> None:
        super().__init__()
        self._gestes = gestes
        self._bilan = Colonne(ecart_mm=0)
        self._service = Encart("alerte", mots.ferme, icone="outil")
        self._echec = Encart("alerte", ECHEC, SUITE_ECHEC, "croix")
        self._examiner = Bouton(EXAMINER, "petit", "rejouer")
        self._examiner.clicked.connect(gestes.examiner)
        petits: list[QWidget] = [self._examiner]
        if gestes.arreter is not None:
            arreter = Bouton(mots.arreter, "petit", "sortie")
            arreter.clicked.connect(gestes.arreter)
            petits.append(arreter)
        self._constats = Colonne(ecart_mm=6)
        self.corps.addWidget(Texte(f"État {mots.du}", "h1"))
        for widget in (self._service, self._echec, self._bilan):
            self.corps.addWidget(widget)
        self.corps.addWidget(Rangee(*petits, QWidget(), parts=(*(0 for _ in petits), 1)))
        self.corps.addWidget(self._constats)
        self.pousser()
        self._echec.hide()
        self.montrer(None, hors_service=False)
        self.pret()

    def montrer(self, constats: Sequence[Constat] | None, *, hors_service: bool) -> None:
        """What was found: None while it is being looked for, empty when looking failed."""
        self._echec.hide()
        self._service.setVisible(hors_service)
        self._proposer(hors_service)
        if constats is None:
            self._examiner.setEnabled(False)
            self._dire("info", EN_COURS, PATIENCE)
            return
        self._examiner.setEnabled(True)
        _vider(self._constats)
        if not constats:
            self._dire("alerte", SANS_REPONSE, SUITE_SANS_REPONSE)
            return
        fautes = a_traiter(constats)
        if fautes:
            combien = f"{len(fautes)}\u00a0points à voir" if len(fautes) > 1 else "1\u00a0point à voir"
            self._dire("alerte", combien, "Commencez par le premier.")
        else:
            self._dire("succes", TOUT_VA_BIEN, "")
        for faute in fautes:
            self._constats.corps.addWidget(CarteConstat(faute))
        if en_ordre := [constat for constat in constats if constat not in fautes]:
            self._constats.corps.addWidget(CarteEnOrdre(en_ordre))

    def echouer(self) -> None:
        """What was asked could not be done."""
        self._echec.show()
        annoncer(self._echec, f"{ECHEC}. {SUITE_ECHEC}")

    def _dire(self, ton: str, titre: str, texte: str) -> None:
        _vider(self._bilan)
        self._bilan.corps.addWidget(Encart(ton, titre, texte))
        annoncer(self._bilan, f"{titre}. {texte}")

    def _proposer(self, hors_service: bool) -> None:
        """The last button gives the terminal to the public: one that is closed is opened, else the page goes."""
        gestes = self._gestes
        redemarrer = Action(REDEMARRER, gestes.redemarrer, "s")
        if hors_service:
            rouvrir = Action(EN_SERVICE, gestes.remettre_en_service)
            self.proposer(Action(FERMER, gestes.fermer, "s"), redemarrer, rouvrir)
        else:
            clore = Action(HORS_SERVICE, gestes.mettre_hors_service, "s")
            self.proposer(clore, redemarrer, Action(FERMER, gestes.fermer))


def _vider(colonne: Colonne) -> None:
    while (place := colonne.corps.takeAt(0)) is not None:
        if (ancien := place.widget()) is not None:
            ancien.hide()
            ancien.deleteLater()
