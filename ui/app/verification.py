"""One code after the other: sent, typed, checked, or left for later."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtCore import QObject

from kiosk.backend.errors import BackendError, Panne, Refus
from kiosk.backend.schemas import BilanCoordonnees, CoordonneesVues, DemandeVerification, VerificationVue
from kiosk.metier.coordonnees import NatureCoordonnee
from ui.app.poste import Poste
from ui.bridge.erreurs import avis_code, avis_envoi_code
from ui.screens.code import EcranCode
from ui.screens.projet_coordonnees import Projet

TITRE = "Vos coordonnées"
ETAPES = {
    NatureCoordonnee.MOBILE: "Votre numéro de mobile",
    NatureCoordonnee.MAIL: "Votre adresse mail",
    NatureCoordonnee.FIXE: "Votre téléphone fixe",
}
A_JOUR = "Réessayez\u00a0: vous verrez vos coordonnées à jour."
MORTS = frozenset({"code_expire", "code_utilise", "code_epuise", "introuvable"})
"""Refusals after which only a new code helps."""


@dataclass(frozen=True, slots=True)
class _Envoyee:
    """A code that was sent; `quand` on the clock of the visit, in seconds."""

    vue: VerificationVue
    quand: float


class FluxVerification(QObject):
    """Asks for the code of each value that waits for one.

    `recevoir` gets what each right code came to, `corriger` the kind whose value was mistyped; `relire` is called when
    what waits is no longer what it was, `finir` ends it. The person may leave a page while an answer is awaited: it
    is then noted, and changes nothing on the screen.
    """

    def __init__(
        self,
        poste: Poste,
        recevoir: Callable[[BilanCoordonnees], None],
        corriger: Callable[[NatureCoordonnee], None],
        relire: Callable[[], None],
        finir: Callable[[], None],
    ) -> None:
        super().__init__()
        self._poste = poste
        self._recevoir = recevoir
        self._corriger = corriger
        self._relire = relire
        self._finir = finir
        self._vues = CoordonneesVues(version=0)
        self._valeurs: Mapping[NatureCoordonnee, str] = {}
        self._file: list[NatureCoordonnee] = []
        self._total = 0
        self._demandes: dict[NatureCoordonnee, UUID] = {}
        self._envoyees: dict[NatureCoordonnee, _Envoyee] = {}
        self._doutes: set[NatureCoordonnee] = set()
        self._numeros = count()

    def commencer(self, vues: CoordonneesVues, valeurs: Mapping[NatureCoordonnee, str]) -> None:
        """Everything that waits in `vues`; `valeurs` holds in full what was typed in this visit."""
        self._vues, self._valeurs = vues, valeurs
        self._file = [a.nature for a in vues.en_attente]
        self._total = len(self._file)
        self.reprendre()

    def continuer(self, vues: CoordonneesVues, corrigee: NatureCoordonnee) -> None:
        """Another value was typed for `corrigee`; what was left for later stays so."""
        self._vues = vues
        file = [corrigee, *(nature for nature in self._file if nature is not corrigee)]
        self._file = [nature for nature in file if Projet(vues).attente(nature)]
        self.reprendre()

    def oublier(self, nature: NatureCoordonnee) -> None:
        """Another value was typed: the code that was sent is not for it."""
        self._demandes.pop(nature, None)
        self._envoyees.pop(nature, None)
        self._doutes.discard(nature)

    def reprendre(self) -> None:
        """The page of the code that is awaited now; the end when there is none."""
        if not self._file:
            self._finir()
            return
        nature = self._file[0]
        masquee = self._masquee(nature)
        envoyee = self._envoyee(nature, masquee)
        self._poste.fenetre.montrer(
            EcranCode(
                nature,
                # In full when it was typed in this visit, so that a wrong digit is seen; masked otherwise.
                self._valeurs.get(nature, masquee),
                envoyee,
                valider=self._valider,
                renvoyer=self._renvoyer,
                modifier=self._modifier,
                plus_tard=self._plus_tard,
                rang=self._total - len(self._file) + 1,
                total=self._total,
                suivante=ETAPES[self._file[1]] if len(self._file) > 1 else "",
                horloge=self._poste.horloge,
            )
        )
        if envoyee is None:
            self._renvoyer()

    def _masquee(self, nature: NatureCoordonnee) -> str:
        attente = Projet(self._vues).attente(nature)
        return attente.valeur_masquee if attente else ""

    def _envoyee(self, nature: NatureCoordonnee, masquee: str) -> VerificationVue | None:
        """The code that was sent, its times counted from now; None when one must be asked for."""
        envoyee = self._envoyees.get(nature)
        if envoyee is None or envoyee.vue.valeur_masquee != masquee:
            return None
        ecoule = int(self._poste.horloge() - envoyee.quand)
        expire, renvoi = envoyee.vue.expire_dans_s - ecoule, envoyee.vue.renvoi_dans_s - ecoule
        if expire <= 0:
            return None
        return envoyee.vue.model_copy(update={"expire_dans_s": expire, "renvoi_dans_s": max(0, renvoi)})

    def _page(self) -> EcranCode | None:
        """The page of the code that is awaited; None once there is none to wait for."""
        ecran = self._poste.fenetre.ecran
        return ecran if self._file and isinstance(ecran, EcranCode) else None

    def _modifier(self) -> None:
        if self._page() is not None:
            self._corriger(self._file[0])

    def _plus_tard(self) -> None:
        """The old value stays in force, the new one goes on waiting."""
        ecran = self._page()
        if ecran is None:
            return
        nature = self._file[0]
        if nature in self._doutes:
            ecran.en_cours()
            self._lancer(self.laisser(ecran, nature))
        else:
            self._avancer(ecran, nature)

    async def laisser(self, ecran: EcranCode, nature: NatureCoordonnee) -> None:
        """Left for later after a code whose answer was lost: the person must not be told that it still waits."""
        await self._deja_fait(nature)
        self._avancer(ecran, nature)

    def _avancer(self, ecran: EcranCode, nature: NatureCoordonnee) -> None:
        montre = self._page() is ecran
        self._file = [autre for autre in self._file if autre is not nature]
        if montre:
            self.reprendre()

    def _lancer(self, coroutine: Coroutine[Any, Any, None]) -> None:
        # A name each: what one page still waits for must not hold up the next one; a page never asks twice at once.
        self._poste.taches.lancer(coroutine, f"code {next(self._numeros)}")

    # -- sending -----------------------------------------------------------------------------------------

    def _renvoyer(self) -> None:
        ecran = self._page()
        if ecran is not None:
            self._lancer(self.demander(ecran, self._file[0]))

    async def demander(self, ecran: EcranCode, nature: NatureCoordonnee) -> None:
        """Have a code sent; after a cut the same request again sends no second one."""
        demande = DemandeVerification(id=self._demandes.setdefault(nature, uuid4()), nature=nature)
        try:
            envoyee = await self._poste.guichet.envoyer_code(demande)
        except BackendError as erreur:
            await self._non_envoye(ecran, nature, erreur)
            return
        if self._demandes.get(nature) == demande.id:
            del self._demandes[nature]
            self._envoyees[nature] = _Envoyee(envoyee, self._poste.horloge())
        if self._page() is ecran:
            ecran.envoye(envoyee)

    async def _non_envoye(self, ecran: EcranCode, nature: NatureCoordonnee, erreur: BackendError) -> None:
        avis = avis_envoi_code(erreur, saisissable=nature in self._envoyees)
        code = erreur.code if isinstance(erreur, Refus) else ""
        if code == "rien_a_verifier" and await self._deja_fait(nature):
            self._avancer(ecran, nature)
        elif self._page() is not ecran:
            return
        elif not avis.garder:
            self._poste.panne(TITRE, avis)
        elif code == "rien_a_verifier":
            self._poste.panne(TITRE, replace(avis, conseil=A_JOUR), self._relire)
        elif code == "codes_du_jour":
            ecran.retarde(avis, renvoi=False)
        else:
            ecran.retarde(avis, attente_s=erreur.probleme.attente_s if isinstance(erreur, Refus) else None)

    # -- checking ----------------------------------------------------------------------------------------

    def _valider(self, code: str) -> None:
        ecran = self._page()
        if ecran is not None:
            self._lancer(self.verifier(ecran, self._file[0], code))

    async def verifier(self, ecran: EcranCode, nature: NatureCoordonnee, code: str) -> None:
        """Give the code; the value takes force only if the backend says so."""
        envoyee = self._envoyees.get(nature)
        if envoyee is None:
            return
        try:
            bilan = await self._poste.guichet.verifier_code(envoyee.vue.id, code)
        except BackendError as erreur:
            await self._refuse(ecran, nature, erreur)
            return
        if self._envoyees.get(nature) is envoyee:
            self.oublier(nature)
        self._recevoir(bilan)
        self._avancer(ecran, nature)

    async def _refuse(self, ecran: EcranCode, nature: NatureCoordonnee, erreur: BackendError) -> None:
        code = erreur.code if isinstance(erreur, Refus) else ""
        avis = avis_code(erreur)
        if isinstance(erreur, Panne) or not isinstance(erreur, Refus):
            self._doutes.add(nature)
        if code == "code_utilise" and await self._deja_fait(nature):
            self._avancer(ecran, nature)
        elif self._page() is not ecran:
            return
        elif not avis.garder:
            self._poste.panne(TITRE, avis)
        elif code == "code_remplace":
            self._poste.panne(TITRE, replace(avis, conseil=A_JOUR), self._relire)
        else:
            ecran.refuser(avis, mort=code in MORTS)

    async def _deja_fait(self, nature: NatureCoordonnee) -> bool:
        """Whether the value that waited is in force: the code was right, and its answer was lost on the way."""
        attendue = self._masquee(nature)
        try:
            vues = (await self._poste.guichet.compte()).coordonnees
        except BackendError:
            return False
        avant, apres = Projet(self._vues).vue(nature), Projet(vues).vue(nature)
        en_force = apres is not None and apres.securisee and apres.valeur_masquee == attendue
        if not en_force or Projet(vues).attente(nature):
            return False
        # As the backend would have said: what is secured and waits for a code waits for another value.
        meme = avant is not None and not avant.securisee and avant.valeur_masquee == attendue
        self.oublier(nature)
        self._recevoir(
            BilanCoordonnees(
                ajoutees=() if avant else (nature,),
                confirmees=(nature,) if meme else (),
                modifiees=(nature,) if avant and not meme else (),
                coordonnees=vues,
            )
        )
        return True
