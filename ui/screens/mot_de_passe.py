"""« Changez votre mot de passe »: what it must be is ticked while it is typed."""

import unicodedata
from collections.abc import Callable
from itertools import pairwise
from typing import Literal

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.metier.mot_de_passe import Exigence, exigences
from ui.bridge.erreurs import Avis
from ui.components.boutons import Bouton
from ui.components.champs import ChampMotDePasse
from ui.components.champs.nouveau_mot_de_passe import PART_CHAMP, PART_LISTE, ChampNouveauMotDePasse
from ui.components.ecran import Action, Ecran
from ui.components.encarts import Encart
from ui.components.exigences import Exigences
from ui.components.panneau import Panneau
from ui.components.pastilles import Sceau
from ui.components.resume_erreurs import ResumeErreurs, titre_erreurs
from ui.components.textes import Paragraphe, Texte
from ui.shell.fenetre import Fenetre
from ui.shell.pages import SUITE
from ui.theme import Forme, actuel

ENREGISTRER, EN_COURS = "Enregistrer", "Enregistrement…"
CHANGER, CHOISIR = "Changez votre mot de passe", "Choisissez votre mot de passe"
TEMPORAIRE = "Celui que la Caf vous a donné ne sert qu’une fois. Personne d’autre ne connaîtra le vôtre."
CONSEIL = "Assemblez trois ou quatre mots sans rapport entre\u00a0eux."
NULLE_PART = "Choisissez un mot de passe que vous n’utilisez nulle\u00a0part\u00a0ailleurs."
ACTUEL_VIDE = "Écrivez votre mot de passe actuel."
NOUVEAU_VIDE = "Écrivez votre nouveau mot de passe."
ENCORE_VIDE = "Écrivez encore une fois votre nouveau mot de passe."
DIFFERENTS = "Ce mot de passe n’est pas le même que le premier. Écrivez-le à nouveau."
INCHANGE = "Le nouveau mot de passe est le même que l’actuel. Choisissez-en un autre."
PARTAGE = "Cet ordinateur est partagé. Il ne garde pas votre mot de passe."
REGARDS = "Cette borne ne garde pas votre mot de passe. Vérifiez que personne ne regarde vos mains."

Cible = Literal["actuel", "nouveau", ""]
_LISTE_MM, _JEU_MM = 118, 12  # the card of rules on a PC, and the gap beside it


class EcranMotDePasse(Ecran):
    """`enregistrer(actuel, nouveau)` gets a new password that holds every rule known here; the owner answers with
    `panneau_mot_de_passe_change` or `refuser`.

    `temporaire`: the one in force was given by the Caf, it is not asked for and `actuel` is None. Where it may not
    be shown (`afficher_possible` False) it is written twice.
    """

    titre_barre = "Mon compte"
    connecte = True

    def __init__(
        self,
        *,
        noms: tuple[str, str],
        afficher_possible: bool,
        temporaire: bool,
        enregistrer: Callable[[str | None, str], None],
        precedent: Callable[[], None] | None,
    ) -> None:
        super().__init__()
        if temporaire:
            self.titre_barre = "Mot de passe"
        self._noms = noms
        self._enregistrer, self._precedent = enregistrer, precedent
        self._occupe = False
        self._titre_erreur = ""
        self._resume = ResumeErreurs(lambda _n: self._titre_erreur)
        self._resume.lien_active.connect(self._corriger)
        forme = actuel().mesures.forme
        self._liste = Exigences("Ce qu’il\u00a0faut\u00a0:", "" if forme is Forme.PAYSAGE else NULLE_PART)
        self._nouveau = ChampNouveauMotDePasse(
            "Nouveau mot de passe", self._liste, aide=CONSEIL, afficher_possible=afficher_possible
        )
        self._nouveau.modifie.connect(self._taper)
        self._actuel = (
            None
            if temporaire
            else ChampMotDePasse("Mot de passe actuel", afficher_possible=afficher_possible)
        )
        self._encore = (
            None
            if afficher_possible
            else ChampMotDePasse("Écrivez-le encore une fois", afficher_possible=False)
        )
        self.corps.addWidget(Texte(CHOISIR if temporaire else CHANGER, "h1"))
        if temporaire:
            self.corps.addWidget(Paragraphe(TEMPORAIRE, "intro"))
        self.corps.addWidget(self._resume)
        self._ranger(forme)
        self.pousser()
        self.corps.addWidget(
            Encart("discret", "", REGARDS if actuel().mesures.borne else PARTAGE, "bouclier")
        )
        self._enchainer()
        self._juger()
        self._proposer()
        self.pret()

    @property
    def _champs(self) -> tuple[ChampMotDePasse, ...]:
        """From top to bottom."""
        return tuple(x for x in (self._actuel, self._nouveau, self._encore) if x is not None)

    def _ranger(self, forme: Forme) -> None:
        """On a PC the rules stand in a column of their own; above a keyboard they go with their field."""
        self._zones, self._gauche = QHBoxLayout(), QVBoxLayout()
        self._rangs: list[QHBoxLayout] = []
        for champ in self._champs:
            if forme is Forme.PAYSAGE and champ is not self._nouveau:
                self._gauche.addLayout(self._au_large(champ))
            else:
                self._gauche.addWidget(champ)
        self._gauche.addStretch(1)
        self._zones.addLayout(self._gauche, 1)
        if forme is Forme.PC:
            self._zones.addWidget(self._liste)
        else:
            self._nouveau.accompagner(a_cote=forme is Forme.PAYSAGE)
        self.corps.addLayout(self._zones)

    def _au_large(self, champ: ChampMotDePasse) -> QHBoxLayout:
        """As wide as the new password's, which has its rules beside it."""
        rang = QHBoxLayout()
        rang.addWidget(champ, PART_CHAMP)
        rang.addWidget(QWidget(), PART_LISTE)
        self._rangs.append(rang)
        return rang

    def _enchainer(self) -> None:
        """Enter goes down the page; in the last field it saves."""
        champs = self._champs
        for champ, suivant in pairwise(champs):
            champ.valide.connect(suivant.setFocus)
        champs[-1].valide.connect(self.enregistrer)

    # --- what the owner tells -----------------------------------------------------------------------

    def refuser(self, avis: Avis, *, cible: Cible | None = None) -> None:
        """The backend said no, or nothing. `cible` is the answer to correct; unless told, the current password if it
        was asked for.

        A current password that was wrong is emptied; the new one is kept.
        """
        self._occupe = False
        self._proposer()
        if cible is None:
            cible = "" if not avis.a_corriger else "actuel" if self._actuel is not None else "nouveau"
        if cible == "actuel" and self._actuel is not None:
            self._actuel.vider()
            self._actuel.erreur(f"{avis.titre}.")
        elif cible == "nouveau":
            self._nouveau.erreur(f"{avis.titre}. {avis.texte}")
        self._titre_erreur = avis.titre
        self._resume.montrer([(avis.texte, avis.conseil, cible)])

    def en_cours(self) -> None:
        """The change is being asked for."""
        self._occupe = True
        self._proposer()

    def vider(self) -> None:
        """It is done: nothing of it may stay."""
        for champ in self._champs:
            champ.vider()
        self._juger()

    # --- what the person does -----------------------------------------------------------------------

    def enregistrer(self) -> None:
        """Check what can be checked here, then ask."""
        if self._occupe:
            return
        self.quitter()
        erreurs = self._verifier()
        for champ, nom in ((self._actuel, "actuel"), (self._nouveau, "nouveau"), (self._encore, "encore")):
            if champ is not None:
                champ.erreur(" ".join(message for message, _e, cible in erreurs if cible == nom) or None)
        if erreurs:
            self._titre_erreur = titre_erreurs(len({cible for _m, _e, cible in erreurs}))
            self._resume.montrer(erreurs)
            return
        self._resume.effacer()
        self.en_cours()
        self._enregistrer(self._actuel.valeur() if self._actuel is not None else None, self._nouveau.valeur())

    def _verifier(self) -> list[tuple[str, str, str]]:
        erreurs: list[tuple[str, str, str]] = []
        nouveau = self._nouveau.valeur()
        actuel_ecrit = self._actuel.valeur() if self._actuel is not None else ""
        if self._actuel is not None and not actuel_ecrit:
            erreurs.append((ACTUEL_VIDE, "", "actuel"))
        if not nouveau:
            erreurs.append((NOUVEAU_VIDE, "", "nouveau"))
            return erreurs
        manquent = [(x.correction, "", "nouveau") for x in self._exigences() if not x.tenue]
        if not manquent and actuel_ecrit and _memes(actuel_ecrit, nouveau):
            manquent.append((INCHANGE, "", "nouveau"))
        erreurs += manquent
        if self._encore is not None and not manquent:
            encore = self._encore.valeur()
            if not encore:
                erreurs.append((ENCORE_VIDE, "", "encore"))
            elif not _memes(encore, nouveau):
                self._encore.vider()
                erreurs.append((DIFFERENTS, "", "encore"))
        return erreurs

    def _exigences(self) -> tuple[Exigence, ...]:
        return exigences(self._nouveau.valeur(), noms=self._noms)

    def _taper(self) -> None:
        # From here on the rules tell, letter after letter, what the sentence can no longer know.
        self._nouveau.erreur(None)
        self._juger()

    def _juger(self) -> None:
        self._nouveau.exiger(self._exigences())

    def _corriger(self, cible: str) -> None:
        champs = {"actuel": self._actuel, "encore": self._encore}
        (champs.get(cible) or self._nouveau).setFocus()

    # --- page ---------------------------------------------------------------------------------------

    def depart(self) -> QWidget | None:
        return self._champs[0]

    def quitter(self) -> None:
        for champ in self._champs:
            champ.masquer()

    def mesurer(self) -> None:
        super().mesurer()
        mm = actuel().mesures.mm
        self._zones.setSpacing(mm(_JEU_MM))
        self._gauche.setSpacing(mm(6))
        for rang in self._rangs:
            rang.setSpacing(mm(6))
        if not actuel().mesures.borne:
            self._liste.setFixedWidth(mm(_LISTE_MM))

    def _proposer(self) -> None:
        principal = Action(EN_COURS if self._occupe else ENREGISTRER, self.enregistrer)
        if self._precedent is None:
            self.proposer(principal)
        else:
            self.proposer(Action("Précédent", self._precedent, "s", "gauche"), principal)


def _memes(un: str, autre: str) -> bool:
    """As the backend compares them: the same letters may be typed in two ways."""
    return unicodedata.normalize("NFKC", un) == unicodedata.normalize("NFKC", autre)


def panneau_mot_de_passe_change(fenetre: Fenetre, continuer: Callable[[], None]) -> Panneau:
    """It is done. The page under it forgets what was typed; every way to close the panel goes on."""
    suite = Bouton("Continuer", "p")
    titre = "Votre mot de passe est changé"
    panneau = Panneau(fenetre.plan, titre, SUITE, suite, sceau=Sceau("succes", taille_mm=24))
    suite.clicked.connect(panneau.fermer)
    panneau.ferme.connect(continuer)
    panneau.ferme.connect(panneau.deleteLater)
    for texte in (
        "Utilisez-le dès votre prochaine connexion.",
        "Vos sessions ouvertes ailleurs ont été fermées. Cette session continue.",
    ):
        panneau.corps.addWidget(Paragraphe(texte, "intro"))
    if isinstance(fenetre.ecran, EcranMotDePasse):
        fenetre.ecran.vider()
    return panneau
