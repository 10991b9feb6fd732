"""The staff in front of the terminal: from their gesture to what they have the supervisor do."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kiosk.terminal.link_equipe import (
    EquipeAction,
    EquipeAppel,
    EquipeCode,
    EquipeEchec,
    EquipeEtat,
    EquipeExamen,
    EquipePorte,
    EquipePresente,
    Geste,
    MotifFermeture,
    Porte,
    PourLEquipe,
)
from kiosk.terminal.visite import Profil
from ui.bridge.geste import GesteFenetre, Silence
from ui.bridge.lien import LienVisite
from ui.shell.fenetre import Fenetre

if TYPE_CHECKING:
    from ui.screens.equipe import EcranEquipe, Gestes

SILENCE_PORTE_S = 30.0
"""Without a touch, the page that asks for the code goes away."""

SILENCE_PAGE_S = 120.0


class FluxEquipe(QObject):
    """Watches for the gesture on a page that is nobody's, and leads from there.

    It decides nothing: the supervisor says whether the door is open. `finir` ends the process, for a fresh one;
    `profil`: what the terminal is called; `arret_permis`: whether « quitter » is offered.
    """

    def __init__(
        self,
        fenetre: Fenetre,
        lien: LienVisite,
        finir: Callable[[], None],
        *,
        profil: Profil,
        arret_permis: bool,
        horloge: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._fenetre = fenetre
        self._lien = lien
        self._finir = finir
        self._profil = profil
        self._arret_permis = arret_permis
        self._horloge = horloge
        self._silence: Silence | None = None
        self._page: EcranEquipe | None = None
        self._hors_service = False
        self._geste = GesteFenetre(horloge, fenetre.plan.geometry, self)
        self._geste.fait.connect(self._appeler)
        lien.equipe.connect(self._entendre)

    def guetter(self) -> None:
        """The page shown is nobody's: from now on the gesture counts."""
        self._geste.guetter(self._fenetre.windowHandle())

    def cesser(self) -> None:
        """A visit begins, or the process ends."""
        self._geste.cesser()
        if self._silence is not None:
            self._silence.cesser()

    # --- the door -------------------------------------------------------------------------------------

    def _appeler(self) -> None:
        if not self._fenetre.couverte:
            self._lien.dire(EquipeAppel())

    def _entendre(self, message: PourLEquipe) -> None:
        match message:
            case EquipePorte(Porte.OUVERTE):
                pass  # what was found follows at once
            case EquipePorte(Porte.CLOSE):
                self._fermer()
            case EquipePorte(Porte.SANS_PIN):
                self._dire_sans_pin()
            case EquipePorte(porte, attente_s):
                self._demander_le_code(porte, attente_s)
            case EquipeEtat():
                self._montrer(message)
            case EquipeEchec():
                if self._page is not None:
                    self._page.echouer()

    def _demander_le_code(self, porte: Porte, attente_s: int) -> None:
        from ui.screens.equipe_pin import EcranPin

        page = self._fenetre.ecran
        if not isinstance(page, EcranPin):
            page = EcranPin(self._essayer, self._fermer, self._horloge)
            self._ouvrir_la_suite(SILENCE_PORTE_S)
            self._fenetre.montrer(page)
        page.dire(porte, attente_s)

    def _dire_sans_pin(self) -> None:
        from ui.screens.equipe_pin import EcranSansPin

        self._ouvrir_la_suite(SILENCE_PORTE_S)
        self._fenetre.montrer(EcranSansPin(self._fermer))

    def _essayer(self, saisi: str) -> None:
        self._lien.dire(EquipeCode(saisi))

    def _ouvrir_la_suite(self, silence_s: float) -> None:
        """A page of the staff's: the gesture counts no more, silence does."""
        self._geste.cesser()
        if self._silence is None:
            self._silence = Silence(silence_s, self._horloge)
            self._silence.expire.connect(self._fermer)
            self._silence.guetter(self._fenetre.windowHandle())
        else:
            self._silence.regler(silence_s)

    def _fermer(self) -> None:
        """Away from the staff's pages: a fresh process shows what was there before."""
        self.cesser()
        self._finir()

    # --- the page -------------------------------------------------------------------------------------

    def _montrer(self, etat: EquipeEtat) -> None:
        self._hors_service = etat.hors_service
        if self._page is None:
            from ui.screens.equipe import EcranEquipe
            from ui.screens.equipe_mots import mots_de

            self._mots = mots_de(self._profil)
            self._page = EcranEquipe(self._gestes(), self._mots)
            self._ouvrir_la_suite(SILENCE_PAGE_S)
            assert self._silence is not None
            self._silence.present.connect(self._rester)
            self._fenetre.preparer(self._page)
            self._fenetre.montrer(self._page)
        self._page.montrer(etat.constats, hors_service=etat.hors_service)

    def _gestes(self) -> "Gestes":
        from ui.screens.equipe import Gestes

        return Gestes(
            fermer=self._fermer,
            examiner=self._examiner,
            redemarrer=self._demander_redemarrage,
            mettre_hors_service=self._demander_motif,
            remettre_en_service=self._rouvrir,
            arreter=self._demander_arret if self._arret_permis else None,
        )

    def _rester(self) -> None:
        self._lien.dire(EquipePresente())

    def _examiner(self) -> None:
        self._lien.dire(EquipeExamen())

    def _rouvrir(self) -> None:
        self._agir(Geste.ROUVRIR)

    def _demander_motif(self) -> None:
        from ui.screens.equipe_gestes import EcranMotif

        self._fenetre.montrer(EcranMotif(self._mots, self._fermer_la_borne, self._revenir))

    def _revenir(self) -> None:
        assert self._page is not None
        self._fenetre.montrer(self._page)

    def _fermer_la_borne(self, motif: MotifFermeture) -> None:
        from ui.screens.equipe_gestes import MOTIFS, OUI_HORS_SERVICE

        self._motif = motif
        _icone, mots = MOTIFS[motif]
        self._confirmer(
            f"Mettre hors service\u00a0: {mots[0].lower()}{mots[1:]}\u00a0?",
            f"Personne ne pourra plus utiliser {self._mots.le}. "
            f"{self._mots.il} reste hors service même après un redémarrage.",
            OUI_HORS_SERVICE,
            self._confirmer_la_fermeture,
        )

    def _demander_redemarrage(self) -> None:
        from ui.screens.equipe_gestes import OUI_REDEMARRER

        self._confirmer(
            f"Redémarrer {self._mots.programme}\u00a0?",
            "L’écran s’éteint quelques secondes, puis la page d’accueil revient.",
            OUI_REDEMARRER,
            self._redemarrer,
        )

    def _demander_arret(self) -> None:
        from ui.screens.equipe_gestes import OUI_ARRETER

        self._confirmer(
            f"{self._mots.arreter}\u00a0?",
            "L’application se ferme. Il faut la démarrer à la main pour s’en servir à nouveau.",
            OUI_ARRETER,
            self._arreter,
        )

    def _confirmer(self, titre: str, texte: str, faire_dit: str, faire: Callable[[], None]) -> None:
        from ui.screens.equipe_gestes import panneau_confirmer

        panneau_confirmer(self._fenetre, titre, texte, faire_dit, faire).ouvrir()

    def _confirmer_la_fermeture(self) -> None:
        self._agir(Geste.FERMER, self._motif)

    def _redemarrer(self) -> None:
        self._agir(Geste.REDEMARRER)

    def _arreter(self) -> None:
        self._agir(Geste.QUITTER)

    def _agir(self, geste: Geste, motif: MotifFermeture | None = None) -> None:
        self._lien.dire(EquipeAction(geste, motif))
