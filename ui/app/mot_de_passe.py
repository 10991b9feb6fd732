"""Changing one's password: from the profile, or before anything else when the one given by the Caf is temporary."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from kiosk.backend.errors import BackendError, Panne, Refus
from kiosk.terminal.visite import Profil
from ui.app.poste import Poste
from ui.bridge.erreurs import avis_mot_de_passe
from ui.screens.mot_de_passe import EcranMotDePasse, panneau_mot_de_passe_change

TITRE = "Mot de passe"
INCORRECT = "mot_de_passe_refuse"


class FluxMotDePasse(QObject):
    """`change` is called once the new password is in force and the person has read so."""

    def __init__(self, poste: Poste, change: Callable[[], None]) -> None:
        super().__init__()
        self._poste = poste
        self._change = change
        self._precedent: Callable[[], None] | None = None
        self._en_cours = False
        self._doute = False

    def modifier(self, noms: tuple[str, str], precedent: Callable[[], None]) -> None:
        """The person asked for it."""
        self._montrer(noms, False, precedent)

    def imposer(self) -> None:
        """The password is a temporary one: nothing else is possible before."""
        self._montrer(("", ""), True, None)

    def _montrer(self, noms: tuple[str, str], temporaire: bool, precedent: Callable[[], None] | None) -> None:
        self._doute = False
        self._precedent = precedent
        self._poste.fenetre.montrer(
            EcranMotDePasse(
                noms=noms,
                # As in the deck: at modification, the symbol that reveals is on shared PCs only.
                afficher_possible=self._poste.reglages.profil is Profil.LIBRE_SERVICE,
                temporaire=temporaire,
                enregistrer=self._enregistrer,
                precedent=None if precedent is None else self._quitter,
            )
        )

    def _quitter(self) -> None:
        # Left while the answer is awaited, nobody would know which password is the right one.
        if not self._en_cours and self._precedent is not None:
            self._precedent()

    def _enregistrer(self, actuel: str | None, nouveau: str) -> None:
        ecran = self._poste.fenetre.ecran
        if isinstance(ecran, EcranMotDePasse):
            self._en_cours = True
            self._poste.taches.lancer(self.enregistrer(ecran, actuel, nouveau), "mot de passe")

    async def enregistrer(self, ecran: EcranMotDePasse, actuel: str | None, nouveau: str) -> None:
        """Ask the backend, then say that it is done; or why not, the rest staying as typed."""
        try:
            await self._changer(actuel, nouveau)
        except BackendError as erreur:
            self._refuse(ecran, erreur)
            return
        finally:
            self._en_cours = False
        panneau_mot_de_passe_change(self._poste.fenetre, self._change).ouvrir()

    async def _changer(self, actuel: str | None, nouveau: str) -> None:
        """Raises `BackendError`. After an answer that was lost, the password refused as wrong may be the old one."""
        guichet = self._poste.guichet
        try:
            await guichet.changer_mot_de_passe(actuel, nouveau)
        except BackendError as erreur:
            if isinstance(erreur, Panne) or not isinstance(erreur, Refus):
                self._doute = True
                raise
            if not self._doute or erreur.code != INCORRECT:
                raise
        else:
            return
        # Without the current one, the backend only says whether the new one is in force.
        await guichet.changer_mot_de_passe(None, nouveau)

    def _refuse(self, ecran: EcranMotDePasse, erreur: BackendError) -> None:
        avis = avis_mot_de_passe(erreur)
        if avis.garder:
            incorrect = isinstance(erreur, Refus) and erreur.code == INCORRECT
            ecran.refuser(avis, cible="nouveau" if avis.a_corriger and not incorrect else None)
        else:
            self._poste.panne(TITRE, avis)
