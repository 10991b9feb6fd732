"""« Mon compte »: what is due, what can be done, what was sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.backend.schemas import AFaire, Compte, DepotVue
from kiosk.metier.periode import en_lettres
from ui.components.cartes import CarteLarge, CarteTitree
from ui.components.ecran import Action, Ecran
from ui.components.encarts import Encart
from ui.components.etiquette import Mention
from ui.components.rangee import Colonne, Rangee
from ui.components.textes import Paragraphe, Texte
from ui.components.tuiles import TuileDemarche
from ui.screens.carte_coordonnees import CarteCoordonnees
from ui.screens.carte_pass_sport import CartePassSport
from ui.screens.suivi import suivi
from ui.theme import Forme, Mesures, actuel
from ui.theme.themable import Themable

A_FAIRE = Mention("À faire", "alerte", "calendrier")
DEJA_ENVOYEE = Mention("Déjà envoyée", "succes", "coche")
PROFIL = "Mon profil"
CONTENU_PROFIL = "Votre foyer, vos droits et votre mot de\u00a0passe."
VOIR_PROFIL = "Voir mon profil"


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

    Without one of the `modifier_…` and `voir_…` there is no button that leads there.
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
        voir_recu: Callable[[DepotVue], None] | None = None,
        voir_suivi: Callable[[], None] | None = None,
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
        cartes: list[QWidget] = [coordonnees]
        if compte.pass_sport is not None:
            cartes.append(CartePassSport(compte.pass_sport, voir_pass_sport))
        if voir_profil is not None:
            seule = compte.pass_sport is not None and actuel().mesures.forme is not Forme.PC
            cartes.append(_profil_large(voir_profil) if seule else _profil(voir_profil))
        envois = suivi(compte.depots, voir_recu, voir_suivi)
        if actuel().mesures.forme is Forme.PC:
            gauche, droite = Colonne(*entete, demarches, envois, ecart_mm=6), Colonne(*cartes)
            haut = Qt.AlignmentFlag.AlignTop
            self.corps.addWidget(Rangee(gauche, droite, parts=(135, 100), ecart_mm=14, alignement=haut))
        else:
            cote_a_cote = Rangee(*cartes[:2], empiler=_une_par_ligne)
            for widget in (*entete, demarches, Colonne(cote_a_cote, *cartes[2:]), envois):
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
    """The démarches, two by two; one by one where two would not share the width evenly."""

    def __init__(
        self, offres: Sequence[Offre], dus: Mapping[str, AFaire], choisir: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._grille = QGridLayout(self)
        self._grille.setContentsMargins(0, 0, 0, 0)
        self._tuiles = [_Tuile(offre, _mention(offre, dus), choisir) for offre in offres]
        if not offres:
            self._grille.addWidget(Texte("Aucune démarche n’est ouverte à cette date.", "second"), 0, 0)
        self.pret()

    def mesurer(self) -> None:
        mesures = actuel().mesures
        colonnes = 1 if _une_par_ligne(mesures) or len(self._tuiles) == 1 else 2
        for rang, tuile in enumerate(self._tuiles):
            self._grille.addWidget(tuile, rang // colonnes, rang % colonnes)
        self._grille.setColumnStretch(0, 1)
        self._grille.setColumnStretch(1, colonnes - 1)
        self._grille.setHorizontalSpacing(mesures.mm(4) if colonnes > 1 else 0)
        self._grille.setVerticalSpacing(mesures.mm(4))


def _mention(offre: Offre, dus: Mapping[str, AFaire]) -> Mention | None:
    """What is due is said before what was done."""
    if offre.code in dus:
        return A_FAIRE
    return DEJA_ENVOYEE if offre.deja else None


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
    carte = CarteTitree("personne", PROFIL)
    carte.corps.addWidget(Paragraphe(CONTENU_PROFIL))
    carte.agir(VOIR_PROFIL, voir)
    return carte


def _profil_large(voir: Callable[[], None]) -> QWidget:
    return CarteLarge("personne", PROFIL, CONTENU_PROFIL, VOIR_PROFIL, voir, _une_par_ligne)
