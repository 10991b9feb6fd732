"""One code after the other: sent, typed, checked, or left for later."""

from collections.abc import Callable, Mapping
from uuid import UUID, uuid4

from PySide6.QtCore import QObject

from kiosk.backend.errors import BackendError, Refus
from kiosk.backend.schemas import (
    BilanCoordonnees,
    CoordonneesVues,
    DemandeVerification,
    EtatEnvoi,
    VerificationVue,
)
from kiosk.metier.coordonnees import NatureCoordonnee
from ui.app.poste import Poste
from ui.bridge.erreurs import AVIS_RETARD, avis_code, avis_coordonnees, avis_envoi_code
from ui.screens.code import EcranCode

TITRE = "Vos coordonnées"
ETAPES = {
    NatureCoordonnee.MOBILE: "Votre numéro de mobile",
    NatureCoordonnee.MAIL: "Votre adresse mail",
    NatureCoordonnee.FIXE: "Votre téléphone fixe",
}
MORTS = frozenset({"code_expire", "code_utilise", "code_epuise"})
"""Refusals after which only a new code helps."""


class FluxVerification(QObject):
    """Asks for the code of each value that waits for one.

    `recevoir` gets what each right code came to, `corriger` the kind whose value was mistyped, `finir` ends it.
    """

    def __init__(
        self,
        poste: Poste,
        recevoir: Callable[[BilanCoordonnees], None],
        corriger: Callable[[NatureCoordonnee], None],
        finir: Callable[[], None],
    ) -> None:
        super().__init__()
        self._poste = poste
        self._recevoir = recevoir
        self._corriger = corriger
        self._finir = finir
        self._vues = CoordonneesVues(version=0)
        self._valeurs: Mapping[NatureCoordonnee, str] = {}
        self._file: list[NatureCoordonnee] = []
        self._total = 0
        self._ecran: EcranCode | None = None
        self._demande: UUID | None = None
        self._envoyees: dict[NatureCoordonnee, VerificationVue] = {}

    def commencer(self, vues: CoordonneesVues, valeurs: Mapping[NatureCoordonnee, str]) -> None:
        """Everything that waits in `vues`; `valeurs` holds in full what was typed in this visit."""
        self._vues, self._valeurs = vues, valeurs
        self._file = [a.nature for a in vues.en_attente]
        self._total = len(self._file)
        self.reprendre()

    def oublier(self, nature: NatureCoordonnee) -> None:
        """Another value was typed: the code that was sent is not for it."""
        self._envoyees.pop(nature, None)

    def reprendre(self) -> None:
        """The page of the code that is awaited now; the end when there is none."""
        if not self._file:
            self._finir()
            return
        nature = self._file[0]
        self._demande = None
        self._ecran = EcranCode(
            nature,
            self._destinataire(nature),
            self._envoyees.get(nature),
            valider=self._valider,
            renvoyer=self._renvoyer,
            modifier=self._modifier,
            plus_tard=self._plus_tard,
            rang=self._total - len(self._file) + 1,
            total=self._total,
            suivante=ETAPES[self._file[1]] if len(self._file) > 1 else "",
        )
        self._poste.fenetre.montrer(self._ecran)
        if nature not in self._envoyees:
            self._renvoyer()

    def _destinataire(self, nature: NatureCoordonnee) -> str:
        """In full when it was typed in this visit, so that a wrong digit is seen; masked otherwise."""
        masquee = next(a.valeur_masquee for a in self._vues.en_attente if a.nature is nature)
        return self._valeurs.get(nature, masquee)

    def _modifier(self) -> None:
        self._corriger(self._file[0])

    def _plus_tard(self) -> None:
        """The old value stays in force, the new one goes on waiting."""
        self._file = self._file[1:]
        self.reprendre()

    def _avancer(self, nature: NatureCoordonnee) -> None:
        self._envoyees.pop(nature, None)
        self._file = [autre for autre in self._file if autre is not nature]
        self.reprendre()

    # -- sending -----------------------------------------------------------------------------------------

    def _renvoyer(self) -> None:
        if self._ecran is not None and self._file:
            self._poste.taches.lancer(self.demander(self._ecran, self._file[0]), "code")

    async def demander(self, ecran: EcranCode, nature: NatureCoordonnee) -> None:
        """Have a code sent; after a cut the same request again sends no second one."""
        self._demande = self._demande or uuid4()
        demande = DemandeVerification(id=self._demande, nature=nature)
        try:
            envoyee = await self._poste.guichet.envoyer_code(demande)
        except BackendError as erreur:
            await self._non_envoye(ecran, erreur)
            return
        self._demande = None
        self._envoyees[nature] = envoyee
        ecran.envoye(envoyee)
        if envoyee.envoi is EtatEnvoi.EN_RETARD:
            ecran.retarde(AVIS_RETARD)

    async def _non_envoye(self, ecran: EcranCode, erreur: BackendError) -> None:
        avis = avis_envoi_code(erreur)
        if not avis.garder:
            self._poste.panne(TITRE, avis)
        elif not isinstance(erreur, Refus):
            ecran.retarde(avis)
        elif erreur.code == "rien_a_verifier":
            await self._relire()
        else:
            renvoi = erreur.code != "codes_du_jour"
            ecran.retarde(avis, attente_s=erreur.probleme.attente_s if renvoi else None, renvoi=renvoi)

    # -- checking ----------------------------------------------------------------------------------------

    def _valider(self, code: str) -> None:
        if self._ecran is not None and self._file:
            self._poste.taches.lancer(self.verifier(self._ecran, self._file[0], code), "code")

    async def verifier(self, ecran: EcranCode, nature: NatureCoordonnee, code: str) -> None:
        """Give the code; the value takes force only if the backend says so."""
        envoyee = self._envoyees.get(nature)
        if envoyee is None:
            return
        ecran.en_cours()
        try:
            bilan = await self._poste.guichet.verifier_code(envoyee.id, code)
        except BackendError as erreur:
            await self._refuse(ecran, nature, erreur)
            return
        self._recevoir(bilan)
        self._avancer(nature)

    async def _refuse(self, ecran: EcranCode, nature: NatureCoordonnee, erreur: BackendError) -> None:
        code = erreur.code if isinstance(erreur, Refus) else ""
        avis = avis_code(erreur)
        if code == "code_utilise" and await self._deja_fait(nature):
            self._avancer(nature)
        elif code == "code_remplace":
            await self._relire()
        elif avis.garder:
            ecran.refuser(avis, mort=code in MORTS)
        else:
            self._poste.panne(TITRE, avis)

    async def _deja_fait(self, nature: NatureCoordonnee) -> bool:
        """Whether the code that « was already used » is ours: its answer was lost on the way."""
        try:
            compte = await self._poste.guichet.compte()
        except BackendError:
            return False
        if any(a.nature is nature for a in compte.coordonnees.en_attente):
            return False
        self._recevoir(BilanCoordonnees(modifiees=(nature,), coordonnees=compte.coordonnees))
        return True

    async def _relire(self) -> None:
        """Another terminal changed what waits: how things stand now, then what is left to verify."""
        try:
            compte = await self._poste.guichet.compte()
        except BackendError as erreur:
            self._poste.panne(TITRE, avis_coordonnees(erreur))
            return
        self._envoyees.clear()
        self._recevoir(BilanCoordonnees(coordonnees=compte.coordonnees))
        self.commencer(compte.coordonnees, {})
