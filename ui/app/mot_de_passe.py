"""Changing one's password: from the profile, or before anything else when the one given by the Caf is temporary."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from kiosk.backend.errors import BackendError, Refus
from kiosk.terminal.visite import Profil
from ui.app.poste import Poste
from ui.bridge.erreurs import avis_mot_de_passe
from ui.screens.mot_de_passe import EcranMotDePasse, panneau_mot_de_passe_change


class FluxMotDePasse(QObject):
    """`change` is called once the new password is in force and the person has read so."""

    def __init__(self, poste: Poste, change: Callable[[], None]) -> None:
        super().__init__()
        self._poste = poste
        self._change = change
        self._ecran: EcranMotDePasse | None = None

    def modifier(self, noms: tuple[str, str], precedent: Callable[[], None]) -> None:
        """The person asked for it."""
        self._montrer(noms, False, precedent)

    def imposer(self) -> None:
        """The password is a temporary one: nothing else is possible before."""
        self._montrer(("", ""), True, None)

    def _montrer(self, noms: tuple[str, str], temporaire: bool, precedent: Callable[[], None] | None) -> None:
        self._ecran = EcranMotDePasse(
            noms=noms,
            # As in the deck: at modification, the symbol that reveals is on shared PCs only.
            afficher_possible=self._poste.reglages.profil is Profil.LIBRE_SERVICE,
            temporaire=temporaire,
            enregistrer=self._enregistrer,
            precedent=precedent,
        )
        self._poste.fenetre.montrer(self._ecran)

    def _enregistrer(self, actuel: str | None, nouveau: str) -> None:
        if self._ecran is not None:
            self._poste.taches.lancer(self.enregistrer(self._ecran, actuel, nouveau), "mot de passe")

    async def enregistrer(self, ecran: EcranMotDePasse, actuel: str | None, nouveau: str) -> None:
        """Ask the backend, then say that it is done; or why not, the rest staying as typed."""
        ecran.en_cours()
        try:
            await self._poste.guichet.changer_mot_de_passe(actuel, nouveau)
        except BackendError as erreur:
            avis = avis_mot_de_passe(erreur)
            if avis.garder:
                incorrect = isinstance(erreur, Refus) and erreur.code == "mot_de_passe_refuse"
                ecran.refuser(avis, cible="nouveau" if avis.a_corriger and not incorrect else None)
            else:
                self._poste.panne("Mot de passe", avis)
            return
        panneau_mot_de_passe_change(self._poste.fenetre, self._change).ouvrir()
