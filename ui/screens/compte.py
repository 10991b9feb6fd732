"""« Mon compte »: what is due, what can be done, what was sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.backend.schemas import AFaire, Compte, CoordonneeVue, DepotVue, EtatDepot
from kiosk.metier.periode import en_lettres
from ui.components.ecran import Action, Ecran
from ui.components.encarts import Carte, Encart
from ui.components.etiquette import Etiquette, Mention
from ui.components.textes import Texte
from ui.components.tuiles import TuileDemarche
from ui.theme import Forme, actuel

ETATS = {
    EtatDepot.RECU: Mention("Reçue", "info", "coche"),
    EtatDepot.DOCUMENT_ATTENDU: Mention("Document attendu", "alerte", "document"),
    EtatDepot.TRAITE: Mention("Traitée", "succes", "coche"),
}
DERNIERS_DEPOTS = 3


@dataclass(frozen=True, slots=True)
class Offre:
    """A démarche that the account may do today."""

    code: str
    titre: str
    icone: str
    bouton: str


class EcranCompte(Ecran):
    """The account. `commencer` gets the code of the démarche that was chosen."""

    titre_barre = "Mon compte"
    connecte = True
    colonne_mm = 440

    def __init__(
        self,
        compte: Compte,
        offres: Sequence[Offre],
        commencer: Callable[[str], None],
        terminer: Callable[[], None],
        avis: str = "",
    ) -> None:
        super().__init__()
        self._commencer = commencer
        self.corps.addWidget(Texte(f"Bonjour {compte.prenom}", "h1"))
        if avis:
            self.corps.addWidget(Encart("alerte", "", avis))
        dus = {a.demarche: a for a in compte.a_faire}
        for du in compte.a_faire:
            self.corps.addWidget(_a_faire(du))
        self._zones = QHBoxLayout()
        self._gauche, self._droite = QVBoxLayout(), QVBoxLayout()
        large = actuel().mesures.forme is Forme.PC
        self._zones.addLayout(self._gauche, 2)
        self._zones.addLayout(self._droite, 1 if large else 0)
        self.corps.addLayout(self._zones)
        self._demarches(offres, dus)
        cote = self._droite if large else self._gauche
        cote.addWidget(Texte("Mes coordonnées", "h2"))
        cote.addWidget(_coordonnees(compte.coordonnees.en_vigueur))
        self._gauche.addWidget(Texte("Suivi", "h2"))
        self._gauche.addWidget(_suivi(compte.depots))
        self._droite.addStretch(1)
        self.pousser()
        due = next((o for o in offres if o.code in dus), None)
        actions = [Action("Terminer ma session", terminer, "s")]
        if due is not None:
            self._due = due.code
            actions.append(Action(due.bouton, self._commencer_due))
        self.proposer(*actions)
        self.pret()

    def _commencer_due(self) -> None:
        self._commencer(self._due)

    def _demarches(self, offres: Sequence[Offre], dus: dict[str, AFaire]) -> None:
        self._gauche.addWidget(Texte("Mes démarches", "h2"))
        self._grille = QGridLayout()
        if not offres:
            self._grille.addWidget(Texte("Aucune démarche n’est ouverte à cette date.", "second"), 0, 0)
        for rang, offre in enumerate(offres):
            mention = Mention("À faire", "alerte", "calendrier") if offre.code in dus else None
            tuile = _Tuile(offre, mention, self._commencer)
            self._grille.addWidget(tuile, rang // 2, rang % 2)
        if len(offres) == 1:
            self._grille.setColumnStretch(0, 1)
        self._gauche.addLayout(self._grille)

    def mesurer(self) -> None:
        super().mesurer()
        mm = actuel().mesures.mm
        self._zones.setSpacing(mm(8) if actuel().mesures.forme is Forme.PC else 0)
        for colonne in (self._gauche, self._droite):
            colonne.setSpacing(mm(4))
        self._grille.setSpacing(mm(4))


class _Tuile(TuileDemarche):
    """A tile that remembers its démarche: a bound method, since a closure would keep the page alive."""

    def __init__(self, offre: Offre, mention: Mention | None, choisir: Callable[[str], None]) -> None:
        super().__init__(offre.titre, offre.icone, mention)
        self._code = offre.code
        self._choisir = choisir
        self.clicked.connect(self._choisie)

    def _choisie(self) -> None:
        self._choisir(self._code)


def _a_faire(du: AFaire) -> QWidget:
    avant = f"Avant le {en_lettres(du.avant_le)}." if du.avant_le else ""
    return Encart("alerte", f"{du.titre} est à faire", avant, icone="calendrier")


def _coordonnees(coordonnees: Sequence[CoordonneeVue]) -> QWidget:
    carte = Carte()
    for coordonnee in coordonnees:
        carte.corps.addWidget(Texte(coordonnee.valeur_masquee))
        if coordonnee.securisee_le is not None:
            carte.corps.addWidget(Texte(f"Confirmé le {en_lettres(coordonnee.securisee_le)}", "second"))
    if not coordonnees:
        carte.corps.addWidget(Texte("Aucune coordonnée enregistrée.", "second"))
    return carte


def _separateur() -> QFrame:
    trait = QFrame()
    trait.setProperty("boite", "separateur")
    trait.setFixedHeight(1)
    return trait


def _suivi(depots: Sequence[DepotVue]) -> QWidget:
    carte = Carte()
    for depot in depots[:DERNIERS_DEPOTS]:
        if carte.corps.count():
            carte.corps.addWidget(_separateur())
        rang = QHBoxLayout()
        textes = QVBoxLayout()
        textes.addWidget(Texte(depot.titre, "libelle"))
        textes.addWidget(Texte(f"Envoyée le {en_lettres(depot.recu_le.date())}", "second"))
        textes.addWidget(Texte(f"Numéro {depot.numero}", "second"))
        rang.addLayout(textes, 1)
        rang.addWidget(Etiquette(ETATS[depot.etat]))
        carte.corps.addLayout(rang)
    if not depots:
        carte.corps.addWidget(Texte("Vous n’avez rien envoyé récemment.", "second"))
    return carte
