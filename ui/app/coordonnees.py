"""The contact details of a visit: asked at sign-in or chosen, changed, verified, and what it came to."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from kiosk.backend.errors import BackendError, Refus
from kiosk.backend.schemas import BilanCoordonnees, CoordonneesVues, GesteDemande, GestesDemandes
from kiosk.metier.coordonnees import REFUS, Demande, Geste, NatureCoordonnee, suppression
from kiosk.metier.lecture_coordonnee import afficher
from ui.app.brouillon import Brouillon
from ui.app.poste import Poste
from ui.app.verification import FluxVerification
from ui.bridge.erreurs import avis_coordonnees, avis_service
from ui.screens.bilan_coordonnees import panneau_bilan
from ui.screens.coordonnee import EcranCoordonnee
from ui.screens.coordonnees import EcranCoordonnees
from ui.screens.incitation import EcranIncitation, panneau_ignorer
from ui.screens.projet_coordonnees import Projet

TITRE = "Vos coordonnées"
PAS_AFFICHEES = "Vos coordonnées n’ont pas pu être affichées en entier. Rien n’a changé."


class FluxCoordonnees(QObject):
    """From the question, or from « Modifier », to the end panel; `revenir` then reads the account again."""

    def __init__(self, poste: Poste, revenir: Callable[[], None]) -> None:
        super().__init__()
        self._poste = poste
        self._revenir = revenir
        self._retour = revenir
        self._ignore = revenir
        self._vues = CoordonneesVues(version=0)
        self._page: Callable[[], object] = self._lister
        self._brouillon = Brouillon()
        self._valeurs: dict[NatureCoordonnee, str] = {}
        self._bilan: BilanCoordonnees | None = None
        self._verification = FluxVerification(
            poste, self._cumuler, self._corriger, self._relire, self._conclure
        )

    @property
    def en_cours(self) -> bool:
        """Whether something was asked and not sent."""
        return bool(self._brouillon.demandes)

    # -- the question, the list, one of them -------------------------------------------------------------

    def inciter(self, vues: CoordonneesVues, ignorer: Callable[[], None]) -> None:
        """« Vos coordonnées sont-elles toujours exactes ? », before the account."""
        self._commencer(vues)
        self._ignore = ignorer
        self._inciter()

    def _inciter(self) -> None:
        self._page = self._retour = self._inciter
        self._poste.fenetre.montrer(
            EcranIncitation(
                self._vues,
                self._poste.jour(),
                confirmer=self._confirmer,
                modifier=self._montrer_liste,
                ignorer=self._demander_ignorer,
                afficher=self._afficher,
            )
        )

    def _demander_ignorer(self) -> None:
        panneau_ignorer(self._poste.fenetre, self._ignorer).ouvrir()

    def _ignorer(self) -> None:
        self._brouillon.vider()
        self._ignore()

    def modifier(self, vues: CoordonneesVues, retour: Callable[[], None]) -> None:
        """The person chose to look at them; `retour` is where « Précédent » leads."""
        self._commencer(vues)
        self._retour = retour
        self._lister()

    def _commencer(self, vues: CoordonneesVues) -> None:
        self._vues = vues
        self._brouillon.accorder(vues)
        self._valeurs.clear()
        self._bilan = None

    def _montrer_liste(self) -> None:
        self._lister()

    def _lister(self) -> EcranCoordonnees:
        self._page = self._montrer_liste
        ecran = EcranCoordonnees(
            self._vues,
            self._brouillon.demandes,
            editer=self._editer,
            annuler=self._annuler,
            enregistrer=self._enregistrer,
            precedent=self._quitter,
            afficher=self._afficher,
        )
        self._poste.fenetre.montrer(ecran)
        return ecran

    def _quitter(self) -> None:
        self._retour()

    def _annuler(self, nature: NatureCoordonnee) -> None:
        self._brouillon.oublier(nature)
        self._lister()

    def _editer(self, nature: NatureCoordonnee) -> None:
        self._montrer_saisie(nature, "", self._demander, self._montrer_liste)

    def _montrer_saisie(
        self,
        nature: NatureCoordonnee,
        valeur: str,
        enregistrer: Callable[[NatureCoordonnee, str], None],
        precedent: Callable[[], None],
    ) -> None:
        self._saisie, self._saisie_faite, self._saisie_quittee = nature, enregistrer, precedent
        refus = suppression(self._brouillon.restantes(self._vues), nature)
        vue, attente = Projet(self._vues).vue(nature), Projet(self._vues).attente(nature)
        self._poste.fenetre.montrer(
            EcranCoordonnee(
                nature,
                vue.valeur_masquee if vue else "",
                valeur=self._brouillon.texte(nature) or valeur,
                suppression_refusee=REFUS[refus] if refus else None,
                enregistrer=self._saisir,
                supprimer=self._supprimer,
                precedent=self._quitter_saisie,
                attente_masquee=attente.valeur_masquee if attente else "",
                garder=self._garder,
            )
        )

    def _quitter_saisie(self) -> None:
        ecran = self._poste.fenetre.ecran
        if isinstance(ecran, EcranCoordonnee):
            self._brouillon.laisser(self._saisie, ecran.saisie)
        self._saisie_quittee()

    def _saisir(self, valeur: str) -> None:
        self._saisie_faite(self._saisie, valeur)

    def _demander(self, nature: NatureCoordonnee, valeur: str) -> None:
        self._brouillon.noter(Demande(nature, Geste.MODIFIER, valeur))
        self._lister()

    def _garder(self) -> None:
        """The one in force is right after all: what waited for a code is dropped."""
        self._brouillon.noter(Demande(self._saisie, Geste.CONFIRMER))
        self._lister()

    def _supprimer(self) -> None:
        self._brouillon.noter(Demande(self._saisie, Geste.SUPPRIMER))
        self._lister()

    def _afficher(self) -> None:
        self._poste.taches.lancer(self.afficher(), "afficher")

    async def afficher(self) -> None:
        """« Afficher en entier »: the values are asked for only now; nobody waits for them on another page."""
        ecran = self._poste.fenetre.ecran
        if not isinstance(ecran, EcranIncitation | EcranCoordonnees):
            return
        try:
            completes = await self._poste.guichet.coordonnees()
        except BackendError as erreur:
            if self._poste.fenetre.ecran is ecran:
                self._poste.panne(TITRE, avis_service(erreur, PAS_AFFICHEES), self._remontrer)
            return
        if self._poste.fenetre.ecran is ecran:
            ecran.montrer_en_entier({c.nature: c.valeur for c in completes.coordonnees})

    def _remontrer(self) -> None:
        self._page()

    # -- sending -----------------------------------------------------------------------------------------

    def _confirmer(self) -> None:
        """From the question: what it shows and nothing else, whatever was asked on the list and left there."""
        self._lancer(Projet(self._vues).gestes, self._verifier_les_attentes)

    def _enregistrer(self) -> None:
        self._lancer(Projet(self._vues, self._brouillon.demandes).gestes, self._verifier_les_attentes)

    def _lancer(self, demandes: Sequence[Demande], suite: Callable[[], None]) -> None:
        self._poste.taches.lancer(self.enregistrer(demandes, suite), "coordonnees")

    async def enregistrer(self, demandes: Sequence[Demande], suite: Callable[[], None]) -> None:
        """Ask the backend for everything at once, then go on with what needs a code."""
        ecran = self._poste.fenetre.ecran
        if isinstance(ecran, EcranIncitation | EcranCoordonnees):
            ecran.en_cours()
        if demandes:
            gestes = tuple(
                GesteDemande(nature=d.nature, geste=d.geste, valeur=d.valeur or None) for d in demandes
            )
            try:
                bilan = await self._poste.guichet.enregistrer_coordonnees(
                    GestesDemandes(version=self._vues.version, gestes=gestes)
                )
            except BackendError as erreur:
                self._refuse(erreur)
                return
            for demande in demandes:
                self._brouillon.oublier(demande.nature)
                if demande.valeur:
                    self._verification.oublier(demande.nature)
                    self._valeurs[demande.nature] = afficher(demande.nature, demande.valeur)
            self._cumuler(bilan)
        suite()

    def _refuse(self, erreur: BackendError) -> None:
        if isinstance(erreur, Refus) and erreur.probleme.anomalies:
            self._lister().refuser(erreur.probleme.anomalies)
        else:
            self._incident(erreur)

    def _incident(self, erreur: BackendError) -> None:
        self._poste.panne(TITRE, avis_coordonnees(erreur), self._relire)

    def _relire(self) -> None:
        self._poste.taches.lancer(self.relire(), "coordonnees")

    async def relire(self) -> None:
        """After a doubt: how things stand on the backend, and the page again. What was asked is kept."""
        try:
            vues = (await self._poste.guichet.compte()).coordonnees
        except BackendError as erreur:
            self._incident(erreur)
            return
        if vues.version != self._vues.version:
            self._valeurs.clear()
            self._perimer()
        if not vues.incitation:
            self._page = self._montrer_liste
        self._vues = vues
        self._brouillon.accorder(vues)
        self._page()

    def _perimer(self) -> None:
        """The account known to the visit is out of date: whatever is left leads to it through the backend."""
        self._retour = self._ignore = self._revenir

    def _cumuler(self, bilan: BilanCoordonnees) -> None:
        avant = self._bilan
        self._vues = bilan.coordonnees
        self._perimer()
        if avant is None:
            self._bilan = bilan
            return
        self._bilan = BilanCoordonnees(
            confirmees=_unir(avant.confirmees, bilan.confirmees),
            modifiees=_unir(avant.modifiees, bilan.modifiees),
            ajoutees=_unir(avant.ajoutees, bilan.ajoutees),
            supprimees=_unir(avant.supprimees, bilan.supprimees),
            coordonnees=bilan.coordonnees,
        )

    # -- codes and end -----------------------------------------------------------------------------------

    def _verifier_les_attentes(self) -> None:
        self._verification.commencer(self._vues, self._valeurs)

    def _corriger(self, nature: NatureCoordonnee) -> None:
        """« Modifier le numéro »: the only gesture of the next request."""
        deja = self._valeurs.get(nature, "")
        self._montrer_saisie(nature, deja, self._remplacer, self._verification.reprendre)

    def _remplacer(self, nature: NatureCoordonnee, valeur: str) -> None:
        demande = self._brouillon.noter(Demande(nature, Geste.MODIFIER, valeur))
        self._lancer((demande,), partial(self._reverifier, nature))

    def _reverifier(self, nature: NatureCoordonnee) -> None:
        self._verification.continuer(self._vues, nature)

    def _conclure(self) -> None:
        bilan = self._bilan or BilanCoordonnees(coordonnees=self._vues)
        panneau_bilan(self._poste.fenetre, bilan, self._valeurs, self._revenir).ouvrir()


def _unir(
    avant: tuple[NatureCoordonnee, ...], apres: tuple[NatureCoordonnee, ...]
) -> tuple[NatureCoordonnee, ...]:
    return tuple(nature for nature in NatureCoordonnee if nature in avant or nature in apres)
