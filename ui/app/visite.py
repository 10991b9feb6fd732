"""One visit, from the home page to its end: which screen follows which."""

import time
from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal

from kiosk.backend.errors import BackendError
from kiosk.backend.schemas import Compte
from kiosk.metier.pass_sport_textes import textes
from kiosk.terminal.visite import ReglagesVisite
from ui.app.coordonnees import FluxCoordonnees
from ui.app.copies import Copies
from ui.app.depot import FluxDepot
from ui.app.guichet import Guichet
from ui.app.mot_de_passe import FluxMotDePasse
from ui.app.poste import Poste
from ui.app.questionnaire import FluxQuestionnaire
from ui.app.suivi import FluxSuivi
from ui.bridge.erreurs import avis_identification, avis_service
from ui.bridge.taches import Taches
from ui.screens.aide import AIDES, panneau_aide, panneau_fin
from ui.screens.compte import EcranCompte
from ui.screens.identification import EcranIdentification
from ui.screens.pass_sport import EcranPassSport
from ui.screens.profil import EcranProfil
from ui.shell.fenetre import Fenetre
from ui.wizard.pages import page_editoriale

GARDE = "Rien de ce que vous avez envoyé n’est perdu."
MOT_DE_PASSE_CHANGE = "Votre nouveau mot de passe, lui, est en place."


class Visite(QObject):
    """The flow of one visit. `finie` once, when the visitor has said so; the process dies after it.

    `horloge` in seconds, never set back.
    """

    finie = Signal()

    def __init__(
        self,
        fenetre: Fenetre,
        guichet: Guichet,
        reglages: ReglagesVisite,
        taches: Taches,
        jour: Callable[[], date],
        horloge: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._fenetre = fenetre
        self._guichet = guichet
        self._taches = taches
        self._compte: Compte | None = None
        poste = Poste(fenetre, guichet, taches, reglages, jour, self.terminer, horloge)
        self._poste = poste
        copies = Copies(poste)
        self.depot = FluxDepot(poste, copies, self._compte_connu, self._revenir_au_compte, self._voir_profil)
        self.suivi = FluxSuivi(poste, copies, self._compte_connu, self.demander_fin)
        self.coordonnees = FluxCoordonnees(poste, self._revenir_au_compte)
        self.mot_de_passe = FluxMotDePasse(poste, self._entrer)
        self.questionnaire = FluxQuestionnaire(poste)
        fenetre.fin_demandee.connect(self.demander_fin)

    # -- identification ----------------------------------------------------------------------------------

    def commencer(self) -> None:
        """From home to « Identifiez-vous »."""
        ecran = EcranIdentification(self._identifier, self.terminer)
        ecran.aide_demandee.connect(self._aider)
        self._fenetre.montrer(ecran)

    def _identifier(self, nir: str, mot_de_passe: str) -> None:
        self._taches.lancer(self.identifier(nir, mot_de_passe), "identifier")

    async def identifier(self, nir: str, mot_de_passe: str) -> None:
        """Sign in, then show what comes first; or say why not."""
        try:
            compte = await self._guichet.identifier(nir, mot_de_passe)
        except BackendError as erreur:
            ecran = self._fenetre.ecran
            if isinstance(ecran, EcranIdentification):
                ecran.refuser(avis_identification(erreur))
            return
        if compte is None:
            self.mot_de_passe.imposer()
        else:
            self._accueillir(compte)

    def _aider(self, sujet: str) -> None:
        panneau_aide(self._fenetre, AIDES[sujet]).ouvrir()

    def _accueillir(self, compte: Compte) -> None:
        """The first page of an account: its contact details when they are to be confirmed, else the account."""
        self._compte = compte
        self._fenetre.saluer(f"{compte.prenom[:1]}{compte.nom[:1]}".upper(), f"Bonjour {compte.prenom}")
        if compte.coordonnees.incitation:
            self.coordonnees.inciter(compte.coordonnees, self._compte_connu)
        else:
            self._montrer_compte(compte)

    def _entrer(self) -> None:
        """Past the new password: on to the account, or to its first reading after a temporary one."""
        self._revenir_au_compte(MOT_DE_PASSE_CHANGE)

    # -- account -----------------------------------------------------------------------------------------

    def _montrer_compte(self, compte: Compte) -> None:
        self.depot.quitte()
        self.suivi.compte(compte)
        self._fenetre.montrer(
            EcranCompte(
                compte,
                self.depot.offres(compte),
                self.depot.commencer,
                self.demander_fin,
                modifier_coordonnees=self._modifier_coordonnees,
                voir_profil=self._voir_profil,
                voir_pass_sport=self._voir_pass_sport,
                voir_recu=self.suivi.voir_recu,
                voir_suivi=self.suivi.voir_tout,
            )
        )

    def _voir_pass_sport(self) -> None:
        assert self._compte is not None
        vue = self._compte.pass_sport
        assert vue is not None
        page = page_editoriale("pass_sport/mon-compte.md" if vue.connue else "pass_sport/pas-connue.md")
        texte = page.format_map(textes(self._poste.jour()))
        self._fenetre.montrer(EcranPassSport(vue, [("", texte)], self._compte_connu, self.demander_fin))

    def _revenir_au_compte(self, acquis: str = GARDE) -> None:
        self._taches.lancer(self.revenir_au_compte(acquis), "compte")

    async def revenir_au_compte(self, acquis: str = GARDE) -> None:
        """« Revenir à mon compte », up to date; what cannot be read says so, and what is done all the same."""
        try:
            compte = await self._guichet.compte()
        except BackendError as erreur:
            encore = partial(self._revenir_au_compte, acquis)
            self._poste.panne("Mon compte", avis_service(erreur, acquis), encore)
            return
        if self._compte is None:
            self._accueillir(compte)
        else:
            self._compte = compte
            self._montrer_compte(compte)

    def _compte_connu(self) -> None:
        assert self._compte is not None
        self._montrer_compte(self._compte)

    def _modifier_coordonnees(self) -> None:
        assert self._compte is not None
        self.coordonnees.modifier(self._compte.coordonnees, self._compte_connu)

    # -- profile -----------------------------------------------------------------------------------------

    def _voir_profil(self) -> None:
        assert self._compte is not None
        self._fenetre.montrer(
            EcranProfil(
                self._compte,
                modifier_coordonnees=self._modifier_depuis_le_profil,
                modifier_mot_de_passe=self._modifier_mot_de_passe,
                revenir=self._compte_connu,
                terminer=self.demander_fin,
            )
        )

    def _modifier_depuis_le_profil(self) -> None:
        assert self._compte is not None
        self.coordonnees.modifier(self._compte.coordonnees, self._voir_profil)

    def _modifier_mot_de_passe(self) -> None:
        assert self._compte is not None
        self.mot_de_passe.modifier((self._compte.prenom, self._compte.nom), self._voir_profil)

    # -- end ---------------------------------------------------------------------------------------------

    def demander_fin(self) -> None:
        """« Terminer ma session »: asked first when answers would be lost."""
        if self.depot.en_cours or self.coordonnees.en_cours:
            panneau_fin(self._fenetre, self.terminer).ouvrir()
        else:
            self.terminer()

    def terminer(self) -> None:
        """The end: the process dies right after, and everything with it."""
        self.finie.emit()
