"""« Mon compte »: what is due, what can be done, what was sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.backend.schemas import AFaire, Compte, DepotVue, EtatDepot
from kiosk.metier.periode import en_lettres
from ui.components.cartes import CarteTitree
from ui.components.ecran import Action, Ecran
from ui.components.encarts import Carte, Encart
from ui.components.etiquette import Etiquette, Mention
from ui.components.lignes import Separateur
from ui.components.rangee import Colonne, Rangee
from ui.components.textes import Paragraphe, Texte
from ui.components.tuiles import TuileDemarche
from ui.screens.carte_coordonnees import CarteCoordonnees
from ui.screens.carte_pass_sport import CartePassSport
from ui.theme import Forme, Mesures, actuel
from ui.theme.themable import Themable

ETATS = {
    EtatDepot.RECU: Mention("Reçue", "info", "coche"),
    EtatDepot.DOCUMENT_ATTENDU: Mention("Document attendu", "alerte", "document"),
    EtatDepot.TRAITE: Mention("Traitée", "succes", "coche"),
}
A_FAIRE = Mention("À faire", "alerte", "calendrier")
DEJA_ENVOYEE = Mention("Déjà envoyée", "succes", "coche")
DERNIERS_DEPOTS = 3


@dataclass(frozen=True, slots=True)
class Offre:
    """A démarche that the account may do today."""

    code: str
    titre: str
    icone: str
    bouton: str
    deja: bool = False
    """The same one was deposited already: it can be done again, but nobody waits for it."""


class EcranCompte(Ecran):
    """The account. `commencer` gets the code of the démarche that was chosen.

    Without `modifier_coordonnees`, `voir_profil` or `voir_pass_sport` there is no button that leads there.
    """

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
        *,
        modifier_coordonnees: Callable[[], None] | None = None,
        voir_profil: Callable[[], None] | None = None,
        voir_pass_sport: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._commencer = commencer
        dus = {a.demarche: a for a in compte.a_faire}
        entete: list[QWidget] = [Texte(f"Bonjour {compte.prenom}", "h1")]
        if avis:
            entete.append(Encart("alerte", "", avis))
        entete += [_a_faire(du) for du in compte.a_faire]
        demarches = Colonne(Texte("Mes démarches", "h2"), _Tuiles(offres, dus, commencer))
        coordonnees = CarteCoordonnees(compte.coordonnees, modifier_coordonnees)
        a_cote: list[QWidget] = []
        if compte.pass_sport is not None:
            a_cote.append(CartePassSport(compte.pass_sport, voir_pass_sport))
        if voir_profil is not None:
            a_cote.append(_profil(voir_profil))
        suivi = Colonne(Texte("Suivi", "h2"), _suivi(compte.depots))
        if actuel().mesures.forme is Forme.PC:
            gauche, droite = Colonne(*entete, demarches, suivi, ecart_mm=6), Colonne(coordonnees, *a_cote)
            haut = Qt.AlignmentFlag.AlignTop
            self.corps.addWidget(Rangee(gauche, droite, parts=(135, 100), ecart_mm=14, alignement=haut))
        else:
            cartes = [coordonnees, Colonne(*a_cote)] if a_cote else [coordonnees]
            for widget in (*entete, demarches, Rangee(*cartes, empiler=_une_par_ligne), suivi):
                self.corps.addWidget(widget)
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


class _Tuiles(Themable, QWidget):
    """The démarches, two by two."""

    def __init__(
        self, offres: Sequence[Offre], dus: Mapping[str, AFaire], choisir: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._grille = QGridLayout(self)
        self._grille.setContentsMargins(0, 0, 0, 0)
        if not offres:
            self._grille.addWidget(Texte("Aucune démarche n’est ouverte à cette date.", "second"), 0, 0)
        for rang, offre in enumerate(offres):
            mention = A_FAIRE if offre.code in dus else DEJA_ENVOYEE if offre.deja else None
            self._grille.addWidget(_Tuile(offre, mention, choisir), rang // 2, rang % 2)
        for colonne in range(min(len(offres), 2)):
            self._grille.setColumnStretch(colonne, 1)
        self.pret()

    def mesurer(self) -> None:
        self._grille.setSpacing(actuel().mesures.mm(4))


class _Tuile(TuileDemarche):
    """A tile that remembers its démarche: a bound method, since a closure would keep the page alive."""

    def __init__(self, offre: Offre, mention: Mention | None, choisir: Callable[[str], None]) -> None:
        super().__init__(offre.titre, offre.icone, mention)
        self._code = offre.code
        self._choisir = choisir
        self.clicked.connect(self._choisie)

    def _choisie(self) -> None:
        self._choisir(self._code)


def _une_par_ligne(mesures: Mesures) -> bool:
    return mesures.grand and mesures.forme is Forme.PORTRAIT


def _a_faire(du: AFaire) -> QWidget:
    avant = f"Avant le {en_lettres(du.avant_le)}." if du.avant_le else ""
    return Encart("alerte", f"Votre {_dans_la_phrase(du.titre)} est à faire", avant, icone="calendrier")


def _dans_la_phrase(titre: str) -> str:
    """« Déclaration… » → « déclaration… »; an acronym keeps its capitals."""
    return titre if titre[:2].isupper() else f"{titre[:1].lower()}{titre[1:]}"


def _profil(voir: Callable[[], None]) -> QWidget:
    carte = CarteTitree("personne", "Mon profil")
    carte.corps.addWidget(Paragraphe("Votre foyer, vos droits et votre mot de\u00a0passe."))
    carte.agir("Voir mon profil", voir)
    return carte


def _suivi(depots: Sequence[DepotVue]) -> QWidget:
    carte = Carte()
    for depot in depots[:DERNIERS_DEPOTS]:
        if carte.corps.count():
            carte.corps.addWidget(Separateur())
        textes = Colonne(
            Texte(depot.titre, "libelle"),
            Texte(f"Envoyée le {en_lettres(depot.recu_le.date())}", "second"),
            Texte(f"Numéro {depot.numero}", "second"),
            ecart_mm=0.5,
        )
        carte.corps.addWidget(Rangee(textes, Etiquette(ETATS[depot.etat]), parts=(1, 0), ecart_mm=5))
    if not depots:
        carte.corps.addWidget(Texte("Vous n’avez rien envoyé récemment.", "second"))
    return carte
