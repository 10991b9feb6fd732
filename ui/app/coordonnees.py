"""The contact details of a visit: asked at sign-in or chosen, changed, verified, and what it came to."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from kiosk.backend.errors import BackendError, Refus
from kiosk.backend.schemas import BilanCoordonnees, CoordonneesVues, GesteDemande, GestesDemandes
from kiosk.metier.coordonnees import REFUS, Coordonnee, Demande, Geste, NatureCoordonnee, suppression
from kiosk.metier.lecture_coordonnee import afficher
from ui.app.poste import Poste
from ui.app.verification import FluxVerification
from ui.bridge.erreurs import avis_coordonnees
from ui.screens.bilan_coordonnees import panneau_bilan
from ui.screens.coordonnee import EcranCoordonnee
from ui.screens.coordonnees import EcranCoordonnees
from ui.screens.incitation import EcranIncitation, panneau_ignorer
from ui.screens.projet_coordonnees import Projet

TITRE = "Vos coordonnées"


class FluxCoordonnees(QObject):
    """From the question, or from « Modifier », to the end panel; `revenir` then reads the account again."""

    def __init__(self, poste: Poste, revenir: Callable[[], None]) -> None:
        super().__init__()
        self._poste = poste
        self._revenir = revenir
        self._retour = revenir
        self._vues = CoordonneesVues(version=0)
        self._brouillon: dict[NatureCoordonnee, Demande] = {}
        self._valeurs: dict[NatureCoordonnee, str] = {}
        self._bilan: BilanCoordonnees | None = None
        self._ecran: EcranIncitation | EcranCoordonnees | None = None
        self._verification = FluxVerification(poste, self._cumuler, self._corriger, self._conclure)

    @property
    def en_cours(self) -> bool:
        """Whether something was typed and not sent."""
        return bool(self._brouillon)

    # -- the question, the list, one of them -------------------------------------------------------------

    def inciter(self, vues: CoordonneesVues, ignorer: Callable[[], None]) -> None:
        """« Vos coordonnées sont-elles toujours exactes ? », before the account."""
        self._commencer(vues, self._inciter)
        self._ignore = ignorer
        self._inciter()

    def _inciter(self) -> None:
        self._ecran = EcranIncitation(
            self._vues,
            self._poste.jour(),
            confirmer=self._enregistrer,
            modifier=self._montrer_liste,
            ignorer=self._demander_ignorer,
            afficher=self._afficher,
        )
        self._poste.fenetre.montrer(self._ecran)

    def _demander_ignorer(self) -> None:
        panneau_ignorer(self._poste.fenetre, self._ignorer).ouvrir()

    def _ignorer(self) -> None:
        self._brouillon.clear()
        self._ignore()

    def modifier(self, vues: CoordonneesVues, retour: Callable[[], None]) -> None:
        """The person chose to look at them; `retour` is where « Précédent » leads."""
        self._commencer(vues, retour)
        self._lister()

    def _commencer(self, vues: CoordonneesVues, retour: Callable[[], None]) -> None:
        self._vues, self._retour = vues, retour
        self._brouillon.clear()
        self._bilan = None

    def _montrer_liste(self) -> None:
        self._lister()

    def _lister(self) -> EcranCoordonnees:
        self._ecran = ecran = EcranCoordonnees(
            self._vues,
            self._brouillon,
            editer=self._editer,
            annuler=self._annuler,
            enregistrer=self._enregistrer,
            precedent=self._quitter,
            afficher=self._afficher,
        )
        self._poste.fenetre.montrer(ecran)
        return ecran

    def _quitter(self) -> None:
        self._brouillon.clear()
        self._retour()

    def _annuler(self, nature: NatureCoordonnee) -> None:
        self._brouillon.pop(nature, None)
        self._lister()

    def _editer(self, nature: NatureCoordonnee) -> None:
        self._montrer_saisie(nature, self._demander, self._montrer_liste)

    def _montrer_saisie(
        self,
        nature: NatureCoordonnee,
        enregistrer: Callable[[NatureCoordonnee, str], None],
        precedent: Callable[[], None],
    ) -> None:
        self._saisie = nature
        self._saisie_faite = enregistrer
        demande = self._brouillon.get(nature)
        refus = suppression(self._restantes(), nature)
        vue = next((c for c in self._vues.en_vigueur if c.nature is nature), None)
        attente = next((a for a in self._vues.en_attente if a.nature is nature), None)
        self._poste.fenetre.montrer(
            EcranCoordonnee(
                nature,
                vue.valeur_masquee if vue else "",
                valeur=afficher(nature, demande.valeur) if demande and demande.valeur else "",
                suppression_refusee=REFUS[refus] if refus else None,
                enregistrer=self._saisir,
                supprimer=self._supprimer,
                precedent=precedent,
                attente_masquee=attente.valeur_masquee if attente else "",
                garder=self._garder,
            )
        )

    def _restantes(self) -> Sequence[Coordonnee]:
        """What would be in force if the removals asked so far were done; values are not needed to tell."""
        return [
            Coordonnee(c.nature, "", c.securisee_le)
            for c in self._vues.en_vigueur
            if getattr(self._brouillon.get(c.nature), "geste", None) is not Geste.SUPPRIMER
        ]

    def _saisir(self, valeur: str) -> None:
        self._saisie_faite(self._saisie, valeur)

    def _demander(self, nature: NatureCoordonnee, valeur: str) -> None:
        self._brouillon[nature] = Demande(nature, Geste.MODIFIER, valeur)
        self._lister()

    def _garder(self) -> None:
        """The one in force is right after all: what waited for a code is dropped."""
        self._brouillon[self._saisie] = Demande(self._saisie, Geste.CONFIRMER)
        self._lister()

    def _supprimer(self) -> None:
        self._brouillon[self._saisie] = Demande(self._saisie, Geste.SUPPRIMER)
        self._lister()

    def _afficher(self) -> None:
        self._poste.taches.lancer(self.afficher(), "afficher")

    async def afficher(self) -> None:
        """« Afficher en entier »: the values are asked for only now."""
        ecran = self._ecran
        if ecran is None:
            return
        try:
            completes = await self._poste.guichet.coordonnees()
        except BackendError as erreur:
            self._incident(erreur, self._montrer_liste)
            return
        ecran.montrer_en_entier({c.nature: c.valeur for c in completes.coordonnees})

    # -- sending -----------------------------------------------------------------------------------------

    def _gestes(self) -> tuple[GesteDemande, ...]:
        return tuple(
            GesteDemande(nature=g.nature, geste=g.geste, valeur=g.valeur or None)
            for g in Projet(self._vues, self._brouillon).gestes
        )

    def _enregistrer(self) -> None:
        self._poste.taches.lancer(self.enregistrer(self._gestes()), "coordonnees")

    async def enregistrer(self, gestes: tuple[GesteDemande, ...]) -> None:
        """Ask the backend for everything at once, then for one code after the other."""
        if self._ecran is not None:
            self._ecran.en_cours()
        if not gestes:
            self._verifier_les_attentes()
            return
        demandes = GestesDemandes(version=self._vues.version, gestes=gestes)
        try:
            bilan = await self._poste.guichet.enregistrer_coordonnees(demandes)
        except Refus as refus:
            if refus.probleme.anomalies:
                self._lister().refuser(refus.probleme.anomalies)
            else:
                self._incident(refus, self._relire)
            return
        except BackendError as erreur:
            self._incident(erreur, self._relire)
            return
        for demande in self._brouillon.values():
            if demande.valeur:
                self._verification.oublier(demande.nature)
                self._valeurs[demande.nature] = afficher(demande.nature, demande.valeur)
        self._brouillon.clear()
        self._cumuler(bilan)
        self._verifier_les_attentes()

    def _relire(self) -> None:
        self._poste.taches.lancer(self.relire(), "coordonnees")

    async def relire(self) -> None:
        """After a doubt: how things stand on the backend, and the page again. What was typed is kept."""
        try:
            compte = await self._poste.guichet.compte()
        except BackendError as erreur:
            self._incident(erreur, self._relire)
            return
        self._vues = compte.coordonnees
        self._lister()

    def _incident(self, erreur: BackendError, reessayer: Callable[[], None]) -> None:
        self._poste.panne(TITRE, avis_coordonnees(erreur), reessayer)

    def _cumuler(self, bilan: BilanCoordonnees) -> None:
        avant = self._bilan
        self._vues = bilan.coordonnees
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
        self._montrer_saisie(nature, self._remplacer, self._verification.reprendre)

    def _remplacer(self, nature: NatureCoordonnee, valeur: str) -> None:
        self._brouillon[nature] = Demande(nature, Geste.MODIFIER, valeur)
        geste = GesteDemande(nature=nature, geste=Geste.MODIFIER, valeur=valeur)
        self._poste.taches.lancer(self.enregistrer((geste,)), "coordonnees")

    def _conclure(self) -> None:
        bilan = self._bilan or BilanCoordonnees(coordonnees=self._vues)
        panneau_bilan(self._poste.fenetre, bilan, self._valeurs, self._revenir).ouvrir()


def _unir(
    avant: tuple[NatureCoordonnee, ...], apres: tuple[NatureCoordonnee, ...]
) -> tuple[NatureCoordonnee, ...]:
    return tuple(nature for nature in NatureCoordonnee if nature in avant or nature in apres)
