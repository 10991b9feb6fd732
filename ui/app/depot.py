"""The démarches of a visit: what is offered, the walk, the deposit, the receipt."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from kiosk.backend.errors import Refus
from kiosk.backend.recepisse import texte_recepisse
from kiosk.backend.schemas import Compte
from kiosk.demarches import CATALOGUE
from kiosk.formulaire import Contexte, Demarche, DemarcheFermee, Parcours
from kiosk.metier.foyer import Membre
from kiosk.terminal.impression_recu import Recu as RecuPapier
from ui.app.copies import Copies, mail_securise
from ui.app.guichet import DepotImpossible, Recu
from ui.app.poste import Poste
from ui.bridge.erreurs import Avis
from ui.screens.compte import Offre
from ui.screens.fin import DIFFEREE, EN_ATTENTE, SUITES_DIFFEREES, TRANSMISE, Bilan, EcranFin
from ui.screens.reassurances import sujet
from ui.wizard.assistant import Assistant

PROFIL = "profil"
GARDEES = "Vos réponses sont gardées tant que vous ne quittez pas cette session."


class FluxDepot(QObject):
    """From a tile of the account to the receipt.

    `quitter` shows the account as known, `revenir` reads it again, `voir_profil` is where an exit may lead.
    """

    def __init__(
        self,
        poste: Poste,
        copies: Copies,
        quitter: Callable[[], None],
        revenir: Callable[[], None],
        voir_profil: Callable[[], None],
    ) -> None:
        super().__init__()
        self._poste = poste
        self._copies = copies
        self._quitter = quitter
        self._revenir = revenir
        self._voir_profil = voir_profil
        self._parcours: dict[str, Parcours[Any]] = {}
        self._assistant: Assistant | None = None
        self._compte: Compte | None = None

    @property
    def en_cours(self) -> bool:
        """Whether answers were typed and not sent."""
        return bool(self._parcours)

    def offres(self, compte: Compte) -> list[Offre]:
        """What this account may do today."""
        self._compte = compte
        offres = []
        for demarche in CATALOGUE.values():
            try:
                depart = demarche.preparer(self._contexte(compte))
            except DemarcheFermee:
                continue
            annee = depart.textes.get("annee", "")
            titre = f"{demarche.action}\u00a0{annee}" if annee else demarche.action
            # Once a campaign; another pregnancy, another relative to help are new each time.
            deja = bool(annee) and any(depot.titre == depart.titre for depot in compte.depots)
            offres.append(Offre(demarche.code, titre, demarche.icone, demarche.action, deja))
        return offres

    def _contexte(self, compte: Compte) -> Contexte:
        return Contexte(
            self._poste.jour(), tuple(Membre(m.qualite, m.prenom, m.date_naissance) for m in compte.foyer)
        )

    def commencer(self, code: str) -> None:
        """Begin, or go on where the visitor left it: what was typed in this visit is still there."""
        assert self._compte is not None
        parcours = self._parcours.get(code)
        if parcours is None:
            parcours = self._parcours[code] = Parcours(CATALOGUE[code], self._contexte(self._compte))
        fenetre = self._poste.fenetre
        self._assistant = Assistant(parcours)
        fenetre.allegee.connect(self._assistant.alleger)
        self._assistant.prepare.connect(fenetre.preparer)
        self._assistant.oublie.connect(fenetre.oublier)
        self._assistant.page.connect(fenetre.montrer)
        self._assistant.page.connect(self._entretenir)
        self._assistant.envoyer.connect(self._envoyer)
        self._assistant.quitter.connect(self._quitter)
        self._assistant.sortir.connect(self._sortir)
        self._assistant.afficher()

    def quitte(self) -> None:
        """The account is shown again: what was typed is kept, the pages that showed it are not."""
        if self._assistant is not None:
            self._assistant.fermer()
        self._assistant = None

    def _sortir(self, vers: str) -> None:
        """Past an exit. Answers that need no deposit are forgotten; those to be corrected are kept."""
        assert self._assistant is not None
        parcours = self._assistant.parcours
        if parcours.sortie is not None and not parcours.sortie.refus:
            del self._parcours[parcours.demarche.code]
            self._assistant.fermer()
            self._assistant = None
        (self._voir_profil if vers == PROFIL else self._quitter)()

    def _entretenir(self) -> None:
        self._poste.taches.lancer(self._poste.guichet.entretenir(), "entretenir")

    def _envoyer(self) -> None:
        if self._assistant is not None:
            self._poste.taches.lancer(self.envoyer(self._assistant), "envoyer")

    async def envoyer(self, assistant: Assistant) -> None:
        """« Envoyer »: seal, keep, send; then the receipt, or what became of the answers."""
        parcours = assistant.parcours
        demarche: Demarche[Any] = parcours.demarche
        assistant.en_cours()
        self._copies.preparer()
        try:
            recu = await self._poste.guichet.deposer(demarche, parcours.reponses)
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
            self._montrer_fin(parcours, recu, imprimer=await self._copies.imprimable())
            return
        self._poste.panne(parcours.depart.titre, avis, assistant.afficher)

    # -- receipt -----------------------------------------------------------------------------------------

    def _montrer_fin(self, parcours: Parcours[Any], recu: Recu, *, imprimer: bool) -> None:
        bilan = self._bilan(parcours, recu)
        self._copies.montre(recu.id, self._papier(bilan))
        self._poste.fenetre.montrer(
            EcranFin(
                bilan,
                self._revenir,
                self._poste.terminer,
                envoyer_mail=self._copies.envoyer,
                mail=mail_securise(self._compte),
                imprimer=self._copies.imprimer if imprimer else None,
            )
        )

    def _bilan(self, parcours: Parcours[Any], recu: Recu) -> Bilan:
        fin, titre = parcours.demarche.fin, parcours.depart.titre
        assert fin is not None
        return Bilan(
            titre_barre=titre,
            titre=fin.titre if recu.transmis else fin.titre_differe,
            texte=fin.recue if recu.transmis else DIFFEREE,
            numero=recu.numero,
            quand=recu.quand,
            transmis=recu.transmis,
            recepisse=texte_recepisse(self._poste.reglages.caf_nom, titre, recu.numero, recu.quand),
            suites=parcours.suites() if recu.transmis else (*parcours.papiers(), *SUITES_DIFFEREES),
            messages=parcours.reassurances(),
        )

    def _papier(self, bilan: Bilan) -> RecuPapier:
        return RecuPapier(
            organisme=self._poste.reglages.caf_nom,
            titre=bilan.titre_barre,
            numero=bilan.numero,
            quand=bilan.quand,
            etat=TRANSMISE if bilan.transmis else EN_ATTENTE,
            texte=bilan.texte,
            recepisse=bilan.recepisse,
            suites=tuple(bilan.suites),
            conditions=tuple(sujet(message.titre) for message in bilan.messages),
        )
