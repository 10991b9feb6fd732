"""« Identifiez-vous »: the number, the password, and one message for both."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.metier.nir import NirRefuse, lire_nir
from ui.bridge.erreurs import Avis
from ui.components.boutons import Bouton
from ui.components.champs import ChampMotDePasse, ChampNir
from ui.components.ecran import Action, Ecran
from ui.components.encarts import Encart
from ui.components.resume_erreurs import ResumeErreurs, titre_erreurs
from ui.components.textes import Texte
from ui.theme import actuel

MOT_DE_PASSE_MANQUANT = "Saisissez votre mot de passe."
REGARDS = "Avant d’afficher votre mot de passe, vérifiez que personne ne regarde votre écran."
PARTAGE = (
    "Cet ordinateur est partagé. Quand vous avez fini, choisissez «\u00a0Terminer ma session\u00a0»\u00a0: "
    "vos informations seront effacées."
)


class EcranIdentification(Ecran):
    """The sign-in page. `identifier(nir, mot_de_passe)` gets what has the right shape."""

    titre_barre = "Identification"
    aide_demandee = Signal(str)

    def __init__(self, identifier: Callable[[str, str], None], precedent: Callable[[], None]) -> None:
        super().__init__()
        self._identifier = identifier
        self._precedent = precedent
        self._resume = ResumeErreurs(lambda _n: self._titre_erreur)
        self._titre_erreur = ""
        self._resume.lien_active.connect(self._corriger)
        self._nir = ChampNir(
            "Numéro de Sécurité sociale",
            aide="Sur votre carte Vitale\u00a0: les 13 premiers caractères, sans la clé.",
        )
        self._mot_de_passe = ChampMotDePasse("Mot de passe")
        self._mot_de_passe.valide.connect(self.me_connecter)
        self._liens = QHBoxLayout()
        for texte, sujet in (("Mot de passe oublié", "oubli"), ("Première connexion", "premiere")):
            lien = _Lien(texte, sujet)
            lien.demande.connect(self.aide_demandee)
            self._liens.addWidget(lien)
        self._liens.addStretch(1)
        self.corps.addWidget(Texte("Identifiez-vous", "h1"))
        self.corps.addWidget(self._resume)
        self.corps.addWidget(self._nir)
        self.corps.addWidget(self._mot_de_passe)
        self.corps.addLayout(self._liens)
        self.pousser()
        self.corps.addWidget(
            Encart("discret", "", REGARDS if actuel().mesures.borne else PARTAGE, "bouclier")
        )
        self._proposer("Me connecter")
        self.pret()

    def mesurer(self) -> None:
        super().mesurer()
        self._liens.setSpacing(actuel().mesures.mm(8))

    def depart(self) -> QWidget | None:
        return self._nir

    def quitter(self) -> None:
        self._mot_de_passe.masquer()

    def me_connecter(self) -> None:
        """Check shapes, then ask; existence is never checked here."""
        self._mot_de_passe.masquer()
        erreurs: list[tuple[str, str, str]] = []
        nir = ""
        self._nir.erreur(None)
        self._mot_de_passe.erreur(None)
        try:
            nir = lire_nir(self._nir.valeur()).valeur
        except NirRefuse as refus:
            self._nir.erreur(refus.message)
            erreurs.append((refus.message, "", "nir"))
        mot_de_passe = self._mot_de_passe.valeur()
        if not mot_de_passe:
            self._mot_de_passe.erreur(MOT_DE_PASSE_MANQUANT)
            erreurs.append((MOT_DE_PASSE_MANQUANT, "", "mot_de_passe"))
        if erreurs:
            self._titre_erreur = titre_erreurs(len(erreurs))
            self._resume.montrer(erreurs)
            return
        self._resume.effacer()
        self._proposer("Connexion en cours…")
        self._identifier(nir, mot_de_passe)

    def refuser(self, avis: Avis) -> None:
        """The backend said no, or nothing: the number is kept, the password is not."""
        self._mot_de_passe.vider()
        self._proposer("Me connecter")
        self._titre_erreur = avis.titre
        self._resume.montrer([(avis.texte, avis.conseil, "nir" if avis.a_corriger else "")])

    def _proposer(self, principal: str) -> None:
        self.proposer(
            Action("Précédent", self._precedent, "s", "gauche"), Action(principal, self.me_connecter)
        )

    def _corriger(self, cible: str) -> None:
        (self._mot_de_passe if cible == "mot_de_passe" else self._nir).setFocus()


class _Lien(Bouton):
    """A link that says which help it asks for."""

    demande = Signal(str)

    def __init__(self, texte: str, sujet: str) -> None:
        super().__init__(texte, "t")
        self._sujet = sujet
        self.a_gauche()
        self.clicked.connect(self._demander)

    def _demander(self) -> None:
        self.demande.emit(self._sujet)
