"""One visit, from the home page to its end: which screen follows which."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.backend.errors import BackendError, Refus
from kiosk.backend.recepisse import texte_recepisse
from kiosk.backend.schemas import Compte
from kiosk.demarches import CATALOGUE
from kiosk.formulaire import Contexte, Demarche, DemarcheFermee, Parcours
from kiosk.metier.foyer import Membre
from kiosk.terminal.visite import ReglagesVisite
from ui.app.guichet import DepotImpossible, Guichet, Recu
from ui.bridge.erreurs import Avis, avis_identification, avis_service
from ui.bridge.taches import Taches
from ui.screens.aide import AIDES, panneau_aide, panneau_fin
from ui.screens.compte import EcranCompte, Offre
from ui.screens.fin import DIFFEREE, SUITES_DIFFEREES, Bilan, EcranFin
from ui.screens.identification import EcranIdentification
from ui.screens.panne import EcranPanne
from ui.shell.fenetre import Fenetre
from ui.wizard.assistant import Assistant

GARDEES = "Vos réponses sont gardées tant que vous ne quittez pas cette session."


class Visite(QObject):
    """The flow of one visit. `finie` once, when the visitor has said so; the process dies after it."""

    finie = Signal()

    def __init__(
        self,
        fenetre: Fenetre,
        guichet: Guichet,
        reglages: ReglagesVisite,
        taches: Taches,
        jour: Callable[[], date],
    ) -> None:
        super().__init__()
        self._fenetre = fenetre
        self._guichet = guichet
        self._reglages = reglages
        self._taches = taches
        self._jour = jour
        self._compte: Compte | None = None
        self._parcours: dict[str, Parcours[Any]] = {}
        self._assistant: Assistant | None = None
        fenetre.fin_demandee.connect(self.demander_fin)

    # -- identification ----------------------------------------------------------------------------------

    def commencer(self) -> None:
        """From home to « Identifiez-vous »."""
        ecran = EcranIdentification(self._identifier, self.terminer)
        ecran.aide_demandee.connect(self._aider)
        self._identification = ecran
        self._fenetre.montrer(ecran)

    def _identifier(self, nir: str, mot_de_passe: str) -> None:
        self._taches.lancer(self.identifier(nir, mot_de_passe), "identifier")

    async def identifier(self, nir: str, mot_de_passe: str) -> None:
        """Sign in, then show the account; or say why not."""
        try:
            self._compte = await self._guichet.identifier(nir, mot_de_passe)
        except BackendError as erreur:
            self._identification.refuser(avis_identification(erreur))
            return
        prenom, nom = self._compte.prenom, self._compte.nom
        self._fenetre.saluer(f"{prenom[:1]}{nom[:1]}".upper(), f"Bonjour {prenom}")
        self._montrer_compte(self._compte)

    def _aider(self, sujet: str) -> None:
        panneau_aide(self._fenetre, AIDES[sujet]).ouvrir()

    # -- account -----------------------------------------------------------------------------------------

    def _montrer_compte(self, compte: Compte, avis: str = "") -> None:
        self._assistant = None
        self._fenetre.montrer(
            EcranCompte(compte, self._offres(), self._commencer_demarche, self.terminer, avis)
        )

    def _revenir_au_compte(self) -> None:
        self._taches.lancer(self.revenir_au_compte(), "compte")

    async def revenir_au_compte(self) -> None:
        """« Revenir à mon compte », up to date; a session that ended meanwhile says so."""
        try:
            self._compte = await self._guichet.compte()
        except BackendError as erreur:
            avis = avis_service(erreur, "Ce que vous avez envoyé est bien gardé.")
            self._fenetre.montrer(
                EcranPanne(
                    "Mon compte", avis, self.terminer, self._revenir_au_compte if avis.garder else None
                )
            )
            return
        self._montrer_compte(self._compte)

    def _compte_connu(self) -> None:
        assert self._compte is not None
        self._montrer_compte(self._compte)

    def _contexte(self) -> Contexte:
        foyer = self._compte.foyer if self._compte else ()
        return Contexte(self._jour(), tuple(Membre(m.qualite, m.prenom) for m in foyer))

    def _offres(self) -> list[Offre]:
        offres = []
        for demarche in CATALOGUE.values():
            try:
                depart = demarche.preparer(self._contexte())
            except DemarcheFermee:
                continue
            annee = depart.textes.get("annee", "")
            titre = f"{demarche.action}\u00a0{annee}" if annee else demarche.action
            offres.append(Offre(demarche.code, titre, demarche.icone, demarche.action))
        return offres

    # -- démarche ----------------------------------------------------------------------------------------

    def _commencer_demarche(self, code: str) -> None:
        """Begin, or go on where the visitor left it: what was typed in this visit is still there."""
        parcours = self._parcours.get(code)
        if parcours is None:
            parcours = self._parcours[code] = Parcours(CATALOGUE[code], self._contexte())
        self._assistant = Assistant(parcours)
        self._assistant.prepare.connect(self._fenetre.preparer)
        self._assistant.oublie.connect(self._fenetre.oublier)
        self._assistant.page.connect(self._fenetre.montrer)
        self._assistant.page.connect(self._entretenir)
        self._assistant.envoyer.connect(self._envoyer)
        self._assistant.quitter.connect(self._compte_connu)
        self._assistant.sortir.connect(self._compte_connu)
        self._assistant.afficher()

    def _entretenir(self) -> None:
        self._taches.lancer(self._guichet.entretenir(), "entretenir")

    def _envoyer(self) -> None:
        if self._assistant is not None:
            self._taches.lancer(self.envoyer(self._assistant), "envoyer")

    async def envoyer(self, assistant: Assistant) -> None:
        """« Envoyer »: seal, keep, send; then the receipt, or what became of the answers."""
        parcours = assistant.parcours
        demarche: Demarche[Any] = parcours.demarche
        assistant.en_cours()
        try:
            recu = await self._guichet.deposer(demarche, parcours.reponses)
        except DepotImpossible:
            avis = Avis(
                "Votre envoi n’est pas confirmé",
                "La Caf n’a pas répondu, et cet appareil n’a pas pu garder votre envoi. " + GARDEES,
                "Réessayez\u00a0: rien ne sera reçu deux fois. Si cela ne marche pas, demandez à l’accueil.",
            )
        except Refus as refus:
            avis = Avis(
                "La Caf n’a pas accepté cet envoi",
                "Rien n’a été enregistré. " + GARDEES,
                f"Montrez cet écran à un conseiller. Repère\u00a0: {refus.code}.",
            )
        else:
            del self._parcours[demarche.code]
            assistant.fermer()
            self._fenetre.montrer(
                EcranFin(self._bilan(parcours, recu), self._revenir_au_compte, self.terminer)
            )
            return
        self._fenetre.montrer(EcranPanne(parcours.depart.titre, avis, self.terminer, assistant.afficher))

    def _bilan(self, parcours: Parcours[Any], recu: Recu) -> Bilan:
        fin, titre = parcours.demarche.fin, parcours.depart.titre
        return Bilan(
            titre_barre=titre,
            titre=fin.titre if recu.transmis else fin.titre_differe,
            texte=fin.recue if recu.transmis else DIFFEREE,
            numero=recu.numero,
            quand=recu.quand,
            transmis=recu.transmis,
            recepisse=texte_recepisse(self._reglages.caf_nom, titre, recu.numero, recu.quand),
            suites=[parcours.texte(s) for s in fin.suites] if recu.transmis else SUITES_DIFFEREES,
        )

    # -- end ---------------------------------------------------------------------------------------------

    def demander_fin(self) -> None:
        """« Terminer ma session »: asked first when answers would be lost."""
        if self._parcours:
            panneau_fin(self._fenetre, self.terminer).ouvrir()
        else:
            self.terminer()

    def terminer(self) -> None:
        """The end: the process dies right after, and everything with it."""
        self.finie.emit()
